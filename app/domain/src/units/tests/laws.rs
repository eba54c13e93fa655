//! What holds for any rule and any notes.

use super::*;
use proptest::prelude::*;

fn any_rule() -> impl Strategy<Value = UnitRule> {
    let rounding = prop::sample::select(vec![
        Rounding::Down,
        Rounding::Nearest,
        Rounding::Up,
        Rounding::EightMinute,
    ]);
    let cap = || prop::option::of(1..12_u16);
    (rounding, 1..70_u16, 0..40_u16, any::<(bool, bool)>(), cap(), cap()).prop_map(
        |(rounding, unit_minutes, min_minutes, (same_day, travel), cap_day, cap_month)| UnitRule {
            rounding,
            unit_minutes,
            min_minutes,
            same_day,
            travel,
            cap_day,
            cap_month,
            ..rule()
        },
    )
}

/// Notes of three people about two clients, around the end of a February, in three time zones.
fn any_notes() -> impl Strategy<Value = Vec<Effort>> {
    let note = (
        (-3_000..3_000_i64, 0..200_u32, 0..60_u32),
        (0..3_u8, 1..3_u8),
        prop::sample::select(vec![-480_i16, -300, 345]),
        prop::sample::select(vec![Outcome::Completed, Outcome::Completed, Outcome::NoShow]),
        prop::sample::select(vec![Component::Monitoring, Component::Planning, Component::Crisis]),
        prop::sample::select(vec![
            None,
            None,
            None,
            Some(Void::EnteredInError),
            Some(Void::Imported),
        ]),
    );
    prop::collection::vec(note, 0..24).prop_map(|notes| {
        let notes = (0_u8..).zip(notes);
        notes
            .map(
                |(
                    n,
                    ((start, minutes, travel), (staff, client), offset, outcome, component, void),
                )| {
                    // The last of February, 2028.
                    let start = Moment::new(1_835_395_200_000 + start * 60_000, offset);
                    Effort {
                        staff: StaffId::from_bytes([staff; 16]),
                        client_id: ClientId::from_bytes([client; 16]),
                        travel,
                        outcome,
                        component,
                        void,
                        ..visit(n, start, minutes)
                    }
                },
            )
            .collect()
    })
}

/// Minutes of a staff member that any of their notes takes up.
fn own_minutes(notes: &[Effort], staff: StaffId) -> usize {
    let own = notes.iter().filter(|note| note.staff == staff);
    let minutes = own.flat_map(|note| {
        let from = note.start.utc_ms() / 60_000;
        from..from + i64::from(note.minutes())
    });
    minutes.collect::<std::collections::BTreeSet<_>>().len()
}

