//! What an operation in the quarantine says, every word of it.

use crate::{
    parts::online::office_words,
    parts::{
        cells::{self, CellWords},
        client_header::language_name,
        contact_facts::contact_facts,
        contact_line::addendum_kind,
        crisis_event_line::{outcome, path},
        dates,
        fact_sheet_values::FACT_SHEET_WORDS,
        kind_words::{words_of, words_of_record},
        plan_values::PLAN_WORDS,
    },
    state::{AppState, use_app},
    words::Words,
};
use domain::{
    document::{Cells, Key, Value, Version},
    operation::{Operation, Payload},
    wire::v1::{
        CrisisEvent, LookupReason, QuarantinedOperation, Stamp, SupportPerson, Task, TaskState,
    },
};
use leptos::prelude::*;
use std::borrow::Cow;

/// A heading with what stands under it; empty ones are left out.
type Part = (Cow<'static, str>, String);

/// The operation as a supervisor reads it; or that it cannot be read.
#[component]
pub(super) fn Reading(kept: QuarantinedOperation) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let Some(operation) = kept.operation else {
        return view! { <p class="banner">{ow.cannot_be_read}</p> }.into_any();
    };
    if let Payload::ContactSigned(contact) = operation.payload {
        let facts = contact_facts(state, &contact, Some(""));
        return view! { <article class="note block">{facts}</article> }.into_any();
    }
    let parts = parts(state, &operation, kept.task.as_ref())
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
        .collect_view();
    view! { <article class="note block"><dl>{parts}</dl></article> }.into_any()
}

fn parts(state: AppState, operation: &Operation, task: Option<&Task>) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    match &operation.payload {
        // Has a list of its own, which its worker reads as well.
        Payload::ContactSigned(_) => Vec::new(),
        Payload::AddendumSigned(addendum) => vec![
            (w.kind_of_addendum.into(), addendum_kind(w, addendum.kind).to_owned()),
            (w.addendum_text.into(), addendum.text.clone()),
            (w.reason.into(), addendum.reason.clone()),
        ],
        Payload::CrisisPlanOpened(lookup) => vec![
            (
                w.reason.into(),
                match lookup.reason {
                    LookupReason::OwnClient => ow.reason_own_client.to_owned(),
                    LookupReason::ShownToClient => ow.reason_shown.to_owned(),
                    LookupReason::Printed => ow.reason_printed.to_owned(),
                    LookupReason::OnCall => ow.reason_on_call.to_owned(),
                },
            ),
            (w.date.into(), dates::day_time(w, lookup.at, now)),
            (ow.offline_when_opened.into(), yes_no(w, lookup.offline)),
        ],
        Payload::TaskClosed(closed) => vec![
            (ow.task.into(), task.map(|task| task.title.clone()).unwrap_or_default()),
            (
                w.what_came_of_it.into(),
                match closed.state {
                    TaskState::Open => ow.state_open.to_owned(),
                    TaskState::Done => ow.state_done.to_owned(),
                    TaskState::Cancelled => ow.state_cancelled.to_owned(),
                },
            ),
        ],
        Payload::ClientMet(client) => {
            document_parts(state, FACT_SHEET_WORDS, &Version::of(client).cells)
        }
        Payload::FactSheetSaved(edit) => {
            document_parts(state, FACT_SHEET_WORDS, &Version::of(edit.content.as_ref()).cells)
        }
        Payload::CrisisPlanSaved(edit) => document_parts(state, PLAN_WORDS, &edit.content.cells()),
        Payload::DocumentSaved(edit) => {
            let cells = Cells::read(edit.kind.shape(), &edit.content);
            document_parts(state, words_of(edit.kind), &cells)
        }
        Payload::RecordSigned(record) => {
            let words = words_of_record(record.kind);
            words.map(|words| document_parts(state, words, &record.cells())).unwrap_or_default()
        }
        Payload::CrisisEventEnded(event) => event_parts(state, event),
        Payload::SupportPersonSaved(person) => person_parts(state, person),
    }
}

fn yes_no(w: &Words, yes: bool) -> String {
    if yes { w.yes } else { w.no }.to_owned()
}

/// Every cell of a document that says anything; lines of one heading stand together.
fn document_parts(state: AppState, words: CellWords, cells: &Cells) -> Vec<Part> {
    let said = |key| match cells.value(key) {
        Value::Nothing => String::new(),
        value => cells::value(state, words, &value),
    };
    let facts = cells.fact_keys().map(|key| ((words.name)(state, key.field), said(key)));
    let mut parts: Vec<Part> = facts.map(|(name, said)| (name.into(), said)).collect();
    for line in &cells.lines {
        let key = Key::line(line.id);
        let (heading, said) = ((words.line)(state, &cells.value(key)), said(key));
        match parts.last_mut() {
            Some((last, words)) if *last == heading => *words = [words, "\n", &said].concat(),
            _ => parts.push((heading.into(), said)),
        }
    }
    parts
}

fn event_parts(state: AppState, event: &CrisisEvent) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let when = |stamp: &Stamp| dates::day_time(w, stamp.time(), now);
    let steps: Vec<_> = event
        .steps
        .iter()
        .map(|taken| {
            joined(&[taken.at.as_ref().map(when).unwrap_or_default(), taken.note.clone()], " · ")
        })
        .collect();
    let reached: Vec<_> =
        event.reached.iter().map(|one| joined(&[when(&one.at), one.who.clone()], " · ")).collect();
    let handed = event.handed_over.as_ref();
    let handed = handed.map(|over| joined(&[when(&over.at), over.to.clone()], " · "));
    vec![
        (w.what_crisis_event.into(), path(w, event.path).to_owned()),
        (w.date.into(), format!("{} – {}", when(&event.started), when(&event.ended))),
        (ow.event_happened.into(), event.what_happened.clone()),
        (ow.event_steps.into(), steps.join("\n")),
        (ow.event_reached.into(), reached.join("\n")),
        (ow.event_handed.into(), handed.unwrap_or_default()),
        (ow.event_took_part.into(), event.took_part.clone()),
        (ow.event_nobody_went.into(), event.why_nobody_went.clone()),
        (w.what_came_of_it.into(), event.outcome.map_or("", |how| outcome(w, how)).to_owned()),
    ]
}

fn person_parts(state: AppState, person: &SupportPerson) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let language = match person.language.as_str() {
        "" => String::new(),
        tag => language_name(w, tag),
    };
    let roles = [
        person.ended.then_some(ow.person_ended),
        person.do_not_involve.then_some(w.alert_do_not_involve),
        person.guardian.then_some(ow.person_guardian),
        person.agent.then_some(w.agent),
    ];
    let roles: Vec<_> = roles.into_iter().flatten().map(str::to_owned).collect();
    let who = joined(&[person.name.clone(), person.relation.clone()], ", ");
    vec![
        (w.support_people.into(), joined(&[&[who][..], &roles].concat(), "\n")),
        (ow.contact_points.into(), joined(&[person.tel.clone(), person.sms.clone()], " · ")),
        (w.language.into(), language),
        (ow.person_note.into(), person.note.clone()),
    ]
}

/// What there is of it, with something between.
fn joined(texts: &[String], between: &str) -> String {
    let there: Vec<_> = texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect();
    there.join(between)
}
