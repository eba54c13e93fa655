use crate::{
    parts::{bottom_bar::first_place, page_head::PageHead},
    place::Screen,
    state::use_app,
    words::desk,
};
use leptos::prelude::*;

/// What stands at an address that nothing is at: that nothing is lost, and a way on.
#[component]
pub fn Unknown() -> impl IntoView {
    let app = use_app();
    let w = app.words();
    let d = desk::words(app.language.get_untracked());
    view! {
        <PageHead title=d.nothing_here back=Screen::Today/>
        <p class="empty">{d.nothing_here_text}</p>
        <p class="row">
            <a class="button primary" href=Screen::Clients.path()>{w.clients}</a>
            <a class="button" href=Screen::Today.path()>{first_place(app).0}</a>
        </p>
    }
}
