//! What an operation changes. The phone uses this to show an unsent note at
//! once, the server to make the rows every other phone will see: one rule, so
//! that both show the same.

use crate::{
    Moment,
    id::{ClientId, StaffId},
    operation::{Operation, Payload},
    wire::v1::{AddendumRow, Client, ContactRow, CrisisPlanLookup, Task, TaskClosed, TaskState},
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
    /// An entry for the audit log only.
    Lookup(CrisisPlanLookup),
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
            Self::Lookup(lookup) => lookup.client_id,
        }
    }
}

/// The changes of an operation by `author`; `received_at` is none on the phone that made it.
#[must_use]
pub fn effects(operation: &Operation, author: StaffId, received_at: Option<Moment>) -> Vec<Effect> {
    match &operation.payload {
        Payload::ContactSigned(contact) => {
            let task = contact.next_step.as_ref().map(|step| {
                Effect::Task(Task {
                    task_id: step.task_id,
                    client_id: contact.client_id,
                    owner: author,
                    title: step.text.clone(),
                    due: step.due,
                    contact_id: Some(contact.contact_id),
                    state: TaskState::Open,
                })
            });
            let row = ContactRow { contact: contact.clone(), author, received_at };
            std::iter::once(Effect::Contact(row)).chain(task).collect()
        }
        Payload::AddendumSigned(addendum) => {
            vec![Effect::Addendum(AddendumRow { addendum: addendum.clone(), author, received_at })]
        }
        Payload::CrisisPlanOpened(lookup) => vec![Effect::Lookup(lookup.clone())],
        Payload::TaskClosed(closed) => vec![Effect::TaskClosed(closed.clone())],
        Payload::ClientMet(client) => {
            vec![Effect::Client(Client { primary: Some(author), ..client.clone() })]
        }
    }
}
