//! Which operations go out together; what their failures mean is in [`blame`].

mod blame;

use super::{
    backoff::Deadline,
    records::{Sent, StuckReason, Waiting, WaitingState},
};
use domain::{
    Hash,
    id::OperationId,
    wire::v1::{PUSH_MAX_BYTES, PUSH_MAX_OPERATIONS, ReceiptOutcome},
};
use std::collections::BTreeMap;

/// Failed batches after which they are halved.
const FAILURES_BEFORE_HALVING: u32 = 3;
/// Failures of an operation sent alone after which it no longer goes first.
const LONE_FAILURES: u32 = 5;
/// `tries` by which any batch has been halved down to one operation.
const TRIES_ALONE: u32 = FAILURES_BEFORE_HALVING + PUSH_MAX_OPERATIONS.ilog2();
/// Bytes that one operation adds to a body beside its base64 text.
const ENTRY_BYTES: usize = 64;
/// Bytes of a body around its operations.
const BODY_BYTES: usize = 128;

/// An operation that waits, and what is remembered of it until the app closes.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) waiting: Waiting,
    not_before: Option<Deadline>,
    lone_failures: u32,
    /// Answers there had been when it first failed alone.
    seen: Answers,
    /// To be tried alone, after all others.
    aside: bool,
}

/// Signs of life, by which a failing server is told from a failing operation.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Answers {
    /// Sensible answers of any kind.
    pub(super) any: u64,
    /// Pushes that were understood.
    pub(super) pushes: u64,
}

/// Everything on this phone that is not, or not surely, on the server.
#[derive(Debug, Clone)]
pub(super) struct Outbox {
    /// In order of saving.
    held: Vec<Held>,
    pub(super) sent: BTreeMap<OperationId, Sent>,
    pub(super) answers: Answers,
    /// Operations a batch may hold now.
    limit: usize,
    /// Bytes a body may have now.
    bytes: usize,
    failures: u32,
}

impl Outbox {
    pub(super) fn wake(waiting: Vec<Waiting>, sent: Vec<Sent>) -> Self {
        let mut outbox = Self {
            held: Vec::new(),
            sent: BTreeMap::new(),
            answers: Answers::default(),
            limit: PUSH_MAX_OPERATIONS,
            bytes: PUSH_MAX_BYTES,
            failures: 0,
        };
        // One by one: to collect them would be a sort of its own in the first file.
        for sent in sent {
            outbox.sent.insert(sent.op_id, sent);
        }
        let mut most_tries = 0;
        for waiting in waiting {
            // The second copy of an operation may be older than its receipt.
            if outbox.sent.get(&waiting.op_id).is_some_and(|sent| sent.hash == waiting.hash) {
                continue;
            }
            if !waiting.is_stuck() {
                most_tries = most_tries.max(waiting.tries);
            }
            outbox.put(waiting);
        }
        // Batches that failed before the app was closed need not fail again.
        outbox.failures = most_tries.min(FAILURES_BEFORE_HALVING);
        for _ in FAILURES_BEFORE_HALVING..=most_tries {
            outbox.limit = (outbox.limit / 2).max(1);
        }
        outbox
    }

    /// Adds an operation in its place; an id that waits already stays as it is.
    pub(super) fn put(&mut self, waiting: Waiting) {
        if self.held(waiting.op_id).is_some() {
            return;
        }
        let key = |w: &Waiting| (w.device_seq, w.op_id);
        let at = self.held.partition_point(|held| key(&held.waiting) < key(&waiting));
        let aside = waiting.is_stuck();
        let lone_failures = match aside {
            true => 0,
            false => waiting.tries.saturating_sub(TRIES_ALONE).min(LONE_FAILURES - 1),
        };
        let held = Held { waiting, not_before: None, lone_failures, seen: self.answers, aside };
        self.held.insert(at, held);
    }

    pub(super) fn waiting(&self) -> impl Iterator<Item = &Waiting> {
        self.held.iter().map(|held| &held.waiting)
    }

    /// What the server took and keeps for a supervisor.
    pub(super) fn quarantined(&self) -> impl Iterator<Item = &Sent> {
        let kept = |sent: &&Sent| matches!(sent.outcome, ReceiptOutcome::Quarantined { .. });
        self.sent.values().filter(kept)
    }

    /// Takes note of what the server now says of something it took into the
    /// quarantine; none when that is nothing new. What took effect stays so.
    pub(super) fn learn(
        &mut self,
        op_id: OperationId,
        hash: Hash,
        outcome: ReceiptOutcome,
        pulls: u64,
    ) -> Option<Sent> {
        let sent = self.sent.get_mut(&op_id).filter(|sent| sent.hash == hash)?;
        let kept = matches!(sent.outcome, ReceiptOutcome::Quarantined { .. });
        if !kept || sent.outcome == outcome {
            return None;
        }
        sent.outcome = outcome;
        sent.pulls = pulls; // what takes effect only now comes with the next pull
        Some(sent.clone())
    }

