//! Which need the timeline of a client's page is about, where somebody looks for one only.

use domain::{id::LineId, wire::v1::Contact};
use leptos::prelude::*;

/// Shared by the timeline and by what chooses a need; `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct OnlyAbout(RwSignal<Option<(LineId, Option<u32>)>>);

impl OnlyAbout {
    /// About everything.
    #[must_use]
    pub fn all() -> Self {
        Self(RwSignal::new(None))
    }

    /// The need and its number; none for everything.
    #[must_use]
    pub fn need(self) -> Option<(LineId, Option<u32>)> {
        self.0.get()
    }

    /// Shows what is about this need alone, or everything again.
    pub fn choose(self, need: Option<(LineId, Option<u32>)>) {
        self.0.set(need);
    }

    /// Nothing is left out.
    #[must_use]
    pub fn is_all(self) -> bool {
        self.need().is_none()
    }

    /// A contact is shown.
    #[must_use]
    pub fn has_contact(self, contact: &Contact) -> bool {
        self.need().is_none_or(|(need, number)| contact.is_about(need, number))
    }

    /// What is about this need is shown.
    #[must_use]
    pub fn has_need(self, about: Option<LineId>) -> bool {
        self.need().is_none_or(|(need, _)| about == Some(need))
    }
}
