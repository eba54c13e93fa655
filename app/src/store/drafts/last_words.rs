//! What a page leaves behind that goes away: kept without waiting, and brought
//! home at the next unlock.

use super::{
    DraftName,
    place::{aside, aside_key, is_twin, parts},
    unfinished::{Becomes, becomes},
};
use crate::{
    browser::{
        clock,
        indexed_db::{Change, Claim},
        local_storage,
    },
    store::database::{DRAFTS, Store, StoreError, from_js, to_js},
    vault::Keys,
};
use domain::{hash::base64url, json::ReadObject, operation::Payload};
use serde::Serialize;

/// After the name and before the time of last words that are not the draft of
/// their name.
const ASIDE_AFTER: &str = "/aside/";

/// A draft as a page leaves it behind that goes away.
#[derive(Debug, Serialize, ReadObject)]
struct LastWords {
    #[serde(with = "base64url")]
    sealed: Vec<u8>,
}

impl Store {
    /// Keeps a draft without waiting, as a page has to that goes away. The next
    /// write of the draft takes its place; [`Self::take_last_words`] finds what
    /// had none.
    pub fn keep_last_words(&self, keys: &Keys, name: DraftName, draft: &[u8]) {
        if let Ok(sealed) = keys.seal_at_once(DRAFTS, &name.to_string(), draft) {
            let key = self.last_words_key(&self.claim(name));
            let words = LastWords { sealed };
            // Full or blocked: the write that waits is still under way. What lies there is an
            // older state then, and goes once that write is done.
            if local_storage::write(&key, &words) {
                self.last_words.borrow_mut().insert(key, words.sealed);
            }
        }
    }

    /// Whether a page left something behind: [`Self::take_last_words`] brings it home.
    #[must_use]
    pub fn has_last_words(&self) -> bool {
        !local_storage::keys(&self.last_words_of("")).is_empty()
    }

    /// Brings drafts home that were kept by a page going away and that no later
    /// write replaced. What was signed or ended meanwhile leaves nothing to finish.
    /// What this version cannot read is put aside, where no later draft removes
    /// it, and tried again each time.
    ///
    /// # Errors
    /// When storage fails; then they stay where they are.
    pub async fn take_last_words(&self, keys: &Keys, made: &[&Payload]) -> Result<(), StoreError> {
        let finished: Vec<Becomes> =
            made.iter().filter_map(|made| Becomes::made_by(made)).collect();
        let prefix = self.last_words_of("");
        for key in local_storage::keys(&prefix) {
            let rest = key.strip_prefix(&prefix).unwrap_or_default();
            let (record, since) = match rest.split_once(ASIDE_AFTER) {
                Some((record, since)) => (record, Some(since)),
                None => (rest, None),
            };
            let Some(name) = DraftName::read(record) else { continue };
            let read = local_storage::read::<LastWords>(&key)
                .and_then(|words| keys.open_at_once(DRAFTS, record, &words.sealed))
                .and_then(|draft| Some((becomes(name, &draft).ok()?, draft)));
            let Some((made, draft)) = read else {
                if since.is_none() {
                    let aside = format!("{key}{ASIDE_AFTER}{}", clock::now_ms());
                    local_storage::rename(&key, &aside);
                }
                continue;
            };
            let twin = since.is_some_and(is_twin);
            if !twin && made.is_some_and(|made| finished.contains(&made)) {
                local_storage::remove(&key);
                continue;
            }
            let sealed = self.seal_draft(keys, name, &draft).await?;
            let put = match since {
                Some(since) => Change::Put(DRAFTS, aside_key(since, record), to_js(&sealed)),
                // Another window may have written since it was looked at.
                None => {
                    Change::PutClaimed(DRAFTS, self.older(keys, name, made).await?, sealed, aside)
                }
            };
            self.database.write(vec![put]).await?;
            local_storage::remove(&key);
        }
        Ok(())
    }

    /// The place of a draft, knowing what lies there if that is an older state of
    /// this one and no other draft.
    async fn older(
        &self,
        keys: &Keys,
        name: DraftName,
        made: Option<Becomes>,
    ) -> Result<Claim, StoreError> {
        let record = name.to_string();
        let mut lies = self.database.get(DRAFTS, &record).await?.and_then(from_js);
        if let Some(sealed) = &lies {
            let plain = keys.open(DRAFTS, &record, sealed).await;
            let is_older =
                plain.is_ok_and(|plain| becomes(name, &plain).is_ok_and(|other| other == made));
            lies = lies.filter(|_| is_older);
        }
        Ok(Claim::new(record, lies, false))
    }

    /// The draft is on disk, signed or discarded, wherever it lay before. Another
    /// window's last words stay.
    pub(super) fn forget_last_words(&self, claim: &Claim) {
        let of = self.last_words_of(parts(&claim.key()).1);
        self.last_words.borrow_mut().retain(|key, sealed| {
            let is_of_it = key
                .strip_prefix(&of)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(ASIDE_AFTER));
            if is_of_it
                && local_storage::read::<LastWords>(key).is_some_and(|left| left.sealed == *sealed)
            {
                local_storage::remove(key);
            }
            !is_of_it
        });
    }

    fn last_words_key(&self, claim: &Claim) -> String {
        self.last_words_of(&match parts(&claim.key()) {
            (Some(since), record) => format!("{record}{ASIDE_AFTER}{since}"),
            (None, record) => record.to_owned(),
        })
    }

    fn last_words_of(&self, record: &str) -> String {
        format!("streetlight/draft/{}/{record}", self.device_id)
    }
}
