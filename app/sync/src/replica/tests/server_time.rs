//! How far off the phone's clock is, as far as an answer can tell.

use super::*;

const HOUR: i64 = 60 * MINUTE;

/// A question asked and answered when the phone's clock said so, told at `server_ms`.
fn told(replica: &mut Replica, asked_ms: i64, answered_ms: i64, server_ms: i64) -> i64 {
    replica.nudge();
    replica.next(asked_ms);
    let server_time = Some(Moment::new(server_ms, 0));
    replica.pull_answered(answered_ms, 0, Ok(Pulled::NothingNew { server_time }));
    replica.pull_stored();
    replica.status(answered_ms).server_ahead_ms
}

#[test]
fn a_slow_answer_is_no_wrong_clock() {
    let mut replica = replica(Vec::new());
    // The phone slept with the question on its way; the server's time lies in between.
    assert_eq!(told(&mut replica, NOW, NOW + HOUR, NOW + 1_000), 0);
    assert_eq!(told(&mut replica, NOW, NOW + HOUR, NOW + HOUR - 1_000), 0);
    // What lies outside is off by that much at least.
    assert_eq!(told(&mut replica, NOW, NOW + MINUTE, NOW - HOUR), -HOUR);
    assert_eq!(told(&mut replica, NOW, NOW + MINUTE, NOW + HOUR), HOUR - MINUTE);
}

#[test]
fn a_push_is_timed_like_a_pull() {
    let mut replica = replica(vec![waiting(1)]);
    replica.next(NOW - HOUR);
    replica.push_answered(NOW + HOUR, 0, Ok(applied(&[op_id(1)])));
    assert_eq!(replica.status(NOW).server_ahead_ms, 0);
}

#[test]
fn a_slow_answer_does_not_put_a_wrong_clock_right_and_a_quick_one_does() {
    let mut replica = replica(Vec::new());
    let ahead = |server_ms: i64| server_ms + 45 * MINUTE;
    let known = told(&mut replica, ahead(NOW), ahead(NOW) + 200, NOW + 100);
    assert_eq!(known, -45 * MINUTE + 100);
    assert_eq!(told(&mut replica, ahead(NOW) - 2 * HOUR, ahead(NOW) + HOUR, NOW), known);
    assert_eq!(told(&mut replica, NOW, NOW + 200, NOW + 100), -100, "set by hand");
    // Set back while the question was on its way: only the answer can be gone by.
    assert_eq!(told(&mut replica, NOW + HOUR, NOW, NOW), 0);
}

#[test]
fn what_is_known_of_the_clock_is_kept_with_the_mark() {
    let mut before = replica(Vec::new());
    let known = told(&mut before, NOW, NOW, NOW - HOUR);
    assert_eq!(known, -HOUR);
    let mut after = Replica::wake(Vec::new(), Vec::new(), before.mark().clone());
    after.next(NOW);
    after.pull_answered(NOW, 0, Err(Failure::Unreachable));
    assert_eq!(after.status(NOW).server_ahead_ms, known, "without a network");
}
