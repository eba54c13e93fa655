use super::{Blank, Record, fits};
use crate::{
    Moment,
    dated::event_in_doubt,
    effects::{Effect, task},
    id::{ClientId, ContactId, CrisisEventId, StaffId, TaskId},
    response::{Ending, NEXT_STEPS_MAX, REACHED_MAX, ResponseDraft, ResponseIds},
    wire::v1::{CrisisEvent, Policy, ResponsePath},
};

impl Record for CrisisEvent {
    fn id(&self) -> [u8; 16] {
        *self.crisis_event_id.as_bytes()
    }

    fn client_id(&self) -> ClientId {
        self.client_id
    }

    fn time(&self) -> Moment {
        self.started.time()
    }

    /// Times out of order are no reason against it: a phone's clock decides nothing.
    fn keeps_the_rules(&self) -> bool {
        let mut steps = self.steps.iter().map(|taken| taken.step);
        let each_once = steps.all(|step| self.steps.iter().filter(|t| t.step == step).count() == 1);
        each_once
            && fits(self)
            && self.reached.len() <= REACHED_MAX
            && self.next_steps.len() <= NEXT_STEPS_MAX
    }

    fn each_text(&self, hear: &mut dyn FnMut(&str)) {
        for text in [&self.why_nobody_went, &self.what_happened, &self.took_part] {
            hear(text);
        }
        for taken in &self.steps {
            hear(&taken.note);
        }
        for reached in &self.reached {
            hear(&reached.who);
        }
        if let Some(handed) = &self.handed_over {
            hear(&handed.to);
        }
        for step in self.note_task.iter().chain(&self.next_steps) {
            hear(&step.text);
        }
    }

    /// Its note and its next steps are the work of whoever responded.
    fn follows(&self, author: StaffId) -> Vec<Effect> {
        let steps = self.note_task.iter().chain(&self.next_steps);
        steps.map(|step| Effect::Task(task(step, self.client_id, author))).collect()
    }

    /// Whoever took over was told something, if only where to go; its note says what.
    fn leaves_open_what_was_told(&self) -> bool {
        self.handed_over.is_some()
    }

    fn happened(&self) -> Option<Moment> {
        Some(self.started.time())
    }

    fn is_dated_wrongly(&self, received_at: Option<Moment>) -> bool {
        event_in_doubt(self, received_at.unwrap_or(self.ended.at))
    }

    fn blank(blank: Blank<'_>) -> Self {
        let ids = ResponseIds {
            crisis_event_id: CrisisEventId::from_bytes((blank.fresh)()),
            contact_id: ContactId::from_bytes((blank.fresh)()),
            note_task: TaskId::from_bytes((blank.fresh)()),
            follow_up: TaskId::from_bytes((blank.fresh)()),
            plan_review: TaskId::from_bytes((blank.fresh)()),
        };
        let mut draft = ResponseDraft::begin(blank.client_id, ids, blank.at);
        draft.path = Some(ResponsePath::Distress);
        let ending = Ending {
            policy: &Policy::default(),
            protocol_effective: None,
            note_signed: true,
            titles: ["…", "…", "…"],
        };
        draft.end(&ending, blank.at).expect("a path is chosen")
    }
}
