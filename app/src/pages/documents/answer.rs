//! What an answer to something that a client said asks.

use crate::{
    parts::{
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
    own::{Sort, client_as_author},
    problem::{Problem, Wrong},
    record::{CLOSES_TASK, RecordKind, message},
};
use leptos::prelude::*;

/// The answer.
pub(super) const QUESTIONNAIRE: Questionnaire = Questionnaire {
    kind: RecordKind::MessageAnswer,
    words: WORDS,
    parts: |app| {
        vec![Questions { heading: own(app).answer, hint: |_, _| "".into(), facts: &["text"] }]
    },
    choices,
    asks: |_, _, _| true,
    about: "line",
    in_heading: &["line", "goal", CLOSES_TASK],
    heading,
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
        let said = said(other);
        own(app).answer_other(request(app, &said).unwrap_or(&said))
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

/// What was said, or the word of its sort where nothing was.
fn said(answer: &Cells) -> String {
    answer.value(Key::fact("goal")).as_text().unwrap_or_default().to_owned()
}

/// What is asked for by somebody who said nothing more: the answer keeps that as a word which no
/// person wrote, and which is not for anybody to read.
fn request(app: AppState, said: &str) -> Option<&'static str> {
    let mut sorts = choices(app, "message_sort").into_iter();
    sorts.find_map(|(word, name)| (word == said).then_some(name))
}

/// What the client asked for, as their task says it, and their own words where there are any more.
fn heading(app: AppState, answer: &Cells) -> AnyView {
    let said = said(answer);
    if let Some(request) = request(app, &said) {
        return view! { <p><strong>{request}</strong></p> }.into_any();
    }
    let task = answer.value(Key::fact(CLOSES_TASK));
    let task = task.as_word().and_then(|id| id.parse::<TaskId>().ok());
    let asked = app.caseload.with_untracked(|caseload| {
        let task = caseload.tasks.get(&task?)?;
        Some(task.title.clone())
    });
    // The title has their words on one line, and cuts them where they are many.
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_all = asked.as_ref().is_some_and(|asked| asked.ends_with(&line));
    view! {
        {asked.map(|asked| view! { <p><strong>{asked}</strong></p> })}
        {(!is_all).then(|| view! { <blockquote>{said}</blockquote> })}
    }
    .into_any()
}

/// An answer to the message with this id, which is that of its task as well. What was said stands in
/// it as it stood.
fn begin(_: AppState, chain: &Chain, id: Option<LineId>, _: NaiveDate) -> Option<Cells> {
    let id = id?;
    let message_id = RecordId::from_bytes(*id.as_bytes());
    let row = chain.record(RecordKind::ClientMessage, message_id)?;
    if row.author != client_as_author(row.record.client_id) {
        return None;
    }
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
