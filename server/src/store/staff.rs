//! Agencies and the people who work there.

use super::{
    Store, StoreError, attempts,
    change::Change,
    damage::{Damage, UNREADABLE},
    logins, rows,
    session::role,
    units::rules_in,
};
use crate::{
    audit::{Action, Column, Entry, Who},
    clock,
    keys::SealKey,
};
use domain::{
    id::{AgencyId, StaffId},
    json::Json,
    wire::v1::{Agency, Role, StaffCard},
};
use serde::{Deserialize, Serialize};
use sqlx::{Row as _, SqliteConnection};

/// Whoever signs in under a name.
#[derive(Debug, Clone)]
pub struct Login {
    /// The tenant.
    pub agency: AgencyId,
    /// Who.
    pub staff: StaffId,
    /// The argon2id hash of their password; none while they cannot sign in.
    pub password_hash: Option<String>,
    /// They work here no longer.
    pub ended: bool,
}

/// One line of `streetlight user list`.
#[derive(Debug, Clone)]
pub struct StaffLine {
    /// The tenant.
    pub agency: AgencyId,
    /// Who, as signed.
    pub card: StaffCard,
    /// The name to sign in with.
    pub login: String,
    /// Whether a password is set.
    pub can_sign_in: bool,
    /// The name had to be changed when names were brought to the present rule,
    /// and nobody has set a password since.
    pub renamed: bool,
    /// They work here no longer.
    pub ended: bool,
    /// The row does not open: name and login are not known.
    pub damaged: bool,
}

/// A staff member's sealed body.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) card: StaffCard,
    pub(super) login: String,
}

impl Body {
    fn open(
        key: &SealKey,
        agency: AgencyId,
        id: &[u8; 16],
        sealed: &[u8],
    ) -> Result<Self, StoreError> {
        Ok(serde_json::from_slice(&rows::open(key, agency, "staff", id, sealed)?)?)
    }
}

/// Somebody of whom nothing is known but id and role, which lie open.
fn unreadable(id: &[u8; 16], role: Role) -> StaffCard {
    StaffCard {
        staff_id: StaffId::from_bytes(*id),
        name: UNREADABLE.to_owned(),
        credentials: String::new(),
        role,
    }
}

/// The word by which the store knows a role.
pub(super) const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Worker => "worker",
        Role::Supervisor => "supervisor",
        Role::Administrator => "administrator",
    }
}

impl Store {
    /// Who signs in under this name, or did.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn login(&self, login_tag: &[u8; 32]) -> Result<Option<Login>, StoreError> {
        let row =
            sqlx::query("select agency_id, staff_id, password_hash, ended_at_ms is not null from staff where login_tag = ?")
                .bind(login_tag.as_slice())
                .fetch_optional(&self.0.readers)
                .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Login {
            agency: AgencyId::from_bytes(rows::id(&row, 0)?),
            staff: StaffId::from_bytes(rows::id(&row, 1)?),
            password_hash: row.try_get(2)?,
            ended: row.try_get(3)?,
        }))
    }

    /// The agency's content with everybody who works there, as phones get it.
    ///
    /// # Errors
    /// Those of the database, and when the agency's own body does not open.
    pub async fn agency(&self, agency: AgencyId) -> Result<Agency, StoreError> {
        let key = self.agency_key(agency).await?;
        let mut db = self.0.readers.acquire().await?;
        agency_in(&mut db, agency, &key, &self.0.damage).await
    }

    /// The same for whoever signs in, who does so whatever is damaged: of an agency whose own body
    /// does not open they hear who works there.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn agency_as_it_opens(&self, agency: AgencyId) -> Result<Agency, StoreError> {
        let content = self.agency(agency).await;
        let damage = &self.0.damage;
        if let Some(content) = damage.skip(agency, "agency", agency.as_bytes(), content)? {
            return Ok(content);
        }
        let key = self.agency_key(agency).await?;
        let mut db = self.0.readers.acquire().await?;
        let staff = staff_in(&mut db, agency, &key, damage).await?;
        Ok(Agency { staff, ..Agency::new(agency, UNREADABLE.to_owned()) })
    }

    /// Everybody who works at any agency, for the command line.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn staff_lines(&self) -> Result<Vec<StaffLine>, StoreError> {
        let mut lines = Vec::new();
        for agency in self.agencies().await? {
            let key = self.agency_key(agency).await?;
            let rows = sqlx::query(
                "select staff_id, body, password_hash is not null, login_rule = ?,
                    ended_at_ms is not null, role
                 from staff where agency_id = ?",
            )
            .bind(logins::RENAMED)
            .bind(agency.as_bytes().as_slice())
            .fetch_all(&self.0.readers)
            .await?;
            for row in rows {
                let id = rows::id(&row, 0)?;
                let body = Body::open(&key, agency, &id, row.try_get(1)?);
                let body = self.0.damage.skip(agency, "staff", &id, body)?;
                let damaged = body.is_none();
                let Body { card, login } = body.unwrap_or_else(|| Body {
                    card: unreadable(&id, role(row.try_get(5).unwrap_or_default())),
                    login: UNREADABLE.to_owned(),
                });
                let (can_sign_in, renamed) = (row.try_get(2)?, row.try_get(3)?);
                let ended = row.try_get(4)?;
                lines.push(StaffLine { agency, card, login, can_sign_in, renamed, ended, damaged });
            }
        }
        Ok(lines)
    }

    /// Sets a password and ends every session of that person.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_password(&self, login: &Login, hash: &str) -> Result<(), StoreError> {
        let now = clock::now_ms();
        let mut change = Change::begin(self, login.agency).await?;
        sqlx::query("update staff set password_hash = ?, login_rule = ? where agency_id = ? and staff_id = ?")
            .bind(hash)
            .bind(logins::NORMAL)
            .bind(login.agency.as_bytes().as_slice())
            .bind(login.staff.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        sqlx::query("delete from session where agency_id = ? and staff_id = ?")
            .bind(login.agency.as_bytes().as_slice())
            .bind(login.staff.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        attempts::forget_browsers(&mut change, login.staff).await?;
        change.wrote("staff", [Column::bytes(login.staff.as_bytes())]);
        password_set(&mut change, login.staff, now).await?;
        let object = ("staff", Some(*login.staff.as_bytes()));
        let entry = Entry::done(now, Who::default(), Action::PasswordSet, object);
        change.audit(entry);
        change.commit().await
    }
}

