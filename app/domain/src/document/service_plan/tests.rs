use super::*;
use crate::{
    document::{Cells, Key, Value, assessment},
    id::LineId,
    json::Json,
};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

/// An assessment with a line of this sort, and that line.
fn assessed(kind: &str) -> (Cells, LineId) {
    let mut cells = Cells::empty(assessment::SHAPE);
    let id = LineId::from_bytes([7; 16]);
    cells.add_line(assessment::ITEMS, id);
    cells.put(Key::of_line(id, "kind"), word("item_kind", kind));
    cells.put(Key::of_line(id, "own"), Value::text("A door that locks"));
    (cells, id)
}

/// A plan that the client agrees to and that answers this need as whole as can be, and its line.
fn planned(need: LineId) -> (Cells, LineId) {
    let mut plan = Cells::empty(SHAPE);
    let line = plan.add_line_about(LINES, &need.to_string()).expect("there is such a list");
    let values = [
        ("disposition", word("disposition", "in_plan")),
        ("own", Value::text("My own room")),
        ("activities", Value::text("Apply for the list")),
        ("by_client", Value::flag(true)),
        ("change", Value::text("Sleeps inside every night")),
        ("start", Value::day(day("2026-01-10"))),
        ("target", Value::day(day("2026-06-01"))),
        ("review", Value::day(day("2026-03-01"))),
    ];
    for (name, value) in values {
        plan.put(Key::of_line(line, name), value);
    }
    plan.put(Key::fact("agreement"), word("agreement", "said"));
    (plan, line)
}

fn missing(plan: &Cells, assessed: &Cells) -> Vec<Missing> {
    gaps(plan, Some(assessed)).into_iter().map(|gap| gap.missing).collect()
}

#[test]
fn a_plan_that_answers_every_need_lacks_nothing() {
    let (assessed, need) = assessed("need");
    assert_eq!(missing(&planned(need).0, &assessed), []);
}

#[test]
fn what_a_line_in_the_plan_cannot_do_without() {
    let (assessed, need) = assessed("need");
    for (name, empty, lacks) in [
        ("disposition", Value::Nothing, Missing::Line),
        ("own", Value::text("  "), Missing::Goal),
        ("activities", Value::text(""), Missing::Activities),
        ("by_client", Value::flag(false), Missing::Actors),
        ("change", Value::text(""), Missing::Change),
        ("start", Value::Nothing, Missing::Review),
        ("target", Value::Nothing, Missing::Target),
        ("review", Value::Nothing, Missing::Review),
        ("review", Value::day(day("2026-02-08")), Missing::OutsideReason),
        ("review", Value::day(day("2026-04-11")), Missing::OutsideReason),
    ] {
        let (mut plan, line) = planned(need);
        plan.put(Key::of_line(line, name), empty);
        assert_eq!(missing(&plan, &assessed), [lacks], "{name}");
        assert!(!lacks.may_be_left());
    }
    let (mut plan, line) = planned(need);
    plan.put(Key::of_line(line, "review"), Value::day(day("2026-04-11")));
    plan.put(Key::of_line(line, "outside_reason"), Value::text("In hospital until April."));
    assert_eq!(missing(&plan, &assessed), [], "a day outside of the window with its reason");
}

#[test]
fn a_need_is_answered_put_off_or_declined_and_the_last_two_say_why() {
    let (assessed, need) = assessed("need");
    let mut plan = Cells::empty(SHAPE);
    plan.put(Key::fact("agreement"), word("agreement", "said"));
    assert_eq!(missing(&plan, &assessed), [Missing::Line], "nothing is said of it");
    let line = plan.add_line_about(LINES, &need.to_string()).expect("there is such a list");
    for disposition in ["deferred", "declined"] {
        plan.put(Key::of_line(line, "disposition"), word("disposition", disposition));
        plan.put(Key::of_line(line, "reason"), Value::text(""));
        assert_eq!(missing(&plan, &assessed), [Missing::Reason], "{disposition}");
        plan.put(Key::of_line(line, "reason"), Value::text("Not before spring."));
        assert_eq!(missing(&plan, &assessed), [], "{disposition}");
    }
    plan.put(Key::of_line(line, "disposition"), word("disposition", "met"));
    plan.put(Key::of_line(line, "reason"), Value::text(""));
    assert_eq!(missing(&plan, &assessed), [], "a goal that was reached needs no reason");
}

