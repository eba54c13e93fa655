//! Rows that do not open, or do not hold what they must: each is left out and counted, and nothing
//! else waits for it. The office hears how many there are (`Attention`), the log names each.

use super::{Store, StoreError};
use domain::id::AgencyId;
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// What stands where a name or a word does not open.
pub(super) const UNREADABLE: &str = "?";

/// The rows that were found damaged in this run of the server.
#[derive(Debug, Clone, Default)]
pub(super) struct Damage(Arc<Mutex<Rows>>);

/// Whose, by which table or kind, and which.
type Rows = BTreeSet<(AgencyId, &'static str, Uuid)>;

impl Damage {
    /// Notes a damaged row, by its table or kind and its id; whether that is news.
    pub(super) fn note(
        &self,
        agency: AgencyId,
        table: &'static str,
        id: &[u8; 16],
        error: &StoreError,
    ) -> bool {
        // What says of itself which row it is about knows best.
        let (table, id) = error.damaged_row().unwrap_or((table, Uuid::from_bytes(*id)));
        let is_new = self.held().insert((agency, table, id));
        if is_new {
            tracing::error!(
                %agency, kind = table, row = %id, %error,
                "a row is damaged and goes to no phone: the last backup has it whole"
            );
        }
        is_new
    }

    /// What was read, or nothing where that row is damaged, which is noted.
    ///
    /// # Errors
    /// Any other failure.
    pub(super) fn skip<T>(
        &self,
        agency: AgencyId,
        table: &'static str,
        id: &[u8; 16],
        read: Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(error) if error.is_damage() => {
                self.note(agency, table, id, &error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The ids of an agency's damaged rows of these tables or kinds: no phone is told to look for
    /// them. Of a place in the feed that was damaged nobody knows what it was of.
    pub(super) fn ids(
        &self,
        agency: AgencyId,
        kinds: impl Fn(&'static str) -> bool,
    ) -> BTreeSet<[u8; 16]> {
        let held = self.held();
        let of =
            held.iter().filter(|(of, kind, _)| *of == agency && (*kind == "feed" || kinds(kind)));
        of.map(|(.., id)| id.into_bytes()).collect()
    }

    fn held(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// How many damaged rows of an agency were come upon since the server was started.
    pub(super) fn damaged_rows(&self, agency: AgencyId) -> u32 {
        let count = self.0.damage.held().iter().filter(|(of, ..)| *of == agency).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}
