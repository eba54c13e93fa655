//! What the values of a service plan are called.

use super::{Around, called, whole_line};
use crate::{
    parts::{cells::CellWords, dates},
    state::AppState,
    words::{
        document,
        service_plan::{Words, words},
    },
};
use domain::{
    document::{CellName, DocumentKind, SIGNATURE, Value},
    json::Json,
    signature::Signature,
};
use leptos::prelude::*;

/// For every screen that shows values of a service plan.
pub const WORDS: CellWords = CellWords { name, value, line };

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "disposition" => {
            vec![
                ("in_plan", s.in_plan),
                ("deferred", s.deferred),
                ("declined", s.declined),
                ("met", s.met),
            ]
        }
        "agreement" => vec![
            ("signed", s.agreement_signed),
            ("said", s.agreement_said),
            ("declined", s.agreement_declined),
            ("unable", s.agreement_unable),
        ],
        "advocate" => vec![
            ("there", s.advocate_there),
            ("invited", s.advocate_invited),
            ("none_named", s.advocate_none_named),
        ],
        "plan_state" => vec![("in_work", s.state_in_work), ("finished", s.state_finished)],
        _ => Vec::new(),
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "state" => s.state,
        "change_reason" => s.change_reason,
        "staffing_on" => s.staffing_on,
        "staffing_people" => s.staffing_people,
        "advocate" => s.advocate,
        "staffing_decisions" => s.staffing_decisions,
        "agreement" => s.agreement,
        "agreement_note" => s.agreement_note,
        "signature" => s.signature,
        "need" => s.need,
        "item" => s.item,
        "disposition" => s.disposition,
        "reason" => s.reason,
        "own" => s.own,
        "goal" => s.goal,
        "activities" => s.activities,
        "by_client" => s.by_client,
        "by_case_manager" => s.by_case_manager,
        "by_provider" => s.by_provider,
        "by_supporter" => s.by_supporter,
        "provider" => s.provider,
        "funding" => s.funding,
        "change" => s.change,
        "start" => s.start,
        "target" => s.target,
        "reviewed" => s.reviewed,
        "review" => s.review,
        "outside_reason" => s.outside_reason,
        "text" => s.strategy,
        "language" => document::words(app.language.get_untracked()).language,
        _ => document::words(app.language.get_untracked()).field_line,
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    let s = own(app);
    match sort {
        "item_of_assessment" => Some(item(app, json.as_text()?)),
        SIGNATURE => {
            let on = Signature::read(json)?.on;
            Some(s.signed_on(&dates::on_paper(app.words(), on)))
        }
        "plan_line" | "strategy" => {
            let of = (DocumentKind::ServicePlan, WORDS);
            Some(whole_line(app, of, sort, json, &["need", "item"]))
        }
        _ => Some(called(&choices(app, sort), &Value::of(sort, json.clone()))),
    }
}

/// A need of the assessment, as the screens around call it.
fn item(app: AppState, id: &str) -> String {
    let s = own(app);
    // Where the assessment is not at hand nobody knows whether the need is in it.
    let around = use_context::<Around>().filter(|around| around.assessed.is_some());
    let Some(around) = around else { return s.need.to_owned() };
    around.item(id).unwrap_or_else(|| s.need_gone.to_owned())
}

fn line(app: AppState, line: &Value) -> String {
    let Some((_, json)) = line.parts() else { return String::new() };
    let id = ["need", "item"].into_iter().find_map(|key| json.get(key).and_then(Json::as_text));
    item(app, id.unwrap_or_default())
}
