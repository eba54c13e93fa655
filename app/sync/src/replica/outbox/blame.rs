//! Whether a failure is the server's, the network's or an operation's.
//!
//! Batches that fail are halved down to one operation. One that fails alone
//! and often is set aside as soon as the server is seen to answer at all, and
//! is stuck once others have gone through, or all others fail alone as well.
//! An outage of everything blames nothing and leaves the order as it is.

use super::{BODY_BYTES, FAILURES_BEFORE_HALVING, LONE_FAILURES, Outbox, body_bytes};
use crate::replica::records::{StuckReason, WaitingState};
use domain::id::OperationId;

impl Outbox {
    /// Halves what a push holds after 413; the one that is too large alone.
    pub(in crate::replica) fn too_large(&mut self, batch: &[OperationId]) -> Option<OperationId> {
        match batch {
            [] => return None,
            [only] => return Some(*only),
            _ => {}
        }
        let of_batch = self.waiting().filter(|waiting| batch.contains(&waiting.op_id));
        let bytes: usize = of_batch.map(|waiting| body_bytes(waiting.size)).sum();
        self.bytes = (bytes + BODY_BYTES) / 2;
        None
    }

    /// No answer came in time: send less at once.
    pub(in crate::replica) fn too_slow(&mut self, batch: &[OperationId], pull_paused: bool) {
        self.failures = self.failures.max(FAILURES_BEFORE_HALVING);
        // Slow is not broken: this one need not go first, and that is all.
        if let Some(held) = self.failed(batch, pull_paused).and_then(|id| self.held(id)) {
            held.aside = true;
        }
    }

    /// Something answered, and not as it should. The operation to give up on,
    /// if one is to blame: it failed alone and often while others went through.
    pub(in crate::replica) fn failed(
        &mut self,
        batch: &[OperationId],
        pull_paused: bool,
    ) -> Option<OperationId> {
        let &[only] = batch else {
            if batch.is_empty() {
                return None;
            }
            self.failures = self.failures.saturating_add(1);
            if self.failures >= FAILURES_BEFORE_HALVING {
                self.limit = (batch.len() / 2).max(1);
            }
            return None;
        };
        let answers = self.answers;
        // An edit that waits for this one cannot show whose fault it is.
        let others = self.free().any(|held| held.waiting.op_id != only && !held.aside);
        let held = self.held(only)?;
        if held.lone_failures == 0 {
            held.seen = answers;
        }
        held.lone_failures = held.lone_failures.saturating_add(1);
        if held.waiting.is_stuck() {
            return Some(only);
        }
        if held.lone_failures < LONE_FAILURES {
            return None;
        }
        let alive = answers.any > held.seen.any;
        if answers.pushes > held.seen.pushes || (alive && !others) {
            return Some(only);
        }
        // Perhaps it is this one, perhaps all would fail: let others show. While
        // nothing works at all the order of saving is worth more.
        held.aside |= alive || pull_paused;
        None
    }

    /// Offers what is stuck once more, alone and behind all others; what is
    /// too large or has a clash of ids only where somebody asked.
    pub(in crate::replica) fn retry_stuck(&mut self, asked: bool) {
        let failing = WaitingState::Stuck { reason: StuckReason::Failing };
        for held in self.held.iter_mut().filter(|held| held.waiting.is_stuck()) {
            if asked || held.waiting.state == failing {
                held.lone_failures = 0;
            }
        }
    }
}
