use super::*;
use crate::{
    document::{Cells, Key, Value},
    record::release::tests::whole,
    release::tests::{at, day, end, row, signed, told, word},
};
use proptest::prelude::*;

fn disclosed(id: u8, on: &str, content: &Cells) -> CellRecordRow {
    row(RecordKind::Disclosure, id, on, content)
}

/// What is to be looked at in the last row of a file.
fn about(file: &[CellRecordRow]) -> Option<DoubtAbout> {
    let last = file.last().expect("a disclosure");
    doubt(last, file).map(|doubt| doubt.about)
}

#[test]
fn what_a_release_in_force_allows_is_no_doubt() {
    assert_eq!(about(&[signed(), disclosed(3, "2026-12-01", &told())]), None);
    // It was over a year later; on that day it was not.
    let until = day("2027-11-29").to_string();
    assert_eq!(about(&[signed(), disclosed(3, &until, &told())]), None);
    assert_eq!(
        about(&[signed(), disclosed(3, "2027-11-30", &told())]),
        Some(DoubtAbout::OutOfTime)
    );
}

#[test]
fn a_release_that_was_taken_back_meanwhile_is_flagged_with_both_times() {
    let file = [signed(), end(5, "2026-12-01"), disclosed(3, "2026-12-02", &told())];
    let found = doubt(&file[2], &file).expect("flagged");
    assert_eq!(found.about, DoubtAbout::Ended);
    assert_eq!(found.ended_at, Some(at("2026-12-01")));
    assert_eq!(found.ended_received_at, Some(at("2026-12-01")));
    // The phone that told it was offline until after, and its clock is behind by a week.
    let behind = [signed(), end(5, "2026-12-01"), disclosed(3, "2026-11-24", &told())];
    assert_eq!(about(&behind), Some(DoubtAbout::Ended), "the server knew of the end first");
    // The end was heard of last, and had been signed before.
    let last = [signed(), disclosed(3, "2026-12-02", &told()), end(5, "2026-12-01")];
    assert_eq!(
        doubts(&last).map(|(_, doubt)| doubt.about).collect::<Vec<_>>(),
        [DoubtAbout::Ended]
    );
    // What was told before it was taken back was allowed.
    let before = [signed(), disclosed(3, "2026-11-30", &told()), end(5, "2026-12-01")];
    assert_eq!(doubts(&before).count(), 0);
}

#[test]
fn an_emergency_is_always_looked_at_and_has_its_four_facts() {
    let mut told = Cells::empty(disclosure::SHAPE);
    told.put(Key::fact("right"), word("disclosure_right", "emergency"));
    for (name, value) in [
        ("recipient", Value::text("Paramedic Lee")),
        ("affiliation", Value::text("Hartford EMS")),
        ("nature", Value::text("Not breathing")),
        ("information", Value::text("Medicines and allergies")),
        ("mental_health", Value::flag(true)),
    ] {
        let about = |told: &Cells| about(&[disclosed(3, "2026-12-01", told)]);
        assert_eq!(about(&told), Some(DoubtAbout::FactsMissing), "without {name}");
        told.put(Key::fact(name), value);
    }
    assert_eq!(about(&[disclosed(3, "2026-12-01", &told)]), Some(DoubtAbout::Emergency));
}

#[test]
fn a_forged_one_is_flagged_whatever_it_claims() {
    let with = |name: &'static str, value: Value| {
        let mut told = told();
        told.put(Key::fact(name), value);
        about(&[signed(), disclosed(3, "2026-12-01", &told)])
    };
    assert_eq!(about(&[disclosed(3, "2026-12-01", &told())]), Some(DoubtAbout::NoRelease));
    assert_eq!(with("release", Value::Nothing), Some(DoubtAbout::NoRelease));
    assert_eq!(with("recipient", Value::text("The landlord")), Some(DoubtAbout::OtherRecipient));
    assert_eq!(with("hiv", Value::flag(true)), Some(DoubtAbout::NotCovered));
    assert_eq!(with("plan", Value::flag(false)), Some(DoubtAbout::FactsMissing));
    assert_eq!(with("information", Value::text(" ")), Some(DoubtAbout::FactsMissing));
    assert_eq!(with("right", word("disclosure_right", "because")), Some(DoubtAbout::FactsMissing));
    assert_eq!(with("right", Value::Nothing), Some(DoubtAbout::FactsMissing));
    let mut spoken = whole();
    spoken.put(Key::fact("signing"), word("release_signing", "spoken"));
    let spoken = row(RecordKind::Release, 1, "2026-11-29", &spoken);
    let file = [spoken, disclosed(3, "2026-12-01", &told())];
    assert_eq!(about(&file), Some(DoubtAbout::Incomplete));
}

proptest! {
    /// Whatever order the server takes them in, and however the clocks of two phones differ: where a
    /// release was taken back before the disclosure by the server's order, or by what both phones
    /// say, it is flagged.
    #[test]
    fn no_order_and_no_clock_hides_a_disclosure_after_the_end(
        ended in 0_u64..40, told_on in 0_u64..40, end_first in any::<bool>(),
    ) {
        let from = day("2026-12-01");
        let on = |days| (from + chrono::Days::new(days)).to_string();
        let (end, told) = (end(5, &on(ended)), disclosed(3, &on(told_on), &told()));
        let file = if end_first { vec![signed(), end, told] } else { vec![signed(), told, end] };
        let flagged = doubts(&file).any(|(_, doubt)| doubt.about == DoubtAbout::Ended);
        prop_assert_eq!(flagged, end_first || ended <= told_on);
    }
}
