use super::*;
use crate::length::FIELD_MAX_BYTES;
use crate::{
    Moment,
    effects::{Effect, effects},
    id::{ClientId, ContactId, CrisisEventId, OperationId, StaffId, TaskId},
    operation::{Operation, Payload},
    record::{Record as _, RecordRow},
    wire::v1::{CrisisEvent, Policy, ReachedBy, ResponsePath, Stamp, TaskState},
};
use chrono::NaiveDate;
use proptest::prelude::*;

const NOW_MS: i64 = 1_763_780_700_000; // 2025-11-21 22:05 in New York
const TITLES: [&str; 3] = ["Write the note", "Follow up", "Look over the plan"];

fn at(minutes: i64) -> Moment {
    Moment::new(NOW_MS + minutes * 60_000, -300)
}

fn draft() -> ResponseDraft {
    let ids = ResponseIds {
        crisis_event_id: CrisisEventId::from_bytes([1; 16]),
        contact_id: ContactId::from_bytes([2; 16]),
        note_task: TaskId::from_bytes([3; 16]),
        follow_up: TaskId::from_bytes([4; 16]),
        plan_review: TaskId::from_bytes([5; 16]),
    };
    let mut draft = ResponseDraft::begin(ClientId::from_bytes([9; 16]), ids, at(0));
    draft.path = Some(ResponsePath::Crisis);
    draft
}

fn ended(draft: &ResponseDraft, note_signed: bool, now: Moment) -> CrisisEvent {
    let policy = Policy::default();
    let effective = NaiveDate::from_ymd_opt(2025, 5, 1);
    let ending =
        Ending { policy: &policy, protocol_effective: effective, note_signed, titles: TITLES };
    draft.end(&ending, now).expect("a path is chosen")
}

/// What a worker may do while it goes on.
#[derive(Debug, Clone, Copy)]
enum Act {
    Take(usize),
    TakeBack(usize),
    PutRight(usize, i64),
    Meet,
    Call,
    HandOver,
    PutStartRight(i64),
    Over,
    NotOver,
}

fn act() -> impl Strategy<Value = Act> {
    let wrong = || -300_i64..300;
    prop_oneof![
        4 => (0..5_usize).prop_map(Act::Take),
        1 => (0..5_usize).prop_map(Act::TakeBack),
        1 => (0..5_usize, wrong()).prop_map(|(step, minutes)| Act::PutRight(step, minutes)),
        1 => Just(Act::Meet),
        1 => Just(Act::Call),
        1 => Just(Act::HandOver),
        1 => wrong().prop_map(Act::PutStartRight),
        1 => Just(Act::Over),
        1 => Just(Act::NotOver),
    ]
}

fn does(draft: &mut ResponseDraft, act: Act, now: Moment) {
    let stamp = Some(Stamp::new(now));
    let step = |place: usize| ResponseStep::ALL[place];
    match act {
        Act::Take(place) => draft.set_taken(step(place), stamp),
        Act::TakeBack(place) => draft.set_taken(step(place), None),
        Act::PutRight(place, by) => {
            let right = draft.taken(step(place)).map(|at| at.put_right(now.plus_ms(by * 60_000)));
            draft.set_taken(step(place), right);
        }
        Act::Meet => draft.met = stamp,
        Act::Call => draft.reach("988 Lifeline", ReachedBy::Call, now),
        Act::HandOver => draft.handed_at = stamp,
        Act::PutStartRight(by) => {
            draft.started = draft.started.map(|at| at.put_right(now.plus_ms(by * 60_000)));
        }
        Act::Over => draft.ended = stamp,
        Act::NotOver => draft.ended = None,
    }
}

