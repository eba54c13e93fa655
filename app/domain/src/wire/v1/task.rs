use super::is_default;
use crate::{
    Moment,
    id::{ClientId, ContactId, RecordId, StaffId, TaskId},
    json::ReadObject,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something somebody has to do by a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Task {
    /// Which task.
    pub task_id: TaskId,
    /// About whom.
    pub client_id: ClientId,
    /// Who is to do it.
    pub owner: StaffId,
    /// What.
    pub title: String,
    /// By which day.
    #[serde(with = "crate::day")]
    pub due: NaiveDate,
    /// The note whose next step it was.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contact_id: Option<ContactId>,
    /// What the client said that asks for an answer: nothing but an answer does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub message_id: Option<RecordId>,
    /// The client sees it in their own plan.
    #[serde(default, skip_serializing_if = "is_default")]
    pub for_client: bool,
    /// Whether it is still to do.
    pub state: TaskState,
}

/// Whether a task is still to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Still to do.
    Open,
    /// Done.
    Done,
    /// No longer needed.
    Cancelled,
}

/// A task was done, or is no longer needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct TaskClosed {
    /// Which task.
    pub task_id: TaskId,
    /// About whom.
    pub client_id: ClientId,
    /// How it ended; [`TaskState::Open`] opens it again.
    pub state: TaskState,
    /// When, by the phone.
    pub at: Moment,
}
