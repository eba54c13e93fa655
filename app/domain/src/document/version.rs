//! A version of a document and an edit of one, whatever their kind.

use super::{Cells, DocumentKind, Versioned};
use crate::{
    Moment,
    id::{ClientId, OperationId, StaffId},
    json::{Json, Unreadable, from_slice},
    wire::v1::{ConflictId, DocumentBase, OpenConflict},
};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
};

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

impl Version {
    /// Reads a version as it travels and is stored.
    ///
    /// # Errors
    /// It is none.
    pub fn read(kind: DocumentKind, bytes: &[u8]) -> Result<Self, Unreadable> {
        Self::of_json(kind, &from_slice(bytes)?)
    }

    fn of_json(kind: DocumentKind, json: &Json) -> Result<Self, Unreadable> {
        Ok(Self {
            kind,
            id: id(kind, json)?,
            client_id: member(json, "client_id")?.ok_or(Unreadable)?,
            number: member(json, "version")?.unwrap_or_default(),
            made_at: member(json, "made_at")?,
            author: member(json, "author")?,
            cells: Cells::read(kind.shape(), json),
            conflicts: member(json, "conflicts")?.unwrap_or_default(),
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
        self.members().to_vec()
    }

    fn members(&self) -> Json {
        let mut members = Vec::new();
        // A row names itself first: one that a phone cannot read is known by it.
        let own = self.kind.shape().id;
        if own != "client_id" {
            let id = ClientId::from_bytes(self.id).to_string();
            members.push((own.to_owned(), Json::Text(id)));
        }
        if self.kind.is_of_cells() {
            members.push(("kind".to_owned(), Json::of(&self.kind)));
        }
        members.push(("client_id".to_owned(), Json::of(&self.client_id)));
        members.push(("version".to_owned(), Json::Number(i64::from(self.number))));
        if !self.conflicts.is_empty() || !self.kind.is_of_cells() {
            members.push(("conflicts".to_owned(), Json::of(&self.conflicts)));
        }
        members.extend(self.made_at.map(|at| ("made_at".to_owned(), Json::of(&at))));
        members.extend(self.author.map(|author| ("author".to_owned(), Json::of(&author))));
        members.extend(self.cells.members());
        Json::Object(members)
    }
}

/// As it travels in [`LIST`](super::LIST).
impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.members().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::of_depth(DEPTH, deserializer)?;
        let kind =
            member(&json, "kind").ok().flatten().filter(|kind| DocumentKind::is_of_cells(*kind));
        let read = kind.ok_or(Unreadable).and_then(|kind| Self::of_json(kind, &json));
        read.map_err(de::Error::custom)
    }
}

/// How deep a document of cells is nested, at most: its conflicts have values that are lines.
const DEPTH: u8 = 16;

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

impl Edit {
    /// Reads an edit as it travels.
    ///
    /// # Errors
    /// It is none of this kind.
    pub fn read(
        kind: DocumentKind,
        op_id: OperationId,
        author: StaffId,
        json: &Json,
    ) -> Result<Self, Unreadable> {
        let cells = |json| Cells::read(kind.shape(), json);
        Ok(Self {
            kind,
            op_id,
            author,
            id: id(kind, json)?,
            client_id: member(json, "client_id")?.ok_or(Unreadable)?,
            at: member(json, "at")?.ok_or(Unreadable)?,
            based_on: member(json, "based_on")?.ok_or(Unreadable)?,
            before: json.get("before").map(cells),
            content: cells(json.get("content").ok_or(Unreadable)?),
            settles: member(json, "settles")?.unwrap_or_default(),
        })
    }
}

fn id(kind: DocumentKind, json: &Json) -> Result<[u8; 16], Unreadable> {
    let id = json.get(kind.shape().id).and_then(Json::as_text).ok_or(Unreadable)?;
    let id: ClientId = id.parse().map_err(|_| Unreadable)?;
    Ok(*id.as_bytes())
}

/// Something beside the cells; none where it is not there.
fn member<T: DeserializeOwned>(json: &Json, key: &str) -> Result<Option<T>, Unreadable> {
    let there = json.get(key).filter(|value| **value != Json::Null);
    there.map(|value| value.read().ok_or(Unreadable)).transpose()
}
