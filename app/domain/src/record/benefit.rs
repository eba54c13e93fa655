//! A benefit of a client, or who pays for something: what they have, applied for or lost, from when
//! until when, and what is missing for it (seeds 000:64, 003:26).
//!
//! It is signed once and never changes. What became of it is another that takes its place, so that it
//! stays readable what they had when.

use crate::{
    document::{Absent, Cell, Cells, Key, Shape, Value},
    id::RecordId,
    json::Json,
    problem::Problem,
    record::{
        CLOSES_TASK, NEXT_STEP, REPLACES, begin_again,
        release::{problem, says},
    },
};
use chrono::{Days, NaiveDate};

#[cfg(test)]
mod tests;

/// Of which cells a benefit is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: &[], due: None };

/// Days before the end of a benefit from which it is said: what is renewed needs papers and appointments
/// of its own.
pub const WARN_DAYS: u64 = 30;

/// Days after which somebody asks what became of an application whose answer has no day.
const ASK_DAYS: u64 = 30;

/// Days in which papers that are missing are to be found, and before the end of the time to appeal in
/// which one is written.
const PAPERS_DAYS: u64 = 7;

const FACTS: &[Cell] = &[
    // The one whose place it takes.
    Cell::new(REPLACES, &[REPLACES], "record", Absent::Nothing),
    Cell::new("benefit", &["benefit"], "benefit_kind", Absent::Nothing),
    // What it is called here.
    Cell::words("program", &["program"]),
    Cell::new("standing", &["standing"], "benefit_standing", Absent::Nothing),
    Cell::day("since", &["since"]),
    Cell::day("answer_due", &["answer_due"]),
    Cell::day("appeal_by", &["appeal_by"]),
    Cell::words("payer", &["payer"]),
    Cell::words("member_number", &["member_number"]),
    Cell::words("authorization", &["authorization"]),
    Cell::day("from", &["from"]),
    Cell::day("until", &["until"]),
    Cell::new("units", &["units"], "count", Absent::Nothing),
    Cell::words("papers_missing", &["papers_missing"]),
    Cell::words("note", &["note"]),
    Cell::new(NEXT_STEP, &[NEXT_STEP], NEXT_STEP, Absent::Nothing),
    Cell::new(CLOSES_TASK, &[CLOSES_TASK], "task", Absent::Nothing),
];

/// How a benefit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They were told of it, or are looking at it, and nothing was sent.
    Considered,
    /// They applied and wait.
    Applied,
    /// They have it.
    Has,
    /// It was refused.
    Refused,
    /// They had it, and it was taken away or ran out.
    Lost,
    /// It ended and nobody misses it.
    Over,
    /// It was written down by mistake.
    InError,
}

impl Standing {
    /// In the order to offer them.
    pub const ALL: [Self; 7] = [
        Self::Has,
        Self::Applied,
        Self::Considered,
        Self::Refused,
        Self::Lost,
        Self::Over,
        Self::InError,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Considered => "considered",
            Self::Applied => "applied",
            Self::Has => "has",
            Self::Refused => "refused",
            Self::Lost => "lost",
            Self::Over => "over",
            Self::InError => "in_error",
        }
    }

    /// Whether it is something that somebody has, wants or misses.
    #[must_use]
    pub const fn is_current(self) -> bool {
        !matches!(self, Self::Over | Self::InError)
    }

    /// What a benefit says; none for a word that only a newer app knows.
    #[must_use]
    pub fn said(benefit: &Cells) -> Option<Self> {
        let value = benefit.value(Key::fact("standing"));
        let word = value.as_word()?;
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// What somebody has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// It ends soon, or on this very day.
    Ends(NaiveDate),
    /// Its last day is over.
    Ended(NaiveDate),
    /// The answer to the application should have come.
    AnswerLate(NaiveDate),
    /// Until this day they can appeal.
    AppealBy(NaiveDate),
}

/// A benefit that nothing is written of, or what became of another: with what stood there, since most of
/// it still holds. What was noted then is not noted again.
#[must_use]
pub fn begin(of: Option<(&Cells, RecordId)>) -> Cells {
    of.map_or_else(|| Cells::empty(SHAPE), |of| begin_again(of, &["note"]))
}

/// What else changes where a fact of what became of a benefit does: the days of how it stood before are
/// not those of how it stands now, and are asked for anew.
pub fn changed(benefit: &mut Cells, name: &str) {
    if name == "standing" && benefit.value(Key::fact(REPLACES)) != Value::Nothing {
        benefit.put(Key::fact("since"), Value::Nothing);
        benefit.put(Key::fact("appeal_by"), Value::Nothing);
    }
}

/// Whether a fact is asked for, as a benefit stands.
#[must_use]
pub fn asks(benefit: &Cells, name: &str) -> bool {
    use Standing::{Applied, Has, Lost, Refused};
    let Some(standing) = Standing::said(benefit) else {
        return matches!(name, "benefit" | "program" | "standing" | "since");
    };
    match name {
        "answer_due" => standing == Applied,
        "appeal_by" => matches!(standing, Refused | Lost),
        "from" | "until" | "units" | "authorization" => standing == Has,
        "papers_missing" => standing.is_current(),
        _ => true,
    }
}

