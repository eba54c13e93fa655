use crate::{
    Moment,
    contact::ContactDraft,
    id::TaskId,
    wire::v1::{Component, CrisisEvent, Mode},
};

/// The note that tells of an event, with everything filled in that is not
/// words: for the worker to finish and sign. `next_step` is the id of a next
/// step, should they add one.
#[must_use]
pub fn note_of(event: &CrisisEvent, next_step: TaskId, now: Moment) -> ContactDraft {
    let start = event.started.time();
    ContactDraft {
        occurred_start: Some(start),
        // A note cannot end before it starts; the event keeps its times as they are.
        occurred_end: Some(event.ended.time().max(start)),
        mode: if event.met.is_some() { Mode::FaceToFace } else { Mode::Phone },
        component: Component::Crisis,
        seen_heard: event.what_happened.clone(),
        handed_over: event.handed_over.clone(),
        closes_task: event.note_task.as_ref().map(|task| task.task_id),
        ..ContactDraft::begin(event.client_id, event.contact_id, next_step, now)
    }
}
