//! One's own account: its password, and where one is signed in.

use super::{
    Login, Store, StoreError, attempts,
    change::Change,
    logins, rows,
    staff::{Body, password_set},
};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::{HashedToken, Permit},
    clock,
};
use domain::{
    Moment,
    id::{AgencyId, DeviceId, SessionId, StaffId},
    wire::v1::SessionRow,
};
use sqlx::Row as _;

/// What is known of whoever signs in, or changes their password.
#[derive(Debug, Clone)]
pub struct Person {
    /// As they sign in.
    pub login: Login,
    /// What their name to sign in with is kept as.
    pub login_tag: [u8; 32],
    /// The names that their password must not be made of: to sign in with, and as signed.
    pub names: [String; 2],
}

/// Which sessions are to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// This one.
    One(SessionId),
    /// All but the one that asks.
    Others,
}

/// What takes the place of a session whose owner has changed their password.
#[derive(Debug, Clone, Copy)]
pub struct Renewed {
    /// The session's token.
    pub session: HashedToken,
    /// What the browser is known by.
    pub browser: HashedToken,
}

impl Store {
    /// Somebody who works here; none when they have left meanwhile.
    ///
    /// # Errors
    /// Those of the database, and when a body does not open.
    pub async fn person(
        &self,
        agency: AgencyId,
        staff: StaffId,
    ) -> Result<Option<Person>, StoreError> {
        let key = self.agency_key(agency).await?;
        let row = sqlx::query(
            "select body, login_tag, password_hash from staff
             where agency_id = ? and staff_id = ? and ended_at_ms is null",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .fetch_optional(&self.0.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let body = rows::open(&key, agency, "staff", staff.as_bytes(), row.try_get(0)?)?;
        let Body { card, login } = serde_json::from_slice(&body)?;
        let password_hash = row.try_get(2)?;
        Ok(Some(Person {
            login: Login { agency, staff, password_hash, ended: false },
            login_tag: rows::fixed(&row, 1)?,
            names: [login, card.name],
        }))
    }

    /// Changes the password of whoever holds the permit, and ends every session of theirs. The one
    /// that asks goes on under another token, as old as it was; so whoever has copied it is out. None
    /// when the password that was checked is not theirs any more, or the session is over by now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn change_password(
        &self,
        permit: &Permit,
        person: &Person,
        hash: &str,
        renewed: &Renewed,
    ) -> Result<Option<Moment>, StoreError> {
        let now = clock::now_ms();
        let mut change = Change::begin(self, permit.agency()).await?;
        let agency = permit.agency().as_bytes().to_vec();
        let staff = permit.staff();
        let changed = sqlx::query(
            "update staff set password_hash = ?1, login_rule = ?2
             where agency_id = ?3 and staff_id = ?4 and password_hash is ?5
                and ended_at_ms is null and exists
                    (select 1 from session where agency_id = ?3 and token_hash = ?6)",
        )
        .bind(hash)
        .bind(logins::NORMAL)
        .bind(agency.as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(&person.login.password_hash)
        .bind(permit.session().as_bytes().as_slice())
        .execute(change.db())
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(None);
        }
        change.wrote("staff", [Column::bytes(staff.as_bytes())]);
        for sql in [
            "insert into session (agency_id, token_hash, staff_id, device_id, began_at_ms,
                seen_at_ms, browser_hash, second_factor)
             select agency_id, ?2, staff_id, device_id, began_at_ms, ?4, ?5, second_factor
             from session
             where agency_id = ?1 and token_hash = ?3",
            // A phone that is lost later takes along what its session has become.
            "insert or ignore into session_phone (agency_id, token_hash, device_id)
             select agency_id, ?2, device_id from session_phone
             where agency_id = ?1 and token_hash = ?3 and ?4 is not null and ?5 is not null",
        ] {
            sqlx::query(sql)
                .bind(agency.as_slice())
                .bind(renewed.session.as_bytes().as_slice())
                .bind(permit.session().as_bytes().as_slice())
                .bind(now)
                .bind(renewed.browser.as_bytes().as_slice())
                .execute(change.db())
                .await?;
        }
        let ended = sqlx::query(
            "delete from session where agency_id = ? and staff_id = ? and token_hash <> ?",
        )
        .bind(agency.as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(renewed.session.as_bytes().as_slice())
        .execute(change.db())
        .await?;
        attempts::forget_browsers(&mut change, staff).await?;
        attempts::know(&mut change, staff, &renewed.session, now).await?;
        password_set(&mut change, staff, now).await?;
        let object = ("staff", Some(*staff.as_bytes()));
        // The session that goes on under another token has not ended.
        let others = ended.rows_affected().saturating_sub(1);
        let entry = Entry::done(now, who(permit), Action::PasswordSet, object);
        change.audit(entry.with(serde_json::json!({ "sessions": others })));
        change.commit().await?;
        Ok(Some(Moment::new(now, 0)))
    }

