//! What the answer to a push means for the outbox.

use super::{
    Failure, Flight, Phase, Replica,
    records::{Asked, KEPT_MS, Sent, StuckReason, Waiting},
};
use domain::{
    id::{Epoch, OperationId},
    wire::v1::{PushAnswer, Receipt, ReceiptOutcome},
};

/// A record to write under its operation's id, in place of the one that stands
/// there. Sealed bytes stay where they are, except for [`Self::Forget`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxChange {
    /// The server holds it, by a terminal receipt for these bytes.
    Settled(Sent),
    /// What the server had put into the quarantine took effect, or lies there
    /// for another reason: the record of what was sent says so now.
    Learned(Sent),
    /// An attempt failed. It waits as before.
    Tried(Waiting),
    /// It no longer goes out by itself; a person has to look.
    Stuck(Waiting),
    /// The server's history is another one: what it had received waits again.
    Reoffer(Waiting),
    /// Thirty days are over since the server took it: its sealed bytes and its
    /// record may go. The only change that removes anything.
    Forget(OperationId),
    /// Of no operation: until when the server asked to be left alone.
    Asked(Asked),
}

impl Replica {
    /// Takes the answer to [`super::Next::Push`]. `jitter` is any random number.
    ///
    /// Write the changes in one transaction. Should that fail, carry on: what
    /// is not written is sent again and answered with `duplicate`.
    pub fn push_answered(
        &mut self,
        now_ms: i64,
        jitter: u64,
        answer: Result<PushAnswer, Failure>,
    ) -> Vec<OutboxChange> {
        let batch = match std::mem::take(&mut self.flight) {
            Flight::Push(batch) => batch,
            other => {
                self.flight = other;
                Vec::new()
            }
        };
        self.pull_is_next = true;
        let mut changes = match answer {
            Ok(answer) => self.received(now_ms, jitter, &batch, &answer),
            Err(failure) => self.push_failed(now_ms, jitter, &batch, failure),
        };
        changes.extend(self.asked_anew());
        changes
    }

    fn received(
        &mut self,
        now_ms: i64,
        jitter: u64,
        batch: &[OperationId],
        answer: &PushAnswer,
    ) -> Vec<OutboxChange> {
        let mut changes = self.heard(now_ms, Some(answer.server_time), Some(answer.epoch));
        self.asks_wanted = false;
        let mut answered = Vec::new();
        for receipt in &answer.receipts {
            let change = self.receipt(now_ms, receipt, answer.epoch, answer.server_time.utc_ms());
            changes.extend(change);
            answered.push(receipt.op_id);
        }
        let missing: Vec<_> = batch.iter().filter(|id| !answered.contains(id)).copied().collect();
        for op_id in &missing {
            changes.extend(self.outbox.tried(*op_id).map(OutboxChange::Tried));
        }
        if !batch.is_empty() && missing.len() == batch.len() {
            // Understood, and not a word on any: as good as a failure.
            changes.extend(self.blame(batch));
            self.push_wait.failed(now_ms, jitter);
        } else {
            self.outbox.worked(batch);
            self.push_wait.worked();
            self.push_obstacle = None;
        }
        if self.outbox.batch(now_ms).is_empty() {
            self.pull_wanted = true; // the rows come back with the server's time on them
        }
        changes
    }

    fn receipt(
        &mut self,
        now_ms: i64,
        receipt: &Receipt,
        epoch: Epoch,
        server_ms: i64,
    ) -> Option<OutboxChange> {
        if let ReceiptOutcome::Retry { after } = receipt.outcome {
            self.outbox.postpone(receipt.op_id, now_ms, after);
            return None;
        }
        let Some(waiting) = self.outbox.take(receipt.op_id, receipt.hash) else {
            let pulls = self.pulls_at_a_receipt();
            let learned = self.outbox.learn(receipt.op_id, receipt.hash, receipt.outcome, pulls);
            if learned.is_some() {
                return learned.map(OutboxChange::Learned);
            }
            // Not ours, or ours with other bytes: those are nowhere but here.
            let stuck = self.outbox.stick(receipt.op_id, StuckReason::IdReused);
            return stuck.map(OutboxChange::Stuck);
        };
        let sent = Sent {
            op_id: waiting.op_id,
            device_seq: waiting.device_seq,
            document: waiting.document,
            hash: waiting.hash,
            size: waiting.size,
            saved_at: waiting.saved_at,
            outcome: receipt.outcome,
            received_at: receipt.received_at,
            epoch,
            pulls: self.pulls_at_a_receipt(),
            kept_until_ms: server_ms.saturating_add(KEPT_MS),
        };
        self.outbox.sent.insert(sent.op_id, sent.clone());
        Some(OutboxChange::Settled(sent))
    }

    /// A locked phone delivers beside another tab, which may have asked for its last page before
    /// the server took this: the pull after that one is waited for.
    fn pulls_at_a_receipt(&self) -> u64 {
        self.mark.pulls.saturating_add(u64::from(self.locked))
    }

    fn push_failed(
        &mut self,
        now_ms: i64,
        jitter: u64,
        batch: &[OperationId],
        failure: Failure,
    ) -> Vec<OutboxChange> {
        let mut changes = Vec::new();
        // Whether the server or an operation is at fault shows in a pull.
        self.pull_wanted |= matches!(failure, Failure::Faulty | Failure::TimedOut);
        match failure {
            // Questions alone, and still too many for something in between: later.
            Failure::TooLarge if batch.is_empty() => self.push_wait.failed(now_ms, jitter),
            Failure::TooLarge => {
                let too_large = self.outbox.too_large(batch);
                let stuck = too_large.and_then(|id| self.outbox.stick(id, StuckReason::TooLarge));
                changes.extend(stuck.map(OutboxChange::Stuck));
            }
            Failure::Faulty => {
                let tried = batch.iter().filter_map(|id| self.outbox.tried(*id));
                changes.extend(tried.map(OutboxChange::Tried));
                changes.extend(self.blame(batch));
                self.push_wait.failed(now_ms, jitter);
            }
            Failure::TimedOut => {
                self.outbox.too_slow(batch, self.pull_paused());
                self.push_wait.failed(now_ms, jitter);
            }
            Failure::Unreachable => self.push_wait.failed(now_ms, jitter),
            Failure::Busy { retry_after_s } => {
                self.push_wait.asked(now_ms, jitter, retry_after_s);
            }
            Failure::SignedOut | Failure::DeviceRevoked => {
                // The deposit token is unknown: signing in enrols the phone again.
                self.push_obstacle = Some(Phase::SignInNeeded);
                self.push_wait.settle_down(now_ms, jitter);
            }
            Failure::AppTooOld => {
                self.push_obstacle = Some(Phase::AppTooOld);
                self.push_wait.settle_down(now_ms, jitter);
            }
        }
        changes
    }

    fn blame(&mut self, batch: &[OperationId]) -> Option<OutboxChange> {
        let to_blame = self.outbox.failed(batch, self.pull_paused())?;
        self.outbox.stick(to_blame, StuckReason::Failing).map(OutboxChange::Stuck)
    }
}
