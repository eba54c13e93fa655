//! The store: SQLite behind functions named after what people do.
//!
//! One writer connection and several read-only ones; every write is one
//! `begin immediate` transaction that also holds its audit entries. Rows are
//! private to this module: out go domain and wire types, or sealed bytes.
//! Decisions are not made here; see `sync::ingest` and `sync::feed`.

mod assignment;
mod attempts;
mod backup;
mod change;
mod content;
mod device;
mod document;
mod error;
mod leaving;
pub mod load;
mod lock;
mod logins;
mod on_call;
mod open;
mod pull;
mod push;
mod quarantine;
mod rows;
mod session;
mod staff;

pub use assignment::Assigned;
pub use attempts::{Attempt, Throttle};
pub use backup::{Restored, restore};
pub use content::ContentSaved;
pub use device::{Deposit, Enrolment, KnownDevice};
pub use error::{OpenError, StoreError};
pub use leaving::Left;
pub use load::{Batch, Counts, Loaded, NewClient, NewStaff};
pub use on_call::{ShiftSet, TeamAnswer};
pub use open::{Access, OpenOptions};
pub use pull::{Page, PullRequest};
pub use quarantine::KeptOperation;
pub use session::SessionFacts;
pub use staff::{Login, StaffLine};

use crate::{
    audit::{self, Finding},
    keys::{Keyring, SealKey},
};
use domain::id::{AgencyId, Epoch};
use sqlx::{Row as _, SqlitePool};
use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

/// The open store; cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    writer: SqlitePool,
    readers: SqlitePool,
    keyring: Keyring,
    epoch: Epoch,
    /// Rows that do not open: no phone is told to look for them.
    damaged: pull::Damaged,
    /// Agencies' keys, opened once each.
    agency_keys: RwLock<HashMap<AgencyId, SealKey>>,
    /// Held for as long as the store is open; none with read access.
    _lock: Option<lock::Lock>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// The server's present history.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.0.epoch
    }

    /// The keys derived from the master key.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    /// Every agency in the store.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn agencies(&self) -> Result<Vec<AgencyId>, StoreError> {
        let rows = sqlx::query("select agency_id from agency order by agency_id")
            .fetch_all(&self.0.readers)
            .await?;
        rows.iter().map(|row| Ok(AgencyId::from_bytes(rows::id(row, 0)?))).collect()
    }

    /// Walks an agency's audit chain.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn verify_audit(&self, agency: AgencyId) -> Result<Finding, StoreError> {
        let mut db = self.0.readers.acquire().await?;
        Ok(audit::verify(&mut db, agency, self.0.keyring.audit()).await?)
    }

    /// Answers when the database can be read.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("select 1").fetch_one(&self.0.readers).await?;
        Ok(())
    }

    /// Writes everything into the database file itself and closes it.
    pub async fn close(&self) {
        let folded = sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.0.writer).await;
        if let Err(error) = folded {
            tracing::warn!(error = %error, "the write-ahead log stays; the next start folds it in");
        }
        self.0.readers.close().await;
        self.0.writer.close().await;
    }

    async fn agency_key(&self, agency: AgencyId) -> Result<SealKey, StoreError> {
        let known = self.0.agency_keys.read().ok().and_then(|keys| keys.get(&agency).cloned());
        if let Some(key) = known {
            return Ok(key);
        }
        let row = sqlx::query("select sealed_key from agency where agency_id = ?")
            .bind(agency.as_bytes().as_slice())
            .fetch_one(&self.0.readers)
            .await?;
        let key = self.0.keyring.open_agency_key(agency, row.try_get(0)?)?;
        self.remember_key(agency, &key);
        Ok(key)
    }

    fn damaged(&self) -> std::collections::BTreeSet<[u8; 16]> {
        self.0.damaged.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn remember_key(&self, agency: AgencyId, key: &SealKey) {
        if let Ok(mut keys) = self.0.agency_keys.write() {
            keys.insert(agency, key.clone());
        }
    }
}
