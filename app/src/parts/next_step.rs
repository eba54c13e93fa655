//! What is to be done next after a record of cells, as it names the thing and becomes a task.

use crate::browser::random;
use chrono::NaiveDate;
use domain::{
    document::{Cells, Key, Value},
    id::TaskId,
    json::Json,
    record::NEXT_STEP,
    wire::v1::NextStep,
};

/// As much of a name as a task says, in characters: it stands in a list.
const NAME_MAX: usize = 200;

/// A name, short enough for a task.
#[must_use]
pub fn short_name(cells: &Cells, fact: &'static str) -> String {
    let name = cells.value(Key::fact(fact));
    name.as_text().unwrap_or_default().trim().chars().take(NAME_MAX).collect()
}

/// Writes what is to be done next and by when, under the id that it was given first; none takes it out.
pub fn put_next_step(cells: &mut Cells, next: Option<(String, NaiveDate)>) {
    let held = cells.value(Key::fact(NEXT_STEP)).read::<NextStep>(NEXT_STEP);
    let step = next.and_then(|(text, due)| {
        let fresh = || random::id(TaskId::from_parts).ok();
        let task_id = held.map(|step| step.task_id).or_else(fresh)?;
        let step = NextStep { task_id, text, due, for_client: false };
        Some(Value::of(NEXT_STEP, Json::of(&step)))
    });
    cells.put(Key::fact(NEXT_STEP), step.unwrap_or(Value::Nothing));
}
