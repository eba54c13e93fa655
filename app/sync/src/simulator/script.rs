//! What workers and people at desks write.

use super::Random;
use chrono::{Days, NaiveDate};
use domain::{
    Moment,
    client::ClientDraft,
    id::{
        AddendumId, ClientId, ContactId, CrisisEventId, CrisisPlanId, LineId, LookupId,
        OperationId, PersonId, StaffId, SupportPersonId, TaskId,
    },
    operation::{Operation, Payload},
    record::{Blank, RecordKind},
    response::{Ending, ResponseDraft, ResponseIds},
    supports::SupportDraft,
    wire::v1::{
        Addendum, AddendumKind, Client, Contact, CrisisPlan, CrisisPlanItem, CrisisPlanLookup,
        LookupReason, MadeWith, NextStep, Policy, ResponsePath, ResponseStep, Section, Stamp,
        SupportPerson, TaskClosed, TaskState,
    },
};

/// What a worker sees on the phone when writing.
#[derive(Debug, Default)]
pub(crate) struct InSight {
    pub(crate) clients: Vec<ClientId>,
    pub(crate) contacts: Vec<(ContactId, ClientId)>,
    pub(crate) tasks: Vec<(TaskId, ClientId)>,
    pub(crate) support_people: Vec<SupportPerson>,
}

/// One operation of any kind.
pub(crate) fn operation(
    random: &mut Random,
    sight: &InSight,
    device_seq: u64,
    at: Moment,
) -> Operation {
    let op_id = OperationId::from_bytes(random.bytes());
    let payload = payload(random, sight, at);
    let mut operation = Operation::new(op_id, device_seq, at, payload);
    if random.per_mille(10) {
        operation.schema += 1; // an app newer than the server
    }
    operation
}

fn payload(random: &mut Random, sight: &InSight, at: Moment) -> Payload {
    let known = random.pick(&sight.clients).copied();
    let Some(client_id) = known.filter(|_| !random.per_mille(60)) else {
        let somebody = ClientId::from_bytes(random.bytes());
        return Payload::ClientMet(client(random, somebody));
    };
    match random.below(10) {
        0 | 1 => {
            if let Some((contact_id, of)) = random.pick(&sight.contacts).copied() {
                // Now and then one that names somebody else's note.
                let client_id = if random.per_mille(40) { client_id } else { of };
                return Payload::AddendumSigned(Addendum {
                    addendum_id: AddendumId::from_bytes(random.bytes()),
                    contact_id,
                    client_id,
                    kind: AddendumKind::LateEntry,
                    text: if random.per_mille(30) { String::new() } else { "And his dog.".into() },
                    reason: String::new(),
                    at,
                });
            }
        }
        2 => {
            if let Some((task_id, of)) = random.pick(&sight.tasks).copied() {
                let client_id = if random.per_mille(40) { client_id } else { of };
                let state =
                    *random.pick(&[TaskState::Done, TaskState::Open]).unwrap_or(&TaskState::Done);
                return Payload::TaskClosed(TaskClosed { task_id, client_id, state, at });
            }
        }
        3 => {
            return Payload::CrisisPlanOpened(CrisisPlanLookup {
                lookup_id: LookupId::from_bytes(random.bytes()),
                client_id,
                version: None,
                at,
                offline: true,
                reason: LookupReason::OwnClient,
                why: None,
            });
        }
        6 => {
            // Any kind there is, so that a new one is in the runs as soon as it is in the table.
            let kind = *random.pick(RecordKind::ALL).unwrap_or(&RecordKind::Contact);
            let note = random.pick(&sight.contacts).copied();
            let contact_id =
                note.map_or(ContactId::from_bytes([0; 16]), |(contact_id, _)| contact_id);
            let client_id = note.map_or(client_id, |(_, of)| of);
            let fresh = &mut || random.bytes();
            return Payload::blank(Blank { kind, client_id, at, contact_id, fresh });
        }
        4 => return Payload::CrisisEventEnded(crisis_event(random, client_id, at)),
        5 => {
            let known = random.pick(&sight.support_people).cloned();
            let of = known.as_ref().map_or(client_id, |known| known.client_id);
            return Payload::SupportPersonSaved(support_person(random, of, known.as_ref(), at));
        }
        _ => {}
    }
    // Now and then one that does a task, as the note of a crisis event does.
    let task = random.pick(&sight.tasks).copied().filter(|(_, of)| *of == client_id);
    let closes_task = task.filter(|_| random.per_mille(300)).map(|(task_id, _)| task_id);
    Payload::ContactSigned(Contact { closes_task, ..contact(random, client_id, at) })
}

