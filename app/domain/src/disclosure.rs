//! Disclosures that a supervisor has to look at: what was told is never refused afterwards, since it was
//! told, but whoever leads hears of it (domain catalogue C7: "kept and flagged with both times").

use crate::{
    Moment,
    document::{Cells, Key},
    id::RecordId,
    record::{
        self, RecordKind,
        disclosure::{missing, told, told_at},
        release::named,
    },
    referral::State,
    release::{Refused, Standing, by_itself, covers, replaces},
    search::{fold, is_same_name},
    wire::v1::{CellRecordRow, DoubtAbout, Told},
};
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// What is to be looked at in one disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What.
    pub about: DoubtAbout,
    /// When the release was ended or replaced, by the phone on which it was.
    pub ended_at: Option<Moment>,
    /// When the server heard of that.
    pub ended_received_at: Option<Moment>,
}

const fn plain(about: DoubtAbout) -> Option<Doubt> {
    Some(Doubt { about, ended_at: None, ended_received_at: None })
}

/// A row with its place in the order in which the server took them, and its cells.
struct Placed<'a> {
    place: usize,
    row: &'a CellRecordRow,
    cells: Cells,
}

/// The records of a file by what they speak of, so that each is read once however many there are.
#[derive(Default)]
struct Index<'a> {
    releases: BTreeMap<RecordId, Placed<'a>>,
    /// Ends, and releases that say they renew one, by the release.
    after: BTreeMap<RecordId, Vec<Placed<'a>>>,
    referrals: BTreeMap<RecordId, Placed<'a>>,
    /// Disclosures, by the referral with which they were made.
    of_referral: BTreeMap<RecordId, Vec<Cells>>,
}

impl<'a> Index<'a> {
    fn of(records: &'a [CellRecordRow]) -> Self {
        let mut index = Self::default();
        for (place, row) in records.iter().enumerate() {
            let cells = row.record.cells();
            let id = row.record.record_id;
            let placed = |cells| Placed { place, row, cells };
            match row.record.kind {
                RecordKind::Release => {
                    if let Some(old) = named(&cells, "renews") {
                        index.after.entry(old).or_default().push(placed(cells.clone()));
                    }
                    index.releases.entry(id).or_insert_with(|| placed(cells));
                }
                RecordKind::ReleaseEnded => {
                    if let Some(of) = named(&cells, "release") {
                        index.after.entry(of).or_default().push(placed(cells));
                    }
                }
                RecordKind::Referral => {
                    index.referrals.entry(id).or_insert_with(|| placed(cells));
                }
                RecordKind::Disclosure => {
                    if let Some(of) = named(&cells, "referral") {
                        index.of_referral.entry(of).or_default().push(cells);
                    }
                }
                _ => {}
            }
        }
        index
    }

