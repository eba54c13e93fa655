//! What the values of a check of a service are called.

use super::plain;
use crate::{
    parts::cells::CellWords,
    state::AppState,
    words::directory::{Words, words},
};
use domain::{document::CellName, json::Json};

/// For every screen that shows values of a check.
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
        "accepting" => vec![
            ("yes", s.accepting_yes),
            ("waitlist", s.accepting_waitlist),
            ("no", s.accepting_no),
        ],
        _ => Vec::new(),
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "service" => s.service,
        "provider" => s.provider,
        "accepting" => s.accepting,
        "wait_days" => s.wait_days,
        "fits_person" => s.fits_person,
        "fits_language" => s.fits_language,
        "fits_payer" => s.fits_payer,
        "check_note" => s.check_note,
        "answered_by" => s.answered_by,
        "checked_on" => s.checked_on,
        "is_closed" => s.is_closed,
        "new_name" => s.new_name,
        "new_provider" => s.new_provider,
        "new_tel" => s.new_tel,
        "new_address" => s.new_address,
        "new_hours" => s.new_hours,
        "new_entry" => s.new_entry,
        "new_about" => s.new_about,
        "new_other" => s.new_other,
        _ => "",
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    plain(&choices(app, sort), sort, json)
}
