//! An operation: one intent of one worker on one device.

use crate::{
    Moment,
    id::{AddendumId, ClientId, ContactId, DocumentId, OperationId, SupportPersonId, TaskId},
    wire::v1::{
        Addendum, Client, Contact, CrisisEvent, CrisisPlanEdit, CrisisPlanLookup, SCHEMA,
        SupportPerson, TaskClosed,
    },
};
use serde::{Deserialize, Serialize};

/// What lies sealed in the outbox. Its bytes are made once and sent as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Which operation; the idempotency key.
    pub op_id: OperationId,
    /// Counts up on one device; gaps are allowed.
    pub device_seq: u64,
    /// Version of the payload's shape; [`SCHEMA`] here.
    pub schema: u16,
    /// When, by the phone.
    pub occurred_at: Moment,
    /// What.
    pub payload: Payload,
}

/// What an operation does. All but the edits of a document are append-only:
/// none of them waits for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payload {
    /// A contact was signed.
    ContactSigned(Contact),
    /// Words were added to a signed contact.
    AddendumSigned(Addendum),
    /// A crisis plan was opened.
    CrisisPlanOpened(CrisisPlanLookup),
    /// A task was done, dropped or opened again.
    TaskClosed(TaskClosed),
    /// Somebody new was met on outreach.
    ClientMet(Client),
    /// A crisis plan was saved. Edits of one plan keep their order.
    CrisisPlanSaved(CrisisPlanEdit),
    /// A response to distress or a crisis ended.
    CrisisEventEnded(CrisisEvent),
    /// Somebody around a client was written down, changed or ended.
    SupportPersonSaved(SupportPerson),
}

/// What sort of payload it is, for lists that do not show its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayloadKind {
    /// A contact was signed.
    ContactSigned,
    /// Words were added to a signed contact.
    AddendumSigned,
    /// A crisis plan was opened.
    CrisisPlanOpened,
    /// A task was done, dropped or opened again.
    TaskClosed,
    /// Somebody new was met on outreach.
    ClientMet,
    /// A crisis plan was saved.
    CrisisPlanSaved,
    /// A response to distress or a crisis ended.
    CrisisEventEnded,
    /// Somebody around a client was written down, changed or ended.
    SupportPersonSaved,
}

impl Payload {
    /// The same words as records of their own, where those they were begun as may
    /// have been signed in another window. `mint` gives the time and the random
    /// bytes of each new id. An event keeps its id, by which its note knows it;
    /// a plan is joined with the other.
    ///
    /// # Errors
    /// Those of `mint`.
    pub fn as_another<E>(self, mint: impl Fn() -> Result<(u64, [u8; 10]), E>) -> Result<Self, E> {
        macro_rules! fresh {
            ($id:ident) => {
                mint().map(|(unix_ms, random)| $id::from_parts(unix_ms, random))
            };
        }
        Ok(match self {
            Self::ContactSigned(mut contact) => {
                contact.contact_id = fresh!(ContactId)?;
                if let Some(step) = &mut contact.next_step {
                    step.task_id = fresh!(TaskId)?;
                }
                Self::ContactSigned(contact)
            }
            Self::AddendumSigned(addendum) => {
                Self::AddendumSigned(Addendum { addendum_id: fresh!(AddendumId)?, ..addendum })
            }
            Self::ClientMet(client) => {
                Self::ClientMet(Client { client_id: fresh!(ClientId)?, ..client })
            }
            Self::SupportPersonSaved(person) => {
                let support_person_id = fresh!(SupportPersonId)?;
                Self::SupportPersonSaved(SupportPerson { support_person_id, ..person })
            }
            other => other,
        })
    }

