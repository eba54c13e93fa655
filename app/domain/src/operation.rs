//! An operation: one intent of one worker on one device.

use crate::{
    Moment,
    id::{ClientId, DocumentId, OperationId},
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
