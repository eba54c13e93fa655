//! What the values of a crisis plan are called. Belongs to the chunks in which plans are compared.

use super::{
    cells::{CellWords, joined},
    plan_lines::{made_with, section_name},
};
use crate::{state::AppState, words::document};
use domain::{
    document::{CellName, Value},
    json::Json,
    wire::v1::{AdvanceDirective, CrisisPlanItem, Likelihood},
};

/// For every screen that shows values of a crisis plan.
pub const PLAN_WORDS: CellWords = CellWords { name: field_name, value, line };

/// How likely a step is, in the client's words.
#[must_use]
pub const fn likelihood(d: &document::Words, likelihood: Likelihood) -> &'static str {
    match likelihood {
        Likelihood::Likely => d.likelihood_likely,
        Likelihood::Unsure => d.likelihood_unsure,
        Likelihood::Unlikely => d.likelihood_unlikely,
    }
}

fn field_name(app: AppState, field: CellName) -> &'static str {
    let (w, d) = (app.words(), document::words(app.language.get_untracked()));
    match field.as_str() {
        "made_with" => d.field_made_with,
        "client_agrees" => d.field_client_agrees,
        "review_due" => d.field_review_due,
        "language" => d.field_language,
        "advance_directive" => w.advance_directive,
        "section" => d.field_section,
        "text" => d.field_text,
        "name" => d.field_name,
        "relation" => d.field_relation,
        "person" => d.field_person,
        "tel" => d.field_tel,
        "sms" => d.field_sms,
        "likelihood" => d.field_likelihood,
        "obstacles" => d.field_obstacles,
        "hidden_from_client" => d.field_hidden_from_client,
        "show_to_team" => d.field_show_to_team,
        _ => d.field_line,
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    let (w, d) = (app.words(), document::words(app.language.get_untracked()));
    Some(match sort {
        "made_with" => made_with(w, json.read()?).to_owned(),
        "section" => section_name(w, json.read()?).to_owned(),
        "likelihood" => likelihood(d, json.read()?).to_owned(),
        "person" => d.field_person.to_owned(),
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