    /// What sort it is.
    #[must_use]
    pub const fn kind(&self) -> PayloadKind {
        match self {
            Self::ContactSigned(_) => PayloadKind::ContactSigned,
            Self::AddendumSigned(_) => PayloadKind::AddendumSigned,
            Self::CrisisPlanOpened(_) => PayloadKind::CrisisPlanOpened,
            Self::TaskClosed(_) => PayloadKind::TaskClosed,
            Self::ClientMet(_) => PayloadKind::ClientMet,
            Self::CrisisPlanSaved(_) => PayloadKind::CrisisPlanSaved,
            Self::CrisisEventEnded(_) => PayloadKind::CrisisEventEnded,
            Self::SupportPersonSaved(_) => PayloadKind::SupportPersonSaved,
        }
    }
}

impl Operation {
    /// Wraps a payload in the present schema.
    #[must_use]
    pub const fn new(op_id: OperationId, device_seq: u64, at: Moment, payload: Payload) -> Self {
        Self { op_id, device_seq, schema: SCHEMA, occurred_at: at, payload }
    }

    /// The client it is about.
    #[must_use]
    pub const fn client_id(&self) -> ClientId {
        match &self.payload {
            Payload::ContactSigned(contact) => contact.client_id,
            Payload::AddendumSigned(addendum) => addendum.client_id,
            Payload::CrisisPlanOpened(lookup) => lookup.client_id,
            Payload::TaskClosed(closed) => closed.client_id,
            Payload::ClientMet(client) => client.client_id,
            Payload::CrisisPlanSaved(edit) => edit.client_id,
            Payload::CrisisEventEnded(event) => event.client_id,
            Payload::SupportPersonSaved(person) => person.client_id,
        }
    }

    /// The document it edits; operations on one document, from one phone, take
    /// effect in order of `device_seq`.
    #[must_use]
    pub const fn document(&self) -> Option<DocumentId> {
        match &self.payload {
            Payload::CrisisPlanSaved(edit) => {
                Some(DocumentId::from_bytes(*edit.client_id.as_bytes()))
            }
            _ => None,
        }
    }

    /// The bytes to seal.
    ///
    /// # Panics
    /// Never: the type has no map with keys that are not text.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an operation has only text keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        addendum::AddendumDraft,
        contact::{ContactDraft, Kind},
    };
    use std::{cell::Cell, convert::Infallible};

    #[test]
    fn a_twin_says_the_same_under_ids_of_its_own() {
        let now = Moment::new(1_764_000_000_000, 0);
        let (client_id, contact_id) =
            (ClientId::from_bytes([1; 16]), ContactId::from_bytes([2; 16]));
        let minted = Cell::new(0_u8);
        let mint = || {
            minted.set(minted.get() + 1);
            Ok::<_, Infallible>((1, [minted.get(); 10]))
        };

        let mut draft =
            ContactDraft::begin(client_id, contact_id, TaskId::from_bytes([3; 16]), now);
        draft.choose(Kind::NoAnswer);
        draft.next_step = "Knock again.".into();
        draft.next_step_due = Some(now.date());
        let signed = draft.sign(now).expect("nothing is missing");
        let Ok(Payload::ContactSigned(twin)) =
            Payload::ContactSigned(signed.clone()).as_another(mint)
        else {
            panic!("a contact stays one");
        };
        let (step, twins) = (signed.next_step.clone().expect("given"), twin.next_step.clone());
        assert_ne!(twin.contact_id, signed.contact_id);
        assert_ne!(twins.map(|step| step.task_id), Some(step.task_id));
        let again = Contact { contact_id, next_step: Some(step), ..twin };
        assert_eq!(again, signed, "nothing else differs");

        let id = AddendumId::from_bytes([4; 16]);
        let mut draft = AddendumDraft::begin(id, contact_id, client_id, now);
        draft.text = "It was Tuesday.".into();
        let signed = draft.sign(now).expect("nothing is missing");
        let Ok(Payload::AddendumSigned(twin)) =
            Payload::AddendumSigned(signed.clone()).as_another(mint)
        else {
            panic!("an addendum stays one");
        };
        assert_ne!(twin.addendum_id, signed.addendum_id);
        assert_eq!(twin.contact_id, contact_id, "it is still about that note");
        assert_eq!(minted.get(), 3);
    }
}
