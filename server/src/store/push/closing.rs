//! Tasks that somebody did, or put off for good.

use crate::store::{
    StoreError,
    change::{Change, Row},
    rows::Kind,
};
use domain::wire::v1::{Task, TaskClosed};

/// Changes nothing where the client has no such task: a note is taken whatever
/// task it says it does. What a client said stays to do until it `answers` it.
pub(super) async fn close_task(
    change: &mut Change,
    closed: &TaskClosed,
    answers: bool,
    is_note: bool,
) -> Result<(), StoreError> {
    let id = closed.task_id.as_bytes();
    let body = match change.body(Kind::Task, id).await {
        // A note is taken all the same: it is worth more than what it does on the side.
        body if is_note => {
            change.damage.skip(change.agency, Kind::Task.word(), id, body)?.flatten()
        }
        body => body?,
    };
    let Some(body) = body else { return Ok(()) };
    let task = Task { state: closed.state, ..serde_json::from_slice(&body)? };
    if task.client_id != closed.client_id || (task.message_id.is_some() && !answers) {
        return Ok(());
    }
    let body = serde_json::to_vec(&task)?;
    let row = Row { kind: Kind::Task, id, client: task.client_id, body: &body, version: None };
    change.put(&row).await?;
    Ok(())
}
