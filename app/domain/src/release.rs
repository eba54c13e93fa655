//! Which releases are in force, and whether something may be told under one (domain catalogue C7, `roi`;
//! 42 CFR 2.31(c); 45 CFR 164.508(b)(2)).

use crate::{
    Moment,
    document::{Cells, Key, Value},
    id::RecordId,
    record::{
        RecordKind, disclosure,
        release::{RENEW_WITHIN_DAYS, missing, named},
    },
    search::is_same_name,
    wire::v1::{CellRecord, CellRecordRow},
};
use chrono::NaiveDate;

#[cfg(test)]
pub(crate) mod tests;

/// How it stands with a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It lacks something without which it never takes effect; a spoken yes is no signature.
    Incomplete,
    /// It begins on this day, or was signed on it.
    NotYet(NaiveDate),
    /// It is in force, until this day if it has one.
    InForce(Option<NaiveDate>),
    /// It is in force and ends so soon that it is to be renewed.
    Expiring(NaiveDate),
    /// It ended on this day by itself.
    Expired(NaiveDate),
    /// Somebody ended it.
    Ended(Moment),
    /// Another was signed in its place.
    Replaced,
}

impl Standing {
    /// Whether something may be told under it.
    #[must_use]
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::InForce(_) | Self::Expiring(_))
    }
}

/// A client's releases, out of all records of their file.
pub fn releases(records: &[CellRecordRow]) -> impl DoubleEndedIterator<Item = &CellRecordRow> {
    records.iter().filter(|row| row.record.kind == RecordKind::Release)
}

/// The release of this id.
#[must_use]
pub fn release(records: &[CellRecordRow], id: RecordId) -> Option<&CellRecordRow> {
    releases(records).find(|row| row.record.record_id == id)
}

/// What ended a release, of several the one that was signed first.
#[must_use]
pub fn ending(records: &[CellRecordRow], id: RecordId) -> Option<&CellRecordRow> {
    let ends = records.iter().filter(|row| {
        row.record.kind == RecordKind::ReleaseEnded
            && named(&row.record.cells(), "release") == Some(id)
    });
    ends.min_by_key(|row| row.record.at)
}

/// Whether one release takes the place of another: it says so, is whole, and names the same recipient.
/// Nobody's release is replaced by one for somebody else. Whoever renewed it had it before them: the clocks
/// of the two phones have no say in which came first, but where each claims to renew the other.
#[must_use]
pub fn replaces(next: &CellRecord, old: &CellRecord) -> bool {
    let (cells, before) = (next.cells(), old.cells());
    let renews_next = named(&before, "renews") == Some(next.record_id);
    next.record_id != old.record_id
        && !(renews_next && (next.at, next.record_id) < (old.at, old.record_id))
        && named(&cells, "renews") == Some(old.record_id)
        && missing(&cells).is_empty()
        && is_for_the_same(&cells, &before)
}

/// Whether two records name the same recipient, as people write.
#[must_use]
pub fn is_for_the_same(one: &Cells, other: &Cells) -> bool {
    let (one, other) = (one.value(Key::fact("recipient")), other.value(Key::fact("recipient")));
    is_same_name(one.as_text().unwrap_or_default(), other.as_text().unwrap_or_default())
}

/// How a release stands on `today`, among all records of the client's file. Whatever ends it, ends it
/// for good: nothing that was signed before or after brings it back but another release.
#[must_use]
pub fn standing(release: &CellRecord, records: &[CellRecordRow], today: NaiveDate) -> Standing {
    if let Some(end) = ending(records, release.record_id) {
        return Standing::Ended(end.record.at);
    }
    let alone = by_itself(release, today);
    let begun = |row: &CellRecordRow| {
        let begins = row.record.cells().value(Key::fact("begins")).as_day();
        begins.is_some_and(|day| day <= today) && replaces(&row.record, release)
    };
    match alone {
        Standing::Incomplete | Standing::Expired(_) => alone,
        _ if releases(records).any(begun) => Standing::Replaced,
        _ => alone,
    }
}

/// Milliseconds for which something was told just now. Phones are off by minutes, and nobody writes down
/// sooner what they said.
const JUST_NOW_MS: i64 = 60 * 60_000;

