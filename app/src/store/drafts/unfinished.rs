//! What lies in a draft, and the list of those that wait to be finished.

use super::{DraftName, FormKind, place::parts};
use crate::{
    store::database::{DRAFTS, Store, StoreError, from_js, read_json},
    vault::Keys,
};
use domain::{
    Moment,
    contact::ContactDraft,
    document::DocumentDraft,
    id::{AddendumId, ClientId, ContactId, CrisisEventId, RecordId, SupportPersonId},
    json::ReadObject,
    operation::Payload,
    record::RecordDraft,
    response::ResponseIds,
    wire::v1::AddendumKind,
};

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
    /// This record, of a kind that is made of its cells alone.
    Record(RecordId),
}

impl Becomes {
    /// What an operation made, where that begins as a draft.
    pub(super) const fn made_by(payload: &Payload) -> Option<Self> {
        Some(match payload {
            Payload::ContactSigned(made) => Self::Contact(made.contact_id),
            Payload::CrisisEventEnded(made) => Self::CrisisEvent(made.crisis_event_id),
            Payload::AddendumSigned(made) => Self::Addendum(made.addendum_id),
            Payload::ClientMet(made) => Self::Client(made.client_id),
            Payload::SupportPersonSaved(made) => Self::SupportPerson(made.support_person_id),
            Payload::RecordSigned(made) => Self::Record(made.record_id),
            _ => return None,
        })
    }
}

/// A draft in a list of what is to be finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Which.
    pub name: DraftName,
    /// When writing began.
    pub begun: Option<Moment>,
    /// Its first words, or what was set in it without any; empty where its form says enough.
    pub first_words: String,
    /// The note that an addendum is to.
    pub contact_id: Option<ContactId>,
}

/// A draft in which nothing was put in words yet, to be told by what was set in it.
#[derive(Debug, Clone, Copy)]
pub enum Wordless<'a> {
    /// A note: an attempt, most of the time.
    Contact(&'a ContactDraft),
    /// Of an addendum only the sort was chosen.
    Addendum(AddendumKind),
}

/// What every draft says about itself.
#[derive(Debug, ReadObject)]
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
    kind: Option<AddendumKind>,
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

#[derive(Debug, ReadObject)]
struct BegunPerson {
    support_person_id: SupportPersonId,
    #[serde(default)]
    name: String,
}

impl Store {
    /// Every draft that was left, for "to finish"; one without words as `told`.
    ///
    /// # Errors
    /// When storage fails. A draft that does not open is skipped here and kept.
    pub async fn drafts(
        &self,
        keys: &Keys,
        told: &dyn Fn(Wordless<'_>) -> String,
    ) -> Result<Vec<Unfinished>, StoreError> {
        let mut drafts = Vec::new();
        for (key, value) in self.database.all(DRAFTS).await? {
            if self.is_held(&key) {
                continue;
            }
            let (_, record) = parts(&key);
            let (Some(name), Some(sealed)) = (DraftName::read(record), from_js(value)) else {
                continue;
            };
            if let Ok(plain) = keys.open(DRAFTS, record, &sealed).await {
                drafts.extend(unfinished(name, &plain, told));
            }
        }
        Ok(drafts)
    }
}

/// What a draft becomes when it is finished; none where nothing tells.
pub(super) fn becomes(name: DraftName, plain: &[u8]) -> Result<Option<Becomes>, StoreError> {
    let record = name.to_string();
    Ok(match name.form {
        FormKind::Contact | FormKind::CrisisNote => {
            let ContactDraft { contact_id, .. } = read_json(&record, plain)?;
            Some(Becomes::Contact(contact_id))
        }
        FormKind::Record(_) => {
            let RecordDraft { record_id, .. } = read_json(&record, plain)?;
            Some(Becomes::Record(record_id))
        }
        // The same words as the saved document are no change to it.
        FormKind::CrisisPlan
        | FormKind::FactSheet
        | FormKind::Document(_)
        | FormKind::AgencyContent
        | FormKind::Roster
        | FormKind::UnitRule
        | FormKind::Service => None,
        form => {
            let begun: Begun = read_json(&record, plain)?;
            match form {
                FormKind::Response => {
                    begun.ids.map(|ids| Becomes::CrisisEvent(ids.crisis_event_id))
                }
                FormKind::Addendum => begun.addendum_id.map(Becomes::Addendum),
                FormKind::NewClient => begun.client_id.map(Becomes::Client),
                _ => begun
                    .support_person
                    .map(|person| Becomes::SupportPerson(person.support_person_id)),
            }
        }
    })
}

fn unfinished(
    name: DraftName,
    plain: &[u8],
    told: &dyn Fn(Wordless<'_>) -> String,
) -> Option<Unfinished> {
    let record = name.to_string();
    if matches!(name.form, FormKind::Contact | FormKind::CrisisNote) {
        let draft: ContactDraft = read_json(&record, plain).ok()?;
        let first_words = match draft.first_words() {
            "" => told(Wordless::Contact(&draft)),
            words => beginning(words),
        };
        return Some(Unfinished { name, begun: draft.written_at, first_words, contact_id: None });
    }
    if let FormKind::Document(_) = name.form {
        let DocumentDraft { written_at: begun, .. } = read_json(&record, plain).ok()?;
        return Some(Unfinished { name, begun, first_words: String::new(), contact_id: None });
    }
    if let FormKind::Record(_) = name.form {
        let RecordDraft { written_at: begun, .. } = read_json(&record, plain).ok()?;
        return Some(Unfinished { name, begun, first_words: String::new(), contact_id: None });
    }
    let read: Begun = read_json(&record, plain).ok()?;
    let Begun { written_at: begun, contact_id, kind, text, reason, called, place, .. } = read;
    let named = read.support_person.map(|person| person.name).unwrap_or_default();
    let words = [text, called, named, reason, place];
    let words = words.iter().map(|words| words.trim()).find(|words| !words.is_empty());
    let first_words = match (words, kind) {
        (Some(words), _) => beginning(words),
        (None, Some(kind)) if name.form == FormKind::Addendum => told(Wordless::Addendum(kind)),
        (None, _) => String::new(),
    };
    Some(Unfinished { name, begun, first_words, contact_id })
}

/// As much of the words as a list shows: a book may have been pasted.
fn beginning(words: &str) -> String {
    words.chars().take(200).collect()
}
