//! An operation: one intent of one worker on one device.

use crate::{
    Moment, client,
    document::{self, DocumentKind, Edit, Versioned},
    id::{ClientId, DocumentId, OperationId, StaffId},
    json::{Json, ReadObject},
    record::{Blank, Record, RecordKind, RecordRow, Target},
    wire::v1::{self, Client, CrisisPlanLookup, SCHEMA, TaskClosed},
};
use serde::{Deserialize, Serialize};

/// What lies sealed in the outbox. Its bytes are made once and sent as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
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

macro_rules! payloads_with_documents {
    ($($records:tt)*) => { crate::each_document!(payloads records { $($records)* }); };
}

macro_rules! payloads {
    (records {
        records { $($word:ident: $type:ident, $row:ident in $list:ident ($about:literal),
            by $payload:ident as $wire:literal ($signed:literal);)* }
        of_cells $records_of_cells:tt
    }
    documents { $($doc_word:ident: $doc:ident in $doc_list:ident ($doc_about:literal),
        by $saved:ident($edit:ident, $id:ident) as $saved_wire:literal ($of_saved:literal);)* }
    of_cells $of_cells:tt) => {
        /// What an operation does. All but the edits of a document are append-only:
        /// none of them waits for another.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Payload {
            $(
                #[doc = $signed]
                #[serde(rename = $wire)]
                $payload(v1::$type),
            )*
            /// A crisis plan was opened.
            CrisisPlanOpened(CrisisPlanLookup),
            /// A task was done, dropped or opened again.
            TaskClosed(TaskClosed),
            /// Somebody new was met on outreach.
            ClientMet(Client),
            $(
                #[doc = $of_saved]
                #[serde(rename = $saved_wire)]
                $saved(v1::$edit),
            )*
            /// A document of any other kind was saved. Edits of one keep their order.
            DocumentSaved(v1::DocumentEdit),
            /// A record of any other kind was signed.
            RecordSigned(v1::CellRecord),
        }

        /// What sort of payload it is, for lists that do not show its words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum PayloadKind {
            $(
                #[doc = $signed]
                #[serde(rename = $wire)]
                $payload,
            )*
            /// A crisis plan was opened.
            CrisisPlanOpened,
            /// A task was done, dropped or opened again.
            TaskClosed,
            /// Somebody new was met on outreach.
            ClientMet,
            $(
                #[doc = $of_saved]
                #[serde(rename = $saved_wire)]
                $saved,
            )*
            /// A document of any other kind was saved.
            DocumentSaved,
            /// A record of any other kind was signed.
            RecordSigned,
        }

        impl PayloadKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[
                $(Self::$payload,)*
                $(Self::$saved,)*
                Self::DocumentSaved,
                Self::RecordSigned,
                Self::CrisisPlanOpened,
                Self::TaskClosed,
                Self::ClientMet,
            ];

            /// Its word on the wire and in the audit log.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$payload => $wire,)*
                    Self::CrisisPlanOpened => "crisis_plan_opened",
                    Self::TaskClosed => "task_closed",
                    Self::ClientMet => "client_met",
                    $(Self::$saved => $saved_wire,)*
                    Self::DocumentSaved => "document_saved",
                    Self::RecordSigned => "record_signed",
                }
            }
        }

        impl Payload {
            /// What sort it is.
            #[must_use]
            pub const fn kind(&self) -> PayloadKind {
                match self {
                    $(Self::$payload(_) => PayloadKind::$payload,)*
                    Self::CrisisPlanOpened(_) => PayloadKind::CrisisPlanOpened,
                    Self::TaskClosed(_) => PayloadKind::TaskClosed,
                    Self::ClientMet(_) => PayloadKind::ClientMet,
                    $(Self::$saved(_) => PayloadKind::$saved,)*
                    Self::DocumentSaved(_) => PayloadKind::DocumentSaved,
                    Self::RecordSigned(_) => PayloadKind::RecordSigned,
                }
            }

            /// The payload that brings a blank record.
            #[must_use]
            pub fn blank(blank: Blank<'_>) -> Self {
                match blank.kind {
                    $(RecordKind::$type => Self::$payload(Record::blank(blank)),)*
                    _ => Self::RecordSigned(Record::blank(blank)),
                }
            }

            /// The client it is about; [`ClientId::NOBODY`] where it is nobody's.
            #[must_use]
            pub fn client_id(&self) -> ClientId {
                match self {
                    $(Self::$payload(record) => Record::client_id(record),)*
                    Self::CrisisPlanOpened(lookup) => lookup.client_id,
                    Self::TaskClosed(closed) => closed.client_id,
                    Self::ClientMet(client) => client.client_id,
                    $(Self::$saved(edit) => edit.client_id,)*
                    Self::DocumentSaved(edit) => edit.client_id,
                    Self::RecordSigned(record) => record.client_id,
                }
            }

            /// What it makes or changes: its word in the audit log, and its id.
            #[must_use]
            pub fn object(&self) -> (&'static str, [u8; 16]) {
                match self {
                    $(Self::$payload(record) => (stringify!($word), Record::id(record)),)*
                    Self::CrisisPlanOpened(lookup) => ("client", *lookup.client_id.as_bytes()),
                    Self::TaskClosed(closed) => ("task", *closed.task_id.as_bytes()),
                    Self::ClientMet(client) => ("client", *client.client_id.as_bytes()),
                    $(Self::$saved(edit) => (stringify!($doc_word), *edit.$id.as_bytes()),)*
                    Self::DocumentSaved(edit) => (edit.kind.word(), *edit.document_id.as_bytes()),
                    Self::RecordSigned(record) => (record.kind.word(), record.id()),
                }
            }

            /// The document it edits, and which of that kind.
            const fn document(&self) -> Option<(DocumentKind, [u8; 16])> {
                match self {
                    $(Self::$saved(edit) => Some((DocumentKind::$doc, *edit.$id.as_bytes())),)*
                    Self::DocumentSaved(edit) => Some((edit.kind, *edit.document_id.as_bytes())),
                    _ => None,
                }
            }

            /// Whether it may take effect as it is.
            #[must_use]
            pub fn keeps_the_rules(&self) -> bool {
                match self {
                    $(Self::$payload(record) => Record::keeps_the_rules(record),)*
                    $(Self::$saved(edit) => <v1::$doc as Versioned>::keeps_the_rules(edit),)*
                    Self::DocumentSaved(edit) => document::keeps_the_rules(edit),
                    Self::RecordSigned(record) => record.keeps_the_rules(),
                    Self::ClientMet(client) => client::keeps_the_rules(client),
                    Self::CrisisPlanOpened(_) | Self::TaskClosed(_) => true,
                }
            }

            /// The record it brings, if it brings one.
            #[must_use]
            pub fn record(&self) -> Option<(RecordKind, &dyn Record)> {
                match self {
                    $(Self::$payload(record) => Some((RecordKind::$type, record)),)*
                    Self::RecordSigned(record) => Some((record.kind, record)),
                    _ => None,
                }
            }

            fn record_mut(&mut self) -> Option<&mut dyn Record> {
                match self {
                    $(Self::$payload(record) => Some(record),)*
                    Self::RecordSigned(record) => Some(record),
                    _ => None,
                }
            }

            /// The row that comes of it, if it brings a record.
            #[must_use]
            pub fn row(&self, author: StaffId, received_at: Option<Moment>) -> Option<RecordRow> {
                match self {
                    $(Self::$payload(record) => {
                        Some(v1::$row::new(record.clone(), author, received_at).into())
                    })*
                    Self::RecordSigned(record) => {
                        Some(v1::CellRecordRow::new(record.clone(), author, received_at).into())
                    }
                    _ => None,
                }
            }
        }
    };
}

