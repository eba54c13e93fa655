use domain::{response::ResponseDraft, wire::v1::ResponsePath};

/// What a response is about at a time; one of them is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Going there, calling, handing over.
    Help,
    /// What is done, step by step.
    Steps,
    /// How it ended, and what is on record of it besides.
    Afterwards,
}

impl Stage {
    /// In their order.
    pub(super) const ALL: [Self; 3] = [Self::Help, Self::Steps, Self::Afterwards];

    /// Where somebody goes on. Whoever takes over comes first in a crisis, until something was
    /// done.
    pub(super) fn of(draft: &ResponseDraft) -> Self {
        if draft.ended.is_some() || draft.outcome.is_some() {
            Self::Afterwards
        } else if draft.path == Some(ResponsePath::Distress) || !draft.steps.is_empty() {
            Self::Steps
        } else {
            Self::Help
        }
    }

    /// In which of them a field stands, by its id.
    pub(super) fn with(field: &str) -> Self {
        match field {
            "handed-to" => Self::Help,
            "took-part" | "why-nobody-went" => Self::Afterwards,
            _ => Self::Steps,
        }
    }

    /// The one after it.
    pub(super) const fn next(self) -> Option<Self> {
        match self {
            Self::Help => Some(Self::Steps),
            Self::Steps => Some(Self::Afterwards),
            Self::Afterwards => None,
        }
    }
}