proptest! {
    #[test]
    fn times_are_in_order_or_flagged_whatever_clock_and_worker_do(
        acts in proptest::collection::vec((act(), -20_i64..60), 0..40),
        last in -20_i64..60,
    ) {
        let mut draft = draft();
        let mut minutes = 0;
        let mut read = vec![at(0)];
        for (act, on) in acts {
            // A clock that is put right in the middle goes back.
            minutes += on;
            read.push(at(minutes));
            does(&mut draft, act, at(minutes));
        }
        read.push(at(minutes + last));
        let event = ended(&draft, false, at(minutes + last));
        let times = event.times();

        prop_assert!(times.windows(2).all(|two| two[0].at.time() <= two[1].at.time()));
        prop_assert!(times.iter().all(|time| read.contains(&time.at.at)), "a stamp was changed");
        let stamps = 2
            + event.steps.iter().filter(|taken| taken.at.is_some()).count()
            + event.reached.len()
            + usize::from(event.met.is_some())
            + usize::from(event.handed_over.is_some());
        prop_assert_eq!(times.len(), stamps, "a time is missing");

        let (start, end) = (event.started.time(), event.ended.time());
        let steps: Vec<Moment> =
            event.steps.iter().filter_map(|taken| Some(taken.at?.time())).collect();
        let in_order = times.iter().all(|time| (start..=end).contains(&time.at.time()))
            && steps.is_sorted();
        prop_assert_eq!(times.iter().any(|time| time.out_of_order), !in_order);
        prop_assert!(event.keeps_the_rules(), "times are no reason to set an event aside");
        let note = note_of(&event, TaskId::from_bytes([6; 16]), at(0));
        prop_assert!(note.occurred_start <= note.occurred_end);
    }

    #[test]
    fn a_right_clock_and_steps_in_turn_leave_nothing_to_flag(
        waits in proptest::collection::vec(0_i64..60, 7),
        left_out in 0..5_usize,
    ) {
        let mut draft = draft();
        let mut minutes = 0;
        for (place, wait) in waits.iter().take(5).enumerate() {
            minutes += wait;
            if place != left_out {
                does(&mut draft, Act::Take(place), at(minutes));
            }
        }
        does(&mut draft, Act::HandOver, at(minutes));
        let event = ended(&draft, false, at(minutes + waits[6]));
        prop_assert!(event.times().iter().all(|time| !time.out_of_order));
    }
}

#[test]
fn a_time_put_right_keeps_what_the_phone_stamped() {
    let stamp = Stamp::new(at(9));
    let right = stamp.put_right(at(4));
    assert_eq!((right.at, right.time(), right.corrected), (at(9), at(4), Some(at(4))));
    assert_eq!(right.put_right(at(9).plus_ms(30_000)), stamp, "the minute it was stamped at");
}

#[test]
fn a_time_put_right_to_the_minute_it_began_is_in_order() {
    let mut draft = draft();
    draft.started = Some(Stamp::new(at(0).plus_ms(40_000)));
    draft.set_taken(ResponseStep::Respond, Some(Stamp::new(at(7)).put_right(at(0))));
    let event = ended(&draft, false, at(9));
    assert!(event.times().iter().all(|time| !time.out_of_order));
}

#[test]
fn a_step_that_is_taken_back_keeps_its_words() {
    let mut draft = draft();
    draft.set_taken(ResponseStep::Consult, Some(Stamp::new(at(1))));
    draft.set_note(ResponseStep::Consult, "Nobody picked up.");
    draft.set_taken(ResponseStep::Respond, Some(Stamp::new(at(2))));
    draft.set_taken(ResponseStep::Consult, None);
    let event = ended(&draft, false, at(3));
    let steps: Vec<_> =
        event.steps.iter().map(|s| (s.step, s.at.is_some(), s.note.as_str())).collect();
    assert_eq!(
        steps,
        [(ResponseStep::Respond, true, ""), (ResponseStep::Consult, false, "Nobody picked up.")]
    );
}

#[test]
fn it_ends_with_a_note_due_in_a_day_and_a_follow_up_in_three() {
    let event = ended(&draft(), false, at(10));
    let operation = Operation::new(
        OperationId::from_bytes([7; 16]),
        1,
        at(10),
        Payload::CrisisEventEnded(event.clone()),
    );
    let author = StaffId::from_bytes([8; 16]);
    let made = effects(&operation, author, None);
    let tasks: Vec<_> = made
        .iter()
        .filter_map(|effect| match effect {
            Effect::Task(task) => Some((task.title.as_str(), task.due.to_string(), task.owner)),
            _ => None,
        })
        .collect();
    let on = |day: &str| day.to_owned();
    assert_eq!(
        tasks,
        [
            (TITLES[0], on("2025-11-22"), author),
            (TITLES[1], on("2025-11-24"), author),
            (TITLES[2], on("2025-11-24"), author),
        ]
    );
    assert!(
        matches!(&made[0], Effect::Record(RecordRow::CrisisEvent(row)) if row.crisis_event == event)
    );
    assert!(made.iter().all(|effect| effect.client_id() == event.client_id));
    assert_eq!(event.protocol_effective, NaiveDate::from_ymd_opt(2025, 5, 1));
}

