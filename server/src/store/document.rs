//! Documents of every kind: their versions, and what becomes of an edit.

mod history;
mod loaded;
mod outside;

pub use history::VersionsPage;

pub(super) use loaded::{LoadedDocument, close_loaded, put_loaded};

use super::{
    StoreError,
    change::{Change, Put, Row},
    rows::Kind,
};
use crate::auth::Permit;
use domain::{
    document::{DOCUMENT_MAX_BYTES, DocumentKind, Edit, Version},
    id::{ClientId, OperationId},
    wire::v1::{DocumentBase, QuarantineCode, ReceiptOutcome, Role},
};
use sqlx::{Row as _, SqliteConnection};
use sync::merge;

/// Joins an edit with what is there and keeps the outcome as its next version. What becomes of
/// it is decided by `sync::merge`. An outcome beyond what one person may write is none: nobody
/// could go on from it, so the edit is set aside, whole.
///
/// # Errors
/// Those of the database, and [`StoreError::TooMuch`] when this change has merged enough already.
pub(super) async fn save(
    change: &mut Change,
    edit: &Edit,
) -> Result<Result<ReceiptOutcome, QuarantineCode>, StoreError> {
    let versions = history::for_merge(change, edit).await?;
    let base_applied = match edit.based_on {
        DocumentBase::Edit(op_id) => took_effect(change, op_id).await?,
        DocumentBase::Nothing | DocumentBase::Version(_) => false,
    };
    let made = merge::save(&versions, edit, base_applied);
    if made.changed {
        let is_as_sent = made.version.cells == edit.content;
        if !(is_as_sent || edit.kind.holds(&made.version.cells))
            || made.version.to_json()?.len() > VERSION_MAX_BYTES
        {
            return Ok(Err(QuarantineCode::FieldInvalid));
        }
        put(change, &made.version).await?;
    }
    Ok(Ok(made.outcome))
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

/// A version with the conflicts that are open in it, as JSON, at most.
const VERSION_MAX_BYTES: usize = 4 * DOCUMENT_MAX_BYTES;

/// Every version of a client's document from this number on, oldest first.
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
    found.iter().map(|row| history::open(agency, &change.key, (kind, client), row)).collect()
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
