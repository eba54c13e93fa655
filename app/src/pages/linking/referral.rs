//! What a referral says and asks, and what a step of one does.

use super::choose;
use crate::{
    browser::{clock, random},
    parts::chain::Chain,
    parts::{
        document_values::referral::{WORDS, choices, own},
        next_step::{put_next_step, short_name},
        signing::{Questionnaire, Questions},
    },
    place::Screen,
    state::AppState,
};
use chrono::{Days, NaiveDate};
use domain::{
    Moment,
    document::{CellName, Cells, Key, Value, assessment},
    id::{ClientId, LineId, RecordId},
    json::Json,
    length::Field,
    operation::Payload,
    problem::{Problem, Wrong},
    record::{
        CLOSES_TASK, NEXT_STEP, RecordDraft, RecordKind,
        disclosure::{of_referral, put_told_at, tells_of},
        referral::{
            begin as fresh, begin_step, changed, for_directory, is_external, lacks, step_asks,
            step_lacks,
        },
        release::named,
        task_of,
    },
    referral::{State, follows_on, referral, state, steps},
    release::for_referral,
    wire::v1::{CellRecord, CellRecordRow},
};
use leptos::prelude::*;
use std::borrow::Cow;

/// Writing a referral.
pub(super) const REFER: Questionnaire = Questionnaire {
    kind: RecordKind::Referral,
    words: WORDS,
    parts,
    choices,
    asks: |referral, name, _| {
        name != "urgent_reason" || !referral.value(Key::fact("plan_finished")).is_yes()
    },
    about: "line",
    in_heading: &[
        "line",
        "need",
        "need_number",
        "goal",
        "plan_finished",
        "about_service",
        "check",
        NEXT_STEP,
    ],
    heading,
    begin,
    problems: |draft, chain, today| lacks(&draft.content, today, chain.check_max_age_d),
    says,
    intro: |app| own(app).intro,
    gone: |app| own(app).gone,
    elsewhere: |app, other| own(app).elsewhere(&provider(other)),
    stands_alone: false,
    above: choose::above,
    changed: |_, referral, name| changed(referral, name),
    last: |app, draft, today| {
        let text = own(app).send_task(&provider(&draft.content));
        let after = Days::new(State::Made.silent_after().unwrap_or_default());
        let due = today.checked_add_days(after).unwrap_or(today);
        put_next_step(&mut draft.content, Some((text, due)));
    },
    follows: |_, referral, now| asked(referral, now).into_iter().collect(),
    missed: |_, _, _, _| "",
    back: Screen::Sharing,
    beside: |_, _, _| None,
    then: |_, record| Screen::Record(record.client_id, record.record_id),
};

/// Writing down what became of one.
pub(super) const STEP: Questionnaire = Questionnaire {
    kind: RecordKind::ReferralStep,
    parts: |app| {
        let facts = &[
            "state",
            "on",
            "way",
            "accepting",
            "answered_by",
            "appointment",
            "appointment_at",
            "needs_ride",
            "needs_escort",
            "learned",
        ];
        vec![Questions { heading: own(app).steps, hint: |_, _| "".into(), facts }]
    },
    asks: |step, name, _| {
        step_asks(step, name) || matches!(name, "referral" | "provider" | CLOSES_TASK)
    },
    about: "referral",
    in_heading: &["referral", "provider", NEXT_STEP, CLOSES_TASK],
    heading: |_, step| view! { <p><strong>{provider(step)}</strong></p> }.into_any(),
    begin: begin_next,
    problems: step_problems,
    intro: |_| "",
    elsewhere: |app, other| own(app).elsewhere_step(&provider(other)),
    changed: |_, _, _| {},
    last: last_of_step,
    follows: disclosed,
    beside: |_, _, _| None,
    then: |_, record| {
        let id = named(&record.cells(), "referral").unwrap_or(record.record_id);
        Screen::Record(record.client_id, id)
    },
    ..REFER
};

/// What a referral or a step says of where it goes.
pub(super) fn provider(cells: &Cells) -> String {
    short_name(cells, "provider")
}

