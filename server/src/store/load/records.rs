//! Records on their way into the store.

use domain::{
    Moment,
    id::ClientId,
    record::{RecordKind, RecordRow},
    wire::v1::ContactRow,
};

/// Records as they will be stored. A hundred thousand contacts of an import take up half the room
/// as texts that they take up as structs, and none where they are there just so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    held: Vec<Held>,
    /// Contacts that are there already and read as before.
    as_before: usize,
}

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
        Self { held: Vec::new(), as_before: 0 }
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Adds one.
    pub fn push(&mut self, row: RecordRow) {
        self.held.push(row.into());
    }

    /// Adds a contact, or counts it where `is_there` says of its id and body that it is stored
    /// just so.
    pub fn push_contact(
        &mut self,
        row: ContactRow,
        is_there: impl FnOnce(&[u8; 16], &[u8]) -> bool,
    ) {
        let held = Held::from(RecordRow::from(row));
        if is_there(&held.id, &held.body) {
            self.as_before += 1;
        } else {
            self.held.push(held);
        }
    }

    /// Takes over all of another list.
    pub fn append(&mut self, other: Self) {
        self.held.extend(other.held);
        self.as_before += other.as_before;
    }

    /// By kind, and those of a kind oldest first. What an addition is about comes before it.
    pub fn sort(&mut self) {
        self.held.sort_unstable_by_key(|held| (held.kind, held.at, held.id));
    }

    /// Each of those that are not counted alone, in order.
    pub fn iter(&self) -> impl Iterator<Item = RecordRow> {
        self.held.iter().map(Held::row)
    }

    /// How many there are of a kind.
    #[must_use]
    pub fn count(&self, kind: RecordKind) -> usize {
        let held = self.held.iter().filter(|held| held.kind == kind).count();
        held + if kind == RecordKind::Contact { self.as_before } else { 0 }
    }

    /// How many contacts are counted alone.
    #[must_use]
    pub const fn as_before(&self) -> usize {
        self.as_before
    }

    /// Each of them once, by which those that are done make room.
    pub(super) fn into_held(self) -> impl Iterator<Item = Held> {
        self.held.into_iter()
    }
}

impl Extend<RecordRow> for Records {
    fn extend<T: IntoIterator<Item = RecordRow>>(&mut self, rows: T) {
        self.held.extend(rows.into_iter().map(Held::from));
    }
}

impl FromIterator<RecordRow> for Records {
    fn from_iter<T: IntoIterator<Item = RecordRow>>(rows: T) -> Self {
        Self { held: rows.into_iter().map(Held::from).collect(), as_before: 0 }
    }
}
