//! Drafts: what was typed and is neither signed nor discarded.

mod kept;
mod last_words;
mod place;
mod unfinished;

pub use unfinished::{Unfinished, Wordless};

use domain::{document::DocumentKind, id::ClientId, record::RecordKind};
use std::fmt;

/// A form that can be left unfinished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormKind {
    /// A contact note: `domain::contact::ContactDraft`.
    Contact,
    /// A crisis plan: `domain::crisis_plan::PlanDraft`.
    CrisisPlan,
    /// A response to distress or a crisis: `domain::response::ResponseDraft`.
    Response,
    /// The note of a crisis event, a draft of a contact. Apart from other notes,
    /// so that what is filled in never mixes with what was typed.
    CrisisNote,
    /// The agency's content: `domain::agency::ContentDraft`. About nobody, so its
    /// client's id is all zeros.
    AgencyContent,
    /// Words added to a signed note: `domain::addendum::AddendumDraft`.
    Addendum,
    /// Somebody new: `domain::client::ClientDraft`. Nobody's yet, so its client's id
    /// is all zeros.
    NewClient,
    /// Somebody around a client: `domain::supports::SupportDraft`.
    SupportPerson,
    /// A fact sheet: `domain::client::FactSheetDraft`.
    FactSheet,
    /// A turn on call: `domain::roster::TurnDraft`. About nobody, so its client's id is
    /// all zeros.
    Roster,
    /// A rule for units of service: `domain::units::RuleDraft`. About nobody, so its client's id is
    /// all zeros.
    UnitRule,
    /// A service of the directory: `domain::directory::ServiceDraft`. About nobody, so its client's id
    /// is all zeros.
    Service,
    /// A document that is made of its cells alone: `domain::document::DocumentDraft`.
    Document(DocumentKind),
    /// A record that is made of its cells alone: `domain::record::RecordDraft`.
    Record(RecordKind),
}

impl FormKind {
    const OWN: [Self; 12] = [
        Self::Contact,
        Self::CrisisPlan,
        Self::Response,
        Self::CrisisNote,
        Self::AgencyContent,
        Self::Addendum,
        Self::NewClient,
        Self::SupportPerson,
        Self::FactSheet,
        Self::Roster,
        Self::UnitRule,
        Self::Service,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::CrisisPlan => "crisis_plan",
            Self::Response => "response",
            Self::CrisisNote => "crisis_note",
            Self::AgencyContent => "agency_content",
            Self::Addendum => "addendum",
            Self::NewClient => "new_client",
            Self::SupportPerson => "support_person",
            Self::FactSheet => "fact_sheet",
            Self::Roster => "roster",
            Self::UnitRule => "unit_rule",
            Self::Service => "service",
            Self::Document(kind) => kind.word(),
            Self::Record(kind) => kind.word(),
        }
    }

    fn named(name: &str) -> Option<Self> {
        let documents = DocumentKind::OF_CELLS.iter().map(|kind| Self::Document(*kind));
        let records = RecordKind::OF_CELLS.iter().map(|kind| Self::Record(*kind));
        Self::OWN.into_iter().chain(documents).chain(records).find(|known| known.name() == name)
    }
}

/// One draft a client and form. It is sealed under this name, so that it can
/// never open on anybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftName {
    /// Of which form.
    pub form: FormKind,
    /// About whom.
    pub client_id: ClientId,
}

impl DraftName {
    fn read(name: &str) -> Option<Self> {
        let (form, client_id) = name.split_once('/')?;
        Some(Self { form: FormKind::named(form)?, client_id: client_id.parse().ok()? })
    }
}

impl fmt::Display for DraftName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.form.name(), self.client_id)
    }
}