    fn held(&mut self, op_id: OperationId) -> Option<&mut Held> {
        self.held.iter_mut().find(|held| held.waiting.op_id == op_id)
    }

    /// What nothing holds back, in order of saving. Of the edits of one document
    /// only the first may go: the next waits for its receipt, whatever becomes
    /// of the push, so that no answer and no retry can turn their order round.
    fn free(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().enumerate().filter_map(|(at, held)| {
            let document = held.waiting.document;
            let mut before = self.held.iter().take(at);
            let held_back =
                document.is_some() && before.any(|earlier| earlier.waiting.document == document);
            (!held_back).then_some(held)
        })
    }

    /// The operations to send now, in order of saving; empty for none.
    pub(super) fn batch(&self, now_ms: i64) -> Vec<OperationId> {
        let mut room = self.bytes.saturating_sub(BODY_BYTES);
        let mut batch = Vec::new();
        for held in self.free().filter(|held| !held.aside && held.is_due(now_ms)) {
            let bytes = body_bytes(held.waiting.size);
            if !batch.is_empty() && (bytes > room || batch.len() >= self.limit) {
                break;
            }
            room = room.saturating_sub(bytes);
            batch.push(held.waiting.op_id);
        }
        if batch.is_empty() {
            let aside = self
                .free()
                .filter(|held| held.aside && held.is_due(now_ms) && held.lone_failures != u32::MAX);
            // By turns: one that never gets blamed must not go before what is stuck for ever.
            let next = aside.min_by_key(|held| (held.lone_failures, held.waiting.is_stuck()));
            batch.extend(next.map(|held| held.waiting.op_id));
        }
        batch
    }

    /// The batch is one operation that failed alone before.
    pub(super) fn failed_alone(&self, batch: &[OperationId]) -> bool {
        let &[only] = batch else { return false };
        self.held
            .iter()
            .any(|held| held.waiting.op_id == only && (held.aside || held.lone_failures > 0))
    }

    /// When the earliest postponed operation is due.
    pub(super) fn due_at(&self, now_ms: i64) -> Option<i64> {
        let pending = self.held.iter().filter_map(|held| held.not_before?.pending(now_ms));
        pending.min()
    }

    /// A push of `batch` was understood.
    pub(super) fn worked(&mut self, batch: &[OperationId]) {
        self.answers.any += 1;
        self.answers.pushes += 1;
        self.limit = self.limit.max(batch.len()).saturating_mul(2).min(PUSH_MAX_OPERATIONS);
        if self.limit == PUSH_MAX_OPERATIONS {
            self.failures = 0;
        }
    }

    /// Takes an operation out, on a receipt for exactly these bytes.
    pub(super) fn take(&mut self, op_id: OperationId, hash: Hash) -> Option<Waiting> {
        let same = |held: &Held| held.waiting.op_id == op_id && held.waiting.hash == hash;
        let at = self.held.iter().position(same)?;
        Some(self.held.remove(at).waiting)
    }

    /// Drops a stuck operation that somebody gave up.
    pub(super) fn give_up(&mut self, op_id: OperationId) {
        self.held.retain(|held| held.waiting.op_id != op_id || !held.waiting.is_stuck());
    }

    /// The server asked to have this one later.
    pub(super) fn postpone(&mut self, op_id: OperationId, now_ms: i64, seconds: u32) {
        if let Some(held) = self.held(op_id) {
            held.not_before = Some(Deadline::asked(now_ms, seconds));
        }
    }

    /// Sets an operation aside for a person; none when it does not wait.
    pub(super) fn stick(&mut self, op_id: OperationId, reason: StuckReason) -> Option<Waiting> {
        let held = self.held(op_id)?;
        held.waiting.state = WaitingState::Stuck { reason };
        held.aside = true;
        held.lone_failures = u32::MAX; // not again before somebody asks
        Some(held.waiting.clone())
    }

    /// An attempt brought this one no receipt.
    pub(super) fn tried(&mut self, op_id: OperationId) -> Option<Waiting> {
        let held = self.held(op_id)?;
        held.waiting.tries = held.waiting.tries.saturating_add(1);
        Some(held.waiting.clone())
    }
}

impl Held {
    fn is_due(&self, now_ms: i64) -> bool {
        self.not_before.is_none_or(|deadline| deadline.pending(now_ms).is_none())
    }
}

/// What an operation of so many sealed bytes adds to a body.
const fn body_bytes(sealed: usize) -> usize {
    (sealed.saturating_mul(4) / 3).saturating_add(ENTRY_BYTES)
}
