//! What a kind of screen has several of, each with its word in the address.

/// A screen about a crisis plan, beside the plan itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanScreen {
    /// Writing it; `edit/{section}` is a place within.
    Edit,
    /// Going through it with the client, a step at a time.
    Steps,
    /// On paper.
    Paper,
    /// Every version and what changed.
    Versions,
    /// Links to the client's own pages.
    Own,
}

impl PlanScreen {
    /// The place within [`Self::Edit`] where two versions are compared.
    pub const COMPARE: &str = "two-versions";

    pub(super) const ALL: [Self; 5] =
        [Self::Edit, Self::Steps, Self::Paper, Self::Versions, Self::Own];

    /// Its word in an address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Steps => "steps",
            Self::Paper => "paper",
            Self::Versions => "versions",
            Self::Own => "own",
        }
    }
}

/// A screen about a document that is made of its cells alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentScreen {
    /// Reading it.
    Read,
    /// Writing it.
    Edit,
    /// Every version and what changed.
    Versions,
}

impl DocumentScreen {
    pub(super) const ALL: [Self; 3] = [Self::Read, Self::Edit, Self::Versions];

    /// Its words in an address, after those of the kind.
    pub(super) const fn rest(self) -> &'static str {
        match self {
            Self::Read => "",
            Self::Edit => "edit",
            Self::Versions => "versions",
        }
    }
}

/// What a note is begun as, where that is known before its form opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogAs {
    /// Gone there, and nobody answered.
    Visit,
    /// Called, and nobody answered.
    MissedCall,
    /// Texted, and nobody answered.
    MissedText,
    /// Talked by phone.
    Call,
    /// Wrote back and forth.
    Text,
}

impl LogAs {
    pub(super) const ALL: [Self; 5] =
        [Self::Visit, Self::MissedCall, Self::MissedText, Self::Call, Self::Text];

    /// Its word in an address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Visit => "no-answer",
            Self::MissedCall => "missed-call",
            Self::MissedText => "missed-text",
            Self::Call => "call",
            Self::Text => "text",
        }
    }
}
