//! The client's own plan: ways to it, what they are opened with, what is seen and what is said there.

mod index;
mod material;
mod say;
mod tried;

pub(super) use index::{is_indexed, took_effect};
pub use say::Said;
pub use tried::{OwnOpening, OwnPass, Shut};

use super::{Store, StoreError, change::Change, rows};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::HashedToken,
    clock,
};
use domain::{
    id::{AgencyId, ClientId, StaffId},
    own::Happened,
    record::RecordKind,
};
use sqlx::Row as _;
use std::collections::HashSet;

/// A way that is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) agency: AgencyId,
    pub(super) access: [u8; 16],
    pub(super) client: ClientId,
}

/// Who did something to a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// A staff member: what their phone delivered is in the log as that.
    Staff(StaffId),
    /// The client, or whoever has their link.
    Client,
    /// A restore, which is in the log as that.
    Restore,
}

/// Takes down what happened to a way, for the client and for the log.
async fn happened(change: &mut Change, way: Way, what: Happened, by: By) -> Result<(), StoreError> {
    let staff = match by {
        By::Staff(staff) => Some(staff),
        By::Client | By::Restore => None,
    };
    let now = clock::now_ms();
    let row = sqlx::query(
        "insert into client_access_event
            (agency_id, client_id, number, access_id, at_ms, what, staff_id)
         select ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6 from client_access_event
         where agency_id = ?1 and client_id = ?2 returning number",
    )
    .bind(way.agency.as_bytes().as_slice())
    .bind(way.client.as_bytes().as_slice())
    .bind(way.access.as_slice())
    .bind(now)
    .bind(what.word())
    .bind(staff.map(|staff| staff.as_bytes().to_vec()))
    .fetch_one(change.db())
    .await?;
    let number = Column::Number(row.try_get(0)?);
    change.wrote("client_access_event", [Column::bytes(way.client.as_bytes()), number]);
    if by == By::Client {
        let object = (RecordKind::ClientAccess.word(), Some(way.access));
        let detail = serde_json::json!({ "by": "client" });
        let entry = Entry::done(now, Who::default(), Action::OwnPlan(what), object);
        change.audit(entry.with(detail));
    }
    Ok(())
}

/// Ends a way. False where it was over.
///
/// What stands for it on phones stays, so that they hear that it was ended and forget the plan. A restore
/// takes it away instead: it knows of nobody who wanted that, and a phone that the server does not know
/// keeps what it has.
async fn end(change: &mut Change, way: Way, by: By) -> Result<bool, StoreError> {
    let ended = sqlx::query(
        "update client_access set ended_at_ms = ?
         where agency_id = ? and access_id = ? and client_id = ? and ended_at_ms is null",
    )
    .bind(clock::now_ms())
    .bind(way.agency.as_bytes().as_slice())
    .bind(way.access.as_slice())
    .bind(way.client.as_bytes().as_slice())
    .execute(change.db())
    .await?;
    if ended.rows_affected() == 0 {
        return Ok(false);
    }
    change.wrote("client_access", [Column::bytes(&way.access)]);
    if by == By::Restore {
        sqlx::query("delete from client_pass where agency_id = ? and access_id = ?")
            .bind(way.agency.as_bytes().as_slice())
            .bind(way.access.as_slice())
            .execute(change.db())
            .await?;
    }
    happened(change, way, Happened::Ended, by).await?;
    Ok(true)
}

/// Ends every way of an agency that is not among these: how many.
pub(super) async fn end_all_but(
    change: &mut Change,
    open: &HashSet<[u8; 16]>,
) -> Result<usize, StoreError> {
    let agency = change.agency;
    let found = sqlx::query(
        "select agency_id, access_id, client_id from client_access
         where agency_id = ? and ended_at_ms is null",
    )
    .bind(agency.as_bytes().as_slice())
    .fetch_all(change.db())
    .await?;
    let mut ended = 0;
    for row in &found {
        let way = tried::way(row)?;
        if !open.contains(&way.access) {
            ended += usize::from(end(change, way, By::Restore).await?);
        }
    }
    Ok(ended)
}

/// Takes away what stands for secret and code on phones from which a client removed the plan: every
/// pass that is not among these.
pub(super) async fn forget_all_but(
    change: &mut Change,
    there: &HashSet<[u8; 32]>,
) -> Result<(), StoreError> {
    let agency = change.agency;
    let found = sqlx::query("select pass_hash from client_pass where agency_id = ?")
        .bind(agency.as_bytes().as_slice())
        .fetch_all(change.db())
        .await?;
    for row in &found {
        let pass: [u8; 32] = rows::fixed(row, 0)?;
        if !there.contains(&pass) {
            sqlx::query("delete from client_pass where agency_id = ? and pass_hash = ?")
                .bind(agency.as_bytes().as_slice())
                .bind(pass.as_slice())
                .execute(change.db())
                .await?;
        }
    }
    Ok(())
}

impl Store {
    /// Whether a pass is known here, to any client's phone.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn knows_pass(&self, pass: &HashedToken) -> Result<bool, StoreError> {
        let found = sqlx::query("select 1 from client_pass where pass_hash = ?")
            .bind(pass.as_bytes().as_slice())
            .fetch_optional(&self.0.readers)
            .await?;
        Ok(found.is_some())
    }
}

/// The way that a pass stands for, and whether it is over; none where nobody has such a pass.
async fn way_of(
    change: &mut Change,
    pass: &HashedToken,
) -> Result<Option<(Way, bool)>, StoreError> {
    let row = sqlx::query(
        "select a.agency_id, a.access_id, a.client_id, a.ended_at_ms is not null
         from client_pass p
         join client_access a on a.agency_id = p.agency_id and a.access_id = p.access_id
         where p.pass_hash = ?",
    )
    .bind(pass.as_bytes().as_slice())
    .fetch_optional(change.db())
    .await?;
    row.map(|row| Ok((tried::way(&row)?, row.try_get(3)?))).transpose()
}
