//! What the phone stores about operations beside their sealed bytes. All of it
//! lies in the clear, so none of it says anything about a person.
//!
//! Sealed bytes never move: an operation's record changes from [`Waiting`] to
//! [`Sent`] and, after a restore of the server, back.

use super::backoff::Deadline;
use domain::{
    Hash, Moment,
    id::{DocumentId, Epoch, OperationId},
    json::ReadObject,
    operation::Operation,
    wire::v1::ReceiptOutcome,
};
use serde::{Deserialize, Serialize};

/// An operation that no server is known to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Waiting {
    /// Which operation.
    pub op_id: OperationId,
    /// Order of saving on this phone; pushes keep to it.
    pub device_seq: u64,
    /// What it is one of several edits of: it waits for those before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// SHA-256 of the sealed bytes.
    pub hash: Hash,
    /// Sealed bytes, before base64.
    pub size: usize,
    /// When the worker was told "saved", by the phone.
    pub saved_at: Moment,
    /// Attempts that brought no receipt although something answered.
    #[serde(default)]
    pub tries: u32,
    /// Whether it goes out by itself.
    #[serde(default)]
    pub state: WaitingState,
}

/// Whether a waiting operation goes out by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingState {
    /// It does.
    #[default]
    Queued,
    /// A person has to look. It is offered once more after each start and on
    /// [`super::Replica::retry_stuck`], alone and behind all others; one that
    /// is [`StuckReason::Failing`] on each [`super::Replica::nudge`] too.
    Stuck {
        /// Why.
        reason: StuckReason,
    },
}

/// Why an operation does not go out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StuckReason {
    /// Larger than a push may be, even alone.
    TooLarge,
    /// The server holds other bytes under this id; this copy is the only one of its bytes.
    IdReused,
    /// The server fails on it and on nothing else.
    Failing,
}

/// An operation the server gave a terminal receipt for. Its sealed bytes are
/// kept for [`KEPT_MS`] and offered again when the server's history changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Sent {
    /// Which operation.
    pub op_id: OperationId,
    /// As in [`Waiting`]; an offer made again keeps the order.
    pub device_seq: u64,
    /// As in [`Waiting`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// SHA-256 of the sealed bytes, on both sides.
    pub hash: Hash,
    /// Sealed bytes, before base64.
    pub size: usize,
    /// When the worker was told "saved", by the phone.
    pub saved_at: Moment,
    /// What became of it.
    pub outcome: ReceiptOutcome,
    /// When the server first took it, by the server.
    pub received_at: Moment,
    /// The history that holds it.
    pub epoch: Epoch,
    /// [`SyncMark::pulls`] when the receipt came: a pull that came to its end after that has
    /// brought it back. Clocks do not come into it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pulls: u64,
    /// Until when the sealed bytes stay, in milliseconds since 1970 by the
    /// server's clock; the phone's may be years off.
    pub kept_until_ms: i64,
}

/// Until when the server asked to be left alone (`Retry-After`). It outlives a lock and the app;
/// the service worker keeps to it, and writes down what it is asked itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ReadObject)]
#[serde(default)]
pub struct Asked {
    /// By pushes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) push: Option<Deadline>,
    /// By pulls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pull: Option<Deadline>,
}

/// How long a phone keeps what was received: thirty days in milliseconds.
pub const KEPT_MS: i64 = 30 * 86_400_000;

/// Which rows this app reads, counted up whenever a kind joins or a row says more than before:
/// an app passes over what it does not know, so the next one has to begin from nothing. 1: crisis
/// events and support people. 2: versions, conflicts and lines with ids of fact sheets. 3: documents
/// of kinds that are made of their cells alone. 4: records of such kinds, and the needs that a contact
/// is about. 5: stages and levels of a fact sheet, and when a number may be used. For a further kind of those it stays: one that an app does not know is kept as it came.
pub const READS: u16 = 5;

/// How far the read copy has come; stored in one transaction with its shelves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
#[serde(default)]
pub struct SyncMark {
    /// To be sent with the next pull, as the server wrote it.
    pub cursor: Option<String>,
    /// The server's history as last heard of.
    pub epoch: Option<Epoch>,
    /// When a pull last came to its end, by the phone.
    pub last_completed: Option<Moment>,
    /// How many pulls came to their end on this phone; counts up only.
    #[serde(skip_serializing_if = "is_default")]
    pub pulls: u64,
    /// The pull under way began from nothing.
    pub full: bool,
    /// Even a pull from nothing left another digest than the server's.
    pub differs: bool,
    /// [`READS`] of the app that pulled it.
    #[serde(skip_serializing_if = "is_default")]
    pub reads: u16,
    /// Milliseconds that the server's clock was ahead of the phone's when it was last heard of;
    /// 0 before that. Kept, because a clock that is off stays so through a lock without a network.
    #[serde(skip_serializing_if = "is_default")]
    pub server_ahead_ms: i64,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl SyncMark {
    /// The mark as this app goes on from it: what an older app passed over is
    /// pulled once more, and what is there stays until then.
    #[must_use]
    pub fn woken(self) -> Self {
        if self.reads == READS {
            return self;
        }
        Self { cursor: None, reads: READS, ..self }
    }

    /// Whether what is absent from the read copy was absent at the server: not before the
    /// first pull came to its end, and not while one from nothing is under way.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.last_completed.is_some() && !self.full
    }
}

impl Waiting {
    /// A record for freshly sealed bytes.
    #[must_use]
    pub fn new(operation: &Operation, sealed: &[u8], saved_at: Moment) -> Self {
        Self {
            op_id: operation.op_id,
            device_seq: operation.device_seq,
            document: operation.document(),
            hash: Hash::of(sealed),
            size: sealed.len(),
            saved_at,
            tries: 0,
            state: WaitingState::Queued,
        }
    }

    /// It needs a person.
    #[must_use]
    pub const fn is_stuck(&self) -> bool {
        matches!(self.state, WaitingState::Stuck { .. })
    }
}

impl Sent {
    /// The record to go back to when the server may have forgotten it.
    #[must_use]
    pub const fn reoffered(&self) -> Waiting {
        Waiting {
            op_id: self.op_id,
            device_seq: self.device_seq,
            document: self.document,
            hash: self.hash,
            size: self.size,
            saved_at: self.saved_at,
            tries: 0,
            state: WaitingState::Queued,
        }
    }
}
