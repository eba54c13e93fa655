//! The first place of whoever leads, in place of a list of people to reach.

use super::{agency::AgencyPage, attention::AttentionPage};
use crate::{state::use_app, words::office::Words};
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

/// How many wait, in words.
pub(super) fn waits(ow: &Words, count: u32) -> String {
    match usize::try_from(count).unwrap_or(usize::MAX) {
        0 => ow.attention_zero.to_owned(),
        some => ow.attention_some(some),
    }
}
