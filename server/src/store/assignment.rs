//! Which clients are in which worker's scope.

use super::{Store, StoreError, change::Change};
use crate::{
    audit::{Action, Entry, Who},
    clock,
};
use domain::id::{AgencyId, ClientId, StaffId};

impl Store {
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
        let changed = change.assign(staff, client).await?;
        finish(change, changed, Who::default(), (staff, client), "began").await
    }

    /// Takes a client out of a worker's scope; the file leaves the worker's
    /// phones with the next pull.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn unassign(
        &self,
        agency: AgencyId,
        staff: StaffId,
        client: ClientId,
    ) -> Result<(), StoreError> {
        let mut change = Change::begin(self, agency).await?;
        let changed = change.unassign(staff, client).await?;
        finish(change, changed, Who::default(), (staff, client), "ended").await
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
    let object = ("client", Some(*client.as_bytes()));
    let entry = Entry::done(clock::now_ms(), who, Action::AssignmentChanged, object)
        .with(serde_json::json!({ "assignment": what, "staff_id": staff }));
    change.audit(&entry).await?;
    change.commit().await
}
