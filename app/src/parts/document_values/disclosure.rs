//! What the values of a disclosure are called.

use super::{called, release::category};
use crate::{
    parts::cells::CellWords,
    state::AppState,
    words::{
        disclosure::{Words, words},
        release,
    },
};
use domain::{
    document::{CellName, Value},
    json::Json,
    wire::v1::Told,
};

/// For every screen that shows values of a disclosure.
pub const WORDS: CellWords = CellWords { name, value, line: |_, _| String::new() };

/// The words of this part.
#[must_use]
pub fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "disclosure_right" => vec![
            ("nothing", s.nothing),
            ("release", s.by_release),
            ("emergency", s.emergency),
            ("law", s.law),
            ("without", s.without),
        ],
        _ => Vec::new(),
    }
}

/// By which right something was told, in a few words.
#[must_use]
pub const fn right(s: &Words, told: Told) -> &'static str {
    match told {
        Told::Nothing => s.right_nothing,
        Told::ByRelease => s.right_release,
        Told::InEmergency => s.right_emergency,
        Told::ByLaw => s.right_law,
        Told::WithoutRight => s.right_without,
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "right" => s.right,
        "release" => s.release,
        "contact" => s.with_note,
        "recipient" => s.recipient,
        "whom" => s.whom,
        "is_recipient" => s.is_recipient,
        "basis" => s.basis,
        "affiliation" => s.affiliation,
        "nature" => s.nature,
        "information" => s.information,
        "notice" => s.notice,
        "manner" => s.manner,
        other => category(release::words(app.language.get_untracked()), other),
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    let s = own(app);
    match (sort, json.as_text()?) {
        ("disclosure_right", "release") => Some(s.right_release.to_owned()),
        ("disclosure_right", "emergency") => Some(s.right_emergency.to_owned()),
        ("disclosure_right", "law") => Some(s.right_law.to_owned()),
        ("disclosure_right", "without") => Some(s.right_without.to_owned()),
        ("disclosure_right", _) => {
            Some(called(&choices(app, sort), &Value::of(sort, json.clone())))
        }
        ("disclosure_manner", way) => {
            let ways = super::referral::choices(app, "referral_way");
            ways.iter().find(|(known, _)| *known == way).map(|(_, name)| (*name).to_owned())
        }
        // An id says nothing to anybody.
        _ => None,
    }
}
