//! Keeping, opening and removing the draft of an open form.

use super::{
    DraftName,
    place::{aside, is_twin, parts},
};
use crate::{
    browser::indexed_db::{Change, Claim},
    store::database::{DRAFTS, Store, StoreError, from_js, read_json, to_js},
    vault::Keys,
};
use serde::de::DeserializeOwned;

impl Store {
    /// Seals a draft as it stands.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal_draft(
        &self,
        keys: &Keys,
        name: DraftName,
        draft: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        Ok(keys.seal(DRAFTS, &name.to_string(), draft).await?)
    }

    /// Whether any draft was left.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn has_drafts(&self) -> Result<bool, StoreError> {
        Ok(self.database.all(DRAFTS).await?.iter().any(|(key, _)| !self.is_held(key)))
    }

    /// Where this tab keeps the draft of a name: as [`Self::draft`] found it.
    #[must_use]
    pub fn claim(&self, name: DraftName) -> Claim {
        let name = name.to_string();
        let fresh = || Claim::new(name.clone(), None, false);
        self.claims.borrow_mut().entry(name.clone()).or_insert_with(fresh).clone()
    }

    /// Keeps a sealed draft; on disk when this returns. Apart from sealing, so
    /// that nothing waits between the decision to keep and the write. Says whether
    /// it had to go beside a draft of another tab.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn put_draft(&self, claim: &Claim, sealed: Vec<u8>) -> Result<bool, StoreError> {
        let before = claim.key();
        let put = Change::PutClaimed(DRAFTS, claim.clone(), sealed, aside);
        self.database.write(vec![put]).await?;
        self.forget_last_words(claim);
        Ok(claim.key() != before)
    }

    /// The draft of this name, if one was left; otherwise the latest beside it that
    /// can be read.
    ///
    /// # Errors
    /// When storage fails or the draft does not open; then it is put aside.
    pub async fn draft<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        name: DraftName,
    ) -> Result<Option<T>, StoreError> {
        let name = name.to_string();
        let found = self.database.get(DRAFTS, &name).await?.and_then(from_js);
        let found = found.filter(|_| !self.is_held(&name));
        let claim = Claim::new(name.clone(), found.clone(), false);
        self.claims.borrow_mut().insert(name.clone(), claim.clone());
        let Some(sealed) = found else { return self.draft_aside(keys, &name).await };
        let opened = match keys.open(DRAFTS, &name, &sealed).await {
            Ok(plain) => read_json(&name, &plain),
            Err(error) => Err(error.into()),
        };
        if opened.is_err() {
            // The next one about this person must not take its place: another
            // version may read it.
            let moved = vec![
                Change::Put(DRAFTS, aside(&name, false), to_js(&sealed)),
                Change::DeleteClaimed(DRAFTS, claim),
            ];
            self.database.write(moved).await?;
            self.claims.borrow_mut().remove(&name);
        }
        opened.map(Some)
    }

    /// The latest draft beside this name that can be read. It stays where it lies.
    async fn draft_aside<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        name: &str,
    ) -> Result<Option<T>, StoreError> {
        // Keys begin with the time.
        for (key, value) in self.database.all(DRAFTS).await?.into_iter().rev() {
            let (Some(since), record) = parts(&key) else { continue };
            if record != name || self.is_held(&key) {
                continue;
            }
            let Some(sealed) = from_js(value) else { continue };
            let Ok(plain) = keys.open(DRAFTS, name, &sealed).await else { continue };
            let Ok(draft) = read_json(name, &plain) else { continue };
            let claim = Claim::new(key.clone(), Some(sealed), is_twin(since));
            self.claims.borrow_mut().insert(name.to_owned(), claim);
            return Ok(Some(draft));
        }
        Ok(None)
    }

    /// Removes a draft because the worker discarded it. Signing removes it in
    /// the transaction that keeps the note: see [`Store::keep_operations`].
    ///
    /// # Errors
    /// When storage fails.
    pub async fn discard_draft(&self, claim: &Claim) -> Result<(), StoreError> {
        self.database.write(vec![Self::draft_removal(claim)]).await?;
        self.forget_last_words(claim);
        Ok(())
    }

    /// Removes a draft that was held, now that nobody takes it back. Last words of its name are
    /// those of the next one: its own went when it was kept.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn remove_held(&self, claim: &Claim) -> Result<(), StoreError> {
        Ok(self.database.write(vec![Self::draft_removal(claim)]).await?)
    }

    /// Puts a draft out of sight, where it lies: it was discarded, and that can be taken back.
    /// What is written under its name from now on is another.
    pub fn hold_draft(&self, claim: Claim) {
        self.claims.borrow_mut().remove(parts(&claim.key()).1);
        self.held.borrow_mut().push(claim);
    }

    /// The draft that lies there, where it is held.
    #[must_use]
    pub fn held_draft(&self, key: &str) -> Option<Claim> {
        self.held.borrow().iter().find(|held| held.key() == key).cloned()
    }

    /// Brings into sight what was held.
    pub fn release_draft(&self, key: &str) {
        self.held.borrow_mut().retain(|held| held.key() != key);
    }

    pub(super) fn is_held(&self, key: &str) -> bool {
        self.held_draft(key).is_some()
    }

    /// Removes what was kept of a draft that is as it was begun again. The form goes on, and
    /// what it keeps next is the same draft.
    ///
    /// # Errors
    /// When storage fails; then what was kept is still there.
    pub async fn take_back_draft(&self, claim: &Claim) -> Result<(), StoreError> {
        self.database.write(vec![Self::draft_removal(claim)]).await?;
        self.forget_last_words(claim);
        Ok(())
    }

    /// A draft is signed or discarded: what is written under its name from now on
    /// is another.
    pub fn draft_gone(&self, claim: &Claim) {
        self.forget_last_words(claim);
        self.claims.borrow_mut().remove(parts(&claim.key()).1);
    }

    pub(in crate::store) fn draft_removal(claim: &Claim) -> Change {
        Change::DeleteClaimed(DRAFTS, claim.clone())
    }

    /// Whether what was found here was another tab's draft as well: that one may be
    /// signed by now.
    pub async fn is_twin(&self, claim: &Claim) -> bool {
        // What cannot be asked is taken for its own, as it was before tabs were asked at all.
        let _asked = self.database.look(DRAFTS, claim).await;
        claim.is_shared()
    }
}
