//! Phones that crash, a network that lies, clocks that jump, and a server that
//! is restored to yesterday: everything at once, from one seed.
//!
//! [`run`] drives any [`Server`]: the one in memory here, which is made of the
//! same [`crate::ingest`] and [`crate::feed`] as the real one, or the real one
//! behind an adapter. After every step it checks that nothing is lost; at the end,
//! with the faults gone, that everything arrived and all agree. The invariants
//! are named I1 to I17 as in the project's design papers; I18 to I21 are said where they are checked.

mod checks;
mod documents;
mod fleet;
mod gateway;
mod memory;
mod phone;
mod random;
pub(crate) mod script;
#[cfg(test)]
mod tests;
mod watch;

pub use fleet::run;
pub use memory::{Memory, ServerBug};
pub use phone::PhoneBug;
pub use random::Random;
pub use watch::DocumentSave;

use crate::replica::Failure;
use domain::{
    Hash, Moment,
    document::{DocumentKind, Version},
    id::{ClientId, DeviceId, OperationId, StaffId, TaskId},
    record::{RecordKind, RecordRow},
    wire::v1::{Client, CrisisPlan, PullPage, Push, PushAnswer, Task},
};
use std::collections::{BTreeMap, BTreeSet};

/// A server under test. Nothing here may fail for other reasons than the
/// protocol's; an adapter that loses its connection panics.
pub trait Server {
    /// Seals an operation as this phone would.
    fn seal(&self, device: DeviceId, op_id: OperationId, operation: &[u8]) -> Vec<u8>;

    /// `POST /api/v1/push`.
    ///
    /// # Errors
    /// Whole-answer refusals.
    fn push(&mut self, push: &Push) -> Result<PushAnswer, Failure>;

    /// `GET /api/v1/pull`; none is 204.
    ///
    /// # Errors
    /// Whole-answer refusals.
    fn pull(
        &mut self,
        device: DeviceId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Option<PullPage>, Failure>;

    /// Somebody at a desk did something.
    fn act(&mut self, act: Act);

    /// Sets the server's clock.
    fn set_clock(&mut self, now: Moment);

    /// It has these bytes, applied or in quarantine.
    fn holds(&self, op_id: OperationId, hash: Hash) -> bool;

    /// How often an operation took effect in the present history.
    fn times_applied(&self, op_id: OperationId) -> u32;

    /// It still keeps this one for a supervisor.
    fn is_quarantined(&self, op_id: OperationId) -> bool;

    /// Edits of plans that took effect since this was last asked, in order.
    fn document_saves(&mut self) -> Vec<DocumentSave>;

    /// The clients a staff member may read now.
    fn scope(&self, staff: StaffId) -> BTreeSet<ClientId>;

    /// Every row a staff member may read now, by a full scan.
    fn rows(&self, staff: StaffId) -> Rows;
}

/// What happens at a desk.
#[derive(Debug, Clone)]
pub enum Act {
    /// A phone is enrolled.
    Enrol {
        /// Whose.
        staff: StaffId,
        /// Which.
        device: DeviceId,
    },
    /// A fact sheet is written or changed.
    PutClient(Box<Client>),
    /// A crisis plan is written or changed.
    PutPlan(Box<CrisisPlan>),
    /// A client comes into somebody's scope.
    Assign {
        /// Whose.
        staff: StaffId,
        /// Who.
        client: ClientId,
    },
    /// A client leaves somebody's scope.
    Unassign {
        /// Whose.
        staff: StaffId,
        /// Who.
        client: ClientId,
    },
    /// A phone may no longer read.
    Revoke {
        /// Which.
        device: DeviceId,
    },
    /// A supervisor gives the client that something in the quarantine is about to
    /// its author, and lets it take effect as far as it can. Which: counted from the oldest.
    Release {
        /// Any number.
        which: usize,
    },
    /// A backup is made; only the newest counts.
    BackUp,
    /// The backup is put back, as a new history. Nothing where there is none.
    Restore,
}

/// All rows of one scope, whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Fact sheets.
    pub clients: BTreeMap<ClientId, Client>,
    /// Plans by client.
    pub plans: BTreeMap<ClientId, CrisisPlan>,
    /// Documents that are made of their cells alone, by kind and client.
    pub documents: BTreeMap<(DocumentKind, ClientId), Version>,
    /// Tasks.
    pub tasks: BTreeMap<TaskId, Task>,
    /// Records of every kind, by kind and id.
    pub records: BTreeMap<(RecordKind, [u8; 16]), RecordRow>,
}

/// What a run was made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Runs added up here.
    pub seeds: u64,
    /// Acts of phones, people and the network.
    pub steps: u64,
    /// Operations that a worker was told are saved.
    pub operations: u64,
    /// Faults put in: network, crashes, clocks, restores, refusals.
    pub faults: u64,
    /// Restores among them.
    pub restores: u64,
    /// Times that an edit of a crisis plan took effect.
    pub plan_edits: u64,
    /// Those among them that opened a conflict.
    pub conflicts: u64,
    /// Operations that ended in a quarantine, with no fault of the protocol.
    pub quarantined: u64,
    /// Operations on a phone at the end because the server holds other bytes
    /// under their id.
    pub stuck: u64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.steps += other.steps;
        self.operations += other.operations;
        self.faults += other.faults;
        self.restores += other.restores;
        self.plan_edits += other.plan_edits;
        self.conflicts += other.conflicts;
        self.quarantined += other.quarantined;
        self.stuck += other.stuck;
    }
}

/// An invariant that did not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}: {what}\nlast events:\n  {}", .events.join("\n  "))]
pub struct Broken {
    /// Replays the run.
    pub seed: u64,
    /// Which invariant, and on what.
    pub what: String,
    /// What happened last, oldest first.
    pub events: Vec<String>,
}
