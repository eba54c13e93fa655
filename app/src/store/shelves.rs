use super::{META, SHELVES, Store, StoreError, from_js, read_json, to_js, write_json};
use crate::{browser::indexed_db::Change, together::together, vault::Keys};
use domain::{id::ClientId, wire::v1::CrisisPlan};
use std::collections::BTreeMap;
use sync::{
    read_copy::{Caseload, Changes, ClientFile, Shelf},
    replica::SyncMark,
};

const MARK: &str = "mark";

impl Store {
    /// The caseload; empty before the first sync.
    ///
    /// # Errors
    /// When storage fails or the shelf does not open; it is never dropped for that.
    pub async fn caseload(&self, keys: &Keys) -> Result<Caseload, StoreError> {
        Ok(self.shelf(keys, Shelf::Caseload).await?.unwrap_or_default())
    }

    /// One client's crisis plan.
    ///
    /// # Errors
    /// As [`Self::caseload`].
    pub async fn plan(
        &self,
        keys: &Keys,
        client_id: ClientId,
    ) -> Result<Option<CrisisPlan>, StoreError> {
        self.shelf(keys, Shelf::Plan(client_id)).await
    }

    /// One client's notes; empty when there are none.
    ///
    /// # Errors
    /// As [`Self::caseload`].
    pub async fn file(&self, keys: &Keys, client_id: ClientId) -> Result<ClientFile, StoreError> {
        Ok(self.shelf(keys, Shelf::File(client_id)).await?.unwrap_or_default())
    }

    async fn shelf<T: serde::de::DeserializeOwned>(
        &self,
        keys: &Keys,
        shelf: Shelf,
    ) -> Result<Option<T>, StoreError> {
        let name = shelf.to_string();
        let Some(sealed) = self.database.get(SHELVES, &name).await?.and_then(from_js) else {
            // "There is none" would be a guess.
            return if self.was_emptied() { Err(StoreError::Emptied) } else { Ok(None) };
        };
        let plain = keys.open(SHELVES, &name, &sealed).await?;
        read_json(&name, &plain).map(Some)
    }

    /// How far pulling has come; nowhere when the shelves it speaks of are gone.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn mark(&self) -> Result<SyncMark, StoreError> {
        let caseload = self.database.get(SHELVES, &Shelf::Caseload.to_string()).await?;
        let bytes = self.database.get(META, MARK).await?.and_then(from_js);
        match bytes.filter(|_| caseload.is_some()) {
            Some(bytes) => read_json(MARK, &bytes),
            None => Ok(SyncMark::default()),
        }
    }

    /// Stores what a page changed together with the mark that says so, in one
    /// transaction: a crash leaves both or neither.
    ///
    /// # Errors
    /// When storage fails; then nothing of it is stored.
    pub async fn keep_page(
        &self,
        keys: &Keys,
        caseload: &Caseload,
        files: &BTreeMap<ClientId, ClientFile>,
        changes: &Changes,
        mark: &SyncMark,
    ) -> Result<(), StoreError> {
        let mut sealed = vec![(Shelf::Caseload, write_json(caseload))];
        for plan in &changes.plans {
            sealed.push((Shelf::Plan(plan.client_id), write_json(plan)));
        }
        for (client_id, file) in files.iter().filter(|(id, _)| changes.files.contains(id)) {
            sealed.push((Shelf::File(*client_id), write_json(file)));
        }
        // Seal first, then open the transaction: waiting inside it would commit it early.
        let mut writes = Vec::with_capacity(sealed.len() + changes.removed.len() + 2);
        if changes.reset {
            writes.push(Change::Clear(SHELVES));
            writes.extend(Self::team_removals());
        }
        for shelf in &changes.removed {
            writes.push(Change::Delete(SHELVES, shelf.to_string()));
        }
        let sealed = sealed.into_iter().map(async |(shelf, plain)| {
            let name = shelf.to_string();
            let bytes = keys.seal(SHELVES, &name, &plain).await?;
            Ok::<_, StoreError>(Change::Put(SHELVES, name, to_js(&bytes)))
        });
        for put in together(sealed).await {
            writes.push(put?);
        }
        writes.push(Change::Put(META, MARK.to_owned(), to_js(&write_json(mark))));
        self.database.write(writes).await?;
        if changes.reset {
            self.database.is_whole_again();
        }
        Ok(())
    }

    /// Stores the mark alone, after a pull with nothing new.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn keep_mark(&self, mark: &SyncMark) -> Result<(), StoreError> {
        let put = Change::Put(META, MARK.to_owned(), to_js(&write_json(mark)));
        Ok(self.database.write(vec![put]).await?)
    }
}
