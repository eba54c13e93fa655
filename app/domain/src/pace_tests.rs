use super::*;
use crate::{
    id::ClientId,
    wire::v1::{LevelBegun, Pause, Stage},
};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date")
}

fn mark(month: u32, on: u32, hour: u32) -> ContactMark {
    let local = day(month, on).and_hms_opt(hour, 30, 0).expect("a time");
    seen(Moment::from_local(local, -300))
}

const fn seen(at: Moment) -> ContactMark {
    ContactMark { at, face_to_face: true, qualifying: true, tried: false, tail: 0 }
}

/// At six in the evening.
fn evening(day: NaiveDate) -> Moment {
    Moment::from_local(day.and_hms_opt(18, 0, 0).expect("a time"), -300)
}

fn client(level: Level, since: NaiveDate) -> Client {
    let json = serde_json::json!({
        "client_id": ClientId::from_bytes([1; 16]), "preferred_name": "Ash", "stage": "active",
    });
    let mut client: Client = serde_json::from_value(json).expect("the least a client has");
    client.level = Some(level);
    client.level_since = Some(since);
    client
}

fn expected(client: &Client, marks: &[ContactMark], today: NaiveDate) -> (u32, u32) {
    match pace(client, marks, &Policy::default(), evening(today)) {
        Pace::Monthly { done, expected, .. } => (done, expected),
        other => panic!("level II has a monthly pace, not {other:?}"),
    }
}

#[test]
fn level_ii_expects_four_by_the_last_day_and_none_on_the_first() {
    let client = client(Level::II, day(1, 1));
    assert_eq!(expected(&client, &[], day(3, 1)), (0, 0));
    assert_eq!(expected(&client, &[], day(3, 31)), (0, 4));
}

#[test]
fn a_level_begun_mid_month_expects_its_share() {
    let client = client(Level::II, day(4, 16));
    assert_eq!(expected(&client, &[], day(4, 30)), (0, 2));
}

#[test]
fn days_on_hold_are_taken_off() {
    let mut client = client(Level::II, day(1, 1));
    client.pauses = vec![Pause { line_id: None, from: day(4, 1), to: Some(day(4, 15)) }];
    assert_eq!(expected(&client, &[], day(4, 30)), (0, 2));
}

#[test]
fn two_contacts_within_one_clock_hour_count_once_and_attempts_not_at_all() {
    let client = client(Level::II, day(1, 1));
    let attempt = ContactMark { qualifying: false, ..mark(3, 5, 10) };
    let marks = [mark(3, 4, 9), mark(3, 4, 9), mark(3, 4, 11), attempt, mark(2, 27, 9)];
    assert_eq!(expected(&client, &marks, day(3, 6)).0, 2);
}

#[test]
fn level_i_counts_service_days_without_a_contact_and_skips_the_weekend() {
    let client = client(Level::I, day(1, 1));
    // Thursday 5 March 2026 was the last contact; Monday the 9th is today.
    let got = pace(&client, &[mark(3, 5, 9)], &Policy::default(), evening(day(3, 9)));
    assert_eq!(got, Pace::Daily { gap_days: 1, settled_today: false });
    let all_week = Policy { service_week: 7, ..Policy::default() };
    let got = pace(&client, &[mark(3, 5, 9)], &all_week, evening(day(3, 9)));
    assert_eq!(got, Pace::Daily { gap_days: 3, settled_today: false });
}

#[test]
fn level_i_is_settled_once_seen_today() {
    let client = client(Level::I, day(1, 1));
    let got = pace(&client, &[mark(3, 9, 8)], &Policy::default(), evening(day(3, 9)));
    assert_eq!(got, Pace::Daily { gap_days: 0, settled_today: true });
}

#[test]
fn level_iii_only_counts_silence() {
    let client = client(Level::III, day(1, 1));
    let got = pace(&client, &[mark(1, 20, 8)], &Policy::default(), evening(day(3, 6)));
    assert_eq!(got, Pace::AsNeeded { silent_days: Some(45) });
}

#[test]
fn nobody_on_hold_is_due() {
    let mut client = client(Level::I, day(1, 1));
    client.stage = Stage::OnHold;
    assert_eq!(pace(&client, &[], &Policy::default(), evening(day(3, 6))), Pace::Resting);
}

#[test]
fn what_has_not_happened_is_counted_for_nothing() {
    let mistyped = || {
        let local = day(3, 9).with_year(2027).expect("a date").and_hms_opt(9, 0, 0);
        seen(Moment::from_local(local.expect("a time"), -300))
    };
    let marks = [mark(3, 5, 9), mistyped(), mark(3, 10, 9)];
    let now = evening(day(3, 9));
    let level = |level| pace(&client(level, day(1, 1)), &marks, &Policy::default(), now);
    assert_eq!(level(Level::I), Pace::Daily { gap_days: 1, settled_today: false });
    assert_eq!(level(Level::III), Pace::AsNeeded { silent_days: Some(4) });
    let Pace::Monthly { done, .. } = level(Level::II) else { panic!("level II is monthly") };
    assert_eq!(done, 1);
    let alone = pace(&client(Level::III, day(1, 1)), &[mistyped()], &Policy::default(), now);
    assert_eq!(alone, Pace::AsNeeded { silent_days: None });
}

