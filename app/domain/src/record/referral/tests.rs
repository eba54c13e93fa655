use super::*;
use crate::document::service_plan;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

/// A referral that lacks nothing on 29 November 2026.
pub(crate) fn whole() -> Cells {
    let mut plan = Cells::empty(service_plan::SHAPE);
    let line = plan
        .add_line_about(service_plan::LINES, &LineId::from_bytes([7; 16]).to_string())
        .expect("a list");
    plan.put(Key::fact("state"), word("plan_state", "finished"));
    plan.put(Key::of_line(line, "own"), Value::text("My own room"));
    plan.put(Key::of_line(line, "provider"), Value::text("Harbor Homes"));
    plan.put(Key::of_line(line, "funding"), Value::text("Medicaid"));
    plan.put(Key::of_line(line, "target"), Value::day(day("2027-05-01")));
    let mut referral = begin(&plan, line, Some(2), day("2026-11-29"));
    for (name, value) in [
        ("answered_by", Value::text("Ms. Pardo, intake")),
        ("accepting", word("accepting", "yes")),
        ("issue", Value::text("Sleeps outside since May.")),
        ("service", Value::text("A room of his own")),
        ("timeline", Value::text("Before the cold")),
    ] {
        referral.put(Key::fact(name), value);
    }
    referral
}

#[test]
fn it_begins_with_what_the_line_of_the_plan_says() {
    let referral = whole();
    let said = |name| referral.value(Key::fact(name));
    assert_eq!(said("provider"), Value::text("Harbor Homes"));
    assert_eq!(said("payer"), Value::text("Medicaid"));
    assert_eq!(said("goal"), Value::text("My own room"));
    assert_eq!(said("target"), Value::day(day("2027-05-01")));
    assert_eq!(lacks(&referral, day("2026-11-29"), 30), []);
    assert_eq!(about(&referral).0, Some(LineId::from_bytes([7; 16])));
}

#[test]
fn nothing_leaves_that_lacks_what_the_recipient_cannot_do_without() {
    let today = day("2026-11-29");
    for name in ["provider", "answered_by", "issue", "service", "timeline", "payer"] {
        let mut referral = whole();
        referral.put(Key::fact(name), Value::text(" "));
        assert_eq!(lacks(&referral, today, 30), [problem(name)], "{name}");
    }
    for name in ["referral_to", "accepting", "target", "review"] {
        let mut referral = whole();
        referral.put(Key::fact(name), Value::Nothing);
        assert_eq!(lacks(&referral, today, 30), [problem(name)], "{name}");
    }
}

#[test]
fn what_is_to_come_is_no_day_that_has_passed() {
    for name in ["target", "review"] {
        let mut referral = whole();
        for (on, lacking) in [("2026-11-28", vec![problem(name)]), ("2026-11-29", vec![])] {
            referral.put(Key::fact(name), Value::day(day(on)));
            assert_eq!(lacks(&referral, day("2026-11-29"), 30), lacking, "{name} {on}");
        }
    }
}

#[test]
fn what_the_provider_said_is_good_for_as_long_as_the_agency_says() {
    let of_agency = |checked: &str, max_age_d| {
        let mut referral = whole();
        referral.put(Key::fact("checked_on"), Value::day(day(checked)));
        lacks(&referral, day("2026-11-29"), max_age_d)
    };
    assert_eq!(of_agency("2026-11-22", 7), []);
    assert_eq!(of_agency("2026-11-21", 7), [problem("checked_on")]);
    assert_eq!(of_agency("2026-10-29", 60), []);
    let on = |checked: &str| of_agency(checked, 30);
    assert_eq!(on("2026-10-30"), [], "the thirtieth day");
    assert_eq!(on("2026-10-29"), [problem("checked_on")]);
    assert_eq!(on("2026-11-30"), [problem("checked_on")], "tomorrow");
    let mut full = whole();
    full.put(Key::fact("accepting"), word("accepting", "no"));
    assert_eq!(lacks(&full, day("2026-11-29"), 30), [problem("accepting")]);
}

#[test]
fn before_the_plan_is_finished_it_says_why_it_cannot_wait() {
    let today = day("2026-11-29");
    let mut referral = whole();
    referral.put(Key::fact("plan_finished"), Value::flag(false));
    assert_eq!(lacks(&referral, today, 30), [problem("urgent_reason")]);
    referral.put(Key::fact("urgent_reason"), Value::text("It freezes tonight."));
    assert_eq!(lacks(&referral, today, 30), []);
}

#[test]
fn what_a_service_was_asked_for_somebody_goes_into_the_directory_without_them() {
    let service = ServiceId::from_bytes([5; 16]);
    let mut referral = whole();
    assert_eq!(for_directory(&referral), None, "a place that is not in the directory");
    chosen(&mut referral, service, None);
    referral.put(Key::fact("check_note"), Value::text("He brings his dog"));
    let check = for_directory(&referral).expect("they were asked");
    assert_eq!(service_check::about(&check), Some(service));
    assert_eq!(service_check::lacks(&check, day("2026-11-29")), []);
    assert_eq!(check.value(Key::fact("answered_by")), Value::text("Ms. Pardo, intake"));
    assert!(!says(&check, "check_note"), "nothing of the client");
    // What stands there already is no answer of today.
    chosen(&mut referral, service, Some(RecordId::from_bytes([6; 16])));
    assert_eq!(for_directory(&referral), None);
    for (name, goes) in [("wait", false), ("answered_by", true), ("provider", false)] {
        changed(&mut referral, name);
        assert_eq!(for_directory(&referral).is_some(), goes, "{name}");
    }
}
