use super::{
    database::{META, OUTBOX, SENT, Store, StoreError, from_js, read_json, to_js, write_json},
    mirror,
};
use crate::browser::{
    BrowserError,
    indexed_db::{Change, Claim},
};
use domain::id::OperationId;
use std::collections::BTreeMap;
use sync::replica::{Asked, OutboxChange, Sent, Waiting};
use wasm_bindgen::JsValue;

/// Where [`Asked`] lies; `public/sw.js` knows it too.
const ASKED: &str = "asked";

/// An operation with its sealed bytes.
#[derive(Debug, Clone)]
pub struct OutboxItem<T> {
    /// What the replica knows of it.
    pub about: T,
    /// The bytes, as they are sent.
    pub sealed: Vec<u8>,
}

/// Everything unsent.
#[derive(Debug, Default)]
pub struct Unsent {
    /// What can be sent.
    pub items: Vec<OutboxItem<Waiting>>,
    /// Records that a newer version of the app wrote and this one can make nothing of. They stay
    /// where they are, and until that version is back not everything is sent.
    pub unreadable: usize,
}

/// How safe an operation is after saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// On disk.
    OnDisk,
    /// Only in the mirror: safe while the app stays open for a moment.
    MirrorOnly,
}

impl Store {
    /// Keeps operations in the outbox, in both stores, and removes the draft
    /// they came from in the same transaction: all of them, or none. [`Self::draft_gone`] is to follow.
    ///
    /// # Errors
    /// When neither store took it; then the draft is still there.
    pub async fn keep_operations(
        &self,
        items: &[OutboxItem<Waiting>],
        draft: Option<Claim>,
    ) -> Result<Kept, StoreError> {
        let put =
            |item: &OutboxItem<Waiting>| mirror::put(self.device_id, &item.about, &item.sealed);
        // What follows first: where the browser dies in between, the draft is still there.
        let mirrored: Vec<_> =
            items.iter().rev().map(|item| (item.about.op_id, put(item))).collect();
        let mut changes = Vec::with_capacity(items.len() + 1);
        for OutboxItem { about, sealed } in items {
            let packed = pack(&write_json(about), sealed)?;
            changes.push(Change::Put(OUTBOX, about.op_id.to_string(), packed));
        }
        changes.extend(draft.as_ref().map(Self::draft_removal));
        match self.database.write(changes).await {
            Ok(()) => Ok(Kept::OnDisk),
            Err(_) if mirrored.iter().all(|(_, is_there)| *is_there) => {
                // A full disk still lets go: signed words are no draft any more.
                let removal = draft.as_ref().map(Self::draft_removal);
                let _gone = self.database.write(removal.into_iter().collect()).await;
                Ok(Kept::MirrorOnly)
            }
            Err(error) => {
                // None of them was saved: what fitted into the mirror would be sent by itself.
                for (op_id, _) in mirrored.iter().filter(|(_, is_there)| *is_there) {
                    mirror::remove(self.device_id, *op_id);
                }
                Err(error.into())
            }
        }
    }

