mod laws;
mod used;

use super::*;
use crate::wire::v1::Rounding;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// 2 March 2026, a Monday, eight in the morning in UTC.
const MONDAY: i64 = 1_772_438_400_000;

fn at(text: &str) -> Moment {
    serde_json::from_value(text.into()).expect("a time")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A rule that counts everything, from a day long ago.
fn rule() -> UnitRule {
    UnitRule {
        number: 1,
        from: day("2000-01-01"),
        on: true,
        min_minutes: 0,
        same_day: false,
        modes: vec![Mode::FaceToFace, Mode::Phone],
        components: vec![Component::Monitoring, Component::Planning],
        ..UnitRule::begin("Quarters", day("2000-01-01"))
    }
}

fn rules(rule: UnitRule) -> UnitRules {
    UnitRules { rules: vec![rule] }
}

/// A visit of so many minutes; the server took it as the `n`th.
fn visit(n: u8, start: Moment, minutes: u32) -> Effort {
    Effort {
        contact_id: ContactId::from_bytes([n; 16]),
        client_id: ClientId::from_bytes([1; 16]),
        staff: StaffId::from_bytes([1; 16]),
        taken: n.into(),
        start,
        end: start.plus_ms(i64::from(minutes) * 60_000),
        travel: 0,
        with: With::Client,
        mode: Mode::FaceToFace,
        outcome: Outcome::Completed,
        component: Component::Monitoring,
        void: None,
    }
}

/// Each an hour after the one before, on one day.
fn visits<const N: usize>(minutes: [u32; N]) -> Vec<Effort> {
    let start = |n: u8| Moment::new(MONDAY + i64::from(n) * HOUR_MS, 0);
    (0..).zip(minutes).map(|(n, minutes)| visit(n, start(n), minutes)).collect()
}

fn units(rules: &UnitRules, notes: &[Effort]) -> Vec<u32> {
    reckon(rules, notes).iter().map(|one| one.units).collect()
}

fn whys(rules: &UnitRules, notes: &[Effort]) -> Vec<Option<Why>> {
    reckon(rules, notes).iter().map(|one| one.why).collect()
}

#[test]
fn what_is_beyond_the_last_whole_unit_is_rounded_as_the_rule_says() {
    let minutes = [0, 1, 7, 8, 15, 22, 23, 37, 38];
    for (rounding, expected) in [
        (Rounding::Down, [0, 0, 0, 0, 1, 1, 1, 2, 2]),
        (Rounding::Nearest, [0, 0, 0, 1, 1, 1, 2, 2, 3]),
        (Rounding::Up, [0, 1, 1, 1, 1, 2, 2, 3, 3]),
        // 8 to 22 minutes are one unit, 23 to 37 two, and so on.
        (Rounding::EightMinute, [0, 0, 0, 1, 1, 1, 2, 2, 3]),
    ] {
        let rule = UnitRule { rounding, ..rule() };
        assert_eq!(minutes.map(|minutes| rule.units_of(minutes)), expected, "{rounding:?}");
    }
    let half_hours = UnitRule { unit_minutes: 30, rounding: Rounding::Nearest, ..rule() };
    assert_eq!([14, 15, 44, 45].map(|minutes| half_hours.units_of(minutes)), [0, 1, 1, 2]);
    let least = UnitRule { min_minutes: 10, rounding: Rounding::Up, ..rule() };
    assert_eq!([9, 10].map(|minutes| least.units_of(minutes)), [0, 1]);
    assert_eq!(UnitRule { unit_minutes: 0, ..rule() }.units_of(60), 0, "no length, no units");
}

#[test]
fn short_contacts_of_a_day_add_up_only_where_the_rule_says_so() {
    let notes = visits([10, 10, 10]);
    assert_eq!(units(&rules(rule()), &notes), [0, 0, 0]);
    let together = rules(UnitRule { same_day: true, min_minutes: 15, ..rule() });
    assert_eq!(units(&together, &notes), [0, 1, 1]);
    assert_eq!(whys(&together, &notes), [Some(Why::TooShort), None, None]);
    // Another function, another client and another day are counted apart.
    let mut apart = notes;
    apart[1].component = Component::Planning;
    apart[2].client_id = ClientId::from_bytes([2; 16]);
    assert_eq!(units(&together, &apart), [0, 0, 0]);
    // Of two people neither has a unit that their own minutes do not fill.
    let mut two = visits([10, 10]);
    two[1].staff = StaffId::from_bytes([9; 16]);
    assert_eq!(units(&together, &two), [0, 0]);
    let tomorrow = Moment::new(MONDAY + DAY_MS, 0);
    let days = [visit(0, Moment::new(MONDAY, 0), 10), visit(1, tomorrow, 10)];
    assert_eq!(units(&together, &days), [0, 0]);
}

#[test]
fn what_did_not_come_about_is_effort_and_no_unit() {
    for outcome in [
        Outcome::AttemptedNoAnswer,
        Outcome::NoShow,
        Outcome::Cancelled,
        Outcome::LeftMessage,
        Outcome::Declined,
    ] {
        let mut notes = visits([60]);
        notes[0].outcome = outcome;
        let one = reckon(&rules(rule()), &notes)[0];
        assert_eq!((one.minutes, one.units, one.why), (60, 0, Some(Why::NotCompleted)));
    }
}

#[test]
fn what_the_rule_does_not_name_is_not_counted_and_says_why() {
    let of = |change: fn(&mut Effort)| {
        let mut notes = visits([60]);
        change(&mut notes[0]);
        whys(&rules(rule()), &notes)[0]
    };
    assert_eq!(of(|_| ()), None);
    assert_eq!(of(|note| note.with = With::Team), Some(Why::With));
    assert_eq!(of(|note| note.mode = Mode::Letter), Some(Why::Mode));
    assert_eq!(of(|note| note.component = Component::Outreach), Some(Why::Component));
    for void in [Void::EnteredInError, Void::Imported, Void::InDoubt] {
        let mut notes = visits([60]);
        notes[0].void = Some(void);
        assert_eq!(whys(&rules(rule()), &notes), [Some(Why::Void(void))]);
    }
    assert_eq!(whys(&UnitRules::default(), &visits([60])), [Some(Why::NoRule)]);
    let off = rules(UnitRule { on: false, ..rule() });
    assert_eq!(whys(&off, &visits([60])), [Some(Why::Off)]);
    assert_eq!(whys(&rules(rule()), &visits([0])), [Some(Why::NoTime)]);
    assert_eq!(whys(&rules(rule()), &visits([5])), [Some(Why::Rounded)]);
}

#[test]
fn a_rule_begins_off_and_counts_nothing_until_somebody_switches_it_on() {
    let begun = UnitRule::begin("15-minute units", day("2026-01-01"));
    assert_eq!(problems(&begun, day("2026-01-01")), []);
    assert_eq!(units(&rules(begun), &visits([60])), [0]);
}

#[test]
fn the_way_is_apart_unless_the_rule_wants_it() {
    let mut notes = visits([30]);
    notes[0].travel = 40;
    let one = reckon(&rules(rule()), &notes)[0];
    assert_eq!((one.minutes, one.counted, one.units), (30, 30, 2));
    let wants = rules(UnitRule { travel: true, ..rule() });
    let one = reckon(&wants, &notes)[0];
    assert_eq!((one.minutes, one.counted, one.units), (30, 70, 4));
    // Two notes of one visit have one way there.
    let second = Effort { contact_id: ContactId::from_bytes([9; 16]), taken: 9, ..notes[0] };
    let both = reckon(&wants, &[notes[0], second]);
    assert_eq!([both[0].counted, both[1].counted], [70, 0]);
}

#[test]
fn no_minute_of_a_staff_member_is_counted_twice() {
    let mut notes = visits([60, 60]);
    // Half an hour into the first, with somebody else.
    notes[1].start = notes[0].start.plus_ms(HOUR_MS / 2);
    notes[1].end = notes[1].start.plus_ms(HOUR_MS);
    notes[1].client_id = ClientId::from_bytes([2; 16]);
    let found = reckon(&rules(rule()), &notes);
    assert_eq!([found[0].counted, found[1].counted], [60, 30]);
    assert_eq!(found[0].overlaps, Some(found[1].contact_id));
    assert_eq!(found[1].overlaps, Some(found[0].contact_id));
    // All of it within the other.
    notes[1].end = notes[0].end;
    assert_eq!(whys(&rules(rule()), &notes)[1], Some(Why::Overlap));
    // Whoever else was there has time of their own.
    notes[1].staff = StaffId::from_bytes([2; 16]);
    let found = reckon(&rules(rule()), &notes);
    assert_eq!((found[1].counted, found[1].overlaps), (30, None));
    // One after another is no overlap.
    let one_after_another = visits([60, 60]);
    assert!(reckon(&rules(rule()), &one_after_another).iter().all(|one| one.overlaps.is_none()));
}

#[test]
fn a_cap_of_a_day_and_of_a_month_hold_and_are_named() {
    let capped = rules(UnitRule { cap_day: Some(3), cap_month: Some(4), ..rule() });
    let mut notes = visits([30, 30, 30]);
    let next = Moment::new(MONDAY + DAY_MS, 0);
    notes.push(visit(7, next, 30));
    assert_eq!(units(&capped, &notes), [2, 1, 0, 1]);
    let expected = [None, Some(Why::CapDay), Some(Why::CapDay), Some(Why::CapMonth)];
    assert_eq!(whys(&capped, &notes), expected);
    // Another client's, and another month's, are others.
    notes.push(visit(8, Moment::new(MONDAY + 31 * DAY_MS, 0), 30));
    notes.push(Effort { client_id: ClientId::from_bytes([2; 16]), ..visit(9, next, 30) });
    notes[5].start = next.plus_ms(5 * HOUR_MS);
    notes[5].end = notes[5].start.plus_ms(HOUR_MS / 2);
    assert_eq!(units(&capped, &notes)[4..], [2, 2]);
}

#[test]
fn the_rule_is_that_of_the_day_of_service_and_the_later_of_two_for_one_day() {
    let mut all = rules(rule());
    all.add(UnitRule { from: day("2026-03-02"), unit_minutes: 30, ..rule() });
    all.add(UnitRule { from: day("2026-03-02"), unit_minutes: 60, ..rule() });
    all.add(UnitRule { from: day("2026-07-01"), on: false, ..rule() });
    // Written later for an earlier time.
    all.add(UnitRule { from: day("2001-01-01"), unit_minutes: 20, ..rule() });
    assert_eq!(all.rules.iter().map(|rule| rule.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let on = |text: &str| all.on(day(text)).map(|rule| rule.number);
    assert_eq!(on("1999-12-31"), None);
    assert_eq!(on("2000-12-31"), Some(1));
    assert_eq!(on("2026-03-01"), Some(5));
    assert_eq!(on("2026-03-02"), Some(3));
    assert_eq!(on("2026-07-01"), Some(4));
    // Eleven in the evening of the first in New York is the second in UTC.
    let evening = visit(1, at("2026-03-01T23:00:00-05:00"), 60);
    assert_eq!(reckon(&all, &[evening])[0].rule, Some(5));
}

#[test]
fn a_visit_over_midnight_is_of_the_day_on_which_it_began() {
    let together = rules(UnitRule { same_day: true, cap_month: Some(1), ..rule() });
    // Ten minutes before midnight, and five into the next month.
    let over = visit(1, at("2026-03-31T23:50:00-05:00"), 15);
    assert_eq!(over.day(), day("2026-03-31"));
    let next = visit(2, at("2026-04-01T00:05:00-05:00"), 15);
    assert_eq!(units(&together, &[over, next]), [1, 1], "each is another month's");
    let before = visit(3, at("2026-03-31T09:00:00-05:00"), 15);
    assert_eq!(units(&together, &[over, before]), [1, 0]);
    assert_eq!(whys(&together, &[over, before])[1], Some(Why::CapMonth));
}

#[test]
fn a_clock_that_is_put_forward_or_back_changes_no_minute() {
    // In New York: at two it is three on 8 March, and at two it is one on 1 November.
    let forward = Effort {
        end: at("2026-03-08T03:15:00-04:00"),
        ..visit(1, at("2026-03-08T01:45:00-05:00"), 0)
    };
    let back = Effort {
        end: at("2026-11-01T01:15:00-05:00"),
        ..visit(2, at("2026-11-01T01:45:00-04:00"), 0)
    };
    let found = reckon(&rules(rule()), &[forward, back]);
    assert_eq!([found[0].minutes, found[1].minutes], [30, 30]);
    assert_eq!([found[0].units, found[1].units], [2, 2]);
    // The hour that comes twice is two hours: neither is within the other.
    let first = visit(1, at("2026-11-01T01:00:00-04:00"), 60);
    let second = visit(2, at("2026-11-01T01:00:00-05:00"), 60);
    let found = reckon(&rules(rule()), &[first, second]);
    assert!(found.iter().all(|one| one.counted == 60 && one.overlaps.is_none()));
}

#[test]
fn a_leap_day_is_a_day_of_its_month() {
    let capped = rules(UnitRule { cap_month: Some(1), ..rule() });
    let leap = visit(1, at("2028-02-29T12:00:00-05:00"), 15);
    let before = visit(2, at("2028-02-01T12:00:00-05:00"), 15);
    let after = visit(3, at("2028-03-01T12:00:00-05:00"), 15);
    assert_eq!(units(&capped, &[leap, before, after]), [1, 0, 1]);
}

#[test]
fn seconds_beside_the_minutes_count_as_the_screen_shows_them() {
    let start = at("2026-03-02T12:00:50-05:00");
    let note = Effort { end: at("2026-03-02T12:15:10-05:00"), ..visit(1, start, 0) };
    let one = reckon(&rules(rule()), &[note])[0];
    assert_eq!((one.minutes, one.counted, one.units), (15, 15, 1));
}

#[test]
fn clocks_that_are_out_of_their_mind_count_nothing_and_harm_nothing() {
    let far = visit(1, Moment::new(i64::MIN, -840), 15);
    let farther = Effort { end: Moment::new(i64::MAX, 840), ..visit(2, Moment::new(0, 0), 0) };
    let reversed =
        Effort { end: Moment::new(MONDAY - HOUR_MS, 0), ..visit(3, Moment::new(MONDAY, 0), 0) };
    let found = reckon(&rules(rule()), &[far, farther, reversed]);
    assert_eq!((found[2].minutes, found[2].units), (0, 0));
    assert!(found.iter().all(|one| one.units <= one.minutes));
}

#[test]
fn a_rule_that_could_not_be_meant_is_not_saved() {
    let today = day("2026-03-02");
    let of = |change: fn(&mut UnitRule)| {
        let mut rule = UnitRule { from: today, ..rule() };
        change(&mut rule);
        problems(&rule, today)
    };
    assert_eq!(of(|_| ()), []);
    assert_eq!(of(|rule| rule.name = "  ".into()), [RuleProblem::Name]);
    assert_eq!(of(|rule| rule.name = "x".repeat(201)), [RuleProblem::NameTooLong]);
    assert_eq!(of(|rule| rule.from = day("0206-03-02")), [RuleProblem::From]);
    assert_eq!(of(|rule| rule.from = day("2206-03-02")), [RuleProblem::From]);
    assert_eq!(of(|rule| rule.unit_minutes = 0), [RuleProblem::UnitMinutes]);
    assert_eq!(of(|rule| rule.unit_minutes = 481), [RuleProblem::UnitMinutes]);
    assert_eq!(of(|rule| rule.min_minutes = 1_441), [RuleProblem::MinMinutes]);
    let eight = of(|rule| {
        rule.rounding = Rounding::EightMinute;
        rule.unit_minutes = 10;
    });
    assert_eq!(eight, [RuleProblem::EightMinute]);
    assert_eq!(of(|rule| rule.cap_day = Some(0)), [RuleProblem::CapDay]);
    assert_eq!(of(|rule| rule.cap_month = Some(CAP_MAX + 1)), [RuleProblem::CapMonth]);
    assert_eq!(of(|rule| rule.modes.clear()), [RuleProblem::Nothing]);
    assert_eq!(of(|rule| (rule.with.clear(), rule.on = false).1), [], "it is off");
    let twice = UnitRule { modes: vec![Mode::Phone, Mode::Phone], name: " A ".into(), ..rule() };
    let tidied = twice.tidy();
    assert_eq!((tidied.modes, tidied.name.as_str()), (vec![Mode::Phone], "A"));
    assert_eq!(rule().next(today).number, 0);
}

#[test]
fn the_example_shows_what_the_rule_does() {
    let eight = UnitRule {
        rounding: Rounding::EightMinute,
        same_day: true,
        on: false,
        ..UnitRule::begin("Eight", day("2026-03-02"))
    };
    let eight = UnitRule { min_minutes: 8, ..eight };
    let shown: Vec<_> =
        examples(&eight).iter().map(|one| (one.shown, one.reckoned.units)).collect();
    assert_eq!(
        shown,
        [
            (Shown::Visit(7), 0),
            (Shown::Visit(8), 1),
            (Shown::Visit(15), 1),
            (Shown::Visit(23), 2),
            (Shown::Visit(53), 4),
            (Shown::SameDay(10), 1),
            (Shown::SameDay(10), 0),
            (Shown::Travel(30, 40), 2),
            (Shown::Overlap(30), 1),
            (Shown::NobodyThere(60), 0),
        ]
    );
}
