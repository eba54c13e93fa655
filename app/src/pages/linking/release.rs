//! What a release says and asks, and what the end of one does.

use crate::{
    parts::chain::Chain,
    parts::{
        document_values::release::{WORDS, choices},
        next_step::{put_next_step, short_name},
        signing::{Questionnaire, Questions},
    },
    place::Screen,
    state::AppState,
    words::{
        Language,
        release::{Words, words},
    },
};
use ::sync::read_copy::Caseload;
use chrono::{Days, NaiveDate};
use domain::{
    agency,
    document::{Cells, Key, SIGNATURE, Value},
    id::{LineId, RecordId},
    length::Field,
    problem::Problem,
    record::{
        CLOSES_TASK, NEXT_STEP, RecordDraft, RecordKind,
        disclosure::tells_of,
        release::{self, CATEGORIES, RENEW_WITHIN_DAYS},
        task_of,
    },
    release::{in_force, is_for_the_same},
    wire::v1::CellRecord,
};
use leptos::prelude::*;
use std::borrow::Cow;

/// Signing a release.
pub(super) const SIGN: Questionnaire = Questionnaire {
    kind: RecordKind::Release,
    words: WORDS,
    parts,
    choices,
    asks,
    about: "renews",
    in_heading: &["renews", NEXT_STEP, CLOSES_TASK],
    heading: |app, release| {
        let renews = release.value(Key::fact("renews")) != Value::Nothing;
        let says = renews.then(|| view! { <p class="banner">{own(app).renews_same}</p> });
        view! { {says} }.into_any()
    },
    above: |_, _| None,
    changed: |app, release, name| {
        let today = app.now.get_untracked().date();
        let statement = app.caseload.with_untracked(|all| statement(all, today, release));
        if release::changed(release, name, &statement) {
            app.tell(own(app).sign_anew);
        }
    },
    begin,
    problems: |draft, _, today| release::lacks(&draft.content, today),
    says,
    intro: |app| own(app).intro,
    gone: |app| own(app).gone,
    elsewhere: |app, other| own(app).elsewhere(&recipient(other)),
    stands_alone: false,
    last,
    follows: |_, _, _| Vec::new(),
    missed: |app, _, release, _| {
        if release::is_signed(release) { "" } else { own(app).spoken_stays }
    },
    back: Screen::Sharing,
    beside: |_, _, _| None,
    then: |_, record| Screen::Record(record.client_id, record.record_id),
};

/// Ending a release.
pub(super) const END: Questionnaire = Questionnaire {
    kind: RecordKind::ReleaseEnded,
    parts: |app| {
        let facts = &["end", "asked_by", "reason", "recipient_told"];
        vec![Questions { heading: own(app).end_it, hint: |_, _| "".into(), facts }]
    },
    asks: |end, name, _| {
        let taken_back = end.value(Key::fact("end")).as_word() == Some("taken_back");
        taken_back || !matches!(name, "asked_by" | "reason")
    },
    about: "release",
    in_heading: &["release", "recipient", CLOSES_TASK],
    heading: |_, end| view! { <p><strong>{recipient(end)}</strong></p> }.into_any(),
    begin: begin_end,
    problems: |draft, _, _| release::end_lacks(&draft.content),
    intro: |app| own(app).end_intro,
    elsewhere: |app, other| own(app).elsewhere_end(&recipient(other)),
    last: |_, _, _| {},
    changed: |_, _, _| {},
    missed: |app, chain, end, now| {
        let records = &chain.file.records;
        let ended = release::named(end, "release");
        let twin = in_force(records, now.date()).any(|row| {
            Some(row.record.record_id) != ended && is_for_the_same(&row.record.cells(), end)
        });
        if twin { own(app).another_stays } else { "" }
    },
    beside: |_, _, _| None,
    then: |_, record| Screen::Sharing(record.client_id),
    ..SIGN
};

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// Whom a release names.
pub(super) fn recipient_of(record: &CellRecord) -> String {
    recipient(&record.cells())
}

fn recipient(cells: &Cells) -> String {
    cells.value(Key::fact("recipient")).as_text().unwrap_or_default().to_owned()
}

fn parts(app: AppState) -> Vec<Questions> {
    let s = own(app);
    let facts = |heading, facts| Questions { heading, hint: |_, _| "".into(), facts };
    let what = &[
        "contact_details",
        "plan",
        "mental_health",
        "substance_use",
        "hiv",
        "benefits",
        "information",
        "purpose",
    ];
    vec![
        facts(s.part_who, &["client_name", "recipient", "reach", "discloser", "both_ways"]),
        facts(s.part_what, what),
        facts(s.part_end, &["begins", "expiry", "until", "event"]),
        Questions {
            heading: s.part_read,
            // What was read stays in sight under the name that stands there for it.
            hint: |app, release| match release.value(Key::fact("statement")).as_text() {
                Some(read) if !read.is_empty() => read.to_owned().into(),
                _ => {
                    let today = app.now.get().date();
                    app.caseload.with(|all| statement(all, today, release))
                }
            },
            facts: &["language", "explained"],
        },
        Questions {
            heading: s.part_sign,
            hint: |app, release| {
                let spoken = release.value(Key::fact("signing")).as_word() == Some("spoken");
                if spoken { own(app).spoken_stays.into() } else { "".into() }
            },
            facts: &[
                "signed_by",
                "signer",
                "signing",
                SIGNATURE,
                "typed_name",
                "paper_place",
                "paper_signed_on",
                "copy_given",
            ],
        },
    ]
}

