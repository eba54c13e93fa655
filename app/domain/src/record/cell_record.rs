//! Records of the kinds that are made of their cells alone.

use super::{Blank, Record, RecordKind};
use crate::{
    Moment,
    dated::in_doubt,
    document::{Absent, Cells, Key, Shape, Value, is_sound},
    effects::{Effect, task},
    id::{ClientId, RecordId, StaffId},
    json::Json,
    wire::v1::{CellRecord, NextStep, TaskClosed, TaskState},
};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self},
};

/// The cell of a record that holds what is to be done next: signing it makes that a task.
pub const NEXT_STEP: &str = "next_step";
/// The cell of a record that names a task which signing it does.
pub const CLOSES_TASK: &str = "closes_task";

/// The task that a record made, as another closes it; nothing where it made none.
#[must_use]
pub fn task_of(record: &Cells) -> Value {
    let step = record.value(Key::fact(NEXT_STEP)).read::<NextStep>(NEXT_STEP);
    step.map_or(Value::Nothing, |step| Value::of("task", Json::Text(step.task_id.to_string())))
}

/// By its word; only of a kind that is made of its cells alone.
impl Serialize for RecordKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for RecordKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Self::OF_CELLS.iter().find(|kind| kind.word() == word);
        known.copied().ok_or_else(|| de::Error::custom("a kind that is not known here"))
    }
}

impl CellRecord {
    /// Whether it is this one.
    #[must_use]
    pub fn is(&self, kind: RecordKind, id: [u8; 16]) -> bool {
        self.kind == kind && *self.record_id.as_bytes() == id
    }

    /// What was written; nothing where its kind has a type of its own, which none of these has.
    #[must_use]
    pub fn cells(&self) -> Cells {
        const NONE: &Shape = &Shape { id: "record_id", facts: &[], lists: &[], due: None };
        Cells::read(self.kind.shape().unwrap_or(NONE), &self.content)
    }
}

impl Record for CellRecord {
    fn id(&self) -> [u8; 16] {
        *self.record_id.as_bytes()
    }

    fn client_id(&self) -> ClientId {
        self.client_id
    }

    fn time(&self) -> Moment {
        self.at
    }

    /// What it speaks of, a line of a plan for example, may have been taken out on another phone,
    /// or may not have been sent: so nothing has to be there.
    fn keeps_the_rules(&self) -> bool {
        // Nobody's records are nobody's, and no others.
        self.kind.is_nobodys() == (self.client_id == ClientId::NOBODY)
            && self.kind.shape().is_some_and(|shape| is_sound(shape, &self.content))
    }

    fn each_text(&self, hear: &mut dyn FnMut(&str)) {
        let facts = self.kind.shape().map_or(&[][..], |shape| shape.facts);
        for cell in facts.iter().filter(|cell| cell.absent == Absent::NoWords) {
            self.content.get(cell.name).and_then(Json::as_text).into_iter().for_each(&mut *hear);
        }
        let step = self.content.get(NEXT_STEP).and_then(|step| step.get("text"));
        step.and_then(Json::as_text).into_iter().for_each(hear);
    }

    fn follows(&self, author: StaffId) -> Vec<Effect> {
        let (client_id, at) = (self.client_id, self.at);
        let step = self.content.get(NEXT_STEP).and_then(Json::read::<NextStep>);
        let step = step.map(|step| Effect::Task(task(&step, client_id, author)));
        let done = self.content.get(CLOSES_TASK).and_then(Json::read);
        let done = done.map(|task_id| {
            Effect::TaskClosed(TaskClosed { task_id, client_id, state: TaskState::Done, at })
        });
        step.into_iter().chain(done).collect()
    }

    fn is_dated_wrongly(&self, received_at: Option<Moment>) -> bool {
        in_doubt(self.at, received_at.unwrap_or(self.at), None)
    }

    fn blank(blank: Blank<'_>) -> Self {
        Self {
            record_id: RecordId::from_bytes((blank.fresh)()),
            kind: blank.kind,
            client_id: if blank.kind.is_nobodys() { ClientId::NOBODY } else { blank.client_id },
            at: blank.at,
            content: Json::Object(Vec::new()),
        }
    }

    fn renew(&mut self, fresh: &mut dyn FnMut() -> [u8; 16]) {
        self.record_id = RecordId::from_bytes(fresh());
    }
}
