use super::*;
use crate::{
    document::Value,
    record::{disclosure, release::tests::whole},
    release::tests::{at, day, end, row, signed, told, word},
};
use proptest::prelude::*;

fn disclosed(id: u8, on: &str, content: &Cells) -> CellRecordRow {
    row(RecordKind::Disclosure, id, on, content)
}

/// What is to be looked at in the last row of a file.
fn about(file: &[CellRecordRow]) -> Option<DoubtAbout> {
    let last = file.last().expect("a disclosure");
    let found = doubts(file).into_iter().find(|(row, _)| std::ptr::eq(*row, last));
    found.map(|(_, doubt)| doubt.about)
}

fn abouts(file: &[CellRecordRow]) -> Vec<DoubtAbout> {
    doubts(file).into_iter().map(|(_, doubt)| doubt.about).collect()
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
    let (_, found) = doubts(&file).remove(0);
    assert_eq!(found.about, DoubtAbout::Ended);
    assert_eq!(found.ended_at, Some(at("2026-12-01")));
    assert_eq!(found.ended_received_at, Some(at("2026-12-01")));
    // The phone that told it was offline until after, and its clock is behind by a week.
    let behind = [signed(), end(5, "2026-12-01"), disclosed(3, "2026-11-24", &told())];
    assert_eq!(about(&behind), Some(DoubtAbout::Ended), "the server knew of the end first");
    // The end was heard of last, and had been signed before.
    let last = [signed(), disclosed(3, "2026-12-02", &told()), end(5, "2026-12-01")];
    assert_eq!(abouts(&last), [DoubtAbout::Ended]);
    // What was told before it was taken back was allowed.
    let before = [signed(), disclosed(3, "2026-11-30", &told()), end(5, "2026-12-01")];
    assert_eq!(abouts(&before), []);
}

#[test]
fn of_several_ends_the_first_counts_whichever_came_first_to_the_server() {
    let told = disclosed(3, "2026-12-02", &told());
    let file = [signed(), told, end(5, "2026-12-03"), end(6, "2026-12-01")];
    let (_, found) = doubts(&file).remove(0);
    assert_eq!(found.ended_at, Some(at("2026-12-01")));
}

#[test]
fn a_release_that_was_replaced_by_a_narrower_one_is_told_of_no_more() {
    let renewal = |plan: bool| {
        let mut next = whole();
        let old = signed().record.record_id.to_string();
        next.put(Key::fact("renews"), word("record", &old));
        next.put(Key::fact("plan"), Value::flag(plan));
        next.put(Key::fact("contact_details"), Value::flag(true));
        row(RecordKind::Release, 2, "2026-12-01", &next)
    };
    let told = disclosed(3, "2026-12-02", &told());
    assert_eq!(about(&[signed(), renewal(true), told.clone()]), None, "that allows it as well");
    assert_eq!(about(&[signed(), renewal(false), told]), Some(DoubtAbout::Replaced));
}

#[test]
fn it_is_judged_by_when_it_was_told_and_not_by_when_that_was_written_down() {
    let on = |day: &str| {
        let mut cells = told();
        disclosure::put_told_at(&mut cells, at(day));
        about(&[signed(), disclosed(3, "2026-12-20", &cells)])
    };
    assert_eq!(on("2026-12-01"), None);
    assert_eq!(on("2026-11-28"), Some(DoubtAbout::OutOfTime), "nothing was signed yet");
}

#[test]
fn what_a_law_demands_says_which_and_is_looked_at() {
    let mut told = told();
    told.put(Key::fact("right"), word("disclosure_right", "law"));
    assert_eq!(about(&[disclosed(3, "2026-12-01", &told)]), Some(DoubtAbout::FactsMissing));
    told.put(Key::fact("basis"), Value::text("Order of the Superior Court, in folder 12"));
    assert_eq!(about(&[disclosed(3, "2026-12-01", &told)]), Some(DoubtAbout::ByLaw));
}

#[test]
fn whoever_is_called_by_less_than_the_whole_name_is_no_stranger() {
    let cells = told();
    for whom in ["Dr. Ruiz, Eastside Clinic", "dr ruiz", "Eastside clinic", "RUIZ"] {
        assert!(!is_somebody_else(whom, &cells), "{whom}");
    }
    for whom in ["", "Dr.", "The landlord", "Ruiz's nurse", "Clinic Eastside"] {
        assert!(is_somebody_else(whom, &cells), "{whom}");
    }
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
fn a_referral_that_left_without_a_disclosure_is_flagged() {
    use crate::record::{referral, release::begin_end};
    let made = row(RecordKind::Referral, 20, "2026-12-01", &referral::tests::whole());
    let step = |state: &str| {
        let id = made.record.record_id;
        let mut step = referral::begin_step(&made.record.cells(), id, day("2026-12-01"));
        step.put(Key::fact("state"), word("referral_state", state));
        row(RecordKind::ReferralStep, 21, "2026-12-01", &step)
    };
    assert_eq!(abouts(&[made.clone(), step("closed")]), []);
    assert_eq!(abouts(&[made.clone(), step("linked")]), [DoubtAbout::Unsaid], "it must have left");
    assert_eq!(abouts(&[made.clone(), step("sent")]), [DoubtAbout::Unsaid]);
    assert_eq!(abouts(&[step("sent")]), [DoubtAbout::Unsaid], "of a referral that is nowhere");

    // With its disclosure, under a release that covers all of it.
    let mut release = whole();
    for name in ["contact_details", "benefits"] {
        release.put(Key::fact(name), Value::flag(true));
    }
    release.put(Key::fact("recipient"), Value::text("Harbor Homes"));
    let release = row(RecordKind::Release, 1, "2026-11-29", &release);
    let (id, of) = (made.record.record_id, (release.record.record_id, release.record.cells()));
    let told = disclosure::of_referral(&made.record.cells(), id, (of.0, &of.1), "All of it");
    let told = disclosed(22, "2026-12-01", &told);
    assert_eq!(abouts(&[release.clone(), made.clone(), step("sent"), told.clone()]), []);
    let end = row(RecordKind::ReleaseEnded, 23, "2026-11-30", &begin_end(&of.1, of.0));
    assert_eq!(abouts(&[release, end, made.clone(), step("sent"), told]), [DoubtAbout::Ended]);

    // Within the agency nothing is disclosed.
    let mut within = referral::tests::whole();
    within.put(Key::fact("referral_to"), word("referral_to", "internal"));
    let within = row(RecordKind::Referral, 20, "2026-12-01", &within);
    assert_eq!(abouts(&[within, step("sent")]), []);
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
    let nothing = word("disclosure_right", "nothing");
    assert_eq!(with("right", nothing), Some(DoubtAbout::FactsMissing), "a record of nothing");
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
        let flagged = abouts(&file).contains(&DoubtAbout::Ended);
        prop_assert_eq!(flagged, end_first || ended <= told_on);
    }
}
