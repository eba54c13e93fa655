//! What an operation changes. The phone uses this to show an unsent note at
//! once, the server to make the rows every other phone will see: one rule, so
//! that both show the same.

use crate::{
    Moment,
    dated::{contact_in_doubt, event_in_doubt, in_doubt},
    id::{ClientId, OperationId, StaffId},
    operation::{Operation, Payload},
    wire::v1::{
        AddendumRow, Client, Contact, ContactRow, CrisisEvent, CrisisEventRow, CrisisPlanEdit,
        CrisisPlanLookup, NextStep, SupportPersonRow, Task, TaskClosed, TaskState,
    },
};

/// One change that an operation makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A note joins the timeline.
    Contact(ContactRow),
    /// Words join a note.
    Addendum(AddendumRow),
    /// A task is to be done.
    Task(Task),
    /// A task's state changes.
    TaskClosed(TaskClosed),
    /// Somebody new joins the caseload.
    Client(Client),
    /// A crisis plan was saved; `sync::merge` joins it with what is there.
    CrisisPlan(PlanSaved),
    /// A crisis event joins the timeline.
    CrisisEvent(CrisisEventRow),
    /// Somebody around the client, as written down now.
    SupportPerson(SupportPersonRow),
    /// An entry for the audit log only.
    Lookup(CrisisPlanLookup),
}

/// An edit of a crisis plan with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSaved {
    /// The operation that brought it.
    pub op_id: OperationId,
    /// Who saved it.
    pub author: StaffId,
    /// What was saved.
    pub edit: CrisisPlanEdit,
}

impl Effect {
    /// The client it touches.
    #[must_use]
    pub const fn client_id(&self) -> ClientId {
        match self {
            Self::Contact(row) => row.contact.client_id,
            Self::Addendum(row) => row.addendum.client_id,
            Self::Task(task) => task.client_id,
            Self::TaskClosed(closed) => closed.client_id,
            Self::Client(client) => client.client_id,
            Self::CrisisPlan(saved) => saved.edit.client_id,
            Self::CrisisEvent(row) => row.crisis_event.client_id,
            Self::SupportPerson(row) => row.support_person.client_id,
            Self::Lookup(lookup) => lookup.client_id,
        }
    }
}

/// The changes of an operation by `author`; `received_at` is none on the phone that made it.
#[must_use]
pub fn effects(operation: &Operation, author: StaffId, received_at: Option<Moment>) -> Vec<Effect> {
    match &operation.payload {
        Payload::ContactSigned(contact) => signed(contact, author, received_at),
        Payload::AddendumSigned(addendum) => {
            vec![Effect::Addendum(AddendumRow { addendum: addendum.clone(), author, received_at })]
        }
        Payload::CrisisPlanOpened(lookup) => vec![Effect::Lookup(lookup.clone())],
        Payload::TaskClosed(closed) => vec![Effect::TaskClosed(closed.clone())],
        Payload::CrisisPlanSaved(edit) => vec![Effect::CrisisPlan(PlanSaved {
            op_id: operation.op_id,
            author,
            edit: edit.clone(),
        })],
        Payload::CrisisEventEnded(event) => ended(event, author, received_at),
        Payload::SupportPersonSaved(person) => vec![Effect::SupportPerson(SupportPersonRow {
            support_person: person.clone(),
            author,
            received_at,
        })],
        Payload::ClientMet(client) => {
            vec![Effect::Client(Client { primary: Some(author), ..client.clone() })]
        }
    }
}

fn signed(contact: &Contact, author: StaffId, received_at: Option<Moment>) -> Vec<Effect> {
    let date_in_doubt = contact_in_doubt(contact)
        || received_at.is_some_and(|told| in_doubt(contact.occurred_start, told, None));
    let row = ContactRow { contact: contact.clone(), author, received_at, date_in_doubt };
    let step = contact.next_step.as_ref().map(|step| {
        let from = Some(contact.contact_id);
        Effect::Task(Task { contact_id: from, ..task(step, contact.client_id, author) })
    });
    let closed = contact.closes_task.map(|task_id| {
        Effect::TaskClosed(TaskClosed {
            task_id,
            client_id: contact.client_id,
            state: TaskState::Done,
            at: contact.signed_at,
        })
    });
    std::iter::once(Effect::Contact(row)).chain(step).chain(closed).collect()
}

/// The event and what follows from it are the work of whoever responded.
fn ended(event: &CrisisEvent, author: StaffId, received_at: Option<Moment>) -> Vec<Effect> {
    let date_in_doubt = event_in_doubt(event, received_at.unwrap_or(event.ended.at));
    let row = CrisisEventRow { crisis_event: event.clone(), author, received_at, date_in_doubt };
    let steps = event.note_task.iter().chain(&event.next_steps);
    let tasks = steps.map(|step| Effect::Task(task(step, event.client_id, author)));
    std::iter::once(Effect::CrisisEvent(row)).chain(tasks).collect()
}

fn task(step: &NextStep, client_id: ClientId, owner: StaffId) -> Task {
    Task {
        task_id: step.task_id,
        client_id,
        owner,
        title: step.text.clone(),
        due: step.due,
        contact_id: None,
        state: TaskState::Open,
    }
}
