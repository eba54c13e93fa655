//! Attempts to sign in: counted before anything is judged, so that a hundred at once are
//! no more guesses than a hundred in a row. Whoever signed in on a browser before has a
//! count of their own there, so that nobody keeps them out by guessing under their name.

use super::{Login, Store, StoreError, change::Change};
use crate::{auth::HashedToken, clock};
use domain::id::StaffId;
use sqlx::{Row as _, SqliteConnection};
use std::time::Duration;

/// Wrong passwords from a browser that is known, until it is so no longer: whoever has
/// copied its token guesses no further than that.
const KNOWN_FAILURES: i64 = 10;
/// Browsers known to one person at once; the one used last goes first.
const KNOWN_BROWSERS: i64 = 20;
/// The agency that failures under names nobody has are counted in.
const NOBODY: [u8; 16] = [0; 16];

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

/// An attempt that was counted and may be judged.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    agency: [u8; 16],
    login_tag: [u8; 32],
    /// The known browser it was counted for; none when it was for the name.
    known: Option<HashedToken>,
}

impl Attempt {
    /// The browser it came from, where the person signed in on it before.
    #[must_use]
    pub const fn known_browser(&self) -> Option<HashedToken> {
        self.known
    }
}

impl Store {
    /// The browser, where the person has signed in on it before.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn known_browser(
        &self,
        login: Option<&Login>,
        browser: Option<HashedToken>,
    ) -> Result<Option<HashedToken>, StoreError> {
        let (Some(login), Some(browser)) = (login, browser) else { return Ok(None) };
        let found = sqlx::query(
            "select 1 from known_browser
             where agency_id = ? and token_hash = ? and staff_id = ? and failures < ?",
        )
        .bind(login.agency.as_bytes().as_slice())
        .bind(browser.as_bytes().as_slice())
        .bind(login.staff.as_bytes().as_slice())
        .bind(KNOWN_FAILURES)
        .fetch_optional(&self.0.readers)
        .await?;
        Ok(found.map(|_| browser))
    }

    /// Counts an attempt as a failure, before it is judged; or says how long to wait.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_attempt(
        &self,
        login_tag: &[u8; 32],
        login: Option<&Login>,
        browser: Option<HashedToken>,
    ) -> Result<Result<Attempt, Duration>, StoreError> {
        let now = clock::now_ms();
        let agency = login.map_or(NOBODY, |login| *login.agency.as_bytes());
        let mut attempt = Attempt { agency, login_tag: *login_tag, known: None };
        let mut tx = self.0.writer.begin_with("begin immediate").await?;
        if let (Some(login), Some(browser)) = (login, browser)
            && count_known(&mut tx, login, &browser, now).await?
        {
            attempt.known = Some(browser);
        } else if let Some(wait) = count_name(&mut tx, &attempt, now).await? {
            return Ok(Err(wait));
        }
        tx.commit().await?;
        Ok(Ok(attempt))
    }

    /// Forgets what was counted before: this attempt was right.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_attempts(&self, attempt: &Attempt) -> Result<(), StoreError> {
        let known = "update known_browser set failures = 0 where agency_id = ? and token_hash = ?";
        let name = "delete from sign_in_attempt where agency_id = ? and login_tag = ?";
        self.on_count(attempt, known, name).await
    }

    /// Forgets what was counted for somebody's password, on a browser that is known or under their
    /// name: all that stands beside it was right as well.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_attempts_of(
        &self,
        login: &Login,
        login_tag: &[u8; 32],
        known: Option<HashedToken>,
    ) -> Result<(), StoreError> {
        let agency = *login.agency.as_bytes();
        self.forget_attempts(&Attempt { agency, login_tag: *login_tag, known }).await
    }

    /// Takes an attempt back that was not judged after all.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn take_back_attempt(&self, attempt: &Attempt) -> Result<(), StoreError> {
        let known = "update known_browser set failures = max(failures - 1, 0)
            where agency_id = ? and token_hash = ?";
        let name = "update sign_in_attempt set failures = max(failures - 1, 0)
            where agency_id = ? and login_tag = ?";
        self.on_count(attempt, known, name).await
    }

    /// As much work as the entry in the audit log that a failure under a name of somebody's
    /// is: for a name that nobody has, the answer must not come sooner.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn note_nobody(&self, attempt: &Attempt) -> Result<(), StoreError> {
        let name = "update sign_in_attempt set failures = failures
            where agency_id = ? and login_tag = ?";
        self.on_count(attempt, name, name).await
    }

    async fn on_count(
        &self,
        attempt: &Attempt,
        known: &'static str,
        name: &'static str,
    ) -> Result<(), StoreError> {
        let (sql, which) = match &attempt.known {
            Some(browser) => (known, browser.as_bytes()),
            None => (name, &attempt.login_tag),
        };
        sqlx::query(sql)
            .bind(attempt.agency.as_slice())
            .bind(which.as_slice())
            .execute(&self.0.writer)
            .await?;
        Ok(())
    }
}

