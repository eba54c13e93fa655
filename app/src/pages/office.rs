//! Screens for what is done at a desk. They need the server: what they show is
//! asked for when it is looked at and kept nowhere on the phone.

mod agency;
mod attention;
pub mod content;
mod content_form;
pub mod disclosures;
pub mod first;
mod looked_at;
pub mod openings;
pub mod outside_reviews;
pub mod phones;
pub mod quarantine;
pub mod quarantined;
mod reading;
pub mod roster;
mod units;
mod units_form;

use crate::{parts::choices::choices, state::AppState};
use domain::{id::StaffId, wire::v1::StaffCard};
use leptos::prelude::*;

/// Everybody of the agency, as this phone knows them.
fn staff(state: AppState) -> Vec<StaffCard> {
    state.caseload.with_untracked(|caseload| {
        caseload.agency.as_ref().map(|agency| agency.staff.clone()).unwrap_or_default()
    })
}

/// A colleague's name.
fn name_of(state: AppState, staff_id: StaffId) -> String {
    state
        .caseload
        .with_untracked(|caseload| crate::parts::contact_line::staff_name(caseload, staff_id))
}

/// A row of people of whom one is chosen.
fn people(
    name: &'static str,
    label: &'static str,
    people: Vec<(StaffId, String)>,
    chosen: Signal<Option<StaffId>>,
    on_choose: impl Fn(Option<StaffId>) + Send + Sync + 'static + Copy,
) -> AnyView {
    let options = people.into_iter().map(|(id, name)| (Some(id), name)).collect();
    choices(name, label, options, move || chosen.get(), on_choose)
}
