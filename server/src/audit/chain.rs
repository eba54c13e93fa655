use super::Entry;
use crate::keys;
use domain::id::AgencyId;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// The end of an agency's chain, inside one write transaction.
///
/// Is told the last entry once and keeps count from there, so that a push of
/// fifty operations looks it up once. After a savepoint is rolled back, the
/// chain must be put back to the [`Clone`] taken before it.
#[derive(Debug, Clone)]
pub struct Chain {
    agency: AgencyId,
    seq: i64,
    head: [u8; 32],
}

impl Chain {
    /// A chain without entries.
    #[must_use]
    pub const fn new(agency: AgencyId) -> Self {
        Self { agency, seq: 0, head: [0; 32] }
    }

    /// A chain that ends with this entry.
    #[must_use]
    pub const fn after(agency: AgencyId, seq: i64, hash: [u8; 32]) -> Self {
        Self { agency, seq, head: hash }
    }

    /// Whether it has no entry yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.seq == 0
    }

    /// Adds entries, in order.
    ///
    /// # Errors
    /// Those of the database; then none was added.
    pub async fn append(
        &mut self,
        db: &mut SqliteConnection,
        key: &[u8],
        entries: &[Entry],
    ) -> sqlx::Result<()> {
        let before = self.clone();
        let mut sql = QueryBuilder::new("");
        self.insert(&mut sql, key, entries);
        let added = sql.build().execute(db).await;
        if added.is_err() {
            *self = before;
        }
        added.map(|_| ())
    }

    /// Takes entries into the chain, in order, and writes the statement that
    /// adds them to the log. Should it fail, the chain must be put back.
    pub fn insert(&mut self, sql: &mut QueryBuilder<Sqlite>, key: &[u8], entries: &[Entry]) {
        let agency = self.agency;
        sql.push(
            "insert into audit_event (agency_id, seq, at_ms, staff_id, device_id, action,
                object_kind, object_id, outcome, detail, rows, prev_hash, hash) ",
        );
        sql.push_values(entries, |mut columns, entry| {
            let detail = entry.detail.to_string();
            let (link, previous) = self.link(&agency, key, entry, &detail);
            columns
                .push_bind(link.agency)
                .push_bind(link.seq)
                .push_bind(link.at_ms)
                .push_bind(link.staff)
                .push_bind(link.device)
                .push_bind(link.action)
                .push_bind(link.object_kind)
                .push_bind(link.object)
                .push_bind(link.outcome)
                .push_bind(link.detail)
                .push_bind(link.rows)
                .push_bind(previous.as_slice())
                .push_bind(self.head.as_slice());
        });
    }

    /// Takes an entry into the chain; with it goes the hash of the one before.
    fn link<'a>(
        &mut self,
        agency: &'a AgencyId,
        key: &[u8],
        entry: &'a Entry,
        detail: &'a str,
    ) -> (Link<'a>, [u8; 32]) {
        self.seq += 1;
        let link = Link {
            agency: agency.as_bytes(),
            seq: self.seq,
            at_ms: entry.at_ms,
            staff: entry.who.staff.as_ref().map(|id| id.as_bytes().as_slice()),
            device: entry.who.device.as_ref().map(|id| id.as_bytes().as_slice()),
            action: entry.action.word(),
            object_kind: entry.object.0,
            object: entry.object.1.as_ref().map(|id| id.as_slice()),
            outcome: entry.outcome,
            detail,
            rows: entry.rows.to_column(),
        };
        let hash = link.hash(key, &self.head);
        (link, std::mem::replace(&mut self.head, hash))
    }
}

/// An entry as it stands in the chain.
pub(super) struct Link<'a> {
    pub agency: &'a [u8],
    pub seq: i64,
    pub at_ms: i64,
    pub staff: Option<&'a [u8]>,
    pub device: Option<&'a [u8]>,
    pub action: &'a str,
    pub object_kind: &'a str,
    pub object: Option<&'a [u8]>,
    pub outcome: &'a str,
    pub detail: &'a str,
    pub rows: Option<&'a [u8]>,
}

impl Link<'_> {
    /// HMAC over the previous hash and every field, each with its length in
    /// front, so that no two entries have the same bytes.
    pub(super) fn hash(&self, key: &[u8], previous: &[u8]) -> [u8; 32] {
        let mut bytes = Vec::with_capacity(256);
        let numbers = [self.seq.to_be_bytes(), self.at_ms.to_be_bytes()];
        let fields = [
            Some(previous),
            Some(self.agency),
            Some(numbers[0].as_slice()),
            Some(numbers[1].as_slice()),
            self.staff,
            self.device,
            Some(self.action.as_bytes()),
            Some(self.object_kind.as_bytes()),
            self.object,
            Some(self.outcome.as_bytes()),
            Some(self.detail.as_bytes()),
        ];
        // Entries from before rows were covered have no such field, and keep their hash.
        for field in fields.into_iter().chain(self.rows.map(Some)) {
            // Absent is not the same as empty.
            let length = field.map_or(u64::MAX, |field| field.len() as u64);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(field.unwrap_or_default());
        }
        keys::hmac(key, &[&bytes])
    }
}
