use super::{DRAFTS, Store, StoreError, from_js, read_json, to_js, write_json};
use crate::{browser::indexed_db::Change, vault::Keys};
use domain::{contact::ContactDraft, id::ClientId};

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
        Ok(self.database.write(vec![put]).await?)
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
        Ok(self.database.write(vec![Change::Delete(DRAFTS, name(client_id))]).await?)
    }

    pub(super) fn draft_removal(client_id: ClientId) -> Change {
        Change::Delete(DRAFTS, name(client_id))
    }
}
