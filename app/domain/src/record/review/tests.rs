use super::*;
use crate::document::service_plan;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

const TODAY: &str = "2026-03-02";

/// A plan with one line, to be reviewed on the first of March, and that line.
fn plan() -> (Cells, LineId) {
    let mut plan = Cells::empty(service_plan::SHAPE);
    let need = LineId::from_bytes([7; 16]);
    let line = plan.add_line_about(LINES, &need.to_string()).expect("there is such a list");
    for (name, value) in [
        ("disposition", word("disposition", "in_plan")),
        ("own", Value::text(" ")),
        ("goal", Value::text("Rent paid three months running")),
        ("provider", Value::text("Quay Clinic")),
        ("target", Value::day(day("2026-06-01"))),
        ("review", Value::day(day("2026-03-01"))),
    ] {
        plan.put(Key::of_line(line, name), value);
    }
    (plan, line)
}

/// A review that can be signed, with this outcome.
fn review(outcome: Outcome) -> (Cells, Cells, LineId) {
    let (plan, line) = plan();
    let mut review = begin(&plan, line, Some(2), day(TODAY));
    for (name, value) in [
        ("done", Value::text("Paid January and February.")),
        ("enough", word("how_far", "yes")),
        ("good", word("how_far", "partly")),
        ("outcome", word("review_outcome", outcome.word())),
        ("provider", Value::text("Harbor Homes")),
        ("next_target", Value::day(day("2026-09-01"))),
    ] {
        review.put(Key::fact(name), value);
    }
    (plan, review, line)
}

fn lacking(review: &Cells) -> Vec<Field> {
    lacks(review, day(TODAY)).into_iter().map(|problem| problem.field).collect()
}

fn cell(name: &'static str) -> Field {
    Field::Cell(CellName::new(name))
}

#[test]
fn a_review_begins_with_what_the_plan_says_of_its_line() {
    let (plan, line) = plan();
    let review = begin(&plan, line, Some(2), day(TODAY));
    assert_eq!(about(&review), (Some(LineId::from_bytes([7; 16])), Some(line)));
    let value = |name| review.value(Key::fact(name));
    assert_eq!(value("goal").as_text(), Some("Rent paid three months running"));
    assert_eq!(value("due").as_day(), Some(day("2026-03-01")));
    assert_eq!(value("next_review").as_day(), Some(day("2026-05-31")));
    assert_eq!(lacking(&review), ["done", "enough", "good", "outcome"].map(cell));
}

#[test]
fn what_each_outcome_asks_for() {
    for (outcome, asks) in [
        (Outcome::Continue, &["next_review"][..]),
        (Outcome::Revise, &[]),
        (Outcome::SwitchProvider, &["provider", "next_target", "next_review"]),
        (Outcome::GoalMet, &[]),
    ] {
        let (_, mut review, _) = review(outcome);
        assert_eq!(lacking(&review), [], "{outcome:?}");
        let asks: Vec<_> = asks.iter().copied().map(cell).collect();
        review.put(Key::fact("provider"), Value::text(" "));
        // No day, today, and a day that is over.
        for none in [Value::Nothing, Value::day(day(TODAY)), Value::day(day("2025-03-02"))] {
            for name in ["next_target", "next_review"] {
                review.put(Key::fact(name), none.clone());
            }
            review.put(Key::fact("outside_reason"), Value::text("Away."));
            assert_eq!(lacking(&review), asks, "{outcome:?}");
        }
    }
}

#[test]
fn a_next_review_outside_of_thirty_to_ninety_days_says_why() {
    let (_, mut review, _) = review(Outcome::Continue);
    for (next, lacks) in
        [("2026-03-31", true), ("2026-04-01", false), ("2026-05-31", false), ("2026-06-01", true)]
    {
        review.put(Key::fact("next_review"), Value::day(day(next)));
        assert_eq!(lacking(&review) == [cell("outside_reason")], lacks, "{next}");
    }
    review.put(Key::fact("outside_reason"), Value::text("Away at sea."));
    assert_eq!(lacking(&review), []);
}

#[test]
fn what_each_outcome_makes_of_the_plan() {
    let after = |outcome| {
        let (plan, review, line) = review(outcome);
        let next = planned(&plan, &review, day(TODAY));
        (next, line)
    };
    let (next, line) = after(Outcome::Continue);
    let next = next.expect("its day moves");
    assert_eq!(next.due(), Some(day("2026-05-31")));
    assert_eq!(next.value(Key::of_line(line, "provider")).as_text(), Some("Quay Clinic"));
    assert_eq!(next.value(Key::of_line(line, "reviewed")).as_day(), Some(day(TODAY)));
    assert!(!service_plan::is_outside(&next, line), "it counts from the review");
    let (next, line) = after(Outcome::SwitchProvider);
    let next = next.expect("it has new dates");
    assert_eq!(next.value(Key::of_line(line, "provider")).as_text(), Some("Harbor Homes"));
    assert!(next.value(Key::of_line(line, "by_provider")).is_yes());
    assert_eq!(next.value(Key::of_line(line, "start")).as_day(), Some(day(TODAY)));
    assert_eq!(next.value(Key::of_line(line, "target")).as_day(), Some(day("2026-09-01")));
    let (next, line) = after(Outcome::Revise);
    let next = next.expect("it says when it was reviewed");
    assert_eq!(next.due(), Some(day("2026-03-01")), "somebody writes the rest");
    assert_eq!(next.value(Key::of_line(line, "reviewed")).as_day(), Some(day(TODAY)));
    let (next, _) = after(Outcome::GoalMet);
    assert_eq!(next.expect("it is met").due(), None);
}

#[test]
fn a_review_of_a_line_that_is_gone_leaves_the_plan_as_it_is() {
    let (mut plan, review, _) = review(Outcome::Continue);
    plan.lines.clear();
    assert_eq!(planned(&plan, &review, day(TODAY)), None);
}
