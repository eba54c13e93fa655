//! Numbers that the server gives to lines.

use super::super::{document_with, merge, numbers, save};
use super::people::pair;
use domain::{
    Moment,
    document::{Cells, DocumentKind, Edit, Key, NUMBER, Value, Version, assessment},
    id::{ClientId, LineId, OperationId, StaffId},
    json::Json,
    wire::v1::{DocumentBase, ReceiptOutcome},
};
use proptest::prelude::*;

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

fn number_of(line: u8) -> Key {
    Key::of_line(LineId::from_bytes([line; 16]), NUMBER)
}

/// Two windows save one draft, a draft that was saved comes back, an edit is offered again after
/// a restore: the same words once more, from nothing.
#[test]
fn the_same_words_once_more_are_no_conflict_about_their_number() {
    let words = || needs(&[(1, "need"), (2, "strength")]);
    let first = save(&[], &assessed(None, 1, words()), false).version;
    let again = save(std::slice::from_ref(&first), &assessed(None, 2, words()), false);
    assert_eq!((again.version, again.changed), (first.clone(), false));
    assert_eq!(again.outcome, ReceiptOutcome::Applied);
    // On the phone, over a copy that holds it already.
    let shown = document_with(Some(&first), &[assessed(None, 1, words())]);
    assert_eq!(shown, Some(first));
}

/// The next edit of a phone that has not heard of its first one: nobody else was there.
#[test]
fn whoever_goes_on_from_words_without_numbers_meets_nobody() {
    let begun = needs(&[(1, "need"), (2, "barrier")]);
    let first = save(&[], &assessed(None, 1, begun.clone()), false).version;
    for left in [needs(&[(1, "need")]), needs(&[(1, "barrier"), (2, "barrier")])] {
        let next = Edit {
            based_on: DocumentBase::Edit(OperationId::from_bytes([1; 16])),
            before: Some(begun.clone()),
            ..assessed(None, 2, left.clone())
        };
        let saved = save(std::slice::from_ref(&first), &next, true);
        assert_eq!(saved.version.conflicts, []);
        assert_eq!(saved.outcome, ReceiptOutcome::Applied);
        assert_eq!(numbers::without(&saved.version.cells), left);
        assert_eq!(saved.version.cells.value(number_of(1)), first.cells.value(number_of(1)));
    }
}

/// A line that one took out and the other wrote in: what stands there is said with its number,
/// so that nobody seems to write over it when the edit comes again.
#[test]
fn a_disputed_line_has_its_number_on_both_sides_of_the_dispute() {
    let begun = needs(&[(1, "need")]);
    let mut all = vec![save(&[], &assessed(None, 1, begun.clone()), false).version];
    let out = assessed(all.last(), 2, needs(&[]));
    all.push(save(&all, &out, false).version);
    let mut wrote = begun.clone();
    wrote.put(Key::of_line(LineId::from_bytes([1; 16]), "text"), Value::text("A room"));
    let late = Edit {
        based_on: DocumentBase::Edit(OperationId::from_bytes([1; 16])),
        before: Some(begun),
        ..assessed(None, 3, wrote)
    };
    let saved = save(&all, &late, true);
    let [open] = saved.version.conflicts.as_slice() else { panic!("{saved:?}") };
    assert_eq!(open.kept.value, saved.version.cells.value(open.conflict_id.key()));
    all.push(saved.version.clone());
    assert!(!save(&all, &late, true).changed);
}

proptest! {
    /// Whatever the server numbered meanwhile, people disagree on no more and no less.
    #[test]
    fn numbers_join_and_part_nobody(pair in pair(DocumentKind::Assessment)) {
        let bare = merge(Some(&pair.base), &pair.ours, &pair.theirs);
        let mut numbered = pair.theirs.clone();
        numbers::give(&[], &mut numbered);
        let merged = merge(Some(&pair.base), &pair.ours, &numbered);
        prop_assert_eq!(numbers::without(&merged.content), bare.content);
        let keys = |clashes: &[super::Clash]| -> Vec<Key> {
            clashes.iter().map(|clash| clash.key).collect()
        };
        prop_assert_eq!(keys(&merged.clashes), keys(&bare.clashes));
        for line in &numbered.lines {
            let key = Key::of_line(line.id, NUMBER);
            let stays = merged.content.line(line.id).is_none()
                || merged.content.value(key) == numbered.value(key);
            prop_assert!(stays, "the number is theirs");
        }
    }
}
