use super::icon::Icon;
use crate::{
    place::{Chunk, Screen, use_place},
    state::use_app,
};
use leptos::prelude::*;

/// The four places, under the thumb; a rail at the side on wide screens.
/// "Log" is one tap from anywhere: on a client's screen it opens the form
/// about that client.
#[component]
pub fn BottomBar() -> impl IntoView {
    let w = use_app().words();
    let place = use_place();
    let mark = |there: bool| if there { "page" } else { "false" };
    let today = move || mark(place.screen() == Screen::Today);
    let clients = move || {
        let screen = place.screen();
        let about = screen.client().is_some() && !screen.is_note();
        let team = Chunk::of(screen) == Some(Chunk::OnCall);
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
    view! {
        <a class="skip button" href="#main">{w.skip}</a>
        <nav class="bar" aria-label=w.places>
            <a href=Screen::Today.path() aria-current=today>{Icon::Sun.draw()}<span>{w.today}</span></a>
            <a href=Screen::Clients.path() aria-current=clients>
                {Icon::People.draw()}<span>{w.clients}</span>
            </a>
            <a href=log class="bar-log" aria-current=logging>
                {Icon::Pen.draw()}<span>{w.log}</span>
            </a>
            <a href=Screen::Me.path() aria-current=me>{Icon::Person.draw()}<span>{w.me}</span></a>
        </nav>
    }
}
