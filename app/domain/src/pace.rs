//! How often somebody is to be seen, and whether that is happening
//! (domain model C8; the levels are from seed 000:52-58).

use crate::{
    Moment,
    dated::has_happened,
    id::ContactId,
    json::ReadObject,
    wire::v1::{Client, Contact, ContactRow, Level, Mode, Outcome, Policy, With},
};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Serialize;

/// A level that begins so many days from now was mistyped, or is no reason to wait.
const SLIP_DAYS: u64 = 180;

/// What pace needs to know of one contact; some sixty of these stand for a file of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct ContactMark {
    /// When it began.
    pub at: Moment,
    /// In person.
    pub face_to_face: bool,
    /// Completed and with the client; attempts count as effort, not as pace.
    pub qualifying: bool,
    /// An attempt at the client that came to nothing. Not known of marks of an older app.
    #[serde(default, skip_serializing_if = "is_no")]
    pub tried: bool,
    /// The last bytes of the contact's id, enough to find it among one client's: an
    /// unsent "entered in error" takes its mark away. 0 on marks of an older app.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tail: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it so")]
const fn is_zero(tail: &u32) -> bool {
    *tail == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it so")]
const fn is_no(yes: &bool) -> bool {
    !*yes
}

const fn tail(contact_id: ContactId) -> u32 {
    let [.., a, b, c, d] = *contact_id.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

impl ContactMark {
    /// The mark a signed contact leaves.
    #[must_use]
    pub fn of(contact: &Contact) -> Self {
        Self {
            at: contact.occurred_start,
            face_to_face: contact.mode == Mode::FaceToFace,
            qualifying: contact.outcome == Outcome::Completed && contact.with == With::Client,
            tried: contact.outcome != Outcome::Completed && contact.with == With::Client,
            tail: tail(contact.contact_id),
        }
    }

    /// The mark is that of this contact.
    #[must_use]
    pub const fn is_of(&self, contact_id: ContactId) -> bool {
        self.tail == tail(contact_id)
    }

    /// It has happened by `now`: a time that is still to come is no contact yet.
    #[must_use]
    pub const fn has_happened(&self, now: Moment) -> bool {
        has_happened(self.at, now)
    }

    /// The same; none where the date is in doubt.
    #[must_use]
    pub fn believed(row: &ContactRow) -> Option<Self> {
        (!row.is_in_doubt()).then(|| Self::of(&row.contact))
    }
}

/// Contacts a month that level II asks for, and where level review is suggested (seed 000:56).
const LEVEL_II: std::ops::RangeInclusive<u32> = 4..=12;

/// Where a client stands against the contact rule of their level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Level I: a contact each service day.
    Daily {
        /// Whole service days before today without a contact.
        gap_days: u32,
        /// Seen today, or today is not a service day.
        settled_today: bool,
    },
    /// Level II: contacts this calendar month.
    Monthly {
        /// Qualifying contacts so far.
        done: u32,
        /// Expected so far, pro-rated for days in service, rounded down.
        expected: u32,
        /// At least one was in person.
        face_to_face: bool,
        /// More than level II means; the level may want a review.
        above: bool,
    },
    /// Level III and outreach: as needed.
    AsNeeded {
        /// Days since the last qualifying contact; none if there never was one.
        silent_days: Option<u32>,
    },
    /// Paused or ended: nothing is expected.
    Resting,
}

/// When the last contact began that has happened by `now`.
#[must_use]
pub fn last(marks: &[ContactMark], now: Moment) -> Option<Moment> {
    marks.iter().filter(|mark| mark.has_happened(now)).map(|mark| mark.at).max()
}

/// What "last contact" means, everywhere: when a client was with somebody, and when they were tried
/// for in vain since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Last {
    /// The last completed contact with the client, and whether it was in person.
    pub reached: Option<(Moment, bool)>,
    /// The last attempt after it.
    pub tried: Option<Moment>,
}

impl Last {
    /// As of `now`, from marks in any order.
    #[must_use]
    pub fn of(marks: &[ContactMark], now: Moment) -> Self {
        let happened = || marks.iter().filter(|mark| mark.has_happened(now));
        let reached = happened().filter(|mark| mark.qualifying);
        let reached = reached.map(|mark| (mark.at, mark.face_to_face)).max();
        let since = |at: &Moment| reached.is_none_or(|(reached, _)| *at > reached);
        let tried = happened().filter(|mark| mark.tried).map(|mark| mark.at);
        Self { reached, tried: tried.filter(since).max() }
    }
}

