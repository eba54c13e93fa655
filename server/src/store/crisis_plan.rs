//! Every version of a client's crisis plan, to be looked at.

use super::{
    Store, StoreError,
    change::{Change, Put, Row},
    rows,
};
use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
};
use domain::{
    id::ClientId,
    wire::v1::{CrisisPlan, PlanVersions, Role},
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

impl Store {
    /// Every version of a client's plan, newest first; nothing where the client
    /// is not in the reader's scope. Written to the audit log.
    ///
    /// # Errors
    /// Those of the database, and when a body does not open.
    pub async fn plan_versions(
        &self,
        permit: &Permit,
        client: ClientId,
    ) -> Result<Option<PlanVersions>, StoreError> {
        let agency = permit.agency();
        let mut change = Change::begin(self, agency).await?;
        if !may_read(change.db(), permit, client).await? {
            return Ok(None);
        }
        let mut versions = versions(&mut change, client).await?;
        versions.reverse();
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("client", Some(*client.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::CrisisPlanVersionsRead, object)
            .with(serde_json::json!({ "versions": versions.len() }));
        change.audit(&entry).await?;
        change.commit().await?;
        Ok(Some(PlanVersions { versions }))
    }
}

/// Every version of a client's plan, oldest first.
pub(super) async fn versions(
    change: &mut Change,
    client: ClientId,
) -> Result<Vec<CrisisPlan>, StoreError> {
    let agency = change.agency;
    let found = sqlx::query(
        "select document_id, body, version from document_version
         where agency_id = ? and kind = 'crisis_plan' and client_id = ? order by version",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(client.as_bytes().as_slice())
    .fetch_all(change.db())
    .await?;
    let open = |row: &SqliteRow| -> Result<CrisisPlan, StoreError> {
        let kind = rows::Kind::CRISIS_PLAN.word();
        let body = rows::open(&change.key, agency, kind, &rows::id(row, 0)?, row.try_get(1)?)?;
        Ok(serde_json::from_slice(&body)?)
    };
    found.iter().map(open).collect()
}

/// Puts a plan that comes from elsewhere. A version that is there never changes, so other
/// words under its number become the next one; what was put before stays as it was edited since.
pub(super) async fn put_loaded(
    change: &mut Change,
    loaded: &CrisisPlan,
) -> Result<Put, StoreError> {
    let known = versions(change, loaded.client_id).await?;
    let mut plan = loaded.clone();
    if let Some(last) = known.last().filter(|last| last.version >= loaded.version) {
        let same =
            |known: &CrisisPlan| CrisisPlan { version: loaded.version, ..known.clone() } == *loaded;
        if known.iter().any(same) {
            return Ok(Put::Unchanged);
        }
        plan.version = last.version + 1;
    }
    let row = Row {
        kind: rows::Kind::CRISIS_PLAN,
        id: plan.crisis_plan_id.as_bytes(),
        client: plan.client_id,
        body: &serde_json::to_vec(&plan)?,
        version: Some(plan.version),
    };
    change.put(&row).await
}

/// A worker reads the files of assigned clients, a supervisor those of the
/// agency, an administrator none.
async fn may_read(
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
