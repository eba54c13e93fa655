//! Rows and the sealing of their bodies. Private to the store.

use super::StoreError;
use crate::keys::{OWNED, SealKey, aad};
use domain::{
    Hash,
    document::DocumentKind,
    id::{AgencyId, ClientId},
    record::RecordKind,
};
use sqlx::{Column as _, Row as _, sqlite::SqliteRow};
use uuid::{Uuid, fmt::Hyphenated};

/// The kinds of row that phones are told about, as the feed names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Document(DocumentKind),
    Task,
    Record(RecordKind),
}

impl Kind {
    pub(super) const CLIENT: Self = Self::Document(DocumentKind::Client);
    pub(super) const CRISIS_PLAN: Self = Self::Document(DocumentKind::CrisisPlan);

    /// Every kind, in the order of the lists in a page.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let documents = DocumentKind::ALL.iter().map(|kind| Self::Document(*kind));
        let records = RecordKind::ALL.iter().map(|kind| Self::Record(*kind));
        documents.chain([Self::Task]).chain(records)
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Document(kind) => kind.word(),
            Self::Task => "task",
            Self::Record(kind) => kind.word(),
        }
    }

    /// Its list in a page of a pull.
    pub(super) const fn list(self) -> &'static str {
        match self {
            Self::Document(kind) => kind.list(),
            Self::Task => "tasks",
            Self::Record(kind) => kind.list(),
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::all().find(|kind| kind.word() == word)
    }
}

/// An id column.
pub(super) fn id(row: &SqliteRow, column: usize) -> sqlx::Result<[u8; 16]> {
    fixed(row, column)
}

/// A column with a SHA-256.
pub(super) fn hash(row: &SqliteRow, column: usize) -> sqlx::Result<Hash> {
    fixed(row, column).map(Hash::from_bytes)
}

/// A column of so many bytes and no other number: what is damaged is never
/// taken for an id or a hash of zeros, which could be somebody's.
pub(super) fn fixed<const N: usize>(row: &SqliteRow, column: usize) -> sqlx::Result<[u8; N]> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| {
        let (name, found) = (row.column(column).name(), bytes.len());
        damaged(&format!("{name} has {found} bytes instead of {N}, in the row with {}", named(row)))
    })
}

/// A stored row does not hold what it must: the file was damaged, or changed by hand.
pub(super) fn damaged(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}

/// The ids and numbers of a row, for whoever has to find it. Never anybody's words.
fn named(row: &SqliteRow) -> String {
    let value = |at: usize| match row.try_get::<&[u8], _>(at) {
        Ok(bytes) => Uuid::from_slice(bytes).ok().map(|id| id.to_string()),
        Err(_) => row.try_get::<i64, _>(at).ok().map(|number| number.to_string()),
    };
    let columns = row.columns().iter().map(|column| (column.name(), value(column.ordinal())));
    let known = columns.filter_map(|(name, value)| Some(format!("{name} {}", value?)));
    known.collect::<Vec<_>>().join(", ")
}

/// An id column that may be empty.
pub(super) fn id_or_none(row: &SqliteRow, column: usize) -> sqlx::Result<Option<[u8; 16]>> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    bytes.map(|_| id(row, column)).transpose()
}

fn place(agency: AgencyId, kind: &str, id: &[u8; 16]) -> Vec<u8> {
    aad("row", agency, format_args!("{kind}/{}", Uuid::from_bytes_ref(id)))
}

/// Seals the body of a row that is about no client.
pub(super) fn seal(
    key: &SealKey,
    agency: AgencyId,
    kind: &str,
    id: &[u8; 16],
    body: &[u8],
) -> Vec<u8> {
    key.seal(&place(agency, kind, id), body)
}

/// Opens the body of a row that is about no client.
pub(super) fn open(
    key: &SealKey,
    agency: AgencyId,
    kind: &str,
    id: &[u8; 16],
    sealed: &[u8],
) -> Result<Vec<u8>, StoreError> {
    Ok(key.open(&place(agency, kind, id), sealed)?)
}

/// Where the body of something about a client belongs: whose it is, and of one version of a
/// document, which. A body that was moved opens nowhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) agency: AgencyId,
    pub(super) kind: &'a str,
    pub(super) id: &'a [u8; 16],
    pub(super) client: ClientId,
    /// Only in the list of all versions; the present one is the last of them.
    pub(super) version: Option<i64>,
}

