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
    let standing = standing(&file, RecordKind::Benefit);
    assert_eq!(ids(&standing), [RecordId::from_bytes([2; 16]), RecordId::from_bytes([3; 16])]);
}

#[test]
fn one_kind_takes_no_place_of_another() {
    let other = row(RecordKind::Appointment, 1, "2026-11-29", &appointment::begin(None));
    let file = [other, replacing(2, 1)];
    assert_eq!(standing(&file, RecordKind::Appointment).len(), 1);
    assert_eq!(standing(&file, RecordKind::Benefit).len(), 1);
}

proptest! {
    #[test]
    fn whatever_names_what_the_last_of_them_is_never_hidden(of in vec(0_u8..9, 1..9)) {
        let rows: Vec<_> = (1..).zip(of).map(|(n, of)| replacing(n, of)).collect();
        let standing = standing(&rows, RecordKind::Benefit);
        prop_assert_eq!(standing.last().map(|row| row.record.record_id), rows.last().map(|row| row.record.record_id));
        // One is out of sight only where a later one names it.
        for (at, hidden) in rows.iter().enumerate() {
            let id = hidden.record.record_id;
            let named_later = rows.iter().skip(at + 1).any(|row| named(&row.record.cells(), REPLACES) == Some(id));
            prop_assert_eq!(named_later, !standing.iter().any(|row| row.record.record_id == id));
        }
    }
}
