//! Brings names to sign in with to the present rule (`crate::names`) when a
//! store is opened that was written under the former one.
//!
//! The store holds an HMAC of each name, and the name itself only sealed, so no
//! migration can do it. Nobody loses their way in without a word: where two had
//! one name in two spellings, the second gets a number, and the log and
//! `streetlight user list` say so.

use super::{Store, StoreError, change::Change, rows, staff::Body};
use crate::{
    audit::{Action, Column, Entry, Who},
    clock, names,
};
use domain::id::{AgencyId, StaffId};
use sqlx::Row as _;

/// A row under the former rule.
struct Former {
    agency: AgencyId,
    id: [u8; 16],
    tag: [u8; 32],
    body: Body,
}

/// In `login_rule`: by the present rule.
pub(super) const NORMAL: i64 = 1;
/// In `login_rule`: by the present rule, and the name had to be changed for it.
pub(super) const RENAMED: i64 = 2;

/// Mends every row under the former rule. What cannot be read stays as it is.
pub(super) async fn mend(store: &Store) -> Result<(), StoreError> {
    let mut later = Vec::new();
    let tag = |login: &str| store.keyring().login_tag(login);
    // Whoever has a name in its normal form already keeps it, so they come first.
    for row in former(store).await? {
        let login = names::checked(&row.body.login);
        match login.ok().filter(|login| tag(login) == row.tag) {
            Some(login) => put(store, &row, &login, NORMAL).await?,
            None => later.push(row),
        }
    }
    for row in later {
        let (wanted, id) = (names::normal(&row.body.login), StaffId::from_bytes(row.id));
        let name = names::mended(&row.body.login, &id.to_string());
        let mut free = name.clone();
        for number in 2.. {
            match store.login(&tag(&free)).await? {
                Some(other) if (other.agency, other.staff) != (row.agency, id) => {
                    free = names::numbered(&name, number)
                }
                _ => break,
            }
        }
        let same = free == wanted && names::checked(&row.body.login).is_ok();
        let rule = if same { NORMAL } else { RENAMED };
        put(store, &row, &free, rule).await?;
        if rule == RENAMED {
            tracing::warn!(
                agency = %row.agency, staff = %id,
                "a name to sign in with was changed: somebody else has it, or it could not be typed. \
                 `streetlight user list` says which; tell them, and set a password with it"
            );
        }
    }
    Ok(())
}

async fn former(store: &Store) -> Result<Vec<Former>, StoreError> {
    let mut found = Vec::new();
    let query = "select agency_id, staff_id, login_tag, body from staff where login_rule = 0
         order by agency_id, staff_id";
    for row in sqlx::query(query).fetch_all(&store.0.writer).await? {
        let agency = AgencyId::from_bytes(rows::id(&row, 0)?);
        let id = rows::id(&row, 1)?;
        let key = store.agency_key(agency).await?;
        let body = rows::open(&key, agency, "staff", &id, row.try_get(3)?);
        match body.and_then(|body| Ok(serde_json::from_slice(&body)?)) {
            Ok(body) => found.push(Former { agency, id, tag: rows::fixed(&row, 2)?, body }),
            Err(error) => {
                let staff = StaffId::from_bytes(id);
                tracing::warn!(%agency, %staff, %error, "a name to sign in with stays as it is");
            }
        }
    }
    Ok(found)
}

async fn put(store: &Store, row: &Former, login: &str, rule: i64) -> Result<(), StoreError> {
    let mut change = Change::begin(store, row.agency).await?;
    let body = Body { card: row.body.card.clone(), login: login.to_owned() };
    let body = serde_json::to_vec(&body)?;
    let sealed = rows::seal(&change.key, row.agency, "staff", &row.id, &body);
    sqlx::query(
        "update staff set login_tag = ?, login_rule = ?, body = ?
         where agency_id = ? and staff_id = ?",
    )
    .bind(store.keyring().login_tag(login).as_slice())
    .bind(rule)
    .bind(sealed)
    .bind(row.agency.as_bytes().as_slice())
    .bind(row.id.as_slice())
    .execute(change.db())
    .await?;
    change.wrote("staff", [Column::bytes(&row.id)]);
    if login != row.body.login {
        let object = ("staff", Some(row.id));
        let entry = Entry::done(clock::now_ms(), Who::default(), Action::StaffSaved, object);
        change.audit(entry);
    }
    change.commit().await
}

#[cfg(test)]
pub(super) mod tests;
