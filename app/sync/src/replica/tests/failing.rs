//! What a failure says of the server, and what of an operation.

use super::*;

#[test]
fn batches_keep_to_fifty_operations_and_to_the_bytes_of_a_body() {
    let mut many = replica((0..120).map(waiting).collect());
    assert_eq!(pushed(many.next(NOW)).len(), 50);
    let mut large = replica((0..4).map(|n| sized(n, 300_000)).collect());
    assert_eq!(pushed(large.next(NOW)).len(), 2, "300 kB are 400 kB of base64");
}

#[test]
fn too_large_halves_and_the_one_that_is_too_large_alone_blocks_nobody() {
    let mut replica = replica(vec![sized(1, 100), sized(2, 5_000_000), sized(3, 100)]);
    let mut settled = 0;
    for _ in 0..8 {
        if let Next::Push { op_ids } = replica.next(NOW) {
            let result = if op_ids.contains(&op_id(2)) {
                Err(Failure::TooLarge)
            } else {
                Ok(applied(&op_ids))
            };
            let changes = replica.push_answered(NOW, 0, result);
            settled += changes.iter().filter(|c| matches!(c, OutboxChange::Settled(_))).count();
        } else {
            replica.pull_answered(NOW, 0, Ok(Pulled::NothingNew { server_time: None }));
            replica.pull_stored();
        }
    }
    assert_eq!(settled, 2);
    assert_eq!(
        replica.status(NOW).needs_attention.iter().map(|a| a.why).collect::<Vec<_>>(),
        [Why::Stuck(StuckReason::TooLarge)]
    );
}

#[test]
fn one_operation_the_server_fails_on_is_found_and_the_others_arrive() {
    let mut replica = replica((0..50).map(waiting).collect());
    let mut now = NOW;
    for _ in 0..400 {
        match replica.next(now) {
            Next::Push { op_ids } if op_ids.contains(&op_id(17)) => {
                replica.push_answered(now, 0, Err(Failure::Faulty));
            }
            Next::Push { op_ids } => {
                let receipts = applied(&op_ids);
                replica.push_answered(now, 0, Ok(receipts));
            }
            Next::Pull { .. } => {
                replica.pull_answered(now, 0, Ok(Pulled::NothingNew { server_time: None }));
                replica.pull_stored();
            }
            Next::WaitUntil(until) => now = until,
            Next::Idle => break,
        }
    }
    let left: Vec<_> = replica.waiting().map(|w| (w.op_id, w.is_stuck())).collect();
    assert_eq!(left, [(op_id(17), true)]);
}

#[test]
fn several_the_server_fails_on_are_all_found_and_rest() {
    let mut replica = replica((0..3).map(waiting).collect());
    let mut now = NOW;
    for _ in 0..400 {
        match replica.next(now) {
            Next::Push { .. } => drop(replica.push_answered(now, 0, Err(Failure::Faulty))),
            Next::Pull { .. } => {
                replica.pull_answered(now, 0, Ok(Pulled::NothingNew { server_time: None }));
                replica.pull_stored();
            }
            Next::WaitUntil(until) => now = until,
            Next::Idle => break,
        }
    }
    assert!(replica.waiting().all(Waiting::is_stuck));
    assert_eq!(replica.next(now), Next::Idle);
    replica.nudge();
    assert_eq!(pushed(replica.next(now)).len(), 1, "each gets another chance, alone");
}

#[test]
fn an_outage_blames_no_operation_and_keeps_the_order() {
    for failure in [Failure::Faulty, Failure::Unreachable, Failure::TimedOut] {
        let mut replica = replica((0..20).map(waiting).collect());
        let mut now = NOW;
        for _ in 0..500 {
            match replica.next(now) {
                Next::Push { .. } => drop(replica.push_answered(now, 7, Err(failure))),
                Next::Pull { .. } => drop(replica.pull_answered(now, 7, Err(failure))),
                Next::WaitUntil(until) => now = until,
                Next::Idle => panic!("twenty notes wait"),
            }
        }
        assert!(replica.waiting().all(|waiting| !waiting.is_stuck()), "{failure:?}");
        replica.nudge();
        assert_eq!(pushed(replica.next(now))[0], op_id(0), "{failure:?}");
    }
}

/// Found by the simulator, seeds 20097 and 31596: on a revoked phone no pull shows that the server is well, so
/// the first one is never blamed, and went before the second for ever.
#[test]
fn what_is_stuck_has_its_turn_beside_one_that_fails_for_ever_and_is_never_blamed() {
    let failing = WaitingState::Stuck { reason: StuckReason::Failing };
    let mut replica = replica(vec![waiting(1), Waiting { state: failing, ..waiting(2) }]);
    // The last pull there will be is before the first failure.
    replica.push_answered(NOW, 0, Err(Failure::Unreachable));
    assert!(matches!(replica.next(NOW), Next::Pull { .. }));
    replica.pull_answered(NOW, 0, Err(Failure::DeviceRevoked));
    replica.nudge();
    let mut now = NOW;
    for _ in 0..100 {
        match replica.next(now) {
            Next::Push { op_ids } if op_ids.contains(&op_id(1)) => {
                replica.push_answered(now, 0, Err(Failure::Faulty));
            }
            Next::Push { op_ids } => {
                assert_eq!(op_ids, [op_id(2)]);
                replica.push_answered(now, 0, Ok(applied(&op_ids)));
            }
            Next::Pull { .. } => {
                replica.pull_answered(now, 0, Err(Failure::DeviceRevoked));
            }
            Next::WaitUntil(until) => now = until,
            Next::Idle => break,
        }
    }
    let left: Vec<_> = replica.waiting().map(|waiting| waiting.op_id).collect();
    assert_eq!(left, [op_id(1)]);
}

/// Found by the simulator, seeds 53529 and 66448: every question of a revoked phone travelled with the one operation
/// on which the server falls over, and none was answered.
#[test]
fn what_a_phone_asks_is_answered_beside_an_operation_that_fails_for_ever() {
    let mut replica = replica(vec![waiting(1), waiting(2)]);
    assert_eq!(pushed(replica.next(NOW)), [op_id(1), op_id(2)]);
    let kept = ReceiptOutcome::Quarantined { code: QuarantineCode::DeviceRevoked };
    replica.push_answered(NOW, 0, Ok(answer(vec![receipt(2, Hash::of(&[2]), kept)])));
    assert!(matches!(replica.next(NOW), Next::Pull { .. }));
    replica.pull_answered(NOW, 0, Err(Failure::DeviceRevoked));
    let mut now = NOW;
    for exchange in 0..100 {
        if exchange == 20 {
            replica.nudge();
        }
        match replica.next(now) {
            Next::Push { op_ids } if op_ids.contains(&op_id(1)) => {
                replica.push_answered(now, 0, Err(Failure::Faulty));
            }
            Next::Push { .. } => {
                let released = receipt(2, Hash::of(&[2]), ReceiptOutcome::Applied);
                replica.push_answered(now, 0, Ok(answer(vec![released])));
            }
            Next::Pull { .. } => panic!("a revoked phone does not pull"),
            Next::WaitUntil(until) => now = until,
            Next::Idle => break,
        }
    }
    let known = replica.sent().find(|sent| sent.op_id == op_id(2)).map(|sent| sent.outcome);
    assert_eq!(known, Some(ReceiptOutcome::Applied));
}
