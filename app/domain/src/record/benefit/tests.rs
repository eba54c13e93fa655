use super::*;
use crate::{
    id::TaskId,
    length::Field,
    record::{Record as _, RecordKind},
    release::tests::row,
    wire::v1::NextStep,
};
use proptest::{collection::vec, prelude::*};

const TODAY: &str = "2026-11-30";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn word(sort: &'static str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

fn benefit(standing: Standing, days: &[(&'static str, &str)]) -> Cells {
    let mut cells = begin(None);
    cells.put(Key::fact("since"), Value::day(day("2026-11-01")));
    cells.put(Key::fact("benefit"), word("benefit_kind", "medicaid"));
    cells.put(Key::fact("standing"), word("benefit_standing", standing.word()));
    for (name, text) in days {
        cells.put(Key::fact(name), Value::day(day(text)));
    }
    cells
}

fn lacking(cells: &Cells) -> Vec<Field> {
    lacks(cells, day(TODAY)).into_iter().map(|problem| problem.field).collect()
}

fn cell(name: &'static str) -> Field {
    Field::Cell(crate::document::CellName::new(name))
}

#[test]
fn a_benefit_says_which_how_it_stands_and_since_when() {
    let mut cells = begin(None);
    assert_eq!(lacking(&cells), [cell("benefit"), cell("standing")]);
    cells.put(Key::fact("benefit"), word("benefit_kind", "other"));
    cells.put(Key::fact("standing"), word("benefit_standing", "has"));
    assert_eq!(lacking(&cells), [cell("program")], "something else is said in words");
    cells.put(Key::fact("program"), Value::text("City bus pass"));
    assert_eq!(lacking(&cells), [], "nobody may know since when somebody has it");
    cells.put(Key::fact("since"), Value::day(day("2026-12-01")));
    assert_eq!(lacking(&cells), [cell("since")], "nobody has what begins tomorrow");
    cells.put(Key::fact("since"), Value::Nothing);
    for (standing, lacks) in [
        (Standing::Applied, true),
        (Standing::Refused, true),
        (Standing::Lost, true),
        (Standing::Considered, false),
        (Standing::Over, false),
        (Standing::InError, false),
    ] {
        cells.put(Key::fact("standing"), word("benefit_standing", standing.word()));
        assert_eq!(!lacking(&cells).is_empty(), lacks, "{standing:?}");
    }
}

#[test]
fn its_days_are_in_their_order_and_units_are_a_number_somebody_grants() {
    let has = benefit(Standing::Has, &[("from", "2026-06-01"), ("until", "2026-05-31")]);
    assert_eq!(lacking(&has), [cell("until")]);
    let applied = benefit(Standing::Applied, &[("answer_due", "2026-10-01")]);
    assert_eq!(lacking(&applied), [cell("answer_due")]);
    // A day that is not asked for, since it stands otherwise by now, keeps nobody from signing.
    let considered = benefit(Standing::Considered, &[("answer_due", "2026-10-01")]);
    assert_eq!(lacking(&considered), []);
    let mut units = benefit(Standing::Has, &[]);
    for (number, fits) in [(0, true), (96, true), (-1, false), (100_001, false)] {
        units.put(Key::fact("units"), Value::of("count", Json::Number(number)));
        assert_eq!(lacking(&units).is_empty(), fits, "{number}");
    }
}

#[test]
fn what_ends_is_said_thirty_days_before_and_after_it_ended() {
    let warned = |until| warning(&benefit(Standing::Has, &[("until", until)]), day(TODAY));
    assert_eq!(warned("2026-12-31"), None);
    for until in ["2026-12-30", "2026-11-30"] {
        assert_eq!(warned(until), Some(Warning::Ends(day(until))));
    }
    assert_eq!(warned("2026-11-29"), Some(Warning::Ended(day("2026-11-29"))));
    let over = benefit(Standing::Over, &[("until", "2026-11-29")]);
    assert_eq!(warning(&over, day(TODAY)), None, "nobody misses what is over");
}

#[test]
fn an_answer_that_is_late_and_a_time_to_appeal_are_said() {
    let applied = |due| warning(&benefit(Standing::Applied, &[("answer_due", due)]), day(TODAY));
    assert_eq!(applied("2026-11-30"), None);
    assert_eq!(applied("2026-11-29"), Some(Warning::AnswerLate(day("2026-11-29"))));
    for standing in [Standing::Refused, Standing::Lost] {
        let by = |by| warning(&benefit(standing, &[("appeal_by", by)]), day(TODAY));
        assert_eq!(by("2026-11-30"), Some(Warning::AppealBy(day("2026-11-30"))));
        assert_eq!(by("2026-11-29"), None, "too late to do anything");
    }
}

#[test]
fn what_has_a_day_of_its_own_is_the_next_thing_to_do_and_papers_bring_it_forward() {
    let today = day(TODAY);
    let todo = |what, due, deadline: &str| {
        let deadline = (!deadline.is_empty()).then(|| day(deadline));
        Some(ToDo { what, due: day(due), deadline })
    };
    let mut has = benefit(Standing::Has, &[("until", "2027-03-31")]);
    assert_eq!(next(&has, today), todo(Next::Renew, "2027-03-01", "2027-03-31"));
    has.put(Key::fact("papers_missing"), Value::text("Proof of income"));
    assert_eq!(next(&has, today), todo(Next::Renew, "2026-12-07", "2027-03-31"));
    has.put(Key::fact("until"), Value::day(day("2026-12-02")));
    assert_eq!(next(&has, today), todo(Next::Renew, TODAY, "2026-12-02"), "no day that is over");
    has.put(Key::fact("until"), Value::Nothing);
    assert_eq!(next(&has, today), todo(Next::Papers, "2026-12-07", ""));
    let applied = benefit(Standing::Applied, &[]);
    assert_eq!(
        next(&applied, today),
        todo(Next::Ask, "2026-12-01", ""),
        "from the day of applying"
    );
    let mut refused = benefit(Standing::Refused, &[("appeal_by", "2027-01-09")]);
    assert_eq!(next(&refused, today), todo(Next::Appeal, "2027-01-02", "2027-01-09"));
    refused.put(Key::fact("papers_missing"), Value::text("A letter"));
    assert_eq!(next(&refused, today), todo(Next::Appeal, "2026-12-07", "2027-01-09"));
    assert_eq!(next(&benefit(Standing::Over, &[]), today), None);
    assert_eq!(next(&benefit(Standing::Has, &[]), today), None, "what has no end needs nothing");
}

#[test]
fn papers_that_are_missing_are_looked_at_as_what_runs_out_is() {
    let mut cells = benefit(Standing::Applied, &[]);
    assert!(!is_to_look_at(&cells, day(TODAY)));
    cells.put(Key::fact("papers_missing"), Value::text("Proof of income"));
    assert!(is_to_look_at(&cells, day(TODAY)));
    cells.put(Key::fact("standing"), word("benefit_standing", "over"));
    assert!(!is_to_look_at(&cells, day(TODAY)), "nobody misses papers for what is over");
}

#[test]
fn what_became_of_one_begins_with_what_stood_there_and_does_its_task() {
    let mut before = benefit(Standing::Applied, &[("answer_due", "2026-11-20")]);
    before.put(Key::fact("member_number"), Value::text("A-17"));
    before.put(Key::fact("note"), Value::text("A letter went to the old address."));
    let task_id = TaskId::from_bytes([4; 16]);
    let step = NextStep { task_id, text: "Ask".into(), due: day(TODAY), for_client: false };
    before.put(Key::fact(NEXT_STEP), Value::of(NEXT_STEP, Json::of(&step)));
    let of = RecordId::from_bytes([1; 16]);
    let mut after = begin(Some((&before, of)));
    assert_eq!(crate::record::release::named(&after, REPLACES), Some(of));
    assert_eq!(after.value(Key::fact("member_number")).as_text(), Some("A-17"));
    assert_eq!(after.value(Key::fact(CLOSES_TASK)).as_word(), Some(&*task_id.to_string()));
    assert_eq!(after.value(Key::fact(NEXT_STEP)), Value::Nothing, "it makes one of its own");
    assert_eq!(after.value(Key::fact("note")).as_text(), Some(""), "what was noted then");
    assert_eq!(lacking(&after), [], "an answer that is late is no slip");
    assert_eq!(after.value(Key::fact("since")).as_day(), Some(day("2026-11-01")));
    assert!(row(RecordKind::Benefit, 2, "2026-11-30", &after).record.keeps_the_rules());
    after.put(Key::fact("standing"), word("benefit_standing", "refused"));
    changed(&mut after, "standing");
    assert_eq!(lacking(&after), [cell("since")], "since when it stands so is asked anew");
    assert!(asks(&after, "member_number"), "whoever appeals needs it");
    let mut fresh = benefit(Standing::Applied, &[]);
    changed(&mut fresh, "standing");
    assert_ne!(
        fresh.value(Key::fact("since")),
        Value::Nothing,
        "of a new one nothing is taken out"
    );
}

proptest! {
    #[test]
    fn nothing_is_due_on_a_day_that_is_over(
        standing in prop::sample::select(Standing::ALL.to_vec()),
        days in vec(-400_i64..400, 3),
        missing in any::<bool>(),
    ) {
        let today = day(TODAY);
        let mut cells = benefit(standing, &[]);
        for (name, days) in ["until", "answer_due", "appeal_by"].into_iter().zip(days) {
            cells.put(Key::fact(name), Value::day(today + chrono::Duration::days(days)));
        }
        if missing {
            cells.put(Key::fact("papers_missing"), Value::text("A birth certificate"));
        }
        if let Some(todo) = next(&cells, today) {
            prop_assert!(todo.due >= today);
            prop_assert!(todo.deadline.is_none_or(|day| day < today || day >= todo.due));
        }
    }
}

#[test]
fn units_are_counted_from_the_day_they_were_granted_and_said_before_they_run_out() {
    let mut has = benefit(Standing::Has, &[("from", "2026-11-10"), ("until", "2026-12-10")]);
    assert_eq!(units(&has, |_, _| 3), None, "none were granted");
    has.put(Key::fact("units"), Value::of("count", Json::Number(10)));
    let asked = |from, until| {
        assert_eq!((from, until), (day("2026-11-10"), Some(day("2026-12-10"))));
        7
    };
    let of = units(&has, asked).expect("counted");
    assert_eq!((of, of.run_out()), (Units { used: 7, granted: 10 }, false));
    assert!(Units { used: 8, ..of }.run_out() && Units { used: 11, ..of }.run_out());
    has.put(Key::fact("from"), Value::Nothing);
    let since = |from, _| u32::from(from == day("2026-11-01"));
    assert_eq!(units(&has, since).map(|units| units.used), Some(1));
    has.put(Key::fact("since"), Value::Nothing);
    assert_eq!(units(&has, |_, _| 3), None, "nobody knows from when on");
    let lost = benefit(Standing::Lost, &[("from", "2026-11-10")]);
    assert_eq!(units(&lost, |_, _| 3), None);
}
