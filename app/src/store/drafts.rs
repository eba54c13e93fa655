use super::{DRAFTS, Store, StoreError, from_js, read_json, to_js, write_json};
use crate::{
    browser::{indexed_db::Change, local_storage},
    vault::Keys,
};
use domain::{contact::ContactDraft, hash::base64url, id::ClientId};
use serde::{Deserialize, Serialize};

/// A draft as a page leaves it behind that goes away.
#[derive(Debug, Serialize, Deserialize)]
struct LastWords {
    #[serde(with = "base64url")]
    sealed: Vec<u8>,
}

/// One draft a client and form, so that it can never open on anybody else.
fn name(client_id: ClientId) -> String {
    format!("contact/{client_id}")
}

impl Store {
    /// Seals a draft as it stands.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal_draft(
        &self,
        keys: &Keys,
        draft: &ContactDraft,
    ) -> Result<Vec<u8>, StoreError> {
        Ok(keys.seal(DRAFTS, &name(draft.client_id), &write_json(draft)).await?)
    }

    /// Keeps a sealed draft; on disk when this returns. Apart from sealing, so
    /// that nothing waits between the decision to keep and the write.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn put_draft(&self, draft: &ContactDraft, sealed: &[u8]) -> Result<(), StoreError> {
        let put = Change::Put(DRAFTS, name(draft.client_id), to_js(sealed));
        self.database.write(vec![put]).await?;
        self.forget_last_words(draft.client_id);
        Ok(())
    }

    /// Keeps a draft without waiting, as a page has to that goes away. The next
    /// write of the draft takes its place; [`Self::take_last_words`] finds what
    /// had none.
    pub fn keep_last_words(&self, keys: &Keys, draft: &ContactDraft) {
        let name = name(draft.client_id);
        if let Ok(sealed) = keys.seal_at_once(DRAFTS, &name, &write_json(draft)) {
            // Full or blocked: the write that waits is still under way.
            let _kept = local_storage::write(&self.last_words(&name), &LastWords { sealed });
        }
    }

    /// Brings drafts home that were kept by a page going away and that no later
    /// write replaced. A note signed meanwhile leaves nothing to finish.
    ///
    /// # Errors
    /// When storage fails; then they stay where they are.
    pub async fn take_last_words(
        &self,
        keys: &Keys,
        signed: impl Fn(&ContactDraft) -> bool,
    ) -> Result<(), StoreError> {
        let prefix = self.last_words("");
        for key in local_storage::keys(&prefix) {
            let found = local_storage::read::<LastWords>(&key);
            let record = key.trim_start_matches(&prefix);
            let draft: Option<ContactDraft> = found
                .and_then(|words| keys.open_at_once(DRAFTS, record, &words.sealed))
                .and_then(|plain| read_json(record, &plain).ok());
            // One that does not open may be another version's: it stays.
            let Some(draft) = draft else { continue };
            if signed(&draft) {
                local_storage::remove(&key);
            } else {
                let sealed = self.seal_draft(keys, &draft).await?;
                self.put_draft(&draft, &sealed).await?;
            }
        }
        Ok(())
    }

    /// The draft is on disk, signed or discarded.
    pub(super) fn forget_last_words(&self, client_id: ClientId) {
        local_storage::remove(&self.last_words(&name(client_id)));
    }

    fn last_words(&self, record: &str) -> String {
        format!("streetlight/draft/{}/{record}", self.device_id)
    }

    /// The draft about a client, if one was left.
    ///
    /// # Errors
    /// When storage fails or the draft does not open.
    pub async fn draft(
        &self,
        keys: &Keys,
        client_id: ClientId,
    ) -> Result<Option<ContactDraft>, StoreError> {
        let name = name(client_id);
        let Some(sealed) = self.database.get(DRAFTS, &name).await?.and_then(from_js) else {
            return Ok(None);
        };
        let draft: ContactDraft = read_json(&name, &keys.open(DRAFTS, &name, &sealed).await?)?;
        Ok((draft.client_id == client_id).then_some(draft))
    }

    /// Every draft that was left, for "to finish".
    ///
    /// # Errors
    /// When storage fails. A draft that does not open is skipped here and kept.
    pub async fn drafts(&self, keys: &Keys) -> Result<Vec<ContactDraft>, StoreError> {
        let mut drafts = Vec::new();
        for (name, value) in self.database.all(DRAFTS).await? {
            let Some(sealed) = from_js(value) else { continue };
            if let Ok(plain) = keys.open(DRAFTS, &name, &sealed).await
                && let Ok(draft) = read_json::<ContactDraft>(&name, &plain)
                && !draft.is_blank()
            {
                drafts.push(draft);
            }
        }
        Ok(drafts)
    }

    /// Removes a draft because the worker discarded it. Signing removes it in
    /// the transaction that keeps the note: see [`Store::keep_operation`].
    ///
    /// # Errors
    /// When storage fails.
    pub async fn discard_draft(&self, client_id: ClientId) -> Result<(), StoreError> {
        self.database.write(vec![Change::Delete(DRAFTS, name(client_id))]).await?;
        self.forget_last_words(client_id);
        Ok(())
    }

    pub(super) fn draft_removal(client_id: ClientId) -> Change {
        Change::Delete(DRAFTS, name(client_id))
    }
}
