//! People who leave, and who come back.

use super::{Login, Store, StoreError, attempts, change::Change, rows, second_factor};
use crate::{
    audit::{Action, Column, Entry, Who},
    clock,
};
use domain::id::{AgencyId, ClientId};
use sqlx::Row as _;

/// What somebody left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Phones that may no longer read.
    pub phones: usize,
    /// Clients who were theirs.
    pub clients: usize,
    /// Those of them whom nobody carries now.
    pub alone: Vec<ClientId>,
    /// Nobody is left who may write the agency's content or revoke phones as an administrator.
    pub last_administrator: bool,
}

impl Store {
    /// Ends somebody's work here: their password, sessions and turns on call are gone, their
    /// phones may deliver and not read, their clients are taken from them. None when they
    /// had left already.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_staff(&self, login: &Login) -> Result<Option<Left>, StoreError> {
        let now = clock::now_ms();
        let mut change = Change::begin(self, login.agency).await?;
        let (agency, staff) =
            (login.agency.as_bytes().as_slice(), login.staff.as_bytes().as_slice());
        let ended = sqlx::query(
            "update staff set ended_at_ms = ?, password_hash = null
             where agency_id = ? and staff_id = ? and ended_at_ms is null",
        );
        let ended = ended.bind(now).bind(agency).bind(staff).execute(change.db()).await?;
        if ended.rows_affected() == 0 {
            return Ok(None);
        }
        change.wrote("staff", [Column::bytes(staff)]);
        let phones = sqlx::query(
            "update device set revoked = 'left', revoked_at_ms = ?
             where agency_id = ? and staff_id = ? and revoked is null returning device_id",
        );
        let phones = phones.bind(now).bind(agency).bind(staff).fetch_all(change.db()).await?;
        for phone in &phones {
            change.wrote("device", [Column::bytes(&rows::id(phone, 0)?)]);
        }
        sqlx::query("delete from session where agency_id = ? and staff_id = ?")
            .bind(agency)
            .bind(staff)
            .execute(change.db())
            .await?;
        for turns in [
            "delete from on_call_shift where agency_id = ?1 and staff_id = ?2 and from_ms >= ?3
             returning shift_id",
            "update on_call_shift set to_ms = ?3
             where agency_id = ?1 and staff_id = ?2 and from_ms < ?3 and to_ms > ?3
             returning shift_id",
        ] {
            let turns = sqlx::query(turns).bind(agency).bind(staff).bind(now);
            for turn in turns.fetch_all(change.db()).await? {
                change.wrote("on_call_shift", [Column::bytes(&rows::id(&turn, 0)?)]);
            }
        }
        attempts::forget_browsers(&mut change, login.staff).await?;
        second_factor::forget(&mut change, login.staff).await?;
        let theirs = sqlx::query(
            "select a.client_id, not exists (select 1 from case_assignment o
                where o.agency_id = a.agency_id and o.client_id = a.client_id
                    and o.staff_id <> a.staff_id and o.to_seq is null)
             from case_assignment a
             where a.agency_id = ? and a.staff_id = ? and a.to_seq is null",
        );
        let theirs = theirs.bind(agency).bind(staff).fetch_all(change.db()).await?;
        let mut alone = Vec::new();
        for row in &theirs {
            let client = ClientId::from_bytes(rows::id(row, 0)?);
            change.unassign(login.staff, client).await?;
            if row.try_get::<bool, _>(1)? {
                alone.push(client);
            }
        }
        let administrators = sqlx::query(
            "select (select role from staff where agency_id = ?1 and staff_id = ?2) = 'administrator'
                and not exists (select 1 from staff where agency_id = ?1
                    and role = 'administrator' and ended_at_ms is null)",
        );
        let administrators = administrators.bind(agency).bind(staff).fetch_one(change.db()).await?;
        let last_administrator = administrators.try_get(0)?;
        let left = Left { phones: phones.len(), clients: theirs.len(), alone, last_administrator };
        let object = ("staff", Some(*login.staff.as_bytes()));
        let entry = Entry::done(now, Who::default(), Action::StaffEnded, object).with(
            serde_json::json!({ "phones": left.phones, "clients": left.clients, "alone": left.alone.len() }),
        );
        change.audit(entry);
        change.commit().await?;
        Ok(Some(left))
    }

    /// Clients of an agency whom nobody carries, whatever their stage.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn unassigned(&self, agency: AgencyId) -> Result<Vec<ClientId>, StoreError> {
        let found = sqlx::query(
            "select client_id from client c where agency_id = ?1 and not exists
                (select 1 from case_assignment a where a.agency_id = ?1
                    and a.client_id = c.client_id and a.to_seq is null)
             order by client_id",
        )
        .bind(agency.as_bytes().as_slice())
        .fetch_all(&self.0.readers)
        .await?;
        found.iter().map(|row| Ok(ClientId::from_bytes(rows::id(row, 0)?))).collect()
    }

    /// Lets somebody who had left work here again; they need a password, and get none of
    /// what they had. False when they had not left.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn return_staff(&self, login: &Login) -> Result<bool, StoreError> {
        let mut change = Change::begin(self, login.agency).await?;
        let back = sqlx::query(
            "update staff set ended_at_ms = null
             where agency_id = ? and staff_id = ? and ended_at_ms is not null",
        )
        .bind(login.agency.as_bytes().as_slice())
        .bind(login.staff.as_bytes().as_slice())
        .execute(change.db())
        .await?;
        if back.rows_affected() == 0 {
            return Ok(false);
        }
        change.wrote("staff", [Column::bytes(login.staff.as_bytes())]);
        let object = ("staff", Some(*login.staff.as_bytes()));
        let entry = Entry::done(clock::now_ms(), Who::default(), Action::StaffReturned, object);
        change.audit(entry);
        change.commit().await?;
        Ok(true)
    }
}
