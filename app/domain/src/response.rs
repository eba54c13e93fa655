//! Responding to distress or a crisis: what is written down while it goes on,
//! and what is left of it afterwards.
//!
//! Nothing here is a gate. Steps may be taken in any order, left out, or taken
//! back; times that cannot be right are flagged and kept as they are. Whether
//! it is distress or a crisis, the worker says.

mod draft;
mod note;
#[cfg(test)]
mod tests;
mod times;

pub use draft::{Ending, ResponseDraft, ResponseIds};
pub use note::note_of;
pub use times::{Time, TimeOf};

use crate::{
    length::Field,
    problem::{Of, Problem, Wrong, too_long, whole_too_long},
    wire::v1::ResponseStep,
};

/// Calls and texts of one event, at most; there to keep out what is none.
pub(crate) const REACHED_MAX: usize = 200;
/// Tasks that follow from one event, at most.
pub(crate) const NEXT_STEPS_MAX: usize = 10;

impl ResponseStep {
    /// Every step, in the order of the protocol (seed 004:130-134).
    pub const ALL: [Self; 5] = [Self::Respond, Self::Listen, Self::Consult, Self::Act, Self::Plan];
}

impl ResponseDraft {
    /// What does not fit into the record.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let fields = [
            (Field::HandedTo, self.handed_to.as_str()),
            (Field::WhatHappened, &self.what_happened),
            (Field::TookPart, &self.took_part),
            (Field::WhyNobodyWent, &self.why_nobody_went),
        ];
        let mut problems: Vec<_> = too_long(Of::Form, fields).collect();
        let place = |step| ResponseStep::ALL.into_iter().position(|one| one == step);
        problems.extend(self.steps.iter().flat_map(|taken| {
            let of = place(taken.step).map_or(Of::Form, Of::Nth);
            too_long(of, [(Field::StepNote, taken.note.as_str())])
        }));
        let over = self.reached.len().saturating_sub(REACHED_MAX);
        if over > 0 {
            problems.push(Problem::new(Field::Reached, Wrong::TooLong(over)));
        }
        if problems.is_empty() {
            problems.extend(whole_too_long(self));
        }
        problems
    }
}
