//! The crisis plan, in the client's own words.

use crate::{
    days, device,
    state::{About, State},
    words::Words,
};
use domain::{
    own::Sort,
    wire::v1::{OwnLine, OwnPlan, Section},
};
use leptos::prelude::*;

/// The whole plan, a section after the other, in the order in which it is gone through.
pub(super) fn plan(state: State, w: &'static Words, plan: Option<&OwnPlan>) -> AnyView {
    // Nobody is told that there is none where this page cannot read it.
    let in_part = state.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.in_part));
    let plan = plan.filter(|plan| !in_part || !plan.lines.is_empty());
    let Some(plan) = plan else {
        let says = if in_part { w.plan_in_part } else { w.no_plan };
        return view! { <section><h2>{w.my_plan}</h2><p>{says}</p></section> }.into_any();
    };
    let day = days::day(w, plan.made_on);
    let from = if plan.agreed { w.plan_from_agreed(&day) } else { w.plan_from(&day) };
    let language = (!plan.language.is_empty()).then(|| plan.language.clone());
    let spoken = spoken(w, plan);
    let tag = language.clone().unwrap_or_else(|| state.language.get_untracked().tag().to_owned());
    let silent = RwSignal::new(false);
    let aloud = move |_| silent.set(!device::speak(&spoken, &tag));
    let sections: Vec<_> = Section::ON_SITE
        .into_iter()
        .filter_map(|section| {
            let lines = plan.lines.iter().filter(|line| line.section == section);
            let lines: Vec<_> = lines.map(|line| self::line(state, w, line)).collect();
            (!lines.is_empty()).then(|| {
                view! {
                    <section class="plan-section">
                        <h3 lang=state.language.get_untracked().tag()>{name(w, section)}</h3>
                        <ul>{lines}</ul>
                    </section>
                }
            })
        })
        .collect();
    view! {
        <section class="own-plan">
            <h2>{w.my_plan}</h2>
            <p class="quiet">{from}</p>
            <p class="not-printed" hidden=silent><button class="button" type="button" on:click=aloud>{w.read_aloud}</button></p>
            <div lang=language>{sections}</div>
        </section>
    }
    .into_any()
}

fn words(line: &OwnLine) -> String {
    let who = [line.name.as_str(), line.relation.as_str()];
    let who = who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    match (who.is_empty(), line.text.is_empty()) {
        (true, _) => line.text.clone(),
        (false, true) => who,
        (false, false) => format!("{who}: {}", line.text),
    }
}

fn spoken(w: &'static Words, plan: &OwnPlan) -> String {
    let mut spoken = String::new();
    for section in Section::ON_SITE {
        let mut lines = plan.lines.iter().filter(|line| line.section == section).peekable();
        if lines.peek().is_some() {
            spoken.push_str(name(w, section));
            spoken.push_str(". ");
        }
        for line in lines {
            spoken.push_str(&words(line));
            spoken.push_str(". ");
        }
    }
    spoken
}

fn line(state: State, w: &'static Words, line: &OwnLine) -> AnyView {
    let says = words(line);
    let about = About {
        sorts: vec![Sort::SuggestChange, Sort::Agree, Sort::Disagree],
        line: Some(line.line),
        says: says.clone(),
    };
    view! { <li><span>{says}</span>{say_this(state, w, about)}</li> }.into_any()
}

/// The way to say something about a line.
pub(super) fn say_this(state: State, w: &'static Words, about: About) -> AnyView {
    let label = format!("{}: {}", w.say_this, about.says);
    let begin = move |_| state.begin_writing(about.clone());
    view! {
        <button class="link not-printed" type="button" lang=state.language.get_untracked().tag() aria-label=label on:click=begin>
            {w.say_this}
        </button>
    }
    .into_any()
}

/// What a section is called.
const fn name(w: &Words, section: Section) -> &'static str {
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
