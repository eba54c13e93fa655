//! Records: what somebody wrote once and signed, and what never changes afterwards.
//!
//! Every kind of record is named in [`each_record`](crate::each_record) and nowhere else. From
//! that table come the payloads that travel, the rows and lists of a pull, the files on the phone
//! and the words in the feed, the seals and the audit log. What a kind has of its own, its rules
//! and what follows from it, it says in its `impl Record`.

pub mod access;
mod addendum;
pub mod appointment;
pub mod benefit;
mod cell_record;
mod contact;
mod crisis_event;
pub mod disclosure;
mod draft;
mod line_of_plan;
pub mod message;
pub mod paper;
pub mod referral;
pub mod release;
mod replaced;
pub mod review;
pub mod service_check;
mod support_person;

pub use cell_record::{CLOSES_TASK, NEXT_STEP, task_of};
pub use draft::RecordDraft;
pub use replaced::{REPLACES, begin_again, disagree, not_replaced, replaces};

use crate::{
    Moment,
    document::{DocumentKind, Shape},
    effects::Effect,
    id::{ClientId, ContactId, StaffId},
    length,
    wire::v1,
};

/// The table of records, handed to a macro that makes something of it. A line of the oldest kinds
/// holds
///
/// - the kind's word: in feed, seal and audit log, and as the field of its row;
/// - its type, the type of its row, and its list in a page and in a file;
/// - the payload that brings it, and that payload's word on the wire and in the audit log.
///
/// Every other kind is made of nothing but its cells, and its line says where their shape is. Such
/// kinds share one type, [`CellRecord`](v1::CellRecord), one list, [`LIST`], and one payload, so
/// that a new one adds no code to what moves records. A kind `of nobody` belongs to no client's file
/// (docs/decisions/0026).
#[macro_export]
macro_rules! each_record {
    ($then:ident) => {
        $then! {
            records {
                contact: Contact, ContactRow in contacts ("Notes."),
                    by ContactSigned as "contact_signed" ("A contact was signed.");
                addendum: Addendum, AddendumRow in addenda ("Words added to notes."),
                    by AddendumSigned as "addendum_signed" ("Words were added to a signed contact.");
                crisis_event: CrisisEvent, CrisisEventRow in crisis_events ("Crisis events."),
                    by CrisisEventEnded as "crisis_event_ended" ("A response to distress or a crisis ended.");
                support_person: SupportPerson, SupportPersonRow
                    in support_people ("Everything written about people around clients."),
                    by SupportPersonSaved as "support_person_saved" ("Somebody around a client was written down, changed or ended.");
            }
            of_cells {
                review: Review by review::SHAPE ("Looks at how a line of a service plan goes.");
                release: Release by release::SHAPE ("What a client allows to be told, and to whom.");
                release_ended: ReleaseEnded by release::ENDED ("The end of a release.");
                disclosure: Disclosure by disclosure::SHAPE ("What was told of a client to somebody else.");
                referral: Referral by referral::SHAPE ("A client is to be taken on by a service.");
                referral_step: ReferralStep by referral::STEP ("What became of a referral.");
                client_access: ClientAccess by access::MADE ("Ways for clients to open their own plan.");
                client_access_ended: ClientAccessEnded by access::ENDED ("Ends of such ways.");
                client_message: ClientMessage by message::SAID ("What clients say in their own app.");
                message_answer: MessageAnswer by message::ANSWERED ("What they are answered.");
                service_check: ServiceCheck by service_check::SHAPE of nobody
                    ("What a service said when asked, and what is different there.");
                paper: Paper by paper::SHAPE ("Papers of clients: what they are and where they lie.");
                benefit: Benefit by benefit::SHAPE ("What clients have, applied for or lost, and who pays.");
                appointment: Appointment by appointment::SHAPE ("Appointments of clients, and what came of them.");
            }
        }
    };
}

/// What every kind of record can say of itself. What only a server asks is no part of `dyn Record`:
/// the first file of the app carries that for every kind, and would carry their rules with it.
pub trait Record {
    /// Its own id.
    fn id(&self) -> [u8; 16];

    /// Whose file it belongs to.
    fn client_id(&self) -> ClientId;

    /// Its place in the file, oldest first: when that of which it tells happened.
    fn time(&self) -> Moment;

    /// Whether it may take effect as it is. One that the app made always may; another goes to the
    /// quarantine.
    fn keeps_the_rules(&self) -> bool
    where
        Self: Sized;

    /// Hears everything that somebody wrote in it, and nothing that was chosen: what is searched,
    /// and has to fit.
    fn each_text(&self, hear: &mut dyn FnMut(&str))
    where
        Self: Sized;

    /// What it is about, which must be there and be the same client's.
    fn target(&self) -> Option<Target> {
        None
    }

    /// What else it changes, as the work of whoever wrote it.
    fn follows(&self, _author: StaffId) -> Vec<Effect> {
        Vec::new()
    }