crate::each_record!(payloads_with_documents);

impl Payload {
    /// The same words as a record of their own, where the one they were begun as may
    /// have been signed in another window. `mint` gives the time and the random
    /// bytes of each new id. An event keeps its id, by which its note knows it;
    /// a plan is joined with the other.
    ///
    /// # Errors
    /// Those of `mint`.
    pub fn as_another<E>(
        mut self,
        mint: impl Fn() -> Result<(u64, [u8; 10]), E>,
    ) -> Result<Self, E> {
        let mut failed = None;
        let mut fresh = || match mint() {
            Ok((unix_ms, random)) => *OperationId::from_parts(unix_ms, random).as_bytes(),
            Err(error) => {
                failed = Some(error);
                [0; 16]
            }
        };
        if let Self::ClientMet(client) = &mut self {
            client.client_id = ClientId::from_bytes(fresh());
        } else if let Some(record) = self.record_mut() {
            record.renew(&mut fresh);
        }
        failed.map_or(Ok(self), Err)
    }

    /// The edit it brings, if it brings one.
    ///
    /// # Panics
    /// Never: its type is that of an edit of the kind.
    #[must_use]
    pub fn edit(&self, op_id: OperationId, author: StaffId) -> Option<Edit> {
        let (kind, _) = self.document()?;
        let json = Json::of(self);
        let edit = json.get(self.kind().word()).expect("a payload is written under its word");
        Some(Edit::read(kind, op_id, author, edit).expect("an edit reads as its kind"))
    }

    /// Whether it answers something that a client said.
    #[must_use]
    pub fn answers_a_message(&self) -> bool {
        self.record().is_some_and(|(kind, _)| kind == RecordKind::MessageAnswer)
    }

    /// Whether it belongs to no client's file: anybody who works here may sign it.
    #[must_use]
    pub fn is_nobodys(&self) -> bool {
        self.record().is_some_and(|(kind, _)| kind.is_nobodys())
    }

    /// What must be there for it to take effect.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        match self {
            Self::TaskClosed(closed) => Some(Target::Task(*closed.task_id.as_bytes())),
            _ => match self.document() {
                Some((kind, id)) => Some(Target::Document(kind, id)),
                None => self.record()?.1.target(),
            },
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
    pub fn client_id(&self) -> ClientId {
        self.payload.client_id()
    }

    /// The document it edits; operations on one document, from one phone, take
    /// effect in order of `device_seq`.
    #[must_use]
    pub fn document(&self) -> Option<DocumentId> {
        let (kind, _) = self.payload.document()?;
        // Two phones may each have begun the first: it goes by whose it is. The plan goes by the
        // client's bytes alone, as it lies in the outboxes of phones.
        let mut queue = *self.client_id().as_bytes();
        queue[15] ^= kind.queue();
        Some(DocumentId::from_bytes(queue))
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
        id::{AddendumId, ContactId, TaskId},
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
        let again = v1::Contact { contact_id, next_step: Some(step), ..twin };
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
