//! What a screen may say about syncing: three honest things a note and in total.

use super::{
    Flight, Replica,
    records::{StuckReason, WaitingState},
};
use domain::{
    Moment,
    id::OperationId,
    order,
    wire::v1::{QuarantineCode, ReceiptOutcome},
};

/// The state of syncing, for the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Operations only this phone is known to hold, stuck ones included.
    pub unsent: usize,
    /// What a person has to look at, oldest first.
    pub needs_attention: Vec<Attention>,
    /// When a pull last came to its end, by the phone.
    pub last_completed: Option<Moment>,
    /// What is going on.
    pub phase: Phase,
    /// As in [`super::SyncMark::server_ahead_ms`].
    pub server_ahead_ms: i64,
    /// The read copy differs from the server's digest even after a pull from nothing.
    pub read_copy_differs: bool,
}

/// One operation that needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attention {
    /// Which.
    pub op_id: OperationId,
    /// When it was saved, by the phone.
    pub saved_at: Moment,
    /// Why.
    pub why: Why,
}

/// Why an operation needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It lies on this phone alone and does not go out by itself.
    Stuck(StuckReason),
    /// The server holds it for a supervisor; the phone's copy may go.
    Quarantined(QuarantineCode),
}

/// What the replica is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing to do.
    Idle,
    /// A push is on its way.
    Pushing,
    /// A pull is on its way, or its page is being stored.
    Pulling,
    /// Something failed; the next attempt comes at this time, in milliseconds
    /// since 1970 by the phone.
    Waiting {
        /// When.
        until_ms: i64,
    },
    /// The read copy stands still until somebody signs in. Notes still go out.
    SignInNeeded,
    /// This phone may no longer read. Notes still go out.
    DeviceRevoked,
    /// The server wants a newer app. Notes are still kept, and offered.
    AppTooOld,
}

impl Replica {
    /// The state of syncing, for the screens.
    #[must_use]
    pub fn status(&self, now_ms: i64) -> Status {
        let stuck = self.outbox.waiting().filter_map(|waiting| match waiting.state {
            WaitingState::Queued => None,
            WaitingState::Stuck { reason } => {
                Some((waiting.op_id, waiting.saved_at, Why::Stuck(reason)))
            }
        });
        let quarantined = self.outbox.sent.values().filter_map(|sent| match sent.outcome {
            ReceiptOutcome::Quarantined { code } => {
                Some((sent.op_id, sent.saved_at, Why::Quarantined(code)))
            }
            _ => None,
        });
        let mut needs_attention: Vec<_> = stuck
            .chain(quarantined)
            .map(|(op_id, saved_at, why)| Attention { op_id, saved_at, why })
            .collect();
        order::by(&mut needs_attention, |attention| attention.saved_at.utc_ms());
        Status {
            unsent: self.outbox.waiting().count(),
            needs_attention,
            last_completed: self.mark.last_completed,
            phase: self.phase(now_ms),
            server_ahead_ms: self.mark.server_ahead_ms,
            read_copy_differs: self.mark.differs,
        }
    }

    fn phase(&self, now_ms: i64) -> Phase {
        match self.flight {
            Flight::Push(_) => Phase::Pushing,
            Flight::Pull | Flight::Storing(_) => Phase::Pulling,
            Flight::None => self.pull_obstacle.or(self.push_obstacle).unwrap_or_else(|| {
                let push = self.push_wait.pending(now_ms);
                let until = push.max(self.pull_wait.pending(now_ms));
                until.map_or(Phase::Idle, |until_ms| Phase::Waiting { until_ms })
            }),
        }
    }
}
