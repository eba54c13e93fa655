use super::*;
use crate::{
    record::{appointment, benefit},
    release::tests::row,
};
use proptest::{collection::vec, prelude::*};

/// One that takes the place of another.
fn replacing(n: u8, of: u8) -> CellRecordRow {
    let before = benefit::begin(None);
    let again = begin_again((&before, RecordId::from_bytes([of; 16])), &["note"]);
    row(RecordKind::Benefit, n, "2026-11-30", &again)
}

fn ids(rows: &[&CellRecordRow]) -> Vec<RecordId> {
    rows.iter().map(|row| row.record.record_id).collect()
}

#[test]
fn two_phones_that_write_down_what_became_of_one_lose_neither() {
    let first = row(RecordKind::Benefit, 1, "2026-11-29", &benefit::begin(None));
    let file = [first, replacing(2, 1), replacing(3, 1)];
    let standing = not_replaced(&file, RecordKind::Benefit);
    assert_eq!(ids(&standing), [RecordId::from_bytes([2; 16]), RecordId::from_bytes([3; 16])]);
}

#[test]
fn one_kind_takes_no_place_of_another() {
    let other = row(RecordKind::Appointment, 1, "2026-11-29", &appointment::begin(None));
    let file = [other, replacing(2, 1)];
    assert_eq!(not_replaced(&file, RecordKind::Appointment).len(), 1);
    assert_eq!(not_replaced(&file, RecordKind::Benefit).len(), 1);
}

#[test]
fn what_a_phone_wrote_whose_clock_was_a_week_ahead_is_replaced_too() {
    // In the order of a file, which goes by the clocks: the newer one first.
    let file = [replacing(2, 1), row(RecordKind::Benefit, 1, "2026-12-07", &benefit::begin(None))];
    assert_eq!(ids(&not_replaced(&file, RecordKind::Benefit)), [RecordId::from_bytes([2; 16])]);
}

#[test]
fn that_two_disagree_is_said_of_both_and_of_nobody_else() {
    let file = [
        row(RecordKind::Benefit, 1, "2026-11-29", &benefit::begin(None)),
        replacing(2, 1),
        replacing(3, 1),
        row(RecordKind::Benefit, 4, "2026-11-29", &benefit::begin(None)),
    ];
    let standing = not_replaced(&file, RecordKind::Benefit);
    let said: Vec<_> = standing.iter().map(|row| disagree(row, &standing)).collect();
    assert_eq!(said, [true, true, false]);
}

proptest! {
    #[test]
    fn whatever_names_what_nothing_is_hidden_but_behind_something_that_stands(of in vec(0_u8..9, 1..9)) {
        let rows: Vec<_> = (1..).zip(of).map(|(n, of)| replacing(n, of)).collect();
        let standing = ids(&not_replaced(&rows, RecordKind::Benefit));
        let by = |of: RecordId| {
            let by = rows.iter().filter(move |row| replaces(&row.record.cells()) == Some(of));
            by.map(|row| row.record.record_id)
        };
        for hidden in ids(&rows.iter().collect::<Vec<_>>()) {
            let mut behind = vec![hidden];
            for _ in 0..rows.len() {
                let more: Vec<_> = behind.iter().flat_map(|id| by(*id)).collect();
                behind.extend(more.into_iter().filter(|id| !behind.contains(id)).collect::<BTreeSet<_>>());
            }
            prop_assert!(behind.iter().any(|id| standing.contains(id)));
        }
    }
}
