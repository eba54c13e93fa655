use super::*;
use proptest::prelude::*;

/// New York: clocks go forward at 2 on 8 March 2026 and back at 2 on 1 November.
fn new_york(utc_ms: i64) -> i16 {
    let summer = 1_772_953_200_000..1_793_512_800_000;
    if summer.contains(&utc_ms) { -240 } else { -300 }
}

fn chicago(utc_ms: i64) -> i16 {
    new_york(utc_ms - 3_600_000) - 60
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date")
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn at(date: NaiveDate, hour: u32, minute: u32, offset: i16) -> Moment {
    Moment::from_local(date.and_time(time(hour, minute)), offset)
}

/// A form opened at half past midnight, seconds and all.
fn opened() -> Span {
    let now = at(day(6, 11), 0, 30, -240).plus_ms(37_512);
    Span::new(now, now)
}

fn shown(span: Span) -> (String, String) {
    let text = |moment: Moment| serde_json::to_string(&moment).expect("plain text");
    (text(span.start()), text(span.end()))
}

#[test]
fn a_visit_over_midnight_can_be_written_in_any_order() {
    let wanted = Span::new(at(day(6, 10), 23, 40, -240), at(day(6, 11), 0, 20, -240));
    let zone: Zone<'_> = &new_york;
    let in_turn = opened().on(day(6, 10), zone).from(time(23, 40), zone).until(time(0, 20), zone);
    let clocks_first =
        opened().from(time(23, 40), zone).until(time(0, 20), zone).on(day(6, 10), zone);
    let end_first = opened().until(time(0, 20), zone).on(day(6, 10), zone).from(time(23, 40), zone);
    for span in [in_turn, clocks_first, end_first] {
        assert_eq!(shown(span), shown(wanted));
        assert_eq!((span.minutes(), span.days_over()), (40, 1));
    }
}

#[test]
fn an_earlier_start_never_shortens() {
    let zone: Zone<'_> = &new_york;
    let note = Span::new(at(day(6, 10), 23, 40, -240), at(day(6, 11), 0, 35, -240));
    let mended = note.from(time(23, 35), zone);
    assert_eq!(mended.end(), note.end());
    assert_eq!(mended.minutes(), 60);
    // Thirty hours stay more than a day.
    let long = Span::new(at(day(6, 10), 10, 0, -240), at(day(6, 11), 16, 0, -240));
    assert_eq!(long.from(time(9, 45), zone).minutes(), 30 * 60 + 15);
    assert_eq!(long.until(time(16, 30), zone).minutes(), 30 * 60 + 30);
    assert_eq!(long.on(day(6, 12), zone).minutes(), 30 * 60);
}

#[test]
fn a_start_typed_digit_by_digit_leaves_the_end_as_it_was_said() {
    let zone: Zone<'_> = &new_york;
    let visit = Span::new(at(day(6, 10), 14, 0, -240), at(day(6, 10), 14, 30, -240));
    let passing = visit.from(time(20, 0), zone);
    assert_eq!(passing.days_over(), 1, "taken for the next day while it says so");
    let typed = passing.from(time(13, 0), zone);
    assert_eq!((typed.minutes(), typed.days_over()), (90, 0));
    let year = NaiveDate::from_ymd_opt(2, 6, 10).expect("a date");
    assert_eq!(shown(visit.on(year, zone).on(day(6, 10), zone)), shown(visit));
}

#[test]
fn the_hour_that_the_clock_repeats_is_taken_as_it_stood() {
    let zone: Zone<'_> = &new_york;
    let autumn = day(11, 1);
    let first = Span::new(at(autumn, 1, 10, -240), at(autumn, 1, 50, -240));
    assert_eq!(first.from(time(1, 15), zone).start(), at(autumn, 1, 15, -240));
    let second = Span::new(at(autumn, 1, 10, -300), at(autumn, 1, 50, -300));
    assert_eq!(second.from(time(1, 15), zone).start(), at(autumn, 1, 15, -300));
    // It ended after the clock went back.
    let over = first.until(time(1, 5), zone);
    assert_eq!(shown(over).1, shown(Span::new(over.start(), at(autumn, 1, 5, -300))).1);
    assert_eq!((over.minutes(), over.days_over()), (55, 0));
    assert_eq!(over.until(time(1, 20), zone).minutes(), 10);
    // A start that only the first of the two fits.
    assert_eq!(over.from(time(1, 30), zone).start(), at(autumn, 1, 30, -240));
}

#[test]
fn the_hour_that_the_clock_skips_is_taken_as_written() {
    let zone: Zone<'_> = &new_york;
    let spring = day(3, 8);
    let before = Span::new(at(spring, 1, 50, -300), at(spring, 1, 50, -300));
    let into = before.until(time(2, 20), zone);
    assert_eq!(clock(into.end()), time(2, 20));
    assert_eq!(into.minutes(), 30);
    let whole = before.from(time(2, 30), zone).until(time(2, 45), zone);
    assert_eq!((clock(whole.start()), clock(whole.end())), (time(2, 30), time(2, 45)));
    assert_eq!((whole.minutes(), whole.days_over()), (15, 0));
    let after = Span::new(at(spring, 3, 10, -240), at(spring, 3, 10, -240));
    let out_of = after.from(time(2, 30), zone);
    assert_eq!((clock(out_of.start()), out_of.minutes(), out_of.days_over()), (time(2, 30), 40, 0));
    // And what is typed next is of this zone still.
    assert_eq!(whole.from(time(5, 0), zone).start(), at(spring, 5, 0, -240));
}

#[test]
fn in_another_time_zone_each_field_still_changes_only_itself() {
    let zone: Zone<'_> = &chicago;
    let note = Span::new(at(day(6, 10), 23, 40, -240), at(day(6, 11), 0, 35, -240));
    let mended = note.until(time(0, 20), zone);
    assert_eq!(shown(mended).0, shown(note).0);
    assert_eq!((mended.minutes(), mended.days_over()), (40, 1));
    let mended = note.from(time(23, 30), zone);
    assert_eq!(shown(mended).1, shown(note).1);
    assert_eq!(mended.minutes(), 65);
    assert_eq!(note.on(day(6, 9), zone).minutes(), 55);
    assert_eq!(note.lasting(20, zone).end().offset_min(), -240);
}

#[test]
fn so_many_minutes_move_the_end_alone() {
    let zone: Zone<'_> = &new_york;
    let span = Span::new(at(day(6, 10), 23, 40, -240), at(day(6, 10), 23, 40, -240));
    assert_eq!(span.lasting(40, zone).end(), at(day(6, 11), 0, 20, -240));
    assert_eq!(span.lasting(40, zone).start(), span.start());
    // The clock goes back in between.
    let autumn = Span::new(at(day(11, 1), 0, 50, -240), at(day(11, 1), 0, 50, -240));
    let end = autumn.lasting(90, zone).end();
    assert_eq!((end.offset_min(), clock(end)), (-300, time(1, 20)));
}

/// A form opened at noon of the day after, moved to the night of the change.
fn written_the_next_day(night: NaiveDate, offset: i16) -> Span {
    let noon = at(night + TimeDelta::days(1), 12, 0, offset).plus_ms(4_200);
    Span::new(noon, noon)
}

#[test]
fn the_repeated_hour_written_the_next_day_is_the_shorter_reading_in_any_order() {
    let zone: Zone<'_> = &new_york;
    let autumn = day(11, 1);
    let opened = written_the_next_day(autumn, -300);
    let (from, until) = (time(1, 40), time(1, 10));
    let in_turn = opened.on(autumn, zone).from(from, zone).until(until, zone);
    let end_first = opened.on(autumn, zone).until(until, zone).from(from, zone);
    let day_last = opened.from(from, zone).until(until, zone).on(autumn, zone);
    let wanted = Span::new(at(autumn, 1, 40, -240), at(autumn, 1, 10, -300));
    for span in [in_turn, end_first, day_last] {
        assert_eq!(shown(span), shown(wanted));
        assert_eq!((span.minutes(), span.days_over()), (30, 0));
    }
    // Taken for the earlier of the two only where the end asks for it.
    let plain = opened.on(autumn, zone).from(time(1, 10), zone).until(time(1, 40), zone);
    assert_eq!((plain.minutes(), plain.days_over()), (30, 0));
    // A whole night that really goes over into the next day is said in minutes.
    assert_eq!(in_turn.lasting(1_410, zone).minutes(), 1_410);
}

#[test]
fn the_skipped_hour_written_the_next_day_never_becomes_a_day() {
    let zone: Zone<'_> = &new_york;
    let spring = day(3, 8);
    let opened = written_the_next_day(spring, -240).on(spring, zone);
    for (from, until, minutes) in [
        ((1, 50), (2, 20), 30),
        ((2, 30), (3, 10), 40),
        ((2, 30), (2, 45), 15),
        ((1, 50), (3, 10), 20),
    ] {
        let (from, until) = (time(from.0, from.1), time(until.0, until.1));
        let span = opened.from(from, zone).until(until, zone);
        assert_eq!((span.minutes(), span.days_over()), (minutes, 0), "{from} to {until}");
        assert_eq!((clock(span.start()), clock(span.end())), (from, until));
    }
}

#[test]
fn an_hour_that_came_twice_or_not_at_all_is_known() {
    let zone: Zone<'_> = &new_york;
    let of = |day, hour, minute| odd_hour(at(day, hour, minute, -300), zone);
    assert_eq!(of(day(11, 1), 1, 40), Some(OddHour::Twice));
    assert_eq!(of(day(3, 8), 2, 30), Some(OddHour::Never));
    assert_eq!(of(day(11, 1), 2, 0), None);
    assert_eq!(of(day(3, 8), 1, 59), None);
    assert_eq!(of(day(6, 10), 1, 40), None, "noted elsewhere");
    assert_eq!(odd_hour(at(day(6, 10), 1, 40, -240), zone), None);
}

#[test]
fn a_day_that_the_end_went_over_to_is_not_kept_when_the_start_is_mended() {
    let zone: Zone<'_> = &new_york;
    let noon = at(day(6, 10), 12, 0, -240);
    let opened = Span::new(noon, noon);
    let end_first = opened.until(time(10, 30), zone).from(time(10, 0), zone);
    assert_eq!((end_first.minutes(), end_first.days_over()), (30, 0));
}

#[test]
fn an_end_kept_before_its_start_is_read_as_the_next_day() {
    let zone: Zone<'_> = &new_york;
    let kept = Span::new(at(day(6, 10), 23, 40, -240), at(day(6, 10), 0, 20, -240));
    let read = kept.in_order(zone);
    assert_eq!(shown(read).1, shown(Span::new(read.start(), at(day(6, 11), 0, 20, -240))).1);
    assert_eq!((read.minutes(), read.days_over()), (40, 1));
    let right = Span::new(at(day(6, 10), 10, 0, -240), at(day(6, 12), 9, 0, -240));
    assert_eq!(right.in_order(zone), right);
    // Within one minute nobody typed anything else.
    let seconds = Span::new(noon_and(9_000), noon_and(2_000)).in_order(zone);
    assert_eq!((seconds.minutes(), seconds.end()), (0, seconds.start()));
}

fn noon_and(ms: i64) -> Moment {
    at(day(6, 10), 12, 0, -240).plus_ms(ms)
}

#[derive(Debug, Clone, Copy)]
enum Edit {
    Day(NaiveDate),
    From(NaiveTime),
    Until(NaiveTime),
    Lasting(u32),
}

fn edit() -> impl Strategy<Value = Edit> {
    let clock = || (0_u32..24, 0_u32..60).prop_map(|(hour, minute)| time(hour, minute));
    let near = prop_oneof![Just(day(3, 8)), Just(day(11, 1)), Just(day(6, 10))];
    let date = (near, -2_i64..3).prop_map(|(day, by)| day + TimeDelta::days(by));
    let far = (1_i32..9_999).prop_map(|year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date"));
    prop_oneof![
        3 => date.prop_map(Edit::Day),
        1 => far.prop_map(Edit::Day),
        4 => clock().prop_map(Edit::From),
        4 => clock().prop_map(Edit::Until),
        2 => (0_u32..100_000).prop_map(Edit::Lasting),
    ]
}

proptest! {
    #[test]
    fn every_field_changes_only_itself_and_shows_what_was_typed(
        edits in proptest::collection::vec((edit(), any::<bool>()), 0..30),
    ) {
        let mut span = opened();
        for (edit, travelled) in edits {
            let zone: Zone<'_> = if travelled { &chicago } else { &new_york };
            let old = span;
            match edit {
                Edit::Day(to) => {
                    span = span.on(to, zone);
                    prop_assert!(span.start().date() == to || shown(span) == shown(old));
                    prop_assert_eq!(clock(span.start()), clock(old.start()));
                    prop_assert_eq!(clock(span.end()), clock(old.end()));
                }
                Edit::From(to) => {
                    span = span.from(to, zone);
                    prop_assert_eq!(clock(span.start()), to);
                    prop_assert_eq!(span.start().date(), old.start().date());
                    prop_assert_eq!(clock(span.end()), clock(old.said));
                }
                Edit::Until(to) => {
                    span = span.until(to, zone);
                    // Of an hour that came twice, the one that the end asks for.
                    prop_assert_eq!(span.start().local(), old.start().local());
                    prop_assert_eq!(clock(span.end()), to);
                    prop_assert!(old.minutes() >= 1440 || span.minutes() <= 25 * 60);
                }
                Edit::Lasting(to) => {
                    span = span.lasting(to, zone);
                    prop_assert_eq!(shown(span).0, shown(old).0);
                    prop_assert_eq!(span.minutes(), to);
                }
            }
            prop_assert!(span.end() >= span.start(), "{:?} made {:?}", edit, shown(span));
        }
    }

    #[test]
    fn a_start_that_is_typed_twice_is_the_one_typed_last(hour in 0_u32..24, other in 0_u32..24) {
        let zone: Zone<'_> = &new_york;
        let span = Span::new(at(day(6, 10), 14, 0, -240), at(day(6, 10), 14, 30, -240));
        let (once, again) = (time(hour, 5), time(other, 45));
        let twice = span.from(once, zone).from(again, zone);
        prop_assert_eq!(shown(twice), shown(span.from(again, zone)));
    }
}

#[test]
fn a_length_said_with_one_tap_ends_where_the_form_was_opened_or_begins_there() {
    let zone: Zone<'_> = &new_york;
    let opened = at(day(6, 10), 14, 33, -240).plus_ms(12_000);
    let times = |span: Span| {
        let text = |moment: Moment| moment.local().format("%H:%M").to_string();
        format!("{} to {}", text(span.start()), text(span.end()))
    };
    let fresh = Span::new(opened, opened);
    let soon = (opened, opened.plus_ms(60_000));
    let quarter = fresh.tapped(15, soon, zone);
    assert_eq!(times(quarter), "14:18 to 14:33", "it was over when somebody began to write");
    assert_eq!(times(quarter.tapped(60, soon, zone)), "13:33 to 14:33", "one tap after another");
    let later = (opened, opened.plus_ms(40 * 60_000));
    assert_eq!(times(fresh.tapped(30, later, zone)), "14:33 to 15:03", "it began with the form");
    assert_eq!(times(quarter.tapped(30, later, zone)), "14:33 to 15:03");
    let typed = fresh.from(time(14, 10), zone);
    assert_eq!(times(typed.tapped(15, soon, zone)), "14:10 to 14:25", "the start was typed");
    assert_eq!(times(typed.tapped(60, soon, zone)), "14:10 to 15:10", "also where it is to come");
    let other_day = fresh.on(day(6, 9), zone);
    assert_eq!(times(other_day.tapped(30, soon, zone)), "14:33 to 15:03");
}

/// On the evening before the clocks go back, one hour west.
#[test]
fn a_note_of_another_zone_keeps_it_on_the_eve_of_a_clock_change() {
    let chicago = |hour| at(day(10, 31), hour, 0, -300);
    let opened = Span::new(chicago(21), chicago(21));
    let ended = opened.until(time(22, 0), &new_york);
    assert_eq!((ended.minutes(), ended.end().offset_min()), (60, -300));
    let denver = |hour| at(day(3, 7), hour, 0, -420);
    let ended =
        Span::new(denver(20), denver(20)).until(time(21, 0), &|utc_ms| new_york(utc_ms) - 60);
    assert_eq!((ended.minutes(), ended.end().offset_min()), (60, -420));
}

/// The form is left and opened again between the end and the start: by a look at the plan, a lock, a kill.
#[test]
fn an_end_that_went_over_midnight_by_itself_does_not_once_the_start_is_before_it() {
    let zone: Zone<'_> = &new_york;
    let opened = at(day(6, 11), 12, 25, -240);
    let end_first = Span::new(opened, opened).until(time(10, 30), zone);
    assert_eq!(end_first.days_over(), 1);
    let again = Span::new(end_first.start(), end_first.end());
    assert_eq!(again.from(time(9, 30), zone).minutes(), 60);
    let night = Span::new(at(day(6, 10), 23, 40, -240), at(day(6, 11), 0, 20, -240));
    assert_eq!(night.from(time(23, 30), zone).minutes(), 50);
    // More than a day was said on purpose.
    let long = Span::new(at(day(6, 10), 9, 0, -240), at(day(6, 11), 10, 0, -240));
    assert_eq!(long.from(time(8, 0), zone).minutes(), 26 * 60);
}