/// Counts for a browser that is known to this person, unless too much came from it.
async fn count_known(
    db: &mut SqliteConnection,
    login: &Login,
    browser: &HashedToken,
    now: i64,
) -> Result<bool, StoreError> {
    let counted = sqlx::query(
        "update known_browser set failures = failures + 1, last_at_ms = ?
         where agency_id = ? and token_hash = ? and staff_id = ? and failures < ?",
    )
    .bind(now)
    .bind(login.agency.as_bytes().as_slice())
    .bind(browser.as_bytes().as_slice())
    .bind(login.staff.as_bytes().as_slice())
    .bind(KNOWN_FAILURES)
    .execute(db)
    .await?;
    Ok(counted.rows_affected() == 1)
}

/// Counts for the name, unless it has to wait, and forgets what is older than a day.
async fn count_name(
    db: &mut SqliteConnection,
    attempt: &Attempt,
    now: i64,
) -> Result<Option<Duration>, StoreError> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let row = sqlx::query(
        "select failures, last_at_ms from sign_in_attempt where agency_id = ? and login_tag = ?",
    )
    .bind(attempt.agency.as_slice())
    .bind(attempt.login_tag.as_slice())
    .fetch_optional(&mut *db)
    .await?;
    if let Some(row) = row {
        let so_far = Throttle { failures: row.try_get(0)?, last_at_ms: row.try_get(1)? };
        if let Some(wait) = so_far.wait(now) {
            return Ok(Some(wait));
        }
    }
    sqlx::query("delete from sign_in_attempt where last_at_ms < ?")
        .bind(now - DAY_MS)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "insert into sign_in_attempt (agency_id, login_tag, failures, last_at_ms)
         values (?, ?, 1, ?)
         on conflict (agency_id, login_tag)
         do update set failures = failures + 1, last_at_ms = excluded.last_at_ms",
    )
    .bind(attempt.agency.as_slice())
    .bind(attempt.login_tag.as_slice())
    .bind(now)
    .execute(db)
    .await?;
    Ok(None)
}

/// Makes the browser that a session began in known to whoever signed in.
pub(super) async fn know(
    change: &mut Change,
    staff: StaffId,
    session: &HashedToken,
    now: i64,
) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query(
        "insert into known_browser
            (agency_id, token_hash, staff_id, device_id, failures, last_at_ms)
         select agency_id, browser_hash, staff_id, device_id, 0, ?3 from session
         where agency_id = ?1 and token_hash = ?2
         on conflict (agency_id, token_hash) do update set
            device_id = coalesce(excluded.device_id, device_id), last_at_ms = excluded.last_at_ms",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(session.as_bytes().as_slice())
    .bind(now)
    .execute(change.db())
    .await?;
    sqlx::query(
        "delete from known_browser where agency_id = ?1 and staff_id = ?2 and token_hash not in
            (select token_hash from known_browser where agency_id = ?1 and staff_id = ?2
             order by last_at_ms desc limit ?3)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(staff.as_bytes().as_slice())
    .bind(KNOWN_BROWSERS)
    .execute(change.db())
    .await?;
    Ok(())
}

/// Forgets every browser known to somebody.
pub(super) async fn forget_browsers(change: &mut Change, staff: StaffId) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query("delete from known_browser where agency_id = ? and staff_id = ?")
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .execute(change.db())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        auth::PlainToken,
        store::{OpenOptions, logins::tests::staffed},
    };

    #[tokio::test]
    async fn one_person_is_known_on_twenty_browsers_and_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&OpenOptions::in_folder(folder.path())).await.expect("it opens");
        let login = staffed(&store).await;
        let tokens: Vec<_> = (0..21).map(|_| PlainToken::generate().hash()).collect();
        for (n, browser) in (0..).zip(&tokens) {
            let session = PlainToken::generate().hash();
            assert!(
                store
                    .begin_session(&login, None, None, &session, browser)
                    .await
                    .expect("it begins")
            );
            sqlx::query("update known_browser set last_at_ms = ? where token_hash = ?")
                .bind(n)
                .bind(browser.as_bytes().as_slice())
                .execute(&store.0.writer)
                .await
                .expect("it is moved");
        }
        let known =
            async |n: usize| store.known_browser(Some(&login), tokens.get(n).copied()).await;
        assert!(known(0).await.expect("it is read").is_none(), "the one used last goes");
        assert!(known(1).await.expect("it is read").is_some());
        assert!(known(20).await.expect("it is read").is_some());
    }

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
