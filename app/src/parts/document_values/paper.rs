//! What the values of a paper are called.

use super::{called, plain};
use crate::{
    parts::{cells::CellWords, next_step::short_name},
    state::AppState,
    words::papers::{Words, words},
};
use domain::{
    document::{CellName, Cells, Key},
    json::Json,
    record::NEXT_STEP,
};

/// For every screen that shows values of a paper.
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
        "paper_what" => vec![
            ("identity", s.what_identity),
            ("birth", s.what_birth),
            ("benefits", s.what_benefits),
            ("insurance", s.what_insurance),
            ("income", s.what_income),
            ("housing", s.what_housing),
            ("court", s.what_court),
            ("release", s.what_release),
            ("other", s.what_other),
        ],
        _ => Vec::new(),
    }
}

/// Which paper it is: what it is called, or what sort of paper it is.
#[must_use]
pub fn named(app: AppState, paper: &Cells) -> String {
    let title = short_name(paper, "title");
    if title.is_empty() {
        return called(&choices(app, "paper_what"), &paper.value(Key::fact("what")));
    }
    title
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "release" => s.release,
        "what" => s.what,
        "title" => s.title,
        "dated" => s.dated,
        "valid_until" => s.valid_until,
        "lies_at" => s.lies_at,
        NEXT_STEP => s.next_step,
        _ => "",
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    plain(&choices(app, sort), sort, json)
}