#[test]
fn a_contact_later_today_or_on_a_day_to_come_is_not_the_last_one() {
    let marks = [mark(3, 5, 9), mark(3, 9, 20), mark(3, 10, 9)];
    let now = evening(day(3, 9));
    assert_eq!(last(&marks, now), Some(marks[0].at));
    assert_eq!(last(&marks[1..], now), None);
    let client = client(Level::I, day(1, 1));
    let got = pace(&client, &marks, &Policy::default(), now);
    assert_eq!(got, Pace::Daily { gap_days: 1, settled_today: false });
    // Once it has come it counts, with the haste of a worker at the door.
    let then = marks[1].at.plus_ms(-4 * 60_000);
    assert_eq!(last(&marks, then), Some(marks[1].at));
    let got = pace(&client, &marks, &Policy::default(), then);
    assert_eq!(got, Pace::Daily { gap_days: 0, settled_today: true });
    // In Berlin it is the 10th already.
    let berlin = seen(Moment::new(now.utc_ms() - 60_000, 120));
    assert_eq!(berlin.at.date(), day(3, 10));
    let got = pace(&client, &[berlin], &Policy::default(), now);
    assert_eq!(got, Pace::Daily { gap_days: 0, settled_today: true });
}

#[test]
fn a_mark_knows_its_contact_and_one_of_an_older_app_none() {
    let contact_id = ContactId::from_bytes([7; 16]);
    let mark = ContactMark { tail: tail(contact_id), ..mark(3, 5, 9) };
    assert!(mark.is_of(contact_id) && !mark.is_of(ContactId::from_bytes([8; 16])));
    let old = r#"{"at":"2026-03-05T09:30:00-05:00","face_to_face":true,"qualifying":true}"#;
    let read: ContactMark = serde_json::from_str(old).expect("old marks open for ever");
    assert!(!read.is_of(contact_id));
    assert!(!serde_json::to_string(&read).expect("plain text").contains("tail"));
}

#[test]
fn last_contact_is_who_was_reached_and_beside_it_who_was_tried_for_since() {
    let attempt = |on| ContactMark { qualifying: false, tried: true, ..mark(3, on, 10) };
    let call = |on| ContactMark { face_to_face: false, ..mark(3, on, 9) };
    // With a landlord: neither one nor the other.
    let about = ContactMark { qualifying: false, ..mark(3, 8, 9) };
    let last = |marks: &[ContactMark]| Last::of(marks, evening(day(3, 8)));
    assert_eq!(last(&[about]), Last::default());
    let reached = last(&[attempt(2), call(5), mark(3, 4, 9), about]);
    assert_eq!(reached, Last { reached: Some((call(5).at, false)), tried: None });
    let tried = last(&[mark(3, 4, 9), attempt(7), attempt(6), attempt(9)]);
    let wanted = Last { reached: Some((mark(3, 4, 9).at, true)), tried: Some(attempt(7).at) };
    assert_eq!(tried, wanted, "what is still to come has not been tried");
}

#[test]
fn who_is_at_level_i_until_a_change_that_is_still_to_come_was_missed_all_the_same() {
    let mut client = client(Level::II, day(3, 16));
    client.levels = vec![LevelBegun {
        line_id: None,
        level: Some(Level::I),
        since: day(3, 2),
        reason: String::new(),
    }];
    // Monday the 2nd to Friday the 6th, and today is Monday the 9th.
    let got = pace(&client, &[], &Policy::default(), evening(day(3, 9)));
    assert_eq!(got, Pace::Daily { gap_days: 5, settled_today: false });
}

#[test]
fn a_first_level_that_begins_in_another_century_leaves_nobody_without_a_pace() {
    let daily = |since: NaiveDate| {
        let pace = pace(&client(Level::I, since), &[], &Policy::default(), evening(day(3, 4)));
        matches!(pace, Pace::Daily { gap_days: 0, settled_today: false })
    };
    assert!(daily(NaiveDate::from_ymd_opt(2206, 11, 30).expect("a date")));
    assert!(daily(NaiveDate::from_ymd_opt(2027, 3, 4).expect("a date")));
    // One that begins next week is waited for.
    assert!(!daily(day(3, 11)));
}

