//! The hours that a staff member has: none of them is counted twice.

use super::Effort;
use crate::{
    Moment,
    id::{ContactId, StaffId},
};
use std::collections::BTreeMap;

/// Whole minutes since 1970, in UTC: what a clock of hours and minutes shows.
const fn minute(at: Moment) -> i64 {
    at.utc_ms().div_euclid(60_000)
}

/// Stretches of time that are taken, none of which touches another: beginning and end.
#[derive(Debug, Clone, Default)]
pub(super) struct Hours(BTreeMap<i64, i64>);

impl Hours {
    /// Takes the time from `start` to `end`, and says how many minutes of it were free.
    pub(super) fn take(&mut self, start: Moment, end: Moment) -> u32 {
        let (start, end) = (minute(start), minute(end));
        if end <= start {
            return 0;
        }
        let mut free = end - start;
        let (mut from, mut to) = (start, end);
        // Those that begin by its end, the last first; none of them reaches beyond the next.
        let touching: Vec<_> = self
            .0
            .range(..=end)
            .rev()
            .map(|(from, to)| (*from, *to))
            .take_while(|(_, to)| *to >= start)
            .collect();
        for (taken_from, taken_to) in touching {
            free -= taken_to.min(end) - taken_from.max(start);
            from = from.min(taken_from);
            to = to.max(taken_to);
            self.0.remove(&taken_from);
        }
        self.0.insert(from, to);
        u32::try_from(free).unwrap_or(0)
    }
}

/// Of each note that takes up some of the time of another of the same staff member, that other: the
/// one that reaches furthest of those that begin before it, or the next that begins after.
pub(super) fn overlaps<'a>(
    notes: impl Iterator<Item = &'a Effort>,
) -> BTreeMap<ContactId, ContactId> {
    let mut by_staff: BTreeMap<StaffId, Vec<(i64, i64, ContactId)>> = BTreeMap::new();
    for note in notes {
        let (start, end) = (minute(note.start), minute(note.end));
        if end > start {
            by_staff.entry(note.staff).or_default().push((start, end, note.contact_id));
        }
    }
    let mut found = BTreeMap::new();
    for mut times in by_staff.into_values() {
        times.sort_unstable();
        let mut furthest: Option<(i64, ContactId)> = None;
        for (start, end, note) in times {
            if let Some((until, other)) = furthest
                && until > start
            {
                found.insert(note, other);
                found.entry(other).or_insert(note);
            }
            if furthest.is_none_or(|(until, _)| end > until) {
                furthest = Some((end, note));
            }
        }
    }
    found
}
