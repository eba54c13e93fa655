use super::Entry;
use crate::keys::{self, hex};
use domain::id::{AgencyId, DeviceId, StaffId};
use serde_json::{Value, json};
use sqlx::{Row as _, SqliteConnection};

/// The end of an agency's chain, inside one write transaction.
///
/// Reads the last entry once and keeps count from there, so that a push of
/// fifty operations looks it up once. After a savepoint is rolled back, the
/// chain must be put back to the [`Clone`] taken before it.
#[derive(Debug, Clone)]
pub struct Chain {
    agency: AgencyId,
    seq: i64,
    head: [u8; 32],
}

impl Chain {
    /// Finds the end of the chain.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn load(db: &mut SqliteConnection, agency: AgencyId) -> sqlx::Result<Self> {
        let last = sqlx::query(
            "select seq, hash from audit_event where agency_id = ? order by seq desc limit 1",
        )
        .bind(agency.as_bytes().as_slice())
        .fetch_optional(db)
        .await?;
        let (seq, head) = match last {
            Some(row) => (row.try_get(0)?, bytes_32(&row.try_get::<Vec<u8>, _>(1)?)),
            None => (0, [0; 32]),
        };
        Ok(Self { agency, seq, head })
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn append(
        &mut self,
        db: &mut SqliteConnection,
        key: &[u8],
        entry: &Entry,
    ) -> sqlx::Result<()> {
        self.append_all(db, key, std::slice::from_ref(entry)).await
    }

    /// Adds entries, in order, by one statement.
    ///
    /// # Errors
    /// Those of the database; then none was added.
    pub async fn append_all(
        &mut self,
        db: &mut SqliteConnection,
        key: &[u8],
        entries: &[Entry],
    ) -> sqlx::Result<()> {
        let before = self.clone();
        let rows: Value = entries.iter().map(|entry| self.link(key, entry)).collect();
        let added = sqlx::query(
            "insert into audit_event (agency_id, seq, at_ms, staff_id, device_id, action,
                object_kind, object_id, outcome, detail, prev_hash, hash)
             select ?1, value->>0, value->>1, unhex(value->>2), unhex(value->>3), value->>4,
                value->>5, unhex(value->>6), value->>7, value->>8, unhex(value->>9),
                unhex(value->>10)
             from json_each(?2)",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(rows.to_string())
        .execute(db)
        .await;
        if added.is_err() {
            *self = before;
        }
        added.map(|_| ())
    }

    /// Takes an entry into the chain; its columns for the table.
    fn link(&mut self, key: &[u8], entry: &Entry) -> Value {
        let seq = self.seq + 1;
        let detail = entry.detail.to_string();
        let staff = entry.who.staff.as_ref().map(StaffId::as_bytes);
        let device = entry.who.device.as_ref().map(DeviceId::as_bytes);
        let object = entry.object.1.as_ref();
        let link = Link {
            agency: self.agency.as_bytes(),
            seq,
            at_ms: entry.at_ms,
            staff: staff.map(|id| id.as_slice()),
            device: device.map(|id| id.as_slice()),
            action: entry.action.word(),
            object_kind: entry.object.0,
            object: object.map(|id| id.as_slice()),
            outcome: entry.outcome,
            detail: &detail,
        };
        let hash = link.hash(key, &self.head);
        let previous = std::mem::replace(&mut self.head, hash);
        self.seq = seq;
        json!([
            seq,
            entry.at_ms,
            link.staff.map(hex),
            link.device.map(hex),
            link.action,
            link.object_kind,
            link.object.map(hex),
            link.outcome,
            detail,
            hex(&previous),
            hex(&self.head),
        ])
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
        for field in fields {
            // Absent is not the same as empty.
            let length = field.map_or(u64::MAX, |field| field.len() as u64);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(field.unwrap_or_default());
        }
        keys::hmac(key, &[&bytes])
    }
}

pub(super) fn bytes_32(bytes: &[u8]) -> [u8; 32] {
    bytes.try_into().unwrap_or_default()
}
