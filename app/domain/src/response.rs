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
    length::{self, Field, TooLong},
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
    /// What does not fit into the record, if anything.
    #[must_use]
    pub fn too_long(&self) -> Option<TooLong> {
        let fields = [
            (Field::HandedTo, &self.handed_to),
            (Field::WhatHappened, &self.what_happened),
            (Field::TookPart, &self.took_part),
            (Field::WhyNobodyWent, &self.why_nobody_went),
        ];
        let notes = self.steps.iter().map(|taken| (Field::StepNote, &taken.note));
        let words = fields.into_iter().chain(notes).map(|(field, text)| (field, text.as_str()));
        let by = self.reached.len().saturating_sub(REACHED_MAX);
        let reached = || (by > 0).then_some(TooLong { field: Field::Reached, by });
        let whole = || length::whole_over(self);
        length::first_over(words).or_else(reached).or_else(whole)
    }
}
