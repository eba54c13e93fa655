//! Plans over their versions: conflicts open, stay, and are settled.

use super::super::{based_on, document_with, numbers::without, save};
use super::people::{nothing, pair};
use domain::{
    Moment,
    document::{CellName, Cells, DocumentKind, Edit, Key, Shape, Value, Version, assessment},
    id::{ClientId, LineId, OperationId, StaffId},
    json::Json,
    wire::v1::{CrisisPlanItem, DocumentBase, ReceiptOutcome, Section},
};
use proptest::prelude::*;

fn staff(n: u8) -> StaffId {
    StaffId::from_bytes([n; 16])
}

fn op(n: u8) -> OperationId {
    OperationId::from_bytes([n; 16])
}

/// Tells kinds apart.
fn first_fact(shape: &Shape) -> &'static str {
    shape.facts[0].name
}

/// Person `n` saves `content` in operation `n`, `n` seconds after the beginning.
fn edit(n: u8, seen: Option<&Version>, content: Cells) -> Edit {
    let kind =
        DocumentKind::ALL.iter().find(|kind| first_fact(kind.shape()) == first_fact(content.shape));
    Edit {
        kind: *kind.expect("a kind has this shape"),
        op_id: op(n),
        author: staff(n),
        id: [n; 16],
        client_id: ClientId::from_bytes([1; 16]),
        at: Moment::new(1000 * i64::from(n), 0),
        based_on: based_on(seen, &[]),
        before: seen.map(|seen| seen.cells.clone()),
        content,
        settles: Vec::new(),
    }
}

fn first(content: Cells) -> Vec<Version> {
    vec![save(&[], &edit(1, None, content), true).version]
}

fn then(versions: &mut Vec<Version>, saved: &Edit) -> ReceiptOutcome {
    let made = save(versions, saved, true);
    if made.changed {
        versions.push(made.version);
    }
    made.outcome
}

fn last(versions: &[Version]) -> &Version {
    versions.last().unwrap()
}

/// A plan with these lines.
fn plan(lines: &[(u8, &str)]) -> Cells {
    let mut cells = nothing(DocumentKind::CrisisPlan);
    for (n, text) in lines {
        let id = LineId::from_bytes([*n; 16]);
        let line =
            CrisisPlanItem { text: (*text).into(), ..CrisisPlanItem::new(id, Section::WhatHelps) };
        cells.put(Key::line(id), Value::of("line", Json::of(&line)));
    }
    cells
}

fn saying(text: &str) -> Cells {
    plan(&[(1, text)])
}

fn text() -> Key {
    Key::of_line(LineId::from_bytes([1; 16]), "text")
}

/// Two people wrote over "Walk": the server has "Run", and "Sit" is beside it.
fn disputed() -> Vec<Version> {
    let mut versions = first(saying("Walk"));
    let seen = versions[0].clone();
    assert_eq!(then(&mut versions, &edit(2, Some(&seen), saying("Run"))), ReceiptOutcome::Applied);
    assert_eq!(then(&mut versions, &edit(3, Some(&seen), saying("Sit"))), ReceiptOutcome::Conflict);
    versions
}

#[test]
fn both_values_stay_with_who_wrote_them_and_when() {
    let versions = disputed();
    let plan = last(&versions);
    assert_eq!((plan.number, plan.cells.clone()), (3, saying("Run")));
    let conflict = &plan.conflicts[0];
    assert_eq!((conflict.conflict_id.edit, conflict.conflict_id.key()), (op(3), text()));
    let side =
        |side: &domain::wire::v1::ConflictSide| (side.value.clone(), side.author, side.at.utc_ms());
    assert_eq!(side(&conflict.kept), (Value::text("Run"), staff(2), 2000));
    assert_eq!(side(&conflict.other), (Value::text("Sit"), staff(3), 3000));
    assert_eq!(plan.id, versions[0].id, "a client has one plan");
}

#[test]
fn a_conflict_stays_until_an_edit_settles_it_by_name() {
    for chosen in ["Run", "Sit", "Ask me"] {
        let mut versions = disputed();
        let seen = last(&versions).clone();
        let mut more = plan(&[(1, "Run"), (2, "Tea")]);
        then(&mut versions, &edit(4, Some(&seen), more.clone()));
        assert_eq!(last(&versions).conflicts, seen.conflicts, "another line is no answer");
        let seen = last(&versions).clone();
        more.put(text(), Value::text(chosen));
        let mut settling = edit(5, Some(&seen), more);
        settling.settles = vec![seen.conflicts[0].conflict_id];
        assert_eq!(then(&mut versions, &settling), ReceiptOutcome::Applied);
        let plan = last(&versions);
        assert_eq!(plan.cells.value(text()), Value::text(chosen));
        assert!(plan.conflicts.is_empty() && plan.number == 5, "{plan:?}");
    }
}

