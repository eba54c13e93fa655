use crate::{
    parts::{client_list::ClientList, icon::Icon, sync_line::SyncLine, turn::turn},
    place::{Screen, kept},
    state::use_app,
};
use domain::wire::v1::Role;
use leptos::prelude::*;

/// Everybody in the caseload; search is focused and instant.
#[component]
pub fn Clients() -> impl IntoView {
    let w = use_app().words();
    view! {
        <header class="head top">
            <h1>{w.clients}</h1>
            <SyncLine/>
        </header>
        <ClientList link=Screen::Client query=kept("search") none=team/>
        <p><a class="button wide" href=Screen::AddClient.path()>{Icon::Plus.draw()}<span>{w.someone_new}</span></a></p>
    }
}

/// The way on where nobody of one's own is called that.
fn team() -> AnyView {
    let state = use_app();
    let w = state.words();
    let sees_clients = state.profile.with_untracked(|profile| {
        profile.as_ref().is_some_and(|profile| profile.role != Role::Administrator)
    });
    sees_clients.then(|| turn(Screen::OnCall, Icon::Lamp, w.on_call_search.to_owned())).into_any()
}
