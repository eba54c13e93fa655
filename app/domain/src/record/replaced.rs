//! Records of which another may take the place, as what became of a benefit or another day of an
//! appointment: what was signed never changes, and it stays readable what stood when.

use super::{CLOSES_TASK, NEXT_STEP, RecordKind, release::named, task_of};
use crate::{
    document::{Cells, Key, Value},
    id::RecordId,
    json::Json,
    wire::v1::CellRecordRow,
};
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

/// The cell that names the one whose place a record takes.
pub const REPLACES: &str = "replaces";

/// One that takes the place of another: with what stood there, but for what was said of that moment alone.
#[must_use]
pub fn begin_again((before, id): (&Cells, RecordId), said_then: &[&'static str]) -> Cells {
    let mut again = before.clone();
    again.put(Key::fact(REPLACES), Value::of("record", Json::Text(id.to_string())));
    for fact in said_then {
        again.put(Key::fact(fact), Value::text(""));
    }
    again.put(Key::fact(NEXT_STEP), Value::Nothing);
    again.put(Key::fact(CLOSES_TASK), task_of(before));
    again
}

/// The records of a kind whose place no other has taken, oldest first. Where two phones wrote down what
/// became of one, both are here: neither is lost, and [`disagree`] tells somebody that they differ. What
/// names another was written by somebody who knew that other, so the order of the file says nothing here:
/// a clock may be off. Those that name each other in a circle, which no phone writes, are all here.
#[must_use]
pub fn not_replaced(records: &[CellRecordRow], kind: RecordKind) -> Vec<&CellRecordRow> {
    let of_kind = || records.iter().filter(move |row| row.record.kind == kind);
    let names: BTreeMap<RecordId, RecordId> = of_kind()
        .filter_map(|row| Some((row.record.record_id, replaces(&row.record.cells())?)))
        .collect();
    let reaches = |from: RecordId, to: RecordId| {
        let chain = std::iter::successors(Some(from), |id| names.get(id).copied());
        chain.take(names.len() + 1).any(|id| id == to)
    };
    let taken: BTreeSet<RecordId> = names
        .iter()
        .filter(|(newer, older)| !reaches(**older, **newer))
        .map(|(_, older)| *older)
        .collect();
    of_kind().filter(|row| !taken.contains(&row.record.record_id)).collect()
}

/// The record whose place one has taken.
#[must_use]
pub fn replaces(record: &Cells) -> Option<RecordId> {
    named(record, REPLACES)
}

/// Whether another of these took the place of the same record as this one: two people wrote without
/// seeing the other's.
#[must_use]
pub fn disagree(record: &CellRecordRow, standing: &[&CellRecordRow]) -> bool {
    let of = replaces(&record.record.cells());
    of.is_some()
        && standing.iter().any(|other| {
            other.record.record_id != record.record.record_id
                && replaces(&other.record.cells()) == of
        })
}
