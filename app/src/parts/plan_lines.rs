//! How a crisis plan reads, on every screen that shows one.

use super::numbers::numbers;
use crate::words::Words;
use domain::wire::v1::{CrisisPlan, CrisisPlanItem, MadeWith, Section};
use leptos::prelude::*;

/// One person or service with big buttons.
pub fn caller(w: &'static Words, item: &CrisisPlanItem) -> impl IntoView + use<> {
    let name = if item.name.is_empty() { item.text.clone() } else { item.name.clone() };
    let numbers = numbers(w, &name, &item.tel, &item.sms, true);
    view! {
        <li>
            <div>
                <strong>{name}</strong>
                {(!item.relation.is_empty()).then(|| view! { <span class="quiet">{item.relation.clone()}</span> })}
            </div>
            {numbers}
        </li>
    }
}

/// One section in the client's own words; nothing when it is empty.
pub fn lines(
    w: &'static Words,
    plan: &CrisisPlan,
    section: Section,
) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = plan
        .section(section)
        .map(|item| {
            let who = [item.name.as_str(), item.relation.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            let text = match (who.is_empty(), item.text.is_empty()) {
                (true, _) => item.text.clone(),
                (false, true) => who,
                (false, false) => format!("{who}: {}", item.text),
            };
            view! { <li>{text}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="plan-section">
                <h2 lang=w.lang>{section_name(w, section)}</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// How a plan came about.
#[must_use]
pub const fn made_with(w: &Words, made: MadeWith) -> &'static str {
    match made {
        MadeWith::Client => w.made_with_client,
        MadeWith::Supporter => w.made_with_supporter,
        MadeWith::CaseManagerOnly => w.made_by_case_manager,
    }
}

/// What a section is called on site.
#[must_use]
pub const fn section_name(w: &Words, section: Section) -> &'static str {
    match section {
        Section::Signs => w.section_signs,
        Section::OnMyOwn => w.section_on_my_own,
        Section::PeoplePlaces => w.section_people_places,
        Section::PeopleHelp => w.section_people_help,
        Section::Professionals => w.section_professionals,
        Section::SaferPlace => w.section_safer_place,
        Section::WhenWell => w.section_when_well,
        Section::Triggers => w.section_triggers,
        Section::WhatHelps => w.section_what_helps,
        Section::WhatMakesWorse => w.section_what_makes_worse,
        Section::DoNotInvolve => w.section_do_not_involve,
        Section::MedicinesAllergies => w.section_medicines_allergies,
        Section::TreatmentPreferences => w.section_treatment_preferences,
        Section::Practical => w.section_practical,
        Section::WhenPlanEnds => w.section_when_plan_ends,
    }
}
