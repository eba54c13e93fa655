//! Documents of every kind: their versions, and what becomes of an edit.

mod loaded;
mod outside;

pub(super) use loaded::{LoadedDocument, close_loaded, put_loaded};

use super::{
    Store, StoreError,
    change::{Change, Put, Row},
    rows::{self, Kind, Place},
};
use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
};
use domain::{
    document::{DocumentKind, Edit, Version},
    id::{ClientId, OperationId},
    wire::v1::{DocumentBase, ReceiptOutcome, Role},
};
use serde_json::value::RawValue;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use sync::merge;

/// Joins an edit with what is there and keeps the outcome as its next version. What becomes of
/// it is decided by `sync::merge`.
pub(super) async fn save(change: &mut Change, edit: &Edit) -> Result<ReceiptOutcome, StoreError> {
    // A merge needs no version from before the one that the edit is based on.
    let from = match edit.based_on {
        // A number that any of them gave to a line is not given again.
        _ if edit.kind.shape().has_numbers() => 0,
        DocumentBase::Version(number) => number,
        DocumentBase::Nothing | DocumentBase::Edit(_) => 0,
    };
    let mut versions = versions(change, edit.kind, edit.client_id, from).await?;
    if versions.is_empty() && from > 0 {
        // Of a history that is gone.
        versions = self::versions(change, edit.kind, edit.client_id, 0).await?;
    }
    let base_applied = match edit.based_on {
        DocumentBase::Edit(op_id) => took_effect(change, op_id).await?,
        DocumentBase::Nothing | DocumentBase::Version(_) => false,
    };
    let made = merge::save(&versions, edit, base_applied);
    if made.changed {
        put(change, &made.version).await?;
    }
    Ok(made.outcome)
}

async fn put(change: &mut Change, version: &Version) -> Result<Put, StoreError> {
    let row = Row {
        kind: Kind::Document(version.kind),
        id: &version.id,
        client: version.client_id,
        body: &version.to_json()?,
        version: Some(version.number),
    };
    change.put(&row).await
}

/// The versions of a client's document from this number on, oldest first.
async fn versions(
    change: &mut Change,
    kind: DocumentKind,
    client: ClientId,
    from: u32,
) -> Result<Vec<Version>, StoreError> {
    let agency = change.agency;
    let found = sqlx::query(
        "select document_id, body, version from document_version
         where agency_id = ? and kind = ? and client_id = ? and version >= ? order by version",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(kind.word())
    .bind(client.as_bytes().as_slice())
    .bind(from)
    .fetch_all(change.db())
    .await?;
    let open = |row: &SqliteRow| -> Result<Version, StoreError> {
        let (id, version) = (&rows::id(row, 0)?, Some(row.try_get(2)?));
        let place = Place { agency, kind: kind.word(), id, client, version };
        let body = place.open(&change.key, row.try_get(1)?)?;
        // A fact sheet from before versions were counted says nothing of its number.
        Ok(Version { number: row.try_get(2)?, ..Version::read(kind, &body)? })
    };
    found.iter().map(open).collect()
}

/// An operation was applied, and not put into the quarantine.
async fn took_effect(change: &mut Change, op_id: OperationId) -> Result<bool, StoreError> {
    let agency = change.agency;
    let row = sqlx::query(
        "select exists (select 1 from operation
            where agency_id = ? and op_id = ? and quarantined is null)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(op_id.as_bytes().as_slice())
    .fetch_one(change.db())
    .await?;
    Ok(row.try_get(0)?)
}

impl Store {
    /// Every version of a client's document as JSON, newest first; nothing where the client
    /// is not in the reader's scope. Written to the audit log.
    ///
    /// # Errors
    /// Those of the database, and when a body does not open.
    pub async fn document_versions(
        &self,
        permit: &Permit,
        kind: DocumentKind,
        client: ClientId,
    ) -> Result<Option<Vec<Box<RawValue>>>, StoreError> {
        let agency = permit.agency();
        let mut change = Change::begin(self, agency).await?;
        if !may_read(change.db(), permit, client).await? {
            return Ok(None);
        }
        let versions = versions(&mut change, kind, client, 0).await?;
        let json = |version: &Version| -> Result<Box<RawValue>, StoreError> {
            Ok(serde_json::from_slice(&version.to_json()?)?)
        };
        let newest_first = versions.iter().rev().map(json).collect::<Result<_, _>>()?;
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("client", Some(*client.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::DocumentVersionsRead, object)
            .with(serde_json::json!({ "kind": kind.word(), "versions": versions.len() }));
        change.audit(entry);
        change.commit().await?;
        Ok(Some(newest_first))
    }
}

/// A worker reads the files of assigned clients, a supervisor those of the
/// agency, an administrator none.
pub(super) async fn may_read(
    db: &mut SqliteConnection,
    permit: &Permit,
    client: ClientId,
) -> Result<bool, StoreError> {
    let only = match permit.role() {
        Role::Administrator => return Ok(false),
        Role::Supervisor => None,
        Role::Worker => Some(permit.staff()),
    };
    let row = sqlx::query(
        "select exists (select 1 from client where agency_id = ?1 and client_id = ?2)
            and (?3 is null or exists (select 1 from case_assignment
                where to_seq is null and agency_id = ?1 and staff_id = ?3 and client_id = ?2))",
    )
    .bind(permit.agency().as_bytes().as_slice())
    .bind(client.as_bytes().as_slice())
    .bind(only.map(|staff| staff.as_bytes().to_vec()))
    .fetch_one(db)
    .await?;
    Ok(row.try_get(0)?)
}
