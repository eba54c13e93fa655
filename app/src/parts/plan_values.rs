//! Single values of a crisis plan in words, and where two people disagree.

use super::{contact_line::staff_name, dates, plan_lines::section_name};
use crate::{place::PlanScreen, routes::plan_screen_path, state::use_app, words::Words};
use domain::{
    crisis_plan::PlanKey,
    wire::v1::{
        ConflictSide, CrisisPlan, CrisisPlanItem, Likelihood, MadeWith, PlanField, PlanValue,
    },
};
use leptos::prelude::*;

/// How likely a step is, in the client's words.
#[must_use]
pub const fn likelihood(w: &Words, likelihood: Likelihood) -> &'static str {
    match likelihood {
        Likelihood::Likely => w.likelihood_likely,
        Likelihood::Unsure => w.likelihood_unsure,
        Likelihood::Unlikely => w.likelihood_unlikely,
    }
}

/// What a value of a plan is called.
#[must_use]
pub const fn field_name(w: &Words, field: PlanField) -> &'static str {
    match field {
        PlanField::MadeWith => w.field_made_with,
        PlanField::ClientAgrees => w.field_client_agrees,
        PlanField::ReviewDue => w.field_review_due,
        PlanField::Language => w.field_language,
        PlanField::AdvanceDirective => w.advance_directive,
        PlanField::Line => w.field_line,
        PlanField::Section => w.field_section,
        PlanField::Text => w.field_text,
        PlanField::Name => w.field_name,
        PlanField::Relation => w.field_relation,
        PlanField::Person => w.field_person,
        PlanField::Tel => w.field_tel,
        PlanField::Sms => w.field_sms,
        PlanField::Likelihood => w.field_likelihood,
        PlanField::Obstacles => w.field_obstacles,
        PlanField::HiddenFromClient => w.field_hidden_from_client,
        PlanField::ShowToTeam => w.field_show_to_team,
    }
}

/// A value in words.
#[must_use]
pub fn value(w: &'static Words, value: &PlanValue, today: chrono::NaiveDate) -> String {
    match value {
        PlanValue::Nothing => w.value_nothing.to_owned(),
        PlanValue::Text(text) if text.trim().is_empty() => w.value_nothing.to_owned(),
        PlanValue::Text(text) => text.clone(),
        PlanValue::Flag(true) => w.yes.to_owned(),
        PlanValue::Flag(false) => w.no.to_owned(),
        PlanValue::Day(day) => dates::long_day(w, *day, today),
        PlanValue::MadeWith(MadeWith::Client) => w.made_with_client.to_owned(),
        PlanValue::MadeWith(MadeWith::Supporter) => w.made_with_supporter.to_owned(),
        PlanValue::MadeWith(MadeWith::CaseManagerOnly) => w.made_by_case_manager.to_owned(),
        PlanValue::Section(section) => section_name(w, *section).to_owned(),
        PlanValue::Likelihood(word) => likelihood(w, *word).to_owned(),
        PlanValue::Person(_) => w.field_person.to_owned(),
        PlanValue::AdvanceDirective(directive) => {
            joined([directive.where_kept.as_str(), directive.agent.as_str()], " · ")
        }
        PlanValue::Line(line) => line_words(line),
    }
}

/// A whole line in one sentence.
#[must_use]
pub fn line_words(line: &CrisisPlanItem) -> String {
    let who = joined([line.name.as_str(), line.relation.as_str()], ", ");
    let sms = if line.sms == line.tel { "" } else { line.sms.as_str() };
    joined([who.as_str(), line.text.as_str(), line.tel.as_str(), sms], " · ")
}

fn joined<const N: usize>(parts: [&str; N], between: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    parts.join(between)
}

/// Where in a plan a value stands: its section and line, then what it is.
#[must_use]
pub fn place(w: &'static Words, plan: &[CrisisPlanItem], key: PlanKey) -> String {
    let field = match key.field {
        // Of a line's words there is nothing more to say than whose section it is.
        PlanField::Text | PlanField::Line => "",
        field => field_name(w, field),
    };
    let line = plan.iter().find(|line| Some(line.item_id) == key.item_id);
    let section = line.map_or("", |line| section_name(w, line.section));
    let name = line.map_or("", |line| line.name.as_str());
    let place = joined([section, name, field], " · ");
    if place.is_empty() { field_name(w, key.field).to_owned() } else { place }
}

/// One of two values, with who wrote it and when.
#[must_use]
pub fn side(w: &'static Words, side: &ConflictSide, of_line: bool) -> impl IntoView + use<> {
    let state = use_app();
    let now = state.now.get_untracked();
    let words = match side.value {
        PlanValue::Nothing if of_line => w.value_taken_out.to_owned(),
        _ => value(w, &side.value, now.date()),
    };
    let who = state.caseload.with_untracked(|caseload| staff_name(caseload, side.author));
    let about = w.by_whom_when(&dates::day_time(w, side.at, now), &who);
    view! { <span class="side-words">{words}</span>" "<small class="quiet">{about}</small> }
}

/// What two people wrote without seeing the other's, on the plan itself: nobody
/// on a street corner should find out later that there was another number. Only
/// whoever may write in the plan is led to where it is decided.
#[must_use]
pub fn conflicts(plan: &CrisisPlan, may_decide: bool) -> Option<AnyView> {
    let w = use_app().words();
    let rows: Vec<_> = plan
        .conflicts
        .iter()
        .map(|conflict| {
            let key = conflict.conflict_id.key();
            let of_line = key.field == PlanField::Line;
            view! {
                <li>
                    <strong>{place(w, &plan.items, key)}</strong>
                    <dl>
                        <div><dt>{w.in_the_plan}</dt><dd>{side(w, &conflict.kept, of_line)}</dd></div>
                        <div><dt>{w.the_other}</dt><dd>{side(w, &conflict.other, of_line)}</dd></div>
                    </dl>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="banner conflicts" aria-labelledby="two-wrote">
                <h2 id="two-wrote">{w.two_wrote}</h2>
                <p>{w.two_wrote_text}</p>
                <ul>{rows}</ul>
                {may_decide.then(|| view! {
                    <a class="button" href=plan_screen_path(plan.client_id, PlanScreen::Edit)>{w.decide_together}</a>
                })}
            </section>
        }
        .into_any()
    })
}
