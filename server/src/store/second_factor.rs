//! A second factor beside the password: passkeys, recovery codes, and the questions that wait for an
//! answer. What a passkey answers is held against what it was asked in `auth::webauthn`.

mod codes;
mod passkeys;
mod questions;

pub use codes::code_hash;
pub use passkeys::{Added, Passkey};
pub use questions::{Purpose, Question};

use super::{Login, Store, StoreError, change::Change, rows};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::Permit,
    clock,
};
use codes::drop_codes;
use domain::{
    id::{AgencyId, PasskeyId, StaffId},
    wire::v1::Role,
};

/// What stood beside the password.
#[derive(Debug, Clone, Copy)]
pub enum Second {
    /// A passkey, what it counted before, and now.
    Passkey(PasskeyId, u32, u32),
    /// A recovery code, by its hash.
    Code([u8; 32]),
}

impl Second {
    /// Its word in the log.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Passkey(..) => "passkey",
            Self::Code(_) => "code",
        }
    }
}

impl Store {
    /// Whether somebody has a passkey, so that their password alone opens nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn has_second_factor(&self, login: &Login) -> Result<bool, StoreError> {
        let found =
            sqlx::query("select 1 from passkey where agency_id = ? and staff_id = ? limit 1")
                .bind(login.agency.as_bytes().as_slice())
                .bind(login.staff.as_bytes().as_slice())
                .fetch_optional(&self.0.readers)
                .await?;
        Ok(found.is_some())
    }

    /// Takes somebody's second factor away, at the console: passkeys, codes and every session. How
    /// many passkeys there were.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn reset_second_factor(&self, login: &Login) -> Result<usize, StoreError> {
        let mut change = Change::begin(self, login.agency).await?;
        let gone = forget(&mut change, login.staff).await?;
        sqlx::query("delete from session where agency_id = ? and staff_id = ?")
            .bind(login.agency.as_bytes().as_slice())
            .bind(login.staff.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        let object = ("staff", Some(*login.staff.as_bytes()));
        let entry = Entry::done(clock::now_ms(), Who::default(), Action::SecondFactorReset, object);
        change.audit(entry.with(serde_json::json!({ "passkeys": gone })));
        change.commit().await?;
        Ok(gone)
    }

    /// Whether the agency wants a second factor from whoever holds the permit.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn wants_second_factor(&self, permit: &Permit) -> Result<bool, StoreError> {
        let rule =
            sqlx::query("select 1 from agency_rule where agency_id = ? and second_factor = 1")
                .bind(permit.agency().as_bytes().as_slice())
                .fetch_optional(&self.0.readers)
                .await?;
        Ok(rule.is_some() && permit.role() != Role::Worker)
    }

    /// Sets whether an agency wants a second factor from supervisors and administrators.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn require_second_factor(
        &self,
        agency: AgencyId,
        required: bool,
    ) -> Result<(), StoreError> {
        let mut change = Change::begin(self, agency).await?;
        sqlx::query(
            "insert into agency_rule (agency_id, second_factor) values (?, ?)
             on conflict (agency_id) do update set second_factor = excluded.second_factor",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(required)
        .execute(change.db())
        .await?;
        change.wrote("agency_rule", []);
        let object = ("agency", Some(*agency.as_bytes()));
        let entry = Entry::done(clock::now_ms(), Who::default(), Action::AgencySaved, object);
        change.audit(entry.with(serde_json::json!({ "second_factor": required })));
        change.commit().await
    }
}

/// Uses up what stood beside the password, with the session that it opens. False where it was used
/// before, or is not theirs any more.
pub(super) async fn use_up(
    change: &mut Change,
    staff: StaffId,
    second: Second,
    now: i64,
) -> Result<bool, StoreError> {
    let agency = change.agency;
    let used = match second {
        Second::Passkey(passkey, before, count) => sqlx::query(
            "update passkey set count = ?, used_at_ms = ?
             where agency_id = ? and staff_id = ? and passkey_id = ? and count = ?",
        )
        .bind(i64::from(count))
        .bind(now)
        .bind(agency.as_bytes().to_vec())
        .bind(staff.as_bytes().to_vec())
        .bind(passkey.as_bytes().to_vec())
        .bind(i64::from(before)),
        Second::Code(hash) => sqlx::query(
            "update recovery_code set used_at_ms = ?
             where agency_id = ? and staff_id = ? and code_hash = ? and used_at_ms is null",
        )
        .bind(now)
        .bind(agency.as_bytes().to_vec())
        .bind(staff.as_bytes().to_vec())
        .bind(hash.to_vec()),
    };
    if used.execute(change.db()).await?.rows_affected() != 1 {
        return Ok(false);
    }
    match second {
        Second::Passkey(passkey, ..) => {
            change.wrote("passkey", [Column::bytes(passkey.as_bytes())])
        }
        Second::Code(hash) => {
            change.wrote("recovery_code", [Column::bytes(staff.as_bytes()), Column::bytes(&hash)]);
        }
    }
    Ok(true)
}

/// Forgets somebody's passkeys, codes and questions; how many passkeys there were.
pub(super) async fn forget(change: &mut Change, staff: StaffId) -> Result<usize, StoreError> {
    let agency = change.agency;
    let gone = sqlx::query(
        "delete from passkey where agency_id = ? and staff_id = ? returning passkey_id",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(staff.as_bytes().as_slice())
    .fetch_all(change.db())
    .await?;
    for row in &gone {
        change.wrote("passkey", [Column::bytes(&rows::id(row, 0)?)]);
    }
    drop_codes(change, staff).await?;
    sqlx::query("delete from challenge where agency_id = ? and staff_id = ?")
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .execute(change.db())
        .await?;
    Ok(gone.len())
}

/// Whether the session is still there, was begun with a second factor, and its owner has a passkey.
/// Asked inside of the change: a session may have ended since the request was let in, by the very
/// passkey that another session has just set up.
async fn has_both(change: &mut Change, permit: &Permit) -> Result<bool, StoreError> {
    let agency = change.agency;
    let found = sqlx::query(
        "select 1 from session s
         join passkey k on k.agency_id = s.agency_id and k.staff_id = s.staff_id
         where s.agency_id = ? and s.staff_id = ? and s.token_hash = ? and s.second_factor = 1
         limit 1",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(permit.staff().as_bytes().as_slice())
    .bind(permit.session().as_bytes().as_slice())
    .fetch_optional(change.db())
    .await?;
    Ok(found.is_some())
}

fn who(permit: &Permit) -> Who {
    Who { staff: Some(permit.staff()), device: permit.device() }
}
