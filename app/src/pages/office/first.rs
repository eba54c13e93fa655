//! The first place of whoever leads, in place of a list of people to reach.

use super::{agency::AgencyPage, attention::AttentionPage};
use crate::{
    parts::{dates, sync_line::SyncLine},
    state::use_app,
    words::office::Words,
};
use domain::wire::v1::Role;
use leptos::prelude::*;

/// By what its owner is to the agency.
#[component]
pub fn FirstPlace() -> impl IntoView {
    match use_app().role() {
        Role::Administrator => view! { <AgencyPage/> }.into_any(),
        Role::Supervisor | Role::Worker => view! { <AttentionPage/> }.into_any(),
    }
}

/// The day, the one sentence that matters, and where today's work is.
#[component]
pub(super) fn FirstHead(heading: Signal<String>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let today = move || state.now.get().date();
    view! {
        <header class="head top">
            <p class="quiet">{move || dates::long_day(w, today(), today())}</p>
            <h1>{heading}</h1>
            <SyncLine/>
        </header>
    }
}

/// How many wait, in words.
pub(super) fn waits(ow: &Words, count: u32) -> String {
    match usize::try_from(count).unwrap_or(usize::MAX) {
        0 => ow.attention_zero.to_owned(),
        some => ow.attention_some(some),
    }
}
