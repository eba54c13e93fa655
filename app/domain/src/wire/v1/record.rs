//! A row a kind of record: what a phone is told of it.

use super::is_default;
use crate::{
    Moment,
    id::{ClientId, RecordId, StaffId},
    json::{Json, ReadObject},
    record::RecordKind,
};
use serde::{Deserialize, Serialize};

/// Something that was written once and signed, of a kind that is made of its cells alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CellRecord {
    /// Which record.
    pub record_id: RecordId,
    /// What it is.
    pub kind: RecordKind,
    /// About whom.
    pub client_id: ClientId,
    /// When it was signed, by the phone.
    pub at: Moment,
    /// What was written, as members of one object: those of the kind's cells.
    pub content: Json,
}

/// What a phone is told of such a record: what was written, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CellRecordRow {
    /// As it was signed.
    pub record: CellRecord,
    /// Who signed.
    pub author: StaffId,
    /// When the server took it; none while it is only on this phone.
    #[serde(default, skip_serializing_if = "is_default")]
    pub received_at: Option<Moment>,
    /// The server did not believe the time when it was told: it had not come. Kept as signed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub date_in_doubt: bool,
}

impl CellRecordRow {
    /// What `author` wrote; `received_at` is none on the phone that it was made on.
    #[must_use]
    pub fn new(record: CellRecord, author: StaffId, received_at: Option<Moment>) -> Self {
        use crate::record::Record as _;
        let date_in_doubt = record.is_dated_wrongly(received_at);
        Self { record, author, received_at, date_in_doubt }
    }
}

macro_rules! rows {
    (records { $($word:ident: $type:ident, $row:ident in $list:ident ($about:literal),
        by $payload:ident as $wire:literal ($signed:literal);)* }
    of_cells $of_cells:tt) => {$(
        /// What a phone is told of a record: what was written, and by whom.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $row {
            /// As it was signed.
            pub $word: super::$type,
            /// Who signed.
            pub author: StaffId,
            /// When the server took it; none while it is only on this phone.
            #[serde(default, skip_serializing_if = "is_default")]
            pub received_at: Option<Moment>,
            /// The server did not believe the day when it was told: it had not come, or
            /// was older than any note. Kept as signed, and counted for nothing.
            #[serde(default, skip_serializing_if = "is_default")]
            pub date_in_doubt: bool,
        }
    )*};
}

crate::each_record!(rows);
