mod documents;
mod failing;
mod server_time;

use super::*;
use domain::{
    Hash, Moment,
    id::{DocumentId, Epoch},
    wire::v1::{PushAnswer, QuarantineCode, Receipt, ReceiptOutcome},
};

const NOW: i64 = 1_764_000_000_000;
const MINUTE: i64 = 60_000;

fn waiting(n: u8) -> Waiting {
    sized(n, 400)
}

fn sized(n: u8, size: usize) -> Waiting {
    Waiting {
        op_id: op_id(n),
        device_seq: u64::from(n),
        document: None,
        hash: Hash::of(&[n]),
        size,
        saved_at: Moment::new(NOW, -300),
        tries: 0,
        state: WaitingState::Queued,
    }
}

/// An edit of a document.
fn edit(n: u8, document: u8) -> Waiting {
    Waiting { document: Some(DocumentId::from_bytes([document; 16])), ..waiting(n) }
}

fn op_id(n: u8) -> OperationId {
    OperationId::from_bytes([n; 16])
}

fn epoch(n: u8) -> Epoch {
    Epoch::from_bytes([n; 16])
}

fn receipt(n: u8, hash: Hash, outcome: ReceiptOutcome) -> Receipt {
    Receipt { op_id: op_id(n), hash, outcome, received_at: Moment::new(NOW, 0) }
}

fn answer(receipts: Vec<Receipt>) -> PushAnswer {
    PushAnswer { receipts, server_time: Moment::new(NOW, 0), epoch: epoch(1) }
}

fn applied(op_ids: &[OperationId]) -> PushAnswer {
    let n = |id: &OperationId| id.as_bytes()[0];
    answer(
        op_ids
            .iter()
            .map(|id| receipt(n(id), Hash::of(&[n(id)]), ReceiptOutcome::Applied))
            .collect(),
    )
}

fn replica(waiting: Vec<Waiting>) -> Replica {
    Replica::wake(waiting, Vec::new(), SyncMark { epoch: Some(epoch(1)), ..SyncMark::default() })
}

fn pushed(next: Next) -> Vec<OperationId> {
    match next {
        Next::Push { op_ids } => op_ids,
        other => panic!("expected a push, not {other:?}"),
    }
}

fn last_page(cursor: &str) -> Pulled {
    Pulled::Page {
        epoch: epoch(1),
        next_cursor: cursor.into(),
        has_more: false,
        reset: false,
        digest_matches: Some(true),
        server_time: Moment::new(NOW, 0),
    }
}

#[test]
fn settles_only_on_a_terminal_receipt_for_the_same_bytes() {
    let mut replica = replica(vec![waiting(1), waiting(2), waiting(3), waiting(4)]);
    assert_eq!(pushed(replica.next(NOW)).len(), 4);
    let receipts = vec![
        receipt(1, Hash::of(&[1]), ReceiptOutcome::Duplicate),
        receipt(2, Hash::of(&[99]), ReceiptOutcome::Quarantined { code: QuarantineCode::IdReused }),
        receipt(3, Hash::of(&[3]), ReceiptOutcome::Retry { after: 30 }),
        receipt(77, Hash::of(&[77]), ReceiptOutcome::Applied),
    ];
    let changes = replica.push_answered(NOW, 0, Ok(answer(receipts)));
    assert!(matches!(changes[0], OutboxChange::Settled(ref sent) if sent.op_id == op_id(1)));
    let reused = WaitingState::Stuck { reason: StuckReason::IdReused };
    assert!(matches!(changes[1], OutboxChange::Stuck(ref w) if w.state == reused));
    assert!(matches!(changes[2], OutboxChange::Tried(ref w) if w.op_id == op_id(4)));
    assert_eq!(changes.len(), 3);
    let left: Vec<_> = replica.waiting().map(|waiting| waiting.op_id).collect();
    assert_eq!(left, [op_id(2), op_id(3), op_id(4)]);
    let status = replica.status(NOW);
    assert_eq!((status.unsent, status.needs_attention.len()), (3, 1));
}