/// What an offset from UTC is on a day: of New York, of Los Angeles, and of a place without a clock change.
fn offset(zone: usize, day: NaiveDate) -> i16 {
    let sunday = |month, after: i64| {
        let first = NaiveDate::from_ymd_opt(day.year(), month, 1).expect("a date");
        let ahead = i64::from((7 - first.weekday().num_days_from_sunday()) % 7);
        first + chrono::TimeDelta::days(ahead + 7 * after)
    };
    let in_summer = day > sunday(3, 1) && day <= sunday(11, 0);
    match (zone, in_summer) {
        (0, true) => -240,
        (0, false) => -300,
        (1, true) => -420,
        (1, false) => -480,
        _ => -600,
    }
}

proptest::proptest! {
    /// By a calendar in which each day has its level: over leap days, both changes of the clock and three
    /// time zones, what is owed is counted by the level of each day and by nothing else.
    #[test]
    fn what_is_owed_follows_the_level_of_each_day(
        // From the first of January 2023: two leap years lie in it.
        changes in proptest::collection::vec((0_u64..2_200, 0_usize..4), 1..5),
        ahead in 0_u64..500,
        met in proptest::collection::vec((0_u64..2_700, 0_u32..17), 0..12),
    ) {
        let begin = NaiveDate::from_ymd_opt(2023, 1, 1).expect("a date");
        let at = |days: u64| begin.checked_add_days(Days::new(days)).expect("a date");
        let level = |which: usize| [Some(Level::I), Some(Level::II), Some(Level::III), None][which];
        let changes: std::collections::BTreeMap<_, _> = changes.into_iter().collect();
        let (last, in_force) = changes.iter().next_back().map(|(on, to)| (*on, *to)).expect("one");
        let today = at(last + ahead);
        let mut client = client(Level::I, at(last));
        client.level = level(in_force);
        client.levels = changes
            .iter()
            .map(|(on, to)| LevelBegun { line_id: None, level: level(*to), since: at(*on), reason: String::new() })
            .collect();
        let on_day = |day: NaiveDate| {
            let begun = changes.iter().rfind(|(on, _)| at(**on) <= day);
            begun.and_then(|(_, to)| level(*to))
        };
        let met: Vec<_> = met.into_iter().map(|(on, hour)| (at(on), hour)).filter(|(on, _)| *on <= today).collect();
        let paces: Vec<_> = (0..3).map(|zone| {
            let marks: Vec<_> = met.iter().map(|(on, hour)| {
                let local = on.and_hms_opt(*hour, 30, 0).expect("a time");
                seen(Moment::from_local(local, offset(zone, *on)))
            }).collect();
            let now = Moment::from_local(today.and_hms_opt(18, 0, 0).expect("a time"), offset(zone, today));
            pace(&client, &marks, &Policy::default(), now)
        }).collect();
        proptest::prop_assert_eq!(paces[0], paces[1]);
        proptest::prop_assert_eq!(paces[0], paces[2]);

        let last_met = met.iter().map(|(on, _)| *on).max();
        let works = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let days = |from: NaiveDate| from.iter_days().take_while(move |day| *day < today);
        match paces[0] {
            Pace::Daily { gap_days, settled_today } => {
                proptest::prop_assert_eq!(on_day(today), Some(Level::I));
                let year_ago = today - chrono::TimeDelta::days(365);
                let from = last_met.map_or(begin, |day| day.succ_opt().expect("a date")).max(year_ago);
                let missed = days(from).filter(|day| works(*day) && on_day(*day) == Some(Level::I));
                proptest::prop_assert_eq!(gap_days, u32::try_from(missed.count()).expect("few"));
                proptest::prop_assert_eq!(settled_today, last_met == Some(today) || !works(today));
            }
            Pace::Monthly { done, expected, .. } => {
                proptest::prop_assert_eq!(on_day(today), Some(Level::II));
                let is_of_month = |day: &NaiveDate| (day.year(), day.month()) == (today.year(), today.month());
                let first = today.with_day(1).expect("a date");
                let in_month = first.iter_days().take_while(|day| day.month() == today.month()).count();
                let at_it = days(first).chain([today]).filter(|day| on_day(*day) == Some(Level::II)).count();
                proptest::prop_assert_eq!(expected, u32::try_from(4 * at_it / in_month).expect("few"));
                let mut hours: Vec<_> = met.iter().filter(|(on, _)| is_of_month(on)).collect();
                hours.sort();
                hours.dedup();
                proptest::prop_assert_eq!(done, u32::try_from(hours.len()).expect("few"));
            }
            Pace::AsNeeded { silent_days } => {
                proptest::prop_assert!(!matches!(on_day(today), Some(Level::I | Level::II)));
                let silent = last_met.map(|day| u32::try_from((today - day).num_days()).expect("few"));
                proptest::prop_assert_eq!(silent_days, silent);
            }
            Pace::Resting => proptest::prop_assert!(false, "nobody paused"),
        }
    }
}