    /// Whether it leaves open what somebody outside of the team was told of the client. What they were
    /// told is a record of its own; where that is not there, as of an app from before it was asked, a
    /// supervisor hears of it.
    fn leaves_open_what_was_told(&self) -> bool
    where
        Self: Sized,
    {
        false
    }

    /// When it happened, for kinds whose day may be mistyped.
    fn happened(&self) -> Option<Moment>
    where
        Self: Sized,
    {
        None
    }

    /// Whether its own times, or when the server was told of it, make its day one that cannot be
    /// believed (see [`crate::dated`]). None of `received_at` is on the phone that made it.
    fn is_dated_wrongly(&self, _received_at: Option<Moment>) -> bool {
        false
    }

    /// As little as keeps the rules: for what is written by a program, and as the base of what
    /// tests and the demonstration write.
    fn blank(blank: Blank<'_>) -> Self
    where
        Self: Sized;

    /// Gives it ids of its own, where the one it was begun as may have been signed in another
    /// window too. A kind whose id others know it by keeps it.
    fn renew(&mut self, _fresh: &mut dyn FnMut() -> [u8; 16]) {}
}

/// Whether all that was written in a record fits its fields.
fn fits(record: &impl Record) -> bool {
    let mut fits = true;
    record.each_text(&mut |text| fits &= length::fits(text));
    fits
}

/// What a blank record cannot do without.
pub struct Blank<'a> {
    /// What it is.
    pub kind: RecordKind,
    /// Whose file it belongs to.
    pub client_id: ClientId,
    /// When it happened and was signed.
    pub at: Moment,
    /// A contact of that client, for what is about one.
    pub contact_id: ContactId,
    /// Makes the bytes of an id.
    pub fresh: &'a mut dyn FnMut() -> [u8; 16],
}

/// What an operation points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A record, which must be this client's.
    Record(RecordKind, [u8; 16]),
    /// A task, which must be this client's.
    Task([u8; 16]),
    /// A document, which must be this client's or nobody's yet.
    Document(DocumentKind, [u8; 16]),
}

/// The list in a page of a pull with records of every kind that is made of its cells alone.
pub const LIST: &str = "records";

/// What such a record stands under in its row.
const OF_CELLS: &str = "record";

/// Whether anything is there.
macro_rules! is_there {
    () => {
        false
    };
    ($($there:tt)+) => {
        true
    };
}

macro_rules! kinds_and_rows {
    (records { $($word:ident: $type:ident, $row:ident in $list:ident ($about:literal),
        by $payload:ident as $wire:literal ($signed:literal);)* }
    of_cells { $($own_word:ident: $own:ident by $of:ident::$shape:ident $(of $nobody:ident)?
        ($own_about:literal);)* }) => {
        /// A kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum RecordKind {
            $(#[doc = $about] $type,)*
            $(#[doc = $own_about] $own,)*
        }

        impl RecordKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$type,)* $(Self::$own,)*];

            /// Those that are made of their cells alone, without a type of their own.
            pub const OF_CELLS: &[Self] = &[$(Self::$own,)*];

            /// Its word in the feed, in seals and in the audit log.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$type => stringify!($word),)*
                    $(Self::$own => stringify!($own_word),)*
                }
            }

            /// Its list in a page of a pull.
            #[must_use]
            pub const fn list(self) -> &'static str {
                match self {
                    $(Self::$type => stringify!($list),)*
                    $(Self::$own => LIST,)*
                }
            }

            /// Whether it is made of its cells alone.
            #[must_use]
            pub const fn is_of_cells(self) -> bool {
                self.shape().is_some()
            }

            /// Whether it belongs to no client's file.
            #[must_use]
            pub const fn is_nobodys(self) -> bool {
                match self {
                    $(Self::$type => false,)*
                    $(Self::$own => is_there!($($nobody)?),)*
                }
            }

            /// What was written stands under this name in its row.
            #[must_use]
            pub const fn field(self) -> &'static str {
                match self {
                    $(Self::$type => stringify!($word),)*
                    $(Self::$own => OF_CELLS,)*
                }
            }

            /// Of which cells it is made; none for a kind with a type of its own.
            #[must_use]
            pub const fn shape(self) -> Option<&'static Shape> {
                match self {
                    $(Self::$type => None,)*
                    $(Self::$own => Some($of::$shape),)*
                }
            }
        }

        /// A record of any kind, with whose it is.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum RecordRow {
            $(#[doc = $about] $type(v1::$row),)*
            /// Of any kind that is made of its cells alone.
            OfCells(v1::CellRecordRow),
        }

        impl RecordRow {
            /// Its kind.
            #[must_use]
            pub const fn kind(&self) -> RecordKind {
                match self {
                    $(Self::$type(_) => RecordKind::$type,)*
                    Self::OfCells(row) => row.record.kind,
                }
            }

            /// What was written.
            #[must_use]
            pub fn record(&self) -> &dyn Record {
                match self {
                    $(Self::$type(row) => &row.$word,)*
                    Self::OfCells(row) => &row.record,
                }
            }

            /// When it happened, for kinds whose day may be mistyped.
            #[must_use]
            pub fn happened(&self) -> Option<Moment> {
                match self {
                    $(Self::$type(row) => row.$word.happened(),)*
                    Self::OfCells(row) => row.record.happened(),
                }
            }

            /// See [`Record::leaves_open_what_was_told`].
            #[must_use]
            pub fn leaves_open_what_was_told(&self) -> bool {
                match self {
                    $(Self::$type(row) => row.$word.leaves_open_what_was_told(),)*
                    Self::OfCells(row) => row.record.leaves_open_what_was_told(),
                }
            }

            /// Who wrote it.
            #[must_use]
            pub const fn author(&self) -> StaffId {
                match self {
                    $(Self::$type(row) => row.author,)*
                    Self::OfCells(row) => row.author,
                }
            }

            /// The mark that its day is not believed.
            pub const fn date_in_doubt(&mut self) -> &mut bool {
                match self {
                    $(Self::$type(row) => &mut row.date_in_doubt,)*
                    Self::OfCells(row) => &mut row.date_in_doubt,
                }
            }

            /// Reads a row as it is stored and travels.
            ///
            /// # Errors
            /// When it is no row of this kind.
            pub fn from_json(kind: RecordKind, json: &[u8]) -> serde_json::Result<Self> {
                match kind {
                    $(RecordKind::$type => serde_json::from_slice(json).map(Self::$type),)*
                    $(RecordKind::$own => serde_json::from_slice(json).map(Self::OfCells),)*
                }
            }

            /// The row as it is stored and travels.
            ///
            /// # Panics
            /// Never: no row has a map with keys that are not text.
            #[must_use]
            pub fn to_json(&self) -> Vec<u8> {
                let json = match self {
                    $(Self::$type(row) => serde_json::to_vec(row),)*
                    Self::OfCells(row) => serde_json::to_vec(row),
                };
                json.expect("a row has only text keys")
            }
        }

        $(
            impl v1::$row {
                /// What `author` wrote; `received_at` is none on the phone that it was made on.
                #[must_use]
                pub fn new($word: v1::$type, author: StaffId, received_at: Option<Moment>) -> Self {
                    let date_in_doubt = $word.is_dated_wrongly(received_at);
                    Self { $word, author, received_at, date_in_doubt }
                }
            }

            impl From<v1::$row> for RecordRow {
                fn from(row: v1::$row) -> Self {
                    Self::$type(row)
                }
            }
        )*
    };
}