#[test]
fn what_another_tab_delivered_meanwhile_is_settled_and_nothing_is_blamed_for_it() {
    let mut elsewhere = replica(vec![waiting(1), waiting(2)]);
    elsewhere.next(NOW);
    elsewhere.push_answered(NOW, 0, Ok(applied(&[op_id(1), op_id(2)])));
    let receipts: Vec<_> = elsewhere.sent().cloned().collect();

    let mut here = replica(vec![waiting(1), waiting(2), waiting(3)]);
    assert_eq!(pushed(here.next(NOW)).len(), 3);
    for receipt in receipts {
        let op_id = receipt.op_id;
        let settled = here.settled_elsewhere(receipt.clone());
        assert!(matches!(settled, Some(OutboxChange::Settled(ref sent)) if sent.op_id == op_id));
        assert_eq!(here.settled_elsewhere(receipt), None, "once");
    }
    let changes = here.push_answered(NOW, 0, Ok(applied(&[op_id(3)])));
    assert_eq!(changes.len(), 1);
    let status = here.status(NOW);
    assert_eq!((status.unsent, status.needs_attention.len()), (0, 0));
    assert_eq!(here.next(NOW), Next::Pull { cursor: None }, "all of them come back");

    // A receipt for other bytes says nothing of what waits here.
    let mut other = replica(vec![Waiting { hash: Hash::of(&[99]), ..waiting(1) }]);
    let receipt = elsewhere.sent().next().cloned().unwrap();
    assert_eq!(other.settled_elsewhere(receipt), None);
    assert_eq!(other.status(NOW).unsent, 1);
}

#[test]
fn what_the_server_asked_to_have_later_comes_later_and_delays_nothing_else() {
    let mut replica = replica(vec![waiting(1), waiting(2)]);
    replica.next(NOW);
    let later = receipt(1, Hash::of(&[1]), ReceiptOutcome::Retry { after: 30 });
    replica.push_answered(NOW, 0, Ok(answer(vec![later])));
    assert!(matches!(replica.next(NOW), Next::Pull { .. }));
    replica.pull_answered(NOW, 0, Ok(last_page("a")));
    replica.pull_stored();
    assert_eq!(pushed(replica.next(NOW)), [op_id(2)]);
    let two = applied(&[op_id(2)]);
    replica.push_answered(NOW, 0, Ok(two));
    replica.next(NOW);
    replica.pull_answered(NOW, 0, Ok(last_page("b")));
    replica.pull_stored();
    assert_eq!(replica.next(NOW), Next::WaitUntil(NOW + 30_000));
    assert_eq!(pushed(replica.next(NOW + 30_000)), [op_id(1)]);
}

#[test]
fn a_pull_does_not_wait_for_a_failing_push_nor_for_a_long_outbox() {
    let mut failing = replica(vec![waiting(1)]);
    pushed(failing.next(NOW));
    failing.push_answered(NOW, 999, Err(Failure::Faulty));
    assert!(matches!(failing.next(NOW), Next::Pull { .. }));

    let mut long = replica((0..200).map(waiting).collect());
    let batch = pushed(long.next(NOW));
    long.push_answered(NOW, 0, Ok(applied(&batch)));
    assert!(matches!(long.next(NOW), Next::Pull { .. }));
}

#[test]
fn signed_out_pauses_reading_only() {
    let mut replica = replica(Vec::new());
    replica.next(NOW);
    replica.pull_answered(NOW, 0, Err(Failure::SignedOut));
    replica.nudge();
    assert_eq!(replica.next(NOW), Next::Idle);
    assert_eq!(replica.status(NOW).phase, Phase::SignInNeeded);
    replica.saved(waiting(1));
    assert_eq!(pushed(replica.next(NOW)), [op_id(1)]);
    replica.push_answered(NOW, 0, Ok(applied(&[op_id(1)])));
    assert_eq!(replica.next(NOW), Next::Idle);
    replica.nudge();
    assert_eq!(pushed(replica.next(NOW)), [], "asks whether the history is the same");
    replica.push_answered(NOW, 0, Ok(answer(Vec::new())));
    assert_eq!(replica.next(NOW), Next::Idle);
    replica.signed_in();
    assert!(matches!(replica.next(NOW), Next::Pull { .. }));
}

