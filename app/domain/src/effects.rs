//! What an operation changes. The phone uses this to show an unsent note at
//! once, the server to make the rows every other phone will see: one rule, so
//! that both show the same.

use crate::{
    Moment,
    document::Edit,
    id::{ClientId, StaffId},
    operation::{Operation, Payload},
    record::RecordRow,
    wire::v1::{Client, CrisisPlanLookup, NextStep, Task, TaskClosed, TaskState},
};

/// One change that an operation makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A record joins the client's file.
    Record(RecordRow),
    /// A task is to be done.
    Task(Task),
    /// A task's state changes.
    TaskClosed(TaskClosed),
    /// Somebody new joins the caseload.
    Client(Client),
    /// A document was saved; `sync::merge` joins it with what is there.
    Document(Edit),
    /// An entry for the audit log only.
    Lookup(CrisisPlanLookup),
}

impl Effect {
    /// The client it touches.
    #[must_use]
    pub fn client_id(&self) -> ClientId {
        match self {
            Self::Record(row) => row.record().client_id(),
            Self::Task(task) => task.client_id,
            Self::TaskClosed(closed) => closed.client_id,
            Self::Client(client) => client.client_id,
            Self::Document(edit) => edit.client_id,
            Self::Lookup(lookup) => lookup.client_id,
        }
    }
}

/// The changes of an operation by `author`; `received_at` is none on the phone that made it.
#[must_use]
pub fn effects(operation: &Operation, author: StaffId, received_at: Option<Moment>) -> Vec<Effect> {
    if let Some(row) = operation.payload.row(author, received_at) {
        let follows = row.record().follows(author);
        return std::iter::once(Effect::Record(row)).chain(follows).collect();
    }
    match &operation.payload {
        Payload::CrisisPlanOpened(lookup) => vec![Effect::Lookup(lookup.clone())],
        Payload::TaskClosed(closed) => vec![Effect::TaskClosed(closed.clone())],
        Payload::ClientMet(client) => vec![Effect::Client(Client {
            primary: Some(author),
            version: 1,
            made_at: Some(operation.occurred_at),
            author: Some(author),
            conflicts: Vec::new(),
            ..client.clone()
        })],
        payload => {
            payload.edit(operation.op_id, author).map(Effect::Document).into_iter().collect()
        }
    }
}

/// A next step as a task of `owner`.
pub(crate) fn task(step: &NextStep, client_id: ClientId, owner: StaffId) -> Task {
    Task {
        task_id: step.task_id,
        client_id,
        owner,
        title: step.text.clone(),
        due: step.due,
        contact_id: None,
        message_id: None,
        for_client: step.for_client,
        state: TaskState::Open,
    }
}
