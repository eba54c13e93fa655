//! Edits of one document keep their order.

use super::*;

#[test]
fn edits_of_one_document_go_one_after_another_and_hold_back_nothing_else() {
    let mut replica = replica(vec![edit(1, 1), edit(2, 1), edit(3, 2), waiting(4), edit(5, 1)]);
    assert_eq!(pushed(replica.next(NOW)), [op_id(1), op_id(3), op_id(4)]);
    // The first is put off, of the third nothing is said: later edits wait for them.
    let put_off = receipt(1, Hash::of(&[1]), ReceiptOutcome::Retry { after: 30 });
    let taken = receipt(4, Hash::of(&[4]), ReceiptOutcome::Applied);
    replica.push_answered(NOW, 0, Ok(answer(vec![put_off, taken])));
    replica.saved(edit(6, 2));
    replica.pull_is_next = false;
    replica.saved(waiting(7));
    assert_eq!(pushed(replica.next(NOW)), [op_id(3), op_id(7)]);
    replica.push_answered(NOW, 0, Ok(applied(&[op_id(3), op_id(7)])));
    replica.pull_is_next = false;
    assert_eq!(pushed(replica.next(NOW)), [op_id(6)]);
    replica.push_answered(NOW, 0, Ok(applied(&[op_id(6)])));
    replica.pull_is_next = false;
    let later = NOW + 30_000;
    for n in [1, 2, 5] {
        assert_eq!(pushed(replica.next(later)), [op_id(n)]);
        replica.push_answered(later, 0, Ok(applied(&[op_id(n)])));
        replica.pull_is_next = false;
    }
    assert_eq!(replica.waiting().count(), 0);
}

#[test]
fn an_edit_that_is_stuck_holds_back_later_edits_of_its_document_only() {
    let mut replica = replica(vec![edit(1, 1), edit(2, 1), edit(3, 2), waiting(4)]);
    let mut now = NOW;
    let mut sent = Vec::new();
    for _ in 0..100 {
        match replica.next(now) {
            Next::Push { op_ids } if op_ids.contains(&op_id(1)) => {
                replica.push_answered(now, 0, Err(Failure::Faulty));
            }
            Next::Push { op_ids } => {
                replica.push_answered(now, 0, Ok(applied(&op_ids)));
                sent.extend(op_ids);
            }
            Next::Pull { .. } => {
                replica.pull_answered(now, 0, Ok(Pulled::NothingNew { server_time: None }));
                replica.pull_stored();
            }
            Next::WaitUntil(until) => now = until,
            Next::Idle => break,
        }
    }
    assert_eq!(sent, [op_id(3), op_id(4)]);
    let stuck: Vec<_> = replica.status(now).needs_attention.iter().map(|a| a.op_id).collect();
    assert_eq!(stuck, [op_id(1)], "and a person is told");
    // Somebody asks again, and the cause is gone.
    replica.retry_stuck();
    for n in [1, 2] {
        replica.pull_is_next = false;
        assert_eq!(pushed(replica.next(now)), [op_id(n)]);
        replica.push_answered(now, 0, Ok(applied(&[op_id(n)])));
    }
}

#[test]
fn edits_offered_again_after_a_restore_go_before_what_was_saved_since() {
    let mut replica = replica(vec![edit(1, 1), edit(2, 1)]);
    for n in [1, 2] {
        assert_eq!(pushed(replica.next(NOW)), [op_id(n)]);
        replica.push_answered(NOW, 0, Ok(applied(&[op_id(n)])));
        replica.pull_is_next = false;
    }
    replica.saved(edit(3, 1));
    replica.saved(waiting(4));
    replica.next(NOW);
    let restored = PushAnswer { epoch: epoch(2), ..answer(Vec::new()) };
    replica.push_answered(NOW, 0, Ok(restored));
    let mut now = NOW;
    let mut sent = Vec::new();
    for _ in 0..20 {
        match replica.next(now) {
            Next::Push { op_ids } => {
                let again = PushAnswer { epoch: epoch(2), ..applied(&op_ids) };
                replica.push_answered(now, 0, Ok(again));
                sent.extend(op_ids);
            }
            Next::WaitUntil(until) => now = until,
            _ => {
                replica.pull_answered(now, 0, Ok(Pulled::NothingNew { server_time: None }));
                replica.pull_stored();
            }
        }
    }
    sent.retain(|id| *id != op_id(4));
    assert_eq!(sent, [op_id(1), op_id(2), op_id(3)]);
}
