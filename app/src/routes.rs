//! Which address shows which screen.

use crate::{
    browser::page,
    chunks::{self, CHUNKS},
    held::{Derived, react},
    pages::{
        client::ClientPage, clients::Clients, crisis_plan::CrisisPlanPage, help::Help,
        not_here::AboutClient, rights::Rights, show_plan::ShownPlan, sign_in::SignInPage,
        today::Today, unlock::Unlock,
    },
    parts::{bottom_bar::BottomBar, from_chunk::FromChunk, notice::Notice, skeleton::Skeleton},
    place::{Chunk, Place, Screen, use_place},
    rehearsal,
    state::{
        AppState, Phase,
        start::{self, Found},
        use_app,
    },
    words::Language,
};
use domain::wire::v1::Role;
use leptos::{prelude::*, task::spawn_local};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let found = use_context::<Found>();
    let language = match &found {
        Some(found) => found.language,
        None => use_context::<Language>().unwrap_or_default(),
    };
    let state = AppState::new(language, &CHUNKS);
    provide_context(state);
    if let Some(found) = found {
        start::begin(state, found);
    }
    let place = Place::here();
    provide_context(place);
    // Runs in the browser only.
    react(move || {
        place.follow(move || state.hush());
        start::watch(state);
        // Whatever runs before the first screen is drawn is waited for.
        spawn_local(async move {
            page::idle().await;
            start::go_on(state);
            rehearsal::rehearse(state).await;
            chunks::fetch_ahead(state).await;
        });
    });
    let open_to_all = Derived::new(move |_| {
        let (screen, again) = place.drawn();
        let open = matches!(screen, Screen::SignIn | Screen::Help | Screen::Rights);
        open.then_some((screen, again))
    });
    view! {
        <Notice/>
        {move || {
            // A change of language draws everything anew, so that screens can use plain strings.
            state.language.track();
            match open_to_all.get() {
                Some((Screen::SignIn, _)) => view! { <SignInPage/> }.into_any(),
                Some((Screen::Help, _)) => view! { <Help/> }.into_any(),
                Some(_) => view! { <Rights/> }.into_any(),
                None => view! { <Gate/> }.into_any(),
            }
        }}
    }
}

/// Shows a screen only while the phone is open; otherwise what stands before it.
/// Locking unmounts the screen, and every decrypted value with it.
#[component]
pub fn Gate() -> impl IntoView {
    let state = use_app();
    let place = use_place();
    let shown = Derived::new(move |_| place.drawn());
    move || match state.phase.get() {
        Phase::Starting => view! { <Skeleton/> }.into_any(),
        Phase::NoStorage => view! { <crate::pages::no_storage::NoStorage/> }.into_any(),
        Phase::OldTab => view! { <crate::pages::no_storage::OldTab/> }.into_any(),
        Phase::SignedOut => view! { <SignInPage/> }.into_any(),
        Phase::ChoosingPasscode(_) | Phase::ReplacingPasscode => {
            let screen = place.shown();
            view! { <FromChunk chunk=Chunk::Account screen/> }.into_any()
        }
        Phase::Locked => view! { <Unlock/> }.into_any(),
        Phase::Shown(client_id) => view! { <ShownPlan client_id/> }.into_any(),
        Phase::Open => view! {
            <div class="app">
                <BottomBar/>
                {move || state.wide.get().then(|| {
                    // The chunk of the forms keeps it: on a phone it is never drawn.
                    view! { <FromChunk chunk=Chunk::Log screen=Screen::Clients/> }
                })}
                <main class="screen" id="main" tabindex="-1">{move || inside(shown.get().0)}</main>
            </div>
        }
        .into_any(),
    }
}

fn inside(screen: Screen) -> AnyView {
    match screen.client() {
        Some(client_id) => view! { <AboutClient client_id screen draw=drawn/> }.into_any(),
        None => drawn(screen),
    }
}

fn drawn(screen: Screen) -> AnyView {
    if let Some(chunk) = Chunk::of(screen) {
        return view! { <FromChunk chunk screen/> }.into_any();
    }
    match screen {
        Screen::Clients => view! { <Clients/> }.into_any(),
        Screen::Client(client_id) => view! { <ClientPage client_id/> }.into_any(),
        Screen::Plan(client_id) => view! { <CrisisPlanPage client_id/> }.into_any(),
        _ => first_place(),
    }
}

/// Whoever leads sees what waits for them, from a chunk; whoever carries clients, the people to reach.
/// Some do both.
fn first_place() -> AnyView {
    let state = use_app();
    let carries = Derived::new(move |_| state.carries());
    let carries = move || carries.get().then(|| view! { <Today/> });
    let leads = (state.role() != Role::Worker)
        .then(|| view! { <FromChunk chunk=Chunk::Office screen=Screen::Today/> });
    view! { {leads}{carries} }.into_any()
}
