use crate::{
    held::{Derived, Live},
    parts::{
        bottom_bar::first_place,
        drafts::{Drafts, leads_to, unfinished},
        page_head::PageHead,
    },
    place::Screen,
    state::use_app,
};
use domain::id::ClientId;
use leptos::prelude::*;

/// A screen about somebody, if they are on this phone. Nothing is begun about nobody; but
/// what was begun about somebody who is not here any more is found, and can be finished.
#[component]
pub fn AboutClient(
    client_id: ClientId,
    screen: Screen,
    /// Draws the screen.
    draw: fn(Screen) -> AnyView,
) -> impl IntoView {
    let state = use_app();
    // Whoever leaves the caseload while a screen about them is open stays on it.
    let here = Derived::new(move |was: Option<&bool>| {
        was == Some(&true) || state.caseload.with(|caseload| caseload.knows_of(client_id))
    });
    move || {
        if here.get() {
            return draw(screen);
        }
        view! { <NotHere client_id screen draw/> }.into_any()
    }
}

#[component]
fn NotHere(client_id: ClientId, screen: Screen, draw: fn(Screen) -> AnyView) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let all = unfinished(state);
    let about_them = Live::derive(move || {
        let mut drafts = all.get()?;
        drafts.retain(|draft| draft.name.client_id == client_id);
        Some(drafts)
    });
    let begun_here = Derived::new(move |was: Option<&bool>| {
        let drafts = about_them.get().unwrap_or_default();
        was == Some(&true) || drafts.iter().any(|draft| leads_to(draft) == screen)
    });
    let why = move || if state.whole.get() { w.client_not_here } else { w.still_fetching };
    move || {
        if begun_here.get() {
            return view! {
                <p class="banner" role="status">{w.client_not_here}</p>
                {draw(screen)}
            }
            .into_any();
        }
        view! {
            <PageHead title=w.not_here back=Screen::Clients/>
            <p class="empty" role="status">{why}</p>
            <Drafts drafts=about_them/>
            <p class="row">
                <a class="button primary" href=Screen::Clients.path()>{w.clients}</a>
                <a class="button" href=Screen::Today.path()>{first_place(state).0}</a>
            </p>
        }
        .into_any()
    }
}
