//! Sessions and failures to sign in.

use super::{Store, StoreError, change::Change, device, rows};
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
use std::time::Duration;

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
}

/// Failures to sign in, by which the next attempt is slowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Throttle {
    /// Failures since the last success.
    pub failures: u32,
    /// When the last was, milliseconds since 1970.
    pub last_at_ms: i64,
}

impl Throttle {
    /// How long to wait before the next attempt: nothing for the first five,
    /// then doubling from two seconds to five minutes, never for good, so
    /// that nobody can lock somebody else out.
    #[must_use]
    pub fn wait(self, now_ms: i64) -> Option<Duration> {
        const FREE: u32 = 5;
        const LONGEST_MS: i64 = 300_000;
        let over = self.failures.checked_sub(FREE)?;
        let delay = 2_000_i64.checked_shl(over.min(16)).unwrap_or(LONGEST_MS).min(LONGEST_MS);
        let left = self.last_at_ms.saturating_add(delay).saturating_sub(now_ms).min(delay);
        u64::try_from(left).ok().filter(|ms| *ms > 0).map(Duration::from_millis)
    }
}

pub(super) fn role(word: &str) -> Role {
    match word {
        "supervisor" => Role::Supervisor,
        "administrator" => Role::Administrator,
        _ => Role::Worker,
    }
}

/// The agency that failures under names nobody has are counted in.
const NOBODY: [u8; 16] = [0; 16];

impl Store {
    /// The session with this token.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn session(&self, token: &HashedToken) -> Result<Option<SessionFacts>, StoreError> {
        let row = sqlx::query(
            "select s.agency_id, s.staff_id, p.role, s.device_id, d.revoked, s.began_at_ms,
                s.seen_at_ms
             from session s
             join staff p on p.agency_id = s.agency_id and p.staff_id = s.staff_id
             left join device d on d.agency_id = s.agency_id and d.device_id = s.device_id
                and d.staff_id = s.staff_id
             where s.token_hash = ?",
        )
        .bind(token.as_bytes().as_slice())
        .fetch_optional(&self.0.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let device = rows::id_or_none(&row, 3)?.map(DeviceId::from_bytes);
        let revoked = device::revoked(row.try_get(4)?);
        Ok(Some(SessionFacts {
            agency: AgencyId::from_bytes(rows::id(&row, 0)?),
            staff: StaffId::from_bytes(rows::id(&row, 1)?),
            role: role(row.try_get(2)?),
            device: device.map(|device| (device, revoked)),
            began_at_ms: row.try_get(5)?,
            seen_at_ms: row.try_get(6)?,
        }))
    }

    /// Begins a session, bound to `device` where that is one of the person's own phones.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn begin_session(
        &self,
        agency: AgencyId,
        staff: StaffId,
        device: Option<DeviceId>,
        token: &HashedToken,
    ) -> Result<(), StoreError> {
        let now = clock::now_ms();
        let mut change = Change::begin(self, agency).await?;
        sqlx::query(
            "insert into session
                (agency_id, token_hash, staff_id, device_id, began_at_ms, seen_at_ms)
             values (?1, ?2, ?3,
                (select device_id from device
                 where agency_id = ?1 and device_id = ?4 and staff_id = ?3), ?5, ?5)",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(token.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(device.map(|id| id.as_bytes().to_vec()))
        .bind(now)
        .execute(change.db())
        .await?;
        let who = Who { staff: Some(staff), device };
        let object = ("staff", Some(*staff.as_bytes()));
        change.audit(&Entry::done(now, who, Action::SignedIn, object)).await?;
        change.commit().await
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
        change.audit(&Entry::done(clock::now_ms(), who, Action::SignedOut, object)).await?;
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
        change.audit(&Entry { outcome: code, ..entry }).await?;
        change.commit().await
    }

    /// Failures to sign in under a name, whether or not anybody has it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn throttle(
        &self,
        agency: Option<AgencyId>,
        login_tag: &[u8; 32],
    ) -> Result<Throttle, StoreError> {
        let row = sqlx::query(
            "select failures, last_at_ms from sign_in_attempt
             where agency_id = ? and login_tag = ?",
        )
        .bind(agency.map_or(NOBODY, |id| *id.as_bytes()).as_slice())
        .bind(login_tag.as_slice())
        .fetch_optional(&self.0.readers)
        .await?;
        Ok(match row {
            Some(row) => Throttle { failures: row.try_get(0)?, last_at_ms: row.try_get(1)? },
            None => Throttle::default(),
        })
    }

    /// Counts a failure to sign in, and forgets those of more than a day ago.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_failure(
        &self,
        agency: Option<AgencyId>,
        login_tag: &[u8; 32],
    ) -> Result<(), StoreError> {
        const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
        let now = clock::now_ms();
        let mut tx = self.0.writer.begin_with("begin immediate").await?;
        sqlx::query("delete from sign_in_attempt where last_at_ms < ?")
            .bind(now - DAY_MS)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "insert into sign_in_attempt (agency_id, login_tag, failures, last_at_ms)
             values (?, ?, 1, ?)
             on conflict (agency_id, login_tag)
             do update set failures = failures + 1, last_at_ms = excluded.last_at_ms",
        )
        .bind(agency.map_or(NOBODY, |id| *id.as_bytes()).as_slice())
        .bind(login_tag.as_slice())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Forgets the failures under a name after a success.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn clear_failures(
        &self,
        agency: AgencyId,
        login_tag: &[u8; 32],
    ) -> Result<(), StoreError> {
        sqlx::query("delete from sign_in_attempt where agency_id = ? and login_tag = ?")
            .bind(agency.as_bytes().as_slice())
            .bind(login_tag.as_slice())
            .execute(&self.0.writer)
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_with_failures_and_never_beyond_five_minutes() {
        let after = |failures| Throttle { failures, last_at_ms: 1_000 }.wait(1_000);
        assert_eq!(after(4), None);
        assert_eq!(after(5), Some(Duration::from_secs(2)));
        assert_eq!(after(7), Some(Duration::from_secs(8)));
        assert_eq!(after(400), Some(Duration::from_secs(300)));
        assert_eq!(Throttle { failures: 5, last_at_ms: 1_000 }.wait(3_001), None);
    }

    #[test]
    fn a_clock_set_back_does_not_lock_anybody_out() {
        let throttle = Throttle { failures: 5, last_at_ms: i64::MAX };
        assert_eq!(throttle.wait(0), Some(Duration::from_secs(2)));
    }
}
