//! Releases, what was told under them, and referrals: in force, ending, taken back, and on their way.

use super::{
    cast::Persona,
    made::{Made, put, word},
};
use app::words::{Language, release::words};
use chrono::NaiveDate;
use domain::{
    Moment,
    document::{Cells, DocumentKind, Key, Value, Version, assessment, service_plan::LINES},
    id::{LineId, RecordId, StaffId},
    record::{
        RecordKind,
        disclosure::{self, of_referral},
        referral,
        release::{self, begin_end},
    },
    referral::State,
    wire::v1::CellRecordRow,
};

/// What there is of one person's sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Nothing was ever signed.
    Nothing,
    /// One is in force, and something was told under it.
    InForce,
    /// It is time to renew it.
    Expiring,
    /// It was taken back.
    TakenBack,
    /// A referral left under it.
    Referred,
    /// A referral ended in a kept appointment.
    Linked,
}

/// Every sixth person of a caseload has the same; the first of all have nothing yet.
const CASES: [Case; 6] =
    [Case::Nothing, Case::Nothing, Case::Referred, Case::Expiring, Case::Linked, Case::TakenBack];

/// What was signed and told of somebody, in the order in which it was.
pub(super) fn of(
    persona: &Persona,
    documents: &[Version],
    worker: StaffId,
    today: NaiveDate,
    now: Moment,
) -> Vec<CellRecordRow> {
    let case = CASES.get(persona.number % CASES.len()).copied().unwrap_or(Case::Nothing);
    let case = if persona.number == 12 { Case::InForce } else { case };
    let mut made = Made { persona, worker, today, now, rows: Vec::new() };
    let (signed, ends) = match case {
        Case::Nothing => return made.rows,
        Case::Expiring => (345, 20),
        Case::TakenBack => (90, 275),
        Case::InForce | Case::Referred | Case::Linked => (60, 305),
    };
    let provider = [persona.provider.0, persona.provider.1].join(", ");
    let release = release(persona, &provider, made.day(-signed), made.day(ends));
    let id = made.put(RecordKind::Release, "release", -signed, &release);
    match case {
        Case::TakenBack => {
            let mut end = begin_end(&release, id);
            put(&mut end, "end", word("release_end", "taken_back"));
            put(&mut end, "asked_by", word("release_signer", "client"));
            made.put(RecordKind::ReleaseEnded, "release_ended", -14, &end);
        }
        Case::Referred | Case::Linked => {
            refer(&mut made, documents, &provider, (id, &release), case);
        }
        Case::InForce | Case::Expiring | Case::Nothing => {
            let mut told = Cells::empty(disclosure::SHAPE);
            put(&mut told, "right", word("disclosure_right", "release"));
            disclosure::under(&mut told, id, &release);
            put(&mut told, "plan", Value::flag(true));
            put(
                &mut told,
                "information",
                Value::text("That the visits go on, and the next appointment."),
            );
            made.put(RecordKind::Disclosure, "disclosure", -9, &told);
        }
    }
    made.rows
}

/// A release for one provider, signed with the client's typed name.
fn release(persona: &Persona, provider: &str, from: NaiveDate, until: NaiveDate) -> Cells {
    let language = if persona.speaks_spanish() { "es" } else { "en" };
    let statement = words(Language::from_tag(language)).statement_text;
    let name = &persona.client.preferred_name;
    let mut release = release::begin(name, "Harbor Street Outreach", language, from);
    for (name, value) in [
        ("statement", Value::text(statement)),
        ("recipient", Value::text(provider)),
        ("contact_details", Value::flag(true)),
        ("plan", Value::flag(true)),
        ("benefits", Value::flag(true)),
        ("information", Value::text("My plan, my appointments and who pays")),
        ("purpose", Value::text("So that they can take me on")),
        ("until", Value::day(until)),
        ("explained", Value::flag(true)),
        ("signing", word("release_signing", "typed")),
        ("typed_name", Value::text(name)),
        ("copy_given", Value::flag(true)),
    ] {
        put(&mut release, name, value);
    }
    release
}

/// A referral from the first line of the plan that goes on, and its steps.
fn refer(
    made: &mut Made<'_>,
    documents: &[Version],
    provider: &str,
    release: (RecordId, &Cells),
    case: Case,
) {
    let last = |kind| documents.iter().rfind(|one| one.kind == kind).map(|one| &one.cells);
    let Some(plan) = last(DocumentKind::ServicePlan) else { return };
    let goes_on =
        |line: &LineId| plan.value(Key::of_line(*line, "disposition")).as_word() == Some("in_plan");
    let Some(line) = plan.lines_in(LINES, None).map(|line| line.id).find(goes_on) else { return };
    let need = plan.value(Key::of_line(line, "need"));
    let need = need.as_word().and_then(|id| id.parse().ok());
    let assessed = last(DocumentKind::Assessment);
    let number = need.zip(assessed).and_then(|(need, all)| assessment::number(all, need));
    let mut cells = referral::begin(plan, line, number, made.day(-30));
    for (name, value) in [
        ("provider", Value::text(provider)),
        ("answered_by", Value::text("The front desk")),
        ("accepting", word("accepting", "yes")),
        ("fits_person", Value::flag(true)),
        ("issue", Value::text("Has been without a steady place since spring and wants one.")),
        ("service", Value::text("An intake appointment")),
        ("timeline", Value::text("Within a month")),
        ("payer", Value::text("Medicaid")),
        ("checked_on", Value::day(made.day(-30))),
    ] {
        put(&mut cells, name, value);
    }
    let id = made.put(RecordKind::Referral, "referral", -30, &cells);
    let told = of_referral(&cells, id, release, "An intake appointment; who pays.");
    let mut steps = vec![(State::Sent, -29), (State::Acknowledged, -26)];
    if case == Case::Linked {
        steps.extend([(State::Accepted, -20), (State::Linked, -12)]);
    }
    for (state, on) in steps {
        let mut step = referral::begin_step(&cells, id, made.day(on));
        put(&mut step, "state", word("referral_state", state.word()));
        match state {
            State::Sent => put(&mut step, "way", word("referral_way", "by_hand")),
            State::Accepted => put(&mut step, "appointment", Value::day(made.day(-12))),
            _ => {}
        }
        made.put(RecordKind::ReferralStep, state.word(), on, &step);
        if state == State::Sent {
            made.put(RecordKind::Disclosure, "disclosure", on, &told);
        }
    }
}