/// What is read before signing, in the language it is read in.
fn spoken_in(release: &Cells) -> Language {
    let language = release.value(Key::fact("language"));
    Language::from_tag(language.as_word().unwrap_or_default())
}

/// What is read before it is signed, in its language: in the agency's words where it wrote any.
fn statement(all: &Caseload, today: NaiveDate, release: &Cells) -> Cow<'static, str> {
    let language = spoken_in(release);
    let of_agency = || {
        let texts = agency::release_texts(all.agency.as_ref()?).ok()?;
        let text = agency::in_force(&texts, today)?.clone();
        Some(match language {
            Language::English => text.en,
            Language::Spanish => text.es,
        })
    };
    of_agency().map_or_else(|| words(language).statement_text.into(), Cow::Owned)
}

fn asks(release: &Cells, name: &str, _: NaiveDate) -> bool {
    let word = |cell| release.value(Key::fact(cell));
    let is = |cell, wanted: &str| word(cell).as_word() == Some(wanted);
    match name {
        "until" => is("expiry", "day"),
        "event" => is("expiry", "event"),
        "signer" => word("signed_by").as_word().is_some_and(|who| who != "client"),
        SIGNATURE => is("signing", "drawn"),
        "typed_name" => is("signing", "typed"),
        "paper_place" | "paper_signed_on" => is("signing", "paper"),
        _ => true,
    }
}

/// A fresh one, or one that renews the release it is begun from.
fn begin(app: AppState, chain: &Chain, old: Option<LineId>, today: NaiveDate) -> Option<Cells> {
    let speaks = app.caseload.with_untracked(|caseload| {
        let client = &caseload.clients.get(&chain.client_id)?.client;
        client.languages.first().map(|tag| Language::from_tag(tag))
    });
    let language = speaks.unwrap_or_else(|| app.language.get_untracked());
    let agency = app.caseload.with_untracked(|caseload| {
        caseload.agency.as_ref().map(|agency| agency.name.clone()).unwrap_or_default()
    });
    let client = app.caseload.with_untracked(|caseload| {
        let client = &caseload.clients.get(&chain.client_id)?.client;
        let legal = client.legal_name.trim();
        Some(if legal.is_empty() { client.preferred_name.clone() } else { legal.to_owned() })
    });
    let client = client.unwrap_or_default();
    let mut fresh = release::begin(&client, &agency, language.tag(), today);
    let Some(old) = old else { return Some(fresh) };
    let id = RecordId::from_bytes(*old.as_bytes());
    if let Some(referral) = domain::referral::referral(&chain.file.records, id) {
        return Some(for_referral(&referral.record.cells(), fresh));
    }
    let held = domain::release::release(&chain.file.records, id)?.record.cells();
    fresh = release::renew(&held, id, fresh);
    fresh.put(Key::fact(CLOSES_TASK), task_of(&held));
    Some(fresh)
}

/// One under which a referral may leave: for its provider, of what it tells.
fn for_referral(referral: &Cells, mut fresh: Cells) -> Cells {
    for category in CATEGORIES {
        let tells = tells_of(referral, category);
        fresh.put(Key::fact(category), Value::flag(tells));
    }
    for (name, of) in [("recipient", "provider"), ("reach", "reach"), ("purpose", "service")] {
        fresh.put(Key::fact(name), referral.value(Key::fact(of)));
    }
    fresh
}

fn begin_end(_: AppState, chain: &Chain, of: Option<LineId>, _: NaiveDate) -> Option<Cells> {
    let id = RecordId::from_bytes(*of?.as_bytes());
    let held = domain::release::release(&chain.file.records, id)?.record.cells();
    let mut end = release::begin_end(&held, id);
    end.put(Key::fact(CLOSES_TASK), task_of(&held));
    Some(end)
}

/// What was read is put down as it was, and one that ends on a day is to be renewed before that.
fn last(app: AppState, draft: &mut RecordDraft, today: NaiveDate) {
    let release = &mut draft.content;
    // One that does not take effect leaves the other in force, and its reminder with it.
    if !release::missing(release).is_empty() {
        release.put(Key::fact(CLOSES_TASK), Value::Nothing);
    }
    let until = release.value(Key::fact("until")).as_day().filter(|_| release::is_signed(release));
    let next = until.map(|until| {
        let text = own(app).renew_task(&short_name(release, "recipient"));
        // One for a few days only: on its last day.
        let due = until.checked_sub_days(Days::new(RENEW_WITHIN_DAYS)).filter(|due| *due > today);
        (text, due.unwrap_or(until))
    });
    put_next_step(release, next);
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match name.as_str() {
        "client_name" => s.lacks_client_name,
        "recipient" => s.lacks_recipient,
        "paper_signed_on" => s.lacks_paper_signed_on,
        "discloser" => s.lacks_discloser,
        "information" => s.lacks_information,
        "purpose" => s.lacks_purpose,
        "begins" => s.lacks_begins,
        "expiry" => s.lacks_expiry,
        "until" => s.lacks_until,
        "event" => s.lacks_event,
        "statement" => s.lacks_statement,
        "explained" => s.lacks_explained,
        "signed_by" => s.lacks_signed_by,
        "signer" => s.lacks_signer,
        "signing" => s.lacks_signing,
        SIGNATURE => s.lacks_signature,
        "typed_name" => s.lacks_typed_name,
        "paper_place" => s.lacks_paper_place,
        "end" => s.lacks_end,
        "asked_by" => s.lacks_asked_by,
        other if CATEGORIES.contains(&other) => s.lacks_categories,
        _ => "",
    }
}
