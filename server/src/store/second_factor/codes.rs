//! Recovery codes: each signs in once where no passkey is at hand.

use super::{
    super::{Store, StoreError, change::Change, rows},
    has_both, who,
};
use crate::{
    audit::{Action, Column, Entry},
    auth::Permit,
    clock,
};
use domain::id::StaffId;
use sha2::{Digest as _, Sha256};

/// Recovery codes that are given at once.
const CODES: usize = 10;

/// What a recovery code is kept as.
#[must_use]
pub fn code_hash(staff: StaffId, typed: &str) -> [u8; 32] {
    let letters = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let code: String = letters.collect();
    let hash = Sha256::new().chain_update(b"streetlight/1/recovery").chain_update(staff.as_bytes());
    hash.chain_update(code).finalize().into()
}

impl Store {
    /// Ten new recovery codes in place of those there were; none where there is no passkey.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn renew_codes(&self, permit: &Permit) -> Result<Option<Vec<String>>, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let staff = permit.staff();
        if !has_both(&mut change, permit).await? {
            return Ok(None);
        }
        drop_codes(&mut change, staff).await?;
        let codes = new_codes(&mut change, staff).await?;
        let object = ("staff", Some(*staff.as_bytes()));
        change.audit(Entry::done(clock::now_ms(), who(permit), Action::CodesRenewed, object));
        change.commit().await?;
        Ok(Some(codes))
    }
}

/// Takes all codes of somebody away.
pub(super) async fn drop_codes(change: &mut Change, staff: StaffId) -> Result<(), StoreError> {
    let agency = change.agency;
    let gone = sqlx::query(
        "delete from recovery_code where agency_id = ? and staff_id = ? returning code_hash",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(staff.as_bytes().as_slice())
    .fetch_all(change.db())
    .await?;
    for row in &gone {
        let hash: [u8; 32] = rows::fixed(row, 0)?;
        change.wrote("recovery_code", [Column::bytes(staff.as_bytes()), Column::bytes(&hash)]);
    }
    Ok(())
}

/// Makes new ones, as they are shown this once.
pub(super) async fn new_codes(
    change: &mut Change,
    staff: StaffId,
) -> Result<Vec<String>, StoreError> {
    let agency = change.agency;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        // As a password of ours: eighty bits in four groups that are easy to read and type.
        let code = crate::auth::password::generate().to_string();
        let hash = code_hash(staff, &code);
        sqlx::query("insert into recovery_code (agency_id, staff_id, code_hash) values (?, ?, ?)")
            .bind(agency.as_bytes().as_slice())
            .bind(staff.as_bytes().as_slice())
            .bind(hash.as_slice())
            .execute(change.db())
            .await?;
        change.wrote("recovery_code", [Column::bytes(staff.as_bytes()), Column::bytes(&hash)]);
        codes.push(code);
    }
    Ok(codes)
}
