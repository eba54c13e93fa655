//! Which clients are in which worker's scope.

use super::{Store, StoreError, change::Change, rows::Kind};
use crate::{
    audit::{Action, Column, Entry, Who},
    clock,
};
use domain::id::{AgencyId, ClientId, StaffId};
use sqlx::Row as _;

/// What came of giving a client to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// The client is in their scope now.
    Done,
    /// They carried the client already. Nothing was changed.
    Already,
    /// The client is not known here, or there is no such operation to name one.
    NoClient,
    /// Nobody by that id works here and carries clients.
    NoStaff,
}

impl Store {
    /// Brings a client into the scope of somebody who carries clients.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn give_client(
        &self,
        agency: AgencyId,
        staff: StaffId,
        client: ClientId,
    ) -> Result<Assigned, StoreError> {
        let mut change = Change::begin(self, agency).await?;
        let may = may_carry(&mut change, staff, client).await?;
        if may == Assigned::Done {
            let changed = change.assign(staff, client).await?.is_some();
            finish(change, changed, Who::default(), (staff, client), "began").await?;
            return Ok(if changed { Assigned::Done } else { Assigned::Already });
        }
        Ok(may)
    }

    /// Brings a client into a worker's scope; their file goes to the worker's
    /// phones with the next pull.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn assign(
        &self,
        agency: AgencyId,
        staff: StaffId,
        client: ClientId,
    ) -> Result<(), StoreError> {
        let mut change = Change::begin(self, agency).await?;
        let changed = change.assign(staff, client).await?.is_some();
        finish(change, changed, Who::default(), (staff, client), "began").await
    }

    /// Takes a client out of a worker's scope; the file leaves the worker's
    /// phones with the next pull. False where the client was not in it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn unassign(
        &self,
        agency: AgencyId,
        staff: StaffId,
        client: ClientId,
    ) -> Result<bool, StoreError> {
        let mut change = Change::begin(self, agency).await?;
        let changed = change.unassign(staff, client).await?;
        finish(change, changed, Who::default(), (staff, client), "ended").await?;
        Ok(changed)
    }
}

impl Change {
    /// Brings a client into a worker's scope, unless they are in it. Gives the change with which
    /// that began.
    pub(super) async fn assign(
        &mut self,
        staff: StaffId,
        client: ClientId,
    ) -> Result<Option<i64>, StoreError> {
        let seq = self.next_seq();
        let agency = self.agency;
        let done = sqlx::query(
            "insert into case_assignment (agency_id, staff_id, client_id, from_seq)
             select ?1, ?2, ?3, ?4
             -- An import names whoever carried them once.
             where not exists (select 1 from staff where agency_id = ?1 and staff_id = ?2
                and ended_at_ms is not null)
             on conflict (agency_id, staff_id, client_id) where to_seq is null do nothing",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(client.as_bytes().as_slice())
        .bind(seq)
        .execute(self.db())
        .await?;
        let began = done.rows_affected() > 0;
        if began {
            let (staff, client) =
                (Column::bytes(staff.as_bytes()), Column::bytes(client.as_bytes()));
            self.wrote("case_assignment", [staff, client, Column::Number(seq)]);
        }
        Ok(began.then_some(seq))
    }

    /// Takes a client out of a worker's scope.
    pub(super) async fn unassign(
        &mut self,
        staff: StaffId,
        client: ClientId,
    ) -> Result<bool, StoreError> {
        let seq = self.next_seq();
        let agency = self.agency;
        let ended = sqlx::query(
            "update case_assignment set to_seq = ?
             where agency_id = ? and staff_id = ? and client_id = ? and to_seq is null
             returning from_seq",
        )
        .bind(seq)
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(client.as_bytes().as_slice())
        .fetch_optional(self.db())
        .await?;
        let Some(ended) = ended else { return Ok(false) };
        let began = Column::Number(ended.try_get(0)?);
        let key = [Column::bytes(staff.as_bytes()), Column::bytes(client.as_bytes()), began];
        self.wrote("case_assignment", key);
        Ok(true)
    }
}

/// Writes down that an assignment began or ended, if it did.
pub(super) async fn finish(
    mut change: Change,
    changed: bool,
    who: Who,
    (staff, client): (StaffId, ClientId),
    what: &str,
) -> Result<(), StoreError> {
    if !changed {
        return Ok(());
    }
    change.audit(entry(who, (staff, client), what));
    change.commit().await
}

/// That an assignment began or ended.
pub(super) fn entry(who: Who, (staff, client): (StaffId, ClientId), what: &str) -> Entry {
    let object = ("client", Some(*client.as_bytes()));
    Entry::done(clock::now_ms(), who, Action::AssignmentChanged, object)
        .with(serde_json::json!({ "assignment": what, "staff_id": staff }))
}

/// Whether somebody may carry a client: both are there, and an administrator, or somebody
/// who has left, sees none.
pub(super) async fn may_carry(
    change: &mut Change,
    staff: StaffId,
    client: ClientId,
) -> Result<Assigned, StoreError> {
    let agency = change.agency;
    // Whether it opens or not: whoever carries them may be the one to notice.
    let known: bool = sqlx::query(
        "select exists (select 1 from document where agency_id = ? and kind = ? and document_id = ?)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(Kind::CLIENT.word())
    .bind(client.as_bytes().as_slice())
    .fetch_one(change.db())
    .await?
    .try_get(0)?;
    if !known {
        return Ok(Assigned::NoClient);
    }
    let carries: bool = sqlx::query(
        "select exists (select 1 from staff where agency_id = ? and staff_id = ?
            and role <> 'administrator' and ended_at_ms is null)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(staff.as_bytes().as_slice())
    .fetch_one(change.db())
    .await?
    .try_get(0)?;
    Ok(if carries { Assigned::Done } else { Assigned::NoStaff })
}
