//! What to send next, and what an answer means for the outbox.
//!
//! The app does what [`Replica::next`] says, hands the answer in, and writes
//! what comes back, over and over:
//!
//! | `next` says | the app | then calls |
//! |---|---|---|
//! | `Push` | posts the sealed bytes of these operations, in this order, and [`Replica::asks`] | [`Replica::push_answered`], writes the changes |
//! | `Pull` | asks with this cursor, applies the page by [`crate::read_copy::apply`] | [`Replica::pull_answered`], writes shelves and mark in one transaction, [`Replica::pull_stored`] |
//! | `WaitUntil` | sets a timer | `next` |
//! | `Idle` | nothing until something is saved or [`Replica::nudge`] is called | `next` |
//!
//! The one promise: nothing leaves the outbox without a terminal receipt for its
//! id and its hash. No clock is read here and none is trusted: a jump of ten
//! years may cost an early or a late attempt, never a note.

pub(crate) mod backoff;
mod failure;
mod outbox;
mod pull;
mod push;
mod records;
mod status;
#[cfg(test)]
mod tests;

pub use failure::Failure;
pub use pull::{PullStep, Pulled};
pub use push::OutboxChange;
pub use records::{Asked, KEPT_MS, READS, Sent, StuckReason, SyncMark, Waiting, WaitingState};
pub use status::{Attention, Phase, Status, Why};

use backoff::Backoff;
use domain::{
    Moment,
    id::{Epoch, OperationId},
    wire::v1::PUSH_MAX_ASKS,
};
use outbox::Outbox;

/// The phone's half of sync. Made anew at every start from what is stored.
#[derive(Debug, Clone)]
pub struct Replica {
    outbox: Outbox,
    mark: SyncMark,
    flight: Flight,
    push_wait: Backoff,
    pull_wait: Backoff,
    /// What of the two is stored.
    asked: Asked,
    pull_wanted: bool,
    /// Nobody has asked yet whether the history is still the same.
    epoch_wanted: bool,
    /// Nobody has asked yet whether what was quarantined still is.
    asks_wanted: bool,
    /// A push was the last thing; a pull that is wanted goes before the next.
    pull_is_next: bool,
    /// The server said that this session may not read.
    pull_stopped: bool,
    /// The read key is not in memory.
    locked: bool,
    /// What the server last objected to in a push and in a pull.
    push_obstacle: Option<Phase>,
    pull_obstacle: Option<Phase>,
    /// When [`Self::next`] last said to ask, by the phone.
    asked_ms: i64,
}

/// What is on its way.
#[derive(Debug, Clone, Default)]
enum Flight {
    #[default]
    None,
    Push(Vec<OperationId>),
    Pull,
    Storing(Box<Storing>),
}

/// A page that is being written.
#[derive(Debug, Clone)]
struct Storing {
    mark: SyncMark,
    again: bool,
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Post these operations, in this order. Give up after some twenty seconds.
    Push {
        /// At most [`domain::wire::v1::PUSH_MAX_OPERATIONS`]; none to ask for
        /// nothing but the epoch or [`Replica::asks`], which is a push like any other.
        op_ids: Vec<OperationId>,
    },
    /// Ask for what is new.
    Pull {
        /// None for everything.
        cursor: Option<String>,
    },
    /// Nothing before this time, in milliseconds since 1970 by the phone.
    WaitUntil(i64),
    /// Nothing until something happens.
    Idle,
}

impl Replica {
    /// Begins from what the phone's store holds. Records may come from two
    /// stores: of one operation seen twice, what was received wins.
    ///
    /// A pull is wanted at once, and what is stuck gets another chance.
    #[must_use]
    pub fn wake(waiting: Vec<Waiting>, sent: Vec<Sent>, mark: SyncMark) -> Self {
        let mut replica = Self {
            outbox: Outbox::wake(waiting, sent),
            mark: mark.woken(),
            flight: Flight::None,
            push_wait: Backoff::default(),
            pull_wait: Backoff::default(),
            asked: Asked::default(),
            pull_wanted: true,
            epoch_wanted: true,
            asks_wanted: true,
            pull_is_next: false,
            pull_stopped: false,
            locked: false,
            push_obstacle: None,
            pull_obstacle: None,
            asked_ms: 0,
        };
        // A crash may have come between the new mark and the records.
        let _in_memory_is_enough = replica.reoffer();
        replica
    }