#[test]
fn a_new_history_brings_back_what_the_old_one_had_received() {
    let mut replica = replica(vec![waiting(1)]);
    replica.next(NOW);
    replica.push_answered(NOW, 0, Ok(applied(&[op_id(1)])));
    replica.next(NOW);
    let page = Pulled::Page {
        epoch: epoch(2),
        next_cursor: "e2".into(),
        has_more: false,
        reset: true,
        digest_matches: Some(true),
        server_time: Moment::new(NOW, 0),
    };
    let step = replica.pull_answered(NOW, 0, Ok(page));
    assert!(matches!(step.outbox[..], [OutboxChange::Reoffer(ref w)] if w.op_id == op_id(1)));
    replica.pull_stored();
    assert_eq!(pushed(replica.next(NOW)), [op_id(1)]);
}

#[test]
fn a_crash_between_the_mark_and_the_records_still_offers_again() {
    let mut before = replica(vec![waiting(1)]);
    before.next(NOW);
    before.push_answered(NOW, 0, Ok(applied(&[op_id(1)])));
    let sent: Vec<_> = before.sent().cloned().collect();
    let mark = SyncMark { epoch: Some(epoch(2)), ..SyncMark::default() };
    let mut after = Replica::wake(Vec::new(), sent, mark);
    assert_eq!(pushed(after.next(NOW)), [op_id(1)]);
}

#[test]
fn received_copies_go_after_thirty_days_of_the_servers_time_whatever_the_phone_says() {
    let mut replica = replica(vec![waiting(1)]);
    replica.next(NOW);
    replica.push_answered(NOW, 0, Ok(applied(&[op_id(1)])));
    let ten_years = 10 * 366 * 24 * 60 * MINUTE;
    let mut at = |server_ms: i64| {
        replica.nudge();
        replica.next(NOW + ten_years);
        let server_time = Some(Moment::new(server_ms, 0));
        let step =
            replica.pull_answered(NOW + ten_years, 0, Ok(Pulled::NothingNew { server_time }));
        replica.pull_stored();
        step.outbox
    };
    assert_eq!(at(NOW + KEPT_MS), []);
    assert_eq!(at(NOW + KEPT_MS + 1), [OutboxChange::Forget(op_id(1))]);
}

#[test]
fn a_clock_set_back_does_not_silence_the_phone() {
    let mut replica = replica(vec![waiting(1)]);
    replica.next(NOW);
    replica.push_answered(NOW, 1, Err(Failure::Busy { retry_after_s: Some(600) }));
    replica.next(NOW);
    replica.pull_answered(NOW, 1, Err(Failure::Busy { retry_after_s: Some(600) }));
    assert_eq!(replica.next(NOW), Next::WaitUntil(NOW + 600_000));
    assert_eq!(pushed(replica.next(NOW - 365 * 24 * 60 * MINUTE)), [op_id(1)]);
}

/// The mark of an app that knew so many kinds of row.
fn mark(reads: u16) -> SyncMark {
    SyncMark { cursor: Some("c".into()), epoch: Some(epoch(1)), reads, ..SyncMark::default() }
}

#[test]
fn what_an_older_app_passed_over_is_pulled_once_more() {
    let mut older = Replica::wake(Vec::new(), Vec::new(), mark(READS - 1));
    assert_eq!(older.next(NOW), Next::Pull { cursor: None });
    let page = Pulled::Page {
        epoch: epoch(1),
        next_cursor: "d".into(),
        has_more: false,
        reset: true,
        digest_matches: Some(true),
        server_time: Moment::new(NOW, 0),
    };
    let stored = older.pull_answered(NOW, 0, Ok(page)).store.unwrap();
    let mut woken = Replica::wake(Vec::new(), Vec::new(), stored);
    assert_eq!(woken.next(NOW), Next::Pull { cursor: Some("d".into()) });
}