#[test]
fn two_people_who_settle_differently_are_a_conflict_again() {
    for (one, two) in [("Run", "Sit"), ("Sit", "Run")] {
        let mut versions = disputed();
        let seen = last(&versions).clone();
        let settling = |n, chosen| {
            let mut saved = edit(n, Some(&seen), saying(chosen));
            saved.settles = vec![seen.conflicts[0].conflict_id];
            saved
        };
        then(&mut versions, &settling(4, one));
        assert!(last(&versions).conflicts.is_empty());
        assert_eq!(then(&mut versions, &settling(5, two)), ReceiptOutcome::Conflict);
        let conflict = &last(&versions).conflicts[0];
        let values = (&conflict.kept.value, &conflict.other.value);
        assert_eq!(values, (&Value::text(one), &Value::text(two)));
        // And a third, who wrote without knowing that it was settled.
        let late = edit(6, Some(&seen), saying("Sing"));
        assert_eq!(then(&mut versions, &late), ReceiptOutcome::Conflict);
    }
}

#[test]
fn writing_over_a_disputed_value_keeps_the_dispute_with_the_new_one() {
    let mut versions = disputed();
    let seen = last(&versions).clone();
    then(&mut versions, &edit(4, Some(&seen), saying("Run slowly")));
    let conflict = &last(&versions).conflicts[0];
    assert_eq!(conflict.kept.value, Value::text("Run slowly"));
    assert_eq!((conflict.kept.author, conflict.other.author), (staff(4), staff(3)));
    let seen = last(&versions).clone();
    then(&mut versions, &edit(5, Some(&seen), saying("Sit")));
    assert!(last(&versions).conflicts.is_empty(), "both say the same now");
}

#[test]
fn whoever_goes_on_from_the_other_value_replaces_it() {
    let mut versions = disputed();
    let mut second = edit(4, None, saying("Sit with me"));
    second.based_on = DocumentBase::Edit(op(3));
    second.before = Some(saying("Sit"));
    assert_eq!(then(&mut versions, &second), ReceiptOutcome::Conflict);
    let [conflict] = last(&versions).conflicts.as_slice() else { panic!("one, not two") };
    assert_eq!(conflict.kept.value, Value::text("Run"));
    assert_eq!(conflict.other.value, Value::text("Sit with me"));
}

#[test]
fn a_line_taken_out_and_written_in_stays_whoever_came_first() {
    for written_first in [true, false] {
        let mut versions = first(saying("Walk"));
        let seen = versions[0].clone();
        let (written, out) = (saying("Walk slowly"), plan(&[]));
        let order = if written_first { [written, out] } else { [out, written] };
        let [one, two] = order.map(|content| {
            edit(if content.lines.is_empty() { 8 } else { 9 }, Some(&seen), content)
        });
        then(&mut versions, &one);
        assert_eq!(then(&mut versions, &two), ReceiptOutcome::Conflict);
        let plan = last(&versions);
        assert_eq!(plan.cells, saying("Walk slowly"));
        let conflict = &plan.conflicts[0];
        assert_eq!(conflict.conflict_id.field, CellName::LINE);
        assert_eq!((conflict.kept.author, conflict.other.author), (staff(9), staff(8)));
        assert_eq!(conflict.other.value, Value::Nothing);
    }
}

#[test]
fn two_first_plans_of_one_client_become_one() {
    let mut versions = first(saying("Walk"));
    let other = plan(&[(2, "Walk")]);
    assert_eq!(then(&mut versions, &edit(2, None, other)), ReceiptOutcome::Merged);
    assert_eq!(last(&versions).cells, plan(&[(1, "Walk"), (2, "Walk")]));
}

