//! One client's file: every record about them.

use domain::{
    Moment,
    effects::Effect,
    json::ReadObject,
    order,
    pace::ContactMark,
    record::{LIST, Record as _, RecordKind, RecordRow},
    wire::v1::{self, AddendumKind, ContactRow, Tally},
};
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// Days of contacts that the caseload remembers of each client; two months and
/// a day, so that a monthly pace can always be worked out.
const MARK_DAYS: i64 = 62;

/// An older build of the app opens no file without these two lists, empty or not.
const fn is_written(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Contact | RecordKind::Addendum)
}

macro_rules! file {
    (records { $($word:ident: $type:ident, $row:ident in $list:ident ($about:literal),
        by $payload:ident as $wire:literal ($signed:literal);)* }
    of_cells $of_cells:tt) => {
        /// Every record about one client, each kind oldest first: by its time, then its id.
        #[derive(Debug, Clone, Default, PartialEq, ReadObject)]
        pub struct ClientFile {
            $(
                #[doc = $about]
                #[serde(default)]
                pub $list: Vec<v1::$row>,
            )*
            /// Records of kinds that are made of their cells alone.
            #[serde(default)]
            pub records: Vec<v1::CellRecordRow>,
        }

        impl Serialize for ClientFile {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut file = serializer.serialize_struct("ClientFile", RecordKind::ALL.len())?;
                $(if is_written(RecordKind::$type) || !self.$list.is_empty() {
                    file.serialize_field(stringify!($list), &self.$list)?;
                })*
                if !self.records.is_empty() {
                    file.serialize_field(LIST, &self.records)?;
                }
                file.end()
            }
        }

        impl ClientFile {
            /// Adds a record, out of order; one with its id is left for [`Self::put_in_order`].
            pub(super) fn put(&mut self, row: RecordRow) {
                match row {
                    $(RecordRow::$type(row) => self.$list.push(row),)*
                    RecordRow::OfCells(row) => self.records.push(row),
                }
            }

            fn holds_record(&self, kind: RecordKind, id: [u8; 16]) -> bool {
                match kind {
                    $(RecordKind::$type => self.$list.iter().any(|row| row.$word.id() == id),)*
                    kind => self.records.iter().any(|row| row.record.is(kind, id)),
                }
            }

            fn ids(&self) -> impl Iterator<Item = (RecordKind, [u8; 16])> {
                std::iter::empty()
                    $(.chain(self.$list.iter().map(|row| (RecordKind::$type, row.$word.id()))))*
                    .chain(self.records.iter().map(|row| (row.record.kind, row.record.id())))
            }

            /// Every record in it.
            pub fn all(&self) -> impl Iterator<Item = RecordRow> {
                std::iter::empty()
                    $(.chain(self.$list.iter().cloned().map(RecordRow::from)))*
                    .chain(self.records.iter().cloned().map(RecordRow::from))
            }

            /// Sorts, and keeps the last of rows with one id, even where it has moved in time.
            pub(super) fn put_in_order(&mut self) {
                $(order::rows(&mut self.$list, |row| (row.$word.time().utc_ms(), row.$word.id()));)*
                order::rows(&mut self.records, |row| {
                    (row.record.time().utc_ms(), row.record.id())
                });
            }
        }
    };
}

domain::each_record!(file);

impl ClientFile {
    /// Lays an unsent effect over the file; in memory only.
    pub fn overlay(&mut self, effect: &Effect) {
        if let Effect::Record(row) = effect
            && !self.holds(effect)
        {
            self.put(row.clone());
            self.put_in_order();
        }
    }

    /// The row of an effect is here; true for what is not kept in a file.
    #[must_use]
    pub fn holds(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Record(row) => self.holds_record(row.kind(), row.record().id()),
            _ => true,
        }
    }

    pub(super) fn marks(&self) -> Vec<ContactMark> {
        let in_error = self
            .addenda
            .iter()
            .filter(|row| row.addendum.kind == AddendumKind::EnteredInError)
            .map(|row| row.addendum.contact_id);
        let in_error = order::set(in_error);
        let rows = || {
            let rows = self.contacts.iter();
            let rows = rows.filter(|row| !in_error.contains(&row.contact.contact_id));
            rows.filter_map(|row| Some((row, ContactMark::believed(row)?)))
        };
        let mut counted: Vec<ContactMark> = rows().map(|(_, mark)| mark).collect();
        // A note from a phone whose clock was years ahead, taken by a server that
        // did not mark such notes yet, must not push all others out of sight. Of
        // what is said of the time, the earliest: whichever clock is wrong, the
        // window only grows by it.
        let happened = |(row, mark): (&ContactRow, ContactMark)| {
            let told = row.received_at.unwrap_or(row.contact.signed_at);
            mark.at.min(row.contact.signed_at).min(told)
        };
        let newest = rows().map(happened).max().map_or(0, Moment::utc_ms);
        let horizon = newest.saturating_sub(MARK_DAYS * 86_400_000);
        // And the last two that count, however old: the later may be taken back on this phone.
        let counts = |mark: &&ContactMark| mark.qualifying && mark.at.utc_ms() <= newest;
        let from = counted.iter().rev().filter(counts).take(2).last();
        let from = from.map_or(horizon, |mark| mark.at.utc_ms().min(horizon));
        let first = |mark: &ContactMark| if mark.qualifying { from } else { horizon };
        counted.retain(|mark| mark.at.utc_ms() >= first(mark));
        counted
    }

    /// Counts its records of some kinds.
    pub(super) fn tally(&self, of: impl Fn(RecordKind) -> bool) -> Tally {
        let mut tally = Tally::default();
        for (kind, id) in self.ids() {
            if of(kind) {
                tally.add(&id, 0);
            }
        }
        tally
    }
}
