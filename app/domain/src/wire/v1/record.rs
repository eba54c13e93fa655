//! A row a kind of record: what a phone is told of it.

use super::is_default;
use crate::{Moment, id::StaffId};
use serde::{Deserialize, Serialize};

macro_rules! rows {
    ($($word:ident: $type:ident, $row:ident in $list:ident ($about:literal),
        by $payload:ident as $wire:literal ($signed:literal);)*) => {$(
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
