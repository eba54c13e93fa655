//! What the values of an assessment are called.

use super::{called, whole_line};
use crate::{
    parts::cells::CellWords,
    state::AppState,
    words::{
        assessment::{Words, words},
        document,
    },
};
use domain::{
    document::{CellName, DocumentKind, Value, assessment},
    json::Json,
};

/// For every screen that shows values of an assessment.
pub const WORDS: CellWords = CellWords { name, value, line };

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "domain" => {
            let named = [
                s.domain_body,
                s.domain_mind,
                s.domain_social,
                s.domain_spiritual,
                s.domain_safety,
                s.domain_housing,
                s.domain_benefits,
                s.domain_work,
                s.domain_education,
                s.domain_legal,
                s.domain_treatment,
                s.domain_funding,
            ];
            assessment::DOMAIN_WORDS.into_iter().zip(named).collect()
        }
        "answer" => vec![
            ("discussed", s.answer_discussed),
            ("not_discussed", s.answer_not_discussed),
            ("declined", s.answer_declined),
        ],
        "standing" => {
            vec![("open", s.standing_open), ("met", s.standing_met), ("gone", s.standing_gone)]
        }
        "presence" => {
            vec![("yes", s.presence_yes), ("partly", s.presence_partly), ("no", s.presence_no)]
        }
        _ => Vec::new(),
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "client_present" => s.client_present,
        "present_note" => s.present_note,
        "from_interview" => s.from_interview,
        "from_documents" => s.from_documents,
        "from_relatives" => s.from_relatives,
        "from_observation" => s.from_observation,
        "from_tests" => s.from_tests,
        "ranked_by_client" => s.ranked_by_client,
        "domain" => s.domain,
        "answer" => s.answer,
        "own" => s.own,
        "text" => s.text,
        "extent" => s.extent,
        "client_can" => s.client_can,
        "network_can" => s.network_can,
        "agency_can" => s.agency_can,
        "missing" => s.missing,
        "standing" => s.standing,
        "number" => s.number,
        "kind" => s.kind,
        "language" => document::words(app.language.get_untracked()).language,
        _ => document::words(app.language.get_untracked()).field_line,
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    match sort {
        "count" => match json {
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        },
        "item_kind" => Some(item_kind(own(app), json.as_text()?).to_owned()),
        "item" | "domain_line" => {
            let of = (DocumentKind::Assessment, WORDS);
            // A part of life is the heading of its line; that of an item has one of its own.
            let elsewhere: &[&str] = if sort == "item" { &["kind", "number"] } else { &["domain"] };
            Some(whole_line(app, of, sort, json, elsewhere))
        }
        _ => Some(called(&choices(app, sort), &Value::of(sort, json.clone()))),
    }
}

fn item_kind(s: &'static Words, word: &str) -> &'static str {
    match word {
        "need" => s.needs,
        "barrier" => s.barriers,
        "strength" => s.strengths,
        _ => s.preferences,
    }
}

fn line(app: AppState, line: &Value) -> String {
    let s = own(app);
    let Some((sort, json)) = line.parts() else { return String::new() };
    let word = |key| json.get(key).and_then(Json::as_text).unwrap_or_default();
    match sort {
        "domain_line" => called(
            &choices(app, "domain"),
            &Value::of("domain", Json::Text(word("domain").to_owned())),
        ),
        _ => {
            let number = match json.get("number") {
                Some(Json::Number(number)) => format!(" {number}"),
                _ => String::new(),
            };
            let one = match word("kind") {
                "need" => s.need,
                "barrier" => s.barrier,
                "strength" => s.strength,
                _ => s.preference,
            };
            [one, &number].concat()
        }
    }
}
