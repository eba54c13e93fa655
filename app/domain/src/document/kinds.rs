//! Which kinds of document there are.

use super::Shape;
use crate::{
    json::{Unreadable, from_slice},
    wire::v1,
};
use serde::{Serialize, de::DeserializeOwned};

/// Names every kind of document once, with its type, its list in a page of a pull, the payload
/// that brings an edit of it, that edit's type and where the document's id stands in it. Hands
/// the table to a macro, behind the tokens it is called with.
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

    /// Whether an edit can be merged; another goes to the quarantine.
    fn keeps_the_rules(edit: &Self::Edit) -> bool;
}

macro_rules! kinds {
    (documents { $($word:ident: $type:ident in $list:ident ($about:literal),
        by $payload:ident($edit:ident, $id:ident) as $wire:literal ($saved:literal);)* }) => {
        /// A kind of document: what is written in versions, each of them kept.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum DocumentKind {
            $(#[doc = $about] $type,)*
        }

        impl DocumentKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$type),*];

            /// Its word in the feed, in seals and in the audit log.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$type => stringify!($word),)* }
            }

            /// Its list in a page of a pull.
            #[must_use]
            pub const fn list(self) -> &'static str {
                match self { $(Self::$type => stringify!($list),)* }
            }

            /// Of which cells it is made.
            #[must_use]
            pub const fn shape(self) -> &'static Shape {
                match self { $(Self::$type => <v1::$type as Versioned>::SHAPE,)* }
            }

            /// Sets the queue of its edits apart from that of the client's other documents.
            #[must_use]
            pub(crate) const fn queue(self) -> u8 {
                (self as u8) ^ (Self::CrisisPlan as u8)
            }

            /// The JSON of a document as its type writes it.
            ///
            /// # Errors
            /// It is no document of this kind.
            pub fn as_written(self, json: &[u8]) -> Result<Vec<u8>, Unreadable> {
                match self {
                    $(Self::$type => {
                        let document: v1::$type = from_slice(json)?;
                        serde_json::to_vec(&document).map_err(|_| Unreadable)
                    })*
                }
            }
        }
    };
}

each_document!(kinds);