    /// Until when the server asked to be left alone, before the app was closed or the phone locked.
    #[must_use]
    pub const fn asked_to_wait(mut self, asked: Asked) -> Self {
        self.push_wait.asked = asked.push;
        self.pull_wait.asked = asked.pull;
        self.asked = asked;
        self
    }

    /// What to write down of [`Asked`]; none when it stands there.
    fn asked_anew(&mut self) -> Option<OutboxChange> {
        let asked = Asked { push: self.push_wait.asked, pull: self.pull_wait.asked };
        (std::mem::replace(&mut self.asked, asked) != asked).then_some(OutboxChange::Asked(asked))
    }

    /// Takes note of an operation whose sealed bytes and record are durable.
    pub fn saved(&mut self, waiting: Waiting) {
        self.outbox.put(waiting);
    }

    /// What to do now. Asking twice without an answer in between means that the
    /// first attempt is forgotten.
    pub fn next(&mut self, now_ms: i64) -> Next {
        self.flight = Flight::None;
        let push_wait = self.push_wait.pending(now_ms);
        let pull_wait = self.pull_wait.pending(now_ms);
        let wants_pull = self.pull_wanted && !self.pull_paused();
        let may_pull = wants_pull && pull_wait.is_none();
        let mut op_ids = self.outbox.batch(now_ms);
        // A phone that may not read learns from an empty push that the server
        // was restored and may miss what it had received from here.
        let asks_epoch = self.epoch_wanted && self.pull_paused() && !self.outbox.sent.is_empty();
        let asks = self.asks_wanted && self.outbox.quarantined().next().is_some();
        if (asks_epoch || asks) && self.outbox.failed_alone(&op_ids) {
            op_ids.clear(); // it would take the questions down with it: they go by themselves, first
        }
        let wants_push = !op_ids.is_empty() || asks_epoch || asks;
        let may_push = wants_push && push_wait.is_none();
        if may_push && !(may_pull && self.pull_is_next) {
            self.asked_ms = now_ms;
            self.flight = Flight::Push(op_ids.clone());
            return Next::Push { op_ids };
        }
        if may_pull {
            self.asked_ms = now_ms;
            self.flight = Flight::Pull;
            return Next::Pull { cursor: self.mark.cursor.clone() };
        }
        let push_at = if wants_push {
            push_wait
        } else {
            self.outbox.due_at(now_ms).map(|due| push_wait.map_or(due, |wait| due.max(wait)))
        };
        let pull_at = pull_wait.filter(|_| wants_pull);
        let earliest = [push_at, pull_at].into_iter().flatten().min();
        earliest.map_or(Next::Idle, Next::WaitUntil)
    }

    /// Somebody pressed the button, the network came back, the app came to the
    /// front, or a minute is over: look at once. What the server itself asked
    /// to wait for is still waited for.
    pub fn nudge(&mut self) {
        self.pull_wanted = true;
        self.epoch_wanted = true;
        self.asks_wanted = true;
        self.outbox.retry_stuck(false);
        self.push_wait.hurry();
        self.pull_wait.hurry();
    }

    /// Somebody signed in on this phone: reading may go on.
    pub fn signed_in(&mut self) {
        self.pull_stopped = false;
        self.push_obstacle = None;
        self.pull_obstacle = None;
        self.nudge();
    }

    /// The keys left memory: pushes go on, pulls wait.
    pub const fn locked(&mut self) {
        self.locked = true;
    }

    /// The keys are back.
    pub fn unlocked(&mut self) {
        self.locked = false;
        self.nudge();
    }

    /// Somebody asked to try stuck operations again.
    pub fn retry_stuck(&mut self) {
        self.nudge();
        self.outbox.retry_stuck(true);
    }

    /// Somebody gave up a stuck operation and it is off the disk. One that is
    /// not stuck stays: it is on its way.
    pub fn discarded(&mut self, op_id: OperationId) {
        self.outbox.give_up(op_id);
    }

