use super::to_u64;
use crate::{
    keys::SealBroken,
    store::{StoreError, rows::Kind},
};
use domain::id::ClientId;
use sqlx::{Row as _, sqlite::SqliteRow};

/// What one query found, still sealed. SQLite lays all rows together and hands
/// them over as one: a row of its own for each costs twenty times the reading.
pub(super) struct Block {
    entries: Vec<Entry>,
    sealed: Vec<u8>,
    /// There are more rows of those asked for, beyond the bytes.
    cut: bool,
}

struct Entry {
    client: ClientId,
    seq: u64,
    /// None where there is no row of the kind that the feed says, or no such kind.
    kind: Option<Kind>,
    id: [u8; 16],
    /// Where its body ends and the next begins.
    end: usize,
    /// The table or kind to name it by, where it is damaged.
    damaged: Option<&'static str>,
}

/// A row of the feed and its sealed body.
pub(super) struct Sealed<'a> {
    pub(super) client: ClientId,
    pub(super) kind: Kind,
    pub(super) id: &'a [u8; 16],
    pub(super) body: &'a [u8],
}

impl Block {
    /// Takes apart what the queries of this module lay together: ids end to
    /// end, numbers and words between commas, bodies end to end.
    pub(super) fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        let column = |at| row.try_get::<Option<&[u8]>, _>(at).map(Option::unwrap_or_default);
        let words = |at| row.try_get::<Option<&str>, _>(at).map(Option::unwrap_or_default);
        let clients = ids(column(0)?)?;
        let (seqs, kinds, lengths) = (words(1)?, words(2)?, words(4)?);
        let sealed = column(5)?.to_vec();
        let mut entries = Vec::with_capacity(clients.len());
        let (mut seqs, mut kinds) = (seqs.split(','), kinds.split(','));
        let (mut lengths, mut end) = (lengths.split(','), 0);
        for (client, id) in clients.iter().zip(ids(column(3)?)?) {
            let seq = seqs.next().and_then(|seq| seq.parse().ok()).map(to_u64);
            let kind = kinds.next().and_then(Kind::parse);
            let length = lengths.next().and_then(|length| length.parse::<i64>().ok());
            let (Some(seq), Some(length)) = (seq, length) else {
                return Err(SealBroken.into());
            };
            // Of an id or a kind that was damaged there is no body, and every other row is there.
            let body = usize::try_from(length).ok().filter(|_| kind.is_some());
            let damaged = match (body, kind) {
                (Some(_), _) => None,
                (None, Some(kind)) => Some(kind.word()),
                (None, None) => Some("feed"),
            };
            end += usize::try_from(length).unwrap_or_default();
            let client = ClientId::from_bytes(*client);
            let kind = kind.filter(|_| damaged.is_none());
            entries.push(Entry { client, seq, kind, id: *id, end, damaged });
        }
        let there: i64 = row.try_get(6)?;
        let cut = usize::try_from(there).is_ok_and(|there| there > entries.len());
        if end == sealed.len() { Ok(Self { entries, sealed, cut }) } else { Err(SealBroken.into()) }
    }

    /// Rows by which a page counts as full, where the bytes ran out before them.
    pub(super) const fn counted(&self) -> usize {
        if self.cut { usize::MAX } else { self.entries.len() }
    }

    /// Whether the bytes ran out.
    pub(super) const fn is_cut(&self) -> bool {
        self.cut
    }

    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Bytes of all bodies.
    pub(super) const fn bytes(&self) -> usize {
        self.sealed.len()
    }

    /// The last row in order of client and sequence.
    pub(super) fn last_of_files(&self) -> Option<(ClientId, u64)> {
        self.entries.iter().map(|entry| (entry.client, entry.seq)).max()
    }

    /// The last row in order of sequence.
    pub(super) fn last_change(&self) -> Option<u64> {
        self.entries.iter().map(|entry| entry.seq).max()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Sealed<'_>> {
        let mut rest = self.sealed.as_slice();
        let mut at = 0;
        let rows = self.entries.iter().map_while(move |entry| {
            let (body, after) = rest.split_at_checked(entry.end - at)?;
            (rest, at) = (after, entry.end);
            Some((entry, body))
        });
        rows.filter_map(|(entry, body)| {
            Some(Sealed { client: entry.client, kind: entry.kind?, id: &entry.id, body })
        })
    }

    /// Rows of the feed for which there is nothing to tell: kind and id.
    pub(super) fn damaged(&self) -> impl Iterator<Item = (&'static str, &[u8; 16])> {
        self.entries.iter().filter_map(|entry| Some((entry.damaged?, &entry.id)))
    }
}

/// Ids that were laid end to end.
pub(super) fn ids(bytes: &[u8]) -> Result<&[[u8; 16]], StoreError> {
    let (ids, rest) = bytes.as_chunks();
    if rest.is_empty() { Ok(ids) } else { Err(SealBroken.into()) }
}
