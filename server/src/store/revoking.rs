//! Phones that are lost or no longer in use: what ends with them, and which others are to be
//! looked at.
//!
//! A session is not tied to one phone: whoever holds it may enrol another or fetch another's key,
//! and it goes on there. So the database keeps which phones each session was on (`session_phone`,
//! written by triggers), and with a phone every one of them ends.

use super::{Store, StoreError, change::Change, rows};
use crate::{
    audit::{Action, Column, Entry, Who},
    clock,
};
use domain::{
    id::{AgencyId, DeviceId},
    wire::v1::Revoked,
};
use std::collections::HashMap;

pub(super) fn revoked(word: Option<&str>) -> Option<Revoked> {
    match word {
        None => None,
        Some("left") => Some(Revoked::Left),
        // An unknown word withholds the key.
        Some(_) => Some(Revoked::Lost),
    }
}

const fn word(why: Revoked) -> &'static str {
    match why {
        Revoked::Left => "left",
        Revoked::Lost => "lost",
    }
}

impl Store {
    /// Revokes a phone and ends every session that was ever on it. A phone once lost stays lost.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revoke(
        &self,
        agency: AgencyId,
        who: Who,
        device: DeviceId,
        why: Revoked,
    ) -> Result<(), StoreError> {
        let now = clock::now_ms();
        let mut change = Change::begin(self, agency).await?;
        sqlx::query(
            "update device set revoked = ?, revoked_at_ms = ?
             where agency_id = ? and device_id = ? and revoked is not 'lost'",
        )
        .bind(word(why))
        .bind(now)
        .bind(agency.as_bytes().as_slice())
        .bind(device.as_bytes().as_slice())
        .execute(change.db())
        .await?;
        change.wrote("device", [Column::bytes(device.as_bytes())]);
        end_sessions_on(&mut change, device).await?;
        let object = ("device", Some(*device.as_bytes()));
        let entry = Entry::done(now, who, Action::DeviceRevoked, object)
            .with(serde_json::json!({ "why": word(why) }));
        change.audit(entry);
        change.commit().await
    }

    /// For each phone of an agency the others that one of its sessions was on as well, and those
    /// that one of theirs was on, and so forth: enrolled, perhaps, by whoever found it.
    pub(super) async fn same_sign_in(
        &self,
        agency: AgencyId,
    ) -> Result<HashMap<DeviceId, Vec<DeviceId>>, StoreError> {
        let pairs = sqlx::query(
            "with recursive
                pair (one, other) as (
                    select p.device_id, q.device_id from session_phone p
                    join session_phone q using (agency_id, token_hash)
                    where p.agency_id = ? and p.device_id <> q.device_id),
                met (one, other) as (
                    select one, other from pair
                    union select met.one, pair.other from met
                    join pair on pair.one = met.other and pair.other <> met.one)
             select one, other from met order by one, other",
        )
        .bind(agency.as_bytes().as_slice())
        .fetch_all(&self.0.readers)
        .await?;
        let mut others: HashMap<_, Vec<_>> = HashMap::new();
        for pair in &pairs {
            let one = DeviceId::from_bytes(rows::id(pair, 0)?);
            others.entry(one).or_default().push(DeviceId::from_bytes(rows::id(pair, 1)?));
        }
        Ok(others)
    }
}

/// Ends every session that was ever on a phone and every other that began in a browser of theirs,
/// and makes those browsers strangers.
async fn end_sessions_on(change: &mut Change, device: DeviceId) -> Result<(), StoreError> {
    let agency = change.agency;
    let browsers = sqlx::query(
        "select s.browser_hash from session s join session_phone p using (agency_id, token_hash)
         where p.agency_id = ?1 and p.device_id = ?2 and s.browser_hash is not null
         union
         select token_hash from known_browser where agency_id = ?1 and device_id = ?2",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(device.as_bytes().as_slice())
    .fetch_all(change.db())
    .await?;
    sqlx::query(
        "delete from session where agency_id = ?1 and token_hash in
            (select token_hash from session_phone where agency_id = ?1 and device_id = ?2)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(device.as_bytes().as_slice())
    .execute(change.db())
    .await?;
    for browser in browsers {
        let browser: [u8; 32] = rows::fixed(&browser, 0)?;
        for held in [
            "delete from session where agency_id = ? and browser_hash = ?",
            "delete from known_browser where agency_id = ? and token_hash = ?",
        ] {
            sqlx::query(held)
                .bind(agency.as_bytes().as_slice())
                .bind(browser.as_slice())
                .execute(change.db())
                .await?;
        }
    }
    Ok(())
}