impl From<v1::CellRecordRow> for RecordRow {
    fn from(row: v1::CellRecordRow) -> Self {
        Self::OfCells(row)
    }
}

each_record!(kinds_and_rows);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{Payload, PayloadKind};
    use std::collections::BTreeSet;

    fn blank(kind: RecordKind) -> Payload {
        let mut next = 0_u8;
        let fresh = &mut || {
            next += 1;
            [next; 16]
        };
        let client_id = ClientId::from_bytes([9; 16]);
        let contact_id = ContactId::from_bytes([8; 16]);
        let at = Moment::new(1_764_000_000_000, -300);
        Payload::blank(Blank { kind, client_id, at, contact_id, fresh })
    }

    #[test]
    fn every_kind_begins_with_one_that_keeps_its_rules_and_reads_back_as_it_was_written() {
        for kind in RecordKind::ALL {
            let payload = blank(*kind);
            assert!(payload.keeps_the_rules(), "{kind:?}");
            let row = payload.row(StaffId::from_bytes([1; 16]), None).expect("a record");
            assert_eq!(row.kind(), *kind);
            assert_eq!(RecordRow::from_json(*kind, &row.to_json()).ok(), Some(row.clone()));
            let wire = serde_json::to_value(payload.kind()).expect("a word");
            assert_eq!(wire, PayloadKind::word(payload.kind()));
            assert!(row.to_json().starts_with(format!("{{\"{}\":", kind.field()).as_bytes()));
        }
    }

    #[test]
    fn no_word_means_two_kinds() {
        let records = RecordKind::ALL.iter().map(|kind| kind.word());
        let of_types = RecordKind::ALL.iter().filter(|kind| !kind.is_of_cells());
        let records = records.chain(of_types.map(|kind| kind.list())).chain([LIST, OF_CELLS]);
        let documents = DocumentKind::ALL.iter().map(|kind| kind.word());
        let typed = DocumentKind::ALL.iter().filter(|kind| !kind.is_of_cells());
        let lists = typed.map(|kind| kind.list()).chain([crate::document::LIST]);
        let all: Vec<_> = records.chain(documents).chain(lists).chain(["task", "tasks"]).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn a_twin_has_an_id_of_its_own_unless_others_know_it_by_it() {
        for kind in RecordKind::ALL {
            let first = blank(*kind);
            let twin = first.clone().as_another(|| Ok::<_, ()>((7, [7; 10]))).expect("minted");
            let is_kept = *kind == RecordKind::CrisisEvent;
            assert_eq!(first.object() == twin.object(), is_kept, "{kind:?}");
        }
    }
}