/// A response that has ended, now and then with a word too many in it.
pub(crate) fn crisis_event(
    random: &mut Random,
    client_id: ClientId,
    at: Moment,
) -> domain::wire::v1::CrisisEvent {
    let ids = ResponseIds {
        crisis_event_id: CrisisEventId::from_bytes(random.bytes()),
        contact_id: ContactId::from_bytes(random.bytes()),
        note_task: TaskId::from_bytes(random.bytes()),
        follow_up: TaskId::from_bytes(random.bytes()),
        plan_review: TaskId::from_bytes(random.bytes()),
    };
    let mut draft = ResponseDraft::begin(client_id, ids, at.plus_ms(-1_800_000));
    draft.path = Some(ResponsePath::Crisis);
    draft.set_taken(ResponseStep::Respond, Some(Stamp::new(at)));
    if random.per_mille(30) {
        draft.took_part = "x".repeat(domain::length::FIELD_MAX_BYTES + 1);
    }
    let ending = Ending {
        policy: &Policy::default(),
        protocol_effective: None,
        note_signed: random.per_mille(200),
        titles: ["Write the note", "Follow up", "Look over the plan"],
    };
    draft.end(&ending, at).expect("a path is chosen")
}

/// Somebody new around a client, or a change to somebody known; now and then with
/// neither a name nor a relation.
pub(crate) fn support_person(
    random: &mut Random,
    client_id: ClientId,
    known: Option<&SupportPerson>,
    at: Moment,
) -> SupportPerson {
    let id = SupportPersonId::from_bytes(random.bytes());
    let person_id = PersonId::from_bytes(random.bytes());
    let fresh = SupportDraft::new(client_id, id, person_id, at).support_person;
    let name = if random.per_mille(30) { "" } else { "Tía Rosa" }.to_owned();
    match known {
        Some(known) => SupportPerson {
            support_person_id: id,
            replaces: vec![known.support_person_id],
            ended: random.per_mille(200),
            name,
            at,
            ..known.clone()
        },
        None => SupportPerson { name, ..fresh },
    }
}

/// A note, now and then one that breaks a rule.
pub(crate) fn contact(random: &mut Random, client_id: ClientId, at: Moment) -> Contact {
    let next_step = random.per_mille(300).then(|| NextStep {
        task_id: TaskId::from_bytes(random.bytes()),
        text: "Bring the bus pass".into(),
        due: day(random),
        for_client: random.per_mille(300),
    });
    Contact {
        occurred_start: at.plus_ms(-600_000),
        place: "Main and 3rd".into(),
        seen_heard: if random.per_mille(30) { String::new() } else { "Sat by the river.".into() },
        next_step,
        ..Contact::at(ContactId::from_bytes(random.bytes()), client_id, at)
    }
}

/// A fact sheet.
pub(crate) fn client(random: &mut Random, client_id: ClientId) -> Client {
    let met_at = Moment::new(0, 0);
    let draft = ClientDraft::begin(client_id, met_at);
    let named = ClientDraft { called: format!("Sam {}", random.below(1_000)), ..draft };
    named.met(met_at).expect("there is a name to call them by")
}

/// A plan of one line; the server gives the version.
pub(crate) fn plan(random: &mut Random, client_id: ClientId, at: Moment) -> CrisisPlan {
    CrisisPlan {
        crisis_plan_id: CrisisPlanId::from_bytes(random.bytes()),
        client_id,
        version: 0,
        made_with: MadeWith::Client,
        made_at: at,
        author: StaffId::from_bytes([0; 16]),
        client_agrees: true,
        review_due: day(random),
        language: String::new(),
        items: vec![CrisisPlanItem {
            text: "Walk with me.".into(),
            ..CrisisPlanItem::new(LineId::from_bytes(random.bytes()), Section::WhatHelps)
        }],
        advance_directive: None,
        conflicts: Vec::new(),
    }
}

fn day(random: &mut Random) -> NaiveDate {
    NaiveDate::default() + Days::new(20_000 + random.below(400))
}
