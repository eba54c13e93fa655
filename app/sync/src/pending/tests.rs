use super::*;
use crate::replica::{Failure, Next, Pulled, Replica};
use domain::{
    Hash,
    contact::{ContactDraft, Kind},
    id::{ContactId, Epoch, TaskId},
    operation::Payload,
    wire::v1::{PushAnswer, Receipt, TaskClosed, TaskState},
};

const AUTHOR: StaffId = StaffId::from_bytes([9; 16]);
const CLIENT: ClientId = ClientId::from_bytes([1; 16]);
const EPOCH: Epoch = Epoch::from_bytes([7; 16]);
const NOW_MS: i64 = 1_764_000_000_000;

fn operation(number: u8, payload: Payload) -> Operation {
    let at = Moment::new(NOW_MS, 0);
    Operation::new(OperationId::from_bytes([number; 16]), u64::from(number), at, payload)
}

fn contact(number: u8) -> Operation {
    let (id, task) = (ContactId::from_bytes([number; 16]), TaskId::from_bytes([number; 16]));
    let mut draft = ContactDraft::begin(CLIENT, id, task, Moment::new(NOW_MS, 0));
    draft.choose(Kind::NoAnswer);
    operation(number, Payload::ContactSigned(draft.sign(Moment::new(NOW_MS, 0)).unwrap()))
}

fn waiting(operation: &Operation) -> Waiting {
    Waiting::new(operation, &operation.to_bytes(), Moment::new(NOW_MS, 0))
}

/// The receipt of a server whose clock is so far from the phone's.
fn receipt(operation: &Operation, off_ms: i64) -> PushAnswer {
    let server_time = Moment::new(NOW_MS + off_ms, 0);
    let receipt = Receipt {
        op_id: operation.op_id,
        hash: Hash::of(&operation.to_bytes()),
        outcome: ReceiptOutcome::Applied,
        received_at: server_time,
    };
    PushAnswer { receipts: vec![receipt], server_time, epoch: EPOCH }
}

fn pull(replica: &mut Replica) -> SyncMark {
    replica.nudge();
    while !matches!(replica.next(NOW_MS), Next::Pull { .. }) {}
    let pulled = Pulled::Page {
        epoch: EPOCH,
        next_cursor: format!("{EPOCH}.1"),
        has_more: false,
        reset: false,
        digest_matches: None,
        server_time: Moment::new(NOW_MS, 0),
    };
    let mark = replica.pull_answered(NOW_MS, 0, Ok(pulled)).store.unwrap();
    replica.pull_stored();
    mark
}

fn push(replica: &mut Replica, operation: &Operation, off_ms: i64) -> Sent {
    replica.saved(waiting(operation));
    assert!(matches!(replica.next(NOW_MS), Next::Push { .. }));
    let changes = replica.push_answered(NOW_MS, 0, Ok(receipt(operation, off_ms)));
    let settled = changes.into_iter().find_map(|change| match change {
        OutboxChange::Settled(sent) => Some(sent),
        _ => None,
    });
    settled.unwrap()
}

fn hours(hours: i64) -> i64 {
    hours * 3_600_000
}

#[test]
fn what_was_received_shows_until_a_pull_brings_it_back_whatever_the_clocks_say() {
    for off_ms in [0, hours(-1), hours(1), hours(-90_000), hours(90_000)] {
        let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
        let mark = pull(&mut replica);
        let sent = push(&mut replica, &contact(1), off_ms);
        // Locked and opened again without a network: only what is stored is left.
        assert!(matches!(PendingState::of(&sent, &mark), Some(PendingState::Received { .. })));
        let mark = pull(&mut replica);
        assert_eq!(PendingState::of(&sent, &mark), None, "{off_ms}");
    }
}

#[test]
fn a_pull_that_failed_brought_nothing_back() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mark = pull(&mut replica);
    let sent = push(&mut replica, &contact(1), 0);
    assert!(matches!(replica.next(NOW_MS), Next::Pull { .. }));
    assert_eq!(replica.pull_answered(NOW_MS, 0, Err(Failure::Unreachable)).store, None);
    assert!(PendingState::of(&sent, &mark).is_some());
}