/// Two phones begin the same part of life, or the same plan: each says what it says, and what it
/// left alone is nobody's word.
#[test]
fn what_nobody_touched_is_no_side_of_a_conflict() {
    let assessed = |cell: &'static str, words: &str, fact: &'static str| {
        let mut cells = nothing(DocumentKind::Assessment);
        let line = cells.add_line_about(assessment::DOMAINS, "housing").unwrap();
        cells.put(Key::of_line(line, cell), Value::text(words));
        cells.put(Key::fact(fact), Value::flag(true));
        (cells, line)
    };
    let (one, line) = assessed("own", "A room", "from_interview");
    let (two, _) = assessed("text", "Shelter until May", "from_tests");
    for (first_one, then_one) in [(&one, &two), (&two, &one)] {
        let mut versions = first(first_one.clone());
        let outcome = then(&mut versions, &edit(2, None, then_one.clone()));
        let now = last(&versions);
        assert_eq!((outcome, now.conflicts.as_slice()), (ReceiptOutcome::Merged, &[][..]));
        let said = |name| now.cells.value(Key::of_line(line, name));
        assert_eq!(said("own"), Value::text("A room"));
        assert_eq!(said("text"), Value::text("Shelter until May"));
        for fact in ["from_interview", "from_tests"] {
            assert!(now.cells.value(Key::fact(fact)).is_yes(), "{fact}");
        }
    }
    // What both said stays a conflict, and a blank that somebody decided on is a word.
    let (other, _) = assessed("own", "A house", "from_tests");
    let mut versions = first(one);
    assert_eq!(then(&mut versions, &edit(2, None, other)), ReceiptOutcome::Conflict);
    let seen = last(&versions).clone();
    let mut blank = seen.cells.clone();
    blank.put(Key::of_line(line, "own"), Value::text(""));
    let mut settling = edit(3, None, blank);
    settling.settles = vec![seen.conflicts[0].conflict_id];
    assert_eq!(then(&mut versions, &settling), ReceiptOutcome::Conflict);
    assert_eq!(last(&versions).conflicts[0].other.value, Value::text(""));
}

#[test]
fn from_a_base_that_is_not_known_no_line_is_left_out() {
    // The server was restored to a plan without the line that both had seen.
    let restored = first(saying("Walk"));
    let mut seen = restored[0].clone();
    (seen.number, seen.cells) = (7, plan(&[(1, "Walk"), (2, "Call Ana")]));
    let more = plan(&[(1, "Walk"), (2, "Call Ana"), (3, "Tea")]);
    let late = edit(4, Some(&seen), more.clone());
    assert_eq!(save(&restored, &late, true).version.cells, more);
    // A version of that number, but of other words, is another history.
    let mut other = restored.clone();
    other[0].number = 7;
    assert_eq!(save(&other, &late, true).version.cells, more);
    // The earlier edit that it goes on from is in the quarantine.
    let mut late = late;
    late.based_on = DocumentBase::Edit(op(3));
    assert_eq!(save(&restored, &late, false).version.cells, more);
    // Known, it is what it looks like: somebody else took the line out.
    assert_eq!(save(&restored, &late, true).version.cells, plan(&[(1, "Walk"), (3, "Tea")]));
}

#[test]
fn what_is_written_in_a_hidden_line_is_not_shown_by_whoever_opens_it_unseen() {
    let line = LineId::from_bytes([1; 16]);
    for (guard, hides) in [("hidden_from_client", true), ("show_to_team", false)] {
        let flag = Key::of_line(line, guard);
        let with = |text: &str, hidden: bool| {
            let mut sheet = saying(text);
            sheet.put(flag, Value::flag(hidden == hides));
            sheet
        };
        for opened_first in [true, false] {
            let mut versions = first(with("My brother drinks", true));
            let seen = versions[0].clone();
            let opened = edit(2, Some(&seen), with("My brother drinks", false));
            let wrote = edit(3, Some(&seen), with("My brother hits me", true));
            let order = if opened_first { [opened, wrote] } else { [wrote, opened] };
            let [one, two] = order;
            then(&mut versions, &one);
            assert_eq!(then(&mut versions, &two), ReceiptOutcome::Conflict, "{guard}");
            let now = last(&versions).clone();
            assert_eq!(now.cells, with("My brother hits me", true), "{guard}: still hidden");
            assert_eq!(now.conflicts[0].conflict_id.key(), flag);
            assert_eq!(now.conflicts[0].other.value, Value::flag(!hides));
            assert_eq!((now.conflicts[0].kept.author, now.conflicts[0].other.author), {
                if opened_first { (staff(3), staff(2)) } else { (staff(1), staff(2)) }
            });
            // Whoever has seen both may open it.
            let mut settling = edit(4, Some(&now), with("My brother hits me", false));
            settling.settles = vec![now.conflicts[0].conflict_id];
            assert_eq!(then(&mut versions, &settling), ReceiptOutcome::Applied);
            assert!(last(&versions).conflicts.is_empty());
            assert_eq!(last(&versions).cells, with("My brother hits me", false));
        }
    }
}

