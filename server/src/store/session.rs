//! Sessions. Which phones each was on is kept by triggers, for `revoking`.

use super::{
    Login, Store, StoreError, attempts,
    change::Change,
    device,
    revoking::revoked,
    rows,
    second_factor::{self, Second},
};
use crate::{
    audit::{Action, Entry, Who},
    auth::HashedToken,
    clock,
};
use domain::{
    id::{AgencyId, DeviceId, StaffId},
    wire::v1::{Revoked, Role},
};
use sqlx::Row as _;

/// Everything a permit is made of, found by one query.
#[derive(Debug, Clone, Copy)]
pub struct SessionFacts {
    /// The tenant.
    pub agency: AgencyId,
    /// Who signed in.
    pub staff: StaffId,
    /// What they may do.
    pub role: Role,
    /// The phone the session is bound to, and whether it was revoked.
    pub device: Option<(DeviceId, Option<Revoked>)>,
    /// When it began, milliseconds since 1970.
    pub began_at_ms: i64,
    /// When it was last used, to ten minutes.
    pub seen_at_ms: i64,
    /// A second factor is wanted from this person, and it was begun without: it opens nothing but
    /// the way to set one up.
    pub second_missing: bool,
}

pub(super) fn role(word: &str) -> Role {
    match word {
        "supervisor" => Role::Supervisor,
        "administrator" => Role::Administrator,
        _ => Role::Worker,
    }
}

impl Store {
    /// The session with this token.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn session(&self, token: &HashedToken) -> Result<Option<SessionFacts>, StoreError> {
        let row = sqlx::query(
            "select s.agency_id, s.staff_id, p.role, s.device_id, d.revoked, s.began_at_ms,
                s.seen_at_ms, s.second_factor = 0 and (
                    exists (select 1 from passkey k
                        where k.agency_id = s.agency_id and k.staff_id = s.staff_id)
                    or (p.role <> 'worker' and exists (select 1 from agency_rule r
                        where r.agency_id = s.agency_id and r.second_factor = 1)))
             from session s
             join staff p on p.agency_id = s.agency_id and p.staff_id = s.staff_id
                and p.ended_at_ms is null
             left join device d on d.agency_id = s.agency_id and d.device_id = s.device_id
                and d.staff_id = s.staff_id
             where s.token_hash = ?",
        )
        .bind(token.as_bytes().as_slice())
        .fetch_optional(&self.0.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let device = rows::id_or_none(&row, 3)?.map(DeviceId::from_bytes);
        let revoked = revoked(row.try_get(4)?);
        Ok(Some(SessionFacts {
            agency: AgencyId::from_bytes(rows::id(&row, 0)?),
            staff: StaffId::from_bytes(rows::id(&row, 1)?),
            role: role(row.try_get(2)?),
            device: device.map(|device| (device, revoked)),
            began_at_ms: row.try_get(5)?,
            seen_at_ms: row.try_get(6)?,
            second_missing: row.try_get(7)?,
        }))
    }

    /// Begins a session, bound to `device` where that is one of the person's own phones,
    /// and makes the browser known to them. False when the password that was checked is
    /// not theirs any more: it was changed, or they were sent away, meanwhile; or when what
    /// stood beside it was used before, or is missing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn begin_session(
        &self,
        login: &Login,
        second: Option<Second>,
        device: Option<DeviceId>,
        token: &HashedToken,
        browser: &HashedToken,
    ) -> Result<bool, StoreError> {
        let now = clock::now_ms();
        let Login { agency, staff, ref password_hash, .. } = *login;
        let mut change = Change::begin(self, agency).await?;
        let begun = sqlx::query(
            "insert into session (agency_id, token_hash, staff_id, device_id, began_at_ms,
                seen_at_ms, browser_hash, second_factor)
             select ?1, ?2, staff_id,
                (select device_id from device
                 where agency_id = ?1 and device_id = ?4 and staff_id = ?3), ?5, ?5, ?6, ?8
             from staff where agency_id = ?1 and staff_id = ?3 and password_hash is ?7
                and ended_at_ms is null and (?8 or not exists
                    (select 1 from passkey where agency_id = ?1 and staff_id = ?3))",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(token.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(device.map(|id| id.as_bytes().to_vec()))
        .bind(now)
        .bind(browser.as_bytes().as_slice())
        .bind(password_hash)
        .bind(second.is_some())
        .execute(change.db())
        .await?;
        if begun.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(second) = second
            && !second_factor::use_up(&mut change, staff, second, now).await?
        {
            return Ok(false);
        }
        attempts::know(&mut change, staff, token, now).await?;
        let who = Who { staff: Some(staff), device };
        let object = ("staff", Some(*staff.as_bytes()));
        let entry = Entry::done(now, who, Action::SignedIn, object);
        change.audit(match second {
            None => entry,
            Some(second) => entry.with(serde_json::json!({ "second": second.word() })),
        });
        change.commit().await?;
        Ok(true)
    }

    /// Deletes sessions that nothing can be asked with any more. An agency is gone through when
    /// somebody signs in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn delete_expired(
        &self,
        agency: AgencyId,
        began_before_ms: i64,
        seen_before_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "delete from session where agency_id = ? and (began_at_ms <= ? or seen_at_ms <= ?)",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(began_before_ms)
        .bind(seen_before_ms)
        .execute(&self.0.writer)
        .await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_session(
        &self,
        facts: &SessionFacts,
        token: &HashedToken,
    ) -> Result<(), StoreError> {
        let mut change = Change::begin(self, facts.agency).await?;
        sqlx::query("delete from session where agency_id = ? and token_hash = ?")
            .bind(facts.agency.as_bytes().as_slice())
            .bind(token.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        let who = Who { staff: Some(facts.staff), device: facts.device.map(|(id, _)| id) };
        let object = ("staff", Some(*facts.staff.as_bytes()));
        change.audit(Entry::done(clock::now_ms(), who, Action::SignedOut, object));
        change.commit().await
    }

    /// Writes down that a session and its phone were used, at most every ten minutes.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn saw_session(
        &self,
        facts: &SessionFacts,
        token: &HashedToken,
    ) -> Result<(), StoreError> {
        let now = clock::now_ms();
        if now - facts.seen_at_ms < device::SEEN_EVERY_MS {
            return Ok(());
        }
        sqlx::query("update session set seen_at_ms = ? where agency_id = ? and token_hash = ?")
            .bind(now)
            .bind(facts.agency.as_bytes().as_slice())
            .bind(token.as_bytes().as_slice())
            .execute(&self.0.writer)
            .await?;
        if let Some((device, _)) = facts.device {
            sqlx::query(
                "update device set last_seen_at_ms = ? where agency_id = ? and device_id = ?",
            )
            .bind(now)
            .bind(facts.agency.as_bytes().as_slice())
            .bind(device.as_bytes().as_slice())
            .execute(&self.0.writer)
            .await?;
        }
        Ok(())
    }

    /// Writes down that somebody did not get in, or did not get what they asked for.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn note_refusal(
        &self,
        agency: AgencyId,
        who: Who,
        action: Action,
        code: &'static str,
    ) -> Result<(), StoreError> {
        let mut change = Change::begin(self, agency).await?;
        let object = ("staff", who.staff.map(|staff| *staff.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, action, object);
        change.audit(Entry { outcome: code, ..entry });
        change.commit().await
    }
}
