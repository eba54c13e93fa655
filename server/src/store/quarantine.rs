//! What could not be applied, for supervisors to read. Letting it take effect is
//! in `push/release`; nothing is ever taken out of the table.

use super::{
    Deposit, Store, StoreError,
    assignment::{Assigned, finish, may_carry},
    change::Change,
    device,
    push::{hindrance, parse_code, read},
    rows::{self, Kind},
};
use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
};
use domain::{
    Hash, Moment,
    id::{ClientId, OperationId, StaffId},
    operation::{Operation, Payload},
    wire::v1::{
        Client, KnownBy, QuarantineAbout, QuarantineCode, QuarantinePage, QuarantineRow,
        QuarantinedOperation, SealedOperation,
    },
};
use serde_json::json;
use sqlx::{Row as _, sqlite::SqliteRow};

/// Operations on one page of the list.
const PAGE: usize = 100;

/// Names an operation in the quarantine; several may have come under one id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptOperation {
    /// The id it came under.
    pub op_id: OperationId,
    /// SHA-256 of its sealed bytes.
    pub hash: Hash,
}

/// An operation as it lies in the quarantine.
pub(super) struct Kept {
    pub(super) from: Deposit,
    device_name: String,
    pub(super) hash: Hash,
    code: QuarantineCode,
    pub(super) sealed: SealedOperation,
    pub(super) received_at: Moment,
    pub(super) released_at: Option<Moment>,
}

/// The columns that [`kept_in`] reads.
const COLUMNS: &str = "select q.agency_id, q.device_id, d.staff_id, d.revoked, d.escrow,
        d.last_seen_at_ms, q.rowid, d.body, q.op_id, q.hash, q.code, q.sealed,
        q.received_at_ms, q.released_at_ms
     from op_quarantine q join device d using (agency_id, device_id)
     where q.agency_id = ?1";

impl Store {
    /// What waits for a supervisor, the latest first; `before` goes on where a
    /// page before ended. That it was listed is written down.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn quarantine(
        &self,
        permit: &Permit,
        before: Option<i64>,
    ) -> Result<QuarantinePage, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let sql = format!(
            "{COLUMNS} and q.released_at_ms is null and (?2 is null or q.rowid < ?2)
             order by q.rowid desc limit ?3"
        );
        let found = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(change.agency.as_bytes().as_slice())
            .bind(before)
            .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
            .fetch_all(change.db())
            .await?;
        let mut rows = Vec::with_capacity(found.len());
        let (mut last, mut damaged) = (None, 0_u64);
        for row in found.iter().take(PAGE) {
            last = Some(row.try_get(6)?);
            match self.listed(&mut change, row).await {
                Ok(row) => rows.push(row),
                // One that cannot be shown must not hide the others.
                Err(error) if error.is_damage() => {
                    damaged += 1;
                    tracing::error!(place = last, %error, "a row of the quarantine is damaged");
                    let id = rows::id(row, 8).unwrap_or_default();
                    change.damage.note(change.agency, "op_quarantine", &id, &error);
                }
                Err(error) => return Err(error),
            }
        }
        let entry = entry(permit, Action::QuarantineListed, ("quarantine", None));
        change.audit(entry.with(json!({ "operations": rows.len() })));
        change.commit().await?;
        Ok(QuarantinePage { rows, older: last.filter(|_| found.len() > PAGE), damaged })
    }

    async fn listed(
        &self,
        change: &mut Change,
        row: &SqliteRow,
    ) -> Result<QuarantineRow, StoreError> {
        let kept = self.kept_in(change, row)?;
        let operation = read(&kept.from, &kept.sealed).ok();
        Ok(kept.row(about(change, operation.as_ref()).await?))
    }

    /// One of them, whole. That it was read is written down.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn quarantined(
        &self,
        permit: &Permit,
        which: KeptOperation,
    ) -> Result<Option<QuarantinedOperation>, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let Some(kept) = find(self, &mut change, which).await? else { return Ok(None) };
        let operation = read(&kept.from, &kept.sealed).ok();
        let hindrance = match kept.released_at {
            Some(_) => None,
            None => hindrance(&mut change, &kept).await?,
        };
        let task = match operation.as_ref().map(|operation| &operation.payload) {
            Some(Payload::TaskClosed(closed)) => {
                let id = closed.task_id.as_bytes();
                let body = change.body(Kind::Task, id).await;
                change.damage.skip(change.agency, Kind::Task.word(), id, body)?
            }
            _ => None,
        };
        let task = task.flatten().map(|body| serde_json::from_slice(&body)).transpose()?;
        let row = kept.row(about(&mut change, operation.as_ref()).await?);
        let object = ("operation", Some(*which.op_id.as_bytes()));
        let client = row.about.as_ref().map(|about| about.client_id);
        let entry = entry(permit, Action::QuarantineRead, object);
        change.audit(entry.with(json!({ "client_id": client })));
        change.commit().await?;
        Ok(Some(QuarantinedOperation { row, operation, hindrance, task }))
    }

    /// Gives the client that an operation in the quarantine is about to a worker
    /// or supervisor.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn assign_quarantined(
        &self,
        permit: &Permit,
        which: KeptOperation,
        to: StaffId,
    ) -> Result<Assigned, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let Some(kept) = find(self, &mut change, which).await? else {
            return Ok(Assigned::NoClient);
        };
        let Ok(operation) = read(&kept.from, &kept.sealed) else { return Ok(Assigned::NoClient) };
        let client = operation.client_id();
        match may_carry(&mut change, to, client).await? {
            Assigned::Done | Assigned::Already => {}
            no => return Ok(no),
        }
        let changed = change.assign(to, client).await?.is_some();
        finish(change, changed, who(permit), (to, client), "began").await?;
        Ok(Assigned::Done)
    }

    fn kept_in(&self, change: &Change, row: &SqliteRow) -> Result<Kept, StoreError> {
        let from = self.to_deposit(row)?;
        let phone = device::Body::open(&change.key, change.agency, from.device(), row.try_get(7)?);
        let phone = change.damage.skip(change.agency, "device", from.device().as_bytes(), phone)?;
        let phone = phone.unwrap_or_else(device::Body::unreadable);
        Ok(Kept {
            from,
            device_name: phone.name,
            hash: rows::hash(row, 9)?,
            code: parse_code(row.try_get(10)?)?,
            sealed: SealedOperation {
                op_id: OperationId::from_bytes(rows::id(row, 8)?),
                sealed: row.try_get(11)?,
            },
            received_at: Moment::new(row.try_get(12)?, 0),
            released_at: row.try_get::<Option<i64>, _>(13)?.map(|ms| Moment::new(ms, 0)),
        })
    }
}

