//! Screens for what is done at a desk. They need the server: what they show is
//! asked for when it is looked at and kept nowhere on the phone.

mod agency;
mod attention;
pub mod content;
mod content_form;
mod deadlines;
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
mod texts;
mod units;
mod units_form;

use crate::{
    held::Live,
    parts::{alike, choices::choices},
    state::AppState,
};
use domain::{
    alike::{Apart, Seen, apart},
    id::{ClientId, StaffId},
    wire::v1::{KnownBy, Role, StaffCard},
};
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

/// Colleagues of whom one may be chosen: whoever sees clients, by name.
fn who_may(state: AppState, is_asked: impl Fn(StaffId) -> bool) -> Vec<(StaffId, String)> {
    let all = staff(state).into_iter();
    let mut all: Vec<_> = all
        .filter(|card| card.role != Role::Administrator && is_asked(card.staff_id))
        .map(|card| (card.staff_id, name_of(state, card.staff_id)))
        .collect();
    all.sort_by_cached_key(|(_, name)| name.clone());
    all
}

/// What tells those in a list apart, from each other and from everybody in this phone's caseload.
fn told_apart<'a>(
    state: AppState,
    listed: impl Iterator<Item = (ClientId, &'a str, &'a KnownBy)>,
) -> Apart {
    let mut people: Vec<Seen<'_>> = Vec::new();
    for (client_id, name, known_by) in listed {
        if people.iter().all(|one| one.client_id != client_id) {
            people.push(Seen::at_desk(client_id, name, known_by));
        }
    }
    state.caseload.with_untracked(|caseload| {
        let listed = people.len();
        let mut people = people.clone();
        for entry in caseload.clients.values() {
            let one = Seen::of(&entry.client);
            if people.iter().take(listed).all(|other| other.client_id != one.client_id) {
                people.push(one);
            }
        }
        apart(&people)
    })
}

/// A client's nickname, and what else tells them from others of their name.
fn beside_name(state: AppState, apart: &Apart, who: ClientId, known_by: &KnownBy) -> String {
    alike::told(state.words(), apart, who, &[&known_by.alias], "")
}

/// A row of people of whom one is chosen.
fn people(
    name: &'static str,
    label: &'static str,
    people: Vec<(StaffId, String)>,
    chosen: Live<Option<StaffId>>,
    on_choose: impl Fn(Option<StaffId>) + Send + Sync + 'static + Copy,
) -> AnyView {
    let options = people.into_iter().map(|(id, name)| (Some(id), name)).collect();
    choices(name, label, options, move || chosen.get(), on_choose)
}
