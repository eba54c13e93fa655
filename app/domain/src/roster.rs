//! Putting somebody on the on-call roster.

use crate::{Moment, id::StaffId, json::ReadObject};
use serde::Serialize;

/// A turn that is not put on the roster yet. Stored sealed after every pause in typing;
/// unknown fields are ignored, so that yesterday's draft opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct TurnDraft {
    /// When it was begun.
    pub written_at: Option<Moment>,
    /// Whose turn it is to be.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// From when, as the form's field has it.
    #[serde(default)]
    pub from: String,
    /// Until when, likewise.
    #[serde(default)]
    pub to: String,
}
