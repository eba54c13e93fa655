//! What the values of a crisis plan are called.

use super::{
    cells::{CellWords, joined},
    plan_lines::section_name,
};
use crate::{state::AppState, words::Words};
use domain::{
    document::{CellName, Value},
    json::Json,
    wire::v1::{AdvanceDirective, CrisisPlanItem, Likelihood, MadeWith},
};

/// For every screen that shows values of a crisis plan.
pub const PLAN_WORDS: CellWords = CellWords { name: field_name, value, line };

/// How likely a step is, in the client's words.
#[must_use]
pub const fn likelihood(w: &Words, likelihood: Likelihood) -> &'static str {
    match likelihood {
        Likelihood::Likely => w.likelihood_likely,
        Likelihood::Unsure => w.likelihood_unsure,
        Likelihood::Unlikely => w.likelihood_unlikely,
    }
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

fn field_name(app: AppState, field: CellName) -> &'static str {
    let w = app.words();
    match field.as_str() {
        "made_with" => w.field_made_with,
        "client_agrees" => w.field_client_agrees,
        "review_due" => w.field_review_due,
        "language" => w.field_language,
        "advance_directive" => w.advance_directive,
        "section" => w.field_section,
        "text" => w.field_text,
        "name" => w.field_name,
        "relation" => w.field_relation,
        "person" => w.field_person,
        "tel" => w.field_tel,
        "sms" => w.field_sms,
        "likelihood" => w.field_likelihood,
        "obstacles" => w.field_obstacles,
        "hidden_from_client" => w.field_hidden_from_client,
        "show_to_team" => w.field_show_to_team,
        _ => w.field_line,
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    let w = app.words();
    Some(match sort {
        "made_with" => made_with(w, json.read()?).to_owned(),
        "section" => section_name(w, json.read()?).to_owned(),
        "likelihood" => likelihood(w, json.read()?).to_owned(),
        "person" => w.field_person.to_owned(),
        "advance_directive" => {
            let directive: AdvanceDirective = json.read()?;
            joined(&[&directive.where_kept, &directive.agent], " · ")
        }
        "line" => line_words(&json.read()?),
        _ => return None,
    })
}

/// A whole line in one sentence.
#[must_use]
pub fn line_words(line: &CrisisPlanItem) -> String {
    let who = joined(&[&line.name, &line.relation], ", ");
    let sms = if line.sms == line.tel { "" } else { line.sms.as_str() };
    joined(&[&who, &line.text, &line.tel, sms], " · ")
}

fn line(app: AppState, line: &Value) -> String {
    let Some(line) = line.read::<CrisisPlanItem>("line") else { return String::new() };
    joined(&[section_name(app.words(), line.section), &line.name], " · ")
}
