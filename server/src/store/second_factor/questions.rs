//! What a passkey is asked, and until when it may answer.

use super::super::{Login, Store, StoreError, rows};
use crate::{auth::HashedToken, clock, keys};
use domain::id::{AgencyId, StaffId};
use sqlx::Row as _;

/// How long a question waits for its answer: five minutes in milliseconds.
const CHALLENGE_MS: i64 = 5 * 60_000;
/// Questions of one purpose that wait for one person at once; the oldest goes first.
const CHALLENGES: i64 = 10;

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

impl Store {
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
            "delete from challenge where agency_id = ?1 and staff_id = ?2 and purpose = ?4
                and holder_hash not in
                (select holder_hash from challenge
                 where agency_id = ?1 and staff_id = ?2 and purpose = ?4
                 order by at_ms desc limit ?3)",
        )
        .bind(login.agency.as_bytes().as_slice())
        .bind(login.staff.as_bytes().as_slice())
        .bind(CHALLENGES - 1)
        .bind(purpose.word())
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
}
