//! Which screen lives in which chunk. What else goes into one: `chunks.rs`.

use super::Screen;

/// A file that is loaded when it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chunk {
    /// What is looked at with two hands: one's own phone, one contact, forms
    /// that can wait.
    Desk,
    /// The form for a contact, fetched before all others.
    Log,
    /// What is done at a desk, for others: phones, the quarantine, the agency's
    /// content, the on-call roster.
    Office,
    /// Plans of colleagues' clients, during a turn on call.
    OnCall,
    /// Everything about a client's documents but reading them on site: writing a crisis
    /// plan, going through it step by step, paper; the fact sheet; versions.
    Plan,
    /// Responding to distress or a crisis.
    Response,
}

impl Chunk {
    /// Every chunk, in the order in which they are fetched ahead.
    pub const ALL: [Self; 6] =
        [Self::Log, Self::Response, Self::OnCall, Self::Plan, Self::Desk, Self::Office];

    /// The chunk a screen lives in; none for the first file.
    #[must_use]
    pub const fn of(screen: Screen) -> Option<Self> {
        match screen {
            Screen::AddClient
            | Screen::Contact(..)
            | Screen::LockSettings
            | Screen::Me
            | Screen::Supports(_)
            | Screen::Waiting => Some(Self::Desk),
            Screen::Log(_)
            | Screen::LogAs(..)
            | Screen::LogAbout(..)
            | Screen::CrisisNote(_) => Some(Self::Log),
            Screen::Phones
            | Screen::Quarantine
            | Screen::Quarantined(..)
            | Screen::AgencyContent
            | Screen::Roster
            | Screen::Openings => Some(Self::Office),
            Screen::OnCall | Screen::TeamPlan(_) => Some(Self::OnCall),
            Screen::AboutPlan(..)
            | Screen::FactSheet(_)
            | Screen::FactSheetVersions(_)
            | Screen::Document(..)
            | Screen::Needs(_)
            | Screen::Need(..)
            | Screen::Sign(..) => Some(Self::Plan),
            Screen::Response(_) | Screen::CrisisEvent(..) => Some(Self::Response),
            Screen::Today
            | Screen::Clients
            | Screen::Client(_)
            | Screen::Plan(_)
            | Screen::PickClient
            | Screen::SignIn
            // The server draws these two as well, and cannot wait for a chunk.
            | Screen::Help
            | Screen::Rights => None,
        }
    }
}
