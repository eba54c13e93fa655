use super::{
    builder::{Builder, Place},
    line::Line,
    overview::STEPS,
};
use crate::{
    browser::random,
    held::{Derived, Held},
    parts::{kept::Kept, plan_lines::section_name},
    words::plan,
};
use domain::{
    crisis_plan::PLAN_MAX_LINES,
    id::LineId,
    supports::supports,
    wire::v1::{CrisisPlanItem, Section},
};
use leptos::prelude::*;

/// One section: its lines, what is known already, and the way to the next.
#[component]
pub(super) fn SectionPlace(builder: Builder, section: Section) -> impl IntoView {
    let Builder { draft, w, p, .. } = builder;
    let at = Section::ALL.into_iter().position(|other| other == section).unwrap_or(0);
    let next = Section::ALL.get(at + 1).copied();
    let step =
        (at < STEPS).then(|| view! { <p class="quiet">{p.step_number(&(at + 1).to_string())}</p> });
    let ids = move || {
        draft.with(|draft| {
            let here = draft.content.items.iter().filter(|line| line.section == section);
            here.map(|line| line.item_id).collect::<Vec<_>>()
        })
    };
    let add = move |line: CrisisPlanItem| builder.edit(|draft| draft.content.items.push(line));
    let add_empty = move |_| {
        if let Ok(item_id) = random::id(LineId::from_parts) {
            add(CrisisPlanItem::new(item_id, section));
        }
    };
    let full =
        Derived::new(move |_| draft.with(|draft| draft.content.items.len() >= PLAN_MAX_LINES));
    let add_words = if is_people(section) { p.add_somebody } else { p.add_line };
    let (onward, onward_to) = match next {
        Some(next) => (Place::Section(next), section_name(w, next)),
        None => (Place::About, p.about_plan),
    };
    view! {
        <section class="form plan-builder">
            <div>
                {step}
                <h2>{section_name(w, section)}</h2>
                <p class="hint">{hint(p, section)}</p>
            </div>
            <ul class="plan-lines">
                <For each=ids key=|item_id| *item_id children=move |item_id| view! { <Line builder section item_id/> }/>
            </ul>
            <button class="button wide" type="button" disabled=move || full.get() on:click=add_empty>{add_words}</button>
            {move || full.get().then(|| view! { <p class="hint" role="status">{p.problem_too_many_lines}</p> })}
            <Known builder section add=Callback::new(add)/>
            <Kept keeper=builder.writing.form.keeper kept=w.draft_kept/>
            <div class="thumb">
                <a class="button" rel="prev" href=builder.path(Place::Overview)>{p.all_sections}</a>
                <a class="button primary" href=builder.path(onward) aria-label=p.next_section(onward_to)>{p.next_step}</a>
            </div>
        </section>
    }
}

/// A line names somebody who may be called.
pub(super) const fn is_people(section: Section) -> bool {
    matches!(
        section,
        Section::PeopleHelp
            | Section::PeoplePlaces
            | Section::Professionals
            | Section::DoNotInvolve
    )
}

/// People, numbers and lines that the phone knows and this section lacks: one
/// tap instead of typing a number in the rain.
#[component]
fn Known(builder: Builder, section: Section, add: Callback<CrisisPlanItem>) -> impl IntoView {
    let Builder { draft, p, .. } = builder;
    let known = Held::new(suggestions(builder, section));
    move || {
        let missing: Vec<_> = known.with_untracked(|known| {
            let there = |one: &CrisisPlanItem| {
                draft.with(|draft| {
                    let mut here =
                        draft.content.items.iter().filter(|line| line.section == section);
                    let known = |line: &CrisisPlanItem| match one.name.as_str() {
                        _ if one.person_id.is_some() && line.person_id == one.person_id => true,
                        "" if one.relation.is_empty() => line.text == one.text,
                        name => {
                            line.name == name
                                && line.relation == one.relation
                                && line.tel == one.tel
                        }
                    };
                    here.any(known)
                })
            };
            known.iter().filter(|one| !there(one)).cloned().collect()
        });
        let chips: Vec<_> = missing
            .into_iter()
            .map(|line| {
                let words = match (line.name.as_str(), line.relation.as_str()) {
                    ("", "") => line.text.clone(),
                    ("", who) | (who, _) => p.add_known(who),
                };
                let on_click = move |_| {
                    // An id of its own each time: the same person may be taken out and put in again.
                    if let Ok(item_id) = random::id(LineId::from_parts) {
                        add.run(CrisisPlanItem { item_id, ..line.clone() }.filled_in());
                    }
                };
                view! { <button class="button" type="button" on:click=on_click>{words}</button> }
            })
            .collect();
        (!chips.is_empty()).then(|| {
            view! {
                <div>
                    <h3>{p.from_supports}</h3>
                    <div class="row">{chips}</div>
                </div>
            }
        })
    }
}

