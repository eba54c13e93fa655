//! Writing down a paper.

use super::taking::Taking;
use crate::{
    parts::{
        dates,
        document_values::paper::{WORDS, choices, named, own},
        next_step::put_next_step,
        signing::{Questionnaire, Questions},
    },
    place::Screen,
    state::{AppState, papers},
};
use domain::{
    document::{Cells, Key, Value},
    id::RecordId,
    length::Field,
    problem::Problem,
    record::{
        NEXT_STEP, RecordKind,
        paper::{begin, lacks, pages, renew},
    },
};
use leptos::prelude::*;

/// Signing a paper.
pub(super) const PAPER: Questionnaire = Questionnaire {
    kind: RecordKind::Paper,
    words: WORDS,
    parts,
    choices,
    asks: |_, name, _| name != "release",
    about: "release",
    in_heading: &["release", NEXT_STEP],
    heading: |app, paper| {
        let of_release = paper.value(Key::fact("release")) != Value::Nothing;
        let says = of_release.then(|| view! { <p class="banner">{own(app).release}</p> });
        let count = pages(paper).len();
        let many = (count > 0).then(|| view! { <p>{own(app).pages(count)}</p> });
        view! { {says}{many} }.into_any()
    },
    begin: |_, chain, about, _| {
        let Some(release) = about.map(|line| RecordId::from_bytes(*line.as_bytes())) else {
            return Some(begin(None));
        };
        chain.record(RecordKind::Release, release).map(|_| begin(Some(release)))
    },
    problems: |draft, _, today| lacks(&draft.content, today),
    says,
    intro: |app| own(app).intro,
    gone: |app| own(app).release_gone,
    elsewhere: |app, _| own(app).began_elsewhere.to_owned(),
    stands_alone: true,
    above: |filling, name| (name == "lies_at").then(|| view! { <Taking filling/> }.into_any()),
    changed: |_, _, _| {},
    last: |app, draft, today| {
        let paper = &mut draft.content;
        let name = named(app, paper);
        let step = renew(paper, today).map(|(due, until)| {
            (own(app).task_renew(&dates::on_paper(app.words(), until), &name), due)
        });
        put_next_step(paper, step);
    },
    follows: |_, _, _| Vec::new(),
    missed: |_, _, _, _| "",
    back: Screen::Papers,
    beside: |app, own, record| Some(Box::pin(papers::signed(app, own, pages(&record.cells())))),
    then: |_, record| Screen::Papers(record.client_id),
};

fn parts(app: AppState) -> Vec<Questions> {
    let s = own(app);
    let paper = &["what", "title", "dated", "valid_until"];
    vec![
        Questions { heading: s.part_paper, hint: |_, _| "".into(), facts: paper },
        Questions {
            heading: s.part_pictures,
            hint: |app, _: &Cells| own(app).pictures_hint.into(),
            facts: &["lies_at"],
        },
    ]
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match name.as_str() {
        "what" => s.lacks_what,
        "title" => s.lacks_title,
        "dated" => s.lacks_dated,
        "valid_until" => s.lacks_valid_until,
        "lies_at" => s.lacks_lies_at,
        "media" => s.lacks_media,
        _ => "",
    }
}
