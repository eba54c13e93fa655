//! Which need the timeline of a client's page is about, where somebody looks for one only.

use crate::place::kept;
use domain::{id::LineId, wire::v1::Contact};
use leptos::prelude::*;

/// Shared by the timeline and by what chooses a need; `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct OnlyAbout {
    need: RwSignal<String>,
    /// Its number, by which older notes speak of it. The server may give it while somebody looks.
    number: RwSignal<Option<u32>>,
}

impl OnlyAbout {
    /// About everything, unless "back" leads to where somebody looked for one only.
    #[must_use]
    pub fn all() -> Self {
        Self { need: kept("about"), number: RwSignal::new(None) }
    }

    /// The need; none for everything.
    #[must_use]
    pub fn need(self) -> Option<LineId> {
        self.need.with(|need| need.parse().ok())
    }

    /// Shows what is about this need alone, or everything again.
    pub fn choose(self, need: Option<LineId>) {
        self.need.set(need.map(|need| need.to_string()).unwrap_or_default());
    }

    /// Takes note of the number that the need has now.
    pub fn is_numbered(self, number: Option<u32>) {
        if self.number.get_untracked() != number {
            self.number.set(number);
        }
    }

    /// Nothing is left out.
    #[must_use]
    pub fn is_all(self) -> bool {
        self.need().is_none()
    }

    /// A contact is shown.
    #[must_use]
    pub fn has_contact(self, contact: &Contact) -> bool {
        self.need().is_none_or(|need| contact.is_about(need, self.number.get()))
    }

    /// What is about this need is shown.
    #[must_use]
    pub fn has_need(self, about: Option<LineId>) -> bool {
        self.need().is_none_or(|need| about == Some(need))
    }
}
