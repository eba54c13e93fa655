//! Passkeys of one person.

use super::{
    super::{Login, Store, StoreError, change::Change, damage::UNREADABLE, rows},
    codes::{drop_codes, new_codes},
    has_both, who,
};
use crate::{
    audit::{Action, Column, Entry},
    auth::{Permit, webauthn::Made},
    clock, keys,
};
use domain::{
    Moment,
    id::{AgencyId, PasskeyId, StaffId},
    wire::v1::{CredentialId, PasskeyRow},
};
use sqlx::Row as _;

/// As many as one person may have.
const PASSKEYS: i64 = 10;

/// A passkey, as an answer is held against it.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// Which.
    pub passkey_id: PasskeyId,
    /// Its key.
    pub public_key: Vec<u8>,
    /// The count it gave last.
    pub count: u32,
}

/// What came of a new passkey.
#[derive(Debug)]
pub enum Added {
    /// It is there; with codes where it is the first.
    Done(Vec<String>),
    /// There are as many as there may be.
    TooMany,
    /// It is known already, here or to somebody else.
    Known,
    /// The session is over, or may not add one.
    NotNow,
}

impl Store {
    /// What browsers call somebody's passkeys.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn credentials(
        &self,
        agency: AgencyId,
        staff: StaffId,
    ) -> Result<Vec<CredentialId>, StoreError> {
        let rows = sqlx::query(
            "select credential_id from passkey where agency_id = ? and staff_id = ?
             order by added_at_ms desc",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .fetch_all(&self.0.readers)
        .await?;
        rows.iter().map(|row| Ok(CredentialId(row.try_get(0)?))).collect()
    }

    /// One's own passkeys, the latest first, and how many codes are left.
    ///
    /// # Errors
    /// Those of the database, and when a body does not open.
    pub async fn passkeys(&self, permit: &Permit) -> Result<(Vec<PasskeyRow>, u32), StoreError> {
        let (agency, staff) = (permit.agency(), permit.staff());
        let key = self.agency_key(agency).await?;
        let rows = sqlx::query(
            "select passkey_id, body, added_at_ms, used_at_ms from passkey
             where agency_id = ? and staff_id = ? order by added_at_ms desc",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .fetch_all(&self.0.readers)
        .await?;
        let row = |row| {
            let id = rows::id(row, 0)?;
            let name = rows::open(&key, agency, "passkey", &id, row.try_get(1)?);
            let name = self.0.damage.skip(agency, "passkey", &id, name)?;
            let name = name.unwrap_or_else(|| UNREADABLE.as_bytes().to_vec());
            Ok(PasskeyRow {
                passkey_id: PasskeyId::from_bytes(id),
                name: String::from_utf8_lossy(&name).into_owned(),
                added_at: Moment::new(row.try_get(2)?, 0),
                used_at: row.try_get::<Option<i64>, _>(3)?.map(|ms| Moment::new(ms, 0)),
            })
        };
        let passkeys = rows.iter().map(row).collect::<Result<_, StoreError>>()?;
        let left = sqlx::query(
            "select count(*) from recovery_code
             where agency_id = ? and staff_id = ? and used_at_ms is null",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .fetch_one(&self.0.readers)
        .await?;
        Ok((passkeys, u32::try_from(left.try_get::<i64, _>(0)?).unwrap_or_default()))
    }

    /// A passkey of this person.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn passkey(
        &self,
        login: &Login,
        credential: &CredentialId,
    ) -> Result<Option<Passkey>, StoreError> {
        let row = sqlx::query(
            "select passkey_id, public_key, count from passkey
             where agency_id = ? and staff_id = ? and credential_id = ?",
        )
        .bind(login.agency.as_bytes().as_slice())
        .bind(login.staff.as_bytes().as_slice())
        .bind(credential.0.as_slice())
        .fetch_optional(&self.0.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Passkey {
            passkey_id: PasskeyId::from_bytes(rows::id(&row, 0)?),
            public_key: row.try_get(1)?,
            count: u32::try_from(row.try_get::<i64, _>(2)?).unwrap_or_default(),
        }))
    }

    /// Adds a passkey for whoever holds the permit. With the first come recovery codes, every other
    /// session ends, and this one counts as begun with a second factor.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add_passkey(
        &self,
        permit: &Permit,
        made: &Made,
        name: &str,
    ) -> Result<Added, StoreError> {
        let now = clock::now_ms();
        let mut change = Change::begin(self, permit.agency()).await?;
        let (agency, staff) = (permit.agency().as_bytes().to_vec(), permit.staff());
        let own = permit.session();
        let row = sqlx::query(
            "select (select count(*) from passkey where agency_id = ?1 and staff_id = ?2),
                exists (select 1 from passkey where credential_id = ?4),
                (select s.second_factor from session s
                 join staff p on p.agency_id = s.agency_id and p.staff_id = s.staff_id
                    and p.ended_at_ms is null
                 where s.agency_id = ?1 and s.staff_id = ?2 and s.token_hash = ?3)",
        )
        .bind(agency.as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(own.as_bytes().as_slice())
        .bind(made.credential_id.as_slice())
        .fetch_one(change.db())
        .await?;
        let (there, known): (i64, bool) = (row.try_get(0)?, row.try_get(1)?);
        let second: Option<i64> = row.try_get(2)?;
        match second {
            // Whoever has the password alone adds no second to the first.
            None => return Ok(Added::NotNow),
            Some(0) if there > 0 => return Ok(Added::NotNow),
            Some(_) if known => return Ok(Added::Known),
            Some(_) if there >= PASSKEYS => return Ok(Added::TooMany),
            Some(_) => {}
        }
        let passkey_id =
            PasskeyId::from_parts(u64::try_from(now).unwrap_or_default(), keys::random());
        let id = passkey_id.as_bytes();
        let body = rows::seal(&change.key, permit.agency(), "passkey", id, name.as_bytes());
        sqlx::query(
            "insert into passkey (agency_id, passkey_id, staff_id, credential_id, public_key, count,
                body, added_at_ms)
             values (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(agency.as_slice())
        .bind(id.as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(made.credential_id.as_slice())
        .bind(made.public_key.as_slice())
        .bind(i64::from(made.count))
        .bind(body)
        .bind(now)
        .execute(change.db())
        .await?;
        change.wrote("passkey", [Column::bytes(id)]);
        let mut codes = Vec::new();
        if there == 0 {
            codes = new_codes(&mut change, staff).await?;
            sqlx::query(
                "delete from session where agency_id = ? and staff_id = ? and token_hash <> ?",
            )
            .bind(agency.as_slice())
            .bind(staff.as_bytes().as_slice())
            .bind(own.as_bytes().as_slice())
            .execute(change.db())
            .await?;
            sqlx::query(
                "update session set second_factor = 1 where agency_id = ? and token_hash = ?",
            )
            .bind(agency.as_slice())
            .bind(own.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        }
        let object = ("passkey", Some(*id));
        change.audit(Entry::done(now, who(permit), Action::PasskeyAdded, object));
        change.commit().await?;
        Ok(Added::Done(codes))
    }

    /// Takes a passkey of one's own away, and the codes with the last. False where one has none such.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_passkey(
        &self,
        permit: &Permit,
        passkey: PasskeyId,
    ) -> Result<bool, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let (agency, staff) = (permit.agency().as_bytes().to_vec(), permit.staff());
        if !has_both(&mut change, permit).await? {
            return Ok(false);
        }
        let gone = sqlx::query(
            "delete from passkey where agency_id = ? and staff_id = ? and passkey_id = ?",
        )
        .bind(agency.as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(passkey.as_bytes().as_slice())
        .execute(change.db())
        .await?;
        if gone.rows_affected() == 0 {
            return Ok(false);
        }
        change.wrote("passkey", [Column::bytes(passkey.as_bytes())]);
        let left =
            sqlx::query("select 1 from passkey where agency_id = ? and staff_id = ? limit 1")
                .bind(agency.as_slice())
                .bind(staff.as_bytes().as_slice())
                .fetch_optional(change.db())
                .await?;
        if left.is_none() {
            drop_codes(&mut change, staff).await?;
        }
        let object = ("passkey", Some(*passkey.as_bytes()));
        change.audit(Entry::done(clock::now_ms(), who(permit), Action::PasskeyRemoved, object));
        change.commit().await?;
        Ok(true)
    }
}
