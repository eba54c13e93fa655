//! Numbers that the server gives to lines.

use super::super::save;
use domain::{
    Moment,
    document::{Cells, DocumentKind, Edit, Key, NUMBER, Value, Version, assessment},
    id::{ClientId, LineId, OperationId, StaffId},
    json::Json,
    wire::v1::DocumentBase,
};

/// An assessment with these lines, each of a sort.
fn needs(lines: &[(u8, &str)]) -> Cells {
    let mut cells = Cells::empty(DocumentKind::Assessment.shape());
    for (id, kind) in lines {
        let id = LineId::from_bytes([*id; 16]);
        cells.add_line(assessment::ITEMS, id);
        let kind = Value::of("item_kind", Json::Text((*kind).to_owned()));
        cells.put(Key::of_line(id, "kind"), kind);
    }
    cells
}

fn assessed(before: Option<&Version>, op: u8, content: Cells) -> Edit {
    Edit {
        kind: DocumentKind::Assessment,
        op_id: OperationId::from_bytes([op; 16]),
        author: StaffId::from_bytes([1; 16]),
        id: [9; 16],
        client_id: ClientId::from_bytes([3; 16]),
        at: Moment::new(i64::from(op), 0),
        based_on: before.map_or(DocumentBase::Nothing, |one| DocumentBase::Version(one.number)),
        before: before.map(|one| one.cells.clone()),
        content,
        settles: Vec::new(),
    }
}

fn numbers_of(version: &Version) -> Vec<(u8, Option<u32>)> {
    let items = assessment::items(&version.cells).into_iter();
    let mut all: Vec<_> = items.map(|item| (item.id.as_bytes()[0], item.number)).collect();
    all.sort_unstable();
    all
}

#[test]
fn needs_and_barriers_are_numbered_as_they_come_and_no_number_is_used_again() {
    let first = save(
        &[],
        &assessed(None, 1, needs(&[(1, "need"), (2, "strength"), (3, "barrier")])),
        false,
    );
    let first = first.version;
    assert_eq!(numbers_of(&first), [(1, Some(1)), (2, None), (3, Some(2))]);
    // Two phones add one each, neither knowing of the other's.
    let with = |version: &Version, more: u8| {
        let mut cells = version.cells.clone();
        cells.lines.extend(needs(&[(more, "need")]).lines);
        cells
    };
    let mut all = vec![first.clone()];
    for (op, more) in [(2, 7), (3, 4)] {
        let made = save(&all, &assessed(Some(&first), op, with(&first, more)), false).version;
        all.push(made);
    }
    let third = all.last().expect("two were saved").clone();
    let as_they_came = [(1, Some(1)), (2, None), (3, Some(2)), (4, Some(4)), (7, Some(3))];
    assert_eq!(numbers_of(&third), as_they_came);
    // The last one is taken out, and another comes.
    let mut without = third.cells.clone();
    without.lines.retain(|line| line.id.as_bytes()[0] != 4);
    all.push(save(&all, &assessed(Some(&third), 4, without), false).version);
    let fourth = all.last().expect("saved").clone();
    let fifth = save(&all, &assessed(Some(&fourth), 5, with(&fourth, 5)), false).version;
    let the_next_one = [(1, Some(1)), (2, None), (3, Some(2)), (5, Some(5)), (7, Some(3))];
    assert_eq!(numbers_of(&fifth), the_next_one);
    // What was taken out comes back as it was.
    all.push(fifth.clone());
    let back = save(&all, &assessed(Some(&fifth), 6, with(&fifth, 4)), false).version;
    assert_eq!(numbers_of(&back)[3], (4, Some(4)));
}

#[test]
fn what_a_phone_says_of_numbers_counts_for_nothing() {
    let first = save(&[], &assessed(None, 1, needs(&[(1, "need")])), false).version;
    let mut forged = first.cells.clone();
    forged.lines.extend(needs(&[(2, "need")]).lines);
    for line in [1, 2] {
        let key = Key::of_line(LineId::from_bytes([line; 16]), NUMBER);
        forged.put(key, Value::of("count", Json::Number(77)));
    }
    let edit = assessed(Some(&first), 2, forged);
    let second = save(std::slice::from_ref(&first), &edit, false).version;
    assert_eq!(numbers_of(&second), [(1, Some(1)), (2, Some(2))]);
    assert_eq!(second.conflicts, []);
}

#[test]
fn a_need_that_turns_out_to_be_a_strength_keeps_its_number() {
    let first =
        save(&[], &assessed(None, 1, needs(&[(1, "need"), (2, "strength")])), false).version;
    let mut other = first.cells.clone();
    for (line, kind) in [(1, "strength"), (2, "need")] {
        let key = Key::of_line(LineId::from_bytes([line; 16]), "kind");
        other.put(key, Value::of("item_kind", Json::Text(kind.to_owned())));
    }
    let edit = assessed(Some(&first), 2, other);
    let second = save(std::slice::from_ref(&first), &edit, false).version;
    assert_eq!(numbers_of(&second), [(1, Some(1)), (2, Some(2))]);
}
