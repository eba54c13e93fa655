use super::{DRAFTS, Store, StoreError, from_js, read_json, to_js};
use crate::{
    browser::{clock, indexed_db::Change, local_storage},
    vault::Keys,
};
use domain::{
    Moment,
    contact::ContactDraft,
    hash::base64url,
    id::{AddendumId, ClientId, ContactId, CrisisEventId, SupportPersonId},
    response::ResponseIds,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt;

/// A form that can be left unfinished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A contact note: [`ContactDraft`].
    Contact,
    /// A crisis plan: `domain::crisis_plan::PlanDraft`.
    CrisisPlan,
    /// A response to distress or a crisis: `domain::response::ResponseDraft`.
    Response,
    /// The note of a crisis event, a [`ContactDraft`]. Apart from other notes,
    /// so that what is filled in never mixes with what was typed.
    CrisisNote,
    /// The agency's content: `domain::agency::ContentDraft`. About nobody, so its
    /// client's id is all zeros.
    AgencyContent,
    /// Words added to a signed note: `domain::addendum::AddendumDraft`.
    Addendum,
    /// Somebody new: `domain::client::ClientDraft`. Nobody's yet, so its client's id
    /// is all zeros.
    NewClient,
    /// Somebody around a client: `domain::supports::SupportDraft`.
    SupportPerson,
}

/// What a draft will be once it is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// This note.
    Contact(ContactId),
    /// This crisis event.
    CrisisEvent(CrisisEventId),
    /// This addendum.
    Addendum(AddendumId),
    /// This client.
    Client(ClientId),
    /// This writing about a support person.
    SupportPerson(SupportPersonId),
}

impl Form {
    const ALL: [Self; 8] = [
        Self::Contact,
        Self::CrisisPlan,
        Self::Response,
        Self::CrisisNote,
        Self::AgencyContent,
        Self::Addendum,
        Self::NewClient,
        Self::SupportPerson,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::CrisisPlan => "crisis_plan",
            Self::Response => "response",
            Self::CrisisNote => "crisis_note",
            Self::AgencyContent => "agency_content",
            Self::Addendum => "addendum",
            Self::NewClient => "new_client",
            Self::SupportPerson => "support_person",
        }
    }
}

/// One draft a client and form. It is sealed under this name, so that it can
/// never open on anybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftName {
    /// Of which form.
    pub form: Form,
    /// About whom.
    pub client_id: ClientId,
}

impl DraftName {
    fn read(name: &str) -> Option<Self> {
        let (form, client_id) = name.split_once('/')?;
        let form = Form::ALL.into_iter().find(|known| known.name() == form)?;
        Some(Self { form, client_id: client_id.parse().ok()? })
    }
}

impl fmt::Display for DraftName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.form.name(), self.client_id)
    }
}

/// A draft in a list of what is to be finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Which.
    pub name: DraftName,
    /// When writing began.
    pub begun: Option<Moment>,
    /// Its first words; empty for a form without a place for them.
    pub first_words: String,
    /// The note that an addendum is to.
    pub contact_id: Option<ContactId>,
}

/// Before the time and the name of a draft that this version could not read.
const ASIDE: &str = "aside/";
/// The same of last words: after the name, before the time.
const ASIDE_AFTER: &str = "/aside/";

/// What every draft says about itself.
#[derive(Debug, Deserialize)]
struct Begun {
    #[serde(default)]
    written_at: Option<Moment>,
    /// Of a response.
    #[serde(default)]
    ids: Option<ResponseIds>,
    /// Of an addendum.
    #[serde(default)]
    addendum_id: Option<AddendumId>,
    #[serde(default)]
    contact_id: Option<ContactId>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    reason: String,
    /// Of somebody new.
    #[serde(default)]
    client_id: Option<ClientId>,
    #[serde(default)]
    called: String,
    #[serde(default)]
    place: String,
    /// Of somebody around a client.
    #[serde(default)]
    support_person: Option<BegunPerson>,
}

#[derive(Debug, Deserialize)]
struct BegunPerson {
    support_person_id: SupportPersonId,
    #[serde(default)]
    name: String,
}

