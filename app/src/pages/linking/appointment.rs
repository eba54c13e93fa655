//! Writing down an appointment, another day of one, or what came of it.

use crate::{
    parts::{
        chain::Chain,
        document_values::appointment::{WORDS, choices, named, own, to_be_done},
        signing::{Questionnaire, Questions},
    },
    place::Screen,
    state::AppState,
};
use chrono::NaiveDate;
use domain::{
    document::{Cells, Key, Value},
    id::{LineId, RecordId},
    length::Field,
    problem::Problem,
    record::{
        CLOSES_TASK, NEXT_STEP, REPLACES, RecordKind,
        appointment::{asks, begin, lacks},
        not_replaced, replaces,
    },
};
use leptos::prelude::*;

/// Signing an appointment.
pub(super) const APPOINTMENT: Questionnaire = Questionnaire {
    kind: RecordKind::Appointment,
    words: WORDS,
    parts,
    choices,
    asks: |appointment, name, _| asks(appointment, name),
    about: REPLACES,
    in_heading: &[REPLACES, NEXT_STEP, CLOSES_TASK],
    heading: |app, appointment| {
        let changes = appointment.value(Key::fact(REPLACES)) != Value::Nothing;
        let says = changes.then(|| own(app).changes(&named(appointment)));
        says.map(|says| view! { <p><strong>{says}</strong></p> }).into_any()
    },
    begin: begun,
    problems: |draft, _, today| lacks(&draft.content, today),
    says,
    intro: |app| own(app).intro,
    gone: |app| own(app).gone,
    elsewhere: |app, _| own(app).began_elsewhere.to_owned(),
    stands_alone: true,
    above: |_, _| None,
    changed: |_, _, _| {},
    last: to_be_done,
    follows: |_, _, _| Vec::new(),
    missed: |app, chain, appointment, _| {
        let records = &chain.file.records;
        let standing = not_replaced(records, RecordKind::Appointment);
        // Of one that is not on this phone nothing is known.
        let is_taken = replaces(appointment).is_some_and(|of| {
            chain.record(RecordKind::Appointment, of).is_some()
                && !standing.iter().any(|row| row.record.record_id == of)
        });
        if is_taken { own(app).changed_meanwhile } else { "" }
    },
    back: Screen::Appointments,
    beside: |_, _, _| None,
    then: |_, record| Screen::Appointments(record.client_id),
};

fn begun(_: AppState, chain: &Chain, of: Option<LineId>, _: NaiveDate) -> Option<Cells> {
    let Some(of) = of.map(|line| RecordId::from_bytes(*line.as_bytes())) else {
        return Some(begin(None));
    };
    let row = chain.record(RecordKind::Appointment, of)?;
    Some(begin(Some((&row.record.cells(), of))))
}

fn parts(app: AppState) -> Vec<Questions> {
    let s = own(app);
    let facts = |heading, facts| Questions { heading, hint: |_, _| "".into(), facts };
    vec![
        facts(s.part_what, &["what", "on", "at", "place", "call"]),
        facts(s.part_how, &["way_there", "ride", "hopes"]),
        Questions {
            heading: s.part_shown,
            hint: |app, _| own(app).shown_hint.into(),
            facts: &["for_client"],
        },
        facts(s.part_outcome, &["standing", "came_of_it"]),
    ]
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match name.as_str() {
        "what" => s.lacks_what,
        "on" => s.lacks_on,
        "standing" => s.lacks_standing,
        _ => "",
    }
}
