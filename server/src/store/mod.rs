//! The store: SQLite behind functions named after what people do.
//!
//! One writer connection and several read-only ones; every write is one
//! `begin immediate` transaction that also holds its audit entries. Rows are
//! private to this module: out go domain and wire types, or sealed bytes.
//! Decisions are not made here; see `sync::ingest` and `sync::feed`.

mod account;
mod assignment;
mod attempts;
mod attention;
mod backup;
mod bulk;
mod change;
mod content;
mod damage;
mod device;
mod directory;
mod disclosure;
mod document;
mod error;
pub mod imported;
mod imprints;
mod leaving;
pub mod load;
mod lock;
mod logins;
mod on_call;
mod open;
mod own;
mod papers;
mod pull;
mod push;
mod quarantine;
mod revoking;
mod rows;
mod second_factor;
mod services;
mod session;
mod staff;
mod units;

pub use account::{Ends, Person, Renewed};
pub use assignment::Assigned;
pub use attempts::{Attempt, Throttle};
pub use backup::{Restored, ShutOut, restore};
pub use content::ContentSaved;
pub use device::{Deposit, Enrolment, KnownDevice};
pub use directory::{LoadedServices, ServiceSaved, Settled, SourceService};
pub use document::VersionsPage;
pub use error::{OpenError, StoreError};
pub use leaving::Left;
pub use load::{Batch, Counts, Loaded, NewClient, NewStaff};
pub use on_call::{ShiftSet, TeamAnswer};
pub use open::{Access, OpenOptions};
pub use own::{OwnOpening, OwnPass, Said, Shut};
pub use papers::{Broken, PageAt, PageRead, PartTaken, Tidied};
pub use pull::{Page, PullRequest};
pub use quarantine::KeptOperation;
pub use second_factor::{Added, Passkey, Purpose, Question, Second, code_hash};
pub use services::{Notes, Reading};
pub use session::SessionFacts;
pub use staff::{Login, StaffLine};
pub use units::RuleSaved;

use crate::{
    audit::{self, Heads, Verified, heads::Head},
    keys::{Keyring, SealKey},
};
use domain::id::{AgencyId, Epoch};
use sqlx::{Row as _, SqlitePool};
use std::{
    collections::{BTreeMap, HashMap},
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
    /// Where the pages of papers lie, beside the database.
    papers: papers::Folder,
    /// Rows that do not open.
    damage: damage::Damage,
    /// Looks at plans that were taken in this hour.
    looks: on_call::Looks,
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

    /// Walks an agency's audit chain, and along the rows that it vouches for.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn verify_audit(&self, agency: AgencyId) -> Result<Verified, StoreError> {
        self.verify_audit_with(agency, &Heads::new()).await
    }

    /// The same, against heads that were kept elsewhere.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn verify_audit_with(
        &self,
        agency: AgencyId,
        heads: &Heads,
    ) -> Result<Verified, StoreError> {
        // One sight of everything, whoever writes meanwhile.
        let mut tx = self.0.readers.begin().await?;
        Ok(audit::verify(&mut tx, agency, &self.0.keyring, heads).await?)
    }

    /// The head of each agency's log, of those that have one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn heads(&self) -> Result<BTreeMap<AgencyId, Head>, StoreError> {
        let mut heads = BTreeMap::new();
        for agency in self.agencies().await? {
            let last = sqlx::query(
                "select seq, hash from audit_event where agency_id = ? order by seq desc limit 1",
            );
            let last = last.bind(agency.as_bytes().as_slice()).fetch_optional(&self.0.readers);
            if let Some(row) = last.await? {
                heads.insert(agency, (row.try_get(0)?, rows::fixed(&row, 1)?));
            }
        }
        Ok(heads)
    }

    /// Whether an agency's log has the entry with this number and hash.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn has_entry(
        &self,
        agency: AgencyId,
        seq: i64,
        hash: &[u8; 32],
    ) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "select exists (select 1 from audit_event where agency_id = ? and seq = ? and hash = ?)",
        );
        let row = row.bind(agency.as_bytes().as_slice()).bind(seq).bind(hash.as_slice());
        Ok(row.fetch_one(&self.0.readers).await?.try_get(0)?)
    }

    /// Every agency that has a row or an entry in the log: somebody may have taken away the row.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn agencies_in_log(&self) -> Result<Vec<AgencyId>, StoreError> {
        let rows = sqlx::query(
            "select agency_id from agency union select distinct agency_id from audit_event",
        );
        let rows = rows.fetch_all(&self.0.readers).await?;
        rows.iter().map(|row| Ok(AgencyId::from_bytes(rows::id(row, 0)?))).collect()
    }

    /// Agencies of which there are people or clients and neither a row nor an entry in the log.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn agencies_left_over(&self) -> Result<Vec<AgencyId>, StoreError> {
        let rows = sqlx::query(
            "select agency_id from staff union select agency_id from client
             except select agency_id from agency
             except select distinct agency_id from audit_event",
        );
        let rows = rows.fetch_all(&self.0.readers).await?;
        rows.iter().map(|row| Ok(AgencyId::from_bytes(rows::id(row, 0)?))).collect()
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

    fn remember_key(&self, agency: AgencyId, key: &SealKey) {
        if let Ok(mut keys) = self.0.agency_keys.write() {
            keys.insert(agency, key.clone());
        }
    }
}
