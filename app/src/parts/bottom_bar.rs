use super::icon::Icon;
use crate::{
    place::{Chunk, Screen, use_place},
    state::{AppState, use_app},
};
use domain::wire::v1::Role;
use leptos::prelude::*;

/// What the first place is called, and its icon: whoever leads has other work than whoever carries
/// clients.
#[must_use]
pub fn first_place(state: AppState) -> (&'static str, Icon) {
    let w = state.words();
    match state.role() {
        Role::Worker => (w.today, Icon::Sun),
        Role::Supervisor => (w.needs_attention, Icon::Flag),
        Role::Administrator => (w.agency, Icon::House),
    }
}

/// The places, under the thumb; a rail at the side on wide screens. "Log" is one tap from anywhere
/// for whoever has somebody to write about: on a client's screen it opens the form about that client.
/// An administrator, who sees no client, has no list of them.
#[component]
pub fn BottomBar() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let place = use_place();
    let mark = |there: bool| if there { "page" } else { "false" };
    let today = move || mark(place.screen() == Screen::Today);
    let clients = move || {
        let screen = place.screen();
        let about = screen.client().is_some() && !screen.is_note();
        let team = matches!(screen, Screen::OnCall | Screen::TeamPlan(_));
        mark(about || team || matches!(screen, Screen::Clients | Screen::AddClient))
    };
    let logging = move || mark(place.screen().is_note() || place.screen() == Screen::PickClient);
    let me = move || {
        let own = matches!(
            place.screen(),
            Screen::Me | Screen::Account | Screen::Waiting | Screen::LockSettings
        );
        let office = Chunk::of(place.screen()) == Some(Chunk::Office);
        mark(own || office)
    };
    let log = move || place.screen().client().map_or(Screen::PickClient, Screen::Log).path();
    let carries = move || state.carries();
    let sees_none = state.role() == Role::Administrator;
    let (name, icon) = first_place(state);
    view! {
        <a class="skip button" href="#main">{w.skip}</a>
        <nav class="bar" aria-label=w.places>
            <a href=Screen::Today.path() aria-current=today>{icon.draw()}<span>{name}</span></a>
            <a href=Screen::Clients.path() aria-current=clients hidden=move || sees_none && !carries()>
                {Icon::People.draw()}<span>{w.clients}</span>
            </a>
            <a href=log class="bar-log" aria-current=logging hidden=move || !carries()>
                {Icon::Pen.draw()}<span>{w.log}</span>
            </a>
            <a href=Screen::Me.path() aria-current=me>{Icon::Person.draw()}<span>{w.me}</span></a>
        </nav>
    }
}