impl Kept {
    fn row(&self, about: Option<QuarantineAbout>) -> QuarantineRow {
        QuarantineRow {
            op_id: self.sealed.op_id,
            hash: self.hash,
            code: self.code,
            author: self.from.staff,
            device_id: self.from.device(),
            device_name: self.device_name.clone(),
            revoked: self.from.revoked,
            received_at: self.received_at,
            about,
            released_at: self.released_at,
        }
    }
}

/// One operation of the quarantine, released or not.
pub(super) async fn find(
    store: &Store,
    change: &mut Change,
    which: KeptOperation,
) -> Result<Option<Kept>, StoreError> {
    let sql = format!("{COLUMNS} and q.op_id = ?2 and q.hash = ?3");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(change.agency.as_bytes().as_slice())
        .bind(which.op_id.as_bytes().as_slice())
        .bind(which.hash.as_bytes().as_slice())
        .fetch_optional(change.db())
        .await?;
    row.map(|row| store.kept_in(change, &row)).transpose()
}

/// What a readable operation is about, with the client's name where it is known.
async fn about(
    change: &mut Change,
    operation: Option<&Operation>,
) -> Result<Option<QuarantineAbout>, StoreError> {
    let Some(operation) = operation else { return Ok(None) };
    let client_id = operation.client_id();
    let body = change.body(Kind::CLIENT, client_id.as_bytes()).await;
    // What waits is there, whether or not it can be said whom it is about.
    let client =
        change.damage.skip(change.agency, Kind::CLIENT.word(), client_id.as_bytes(), body)?;
    let client: Option<Client> =
        client.flatten().map(|body| serde_json::from_slice(&body)).transpose()?;
    Ok(Some(QuarantineAbout {
        kind: operation.payload.kind(),
        occurred_at: operation.occurred_at,
        client_id,
        known_by: client.as_ref().map(KnownBy::of).unwrap_or_default(),
        client_name: client.map(|client| client.preferred_name).unwrap_or_default(),
        assigned: assigned(change, client_id).await?,
    }))
}

/// Who carries a client now.
async fn assigned(change: &mut Change, client: ClientId) -> Result<Vec<StaffId>, StoreError> {
    let agency = change.agency;
    let found = sqlx::query(
        "select staff_id from case_assignment
         where agency_id = ? and client_id = ? and to_seq is null order by from_seq",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(client.as_bytes().as_slice())
    .fetch_all(change.db())
    .await?;
    found.iter().map(|row| Ok(StaffId::from_bytes(rows::id(row, 0)?))).collect()
}

fn who(permit: &Permit) -> Who {
    Who { staff: Some(permit.staff()), device: permit.device() }
}

fn entry(permit: &Permit, action: Action, object: (&'static str, Option<[u8; 16]>)) -> Entry {
    Entry::done(clock::now_ms(), who(permit), action, object)
}