/// Works out the pace at the time `now`, from marks in any order. A contact
/// that is still to come has not happened.
#[must_use]
pub fn pace(client: &Client, marks: &[ContactMark], policy: &Policy, now: Moment) -> Pace {
    let today = now.date();
    if !client.is_served_on(today) {
        return Pace::Resting;
    }
    let happened = |mark: &&ContactMark| mark.qualifying && mark.has_happened(now);
    let last = marks.iter().filter(happened).map(|mark| mark.at).max();
    // At a stage before or after the service a level that is left over owes nothing.
    let is_owed = client.stage_on(today).is_in_service();
    // Nobody is left without a pace until a first level begins in half a year or in another century.
    let slip = || {
        let far = today.checked_add_days(Days::new(SLIP_DAYS));
        let first = client.levels.iter().all(|begun| begun.since > today);
        first && far.is_some_and(|far| client.level_since.is_some_and(|since| since > far))
    };
    let level = client.level_on(today).or_else(|| client.level.filter(|_| slip()));
    match level.filter(|_| is_owed) {
        Some(Level::I) => daily(client, last, policy, today),
        Some(Level::II) => monthly(client, marks.iter().filter(happened), today),
        Some(Level::III) | None => {
            Pace::AsNeeded { silent_days: last.map(|at| days_between(at.date(), today)) }
        }
    }
}

fn daily(client: &Client, last: Option<Moment>, policy: &Policy, today: NaiveDate) -> Pace {
    let is_service_day = |day: NaiveDate| {
        policy.service_week >= 7 || !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
    };
    let last_day = last.map(Moment::date);
    // Only days at this level are missed: of somebody who came to it yesterday not the month
    // before. None further back than a year makes it more urgent.
    let owed = |day: NaiveDate| {
        is_service_day(day) && client.level_on(day) == Some(Level::I) && client.is_served_on(day)
    };
    // Without any contact the gap counts from the first day of which a level is known: the one in
    // force may begin only after today.
    let from = match last_day {
        Some(day) => day.checked_add_days(Days::new(1)),
        None => client.levels.iter().map(|begun| begun.since).chain(client.level_since).min(),
    };
    let year_ago = today.checked_sub_days(Days::new(365)).unwrap_or(today);
    let from = from.unwrap_or(today).max(year_ago);
    let missed = from.iter_days().take_while(|day| *day < today);
    let gap_days = u32::try_from(missed.filter(|day| owed(*day)).count()).unwrap_or(u32::MAX);
    // Where it was noted the next day may have begun.
    let settled_today = last_day >= Some(today) || !is_service_day(today);
    Pace::Daily { gap_days, settled_today }
}

fn monthly<'a>(
    client: &Client,
    happened: impl Iterator<Item = &'a ContactMark>,
    today: NaiveDate,
) -> Pace {
    let first = today.with_day(1).unwrap_or(today);
    let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(first);
    let in_month = days_between(first, next).max(1);
    let owed =
        |day: &NaiveDate| client.level_on(*day) == Some(Level::II) && client.is_served_on(*day);
    let days = first.iter_days().take_while(|day| *day <= today).take(31);
    let active_days = u32::try_from(days.filter(owed).count()).unwrap_or(31);
    let mut hours: Vec<(NaiveDate, u32)> = Vec::new();
    let mut face_to_face = false;
    for mark in happened {
        let day = mark.at.date();
        if day >= first && day < next {
            // One a clock hour counts.
            let hour = (day, chrono::Timelike::hour(&mark.at.local()));
            if !hours.contains(&hour) {
                hours.push(hour);
            }
            face_to_face |= mark.face_to_face;
        }
    }
    let done = u32::try_from(hours.len()).unwrap_or(u32::MAX);
    Pace::Monthly {
        done,
        expected: LEVEL_II.start() * active_days / in_month,
        face_to_face,
        above: done > *LEVEL_II.end(),
    }
}

fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

#[cfg(test)]
#[path = "pace_tests.rs"]
mod tests;
