//! Which address shows which screen. Addresses hold random ids, never names.

use crate::{
    pages::{
        add_client::AddClient, choose_passcode::ChoosePasscode, client::ClientPage,
        clients::Clients, contact::ContactPage, crisis_plan::CrisisPlanPage, help::Help,
        log::PickClient, log_contact::LogContact, me::Me, rights::Rights, show_plan::ShownPlan,
        sign_in::SignInPage, today::Today, unlock::Unlock, waiting::WaitingPage,
    },
    parts::{bottom_bar::BottomBar, notice::Notice, skeleton::Skeleton},
    state::{AppState, Phase, start, use_app},
    words::Language,
};
use domain::id::{ClientId, ContactId};
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_params_map,
    path,
};

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

/// Address of the form for a new contact.
#[must_use]
pub fn log_path(client_id: ClientId) -> String {
    format!("/clients/{client_id}/log")
}

/// Address of one contact.
#[must_use]
pub fn contact_path(client_id: ClientId, contact_id: ContactId) -> String {
    format!("/clients/{client_id}/contacts/{contact_id}")
}

/// The client that the address names.
#[must_use]
pub fn client_in_address() -> Option<ClientId> {
    use_params_map().with_untracked(|params| params.get("client")?.parse().ok())
}

/// The contact that the address names.
#[must_use]
pub fn contact_in_address() -> Option<ContactId> {
    use_params_map().with_untracked(|params| params.get("contact")?.parse().ok())
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let language = use_context::<Language>().unwrap_or_default();
    let state = AppState::new(language);
    provide_context(state);
    // Runs in the browser only, after the first screen is there.
    Effect::new(move |_| start::start(state));
    view! {
        <Router>
            // A change of language draws everything anew, so that screens can use plain strings.
            {move || {
                state.language.track();
                view! { <Screens/> }
            }}
        </Router>
    }
}

#[component]
fn Screens() -> impl IntoView {
    view! {
        <Notice/>
        <Routes fallback=|| view! { <Gate><Today/></Gate> }>
            <Route path=path!("/sign-in") view=SignInPage/>
            <Route path=path!("/help") view=Help/>
            <Route path=path!("/rights") view=Rights/>
            <Route path=path!("/") view=|| view! { <Gate><Today/></Gate> }/>
            <Route path=path!("/clients") view=|| view! { <Gate><Clients/></Gate> }/>
            <Route path=path!("/clients/new") view=|| view! { <Gate><AddClient/></Gate> }/>
            <Route path=path!("/clients/:client") view=|| view! { <Gate><ClientPage/></Gate> }/>
            <Route
                path=path!("/clients/:client/log")
                view=|| view! { <Gate><LogContact/></Gate> }
            />
            <Route
                path=path!("/clients/:client/plan")
                view=|| view! { <Gate><CrisisPlanPage/></Gate> }
            />
            <Route
                path=path!("/clients/:client/contacts/:contact")
                view=|| view! { <Gate><ContactPage/></Gate> }
            />
            <Route path=path!("/log") view=|| view! { <Gate><PickClient/></Gate> }/>
            <Route path=path!("/me") view=|| view! { <Gate><Me/></Gate> }/>
            <Route path=path!("/me/waiting") view=|| view! { <Gate><WaitingPage/></Gate> }/>
        </Routes>
    }
}

/// Shows a screen only while the phone is open; otherwise what stands before it.
/// Locking unmounts the screen, and every decrypted value with it.
#[component]
fn Gate(children: ChildrenFn) -> impl IntoView {
    let state = use_app();
    let children = StoredValue::new(children);
    move || match state.phase.get() {
        Phase::Starting => view! { <Skeleton/> }.into_any(),
        Phase::NoStorage => view! { <crate::pages::no_storage::NoStorage/> }.into_any(),
        Phase::SignedOut => view! { <SignInPage/> }.into_any(),
        Phase::ChoosingPasscode(signed_in) => {
            view! { <ChoosePasscode signed_in=*signed_in/> }.into_any()
        }
        Phase::Locked => view! { <Unlock/> }.into_any(),
        Phase::Shown(client_id) => view! { <ShownPlan client_id/> }.into_any(),
        Phase::Open => view! {
            <div class="app">
                <BottomBar/>
                <main class="screen" id="main">{children.with_value(|draw| draw())}</main>
            </div>
        }
        .into_any(),
    }
}