#[test]
fn a_version_without_a_number_is_known_by_its_words() {
    let mut versions = first(plan(&[(1, "Walk"), (2, "Tea")]));
    // Written before versions were counted; the server counts what it stored all the same.
    let mut seen = versions[0].clone();
    (seen.number, versions[0].number) = (0, 4);
    let less = edit(3, Some(&seen), saying("Walk"));
    assert_eq!(less.based_on, DocumentBase::Version(0));
    let stored = versions[0].clone();
    then(&mut versions, &edit(2, Some(&stored), plan(&[(1, "Run"), (2, "Tea")])));
    assert_eq!(then(&mut versions, &less), ReceiptOutcome::Merged);
    assert_eq!(last(&versions).cells, saying("Run"), "the line that was taken out is out");
}

#[test]
fn a_phone_shows_what_it_has_not_sent_over_what_it_pulled() {
    assert_eq!(document_with(None, &[]), None);
    let one = edit(1, None, saying("Walk"));
    let shown = document_with(None, std::slice::from_ref(&one)).unwrap();
    assert_eq!((shown.number, shown.cells.clone()), (0, saying("Walk")));
    assert_eq!(based_on(None, std::slice::from_ref(&one)), DocumentBase::Edit(op(1)));
    let mut two = edit(2, Some(&shown), saying("Run"));
    two.based_on = DocumentBase::Edit(op(1));
    let both = [one.clone(), two.clone()];
    assert_eq!(document_with(None, &both).unwrap().cells, saying("Run"));
    // The server took the first, and somebody else added a line meanwhile.
    let mut versions = vec![save(&[], &one, true).version];
    let theirs = plan(&[(1, "Walk"), (2, "Tea")]);
    let seen = versions[0].clone();
    then(&mut versions, &edit(3, Some(&seen), theirs));
    let pulled = last(&versions);
    let shown = document_with(Some(pulled), &both).unwrap();
    assert_eq!(shown.cells, plan(&[(1, "Run"), (2, "Tea")]));
    assert_eq!((shown.number, shown.conflicts.len()), (2, 0));
    let alone = document_with(Some(pulled), &both[1..]).unwrap();
    assert_eq!(alone, shown, "whether or not the sent one is laid over it again");
    // What it shows is what the server will say.
    assert_eq!(save(&versions, &two, true).version.cells, shown.cells);
}

proptest! {
    #[test]
    fn what_arrives_again_changes_nothing_and_every_conflict_can_be_settled(
        pair in prop::sample::select(DocumentKind::ALL).prop_flat_map(pair),
    ) {
        let mut versions = first(pair.base);
        let seen = versions[0].clone();
        let (theirs, ours) = (edit(2, Some(&seen), pair.theirs), edit(3, Some(&seen), pair.ours));
        let alone = then(&mut versions, &theirs);
        prop_assert_eq!(alone, ReceiptOutcome::Applied);
        let outcome = then(&mut versions, &ours);
        let plan = last(&versions).clone();
        prop_assert_eq!(outcome == ReceiptOutcome::Conflict, !plan.conflicts.is_empty());
        for again in [&ours, &theirs] {
            let made = save(&versions, again, true);
            prop_assert_eq!(&made.version, &plan);
            prop_assert!(!made.changed);
        }
        // On the phone that saved it, before and after its pull.
        let sent = std::slice::from_ref(&ours);
        let before = document_with(Some(&seen), sent).unwrap();
        prop_assert_eq!(without(&before.cells), without(&ours.content));
        prop_assert_eq!(&document_with(Some(&plan), sent).unwrap(), &plan);
        // Somebody takes the other value every time.
        let mut chosen = plan.cells.clone();
        for conflict in &plan.conflicts {
            chosen.put(conflict.conflict_id.key(), conflict.other.value.clone());
        }
        let mut settling = edit(4, Some(&plan), chosen);
        settling.settles = plan.conflicts.iter().map(|open| open.conflict_id).collect();
        let outcome = then(&mut versions, &settling);
        prop_assert_eq!(outcome, ReceiptOutcome::Applied);
        let settled = last(&versions);
        prop_assert!(settled.conflicts.is_empty());
        for conflict in &plan.conflicts {
            prop_assert_eq!(settled.cells.value(conflict.conflict_id.key()), conflict.other.value.clone());
        }
    }
}
