use super::{Agency, Client, CrisisPlan, Task, is_default};
use crate::{
    Moment,
    document::Version,
    id::{ClientId, Epoch},
    json::ReadObject,
    record::{Record as _, RecordRow},
};
use serde::Serialize;

macro_rules! page {
    (records { $($word:ident: $type:ident, $row:ident in $list:ident ($about:literal),
        by $payload:ident as $wire:literal ($signed:literal);)* }
    of_cells $of_cells:tt) => {
        /// Answer to `GET /api/v1/pull?cursor=&limit=` when there is something to tell;
        /// with nothing new the answer is 204 and empty.
        ///
        /// Rows are whole: each replaces what the phone has under the same id.
        /// Crisis plans come first, notes by client afterwards.
        #[derive(Debug, Clone, PartialEq, Serialize, ReadObject)]
        pub struct PullPage {
            /// The server's present history.
            pub epoch: Epoch,
            /// The cursor is of another history or too old: drop the read copy (never
            /// the outbox), then apply this page as the first.
            #[serde(default, skip_serializing_if = "is_default")]
            pub reset: bool,
            /// The agency's content, when it changed.
            #[serde(default, skip_serializing_if = "is_default")]
            pub agency: Option<Agency>,
            /// Clients who left this worker's scope: remove their rows.
            #[serde(default, skip_serializing_if = "is_default")]
            pub evict: Vec<ClientId>,
            /// Fact sheets.
            #[serde(default, skip_serializing_if = "is_default")]
            pub clients: Vec<Client>,
            /// Plans.
            #[serde(default, skip_serializing_if = "is_default")]
            pub crisis_plans: Vec<CrisisPlan>,
            /// Documents of kinds that are made of their cells alone.
            #[serde(default, skip_serializing_if = "is_default")]
            pub documents: Vec<Version>,
            /// Tasks.
            #[serde(default, skip_serializing_if = "is_default")]
            pub tasks: Vec<Task>,
            $(
                #[doc = $about]
                #[serde(default, skip_serializing_if = "is_default")]
                pub $list: Vec<super::$row>,
            )*
            /// Records of kinds that are made of their cells alone.
            #[serde(default, skip_serializing_if = "is_default")]
            pub records: Vec<super::CellRecordRow>,
            /// Send this next time.
            pub next_cursor: String,
            /// More is waiting: ask again at once.
            #[serde(default, skip_serializing_if = "is_default")]
            pub has_more: bool,
            /// On the last page: what the phone should hold now.
            #[serde(default, skip_serializing_if = "is_default")]
            pub digest: Option<Digest>,
            /// The server's clock.
            pub server_time: Moment,
        }

        impl PullPage {
            /// A page that tells nothing yet.
            #[must_use]
            pub const fn new(epoch: Epoch, server_time: Moment) -> Self {
                Self {
                    epoch,
                    reset: false,
                    agency: None,
                    evict: Vec::new(),
                    clients: Vec::new(),
                    crisis_plans: Vec::new(),
                    documents: Vec::new(),
                    tasks: Vec::new(),
                    $($list: Vec::new(),)*
                    records: Vec::new(),
                    next_cursor: String::new(),
                    has_more: false,
                    digest: None,
                    server_time,
                }
            }

            /// Takes the records out of it, whatever their kind.
            pub fn take_records(&mut self) -> Vec<RecordRow> {
                let mut all = Vec::new();
                $(all.extend(std::mem::take(&mut self.$list).into_iter().map(RecordRow::from));)*
                all.extend(std::mem::take(&mut self.records).into_iter().map(RecordRow::from));
                all
            }

            /// Puts a record into its list.
            pub fn put_record(&mut self, row: RecordRow) {
                match row {
                    $(RecordRow::$type(row) => self.$list.push(row),)*
                    RecordRow::OfCells(row) => self.records.push(row),
                }
            }

            /// Whose files it adds to.
            pub fn clients_of_records(&self) -> impl Iterator<Item = ClientId> {
                std::iter::empty()
                    $(.chain(self.$list.iter().map(|row| row.$word.client_id())))*
                    .chain(self.records.iter().map(|row| row.record.client_id))
            }
        }
    };
}

crate::each_record!(page);

/// Count and exclusive-or of row identities over a worker's whole scope, to
/// notice a row that was lost on the way (the habit of Anki's sanity check).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct Digest {
    /// Clients in scope.
    pub clients: Tally,
    /// Their plans, by id and version.
    pub crisis_plans: Tally,
    /// Their notes: all that the first version counted.
    pub contacts: Tally,
    /// Their records of every kind with a type of its own; none from a server of before.
    #[serde(default, skip_serializing_if = "is_default")]
    pub records: Option<Tally>,
    /// Their documents of kinds that are made of their cells alone, by id and version; none from
    /// a server of before.
    #[serde(default, skip_serializing_if = "is_default")]
    pub documents: Option<Tally>,
    /// Their records of kinds that are made of their cells alone; none from a server of before.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cell_records: Option<Tally>,
}

/// Count and exclusive-or of 64-bit folds of ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct Tally {
    /// How many.
    pub count: u32,
    /// Exclusive-or of [`fold`] over them; a hexadecimal string, because JSON
    /// numbers are exact only to 2^53.
    #[serde(with = "hex_u64")]
    pub xor: u64,
}

impl Tally {
    /// Adds a row, or takes it away again (the operation is its own inverse on `xor`).
    pub const fn add(&mut self, id: &[u8; 16], version: u32) {
        self.count = self.count.wrapping_add(1);
        self.xor ^= fold(id, version);
    }

    /// Adds what another tally counted.
    pub const fn join(&mut self, other: Self) {
        self.count = self.count.wrapping_add(other.count);
        self.xor ^= other.xor;
    }

    /// Takes a row away.
    pub const fn take(&mut self, id: &[u8; 16], version: u32) {
        self.count = self.count.wrapping_sub(1);
        self.xor ^= fold(id, version);
    }
}

/// Folds an id and a version into 64 bits that differ wherever they differ:
/// FNV-1a over the sixteen bytes and the version.
#[must_use]
pub const fn fold(id: &[u8; 16], version: u32) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut rest: &[u8] = id;
    while let [byte, tail @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = tail;
    }
    (hash ^ version as u64).wrapping_mul(0x0100_0000_01b3)
}

mod hex_u64 {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{value:016x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
    }
}
