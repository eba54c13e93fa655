//! Records on their way into the store.

use domain::{
    Moment,
    id::ClientId,
    record::{RecordKind, RecordRow},
    wire::v1::ContactRow,
};

/// Records as they will be stored. A hundred thousand contacts of an import take up half the room
/// as texts that they take up as structs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records(Vec<Held>);

/// One of them, and what has to be known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) kind: RecordKind,
    at: Moment,
    pub(super) id: [u8; 16],
    pub(super) client: ClientId,
    pub(super) body: Box<[u8]>,
}

impl Held {
    fn row(&self) -> RecordRow {
        RecordRow::from_json(self.kind, &self.body).expect("it was a record when it was put here")
    }
}

impl From<RecordRow> for Held {
    fn from(row: RecordRow) -> Self {
        let record = row.record();
        Self {
            kind: row.kind(),
            at: record.time(),
            id: record.id(),
            client: record.client_id(),
            body: row.to_json().into(),
        }
    }
}

impl Records {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds one.
    pub fn push(&mut self, row: RecordRow) {
        self.0.push(row.into());
    }

    /// Takes over all of another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// By kind, and those of a kind oldest first. What an addition is about comes before it.
    pub fn sort(&mut self) {
        self.0.sort_unstable_by_key(|held| (held.kind, held.at, held.id));
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = RecordRow> {
        self.0.iter().map(Held::row)
    }

    /// How many there are of a kind.
    #[must_use]
    pub fn count(&self, kind: RecordKind) -> usize {
        self.0.iter().filter(|held| held.kind == kind).count()
    }

    /// The notes.
    pub fn contacts(&self) -> impl Iterator<Item = ContactRow> {
        let contacts = self.0.iter().filter(|held| held.kind == RecordKind::Contact);
        contacts.filter_map(|held| match held.row() {
            RecordRow::Contact(row) => Some(row),
            _ => None,
        })
    }

    /// Each of them once, by which those that are done make room.
    pub(super) fn into_held(self) -> impl Iterator<Item = Held> {
        self.0.into_iter()
    }
}

impl Extend<RecordRow> for Records {
    fn extend<T: IntoIterator<Item = RecordRow>>(&mut self, rows: T) {
        self.0.extend(rows.into_iter().map(Held::from));
    }
}

impl FromIterator<RecordRow> for Records {
    fn from_iter<T: IntoIterator<Item = RecordRow>>(rows: T) -> Self {
        Self(rows.into_iter().map(Held::from).collect())
    }
}