/// What could be put into a section without typing.
fn suggestions(builder: Builder, section: Section) -> Vec<CrisisPlanItem> {
    let id = LineId::from_bytes([0; 16]);
    let fresh = || CrisisPlanItem::new(id, section);
    let client_id = builder.client_id();
    let people = |draft: &domain::crisis_plan::PlanDraft| {
        let elsewhere = draft.content.items.iter().filter(|line| {
            let apart = line.section == Section::DoNotInvolve;
            is_people(line.section) && !apart && line.section != section && !line.name.is_empty()
        });
        elsewhere
            .map(|line| CrisisPlanItem {
                name: line.name.clone(),
                relation: line.relation.clone(),
                tel: line.tel.clone(),
                sms: line.sms.clone(),
                person_id: line.person_id,
                ..fresh()
            })
            .collect::<Vec<_>>()
    };
    let around = |apart: bool| {
        builder.support_people.with_untracked(|rows| {
            let people = supports(rows);
            let wanted = people.iter().filter(|support| support.do_not_involve() == apart);
            wanted
                .filter_map(|support| support.latest())
                .map(|one| CrisisPlanItem {
                    name: one.name.clone(),
                    relation: one.relation.clone(),
                    tel: one.tel.clone(),
                    sms: one.sms.clone(),
                    person_id: Some(one.person_id),
                    ..fresh()
                })
                .collect::<Vec<_>>()
        })
    };
    builder.app.caseload.with_untracked(|caseload| {
        let mut known = Vec::new();
        match section {
            Section::Professionals => {
                let lines = caseload.agency.iter().flat_map(|agency| &agency.lines);
                known.extend(lines.map(|line| CrisisPlanItem {
                    name: line.label.clone(),
                    text: line.hint.clone(),
                    tel: line.tel.clone(),
                    sms: line.sms.clone(),
                    ..fresh()
                }));
            }
            Section::PeopleHelp | Section::PeoplePlaces => {
                let client = caseload.clients.get(&client_id).map(|entry| &entry.client);
                if section == Section::PeoplePlaces {
                    let place = client.map(|client| client.place.clone()).unwrap_or_default();
                    if !place.is_empty() {
                        known.push(CrisisPlanItem { name: place, ..fresh() });
                    }
                }
                known.extend(around(false));
                for line in builder.draft.with_untracked(people) {
                    let same = |one: &CrisisPlanItem| one.name == line.name && one.tel == line.tel;
                    if !known.iter().any(same) {
                        known.push(line);
                    }
                }
            }
            Section::DoNotInvolve => known.extend(around(true)),
            _ => {}
        }
        if matches!(section, Section::PeopleHelp | Section::PeoplePlaces) {
            known.push(CrisisPlanItem { text: builder.p.none_yet.to_owned(), ..fresh() });
        }
        known
    })
}

const fn hint(p: &'static plan::Words, section: Section) -> &'static str {
    match section {
        Section::Signs => p.hint_signs,
        Section::OnMyOwn => p.hint_on_my_own,
        Section::PeoplePlaces => p.hint_people_places,
        Section::PeopleHelp => p.hint_people_help,
        Section::Professionals => p.hint_professionals,
        Section::SaferPlace => p.hint_safer_place,
        Section::WhenWell => p.hint_when_well,
        Section::Triggers => p.hint_triggers,
        Section::WhatHelps => p.hint_what_helps,
        Section::WhatMakesWorse => p.hint_what_makes_worse,
        Section::DoNotInvolve => p.hint_do_not_involve,
        Section::MedicinesAllergies => p.hint_medicines_allergies,
        Section::TreatmentPreferences => p.hint_treatment_preferences,
        Section::Practical => p.hint_practical,
        Section::WhenPlanEnds => p.hint_when_plan_ends,
    }
}