/// How a release stood at a moment, as somebody says `now`: what ended it afterwards is left out of account.
/// For what happens just now everything counts that this phone has, whatever the clock of the phone says
/// on which it was signed: it was there before.
#[must_use]
pub fn stood(release: &CellRecord, records: &[CellRecordRow], at: Moment, now: Moment) -> Standing {
    if now.utc_ms().saturating_sub(at.utc_ms()) <= JUST_NOW_MS {
        return standing(release, records, at.date());
    }
    let before: Vec<_> = records.iter().filter(|row| row.record.at <= at).cloned().collect();
    standing(release, &before, at.date())
}

/// What a release says of itself, whatever else was signed.
#[must_use]
pub fn by_itself(release: &CellRecord, today: NaiveDate) -> Standing {
    let cells = release.cells();
    if !missing(&cells).is_empty() {
        return Standing::Incomplete;
    }
    let day = |name| cells.value(Key::fact(name)).as_day();
    let by_day = cells.value(Key::fact("expiry")).as_word() == Some("day");
    let until = day("until").filter(|_| by_day);
    if let Some(until) = until.filter(|until| *until < today) {
        return Standing::Expired(until);
    }
    // Nobody allows anything before they have signed, whatever day is written in it.
    let begins = day("begins").map_or(release.at.date(), |day| day.max(release.at.date()));
    if begins > today {
        return Standing::NotYet(begins);
    }
    let soon = |until: &NaiveDate| {
        until.signed_duration_since(today).num_days() <= RENEW_WITHIN_DAYS.cast_signed()
    };
    match until.filter(soon) {
        Some(until) => Standing::Expiring(until),
        None => Standing::InForce(until),
    }
}

/// Releases under which something may be told on `today`.
pub fn in_force(
    records: &[CellRecordRow],
    today: NaiveDate,
) -> impl Iterator<Item = &CellRecordRow> {
    releases(records).filter(move |row| standing(&row.record, records, today).is_in_force())
}

/// Why nothing may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is no such release here.
    NoRelease,
    /// It is not in force.
    NotInForce(Standing),
    /// It names somebody else.
    OtherRecipient,
    /// It does not cover this category.
    NotCovered(&'static str),
}

/// Whether a release allows what a disclosure says was told under it at `at`, which somebody writes down
/// `now`. The same answer for every act by which something leaves: a contact, a referral, a packet, a
/// paper. What was told while it was in force stays allowed when it is written down later.
///
/// # Errors
/// Why it does not.
pub fn allows(
    told: &Cells,
    records: &[CellRecordRow],
    at: Moment,
    now: Moment,
) -> Result<(), Refused> {
    let row = named(told, "release").and_then(|id| release(records, id));
    let row = row.ok_or(Refused::NoRelease)?;
    let standing = stood(&row.record, records, at, now);
    if !standing.is_in_force() {
        return Err(Refused::NotInForce(standing));
    }
    covers(told, &row.record.cells())
}

/// The release under which a referral may leave at `at`, as somebody says `now`: in force, for its provider,
/// and covering all that it tells of.
///
/// # Errors
/// Why there is none: of several that name the provider, why the last of them does not do.
pub fn for_referral<'a>(
    referral: &Cells,
    id: RecordId,
    records: &'a [CellRecordRow],
    at: Moment,
    now: Moment,
) -> Result<&'a CellRecordRow, Refused> {
    let mut refused = Refused::NoRelease;
    let provider = referral.value(Key::fact("provider"));
    for row in releases(records).rev() {
        let cells = row.record.cells();
        let recipient = cells.value(Key::fact("recipient"));
        let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
        if !is_same_name(&text(&recipient), &text(&provider)) {
            continue;
        }
        let told = disclosure::of_referral(referral, id, (row.record.record_id, &cells), "");
        match allows(&told, records, at, now) {
            Ok(()) => return Ok(row),
            Err(why) if refused == Refused::NoRelease => refused = why,
            Err(_) => {}
        }
    }
    Err(refused)
}

/// Whether a release names whom something was told, and covers all of it.
///
/// # Errors
/// [`Refused::OtherRecipient`] or [`Refused::NotCovered`].
pub fn covers(told: &Cells, release: &Cells) -> Result<(), Refused> {
    if !is_for_the_same(told, release) {
        return Err(Refused::OtherRecipient);
    }
    let covered = |name: &'static str| release.value(Key::fact(name)) == Value::flag(true);
    match disclosure::categories(told).find(|name| !covered(name)) {
        Some(name) => Err(Refused::NotCovered(name)),
        None => Ok(()),
    }
}
