//! What the values of a review are called.

use super::{Around, plain};
use crate::{
    parts::cells::CellWords,
    state::AppState,
    words::review::{Words, words},
};
use domain::{document::CellName, json::Json, record::review::Outcome};
use leptos::prelude::*;

/// For every screen that shows values of a review.
pub const WORDS: CellWords = CellWords { name, value, line: |_, _| String::new() };

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "review_manner" => vec![("formal", s.manner_formal), ("informal", s.manner_informal)],
        "how_far" => {
            vec![("yes", s.how_far_yes), ("partly", s.how_far_partly), ("no", s.how_far_no)]
        }
        "review_outcome" => {
            let named =
                [s.outcome_continue, s.outcome_revise, s.outcome_switch, s.outcome_goal_met];
            Outcome::ALL.into_iter().map(Outcome::word).zip(named).collect()
        }
        _ => Vec::new(),
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "line" => s.line,
        "need" => s.need,
        "need_number" => s.need_number,
        "goal" => s.goal,
        "due" => s.due,
        "manner" => s.manner,
        "done" => s.done,
        "enough" => s.enough,
        "good" => s.good,
        "change" => s.change,
        "from_client" => s.from_client,
        "from_provider" => s.from_provider,
        "from_supporters" => s.from_supporters,
        "about_engagement" => s.about_engagement,
        "about_coordination" => s.about_coordination,
        "about_services" => s.about_services,
        "provider" => s.provider,
        "next_target" => s.next_target,
        "next_review" => s.next_review,
        "outside_reason" => s.outside_reason,
        "next_step" => s.next_step,
        _ => s.outcome,
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    match sort {
        "item_of_assessment" => use_context::<Around>()?.item(json.as_text()?),
        _ => plain(&choices(app, sort), sort, json),
    }
}
