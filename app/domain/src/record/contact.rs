use super::{Blank, Record, fits};
use crate::{
    Moment,
    contact::{ContactDraft, Kind, asks_what_was_told},
    dated::{contact_in_doubt, in_doubt},
    effects::{Effect, task},
    id::{ClientId, ContactId, StaffId, TaskId},
    visible::is_blank,
    wire::v1::{Contact, Outcome, Task, TaskClosed, TaskState, Told},
};

impl Record for Contact {
    fn id(&self) -> [u8; 16] {
        *self.contact_id.as_bytes()
    }

    fn client_id(&self) -> ClientId {
        self.client_id
    }

    fn time(&self) -> Moment {
        self.occurred_start
    }

    fn keeps_the_rules(&self) -> bool {
        self.occurred_end >= self.occurred_start
            && fits(self)
            && (self.outcome != Outcome::Completed || !is_blank(&self.seen_heard))
    }

    fn each_text(&self, hear: &mut dyn FnMut(&str)) {
        for text in [
            &self.purpose,
            &self.seen_heard,
            &self.impression,
            &self.what_i_did,
            &self.what_client_did,
            &self.response,
            &self.with_whom,
            &self.place,
        ] {
            hear(text);
        }
        for quote in &self.quotes {
            hear(quote);
        }
        if let Some(step) = &self.next_step {
            hear(&step.text);
        }
    }

    /// The next step becomes a task, and the task that the note is about is done.
    fn follows(&self, author: StaffId) -> Vec<Effect> {
        let step = self.next_step.as_ref().map(|step| {
            let contact_id = Some(self.contact_id);
            Effect::Task(Task { contact_id, ..task(step, self.client_id, author) })
        });
        let closed = self.closes_task.map(|task_id| {
            Effect::TaskClosed(TaskClosed {
                task_id,
                client_id: self.client_id,
                state: TaskState::Done,
                at: self.signed_at,
            })
        });
        step.into_iter().chain(closed).collect()
    }

    fn leaves_open_what_was_told(&self) -> bool {
        asks_what_was_told(self.with, self.outcome) && self.told != Some(Told::Nothing)
    }

    fn happened(&self) -> Option<Moment> {
        Some(self.occurred_start)
    }

    fn is_dated_wrongly(&self, received_at: Option<Moment>) -> bool {
        contact_in_doubt(self)
            || received_at.is_some_and(|told| in_doubt(self.occurred_start, told, None))
    }

    fn blank(blank: Blank<'_>) -> Self {
        let contact_id = ContactId::from_bytes((blank.fresh)());
        let task_id = TaskId::from_bytes((blank.fresh)());
        let mut draft = ContactDraft::begin(blank.client_id, contact_id, task_id, blank.at);
        draft.choose(Kind::NoAnswer);
        draft.sign(blank.at).expect("an attempt needs no words")
    }

    fn renew(&mut self, fresh: &mut dyn FnMut() -> [u8; 16]) {
        self.contact_id = ContactId::from_bytes(fresh());
        if let Some(step) = &mut self.next_step {
            step.task_id = TaskId::from_bytes(fresh());
        }
    }
}
