//! What an operation changes. The phone uses this to show an unsent note at
//! once, the server to make the rows every other phone will see: one rule, so
//! that both show the same.

use crate::{
    Moment,
    id::{ClientId, OperationId, StaffId},
    operation::{Operation, Payload},
    record::RecordRow,
    wire::v1::{Client, CrisisPlanEdit, CrisisPlanLookup, NextStep, Task, TaskClosed, TaskState},
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
    /// A crisis plan was saved; `sync::merge` joins it with what is there.
    CrisisPlan(PlanSaved),
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
    pub fn client_id(&self) -> ClientId {
        match self {
            Self::Record(row) => row.record().client_id(),
            Self::Task(task) => task.client_id,
            Self::TaskClosed(closed) => closed.client_id,
            Self::Client(client) => client.client_id,
            Self::CrisisPlan(saved) => saved.edit.client_id,
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
        Payload::CrisisPlanSaved(edit) => vec![Effect::CrisisPlan(PlanSaved {
            op_id: operation.op_id,
            author,
            edit: edit.clone(),
        })],
        Payload::ClientMet(client) => {
            vec![Effect::Client(Client { primary: Some(author), ..client.clone() })]
        }
        _record => Vec::new(),
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
        state: TaskState::Open,
    }
}
