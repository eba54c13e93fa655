//! Records of which another may take the place, as what became of a benefit or another day of an
//! appointment: what was signed never changes, and it stays readable what stood when.

use super::{CLOSES_TASK, NEXT_STEP, RecordKind, release::named, task_of};
use crate::{
    document::{Cells, Key, Value},
    id::RecordId,
    json::Json,
    wire::v1::CellRecordRow,
};
use std::collections::BTreeSet;

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

/// The records of a kind whose place no later one has taken, oldest first. Where two phones wrote down what
/// became of one, both are here: neither is lost, and somebody sees that they differ. One that names what
/// comes after it in the file, as by a clock that was off, takes no place: the worst of that is one listed
/// twice, never one that two hide between them.
#[must_use]
pub fn standing(records: &[CellRecordRow], kind: RecordKind) -> Vec<&CellRecordRow> {
    let mut replaced = BTreeSet::new();
    let mut standing: Vec<_> = records
        .iter()
        .rev()
        .filter(|row| row.record.kind == kind)
        .filter(|row| {
            let stands = !replaced.contains(&row.record.record_id);
            replaced.extend(named(&row.record.cells(), REPLACES));
            stands
        })
        .collect();
    standing.reverse();
    standing
}
