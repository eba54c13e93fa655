//! What there is room for at a desk: the list that somebody came from beside whoever is on the
//! screen, and beside a form the last notes about them. On a phone nothing of it is loaded.

use crate::{
    browser::page,
    held::{Derived, Held, react},
    parts::{
        client_list::ClientList,
        drafts::unfinished,
        shown_notes::ShownNotes,
        timeline::Timeline,
        to_reach::{self, ToReach},
    },
    place::{Screen, use_place},
    state::{
        file::{FollowedFile, follow_file},
        use_app,
    },
};
use domain::id::ClientId;
use leptos::{prelude::*, task::spawn_local};

/// Stays as it is while its reader goes from one client to the next.
#[component]
pub fn Beside() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let place = use_place();
    let about = Derived::new(move |_| {
        let client_id = place.screen().client().filter(|_| !place.screen().is_together())?;
        let here = state.caseload.with(|caseload| caseload.clients.contains_key(&client_id));
        here.then_some(client_id)
    });
    let from_today = Held::new(false);
    react(move || match place.screen() {
        Screen::Today => from_today.set(true),
        Screen::Clients => from_today.set(false),
        _ => (),
    });
    let listed = Derived::new(move |_| about.get().is_some());
    let query = Held::new(String::new());
    let list = move || {
        if !listed.get() {
            return None;
        }
        let (name, list) = if from_today.get() {
            let list = to_reach::list(state);
            (w.today, view! { <ToReach list drafts=unfinished(state)/> }.into_any())
        } else {
            let list = view! { <ClientList link=Screen::Client query field="search-beside"/> };
            (w.clients, list.into_any())
        };
        Some(view! { <aside class="beside" aria-label=name>{list}</aside> })
    };
    let revealed = Held::new(String::new());
    react(move || {
        // Its rows are drawn anew with every one of these.
        state.caseload.track();
        state.now.track();
        from_today.track();
        query.track();
        let Some(client_id) = about.get() else { return };
        let path = Screen::Client(client_id).path();
        // Whoever looks for the next one stays where they look.
        let reveal = revealed.with_untracked(|revealed| *revealed != path);
        revealed.set(path.clone());
        spawn_local(async move {
            page::idle().await;
            page::mark_current(".beside a", &path, reveal);
        });
    });
    let noted = Derived::new(move |_| about.get().filter(|_| place.screen().is_note()));
    view! {
        {list}
        {move || noted.get().map(|client_id| view! { <LastNotes client_id/> })}
    }
}

/// Beside a form: what was written about them before.
#[component]
fn LastNotes(client_id: ClientId) -> impl IntoView {
    let FollowedFile { file, unread, again } = follow_file(use_app(), client_id);
    provide_context(ShownNotes::of(file));
    let name = use_app().words().contacts;
    view! { <aside class="facts" aria-label=name><Timeline file unread again/></aside> }
}