/// Keeps when a password was changed, so that phones tell their owner. What was asked after the one
/// before is over, and its hash goes with it.
pub(super) async fn password_set(
    change: &mut Change,
    staff: StaffId,
    now: i64,
) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query(
        "insert into password_set (agency_id, staff_id, at_ms) values (?, ?, ?)
         on conflict (agency_id, staff_id) do update set at_ms = excluded.at_ms",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(staff.as_bytes().as_slice())
    .bind(now)
    .execute(change.db())
    .await?;
    change.wrote("password_set", [Column::bytes(staff.as_bytes())]);
    sqlx::query("delete from challenge where agency_id = ? and staff_id = ?")
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .execute(change.db())
        .await?;
    Ok(())
}

/// Makes or changes a staff member inside a change; says whether anything changed.
pub(super) async fn put_staff(
    change: &mut Change,
    login_tag: &[u8; 32],
    card: &StaffCard,
    login: &str,
    password_hash: Option<&str>,
) -> Result<bool, StoreError> {
    let agency = change.agency;
    let body = serde_json::to_vec(&Body { card: card.clone(), login: login.to_owned() })?;
    let id = card.staff_id.as_bytes();
    let before = sqlx::query("select body from staff where agency_id = ? and staff_id = ?")
        .bind(agency.as_bytes().as_slice())
        .bind(id.as_slice())
        .fetch_optional(change.db())
        .await?;
    if before.is_none() {
        change.makes("staff", [Column::bytes(id)]);
    }
    if let Some(row) = before {
        let kept = rows::open(&change.key, agency, "staff", id, row.try_get(0)?)?;
        if kept == body && password_hash.is_none() {
            return Ok(false);
        }
    }
    let sealed = rows::seal(&change.key, agency, "staff", id, &body);
    let put = sqlx::query(
        "insert into staff (agency_id, staff_id, role, login_tag, login_rule, password_hash, body)
         values (?, ?, ?, ?, ?, ?, ?)
         on conflict (agency_id, staff_id) do update set
            role = excluded.role, login_tag = excluded.login_tag, body = excluded.body,
            password_hash = coalesce(excluded.password_hash, password_hash)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(id.as_slice())
    .bind(role_word(card.role))
    .bind(login_tag.as_slice())
    .bind(logins::NORMAL)
    .bind(password_hash)
    .bind(sealed)
    .execute(change.db())
    .await
    .map_err(StoreError::from);
    match put {
        Err(error) if error.is_constraint() => Err(StoreError::LoginTaken),
        Err(error) => Err(error),
        Ok(_) => {
            change.wrote("staff", [Column::bytes(id)]);
            Ok(true)
        }
    }
}

/// The agency's content with its staff, by a connection at hand.
pub(super) async fn agency_in(
    db: &mut SqliteConnection,
    agency: AgencyId,
    key: &SealKey,
    damage: &Damage,
) -> Result<Agency, StoreError> {
    let id = agency.as_bytes();
    let row = sqlx::query("select body from agency where agency_id = ?")
        .bind(id.as_slice())
        .fetch_one(&mut *db)
        .await?;
    let read = |sealed| -> Result<Agency, StoreError> {
        Ok(serde_json::from_slice(&rows::open(key, agency, "agency", id, sealed)?)?)
    };
    let mut content = read(row.try_get(0)?).map_err(|error| error.in_row("agency", id))?;
    content.staff = staff_in(&mut *db, agency, key, damage).await?;
    // Nobody is to miss a crisis line because units cannot be counted.
    let rules = rules_in(db, agency, key).await;
    let rules = damage.skip(agency, "agency_content", id, rules)?.unwrap_or_default();
    content.units = (!rules.rules.is_empty()).then(|| Json::of(&rules));
    Ok(content)
}

/// Everybody who works there. Of whom the row is damaged, there is what lies open in it.
async fn staff_in(
    db: &mut SqliteConnection,
    agency: AgencyId,
    key: &SealKey,
    damage: &Damage,
) -> Result<Vec<StaffCard>, StoreError> {
    let staff =
        sqlx::query("select staff_id, body, role from staff where agency_id = ? order by staff_id")
            .bind(agency.as_bytes().as_slice())
            .fetch_all(db)
            .await?;
    let card = |row| {
        let (id, role) = (rows::id(row, 0)?, role(row.try_get(2)?));
        let body = Body::open(key, agency, &id, row.try_get(1)?);
        let body = damage.skip(agency, "staff", &id, body)?;
        Ok(body.map_or_else(|| unreadable(&id, role), |body| StaffCard { role, ..body.card }))
    };
    staff.iter().map(card).collect()
}