proptest! {
    #[test]
    fn units_never_exceed_minutes_and_more_minutes_are_never_fewer_units(
        rule in any_rule(), minutes in 0..100_000_u32,
    ) {
        let units = rule.units_of(minutes);
        prop_assert!(units <= minutes);
        prop_assert!(rule.units_of(minutes + 1) >= units);
        let unit = u32::from(rule.unit_minutes);
        prop_assert!(units * unit < minutes + unit, "less than one unit is rounded up");
        if rule.rounding == Rounding::Down {
            prop_assert!(units * unit <= minutes);
        }
        let of = |rounding| UnitRule { rounding, unit_minutes: 15, ..rule.clone() }.units_of(minutes);
        prop_assert_eq!(of(Rounding::EightMinute), of(Rounding::Nearest));
        for minutes in [u32::MAX, u32::MAX - 1] {
            prop_assert!(rule.units_of(minutes) <= minutes);
        }
    }

    #[test]
    fn nobody_has_more_than_their_own_hours(rule in any_rule(), notes in any_notes()) {
        let rule = UnitRule { travel: false, ..rule };
        let found = reckon(&rules(rule.clone()), &notes);
        for staff in (0..3).map(|n| StaffId::from_bytes([n; 16])) {
            let of_staff = || notes.iter().zip(&found).filter(|(note, _)| note.staff == staff);
            let counted: u32 = of_staff().map(|(_, one)| one.counted).sum();
            let counts: Vec<_> = of_staff()
                .filter(|(note, _)| note.takes_time() && rule.takes(note).is_ok())
                .map(|(note, _)| *note)
                .collect();
            prop_assert_eq!(counted as usize, own_minutes(&counts, staff));
            let units: u32 = of_staff().map(|(_, one)| one.units).sum();
            // Each group of minutes is rounded up by less than one unit, and no unit is of nothing.
            prop_assert!(units <= counted);
        }
        for (note, one) in notes.iter().zip(&found) {
            prop_assert_eq!(one.contact_id, note.contact_id);
            prop_assert!(one.counted <= one.minutes);
            prop_assert!(note.void.is_none() || one.units == 0);
            prop_assert!(note.outcome == Outcome::Completed || one.units == 0);
            prop_assert!(one.units > 0 || one.why.is_some(), "what has none says why");
        }
    }

    #[test]
    fn the_order_in_which_notes_are_handed_in_does_not_matter(
        rule in any_rule(), notes in any_notes(), by in any::<prop::sample::Index>(),
    ) {
        let all = rules(rule);
        let sorted = |notes: &[Effort]| {
            let mut found = reckon(&all, notes);
            found.sort_by_key(|one| one.contact_id);
            found
        };
        let expected = sorted(&notes);
        let mut turned = notes.clone();
        turned.reverse();
        prop_assert_eq!(&sorted(&turned), &expected);
        if !notes.is_empty() {
            turned.rotate_left(by.index(notes.len()));
            prop_assert_eq!(&sorted(&turned), &expected);
        }
    }

    #[test]
    fn a_note_that_comes_later_changes_nothing_of_those_before(
        rule in any_rule(), notes in any_notes(),
    ) {
        let all = rules(rule);
        let Some((_, before)) = notes.split_last() else { return Ok(()) };
        let counted = |found: Vec<Reckoned>| {
            found.into_iter().map(|one| (one.counted, one.units, one.why)).collect::<Vec<_>>()
        };
        let with = counted(reckon(&all, &notes));
        prop_assert_eq!(&with[..before.len()], &counted(reckon(&all, before))[..]);
    }

    #[test]
    fn a_note_that_counts_for_nothing_is_as_if_it_were_not_there(
        rule in any_rule(), notes in any_notes(),
    ) {
        let all = rules(rule);
        let kept: Vec<_> = notes.iter().copied().filter(|note| note.takes_time()).collect();
        let found = reckon(&all, &notes);
        let of_kept = notes.iter().zip(found).filter(|(note, _)| note.takes_time());
        let of_kept: Vec<_> = of_kept.map(|(_, one)| one).collect();
        prop_assert_eq!(of_kept, reckon(&all, &kept));
    }

    #[test]
    fn caps_hold(rule in any_rule(), notes in any_notes()) {
        let found = reckon(&rules(rule.clone()), &notes);
        let mut days = BTreeMap::new();
        let mut months = BTreeMap::new();
        for (note, one) in notes.iter().zip(found) {
            *days.entry((note.client_id, note.day())).or_insert(0) += one.units;
            *months.entry((note.client_id, note.day().month())).or_insert(0) += one.units;
        }
        let holds = |cap: Option<u16>, units: &u32| cap.is_none_or(|cap| *units <= u32::from(cap));
        prop_assert!(days.values().all(|units| holds(rule.cap_day, units)));
        prop_assert!(months.values().all(|units| holds(rule.cap_month, units)));
    }

    /// Whoever lives elsewhere has other days, and the same hours.
    #[test]
    fn another_time_zone_changes_no_minute(notes in any_notes(), offset in -840..840_i16) {
        let alone = rules(UnitRule { same_day: false, cap_day: None, cap_month: None, ..rule() });
        let moved: Vec<_> = notes
            .iter()
            .map(|note| Effort {
                start: Moment::new(note.start.utc_ms(), offset),
                end: Moment::new(note.end.utc_ms(), offset),
                ..*note
            })
            .collect();
        prop_assert_eq!(reckon(&alone, &notes), reckon(&alone, &moved));
    }
}