#[test]
fn what_a_locked_phone_sent_waits_for_a_pull_that_began_after_it() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mark = pull(&mut replica);
    let mut locked = Replica::wake(Vec::new(), Vec::new(), mark);
    locked.locked();
    let sent = push(&mut locked, &contact(1), 0);
    // Another tab's pull may have been on its way meanwhile.
    let mark = pull(&mut replica);
    assert!(PendingState::of(&sent, &mark).is_some());
    let mark = pull(&mut replica);
    assert!(PendingState::of(&sent, &mark).is_none());
}

#[test]
fn a_tab_counts_from_the_pulls_of_the_others() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mut other = replica.clone();
    let mut mark = SyncMark::default();
    for _ in 0..5 {
        mark = pull(&mut other);
    }
    replica.pulled_elsewhere(mark.pulls);
    let sent = push(&mut replica, &contact(1), 0);
    assert!(PendingState::of(&sent, &mark).is_some());
}

#[test]
fn what_an_older_app_sent_shows_until_the_first_pull_of_this_one() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let sent = Sent { pulls: 0, ..push(&mut replica, &contact(1), 0) };
    let older = SyncMark { last_completed: Some(Moment::new(NOW_MS, 0)), ..SyncMark::default() };
    assert!(PendingState::of(&sent, &older).is_some());
    let mark = pull(&mut replica);
    assert!(PendingState::of(&sent, &mark).is_none());
}

#[test]
fn what_a_lost_history_received_counts_as_unsent() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let sent = push(&mut replica, &contact(1), 0);
    let restored =
        SyncMark { epoch: Some(Epoch::from_bytes([8; 16])), pulls: 5, ..SyncMark::default() };
    assert_eq!(
        PendingState::of(&sent, &restored),
        Some(PendingState::Waiting(WaitingState::Queued))
    );
    let mut replica = Replica::wake(Vec::new(), vec![sent.clone()], restored);
    assert_eq!(replica.settled_elsewhere(sent), None, "its old receipt settles nothing");
    assert_eq!(replica.waiting().count(), 1);
}

#[test]
fn while_the_read_copy_is_built_anew_everything_sent_is_laid_over_it() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let sent = push(&mut replica, &contact(1), 0);
    let mark = pull(&mut replica);
    let rebuilding = SyncMark { full: true, ..mark.clone() };
    let state = PendingState::of(&sent, &rebuilding).unwrap();
    let mut work = PendingWork::over(&rebuilding);
    work.put(contact(1), state);
    let mut file = ClientFile::default();
    work.lay_over_file(AUTHOR, CLIENT, &mut file);
    assert_eq!(file.contacts.len(), 1);
    work.pulled(&rebuilding);
    assert!(work.holds(sent.op_id), "not before the last page");
    work.pulled(&mark);
    assert!(!work.holds(sent.op_id));
}

#[test]
fn later_work_is_laid_over_earlier_whatever_the_order_of_the_ids() {
    let task_id = TaskId::from_bytes([5; 16]);
    let closed = |state| {
        let at = Moment::new(NOW_MS, 0);
        Payload::TaskClosed(TaskClosed { task_id, client_id: CLIENT, state, at })
    };
    let mut note = contact(3);
    if let Payload::ContactSigned(contact) = &mut note.payload {
        let due = Moment::new(NOW_MS, 0).date();
        contact.next_step =
            Some(domain::wire::v1::NextStep { task_id, text: "Knock again.".into(), due });
    }
    // Saved in this order; the clock was set back between the two.
    let done = Operation { device_seq: 10, ..operation(9, closed(TaskState::Done)) };
    let again = Operation { device_seq: 11, ..operation(4, closed(TaskState::Open)) };
    let mut work = PendingWork::default();
    for operation in [note, done, again] {
        let about = waiting(&operation);
        work.put_waiting(&about, Some(operation));
    }
    let mut caseload = Caseload::default();
    work.lay_over_caseload(AUTHOR, &mut caseload);
    assert_eq!(caseload.tasks.get(&task_id).map(|task| task.state), Some(TaskState::Open));
}

#[test]
fn what_this_build_cannot_read_counts_as_unsent_until_it_is_sent() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mut work = PendingWork::default();
    work.put_waiting(&waiting(&contact(1)), None);
    work.put_nameless(2);
    assert_eq!((work.unsent(), work.unreadable(), work.iter().count()), (3, 3, 0));
    let sent = push(&mut replica, &contact(1), 0);
    assert!(work.changed(&[OutboxChange::Settled(sent)]).is_empty());
    assert_eq!(work.unsent(), 2, "what has not even an id stays until a newer app is back");
}