/// A draft as a page leaves it behind that goes away.
#[derive(Debug, Serialize, Deserialize)]
struct LastWords {
    #[serde(with = "base64url")]
    sealed: Vec<u8>,
}

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

    /// Keeps a sealed draft; on disk when this returns. Apart from sealing, so
    /// that nothing waits between the decision to keep and the write.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn put_draft(&self, name: DraftName, sealed: &[u8]) -> Result<(), StoreError> {
        let put = Change::Put(DRAFTS, name.to_string(), to_js(sealed));
        self.database.write(vec![put]).await?;
        self.forget_last_words(name);
        Ok(())
    }

    /// Keeps a draft without waiting, as a page has to that goes away. The next
    /// write of the draft takes its place; [`Self::take_last_words`] finds what
    /// had none.
    pub fn keep_last_words(&self, keys: &Keys, name: DraftName, draft: &[u8]) {
        let name = name.to_string();
        if let Ok(sealed) = keys.seal_at_once(DRAFTS, &name, draft) {
            // Full or blocked: the write that waits is still under way.
            let _kept = local_storage::write(&self.last_words(&name), &LastWords { sealed });
        }
    }

    /// Brings drafts home that were kept by a page going away and that no later
    /// write replaced. What was signed or ended meanwhile leaves nothing to finish.
    /// What this version cannot read is put aside, where no later draft removes
    /// it, and tried again each time.
    ///
    /// # Errors
    /// When storage fails; then they stay where they are.
    pub async fn take_last_words(
        &self,
        keys: &Keys,
        finished: impl Fn(Becomes) -> bool,
    ) -> Result<(), StoreError> {
        let prefix = self.last_words("");
        for key in local_storage::keys(&prefix) {
            let rest = key.strip_prefix(&prefix).unwrap_or_default();
            let (record, aside) = match rest.split_once(ASIDE_AFTER) {
                Some((record, _)) => (record, true),
                None => (rest, false),
            };
            let Some(name) = DraftName::read(record) else { continue };
            let read = local_storage::read::<LastWords>(&key)
                .and_then(|words| keys.open_at_once(DRAFTS, record, &words.sealed))
                .and_then(|draft| Some((becomes(name, &draft).ok()?, draft)));
            match read {
                None if aside => {}
                None => {
                    local_storage::rename(&key, &format!("{key}{ASIDE_AFTER}{}", clock::now_ms()));
                }
                Some((Some(made), _)) if finished(made) => local_storage::remove(&key),
                Some((_, draft)) => {
                    let sealed = self.seal_draft(keys, name, &draft).await?;
                    if aside {
                        // There may be a later draft: this one waits until that is finished.
                        let put = Change::Put(DRAFTS, aside_name(&record), to_js(&sealed));
                        self.database.write(vec![put]).await?;
                        local_storage::remove(&key);
                    } else {
                        self.put_draft(name, &sealed).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The draft is on disk, signed or discarded.
    pub(super) fn forget_last_words(&self, name: DraftName) {
        local_storage::remove(&self.last_words(&name.to_string()));
    }

    fn last_words(&self, record: &str) -> String {
        format!("streetlight/draft/{}/{record}", self.device_id)
    }

    /// The draft of this name, if one was left; otherwise the latest that was put
    /// aside and can be read now.
    ///
    /// # Errors
    /// When storage fails or the draft does not open; then it is put aside.
    pub async fn draft<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        name: DraftName,
    ) -> Result<Option<T>, StoreError> {
        let name = name.to_string();
        let Some(sealed) = self.database.get(DRAFTS, &name).await?.and_then(from_js) else {
            return self.bring_back(keys, &name).await;
        };
        let opened = match keys.open(DRAFTS, &name, &sealed).await {
            Ok(plain) => read_json(&name, &plain),
            Err(error) => Err(error.into()),
        };
        if opened.is_err() {
            self.set_aside(&name, &sealed).await?;
        }
        opened.map(Some)
    }

    /// Gives a draft that does not open another name, so that the next one about
    /// this person does not take its place: another version may read it.
    async fn set_aside(&self, name: &str, sealed: &[u8]) -> Result<(), StoreError> {
        let moved = vec![
            Change::Put(DRAFTS, aside_name(&name), to_js(sealed)),
            Change::Delete(DRAFTS, name.to_owned()),
        ];
        Ok(self.database.write(moved).await?)
    }

    /// The latest draft of this name that was put aside and can be read after
    /// all, given its own name again. The others stay.
    async fn bring_back<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        name: &str,
    ) -> Result<Option<T>, StoreError> {
        let mut all = self.database.all(DRAFTS).await?;
        // Names begin with the time.
        all.reverse();
        for (record, value) in all {
            let of = record.strip_prefix(ASIDE).and_then(|rest| rest.split_once('/'));
            if of.is_none_or(|(_, of)| of != name) {
                continue;
            }
            let Some(sealed) = from_js(value) else { continue };
            let Ok(plain) = keys.open(DRAFTS, name, &sealed).await else { continue };
            let Ok(draft) = read_json(name, &plain) else { continue };
            let moved = vec![
                Change::Put(DRAFTS, name.to_owned(), to_js(&sealed)),
                Change::Delete(DRAFTS, record),
            ];
            self.database.write(moved).await?;
            return Ok(Some(draft));
        }
        Ok(None)
    }

    /// Every draft that was left, for "to finish".
    ///
    /// # Errors
    /// When storage fails. A draft that does not open is skipped here and kept.
    pub async fn drafts(&self, keys: &Keys) -> Result<Vec<Unfinished>, StoreError> {
        let mut drafts = Vec::new();
        for (record, value) in self.database.all(DRAFTS).await? {
            let (Some(name), Some(sealed)) = (DraftName::read(&record), from_js(value)) else {
                continue;
            };
            if let Ok(plain) = keys.open(DRAFTS, &record, &sealed).await {
                drafts.extend(unfinished(name, &plain));
            }
        }
        Ok(drafts)
    }

    /// Removes a draft because the worker discarded it. Signing removes it in
    /// the transaction that keeps the note: see [`Store::keep_operation`].
    ///
    /// # Errors
    /// When storage fails.
    pub async fn discard_draft(&self, name: DraftName) -> Result<(), StoreError> {
        self.database.write(vec![Self::draft_removal(name)]).await?;
        self.forget_last_words(name);
        Ok(())
    }

    pub(super) fn draft_removal(name: DraftName) -> Change {
        Change::Delete(DRAFTS, name.to_string())
    }
}

/// Where a draft lies that was put aside.
fn aside_name(name: &impl fmt::Display) -> String {
    format!("{ASIDE}{}/{name}", clock::now_ms())
}

/// What a draft becomes when it is finished; none where nothing tells.
fn becomes(name: DraftName, plain: &[u8]) -> Result<Option<Becomes>, StoreError> {
    let record = name.to_string();
    Ok(match name.form {
        Form::Contact | Form::CrisisNote => {
            let ContactDraft { contact_id, .. } = read_json(&record, plain)?;
            Some(Becomes::Contact(contact_id))
        }
        // The same words as the saved plan are no change to it.
        Form::CrisisPlan | Form::AgencyContent => None,
        form => {
            let begun: Begun = read_json(&record, plain)?;
            match form {
                Form::Response => begun.ids.map(|ids| Becomes::CrisisEvent(ids.crisis_event_id)),
                Form::Addendum => begun.addendum_id.map(Becomes::Addendum),
                Form::NewClient => begun.client_id.map(Becomes::Client),
                _ => begun
                    .support_person
                    .map(|person| Becomes::SupportPerson(person.support_person_id)),
            }
        }
    })
}

fn unfinished(name: DraftName, plain: &[u8]) -> Option<Unfinished> {
    let record = name.to_string();
    if matches!(name.form, Form::Contact | Form::CrisisNote) {
        let draft: ContactDraft = read_json(&record, plain).ok()?;
        let first_words = draft.first_words().to_owned();
        let begun = draft.written_at;
        let unfinished = Unfinished { name, begun, first_words, contact_id: None };
        return (!draft.is_blank()).then_some(unfinished);
    }
    let begun: Begun = read_json(&record, plain).ok()?;
    let typed = [&begun.text, &begun.reason, &begun.called, &begun.place];
    let words = matches!(name.form, Form::Addendum | Form::NewClient);
    if words && typed.iter().all(|text| text.trim().is_empty()) {
        return None;
    }
    let named = begun.support_person.map(|person| person.name).unwrap_or_default();
    let first_words = [begun.text, begun.called, named].concat();
    Some(Unfinished { name, begun: begun.written_at, first_words, contact_id: begun.contact_id })
}
