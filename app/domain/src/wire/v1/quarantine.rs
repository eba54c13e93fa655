//! What could not be applied, as a supervisor sees it. See `docs/protocol.md`, "Quarantine".

use super::{KnownBy, QuarantineCode, Revoked, Task, is_default};
use crate::{
    Hash, Moment,
    id::{ClientId, DeviceId, OperationId, StaffId},
    json::ReadObject,
    operation::{Operation, PayloadKind},
};
use serde::Serialize;

/// Answer to `GET /api/v1/quarantine?before=`: what waits for a supervisor, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct QuarantinePage {
    /// At most a hundred.
    pub rows: Vec<QuarantineRow>,
    /// Ask with this for those that came before them; absent where there are none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub older: Option<i64>,
    /// So many more lie on this page of the list and cannot be shown: their rows are damaged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub damaged: u64,
}

/// One operation in the quarantine, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct QuarantineRow {
    /// Which operation; several may have come under one id.
    pub op_id: OperationId,
    /// SHA-256 of the sealed bytes; with the id it names one.
    pub hash: Hash,
    /// Why it is here.
    pub code: QuarantineCode,
    /// Whose phone it came from.
    pub author: StaffId,
    /// Which phone.
    pub device_id: DeviceId,
    /// What the phone is called.
    pub device_name: String,
    /// Whether and why the phone may no longer read.
    pub revoked: Option<Revoked>,
    /// When the server took it.
    pub received_at: Moment,
    /// What it is, when and about whom; absent when it does not open or cannot be read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about: Option<QuarantineAbout>,
    /// When a supervisor let it take effect; absent while it waits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub released_at: Option<Moment>,
}

/// What a readable operation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct QuarantineAbout {
    /// What it does.
    pub kind: PayloadKind,
    /// When, by the phone.
    pub occurred_at: Moment,
    /// About whom.
    pub client_id: ClientId,
    /// What the client wants to be called; empty when nobody by that id is known here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub client_name: String,
    /// What tells them from others of the name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub known_by: KnownBy,
    /// Who carries the client now.
    #[serde(default, skip_serializing_if = "is_default")]
    pub assigned: Vec<StaffId>,
}

/// Answer to `GET /api/v1/quarantine/{op_id}/{hash}`: one of them, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct QuarantinedOperation {
    /// As in the list.
    pub row: QuarantineRow,
    /// What it says; absent when it does not open or cannot be read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub operation: Option<Operation>,
    /// Why a release would not let it take effect now; absent when it would, or has.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hindrance: Option<QuarantineCode>,
    /// The task it closes, where it is known here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub task: Option<Task>,
}

/// `POST /api/v1/quarantine/{op_id}/{hash}/assign`: gives the client it is
/// about to somebody, so that it can take effect and reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct AssignClient {
    /// To whom.
    pub staff_id: StaffId,
}
