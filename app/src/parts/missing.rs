use crate::{state::AppState, store::Missing};
use leptos::prelude::*;

/// Says on the lock, and where one signs in, what the phone knows to have been set up on it and does
/// not find. Tracked.
pub fn what_is_missing(state: AppState) -> Option<impl IntoView> {
    let w = state.words();
    let said = match state.missing.get() {
        Missing::Nothing => return None,
        Missing::Unreadable => w.enrolment_unreadable,
        Missing::Vanished => w.storage_vanished,
    };
    Some(view! { <p class="banner">{said}</p> })
}