    /// Everything unsent: the union of both stores, each repaired from the other.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn outbox(&self) -> Result<Unsent, StoreError> {
        let mut unreadable = 0;
        let mut found: BTreeMap<OperationId, OutboxItem<Waiting>> = BTreeMap::new();
        for (name, value) in self.database.all(OUTBOX).await? {
            let read = unpack(&value).and_then(|(about, sealed)| {
                Some((read_json::<Waiting>(&name, &about).ok()?, sealed))
            });
            let Some((about, sealed)) = read else {
                unreadable += 1;
                continue;
            };
            found.insert(about.op_id, OutboxItem { about, sealed });
        }
        let mut repairs = Vec::new();
        let mirrored = mirror::all(self.device_id);
        for item in found.values() {
            if !mirrored.iter().any(|copy| copy.waiting.op_id == item.about.op_id) {
                mirror::put(self.device_id, &item.about, &item.sealed);
            }
        }
        for copy in mirrored {
            if found.contains_key(&copy.waiting.op_id) {
                continue;
            }
            let name = copy.waiting.op_id.to_string();
            if self.database.get(SENT, &name).await?.is_some() {
                // Settled, and the browser was killed before the mirror heard of it.
                mirror::remove(self.device_id, copy.waiting.op_id);
                continue;
            }
            repairs.push(Change::Put(
                OUTBOX,
                name,
                pack(&write_json(&copy.waiting), &copy.sealed)?,
            ));
            found.insert(
                copy.waiting.op_id,
                OutboxItem { about: copy.waiting, sealed: copy.sealed },
            );
        }
        if !repairs.is_empty() {
            // A full disk takes none; they are in the other store, and must not keep a worker out.
            let _repaired = self.database.write(repairs).await;
        }
        Ok(Unsent { items: found.into_values().collect(), unreadable })
    }

    /// The sealed bytes of one unsent operation.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn sealed(&self, op_id: OperationId) -> Result<Option<Vec<u8>>, StoreError> {
        let value = self.database.get(OUTBOX, &op_id.to_string()).await?;
        let stored = value.and_then(|value| unpack(&value)).map(|(_, sealed)| sealed);
        Ok(stored.or_else(|| mirror::get(self.device_id, op_id)))
    }

    /// The receipt of one operation with the bytes it is for; none while it waits, or when it is
    /// forgotten.
    ///
    /// # Errors
    /// When storage fails, or the record cannot be read.
    pub async fn receipt(
        &self,
        op_id: OperationId,
    ) -> Result<Option<OutboxItem<Sent>>, StoreError> {
        let name = op_id.to_string();
        let value = self.database.get(SENT, &name).await?;
        let Some((about, sealed)) = value.and_then(|value| unpack(&value)) else { return Ok(None) };
        Ok(Some(OutboxItem { about: read_json(&name, &about)?, sealed }))
    }

    /// The sealed bytes of an operation, unsent or sent. Where the app was killed before it wrote
    /// down that a restored server has lost them, they still lie with the old receipt.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn bytes(&self, op_id: OperationId) -> Result<Option<Vec<u8>>, StoreError> {
        match self.sealed(op_id).await? {
            Some(sealed) => Ok(Some(sealed)),
            None => Ok(self.receipt(op_id).await?.map(|item| item.sealed)),
        }
    }

    /// What was sent in the last thirty days.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn sent(&self) -> Result<Vec<OutboxItem<Sent>>, StoreError> {
        let mut sent = Vec::new();
        for (name, value) in self.database.all(SENT).await? {
            let Some((about, sealed)) = unpack(&value) else { continue };
            let Ok(about) = read_json(&name, &about) else { continue };
            sent.push(OutboxItem { about, sealed });
        }
        Ok(sent)
    }

    /// Until when the server asked to be left alone.
    ///
    /// # Errors
    /// When storage fails. What cannot be read is no reason to wait.
    pub async fn asked(&self) -> Result<Asked, StoreError> {
        let value = self.database.get(META, ASKED).await?.and_then(from_js);
        Ok(value.and_then(|bytes| read_json(ASKED, &bytes).ok()).unwrap_or_default())
    }

    /// Removes unsent operations, both copies, because somebody gave them up.
    ///
    /// # Errors
    /// When storage fails; then they are still there.
    pub async fn discard_unsent(&self, op_ids: &[OperationId]) -> Result<(), StoreError> {
        let gone = op_ids.iter().map(|op_id| Change::Delete(OUTBOX, op_id.to_string())).collect();
        self.database.write(gone).await?;
        for op_id in op_ids {
            mirror::remove(self.device_id, *op_id);
        }
        Ok(())
    }

    /// Writes down what became of operations, all in one transaction: a batch of
    /// fifty receipts waits for the disk once.
    ///
    /// # Errors
    /// When storage fails; then everything is still where it was, and is offered again.
    pub async fn write_changes(&self, changes: &[OutboxChange]) -> Result<(), StoreError> {
        let mut writes = Vec::new();
        let mut mirrored = Vec::new();
        for change in changes {
            match change {
                OutboxChange::Settled(sent) => {
                    // Bytes and all: the server may lose them in a restore.
                    let Some(sealed) = self.bytes(sent.op_id).await? else { continue };
                    let name = sent.op_id.to_string();
                    let value = pack(&write_json(sent), &sealed)?;
                    writes.push(Change::Put(SENT, name.clone(), value));
                    writes.push(Change::Delete(OUTBOX, name));
                    mirrored.push(sent.op_id);
                }
                OutboxChange::Learned(sent) => {
                    let name = sent.op_id.to_string();
                    let Some(value) = self.database.get(SENT, &name).await? else { continue };
                    let Some((_, sealed)) = unpack(&value) else { continue };
                    writes.push(Change::Put(SENT, name, pack(&write_json(sent), &sealed)?));
                }
                OutboxChange::Tried(waiting) | OutboxChange::Stuck(waiting) => {
                    let Some(sealed) = self.sealed(waiting.op_id).await? else { continue };
                    let value = pack(&write_json(waiting), &sealed)?;
                    writes.push(Change::Put(OUTBOX, waiting.op_id.to_string(), value));
                }
                OutboxChange::Reoffer(waiting) => {
                    // The server lost it: back into the outbox, in both stores.
                    let name = waiting.op_id.to_string();
                    let Some(value) = self.database.get(SENT, &name).await? else { continue };
                    let Some((_, sealed)) = unpack(&value) else { continue };
                    mirror::put(self.device_id, waiting, &sealed);
                    let value = pack(&write_json(waiting), &sealed)?;
                    writes.push(Change::Put(OUTBOX, name.clone(), value));
                    writes.push(Change::Delete(SENT, name));
                }
                OutboxChange::Forget(op_id) => {
                    writes.push(Change::Delete(SENT, op_id.to_string()));
                }
                OutboxChange::Asked(asked) => {
                    let value = to_js(&write_json(asked));
                    writes.push(Change::Put(META, ASKED.to_owned(), value));
                }
            }
        }
        if !writes.is_empty() {
            self.database.write(writes).await?;
        }
        for op_id in mirrored {
            mirror::remove(self.device_id, op_id);
        }
        Ok(())
    }
}

fn pack(about: &[u8], sealed: &[u8]) -> Result<JsValue, BrowserError> {
    let item = js_sys::Object::new();
    js_sys::Reflect::set(&item, &"about".into(), &to_js(about))?;
    js_sys::Reflect::set(&item, &"sealed".into(), &to_js(sealed))?;
    Ok(item.into())
}

fn unpack(item: &JsValue) -> Option<(Vec<u8>, Vec<u8>)> {
    let part = |name: &str| js_sys::Reflect::get(item, &name.into()).ok().and_then(from_js);
    Some((part("about")?, part("sealed")?))
}
