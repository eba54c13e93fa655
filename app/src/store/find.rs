//! The index by which words are found, sealed like everything else. A pull from nothing clears it with
//! what it is about, and a page that takes a client away removes it.

use super::database::{SHELVES, Store, StoreError, from_js, to_js};
use crate::{browser::indexed_db::Change, vault::Keys};

/// Where it lies.
pub(super) const INDEX: &str = "find";

impl Store {
    /// The index as it was kept; none where there is none or it does not open: it is made anew then.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn index(&self, keys: &Keys) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(sealed) = self.database.get(SHELVES, INDEX).await?.and_then(from_js) else {
            return Ok(None);
        };
        Ok(keys.open(SHELVES, INDEX, &sealed).await.ok())
    }

    /// Seals the index. It is kept by [`Self::keep_index`].
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal_index(&self, keys: &Keys, index: &[u8]) -> Result<Vec<u8>, StoreError> {
        Ok(keys.seal(SHELVES, INDEX, index).await?)
    }

    /// Keeps a sealed index in place of the one before.
    ///
    /// # Errors
    /// When storage fails; then the one before is still there, or none.
    pub async fn keep_index(&self, sealed: &[u8]) -> Result<(), StoreError> {
        let put = Change::Put(SHELVES, INDEX.to_owned(), to_js(sealed));
        Ok(self.database.write(vec![put]).await?)
    }
}
