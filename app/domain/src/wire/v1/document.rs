use super::{Client, is_default};
use crate::{
    Moment,
    document::{CellName, DocumentKind, Key, Value},
    id::{ClientId, DocumentId, LineId, OperationId, StaffId},
    json::{Json, ReadObject},
};
use serde::{Deserialize, Serialize};

/// Somebody saved a fact sheet: the whole of it, and what they had before them when they began.
/// The author is whoever the phone belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct FactSheetEdit {
    /// Whose.
    pub client_id: ClientId,
    /// When it was saved, by the phone. Shown, and decides nothing.
    pub at: Moment,
    /// What was on the screen when the editing began, by name.
    pub based_on: DocumentBase,
    /// The same in words; absent where it was written without one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub before: Option<Box<Client>>,
    /// The fact sheet as it was saved. Its version, its author and its conflicts say nothing here.
    pub content: Box<Client>,
    /// Conflicts that are settled by it, whichever value was chosen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settles: Vec<ConflictId>,
}

/// Somebody saved a document of a kind that is made of its cells alone. The author is whoever the
/// phone belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct DocumentEdit {
    /// Which document. Two phones that each begin the first name two; a client has one of a kind,
    /// and the server's name for it stands.
    pub document_id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Whose.
    pub client_id: ClientId,
    /// When it was saved, by the phone. Shown, and decides nothing.
    pub at: Moment,
    /// What was on the screen when the editing began, by name.
    pub based_on: DocumentBase,
    /// The same in words; absent for a first version.
    #[serde(default, skip_serializing_if = "is_default")]
    pub before: Option<Json>,
    /// What people wrote, as members of one object: those of the kind's cells.
    pub content: Json,
    /// Conflicts that are settled by it, whichever value was chosen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settles: Vec<ConflictId>,
}

/// What an edit of a document began from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentBase {
    /// There was no document.
    Nothing,
    /// A version the server gave.
    Version(u32),
    /// An earlier edit of this phone that the server had not told of yet.
    Edit(OperationId),
}

/// One value of a document that two people changed, each without seeing the other's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OpenConflict {
    /// What to settle it by.
    pub conflict_id: ConflictId,
    /// The value that stands in the document meanwhile.
    pub kept: ConflictSide,
    /// The value that does not.
    pub other: ConflictSide,
}

/// Names a conflict: the edit that brought the second value, and where. Phone
/// and server give the same name without asking each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct ConflictId {
    /// The edit that came second.
    pub edit: OperationId,
    /// The line; none for a fact of the whole document.
    #[serde(rename = "item_id", default, skip_serializing_if = "is_default")]
    pub line: Option<LineId>,
    /// Which value of it.
    pub field: CellName,
}

/// One side of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct ConflictSide {
    /// What was entered.
    pub value: Value,
    /// By whom.
    pub author: StaffId,
    /// When, by their phone. Shown, and decides nothing.
    pub at: Moment,
}

impl ConflictId {
    /// The cell it is about.
    #[must_use]
    pub const fn key(&self) -> Key {
        Key { line: self.line, field: self.field }
    }
}
