//! Which screen lives in which chunk. What else goes into one: `chunks.rs`.

use super::Screen;
use domain::record::RecordKind;

/// A file that is loaded when it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chunk {
    /// Who one is, to the server and to this phone: what comes after the password, the passcode,
    /// one's own account, and a turn on call with the plans of colleagues' clients.
    Account,
    /// From a need to what is done about it: assessment, service plan, reviews, and the needs on a
    /// client's page; and papers with their pictures.
    Chain,
    /// What is looked at with two hands: one's own phone, one contact, forms
    /// that can wait; and finding words in everything that was written.
    Desk,
    /// What goes to others and by which right: releases, disclosures, referrals; and the directory of
    /// services, in which those are looked for.
    Linking,
    /// The form for a contact, and about whom it is to be; fetched before all others.
    Log,
    /// What asks the server and keeps nothing on the phone; what is done at a
    /// desk for others: phones, the quarantine, the agency's content, the on-call roster.
    Office,
    /// The crisis plan, but for reading it on site: writing it, going through it step by step,
    /// paper; the fact sheet; versions of both.
    Plan,
    /// Responding to distress or a crisis.
    Response,
}

impl Chunk {
    /// Every chunk, in the order in which they are fetched ahead.
    pub const ALL: [Self; 8] = [
        Self::Log,
        Self::Response,
        Self::Account,
        Self::Plan,
        Self::Chain,
        Self::Linking,
        Self::Desk,
        Self::Office,
    ];

    /// The chunk a screen lives in; none for the first file.
    #[must_use]
    pub const fn of(screen: Screen) -> Option<Self> {
        match screen {
            Screen::AddClient
            | Screen::Contact(..)
            | Screen::Find
            | Screen::LockSettings
            | Screen::Me
            | Screen::Supports(_)
            | Screen::Unknown
            | Screen::Waiting => Some(Self::Desk),
            Screen::PickClient
            | Screen::Log(_)
            | Screen::LogAs(..)
            | Screen::LogAbout(..)
            | Screen::CrisisNote(_) => Some(Self::Log),
            Screen::Account | Screen::OnCall | Screen::TeamPlan(_) => Some(Self::Account),
            Screen::Phones
            | Screen::Quarantine
            | Screen::Quarantined(..)
            | Screen::AgencyContent
            | Screen::Roster
            | Screen::Openings
            | Screen::OutsideReviews
            | Screen::Disclosures => Some(Self::Office),
            Screen::AboutPlan(..) | Screen::FactSheet(_) | Screen::FactSheetVersions(_) => {
                Some(Self::Plan)
            }
            Screen::Document(..)
            | Screen::Needs(_)
            | Screen::Need(..)
            | Screen::CaseFile(_)
            | Screen::Papers(_)
            | Screen::Sign(
                _,
                RecordKind::Review | RecordKind::MessageAnswer | RecordKind::Paper,
                _,
            ) => Some(Self::Chain),
            Screen::Sharing(_)
            | Screen::Benefits(_)
            | Screen::Appointments(_)
            | Screen::Record(..)
            | Screen::Sign(..)
            | Screen::Directory
            | Screen::Service(_)
            | Screen::Suggestions
            | Screen::WriteService(_) => Some(Self::Linking),
            Screen::Response(_) | Screen::CrisisEvent(..) => Some(Self::Response),
            Screen::Today
            | Screen::Clients
            | Screen::Client(_)
            | Screen::Plan(_)
            | Screen::SignIn
            // The server draws these two as well, and cannot wait for a chunk.
            | Screen::Help
            | Screen::Rights => None,
        }
    }
}