#[test]
fn another_digest_asks_for_everything_once_and_then_says_so() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), mark(READS));
    let wrong = |cursor: &str, reset| Pulled::Page {
        epoch: epoch(1),
        next_cursor: cursor.into(),
        has_more: false,
        reset,
        digest_matches: Some(false),
        server_time: Moment::new(NOW, 0),
    };
    replica.next(NOW);
    let step = replica.pull_answered(NOW, 0, Ok(wrong("d", false)));
    assert_eq!(step.store.and_then(|mark| mark.cursor), None);
    replica.pull_stored();
    assert_eq!(replica.next(NOW), Next::Pull { cursor: None });
    replica.pull_answered(NOW, 0, Ok(wrong("e", true)));
    replica.pull_stored();
    assert!(replica.status(NOW).read_copy_differs);
    assert_eq!(replica.next(NOW), Next::Idle);
}

#[test]
fn a_page_that_was_not_stored_is_asked_for_again() {
    let mut replica = replica(Vec::new());
    assert_eq!(replica.next(NOW), Next::Pull { cursor: None });
    replica.pull_answered(NOW, 0, Ok(last_page("a")));
    replica.pull_not_stored(NOW, 500);
    assert_eq!(replica.next(NOW), Next::WaitUntil(NOW + 500));
    assert_eq!(replica.next(NOW + 500), Next::Pull { cursor: None });
}

#[test]
fn of_an_operation_found_in_both_stores_the_receipt_wins() {
    let mut before = replica(vec![waiting(1)]);
    before.next(NOW);
    before.push_answered(NOW, 0, Ok(applied(&[op_id(1)])));
    let sent: Vec<_> = before.sent().cloned().collect();
    let after = Replica::wake(vec![waiting(1)], sent, before.mark().clone());
    assert_eq!(after.status(NOW).unsent, 0);
}

#[test]
fn a_locked_phone_delivers_and_does_not_read() {
    let mut replica = replica(vec![waiting(1)]);
    replica.locked();
    let batch = pushed(replica.next(NOW));
    replica.push_answered(NOW, 0, Ok(applied(&batch)));
    assert_eq!(replica.next(NOW), Next::Idle);
    replica.unlocked();
    assert!(matches!(replica.next(NOW), Next::Pull { .. }));
}

#[test]
fn what_was_quarantined_is_asked_about_until_the_server_says_it_took_effect() {
    let mut replica = replica(vec![waiting(1), waiting(2)]);
    replica.next(NOW);
    let kept = |code| ReceiptOutcome::Quarantined { code };
    let not_assigned = kept(QuarantineCode::NotAssigned);
    let revoked = kept(QuarantineCode::DeviceRevoked);
    let both = vec![receipt(1, Hash::of(&[1]), not_assigned), receipt(2, Hash::of(&[2]), revoked)];
    replica.push_answered(NOW, 0, Ok(answer(both)));
    assert_eq!(replica.status(NOW).needs_attention.len(), 2);
    replica.next(NOW);
    replica.pull_answered(NOW, 0, Ok(last_page("a")));
    replica.pull_stored();
    assert_eq!(replica.next(NOW), Next::Idle, "it has just been told");

    // At the next look, an empty push carries the question.
    replica.nudge();
    let now = NOW + MINUTE;
    assert_eq!(pushed(replica.next(now)), []);
    assert_eq!(replica.asks(), [op_id(1), op_id(2)]);
    let told = vec![
        receipt(1, Hash::of(&[1]), ReceiptOutcome::Duplicate),
        receipt(2, Hash::of(&[2]), revoked),
    ];
    let changes = replica.push_answered(now, 0, Ok(answer(told)));
    let [OutboxChange::Learned(sent)] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((sent.op_id, sent.outcome), (op_id(1), ReceiptOutcome::Duplicate));
    let left: Vec<_> = replica.status(now).needs_attention.iter().map(|one| one.op_id).collect();
    assert_eq!(left, [op_id(2)]);
    assert_eq!(replica.asks(), [op_id(2)]);
    assert!(matches!(replica.next(now), Next::Pull { .. }), "what took effect comes back");

    // Other bytes under its id, or an old word about it, change nothing.
    let confused = vec![
        receipt(2, Hash::of(&[99]), ReceiptOutcome::Duplicate),
        receipt(1, Hash::of(&[1]), not_assigned),
    ];
    replica.nudge();
    assert!(replica.push_answered(now, 0, Ok(answer(confused))).is_empty());
    assert_eq!(replica.asks(), [op_id(2)]);
}
