//! An appointment of a client: what it is, when and where, how they get there, what they want to say there,
//! and what came of it (domain catalogue A5 RF10, C7; seed 000:74).
//!
//! It is signed once and never changes. Another day, or what came of it, is another that takes its place.

use crate::{
    document::{Absent, Cell, Cells, Key, Shape, TIME, Value},
    id::RecordId,
    json::Json,
    problem::Problem,
    record::{
        CLOSES_TASK, NEXT_STEP, REPLACES, RecordKind, begin_again, not_replaced,
        release::{no_number, problem, says},
    },
    wire::v1::CellRecordRow,
};
use chrono::{Days, NaiveDate};

#[cfg(test)]
mod tests;

/// Of which cells an appointment is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: &[], due: None };

/// Days before an appointment on which a ride is to be arranged: agencies that drive people want a call two
/// working days ahead.
const RIDE_DAYS: u64 = 3;

/// Days after one that came to nothing in which somebody asks for another.
const AGAIN_DAYS: u64 = 2;

const FACTS: &[Cell] = &[
    // The one whose place it takes.
    Cell::new(REPLACES, &[REPLACES], "record", Absent::Nothing),
    Cell::words("what", &["what"]),
    Cell::day("on", &["on"]),
    Cell::new("at", &["at"], TIME, Absent::Nothing),
    Cell::words("place", &["place"]),
    Cell::words("call", &["call"]),
    Cell::new("way_there", &["way_there"], "way_there", Absent::Nothing),
    Cell::words("ride", &["ride"]),
    // In the client's own words.
    Cell::words("hopes", &["hopes"]),
    // Where somebody is and when can be dangerous on a phone that others read.
    Cell::flag("for_client", &["for_client"]),
    Cell::new("standing", &["standing"], "appointment_standing", Absent::Nothing),
    Cell::words("came_of_it", &["came_of_it"]),
    Cell::new(NEXT_STEP, &[NEXT_STEP], NEXT_STEP, Absent::Nothing),
    Cell::new(CLOSES_TASK, &[CLOSES_TASK], "task", Absent::Nothing),
];

/// How an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is to come, or nobody has said yet what came of it.
    Planned,
    /// They were there.
    Kept,
    /// They were not.
    Missed,
    /// Somebody called it off.
    Cancelled,
    /// It was written down by mistake.
    InError,
}

impl Standing {
    /// In the order to offer them.
    pub const ALL: [Self; 5] =
        [Self::Planned, Self::Kept, Self::Missed, Self::Cancelled, Self::InError];

    /// What may have come of one, in the order to offer it.
    pub const OUTCOMES: [Self; 3] = [Self::Kept, Self::Missed, Self::Cancelled];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Kept => "kept",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
            Self::InError => "in_error",
        }
    }

    /// What an appointment says; none for a word that only a newer app knows.
    #[must_use]
    pub fn said(appointment: &Cells) -> Option<Self> {
        let value = appointment.value(Key::fact("standing"));
        let word = value.as_word()?;
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }

    /// The value of an appointment that stands so.
    #[must_use]
    pub fn value(self) -> Value {
        Value::of("appointment_standing", Json::Text(self.word().to_owned()))
    }
}

/// How somebody gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayThere {
    /// By themselves.
    Alone,
    /// Somebody has to find them a ride.
    RideAsked,
    /// A ride is arranged.
    Ride,
    /// Somebody of the team goes along.
    Escort,
    /// By phone or video.
    Remote,
}

impl WayThere {
    /// In the order to offer them.
    pub const ALL: [Self; 5] =
        [Self::Alone, Self::RideAsked, Self::Ride, Self::Escort, Self::Remote];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::RideAsked => "ride_asked",
            Self::Ride => "ride",
            Self::Escort => "escort",
            Self::Remote => "remote",
        }
    }

    /// By its word; none for one that only a newer app knows.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }

    /// What an appointment says; none where it says nothing, or what only a newer app knows.
    #[must_use]
    pub fn said(appointment: &Cells) -> Option<Self> {
        Self::of(appointment.value(Key::fact("way_there")).as_word()?)
    }
}