#[test]
fn an_end_in_a_mistyped_year_puts_nothing_off() {
    let mut draft = draft();
    draft.ended = Some(Stamp::new(at(10)).put_right(at(10 + 366 * 1440)));
    let event = ended(&draft, false, at(11));
    let due: Vec<_> = event.next_steps.iter().map(|step| step.due.to_string()).collect();
    assert_eq!(due, ["2025-11-24", "2025-11-24"]);
    let operation = Operation::new(
        OperationId::from_bytes([7; 16]),
        1,
        at(11),
        Payload::CrisisEventEnded(event),
    );
    let made = effects(&operation, StaffId::from_bytes([8; 16]), None);
    assert!(matches!(&made[0], Effect::Record(RecordRow::CrisisEvent(row)) if row.date_in_doubt));
}

#[test]
fn a_note_signed_before_the_end_is_not_asked_for_again() {
    let event = ended(&draft(), true, at(10));
    assert_eq!((event.note_task, event.next_steps.len()), (None, 2));
}

#[test]
fn signing_the_note_does_its_task() {
    let mut response = draft();
    response.what_happened = "Shouting at the bus stop, bare feet.".into();
    let event = ended(&response, false, at(10));
    let note = note_of(&event, TaskId::from_bytes([6; 16]), at(11));
    let contact = note.sign(at(12)).expect("what happened is what was seen and heard");
    assert_eq!(contact.contact_id, event.contact_id);
    let operation = Operation::new(
        OperationId::from_bytes([7; 16]),
        2,
        at(12),
        Payload::ContactSigned(contact),
    );
    let made = effects(&operation, StaffId::from_bytes([8; 16]), None);
    let closed: Vec<_> = made
        .iter()
        .filter_map(|effect| match effect {
            Effect::TaskClosed(closed) => Some((closed.task_id, closed.state)),
            _ => None,
        })
        .collect();
    assert_eq!(closed, [(response.ids.note_task, TaskState::Done)]);
}

#[test]
fn a_step_twice_or_a_book_in_a_field_is_set_aside() {
    let mut response = draft();
    response.set_taken(ResponseStep::Act, Some(Stamp::new(at(1))));
    let event = ended(&response, false, at(2));
    assert!(event.keeps_the_rules());
    let mut twice = event.clone();
    twice.steps.extend(event.steps.clone());
    assert!(!twice.keeps_the_rules());
    let long = CrisisEvent { took_part: "x".repeat(FIELD_MAX_BYTES + 1), ..event };
    assert!(!long.keeps_the_rules());
}

#[test]
fn what_does_not_fit_is_said_before_it_is_set_aside() {
    let mut response = draft();
    let too_long = |field, by| Problem::new(field, Wrong::TooLong(by));
    assert_eq!(response.problems(), []);
    response.set_note(ResponseStep::Act, &"x".repeat(FIELD_MAX_BYTES + 5));
    // Acting is the fourth of the steps.
    let fourth = Problem { of: Of::Nth(3), ..too_long(Field::StepNote, 5) };
    assert_eq!(response.problems(), [fourth]);
    response.set_note(ResponseStep::Act, "");
    for _ in 0..=REACHED_MAX {
        response.reach("988 Lifeline", ReachedBy::Call, at(1));
    }
    assert_eq!(response.problems(), [too_long(Field::Reached, 1)]);
    response.reached.clear();
    response.handed_to = "x".repeat(2_000);
    assert_eq!(response.problems(), [too_long(Field::HandedTo, 1_000)]);
}

#[test]
fn nothing_ends_before_somebody_has_said_what_it_is() {
    let blank = ResponseDraft { path: None, ..draft() };
    assert_eq!(blank.record(at(1)), None);
}

#[test]
fn a_response_from_an_older_app_goes_on() {
    let old = r#"{"path":"distress","what_happened":"Crying","gone_field":1}"#;
    let read: ResponseDraft = serde_json::from_str(old).expect("old drafts open for ever");
    assert_eq!(read.path, Some(ResponsePath::Distress));
}
