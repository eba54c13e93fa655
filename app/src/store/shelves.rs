use super::{
    database::{META, SHELVES, Store, StoreError, from_js, read_json, to_js, write_json},
    find::INDEX,
    outbox::{OutboxItem, Unsent},
};
use crate::{browser::indexed_db::Change, together::together, vault::Keys};
use domain::{
    document::{DocumentKind, Version},
    id::{ClientId, DeviceId},
    wire::v1::CrisisPlan,
};
use futures_util::future::join4;
use std::collections::BTreeMap;
use sync::{
    read_copy::{Caseload, Changes, ClientFile, Shelf},
    replica::{Asked, Sent, SyncMark},
};

const MARK: &str = "mark";

/// What an unlock needs, as it lies: it is read before the key is there.
#[derive(Debug)]
pub struct Sealed {
    /// Where it lies.
    pub store: Store,
    /// What is unsent.
    pub outbox: Unsent,
    /// What was sent in the last thirty days.
    pub sent: Vec<OutboxItem<Sent>>,
    /// How far pulling has come.
    pub mark: SyncMark,
    /// Until when the server asked to be left alone.
    pub asked: Asked,
    caseload: Option<Vec<u8>>,
}

impl Sealed {
    /// The caseload; empty before the first sync.
    ///
    /// # Errors
    /// When the shelf does not open; it is never dropped for that.
    pub async fn caseload(&self, keys: &Keys) -> Result<Caseload, StoreError> {
        let sealed = self.caseload.as_deref();
        Ok(self.store.opened(keys, Shelf::Caseload, sealed).await?.unwrap_or_default())
    }
}

impl Store {
    /// Reads what an unlock needs. The caseload and the mark that says how far it has come
    /// are of one moment.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn read_sealed(device_id: DeviceId) -> Result<Sealed, StoreError> {
        let store = Self::open(device_id).await?;
        let (pulled, outbox, sent, asked) =
            join4(store.caseload_and_mark(), store.outbox(), store.sent(), store.asked()).await;
        let ((caseload, mark), outbox, sent, asked) = (pulled?, outbox?, sent?, asked?);
        Ok(Sealed { store, outbox, sent, mark, asked, caseload })
    }

    /// One client's crisis plan.
    ///
    /// # Errors
    /// When storage fails or the shelf does not open; it is never dropped for that.
    pub async fn plan(
        &self,
        keys: &Keys,
        client_id: ClientId,
    ) -> Result<Option<CrisisPlan>, StoreError> {
        self.shelf(keys, Shelf::Plan(client_id)).await
    }

    /// One client's document, of a kind that is made of its cells alone.
    ///
    /// # Errors
    /// When storage fails or the shelf does not open; it is never dropped for that.
    pub async fn document(
        &self,
        keys: &Keys,
        kind: DocumentKind,
        client_id: ClientId,
    ) -> Result<Option<Version>, StoreError> {
        self.shelf(keys, Shelf::Document(kind, client_id)).await
    }

    /// One client's notes; empty when there are none.
    ///
    /// # Errors
    /// When storage fails or the shelf does not open; it is never dropped for that.
    pub async fn file(&self, keys: &Keys, client_id: ClientId) -> Result<ClientFile, StoreError> {
        Ok(self.shelf(keys, Shelf::File(client_id)).await?.unwrap_or_default())
    }

    async fn shelf<T: serde::de::DeserializeOwned>(
        &self,
        keys: &Keys,
        shelf: Shelf,
    ) -> Result<Option<T>, StoreError> {
        let sealed = self.database.get(SHELVES, &shelf.to_string()).await?.and_then(from_js);
        self.opened(keys, shelf, sealed.as_deref()).await
    }

    async fn opened<T: serde::de::DeserializeOwned>(
        &self,
        keys: &Keys,
        shelf: Shelf,
        sealed: Option<&[u8]>,
    ) -> Result<Option<T>, StoreError> {
        let Some(sealed) = sealed else {
            // "There is none" would be a guess.
            return if self.was_emptied() { Err(StoreError::Emptied) } else { Ok(None) };
        };
        let name = shelf.to_string();
        let plain = keys.open(SHELVES, &name, sealed).await?;
        read_json(&name, &plain).map(Some)
    }

    /// How far pulling has come; nowhere when the shelves it speaks of are gone.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn mark(&self) -> Result<SyncMark, StoreError> {
        Ok(self.caseload_and_mark().await?.1)
    }

    /// How many pulls came to their end on this phone, in whichever tab.
    ///
    /// # Errors
    /// When storage fails or the mark cannot be read.
    pub async fn pulls(&self) -> Result<u64, StoreError> {
        let mark = self.database.get(META, MARK).await?.and_then(from_js);
        let read = |bytes: Vec<u8>| read_json::<SyncMark>(MARK, &bytes);
        Ok(mark.map(read).transpose()?.map_or(0, |mark| mark.pulls))
    }

    async fn caseload_and_mark(&self) -> Result<(Option<Vec<u8>>, SyncMark), StoreError> {
        let shelf = Shelf::Caseload.to_string();
        let [caseload, mark] = self.database.get_both([(SHELVES, &shelf), (META, MARK)]).await?;
        let caseload = caseload.and_then(from_js);
        let mark = match mark.and_then(from_js).filter(|_| caseload.is_some()) {
            Some(bytes) => read_json(MARK, &bytes)?,
            None => SyncMark::default(),
        };
        Ok((caseload, mark))
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
        for version in &changes.documents {
            sealed.push((Shelf::Document(version.kind, version.client_id), write_json(version)));
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
        if !changes.removed.is_empty() {
            // Words of whoever left are in it.
            writes.push(Change::Delete(SHELVES, INDEX.to_owned()));
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