/// An appointment that nothing is written of, or another that takes the place of one: with what stood
/// there, since most of it still holds.
#[must_use]
pub fn begin(of: Option<(&Cells, RecordId)>) -> Cells {
    match of {
        Some(of) => begin_again(of, &["came_of_it"]),
        None => {
            let mut appointment = Cells::empty(SHAPE);
            appointment.put(Key::fact("standing"), Standing::Planned.value());
            appointment.put(Key::fact("for_client"), Value::flag(true));
            appointment
        }
    }
}

/// What came of an appointment, with nothing further said of it.
#[must_use]
pub fn outcome(of: (&Cells, RecordId), standing: Standing) -> Cells {
    let mut appointment = begin(Some(of));
    appointment.put(Key::fact("standing"), standing.value());
    appointment
}

/// Whether a fact is asked for, as an appointment stands.
#[must_use]
pub fn asks(appointment: &Cells, name: &str) -> bool {
    match name {
        "ride" => {
            matches!(WayThere::said(appointment), Some(WayThere::RideAsked | WayThere::Ride))
        }
        "came_of_it" => Standing::said(appointment) != Some(Standing::Planned),
        _ => true,
    }
}

/// What an appointment lacks before it can be signed on `today`.
#[must_use]
pub fn lacks(appointment: &Cells, today: NaiveDate) -> Vec<Problem> {
    use Standing::{Kept, Missed, Planned};
    let value = |name| appointment.value(Key::fact(name));
    let standing = Standing::said(appointment);
    let on = value("on").as_day();
    let was = matches!(standing, Some(Kept | Missed));
    let checks = [
        (!says(appointment, "what"), "what"),
        (on.is_none(), "on"),
        // One whose day is over is not planned any more: something came of it.
        (standing == Some(Planned) && on.is_some_and(|on| on < today), "standing"),
        (was && on.is_some_and(|on| on > today), "standing"),
        (standing.is_none(), "standing"),
    ];
    let lacking = checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| problem(name));
    lacking.chain(no_number(appointment, "call")).collect()
}

/// What is to be done next about an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Finding a ride.
    Ride,
    /// Going along.
    Escort,
    /// Reminding somebody of it, and asking how it went.
    Remind,
    /// Finding out what was in the way, and making another.
    Again,
    /// Making another, where they still want it.
    CalledOff,
}

/// What is to be done next, and when, seen from `today`: one thing, since a record makes one task. Whoever
/// ticks it off before is still asked what came of it, on the client's page.
#[must_use]
pub fn next(appointment: &Cells, today: NaiveDate) -> Option<(Next, NaiveDate)> {
    let on = appointment.value(Key::fact("on")).as_day()?;
    let before = |days| on.checked_sub_days(Days::new(days)).unwrap_or(on).max(today);
    let after = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
    match Standing::said(appointment)? {
        Standing::Planned => Some(match WayThere::said(appointment) {
            Some(WayThere::RideAsked) => (Next::Ride, before(RIDE_DAYS)),
            Some(WayThere::Escort) => (Next::Escort, on.max(today)),
            _ => (Next::Remind, before(1)),
        }),
        Standing::Missed => Some((Next::Again, after(AGAIN_DAYS))),
        Standing::Cancelled => Some((Next::CalledOff, after(AGAIN_DAYS))),
        Standing::Kept | Standing::InError => None,
    }
}

/// A client's appointments of which nobody has said yet what came of them, by day and time; of one day
/// those without a time are last.
#[must_use]
pub fn planned(records: &[CellRecordRow]) -> Vec<(&CellRecordRow, Cells)> {
    let all = not_replaced(records, RecordKind::Appointment).into_iter();
    let all = all.map(|row| (row, row.record.cells()));
    let mut planned: Vec<_> = all
        // What only a newer app can say of one is not known to be over.
        .filter(|(_, cells)| Standing::said(cells).is_none_or(|said| said == Standing::Planned))
        .collect();
    planned.sort_by_key(|(row, cells)| {
        let on = cells.value(Key::fact("on")).as_day();
        (
            on.unwrap_or(NaiveDate::MAX),
            cells.value(Key::fact("at")).as_time().unwrap_or(u32::MAX),
            row.record.record_id,
        )
    });
    planned
}
