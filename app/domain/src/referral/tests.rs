use super::*;
use crate::{
    document::Value,
    record::referral::{begin_step, step_lacks, tests::whole},
    release::tests::{day, row, word},
};
use proptest::prelude::*;

fn step(id: u8, state: State, on: &str) -> CellRecordRow {
    let of = RecordId::from_bytes([1; 16]);
    let mut cells = begin_step(&Cells::empty(crate::record::referral::SHAPE), of, day(on));
    cells.put(Key::fact("state"), word("referral_state", state.word()));
    row(RecordKind::ReferralStep, id, on, &cells)
}

fn stands(steps: &[CellRecordRow]) -> State {
    let of = RecordId::from_bytes([1; 16]);
    state(day("2026-12-01"), &super::steps(steps, of)).0
}

#[test]
fn a_referral_ends_in_a_kept_appointment_and_not_in_a_letter() {
    let mut steps = Vec::new();
    assert_eq!(stands(&steps), State::Made);
    let way = [
        (State::Sent, "2026-12-01"),
        (State::Acknowledged, "2026-12-02"),
        (State::Waitlisted, "2026-12-03"),
        (State::Accepted, "2026-12-20"),
        (State::Missed, "2026-12-22"),
        (State::Accepted, "2026-12-23"),
        (State::Linked, "2026-12-28"),
    ];
    for (id, (next, on)) in (10_u8..).zip(way) {
        steps.push(step(id, next, on));
        assert_eq!(stands(&steps), next);
    }
    assert!(!State::Linked.is_open());
}

#[test]
fn what_two_phones_wrote_down_alike_counts_once_and_nothing_goes_back() {
    let steps = [
        step(10, State::Sent, "2026-12-01"),
        step(11, State::Sent, "2026-12-01"),
        step(12, State::Accepted, "2026-12-02"),
        // Heard of late on the other phone.
        step(13, State::Acknowledged, "2026-12-03"),
    ];
    assert_eq!(stands(&steps), State::Accepted);
    let refused = [
        step(10, State::Sent, "2026-12-01"),
        step(11, State::Refused, "2026-12-02"),
        step(12, State::Linked, "2026-12-03"),
    ];
    assert_eq!(stands(&refused), State::Refused);
    assert_eq!(stands(&[step(10, State::Linked, "2026-12-01")]), State::Made, "nothing left");
}

#[test]
fn each_state_has_its_clock_until_there_is_nothing_to_come() {
    for state in State::STEPS {
        let has = state.silent_after().is_some();
        let is_over = matches!(state, State::Linked | State::Closed);
        assert_eq!(has, !is_over, "{state:?}");
    }
}

#[test]
fn a_step_says_what_it_has_come_to_and_what_was_learned() {
    let lacks = |state: &str, more: &[(&'static str, Value)]| {
        let of = RecordId::from_bytes([1; 16]);
        let mut cells =
            begin_step(&Cells::empty(crate::record::referral::SHAPE), of, day("2026-12-02"));
        cells.put(Key::fact("state"), word("referral_state", state));
        for (name, value) in more {
            cells.put(Key::fact(name), value.clone());
        }
        step_lacks(&cells, &whole(), day("2026-12-02"), 30).len()
    };
    assert_eq!(lacks("sent", &[]), 1, "by what way");
    assert_eq!(lacks("sent", &[("way", word("referral_way", "fax"))]), 0);
    assert_eq!(lacks("accepted", &[]), 0, "they may give the day later");
    let appointment = |on| [("appointment", Value::day(day(on)))];
    assert_eq!(lacks("accepted", &appointment("2026-12-02")), 0);
    assert_eq!(lacks("accepted", &appointment("2026-12-01")), 1, "before they took the person");
    assert_eq!(lacks("refused", &[]), 1, "what was learned");
    assert_eq!(lacks("refused", &[("learned", Value::text("Full until May"))]), 0);
    assert_eq!(lacks("linked", &[("on", Value::day(day("2026-12-03")))]), 1, "it has not come");
    assert_eq!(lacks("soon", &[]), 1, "a word that nobody knows");
}

/// A mistyped year would stand before everything, and put all that came after out of force.
#[test]
fn a_step_follows_on_what_is_on_record() {
    let of = RecordId::from_bytes([1; 16]);
    let sent = [step(10, State::Sent, "2026-12-05")];
    let steps = steps(&sent, of);
    let follows = |on: &str| follows_on(day("2026-12-01"), &steps, day(on));
    assert!(follows("2026-12-05") && follows("2026-12-20"));
    assert!(!follows("2026-12-04") && !follows("1926-11-30"));
    assert!(!follows_on(day("2026-12-01"), &[], day("2026-11-30")), "before it was written");
}

/// A phone a year ahead wrote that it was sent: its day is not believed, and later steps count.
#[test]
fn a_day_that_cannot_be_believed_counts_from_when_the_server_heard_of_it() {
    let mut ahead = step(10, State::Sent, "2027-12-02");
    ahead.date_in_doubt = true;
    ahead.received_at = Some(crate::release::tests::at("2026-12-02"));
    let steps = [ahead, step(11, State::Accepted, "2026-12-03")];
    assert_eq!(stands(&steps), State::Accepted);
}

#[test]
fn what_grew_old_is_asked_again_before_it_leaves() {
    let of = RecordId::from_bytes([1; 16]);
    let mut step = begin_step(&whole(), of, day("2027-01-05"));
    step.put(Key::fact("state"), word("referral_state", "sent"));
    step.put(Key::fact("way"), word("referral_way", "fax"));
    assert_eq!(step_lacks(&step, &whole(), day("2027-01-05"), 30).len(), 1);
    for (says, lacks) in [("yes", 0), ("waitlist", 0), ("no", 1)] {
        step.put(Key::fact("accepting"), word("accepting", says));
        assert_eq!(step_lacks(&step, &whole(), day("2027-01-05"), 30).len(), lacks, "{says}");
    }
}

proptest! {
    /// Any steps in any order of arrival: every phone comes to the same.
    #[test]
    fn every_phone_comes_to_the_same(
        said in prop::collection::vec((0_usize..8, 1_u32..28), 0..10),
        turned in 0_usize..10,
    ) {
        let mut all: Vec<_> = said
            .iter()
            .zip(10_u8..)
            .map(|((state, on), id)| step(id, State::STEPS[*state], &format!("2026-12-{on:02}")))
            .collect();
        let first = stands(&all);
        let by = turned.min(all.len());
        all.rotate_left(by);
        prop_assert_eq!(stands(&all), first);
        all.reverse();
        prop_assert_eq!(stands(&all), first);
    }
}
