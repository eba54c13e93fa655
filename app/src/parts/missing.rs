use crate::state::AppState;
use leptos::prelude::*;

/// Says on the lock, and where one signs in, what the phone knows to have been set up on it and does
/// not find. Tracked.
pub fn what_is_missing(state: AppState) -> impl IntoView {
    let w = state.words();
    let missing = state.missing.get();
    let said =
        [(missing.vanished, w.storage_vanished), (missing.unreadable, w.enrolment_unreadable)];
    let said = said.into_iter().filter(|(is_so, _)| *is_so);
    said.map(|(_, sentence)| view! { <p class="banner">{sentence}</p> }).collect_view()
}
