//! How a referral stands, by its steps (domain catalogue C7, `referral`): linking somebody is done when
//! their first appointment was kept, not when a letter left (seed 004:129).

use crate::{
    document::{Cells, Key},
    id::RecordId,
    record::{RecordKind, release::named},
    wire::v1::CellRecordRow,
};
use chrono::NaiveDate;

#[cfg(test)]
mod tests;

/// How a referral stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is written and has not left.
    Made,
    /// It left.
    Sent,
    /// They have it.
    Acknowledged,
    /// They will take the person when there is room.
    Waitlisted,
    /// They take the person, from a day.
    Accepted,
    /// The appointment came to nothing.
    Missed,
    /// The first appointment was kept.
    Linked,
    /// They do not take the person.
    Refused,
    /// It is over.
    Closed,
}

impl State {
    /// Those that a step may say, in the order to offer them.
    pub const STEPS: [Self; 8] = [
        Self::Sent,
        Self::Acknowledged,
        Self::Accepted,
        Self::Waitlisted,
        Self::Refused,
        Self::Linked,
        Self::Missed,
        Self::Closed,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Sent => "sent",
            Self::Acknowledged => "acknowledged",
            Self::Waitlisted => "waitlisted",
            Self::Accepted => "accepted",
            Self::Missed => "missed",
            Self::Linked => "linked",
            Self::Refused => "refused",
            Self::Closed => "closed",
        }
    }

    /// What a step says it has come to; none for a word that only a newer app knows.
    #[must_use]
    pub fn said(step: &Cells) -> Option<Self> {
        let value = step.value(Key::fact("state"));
        let word = value.as_word()?;
        Self::STEPS.into_iter().find(|state| state.word() == word)
    }

    /// Whether a step may lead from here to there. What others do may be heard of late: a provider
    /// takes somebody without ever saying that the letter came.
    #[must_use]
    pub const fn leads_to(self, next: Self) -> bool {
        use State::{
            Accepted, Acknowledged, Closed, Linked, Made, Missed, Refused, Sent, Waitlisted,
        };
        match self {
            Made => matches!(next, Sent | Closed),
            Sent => matches!(next, Acknowledged | Accepted | Waitlisted | Refused | Closed),
            Acknowledged => matches!(next, Accepted | Waitlisted | Refused | Closed),
            Waitlisted => matches!(next, Accepted | Refused | Closed),
            Accepted => matches!(next, Accepted | Linked | Missed | Refused | Closed),
            Missed => matches!(next, Accepted | Linked | Refused | Closed),
            Linked => matches!(next, Closed),
            Refused | Closed => false,
        }
    }

    /// Days after which somebody looks whether anything has come of it; none where nothing is to come.
    /// An appointment has its own day; whoever is taken and given none is asked about.
    #[must_use]
    pub const fn silent_after(self) -> Option<u64> {
        match self {
            Self::Made | Self::Missed => Some(3),
            Self::Sent => Some(5),
            Self::Acknowledged | Self::Accepted => Some(7),
            Self::Waitlisted => Some(30),
            Self::Refused => Some(2),
            Self::Linked | Self::Closed => None,
        }
    }

    /// Whether something is still to come of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Linked | Self::Refused | Self::Closed)
    }
}

/// A client's referrals, out of all records of their file.
pub fn referrals(records: &[CellRecordRow]) -> impl DoubleEndedIterator<Item = &CellRecordRow> {
    records.iter().filter(|row| row.record.kind == RecordKind::Referral)
}

/// The referral of this id.
#[must_use]
pub fn referral(records: &[CellRecordRow], id: RecordId) -> Option<&CellRecordRow> {
    referrals(records).find(|row| row.record.record_id == id)
}

/// The day on which a step was. One of a clock that cannot be believed counts from the day on which the
/// server heard of it.
fn day_of(row: &CellRecordRow) -> NaiveDate {
    let heard = row.received_at.filter(|_| row.date_in_doubt);
    let on = || row.record.cells().value(Key::fact("on")).as_day();
    heard.map(|at| at.date()).or_else(on).unwrap_or_else(|| row.record.at.date())
}

/// The steps of a referral, by the day on which each was, then by when it was signed. The order is the
/// same on every phone, whichever step came to it first.
#[must_use]
pub fn steps(records: &[CellRecordRow], id: RecordId) -> Vec<&CellRecordRow> {
    let is_of = |row: &&CellRecordRow| {
        row.record.kind == RecordKind::ReferralStep
            && named(&row.record.cells(), "referral") == Some(id)
    };
    let mut steps: Vec<_> = records.iter().filter(is_of).collect();
    steps.sort_by_key(|row| (day_of(row), row.record.at.utc_ms(), row.record.record_id));
    steps
}

/// How a referral stands, and the day from which. A step that does not lead on from where it stands,
/// since two phones wrote down the same thing or one went ahead, is kept and changes nothing.
#[must_use]
pub fn state(made: NaiveDate, steps: &[&CellRecordRow]) -> (State, NaiveDate) {
    let mut now = (State::Made, made);
    for row in steps {
        let Some(next) = State::said(&row.record.cells()) else { continue };
        if now.0.leads_to(next) {
            now = (next, day_of(row));
        }
    }
    now
}

/// Whether a step of this day follows on all that is on record: one of a day before the referral, or before
/// its last step, would change nothing, or put what came after it out of force.
#[must_use]
pub fn follows_on(made: NaiveDate, steps: &[&CellRecordRow], on: NaiveDate) -> bool {
    let (_, since) = state(made, steps);
    on >= since
}
