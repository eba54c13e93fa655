//! A second factor beside the password: passkeys, recovery codes, and the questions that wait for an
//! answer. What a passkey answers is held against what it was asked in `auth::webauthn`.

use super::{Login, Store, StoreError, change::Change, rows};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::{HashedToken, Permit, webauthn::Made},
    clock, keys,
};
use domain::{
    Moment,
    id::{AgencyId, PasskeyId, StaffId},
    wire::v1::{CredentialId, PasskeyRow, Role},
};
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;

/// How long a question waits for its answer: five minutes in milliseconds.
const CHALLENGE_MS: i64 = 5 * 60_000;
/// Questions that wait for one person at once; the oldest goes first.
const CHALLENGES: i64 = 10;
/// Recovery codes that are given at once.
const CODES: usize = 10;
/// Passkeys of one person.
const PASSKEYS: i64 = 10;

/// What a question is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in, after the password.
    SignIn,
    /// Setting up another passkey.
    SetUp,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SetUp => "set_up",
        }
    }
}

/// A question that was asked, taken back with its answer: nobody answers it again.
#[derive(Debug, Clone)]
pub struct Question {
    /// Whom.
    pub login: Login,
    /// With what.
    pub challenge: [u8; 32],
}

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

/// What a recovery code is kept as.
#[must_use]
pub fn code_hash(staff: StaffId, typed: &str) -> [u8; 32] {
    let letters = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let code: String = letters.collect();
    let hash = Sha256::new().chain_update(b"streetlight/1/recovery").chain_update(staff.as_bytes());
    hash.chain_update(code).finalize().into()
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
            let name = rows::open(&key, agency, "passkey", &id, row.try_get(1)?)?;
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

    /// Asks a question that whoever holds the token may answer, once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn ask_passkey(
        &self,
        login: &Login,
        purpose: Purpose,
        holder: &HashedToken,
    ) -> Result<[u8; 32], StoreError> {
        let now = clock::now_ms();
        let challenge = keys::random::<32>();
        let mut tx = self.0.writer.begin_with("begin immediate").await?;
        sqlx::query("delete from challenge where at_ms <= ?")
            .bind(now - CHALLENGE_MS)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "delete from challenge where agency_id = ?1 and staff_id = ?2 and holder_hash not in
                (select holder_hash from challenge where agency_id = ?1 and staff_id = ?2
                 order by at_ms desc limit ?3)",
        )
        .bind(login.agency.as_bytes().as_slice())
        .bind(login.staff.as_bytes().as_slice())
        .bind(CHALLENGES - 1)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "insert or replace into challenge
                (agency_id, holder_hash, staff_id, purpose, challenge, password_hash, at_ms)
             values (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(login.agency.as_bytes().as_slice())
        .bind(holder.as_bytes().as_slice())
        .bind(login.staff.as_bytes().as_slice())
        .bind(purpose.word())
        .bind(challenge.as_slice())
        .bind(&login.password_hash)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(challenge)
    }

    /// The question that whoever holds the token was asked, unless it is too long ago.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn question(
        &self,
        purpose: Purpose,
        holder: &HashedToken,
    ) -> Result<Option<Question>, StoreError> {
        let row = sqlx::query(
            "select agency_id, staff_id, password_hash, challenge from challenge
             where holder_hash = ? and purpose = ? and at_ms > ?",
        )
        .bind(holder.as_bytes().as_slice())
        .bind(purpose.word())
        .bind(clock::now_ms() - CHALLENGE_MS)
        .fetch_optional(&self.0.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Question {
            login: Login {
                agency: AgencyId::from_bytes(rows::id(&row, 0)?),
                staff: StaffId::from_bytes(rows::id(&row, 1)?),
                password_hash: row.try_get(2)?,
                ended: false,
            },
            challenge: rows::fixed(&row, 3)?,
        }))
    }

    /// Takes a question back: true for the one who does so first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn take_question(
        &self,
        purpose: Purpose,
        holder: &HashedToken,
        question: &Question,
    ) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "delete from challenge where holder_hash = ? and purpose = ? and challenge = ?",
        )
        .bind(holder.as_bytes().as_slice())
        .bind(purpose.word())
        .bind(question.challenge.as_slice())
        .execute(&self.0.writer)
        .await?;
        Ok(taken.rows_affected() == 1)
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

    /// Ten new recovery codes in place of those there were; none where there is no passkey.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn renew_codes(&self, permit: &Permit) -> Result<Option<Vec<String>>, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let staff = permit.staff();
        let there =
            sqlx::query("select 1 from passkey where agency_id = ? and staff_id = ? limit 1")
                .bind(permit.agency().as_bytes().as_slice())
                .bind(staff.as_bytes().as_slice())
                .fetch_optional(change.db())
                .await?;
        if there.is_none() {
            return Ok(None);
        }
        drop_codes(&mut change, staff).await?;
        let codes = new_codes(&mut change, staff).await?;
        let object = ("staff", Some(*staff.as_bytes()));
        change.audit(Entry::done(clock::now_ms(), who(permit), Action::CodesRenewed, object));
        change.commit().await?;
        Ok(Some(codes))
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

async fn drop_codes(change: &mut Change, staff: StaffId) -> Result<(), StoreError> {
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

async fn new_codes(change: &mut Change, staff: StaffId) -> Result<Vec<String>, StoreError> {
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

fn who(permit: &Permit) -> Who {
    Who { staff: Some(permit.staff()), device: permit.device() }
}