fn parts(app: AppState) -> Vec<Questions> {
    let s = own(app);
    let facts = |heading, facts| Questions { heading, hint: |_, _| "".into(), facts };
    let check = &[
        "checked_on",
        "answered_by",
        "accepting",
        "wait",
        "fits_person",
        "fits_language",
        "fits_payer",
        "check_note",
    ];
    let packet =
        &["issue", "service", "timeline", "payer", "plan", "mental_health", "substance_use", "hiv"];
    vec![
        facts(s.part_to, &["referral_to", "provider", "reach", "urgent_reason"]),
        Questions { heading: s.part_check, hint: goes_on, facts: check },
        facts(s.part_packet, packet),
        facts(s.part_days, &["target", "review"]),
    ]
}

/// What becomes of what they were asked, where that goes into the directory.
fn goes_on(app: AppState, referral: &Cells) -> Cow<'static, str> {
    if for_directory(referral).is_some() { own(app).goes_to_directory.into() } else { "".into() }
}

/// What they were asked goes into the directory, for whoever sends somebody there next.
fn asked(referral: &Cells, now: Moment) -> Option<Payload> {
    Some(Payload::RecordSigned(CellRecord {
        record_id: random::id(RecordId::from_parts).ok()?,
        kind: RecordKind::ServiceCheck,
        client_id: ClientId::NOBODY,
        at: now,
        content: for_directory(referral)?.json(),
    }))
}

/// What it is about: the goal, as it stood.
fn heading(_: AppState, referral: &Cells) -> AnyView {
    let text = |name| referral.value(Key::fact(name)).as_text().unwrap_or_default().to_owned();
    let number = match referral.value(Key::fact("need_number")).parts() {
        Some((_, Json::Number(number))) => Some(number.to_string()),
        _ => None,
    };
    let number = number.map(|number| view! { <span class="need-number">{number}</span> });
    view! { <p class="numbered">{number}<span>{text("goal")}</span></p> }.into_any()
}

fn begin(_: AppState, chain: &Chain, line: Option<LineId>, today: NaiveDate) -> Option<Cells> {
    let line = line?;
    let plan = chain.planned().filter(|plan| plan.line(line).is_some())?;
    let need = plan.value(Key::of_line(line, "need"));
    let need: Option<LineId> = need.as_word().and_then(|id| id.parse().ok());
    let number = need.zip(chain.assessed()).and_then(|(need, all)| assessment::number(all, need));
    Some(fresh(plan, line, number, today))
}

fn begin_next(_: AppState, chain: &Chain, of: Option<LineId>, today: NaiveDate) -> Option<Cells> {
    let id = RecordId::from_bytes(*of?.as_bytes());
    let row = referral(&chain.file.records, id)?;
    let cells = row.record.cells();
    let mut step = begin_step(&cells, id, today);
    // The task of the last step is closed.
    let last = steps(&chain.file.records, id).last().map(|row| row.record.cells());
    step.put(Key::fact(CLOSES_TASK), task_of(last.as_ref().unwrap_or(&cells)));
    Some(step)
}

/// The referral that a step is about.
fn of_step<'a>(chain: &'a Chain, step: &Cells) -> Option<&'a CellRecordRow> {
    referral(&chain.file.records, named(step, "referral")?)
}

fn step_problems(draft: &RecordDraft, chain: &Chain, today: NaiveDate) -> Vec<Problem> {
    let at = |name| Problem::new(Field::Cell(CellName::new(name)), Wrong::Unchanged);
    let Some(row) = of_step(chain, &draft.content) else { return vec![at("state")] };
    let mut problems =
        step_lacks(&draft.content, &row.record.cells(), today, chain.check_max_age_d);
    let Some(next) = State::said(&draft.content) else { return problems };
    let id = row.record.record_id;
    let records = &chain.file.records;
    let (made, steps) = (row.record.at.date(), steps(records, id));
    let (now, _) = state(made, &steps);
    if !now.leads_to(next) {
        problems.push(at("state"));
    }
    let on = draft.content.value(Key::fact("on")).as_day();
    if !row.date_in_doubt && on.is_some_and(|on| !follows_on(made, &steps, on)) {
        problems.push(at("on"));
    }
    let cells = row.record.cells();
    let left = moment(&draft.content, clock::now());
    let is_refused = || for_referral(&cells, id, records, left, clock::now()).is_err();
    if next == State::Sent && is_external(&cells) && is_refused() {
        problems.push(at("way"));
    }
    problems
}