    /// Another hand delivered this one meanwhile, another tab or the locked
    /// screen, and its receipt is on disk. None when it does not wait here, or
    /// with other bytes, or the receipt is of a history that is over: then it is
    /// to be sent. There is nothing to write.
    pub fn settled_elsewhere(&mut self, sent: Sent) -> Option<OutboxChange> {
        if self.mark.epoch.is_some_and(|epoch| epoch != sent.epoch) {
            return None;
        }
        self.outbox.take(sent.op_id, sent.hash)?;
        if let Flight::Push(batch) = &mut self.flight {
            batch.retain(|op_id| *op_id != sent.op_id);
        }
        self.outbox.sent.insert(sent.op_id, sent.clone());
        self.pull_wanted = true; // the rows come back with the server's time on them
        Some(OutboxChange::Settled(sent))
    }

    /// Another tab of this phone has come to the end of so many pulls. To be called with what
    /// lies on disk before a push, so that the receipts are counted from there.
    pub fn pulled_elsewhere(&mut self, pulls: u64) {
        self.mark.pulls = self.mark.pulls.max(pulls);
    }

    /// Everything no server is known to hold, in order of saving.
    pub fn waiting(&self) -> impl Iterator<Item = &Waiting> {
        self.outbox.waiting()
    }

    /// What was received within the last thirty days, in order of id.
    pub fn sent(&self) -> impl Iterator<Item = &Sent> {
        self.outbox.sent.values()
    }

    /// What every push asks about: operations that the server put into the
    /// quarantine, as far as this phone knows. A supervisor may have let them
    /// take effect, and no pull tells of each of them.
    #[must_use]
    pub fn asks(&self) -> Vec<OperationId> {
        self.outbox.quarantined().map(|sent| sent.op_id).take(PUSH_MAX_ASKS).collect()
    }

    /// How far the read copy has come.
    #[must_use]
    pub const fn mark(&self) -> &SyncMark {
        &self.mark
    }

    const fn pull_paused(&self) -> bool {
        self.pull_stopped || self.locked
    }

    /// Takes in what every answer says in passing.
    fn heard(
        &mut self,
        now_ms: i64,
        server_time: Option<Moment>,
        epoch: Option<Epoch>,
    ) -> Vec<OutboxChange> {
        let mut changes = Vec::new();
        self.epoch_wanted &= epoch.is_none();
        if epoch.is_some() && self.mark.epoch != epoch {
            // The cursor stays: it is what makes the server answer `reset`.
            self.mark.epoch = epoch;
            self.pull_wanted = true;
            changes = self.reoffer();
        }
        if let Some(server_time) = server_time {
            let server_ms = server_time.utc_ms();
            self.heard_the_time(server_ms, now_ms);
            let over = self.outbox.sent.values().filter(|sent| sent.kept_until_ms < server_ms);
            let over: Vec<_> = over.map(|sent| sent.op_id).collect();
            for op_id in over {
                self.outbox.sent.remove(&op_id);
                changes.push(OutboxChange::Forget(op_id));
            }
        }
        changes
    }

    /// The server told its time somewhere between question and answer, and that may be long:
    /// a phone sleeps with a request on its way. What was known before holds as far as it fits
    /// in between, so that a slow answer neither makes a clock wrong nor puts it right.
    fn heard_the_time(&mut self, server_ms: i64, now_ms: i64) {
        let least = server_ms.saturating_sub(now_ms);
        // Later than the answer where the clock was put back meanwhile: then only that one counts.
        let most = server_ms.saturating_sub(self.asked_ms.min(now_ms));
        let most = if self.asked_ms > now_ms { least } else { most };
        self.mark.server_ahead_ms = self.mark.server_ahead_ms.clamp(least, most);
    }

    /// Lets everything wait again that another history received.
    fn reoffer(&mut self) -> Vec<OutboxChange> {
        let Some(epoch) = self.mark.epoch else { return Vec::new() };
        let elsewhere = self.outbox.sent.extract_if(.., |_, sent| sent.epoch != epoch);
        let waiting: Vec<_> = elsewhere.map(|(_, sent)| sent.reoffered()).collect();
        for waiting in &waiting {
            self.outbox.put(waiting.clone());
        }
        waiting.into_iter().map(OutboxChange::Reoffer).collect()
    }
}
