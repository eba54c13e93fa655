//! Writing down a benefit, or what became of one.

use crate::{
    parts::{
        chain::Chain,
        dates,
        document_values::benefit::{WORDS, choices, named, own},
        next_step::{put_next_step, short_name},
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
        CLOSES_TASK, NEXT_STEP, RecordDraft, RecordKind,
        benefit::{Next, asks, begin, changed, lacks, lacks_papers, next},
    },
};
use leptos::prelude::*;

/// Signing a benefit.
pub(super) const BENEFIT: Questionnaire = Questionnaire {
    kind: RecordKind::Benefit,
    words: WORDS,
    parts,
    choices,
    asks: |benefit, name, _| {
        matches!(name, "replaces" | NEXT_STEP | CLOSES_TASK) || asks(benefit, name)
    },
    about: "replaces",
    in_heading: &["replaces", NEXT_STEP, CLOSES_TASK],
    heading: |app, benefit| {
        let changes = benefit.value(Key::fact("replaces")) != Value::Nothing;
        let says = changes.then(|| own(app).changes(&named(app, benefit)));
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
    changed: |_, benefit, name| changed(benefit, name),
    last: |app, draft, today| to_be_done(app, draft, today),
    follows: |_, _, _| Vec::new(),
    missed: |_, _, _, _| "",
    back: Screen::Benefits,
    beside: |_, _, _| None,
    then: |_, record| Screen::Benefits(record.client_id),
};

fn begun(_: AppState, chain: &Chain, of: Option<LineId>, _: NaiveDate) -> Option<Cells> {
    let Some(of) = of.map(|line| RecordId::from_bytes(*line.as_bytes())) else {
        return Some(begin(None));
    };
    let row = chain.record(RecordKind::Benefit, of)?;
    Some(begin(Some((&row.record.cells(), of))))
}

fn parts(app: AppState) -> Vec<Questions> {
    let s = own(app);
    let facts = |heading, facts| Questions { heading, hint: |_, _| "".into(), facts };
    let details = &[
        "since",
        "answer_due",
        "appeal_by",
        "from",
        "until",
        "payer",
        "member_number",
        "authorization",
        "units",
    ];
    vec![
        facts(s.part_what, &["benefit", "program", "standing"]),
        facts(s.part_details, details),
        Questions {
            heading: s.part_missing,
            hint: |app, benefit| {
                if lacks_papers(benefit) { own(app).still_missing.into() } else { "".into() }
            },
            facts: &["papers_missing", "note"],
        },
    ]
}

/// What is to be done next becomes a task of whoever signs.
fn to_be_done(app: AppState, draft: &mut RecordDraft, today: NaiveDate) {
    let s = own(app);
    let benefit = &mut draft.content;
    let name = named(app, benefit);
    let papers = short_name(benefit, "papers_missing");
    let step = next(benefit, today).map(|todo| {
        // A task is read weeks later: by then a weekday would be another.
        let on = todo.deadline.map(|day| dates::on_paper(app.words(), day)).unwrap_or_default();
        let text = match todo.what {
            Next::Papers => return (s.task_papers(&name, &papers), todo.due),
            Next::Renew => s.task_renew(&on, &name),
            Next::Ask => s.task_ask(&name),
            Next::Appeal => s.task_appeal(&on, &name),
        };
        let text = if lacks_papers(benefit) { s.task_missing(&papers, &text) } else { text };
        (text, todo.due)
    });
    put_next_step(benefit, step);
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match name.as_str() {
        "benefit" => s.lacks_benefit,
        "program" => s.lacks_program,
        "standing" => s.lacks_standing,
        "since" => s.lacks_since,
        "answer_due" => s.lacks_answer_due,
        "appeal_by" => s.lacks_appeal_by,
        "until" => s.lacks_until,
        "units" => s.lacks_units,
        _ => "",
    }
}
