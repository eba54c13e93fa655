//! What an answer to something that a client said asks.

use crate::{
    parts::{
        cells,
        chain::Chain,
        document_values::access::{ANSWER_WORDS as WORDS, choices},
        signing::{Questionnaire, Questions},
    },
    place::Screen,
    state::AppState,
    words::access::{Words, words},
};
use chrono::NaiveDate;
use domain::{
    document::{Cells, Key, Value, is_said},
    id::{LineId, RecordId, TaskId},
    json::Json,
    length::Field,
    own::Sort,
    problem::{Problem, Wrong},
    record::{CLOSES_TASK, RecordKind, message},
};
use leptos::prelude::*;

/// The answer.
pub(super) const QUESTIONNAIRE: Questionnaire = Questionnaire {
    kind: RecordKind::MessageAnswer,
    words: WORDS,
    parts: |app| vec![Questions { heading: own(app).answer, hint: |_, _| "", facts: &["text"] }],
    choices,
    asks: |_, _, _| true,
    about: "line",
    in_heading: &["line", "goal", CLOSES_TASK],
    heading: |app, answer| {
        let said = cells::value(app, WORDS, &answer.value(Key::fact("goal")));
        view! { <blockquote>{said}</blockquote> }.into_any()
    },
    begin,
    problems: |draft, _, _| {
        let lacks = !is_said(&draft.content.value(Key::fact("text")));
        let field = Field::Cell(Key::fact("text").field);
        lacks.then(|| Problem::new(field, Wrong::Missing)).into_iter().collect()
    },
    says: |app, _| own(app).lacks_answer,
    intro: |app| own(app).answer_intro,
    gone: |app| own(app).answer_gone,
    stands_alone: false,
    elsewhere: |app, other| {
        let goal = other.value(Key::fact("goal"));
        own(app).answer_other(goal.as_text().unwrap_or_default())
    },
    above: |_, _| None,
    changed: |_, _, _| {},
    last: |_, _, _| {},
    follows: |_, _, _| Vec::new(),
    missed: |_, _, _, _| "",
    back: Screen::Client,
    beside: |_, _, _| None,
    then: |_, record| Screen::Client(record.client_id),
};

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// An answer to the message with this id, which is that of its task as well. What was said stands in
/// it as it stood.
fn begin(_: AppState, chain: &Chain, id: Option<LineId>, _: NaiveDate) -> Option<Cells> {
    let id = id?;
    let message_id = RecordId::from_bytes(*id.as_bytes());
    let row = chain.record(RecordKind::ClientMessage, message_id)?;
    let said = row.record.cells();
    let text = |name| said.value(Key::fact(name));
    let sort = text("sort").as_word().and_then(Sort::of);
    let words = [text("text"), text("goal")].into_iter().find(is_said);
    let mut answer = Cells::empty(message::ANSWERED);
    answer.put(Key::fact("line"), Value::of("spoken_of", Json::Text(message_id.to_string())));
    let words = words.unwrap_or_else(|| Value::text(sort.map_or("", Sort::word)));
    answer.put(Key::fact("goal"), words);
    let task = TaskId::from_bytes(*id.as_bytes()).to_string();
    answer.put(Key::fact(CLOSES_TASK), Value::of("task", Json::Text(task)));
    Some(answer)
}
