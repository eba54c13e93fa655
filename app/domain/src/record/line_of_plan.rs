//! What a record about a line of a service plan says of that line: a review, a referral. It stands in
//! the record as it was, for whoever reads it after the plan has changed.

use crate::{
    document::{Cells, Key, Shape, Value, is_said},
    id::LineId,
    json::Json,
};

/// A record of this shape about a line of a plan: the line, the need it answers with its number, and
/// the goal in the client's words, or else in objective ones.
pub(super) fn begin(
    shape: &'static Shape,
    plan: &Cells,
    line: LineId,
    number: Option<u32>,
) -> Cells {
    let mut record = Cells::empty(shape);
    let of_line = |name| plan.value(Key::of_line(line, name));
    let mut put = |name, value| record.put(Key::fact(name), value);
    put("line", Value::of("line_of_plan", Json::Text(line.to_string())));
    put("need", of_line("need"));
    let number = number.map(|number| Value::of("count", Json::Number(number.into())));
    put("need_number", number.unwrap_or(Value::Nothing));
    let goal = [of_line("own"), of_line("goal")];
    put("goal", goal.into_iter().find(is_said).unwrap_or_else(|| Value::text("")));
    record
}

/// The need and the line of the plan that a record is about.
#[must_use]
pub fn about(record: &Cells) -> (Option<LineId>, Option<LineId>) {
    let id = |name| record.value(Key::fact(name)).as_word().and_then(|id| id.parse().ok());
    (id("need"), id("line"))
}
