//! What the values of records about a client's own pages are called: links to them, what the client
//! said there, and the answers.

use super::called;
use crate::{
    parts::cells::CellWords,
    state::AppState,
    words::access::{Words, words},
};
use domain::{
    document::{CellName, Value},
    json::Json,
    own::Sort,
};

/// For every screen that shows values of such a record.
pub const WORDS: CellWords = CellWords { name, value, line: |_, _| String::new() };

/// For an answer: the text is the worker's, not the client's.
pub const ANSWER_WORDS: CellWords = CellWords { name: name_in_answer, ..WORDS };

fn name_in_answer(app: AppState, field: CellName) -> &'static str {
    if field == *"text" { own(app).answer } else { name(app, field) }
}

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    let called = |sort: Sort| match sort {
        Sort::SuggestChange => s.sort_suggest_change,
        Sort::Agree => s.sort_agree,
        Sort::Disagree => s.sort_disagree,
        Sort::Feedback => s.sort_feedback,
        Sort::StopSharing => s.sort_stop_sharing,
        Sort::Leave => s.sort_leave,
        Sort::CallMe => s.sort_call_me,
    };
    match sort {
        "message_sort" => Sort::ALL.into_iter().map(|sort| (sort.word(), called(sort))).collect(),
        _ => Vec::new(),
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "access" => s.ended,
        "expires" => s.expires,
        "language" => s.language,
        "tag" | "verifier" => s.access,
        "sort" => s.what_they_want,
        "goal" => s.on_what,
        "closes_task" | "line" => s.answered,
        _ => s.said,
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    match sort {
        // Ids say nothing to anybody.
        "access" | "task" | "spoken_of" => None,
        _ => Some(called(&choices(app, sort), &Value::of(sort, json.clone()))),
    }
}
