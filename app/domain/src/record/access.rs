//! Ways for clients to open their own plan on their own phone, and the ends of such ways.
//!
//! A way is made by a worker, also without a network, and takes effect when the server has it. What
//! opens it is a secret in a link and a code that goes another way; the record holds of them only what
//! they can be held against ([`crate::own::Secret`]), so that neither a colleague's phone nor a backup
//! gives either of them back.

use crate::document::{Absent, Cell, Shape};

/// Of which cells a way to the client's own plan is made.
pub const MADE: &Shape = &Shape {
    id: "record_id",
    facts: &[
        // What the server finds it by; see `own::Secret::tag`.
        Cell::new("tag", &["tag"], "text", Absent::Nothing),
        // What the code is held against; see `own::Secret::verifier`.
        Cell::new("verifier", &["verifier"], "text", Absent::Nothing),
        // The last day on which it opens.
        Cell::day("expires", &["expires"]),
        // What the client reads, as BCP 47.
        Cell::new("language", &["language"], "text", Absent::Nothing),
    ],
    lists: &[],
    due: None,
};

/// Of which cells the end of such a way is made.
pub const ENDED: &Shape = &Shape {
    id: "record_id",
    facts: &[Cell::new("access", &["access"], "access", Absent::Nothing)],
    lists: &[],
    due: None,
};
