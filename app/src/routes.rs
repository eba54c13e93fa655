//! Which address shows which screen. Addresses hold random ids, never names.

use crate::{
    browser::page,
    chunks::Chunk,
    pages::{
        choose_passcode::ChoosePasscode,
        client::ClientPage,
        clients::Clients,
        crisis_plan::CrisisPlanPage,
        help::Help,
        log::PickClient,
        rights::Rights,
        show_plan::ShownPlan,
        sign_in::{ReplacePasscode, SignInPage},
        today::Today,
        unlock::Unlock,
    },
    parts::{bottom_bar::BottomBar, from_chunk::FromChunk, notice::Notice, skeleton::Skeleton},
    place::{Place, PlanScreen, Screen},
    state::{
        AppState, Phase,
        start::{self, Found},
        use_app,
    },
    words::Language,
};
use domain::{
    Hash,
    id::{ClientId, ContactId, CrisisEventId, OperationId},
};
use leptos::{prelude::*, task::spawn_local};

/// Address of a client's page.
#[must_use]
pub fn client_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}")
}

/// Address of a client's crisis plan.
#[must_use]
pub fn plan_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/plan")
}

/// Address of a screen about a client's crisis plan, beside the plan itself.
#[must_use]
pub fn plan_screen_path(client_id: ClientId, screen: PlanScreen) -> String {
    format!("/clients/{client_id}/plan/{}", screen.name())
}

/// Address of the form for a new contact.
#[must_use]
pub fn log_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/log")
}

/// Address of the form for the note of a crisis event.
#[must_use]
pub fn crisis_note_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/log/crisis")
}

/// Address where a client's distress or crisis is responded to.
#[must_use]
pub fn response_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/response")
}

/// Address of one crisis event.
#[must_use]
pub fn crisis_event_path(client_id: ClientId, event_id: CrisisEventId) -> String {
    format!("/clients/{client_id}/responses/{event_id}")
}

/// Address of the form for a client's fact sheet.
#[must_use]
pub fn fact_sheet_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/facts")
}

/// Address of every version of a client's fact sheet.
#[must_use]
pub fn fact_sheet_versions_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/facts/versions")
}

/// Address of the people around a client.
#[must_use]
pub fn supports_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/supports")
}

/// Address of one contact.
#[must_use]
pub fn contact_path(client_id: ClientId, contact_id: ContactId) -> String {
    format!("/clients/{client_id}/contacts/{contact_id}")
}

/// Address of the crisis plan of a colleague's client, while on call.
#[must_use]
pub fn team_plan_path(client_id: ClientId) -> String {
    format!("/on-call/{client_id}")
}

/// Address of one operation in the quarantine.
#[must_use]
pub fn quarantined_path(op_id: OperationId, hash: Hash) -> String {
    format!("/office/quarantine/{op_id}/{hash}")
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let found = use_context::<Found>();
    let language = match &found {
        Some(found) => found.language,
        None => use_context::<Language>().unwrap_or_default(),
    };
    let state = AppState::new(language);
    provide_context(state);
    if let Some(found) = found {
        start::begin(state, found);
    }
    let place = Place::here();
    provide_context(place);
    // Runs in the browser only.
    Effect::new(move |_| {
        place.follow();
        start::watch(state);
        // Whatever runs before the first screen is drawn is waited for.
        spawn_local(async move {
            page::idle().await;
            start::go_on(state);
        });
    });
    let screen = Memo::new(move |_| place.screen());
    view! {
        <Notice/>
        {move || {
            // A change of language draws everything anew, so that screens can use plain strings.
            state.language.track();
            draw(screen.get())
        }}
    }
}

fn draw(screen: Screen) -> AnyView {
    match screen {
        Screen::SignIn => view! { <SignInPage/> }.into_any(),
        Screen::Help => view! { <Help/> }.into_any(),
        Screen::Rights => view! { <Rights/> }.into_any(),
        _ => view! { <Gate screen/> }.into_any(),
    }
}

/// Shows a screen only while the phone is open; otherwise what stands before it.
/// Locking unmounts the screen, and every decrypted value with it.
#[component]
pub fn Gate(screen: Screen) -> impl IntoView {
    let state = use_app();
    move || match state.phase.get() {
        Phase::Starting => view! { <Skeleton/> }.into_any(),
        Phase::NoStorage => view! { <crate::pages::no_storage::NoStorage/> }.into_any(),
        Phase::OldTab => view! { <crate::pages::no_storage::OldTab/> }.into_any(),
        Phase::SignedOut => view! { <SignInPage/> }.into_any(),
        Phase::ChoosingPasscode(signed_in) => {
            view! { <ChoosePasscode signed_in=*signed_in/> }.into_any()
        }
        Phase::ReplacingPasscode => view! { <ReplacePasscode/> }.into_any(),
        Phase::Locked => view! { <Unlock/> }.into_any(),
        Phase::Shown(client_id) => view! { <ShownPlan client_id/> }.into_any(),
        Phase::Open => view! {
            <div class="app">
                <BottomBar/>
                <main class="screen" id="main">{inside(screen)}</main>
            </div>
        }
        .into_any(),
    }
}

fn inside(screen: Screen) -> AnyView {
    if let Some(chunk) = Chunk::of(screen) {
        return view! { <FromChunk chunk screen/> }.into_any();
    }
    match screen {
        Screen::Clients => view! { <Clients/> }.into_any(),
        Screen::Client(client_id) => view! { <ClientPage client_id/> }.into_any(),
        Screen::Plan(client_id) => view! { <CrisisPlanPage client_id/> }.into_any(),
        Screen::PickClient => view! { <PickClient/> }.into_any(),
        _ => view! { <Today/> }.into_any(),
    }
}