    /// What is to be looked at in a disclosure; none where all is well.
    ///
    /// Two phones never agree on the time. So a release counts as ended where the end was signed before
    /// something was told, by the clocks of both phones, and also where the server knew of the end
    /// first: a person looks at both times.
    fn doubt(&self, place: usize, row: &CellRecordRow) -> Option<Doubt> {
        let cells = row.record.cells();
        match told(&cells) {
            Some(Told::WithoutRight) => return plain(DoubtAbout::WithoutRight),
            Some(Told::ByRelease) => {}
            // Each is looked at once: whoever tells without a release answers for it (42 CFR 2.51(c)), and
            // what a law demands is often less than was asked for.
            Some(Told::InEmergency) if missing(&cells).is_empty() => {
                return plain(DoubtAbout::Emergency);
            }
            Some(Told::ByLaw) if missing(&cells).is_empty() => return plain(DoubtAbout::ByLaw),
            _ => return plain(DoubtAbout::FactsMissing),
        }
        let Some(held) = named(&cells, "release").and_then(|id| self.releases.get(&id)) else {
            return plain(DoubtAbout::NoRelease);
        };
        let at = told_at(&cells, row.record.at);
        let stood = by_itself(&held.row.record, at.date());
        if stood == Standing::Incomplete {
            return plain(DoubtAbout::Incomplete);
        }
        let after = self.after.get(&held.row.record.record_id).map(Vec::as_slice);
        let known = |one: &&Placed<'_>| one.place < place || one.row.record.at <= at;
        for one in after.unwrap_or_default().iter().filter(known) {
            let about = match one.row.record.kind {
                RecordKind::ReleaseEnded => DoubtAbout::Ended,
                // One that takes its place and allows this too takes nothing away.
                _ if !replaces(&one.row.record, &held.row.record)
                    || covers(&cells, &one.cells).is_ok() =>
                {
                    continue;
                }
                _ => DoubtAbout::Replaced,
            };
            let (ended_at, ended_received_at) = (Some(one.row.record.at), one.row.received_at);
            return Some(Doubt { about, ended_at, ended_received_at });
        }
        if !stood.is_in_force() {
            return plain(DoubtAbout::OutOfTime);
        }
        match covers(&cells, &held.cells) {
            Err(Refused::NotCovered(_)) => plain(DoubtAbout::NotCovered),
            Err(_) => plain(DoubtAbout::OtherRecipient),
            Ok(()) if missing(&cells).is_empty() => None,
            Ok(()) => plain(DoubtAbout::FactsMissing),
        }
    }

    /// A referral has left, or must have left since something became of it, and nothing says by which
    /// right.
    fn unsaid(&self, step: &CellRecordRow) -> Option<Doubt> {
        let cells = step.record.cells();
        let id = named(&cells, "referral")?;
        let left = State::said(&cells).is_some_and(|state| state != State::Closed);
        let referral = self.referrals.get(&id);
        let is_internal = referral.is_some_and(|held| !record::referral::is_external(&held.cells));
        let named = |cells: &Cells, name| {
            cells.value(Key::fact(name)).as_text().unwrap_or_default().to_owned()
        };
        let whom = referral.map(|held| named(&held.cells, "provider"));
        let said = |one: &Cells| {
            told(one).is_some_and(|told| told != Told::Nothing)
                && whom.as_ref().is_none_or(|whom| is_same_name(&named(one, "recipient"), whom))
        };
        let is_said = self.of_referral.get(&id).is_some_and(|all| all.iter().any(said));
        if left && !is_internal && !is_said { plain(DoubtAbout::Unsaid) } else { None }
    }
}

/// Every disclosure of a file that is to be looked at, in its order; and every step of a referral that
/// left for somebody outside without one. `records` are those of the client's file in the order in which
/// the server took them.
#[must_use]
pub fn doubts(records: &[CellRecordRow]) -> Vec<(&CellRecordRow, Doubt)> {
    let index = Index::of(records);
    let found = records.iter().enumerate().filter_map(|(place, row)| {
        let doubt = match row.record.kind {
            RecordKind::Disclosure => index.doubt(place, row),
            RecordKind::ReferralStep => index.unsaid(row),
            _ => None,
        };
        Some((row, doubt?))
    });
    found.collect()
}

/// Whether somebody whom a note names may well be somebody else than the recipient of a release: then
/// whoever tells says that they are one. "Dr. Ruiz" is no stranger to "Dr. Ruiz, Eastside Clinic".
#[must_use]
pub fn is_somebody_else(whom: &str, release: &Cells) -> bool {
    let named = fold(release.value(Key::fact("recipient")).as_text().unwrap_or_default());
    let whom = fold(whom);
    let whom: Vec<_> = whom.split_whitespace().collect();
    let named: Vec<_> = named.split_whitespace().collect();
    let is_in = !whom.is_empty() && named.windows(whom.len()).any(|part| part == whom);
    // A word such as "Dr." is nobody's name.
    !is_in || whom.iter().all(|word| word.len() < 4) && whom != named
}