    /// When the password was last changed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn password_set_at(&self, permit: &Permit) -> Result<Option<Moment>, StoreError> {
        let row =
            sqlx::query("select at_ms from password_set where agency_id = ? and staff_id = ?")
                .bind(permit.agency().as_bytes().as_slice())
                .bind(permit.staff().as_bytes().as_slice())
                .fetch_optional(&self.0.readers)
                .await?;
        row.map(|row| Ok(Moment::new(row.try_get(0)?, 0))).transpose()
    }

    /// Where the owner of the permit is signed in, the one used last first. Sessions that began, or
    /// were seen last, at these times or before are over.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sessions(
        &self,
        permit: &Permit,
        (began_ms, seen_ms): (i64, i64),
    ) -> Result<Vec<SessionRow>, StoreError> {
        let rows = sqlx::query(
            "select token_hash, device_id, began_at_ms, seen_at_ms from session
             where agency_id = ? and staff_id = ? and began_at_ms > ? and seen_at_ms > ?
             order by token_hash is ? desc, seen_at_ms desc, began_at_ms desc",
        )
        .bind(permit.agency().as_bytes().as_slice())
        .bind(permit.staff().as_bytes().as_slice())
        .bind(began_ms)
        .bind(seen_ms)
        .bind(permit.session().as_bytes().as_slice())
        .fetch_all(&self.0.readers)
        .await?;
        let row = |row| {
            let token = HashedToken::from_bytes(rows::fixed(row, 0)?);
            Ok(SessionRow {
                session_id: token.session_id(),
                device_id: rows::id_or_none(row, 1)?.map(DeviceId::from_bytes),
                began_at: Moment::new(row.try_get(2)?, 0),
                last_seen_at: Moment::new(row.try_get(3)?, 0),
                this_one: token == permit.session(),
            })
        };
        rows.iter().map(row).collect()
    }

    /// Ends sessions of whoever holds the permit, and makes the browsers they were in strangers; how
    /// many there were.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_sessions(&self, permit: &Permit, ends: Ends) -> Result<usize, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let (agency, staff) = (permit.agency().as_bytes().to_vec(), permit.staff());
        let all = sqlx::query(
            "select token_hash, browser_hash from session where agency_id = ? and staff_id = ?",
        );
        let all = all.bind(agency.as_slice()).bind(staff.as_bytes().as_slice());
        let all = all.fetch_all(change.db()).await?;
        let own = permit.session();
        let mut ended = 0;
        // What this browser is known by stays, whichever other session began in it.
        let mut kept = None;
        let mut strangers = Vec::new();
        for row in &all {
            let token = HashedToken::from_bytes(rows::fixed(row, 0)?);
            let browser: Option<Vec<u8>> = row.try_get(1)?;
            let ends = match ends {
                Ends::One(id) => token.session_id() == id,
                Ends::Others => token != own,
            };
            if token == own {
                kept.clone_from(&browser);
            }
            if !ends {
                continue;
            }
            sqlx::query("delete from session where agency_id = ? and token_hash = ?")
                .bind(agency.as_slice())
                .bind(token.as_bytes().as_slice())
                .execute(change.db())
                .await?;
            strangers.extend(browser);
            ended += 1;
        }
        if ended == 0 {
            return Ok(0);
        }
        for browser in strangers.into_iter().filter(|browser| Some(browser) != kept.as_ref()) {
            sqlx::query("delete from known_browser where agency_id = ? and token_hash = ?")
                .bind(agency.as_slice())
                .bind(browser)
                .execute(change.db())
                .await?;
        }
        let object = ("staff", Some(*staff.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who(permit), Action::SessionsEnded, object);
        change.audit(entry.with(serde_json::json!({ "sessions": ended })));
        change.commit().await?;
        Ok(ended)
    }
}

fn who(permit: &Permit) -> Who {
    Who { staff: Some(permit.staff()), device: permit.device() }
}