/// What a benefit lacks before it can be signed on `today`.
#[must_use]
pub fn lacks(benefit: &Cells, today: NaiveDate) -> Vec<Problem> {
    let value = |name| benefit.value(Key::fact(name));
    let day = |name| value(name).as_day().filter(|_| asks(benefit, name));
    let kind = value("benefit");
    let (from, until, since) = (day("from"), day("until"), day("since"));
    let before = |name| day(name).zip(since).is_some_and(|(day, since)| day < since);
    let asked_since = matches!(
        Standing::said(benefit),
        Some(Standing::Applied | Standing::Refused | Standing::Lost)
    );
    let units = value("units");
    let bad_units = asks(benefit, "units")
        && !matches!(units.parts(), None | Some((_, Json::Number(0..=100_000))));
    let checks = [
        (kind.as_word().is_none(), "benefit"),
        (kind.as_word() == Some("other") && !says(benefit, "program"), "program"),
        (Standing::said(benefit).is_none(), "standing"),
        // Of what somebody has nobody may know since when; an application and a refusal have their day.
        (asked_since && since.is_none() || since.is_some_and(|since| since > today), "since"),
        (before("answer_due"), "answer_due"),
        (before("appeal_by"), "appeal_by"),
        (from.zip(until).is_some_and(|(from, until)| until < from), "until"),
        (bad_units, "units"),
    ];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| problem(name)).collect()
}

/// What has to be looked at on `today`.
#[must_use]
pub fn warning(benefit: &Cells, today: NaiveDate) -> Option<Warning> {
    let day = |name| benefit.value(Key::fact(name)).as_day();
    let soon = |day: NaiveDate| days_before(day, WARN_DAYS) <= today;
    match Standing::said(benefit)? {
        Standing::Has => match day("until")? {
            until if until < today => Some(Warning::Ended(until)),
            until => soon(until).then_some(Warning::Ends(until)),
        },
        Standing::Applied => day("answer_due").filter(|due| *due < today).map(Warning::AnswerLate),
        Standing::Refused | Standing::Lost => {
            day("appeal_by").filter(|by| *by >= today).map(Warning::AppealBy)
        }
        Standing::Considered | Standing::Over | Standing::InError => None,
    }
}

/// What is used of the units that were granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// By notes so far.
    pub used: u32,
    /// By the letter.
    pub granted: u32,
}

impl Units {
    /// Four fifths are used, or all: time to ask for more.
    #[must_use]
    pub const fn run_out(self) -> bool {
        self.used as u64 * 5 >= self.granted as u64 * 4
    }
}

/// What is used of a benefit that somebody has; none where no units were granted, or nobody wrote from
/// when on. `count` says to how many units the notes of these days come.
#[must_use]
pub fn units(
    benefit: &Cells,
    count: impl FnOnce(NaiveDate, Option<NaiveDate>) -> u32,
) -> Option<Units> {
    let value = |name| benefit.value(Key::fact(name));
    let has = Standing::said(benefit) == Some(Standing::Has);
    let granted = match value("units").parts() {
        Some((_, Json::Number(granted))) if has => u32::try_from(*granted).ok()?,
        _ => return None,
    };
    let from = value("from").as_day().or_else(|| value("since").as_day())?;
    Some(Units { used: count(from, value("until").as_day()), granted })
}

/// Whether papers are missing for it.
#[must_use]
pub fn lacks_papers(benefit: &Cells) -> bool {
    says(benefit, "papers_missing") && asks(benefit, "papers_missing")
}

/// Whether somebody has to look at it on `today`: a day says so, or papers are missing.
#[must_use]
pub fn is_to_look_at(benefit: &Cells, today: NaiveDate) -> bool {
    warning(benefit, today).is_some() || lacks_papers(benefit)
}

/// What is to be done next about a benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Finding the papers that are missing for it.
    Papers,
    /// Renewing it.
    Renew,
    /// Asking what became of the application.
    Ask,
    /// Appealing, or applying again.
    Appeal,
}

/// Something to be done about a benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToDo {
    /// What.
    pub what: Next,
    /// When to do it.
    pub due: NaiveDate,
    /// The day that counts, where there is one: after it, it is too late.
    pub deadline: Option<NaiveDate>,
}

/// What is to be done next, seen from `today`: one thing, since a record makes one task. What has a day of
/// its own goes before papers that are missing, which are missing for something; then it is due when they
/// are.
#[must_use]
pub fn next(benefit: &Cells, today: NaiveDate) -> Option<ToDo> {
    let day = |name| benefit.value(Key::fact(name)).as_day();
    let papers = lacks_papers(benefit).then(|| days_after(today, PAPERS_DAYS));
    let own = match Standing::said(benefit)? {
        Standing::Has => day("until").map(|until| ToDo {
            what: Next::Renew,
            due: days_before(until, WARN_DAYS),
            deadline: Some(until),
        }),
        Standing::Applied => {
            let since = day("since").unwrap_or(today);
            let due = day("answer_due").unwrap_or_else(|| days_after(since, ASK_DAYS));
            Some(ToDo { what: Next::Ask, due, deadline: None })
        }
        Standing::Refused | Standing::Lost => {
            day("appeal_by").filter(|by| *by >= today).map(|by| ToDo {
                what: Next::Appeal,
                due: days_before(by, PAPERS_DAYS),
                deadline: Some(by),
            })
        }
        Standing::Considered | Standing::Over | Standing::InError => None,
    };
    let todo = match (own, papers) {
        (Some(own), Some(papers)) => ToDo { due: own.due.min(papers), ..own },
        (Some(own), None) => own,
        (None, papers) => ToDo { what: Next::Papers, due: papers?, deadline: None },
    };
    Some(ToDo { due: todo.due.max(today), ..todo })
}

fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
