//! A version of a document and an edit of one, whatever their kind.

use super::{Cells, DocumentKind, Versioned};
use crate::{
    Moment,
    id::{ClientId, OperationId, StaffId},
    json::{Json, Unreadable, from_slice},
    wire::v1::{ConflictId, DocumentBase, OpenConflict},
};
use serde::{Deserialize, Serialize};

/// One version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What it is.
    pub kind: DocumentKind,
    /// Which document, over all its versions.
    pub id: [u8; 16],
    /// Whose.
    pub client_id: ClientId,
    /// Counts up from 1; the server gives it. 0 where it gave none.
    pub number: u32,
    /// When this version was made; none in a fact sheet from before that was kept.
    pub made_at: Option<Moment>,
    /// Who wrote it down; none where no person did.
    pub author: Option<StaffId>,
    /// What it says.
    pub cells: Cells,
    /// Where two people wrote different things, until somebody settles it.
    pub conflicts: Vec<OpenConflict>,
}

/// What stands in a version beside its cells.
#[derive(Deserialize)]
struct Head {
    client_id: ClientId,
    #[serde(default)]
    version: u32,
    #[serde(default)]
    made_at: Option<Moment>,
    #[serde(default)]
    author: Option<StaffId>,
    #[serde(default)]
    conflicts: Vec<OpenConflict>,
}

impl Version {
    /// Reads a version as it travels and is stored.
    ///
    /// # Errors
    /// It is none.
    pub fn read(kind: DocumentKind, bytes: &[u8]) -> Result<Self, Unreadable> {
        let head: Head = from_slice(bytes)?;
        let json: Json = from_slice(bytes)?;
        Ok(Self {
            kind,
            id: id(kind, &json)?,
            client_id: head.client_id,
            number: head.version,
            made_at: head.made_at,
            author: head.author,
            cells: Cells::read(kind.shape(), &json),
            conflicts: head.conflicts,
        })
    }

    /// A version in hand.
    ///
    /// # Panics
    /// Never: its type is that of the kind.
    #[must_use]
    pub fn of<D: Versioned>(document: &D) -> Self {
        let bytes = serde_json::to_vec(document).expect("a document has only text keys");
        Self::read(D::KIND, &bytes).expect("a document reads as its kind")
    }

    /// The document itself.
    ///
    /// # Errors
    /// As [`Self::to_json`].
    pub fn document<D: Versioned>(&self) -> Result<D, Unreadable> {
        from_slice(&self.json())
    }

    /// The version as it travels and is stored.
    ///
    /// # Errors
    /// Its cells make no document of its kind; those of [`Self::read`] and [`Edit`] do.
    pub fn to_json(&self) -> Result<Vec<u8>, Unreadable> {
        self.kind.as_written(&self.json())
    }

    fn json(&self) -> Vec<u8> {
        let text = |id: [u8; 16]| Json::Text(ClientId::from_bytes(id).to_string());
        let mut members = vec![
            ("client_id".to_owned(), Json::of(&self.client_id)),
            ("version".to_owned(), Json::Number(i64::from(self.number))),
            ("conflicts".to_owned(), Json::of(&self.conflicts)),
        ];
        let own = self.kind.shape().id;
        if own != "client_id" {
            members.push((own.to_owned(), text(self.id)));
        }
        members.extend(self.made_at.map(|at| ("made_at".to_owned(), Json::of(&at))));
        members.extend(self.author.map(|author| ("author".to_owned(), Json::of(&author))));
        members.extend(self.cells.members());
        Json::Object(members).to_vec()
    }
}

/// An edit of a document with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Of what.
    pub kind: DocumentKind,
    /// The operation that brought it.
    pub op_id: OperationId,
    /// Who saved it.
    pub author: StaffId,
    /// Which document. Two phones that each begin a first plan name two; where a client has one,
    /// the server's name for it stands.
    pub id: [u8; 16],
    /// Whose.
    pub client_id: ClientId,
    /// When it was saved, by the phone. Shown, and decides nothing.
    pub at: Moment,
    /// What was on the screen when the editing began, by name.
    pub based_on: DocumentBase,
    /// The same in words; none for a first version.
    pub before: Option<Cells>,
    /// The document as it was saved.
    pub content: Cells,
    /// Conflicts that are settled by it, whichever value was chosen.
    pub settles: Vec<ConflictId>,
}

/// What stands in an edit beside its cells.
#[derive(Deserialize)]
struct EditHead {
    client_id: ClientId,
    at: Moment,
    based_on: DocumentBase,
    #[serde(default)]
    settles: Vec<ConflictId>,
}

impl Edit {
    /// An edit as it was saved.
    ///
    /// # Panics
    /// Never: its type is that of an edit of the kind.
    #[must_use]
    pub fn of(
        kind: DocumentKind,
        op_id: OperationId,
        author: StaffId,
        edit: &impl Serialize,
    ) -> Self {
        let bytes = serde_json::to_vec(edit).expect("an edit has only text keys");
        Self::read(kind, op_id, author, &bytes).expect("an edit reads as its kind")
    }

    fn read(
        kind: DocumentKind,
        op_id: OperationId,
        author: StaffId,
        bytes: &[u8],
    ) -> Result<Self, Unreadable> {
        let head: EditHead = from_slice(bytes)?;
        let json: Json = from_slice(bytes)?;
        let cells = |json| Cells::read(kind.shape(), json);
        Ok(Self {
            kind,
            op_id,
            author,
            id: id(kind, &json)?,
            client_id: head.client_id,
            at: head.at,
            based_on: head.based_on,
            before: json.get("before").map(cells),
            content: cells(json.get("content").ok_or(Unreadable)?),
            settles: head.settles,
        })
    }
}

fn id(kind: DocumentKind, json: &Json) -> Result<[u8; 16], Unreadable> {
    let id: Option<ClientId> = json.get(kind.shape().id).and_then(Json::read);
    id.map(|id| *id.as_bytes()).ok_or(Unreadable)
}