impl Place<'_> {
    fn to_aad(self) -> Vec<u8> {
        let Self { agency, kind, id, client, version } = self;
        let id = Uuid::from_bytes_ref(id);
        let mut aad = format!("streetlight/2/row/{agency}/{kind}/{client}/{id}").into_bytes();
        if let Some(version) = version {
            aad.extend_from_slice(format!("/{version}").as_bytes());
        }
        aad
    }

    /// Seals a body for this place.
    pub(super) fn seal(self, key: &SealKey, body: &[u8]) -> Vec<u8> {
        key.seal_owned(&self.to_aad(), body)
    }

    /// Opens the body of this place. Those from before a place named its owner open by their kind
    /// and id alone.
    pub(super) fn open(self, key: &SealKey, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        if sealed.first() != Some(&OWNED) {
            return open(key, self.agency, self.kind, self.id, sealed);
        }
        let mut body = Vec::with_capacity(sealed.len());
        key.open_owned_into(&mut body, &self.to_aad(), sealed)?;
        Ok(body)
    }
}

/// Opens many bodies of one kind, each straight into where it is going.
pub(super) struct Opener<'a> {
    key: &'a SealKey,
    /// Of those from before a place named its owner.
    former: Vec<u8>,
    place: Vec<u8>,
}

impl<'a> Opener<'a> {
    pub(super) fn new(key: &'a SealKey, agency: AgencyId, kind: &str) -> Self {
        let (id, client) = (&[0; 16], ClientId::from_bytes([0; 16]));
        let place = Place { agency, kind, id, client, version: None }.to_aad();
        Self { key, former: self::place(agency, kind, id), place }
    }

    pub(super) fn open_into(
        &mut self,
        out: &mut Vec<u8>,
        client: ClientId,
        id: &[u8; 16],
        sealed: &[u8],
    ) -> Result<(), StoreError> {
        let write = |id: &[u8; 16], end: &mut [u8; Hyphenated::LENGTH]| {
            Uuid::from_bytes_ref(id).hyphenated().encode_lower(end);
        };
        // A place ends with the row's id, and before it stands the client's.
        if sealed.first() != Some(&OWNED) {
            if let Some(end) = self.former.last_chunk_mut() {
                write(id, end);
            }
            return Ok(self.key.open_into(out, &self.former, sealed)?);
        }
        if let Some((rest, end)) = self.place.split_last_chunk_mut() {
            write(id, end);
            let before = rest.split_last_mut().and_then(|(_, rest)| rest.last_chunk_mut());
            if let Some(end) = before {
                write(client.as_bytes(), end);
            }
        }
        Ok(self.key.open_owned_into(out, &self.place, sealed)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn many_open_as_each_does() {
        let key = SealKey::new(&Zeroizing::new([3; 32]));
        let agency = AgencyId::from_bytes([0xab; 16]);
        let mut opener = Opener::new(&key, agency, "task");
        let mut out = b"[".to_vec();
        let of = |n: u8| ClientId::from_bytes([n; 16]);
        for n in [1, 0xf0] {
            let id = &[n; 16];
            let place = Place { agency, kind: "task", id, client: of(n), version: None };
            let sealed = place.seal(&key, &[n; 3]);
            opener.open_into(&mut out, of(n), id, &sealed).expect("its own place");
            assert_eq!(place.open(&key, &sealed).expect("its own place"), [n; 3]);
            assert!(opener.open_into(&mut out, of(n), &[n + 1; 16], &sealed).is_err());
            assert!(opener.open_into(&mut out, of(n + 1), id, &sealed).is_err(), "another's");
            assert!(Place { version: Some(1), ..place }.open(&key, &sealed).is_err());
            let former = seal(&key, agency, "task", id, &[n]);
            opener.open_into(&mut out, of(n + 1), id, &former).expect("from before");
            assert_eq!(place.open(&key, &former).expect("from before"), [n]);
        }
        assert_eq!(out, [b'[', 1, 1, 1, 1, 0xf0, 0xf0, 0xf0, 0xf0]);
    }
}
