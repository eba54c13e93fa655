//! Which kinds of document there are.

use super::Shape;
use crate::{
    json::{Unreadable, from_slice},
    wire::v1,
};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
};

/// Names every kind of document once, and hands the table to a macro, behind the tokens it is
/// called with.
///
/// The two oldest have a type each: with it stand its list in a page of a pull, the payload that
/// brings an edit of it, that edit's type and where the document's id stands in it. Every other
/// kind is made of nothing but its cells, and its line says where their shape is. Such kinds share
/// one list, [`LIST`](crate::document::LIST), and one payload, so that a new one adds no code to
/// what moves documents. A new kind is added at the end: its place sets its queue apart.
#[macro_export]
macro_rules! each_document {
    ($then:ident $($more:tt)*) => {
        $then! {
            $($more)*
            documents {
                client: Client in clients ("The fact sheet; its id is the client's."),
                    by FactSheetSaved(FactSheetEdit, client_id) as "fact_sheet_saved"
                    ("A fact sheet was saved. Edits of one keep their order.");
                crisis_plan: CrisisPlan in crisis_plans ("The crisis plan."),
                    by CrisisPlanSaved(CrisisPlanEdit, crisis_plan_id) as "crisis_plan_saved"
                    ("A crisis plan was saved. Edits of one plan keep their order.");
            }
            of_cells {
                assessment: Assessment by assessment::SHAPE
                    ("What somebody needs and has, as numbered needs and barriers.");
                service_plan: ServicePlan by service_plan::SHAPE
                    ("What is to be done about each of the needs, by whom and until when.");
            }
        }
    };
}

/// A type whose versions are kept and merged.
pub trait Versioned: Serialize + DeserializeOwned {
    /// The edit that makes a version of it.
    type Edit: Serialize + DeserializeOwned;

    /// Its kind.
    const KIND: DocumentKind;

    /// Of which cells it is made.
    const SHAPE: &'static Shape;

    /// Words in all its cells, in bytes, at most.
    const MAX_BYTES: usize = super::DOCUMENT_MAX_BYTES;

    /// Whether an edit can be merged; another goes to the quarantine.
    fn keeps_the_rules(edit: &Self::Edit) -> bool;
}

macro_rules! kinds {
    (documents { $($word:ident: $type:ident in $list:ident ($about:literal),
        by $payload:ident($edit:ident, $id:ident) as $wire:literal ($saved:literal);)* }
    of_cells { $($own_word:ident: $own:ident by $of:ident::$shape:ident ($own_about:literal);)* }) => {
        /// A kind of document: what is written in versions, each of them kept.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum DocumentKind {
            $(#[doc = $about] $type,)*
            $(#[doc = $own_about] $own,)*
        }

        impl DocumentKind {
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
                    $(Self::$own => super::LIST,)*
                }
            }

            /// Of which cells it is made.
            #[must_use]
            pub const fn shape(self) -> &'static Shape {
                match self {
                    $(Self::$type => <v1::$type as Versioned>::SHAPE,)*
                    $(Self::$own => super::$of::$shape,)*
                }
            }

            /// Words in all its cells, in bytes, at most.
            const fn max_bytes(self) -> usize {
                match self {
                    $(Self::$type => <v1::$type as Versioned>::MAX_BYTES,)*
                    $(Self::$own => super::DOCUMENT_MAX_BYTES,)*
                }
            }

            /// Whether what became of several people's edits is within the measure of what one may
            /// write, so that the next may go on from it.
            #[must_use]
            pub fn holds(self, cells: &super::Cells) -> bool {
                cells.lines.len() <= super::HELD_LINES_MAX
                    && cells.bytes_of_words() <= self.max_bytes()
            }

            /// Sets the queue of its edits apart from that of the client's other documents.
            #[must_use]
            pub(crate) const fn queue(self) -> u8 {
                (self as u8) ^ (Self::CrisisPlan as u8)
            }

            /// Whether it is made of its cells alone.
            #[must_use]
            pub const fn is_of_cells(self) -> bool {
                match self {
                    $(Self::$type => false,)*
                    $(Self::$own => true,)*
                }
            }

            /// The JSON of a document as its type writes it; as it is, where it has none.
            ///
            /// # Errors
            /// It is no document of this kind.
            pub fn as_written(self, json: &[u8]) -> Result<Vec<u8>, Unreadable> {
                match self {
                    $(Self::$type => {
                        let document: v1::$type = from_slice(json)?;
                        serde_json::to_vec(&document).map_err(|_| Unreadable)
                    })*
                    $(Self::$own => Ok(json.to_vec()),)*
                }
            }
        }
    };
}

each_document!(kinds);

/// By its word.
impl Serialize for DocumentKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for DocumentKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Self::ALL.iter().find(|kind| kind.word() == word);
        known.copied().ok_or_else(|| de::Error::custom("a kind that is not known here"))
    }
}