#[test]
fn what_is_said_of_a_plan_and_holds_nobody_up() {
    let (mut assessed, need) = assessed("need");
    let (plan, _) = planned(need);
    let barrier = LineId::from_bytes([8; 16]);
    assessed.add_line(assessment::ITEMS, barrier);
    assessed.put(Key::of_line(barrier, "kind"), word("item_kind", "barrier"));
    assert_eq!(missing(&plan, &assessed), [Missing::Strategy]);
    assessed.lines.retain(|line| line.id == barrier);
    assert_eq!(missing(&plan, &assessed), [Missing::Strategy, Missing::Need]);
    assert!(Missing::Strategy.may_be_left() && Missing::Need.may_be_left());
}

#[test]
fn a_need_that_is_met_or_gone_wants_no_line_and_a_plan_wants_the_client() {
    let (mut assessed, need) = assessed("need");
    for standing in ["met", "no_longer"] {
        assessed.put(Key::of_line(need, "standing"), word("standing", standing));
        let plan = Cells::empty(SHAPE);
        assert_eq!(missing(&plan, &assessed), [Missing::Agreement], "{standing}");
    }
}

#[test]
fn the_first_review_is_thirty_to_ninety_days_after_the_start_both_included() {
    for (start, first, last) in [
        ("2026-01-10", "2026-02-09", "2026-04-10"),
        // A leap day lies between, or is the start or the end.
        ("2028-01-30", "2028-02-29", "2028-04-29"),
        ("2028-02-29", "2028-03-30", "2028-05-29"),
        ("2027-12-01", "2027-12-31", "2028-02-29"),
        ("2100-01-31", "2100-03-02", "2100-05-01"),
        // Both changes of the clock lie between; days are days.
        ("2026-02-07", "2026-03-09", "2026-05-08"),
        ("2026-10-02", "2026-11-01", "2026-12-31"),
    ] {
        let window = review_window(day(start));
        assert_eq!((*window.start(), *window.end()), (day(first), day(last)), "{start}");
    }
}

proptest! {
    #[test]
    fn day_29_and_day_91_are_outside_of_every_window(days in any::<i32>()) {
        let Some(start) = NaiveDate::from_num_days_from_ce_opt(days) else { return Ok(()) };
        let window = review_window(start);
        for (after, inside) in [(29, false), (30, true), (90, true), (91, false)] {
            if let Some(day) = start.checked_add_days(Days::new(after)) {
                prop_assert_eq!(window.contains(&day), inside, "{} + {}", start, after);
            }
        }
    }
}

#[test]
fn why_a_plan_changes_is_said_anew_for_each_version() {
    use crate::{
        Moment,
        document::{DocumentDraft, DocumentKind},
        id::{ClientId, DocumentId},
        length::Field,
        problem::{Problem, Wrong},
        wire::v1::DocumentBase,
    };
    let reason = Key::fact("change_reason");
    let now = Moment::new(1_763_700_000_000, -300);
    let (document, client) = (DocumentId::from_bytes([1; 16]), ClientId::from_bytes([2; 16]));
    let mut first = DocumentDraft::first(DocumentKind::ServicePlan, document, client, now);
    first.content.put(Key::fact("state"), word("plan_state", "finished"));
    first.content.put(reason, Value::text("She found work."));
    let saved = first.save(now).expect("it says something");
    let version = Version {
        kind: DocumentKind::ServicePlan,
        id: [1; 16],
        client_id: client,
        number: 1,
        made_at: Some(now),
        author: None,
        cells: Cells::read(SHAPE, &saved.content),
        conflicts: Vec::new(),
    };
    let mut next = DocumentDraft::next(&version, DocumentBase::Version(1), now);
    assert_eq!(next.content.value(reason), Value::text(""), "that was why it changed before");
    assert_eq!(next.problems(), [Problem::new(Field::Whole, Wrong::Unchanged)]);
    next.content.put(reason, Value::text("Read through together."));
    assert_eq!(next.problems(), []);
    let before = next.before.as_ref().expect("there was a version");
    assert_eq!(before.value(reason), Value::text("She found work."), "merging knows what stood");
}
