//! What clients say in their own app, and what they are answered (domain model C6 `client_message`).

use crate::document::{Absent, Cell, Shape};

/// Of which cells something that a client said is made.
pub const SAID: &Shape = &Shape {
    id: "record_id",
    facts: &[
        // A word of `own::Sort`.
        Cell::new("sort", &["sort"], "message_sort", Absent::Nothing),
        // The line of a plan that it is about, and what that said then.
        LINE,
        GOAL,
        Cell::words("text", &["text"]),
    ],
    lists: &[],
    due: None,
};

/// Of which cells an answer is made. What was said stands in it as it stood.
pub const ANSWERED: &Shape = &Shape {
    id: "record_id",
    facts: &[
        LINE,
        GOAL,
        Cell::words("text", &["text"]),
        Cell::new(super::CLOSES_TASK, &[super::CLOSES_TASK], "task", Absent::Nothing),
    ],
    lists: &[],
    due: None,
};

/// What it is about: of something said a line of a plan, of an answer what was said.
const LINE: Cell = Cell::new("line", &["line"], "spoken_of", Absent::Nothing);
/// What that was in words.
const GOAL: Cell = Cell::words("goal", &["goal"]);
