//! What stood beside passwords, over a restore: a passkey that was taken away, a code that was used
//! and a rule that was lifted by the restore alone let nobody in.

use crate::{
    audit::Column,
    clock,
    store::{StoreError, change::Change, rows},
};
use domain::id::AgencyId;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use std::collections::{HashMap, HashSet};

/// What the database that is there knows of one agency.
#[derive(Default)]
pub(super) struct SecondFactors {
    /// Passkeys: whose, which key, and the count.
    passkeys: HashMap<[u8; 16], ([u8; 16], Vec<u8>, i64)>,
    /// Recovery codes that are not used up.
    codes: HashSet<([u8; 16], [u8; 32])>,
    /// Supervisors and administrators need one.
    required: bool,
}

impl SecondFactors {
    /// Of every agency; of none where the database is from before there was any such thing.
    pub(super) async fn all(
        db: &mut SqliteConnection,
    ) -> Result<HashMap<AgencyId, Self>, StoreError> {
        let mut known: HashMap<AgencyId, Self> = HashMap::new();
        let there = "select 1 from sqlite_schema where type = 'table' and name = 'passkey'";
        if sqlx::query(there).fetch_optional(&mut *db).await?.is_none() {
            return Ok(known);
        }
        let of = |row: &SqliteRow| rows::id(row, 0).map(AgencyId::from_bytes);
        for row in sqlx::query("select agency_id from agency").fetch_all(&mut *db).await? {
            known.entry(of(&row)?).or_default();
        }
        let passkeys = "select agency_id, passkey_id, staff_id, public_key, count from passkey";
        for row in sqlx::query(passkeys).fetch_all(&mut *db).await? {
            let passkey = (rows::id(&row, 2)?, row.try_get(3)?, row.try_get(4)?);
            known.entry(of(&row)?).or_default().passkeys.insert(rows::id(&row, 1)?, passkey);
        }
        let codes =
            "select agency_id, staff_id, code_hash from recovery_code where used_at_ms is null";
        for row in sqlx::query(codes).fetch_all(&mut *db).await? {
            let code = (rows::id(&row, 1)?, rows::fixed(&row, 2)?);
            known.entry(of(&row)?).or_default().codes.insert(code);
        }
        let rules = "select agency_id from agency_rule where second_factor = 1";
        for row in sqlx::query(rules).fetch_all(&mut *db).await? {
            known.entry(of(&row)?).or_default().required = true;
        }
        Ok(known)
    }

    /// Whether somebody had a passkey, in the former database or in the restored one, from which it
    /// was `taken`, and has none now. Who knows why the former one had it no more: perhaps it was
    /// tampered with, and the password must not stand alone for that.
    pub(super) async fn leaves_alone(
        &self,
        change: &mut Change,
        staff: [u8; 16],
        taken: &HashSet<[u8; 16]>,
    ) -> Result<bool, StoreError> {
        if !taken.contains(&staff) && !self.passkeys.values().any(|(owner, ..)| *owner == staff) {
            return Ok(false);
        }
        let agency = change.agency;
        let left =
            sqlx::query("select 1 from passkey where agency_id = ? and staff_id = ? limit 1")
                .bind(agency.as_bytes().as_slice())
                .bind(staff.as_slice())
                .fetch_optional(change.db())
                .await?;
        Ok(left.is_none())
    }

    /// Takes out of the restored database what is not there any more, and uses up what was; from
    /// whom it took passkeys.
    pub(super) async fn hold(&self, change: &mut Change) -> Result<HashSet<[u8; 16]>, StoreError> {
        let taken = self.hold_passkeys(change).await?;
        self.hold_codes(change).await?;
        if self.required {
            let agency = change.agency;
            sqlx::query(
                "insert into agency_rule (agency_id, second_factor) values (?, 1)
                 on conflict (agency_id) do update set second_factor = 1",
            )
            .bind(agency.as_bytes().as_slice())
            .execute(change.db())
            .await?;
            change.wrote("agency_rule", []);
        }
        Ok(taken)
    }

    async fn hold_passkeys(&self, change: &mut Change) -> Result<HashSet<[u8; 16]>, StoreError> {
        let mut taken = HashSet::new();
        let agency = change.agency.as_bytes().to_vec();
        let passkeys = sqlx::query(
            "select passkey_id, staff_id, public_key, count from passkey where agency_id = ?",
        );
        for row in passkeys.bind(agency.as_slice()).fetch_all(change.db()).await? {
            let passkey: [u8; 16] = rows::id(&row, 0)?;
            let (staff, key, count): ([u8; 16], Vec<u8>, i64) =
                (rows::id(&row, 1)?, row.try_get(2)?, row.try_get(3)?);
            let before = self.passkeys.get(&passkey);
            let before = before.filter(|(owner, was, _)| *owner == staff && *was == key);
            let (sql, counted) = match before {
                Some((.., counted)) if *counted <= count => continue,
                Some((.., counted)) => (
                    "update passkey set count = ?3 where agency_id = ?1 and passkey_id = ?2",
                    *counted,
                ),
                None => {
                    taken.insert(staff);
                    ("delete from passkey where agency_id = ?1 and passkey_id = ?2 and ?3 >= 0", 0)
                }
            };
            sqlx::query(sql)
                .bind(agency.as_slice())
                .bind(passkey.as_slice())
                .bind(counted)
                .execute(change.db())
                .await?;
            change.wrote("passkey", [Column::bytes(&passkey)]);
        }
        Ok(taken)
    }

    async fn hold_codes(&self, change: &mut Change) -> Result<(), StoreError> {
        let agency = change.agency.as_bytes().to_vec();
        let codes = sqlx::query(
            "select staff_id, code_hash from recovery_code
             where agency_id = ? and used_at_ms is null",
        );
        for row in codes.bind(agency.as_slice()).fetch_all(change.db()).await? {
            let code: ([u8; 16], [u8; 32]) = (rows::id(&row, 0)?, rows::fixed(&row, 1)?);
            if self.codes.contains(&code) {
                continue;
            }
            sqlx::query(
                "update recovery_code set used_at_ms = ?
                 where agency_id = ? and staff_id = ? and code_hash = ?",
            )
            .bind(clock::now_ms())
            .bind(agency.as_slice())
            .bind(code.0.as_slice())
            .bind(code.1.as_slice())
            .execute(change.db())
            .await?;
            change.wrote("recovery_code", [Column::bytes(&code.0), Column::bytes(&code.1)]);
        }
        Ok(())
    }
}