/// When a step was: now, or in the middle of the day that it says.
fn moment(step: &Cells, now: Moment) -> Moment {
    let on = step.value(Key::fact("on")).as_day().filter(|on| *on != now.date());
    let noon = on.and_then(|on| on.and_hms_opt(12, 0, 0));
    noon.map_or(now, |noon| Moment::from_local(noon, now.offset_min()))
}

/// What leaves with a referral is on record as told, in one transaction with it.
fn disclosed(chain: &Chain, step: &Cells, now: Moment) -> Vec<Payload> {
    let told = || {
        let row = of_step(chain, step).filter(|_| State::said(step) == Some(State::Sent))?;
        let (id, cells) = (row.record.record_id, row.record.cells());
        let release = is_external(&cells).then(|| {
            for_referral(&cells, id, &chain.file.records, moment(step, now), now).ok()
        })??;
        let under = (release.record.record_id, &release.record.cells());
        let text = |name| cells.value(Key::fact(name)).as_text().unwrap_or_default().to_owned();
        let packet = ["issue", "service", "timeline", "payer"].map(text).join("\n");
        let mut told = of_referral(&cells, id, under, &packet);
        put_told_at(&mut told, moment(step, now));
        told.put(Key::fact("notice"), Value::flag(tells_of(&cells, "substance_use")));
        let way = step.value(Key::fact("way")).as_word().unwrap_or_default().to_owned();
        told.put(Key::fact("manner"), Value::of("disclosure_manner", Json::Text(way)));
        Some(CellRecord {
            record_id: random::id(RecordId::from_parts).ok()?,
            kind: RecordKind::Disclosure,
            client_id: row.record.client_id,
            at: now,
            content: told.json(),
        })
    };
    told().map(Payload::RecordSigned).into_iter().collect()
}

/// The clock of the state that a step leads to.
fn last_of_step(app: AppState, draft: &mut RecordDraft, _: NaiveDate) {
    let s = own(app);
    let step = &mut draft.content;
    let named = provider(step);
    let day = |name| step.value(Key::fact(name)).as_day();
    let next = State::said(step).and_then(|state| {
        let after =
            state.silent_after().and_then(|days| day("on")?.checked_add_days(Days::new(days)));
        match state {
            State::Accepted => match day("appointment") {
                Some(on) => Some((s.appointment_task(&named), on)),
                None => Some((s.ask_appointment_task(&named), after?)),
            },
            State::Refused => Some((s.choose_task(&named), after?)),
            _ => Some((s.ask_task(&named), after?)),
        }
    });
    put_next_step(step, next);
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match (name.as_str(), problem.wrong) {
        ("state", Wrong::Unchanged) => s.not_next,
        ("way", Wrong::Unchanged) => s.no_release_then,
        ("on", Wrong::Unchanged) => s.not_before,
        ("urgent_reason", _) => s.lacks_urgent_reason,
        ("referral_to", _) => s.lacks_referral_to,
        ("provider", _) => s.lacks_provider,
        ("accepting", _) => s.lacks_accepting,
        ("checked_on", _) => s.lacks_checked_on,
        ("answered_by", _) => s.lacks_answered_by,
        ("issue", _) => s.lacks_issue,
        ("service", _) => s.lacks_service,
        ("timeline", _) => s.lacks_timeline,
        ("payer", _) => s.lacks_payer,
        ("target", _) => s.lacks_target,
        ("review", _) => s.lacks_review,
        ("state", _) => s.lacks_state,
        ("on", _) => s.lacks_on,
        ("way", _) => s.lacks_way,
        ("appointment", _) => s.lacks_appointment,
        ("learned", _) => s.lacks_learned,
        _ => "",
    }
}
