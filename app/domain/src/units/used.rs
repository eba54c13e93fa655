//! What is used of units that were granted, as far as one phone knows.

use super::{Effort, Void, reckon};
use crate::{
    id::made_of_a_key,
    wire::v1::{AddendumKind, AddendumRow, ContactRow, UnitRules},
};
use chrono::NaiveDate;

/// Units that the notes about one client come to, of days from `from` until `until`, both included,
/// in the order in which the server took them; those it has not taken come last.
///
/// A phone knows the notes about its own clients: where a colleague was with somebody else at the same
/// time, the export counts fewer ([`super::Why::Overlap`]).
#[must_use]
pub fn used(
    rules: &UnitRules,
    notes: &[ContactRow],
    added: &[AddendumRow],
    (from, until): (NaiveDate, Option<NaiveDate>),
) -> u32 {
    let in_error = |note: &ContactRow| {
        added.iter().any(|row| {
            row.addendum.kind == AddendumKind::EnteredInError
                && row.addendum.contact_id == note.contact.contact_id
        })
    };
    let void = |note: &ContactRow| match () {
        () if made_of_a_key(note.contact.contact_id.as_bytes()) => Some(Void::Imported),
        () => in_error(note).then_some(Void::EnteredInError),
    };
    let taken = |note: &ContactRow| note.received_at.map_or(i64::MAX, |at| at.utc_ms());
    let efforts: Vec<Effort> =
        notes.iter().map(|note| Effort::of(note, taken(note), void(note))).collect();
    let is_of = |effort: &Effort| {
        let day = effort.day();
        from <= day && until.is_none_or(|until| day <= until)
    };
    let reckoned = reckon(rules, &efforts);
    let of_days = efforts.iter().zip(&reckoned).filter(|(effort, _)| is_of(effort));
    of_days.map(|(_, reckoned)| reckoned.units).sum()
}
