use super::is_default;
use crate::{
    Hash, Moment,
    hash::base64url,
    id::{DeviceId, Epoch, OperationId},
    json::ReadObject,
};
use serde::{Deserialize, Serialize};

/// Operations in one push, at most.
pub const PUSH_MAX_OPERATIONS: usize = 50;
/// Operations that one push asks about, at most.
pub const PUSH_MAX_ASKS: usize = 500;
/// Bytes of one push body, at most.
pub const PUSH_MAX_BYTES: usize = 1024 * 1024;

/// `POST /api/v1/push` under `Authorization: Deposit <token>`.
///
/// Operations travel sealed exactly as they lie in the phone's outbox, so that
/// a locked or signed-out phone delivers by the same path as an open one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// The phone whose outbox key sealed them.
    pub device_id: DeviceId,
    /// At most [`PUSH_MAX_OPERATIONS`].
    pub operations: Vec<SealedOperation>,
    /// What this phone delivered and the server put into the quarantine: is it
    /// still there? At most [`PUSH_MAX_ASKS`]; answered with a receipt each.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asks: Vec<OperationId>,
}

/// One outbox entry as it lies on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct SealedOperation {
    /// Which operation; also bound into the seal.
    pub op_id: OperationId,
    /// Sealed [`crate::operation::Operation`]; see `docs/protocol.md` for the seal.
    #[serde(with = "base64url")]
    pub sealed: Vec<u8>,
}

/// Answer to a push that was understood: one receipt an operation, in order,
/// then one for each that was asked about and is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct PushAnswer {
    /// What became of each.
    pub receipts: Vec<Receipt>,
    /// The server's clock.
    pub server_time: Moment,
    /// The server's present history.
    pub epoch: Epoch,
}

/// The server's durable word on one operation. A phone drops its copy only on
/// a terminal receipt for that id **and** that hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Receipt {
    /// Which operation.
    pub op_id: OperationId,
    /// SHA-256 of the sealed bytes the server holds.
    pub hash: Hash,
    /// What became of it.
    pub outcome: ReceiptOutcome,
    /// When the server first took it.
    pub received_at: Moment,
}

/// What became of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptOutcome {
    /// It took effect now.
    Applied,
    /// It took effect before; nothing happened now.
    Duplicate,
    /// A document edit was joined with somebody else's.
    Merged,
    /// Joined, with both values kept where they clash.
    Conflict,
    /// Kept byte for byte for a supervisor to look at.
    Quarantined {
        /// Why.
        code: QuarantineCode,
    },
    /// Not now; try again after so many seconds.
    Retry {
        /// Seconds.
        after: u32,
    },
}

impl ReceiptOutcome {
    /// The server holds the operation; the phone may let go of its copy.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        !matches!(self, Self::Retry { .. })
    }
}

/// Why an operation waits for a supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineCode {
    /// The seal does not open with this phone's key.
    SealBroken,
    /// The bytes are not an operation.
    Unreadable,
    /// An operation from a newer app than this server.
    SchemaUnknown,
    /// A field breaks a rule.
    FieldInvalid,
    /// Nobody by that id is known here.
    ClientUnknown,
    /// The author is not, or no longer, assigned to this client.
    NotAssigned,
    /// The phone was revoked.
    DeviceRevoked,
    /// Another operation came before under the same id.
    IdReused,
    /// The note it adds to is not known here, or the plan it names is another client's.
    TargetUnknown,
    /// A reason that only a newer app knows: the operation is as safe as with any other.
    #[serde(other)]
    Unknown,
}
