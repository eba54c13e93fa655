//! Every address, read and written. Addresses hold random ids, never names.

use super::within::{DocumentScreen, LogAs, PlanScreen};
use domain::{
    Hash,
    document::DocumentKind,
    id::{ClientId, ContactId, CrisisEventId, LineId, OperationId, RecordId, ServiceId},
    record::RecordKind,
};
use std::fmt::Display;

/// A screen by its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// `/`
    Today,
    /// `/clients`
    Clients,
    /// `/clients/new`
    AddClient,
    /// `/clients/{client}`
    Client(ClientId),
    /// `/clients/{client}/log`
    Log(ClientId),
    /// `/clients/{client}/log/{no-answer, missed-call, missed-text, call, text}`
    LogAs(ClientId, LogAs),
    /// `/clients/{client}/log/about/{line}`: a note about a need of the assessment.
    LogAbout(ClientId, LineId),
    /// `/clients/{client}/log/crisis`
    CrisisNote(ClientId),
    /// `/clients/{client}/response`
    Response(ClientId),
    /// `/clients/{client}/responses/{event}`
    CrisisEvent(ClientId, CrisisEventId),
    /// `/clients/{client}/plan`
    Plan(ClientId),
    /// `/clients/{client}/plan/{edit, steps, paper, versions, own}`
    AboutPlan(ClientId, PlanScreen),
    /// `/clients/{client}/facts`
    FactSheet(ClientId),
    /// `/clients/{client}/facts/versions`
    FactSheetVersions(ClientId),
    /// `/clients/{client}/{assessment, service_plan}/{, edit, versions}`
    Document(ClientId, DocumentKind, DocumentScreen),
    /// `/clients/{client}/needs`
    Needs(ClientId),
    /// `/clients/{client}/needs/{line}`
    Need(ClientId, LineId),
    /// `/clients/{client}/{review}/{line}`: signing a record about a line of a document; without a
    /// line, the one that was begun. One that is nobody's: `/directory/{service}/check`, and
    /// `/directory/check` about what is not in the directory.
    Sign(ClientId, RecordKind, Option<LineId>),
    /// `/clients/{client}/sharing`: what may be told to whom, and what was.
    Sharing(ClientId),
    /// `/clients/{client}/records/{record}`: a release or another record of cells, as it was signed.
    Record(ClientId, RecordId),
    /// `/clients/{client}/papers`: identity cards, letters and the like, with their pictures.
    Papers(ClientId),
    /// `/clients/{client}/benefits`: what they have, applied for or lost, and who pays.
    Benefits(ClientId),
    /// `/clients/{client}/appointments`: where they are expected, and what came of it.
    Appointments(ClientId),
    /// `/clients/{client}/supports/{, write}`: the list of them, and the form for one.
    Supports(ClientId),
    /// `/clients/{client}/file`: what there is of the case file, in its order.
    CaseFile(ClientId),
    /// `/clients/{client}/contacts/{contact}`
    Contact(ClientId, ContactId),
    /// `/find`: searching inside what was written. What is looked for is in no address.
    Find,
    /// `/log`
    PickClient,
    /// `/on-call`
    OnCall,
    /// `/on-call/{client}`
    TeamPlan(ClientId),
    /// `/directory`: the services that people can be linked to.
    Directory,
    /// `/directory/{service}`
    Service(ServiceId),
    /// `/me`
    Me,
    /// `/me/account`
    Account,
    /// `/me/lock`
    LockSettings,
    /// `/me/waiting`
    Waiting,
    /// `/office/phones`
    Phones,
    /// `/office/quarantine`
    Quarantine,
    /// `/office/quarantine/{operation}/{hash}`
    Quarantined(OperationId, Hash),
    /// `/office/content`
    AgencyContent,
    /// `/office/roster`
    Roster,
    /// `/office/openings`
    Openings,
    /// `/office/reviews`: reviews outside of the time of the rule.
    OutsideReviews,
    /// `/office/disclosures`: what was told to others and has to be looked at.
    Disclosures,
    /// `/office/directory`: what people in the field suggest, and services that may be one.
    Suggestions,
    /// `/office/directory/{service}`, or `new`: writing a service.
    WriteService(Option<ServiceId>),
    /// `/sign-in`
    SignIn,
    /// `/help`
    Help,
    /// `/rights`
    Rights,
    /// `/unknown`, and every address that nothing is at.
    Unknown,
}

impl Screen {
    /// The screen at a path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let client =
            |text: &str, screen: fn(ClientId) -> Self| text.parse().map_or(Self::Unknown, screen);
        match parts.as_slice() {
            [] => Self::Today,
            ["clients"] => Self::Clients,
            ["clients", "new"] => Self::AddClient,
            ["clients", id] => client(id, Self::Client),
            ["clients", id, "log"] => client(id, Self::Log),
            ["clients", id, "log", "about", line] => match (id.parse(), line.parse()) {
                (Ok(id), Ok(line)) => Self::LogAbout(id, line),
                _ => client(id, Self::Log),
            },
            ["clients", id, "log", "crisis"] => client(id, Self::CrisisNote),
            ["clients", id, "log", name] => {
                match (id.parse(), LogAs::ALL.into_iter().find(|log| log.name() == *name)) {
                    (Ok(id), Some(log)) => Self::LogAs(id, log),
                    (Ok(id), None) => Self::Log(id),
                    (Err(_), _) => Self::Unknown,
                }
            }
            ["clients", id, "response"] => client(id, Self::Response),
            ["clients", id, "responses", event] => match (id.parse(), event.parse()) {
                (Ok(id), Ok(event)) => Self::CrisisEvent(id, event),
                _ => Self::Unknown,
            },
            ["clients", id, "facts"] => client(id, Self::FactSheet),
            ["clients", id, "facts", "versions"] => client(id, Self::FactSheetVersions),
            ["clients", id, "supports", ..] => client(id, Self::Supports),
            ["clients", id, "papers"] => client(id, Self::Papers),
            ["clients", id, "benefits"] => client(id, Self::Benefits),
            ["clients", id, "appointments"] => client(id, Self::Appointments),
            ["clients", id, "sharing"] => client(id, Self::Sharing),
            ["clients", id, "records", record] => match (id.parse(), record.parse()) {
                (Ok(id), Ok(record)) => Self::Record(id, record),
                _ => client(id, Self::Sharing),
            },
            ["clients", id, "file"] => client(id, Self::CaseFile),
            ["clients", id, "plan"] => client(id, Self::Plan),
            ["clients", id, "plan", name, ..] => {
                match (
                    id.parse(),
                    PlanScreen::ALL.into_iter().find(|screen| screen.name() == *name),
                ) {
                    (Ok(id), Some(screen)) => Self::AboutPlan(id, screen),
                    (Ok(id), None) => Self::Plan(id),
                    (Err(_), _) => Self::Unknown,
                }
            }
            ["clients", id, "contacts", contact] => match (id.parse(), contact.parse()) {
                (Ok(id), Ok(contact)) => Self::Contact(id, contact),
                _ => Self::Clients,
            },
            ["clients", id, "needs"] => client(id, Self::Needs),
            ["clients", id, "needs", line] => match (id.parse(), line.parse()) {
                (Ok(id), Ok(line)) => Self::Need(id, line),
                _ => client(id, Self::Needs),
            },
            ["clients", id, word, rest @ ..] if record_kind(word).is_some() => {
                let line = rest.first().and_then(|line| line.parse().ok());
                match (id.parse(), record_kind(word)) {
                    (Ok(id), Some(kind)) => Self::Sign(id, kind, line),
                    _ => Self::Unknown,
                }
            }
            ["clients", id, word, rest @ ..] => {
                let kind = DocumentKind::OF_CELLS.iter().find(|kind| kind.word() == *word);
                let rest = rest.first().copied().unwrap_or_default();
                let screen = DocumentScreen::ALL.into_iter().find(|screen| screen.rest() == rest);
                match (id.parse(), kind) {
                    (Ok(id), Some(kind)) => {
                        Self::Document(id, *kind, screen.unwrap_or(DocumentScreen::Read))
                    }
                    (Ok(_), None) => Self::Unknown,
                    (Err(_), _) => Self::Unknown,
                }
            }
            ["find"] => Self::Find,
            ["log"] => Self::PickClient,
            ["on-call"] => Self::OnCall,
            ["on-call", id] => id.parse().map_or(Self::Unknown, Self::TeamPlan),
            ["directory"] => Self::Directory,
            ["directory", "check"] => Self::check(None),
            ["directory", id] => id.parse().map_or(Self::Directory, Self::Service),
            ["directory", id, "check"] => {
                id.parse().map_or(Self::Directory, |service| Self::check(Some(service)))
            }
            ["me"] => Self::Me,
            ["me", "account"] => Self::Account,
            ["me", "lock"] => Self::LockSettings,
            ["me", "waiting"] => Self::Waiting,
            ["office", "phones"] => Self::Phones,
            ["office", "quarantine"] => Self::Quarantine,
            ["office", "quarantine", op_id, hash] => match (op_id.parse(), hash.parse()) {
                (Ok(op_id), Ok(hash)) => Self::Quarantined(op_id, hash),
                _ => Self::Quarantine,
            },
            ["office", "content"] => Self::AgencyContent,
            ["office", "roster"] => Self::Roster,
            ["office", "openings"] => Self::Openings,
            ["office", "reviews"] => Self::OutsideReviews,
            ["office", "disclosures"] => Self::Disclosures,
            ["office", "directory"] => Self::Suggestions,
            ["office", "directory", id] => Self::WriteService(id.parse().ok()),
            ["sign-in"] => Self::SignIn,
            ["help"] => Self::Help,
            ["rights"] => Self::Rights,
            _ => Self::Unknown,
        }
    }

    /// Its address: what [`Self::at`] reads.
    #[must_use]
    pub fn path(self) -> String {
        let with = |before: &str, id: &dyn Display| [before, &id.to_string()].concat();
        let of_client = |id: ClientId, rest: &str| [&with("/clients/", &id), rest].concat();
        let fixed = match self {
            Self::Today => "/",
            Self::Clients => "/clients",
            Self::AddClient => "/clients/new",
            Self::Client(id) => return of_client(id, ""),
            Self::Log(id) => return of_client(id, "/log"),
            Self::LogAs(id, log) => return of_client(id, &["/log/", log.name()].concat()),
            Self::LogAbout(id, line) => return of_client(id, &with("/log/about/", &line)),
            Self::CrisisNote(id) => return of_client(id, "/log/crisis"),
            Self::Response(id) => return of_client(id, "/response"),
            Self::CrisisEvent(id, event) => return of_client(id, &with("/responses/", &event)),
            Self::Plan(id) => return of_client(id, "/plan"),
            Self::AboutPlan(id, screen) => {
                return of_client(id, &["/plan/", screen.name()].concat());
            }
            Self::FactSheet(id) => return of_client(id, "/facts"),
            Self::FactSheetVersions(id) => return of_client(id, "/facts/versions"),
            Self::Document(id, kind, screen) => {
                let parts = ["", kind.word(), screen.rest()];
                return of_client(id, parts.join("/").trim_end_matches('/'));
            }
            Self::Needs(id) => return of_client(id, "/needs"),
            Self::Need(id, line) => return of_client(id, &with("/needs/", &line)),
            Self::Sign(_, kind, None) if kind.is_nobodys() => "/directory/check",
            Self::Sign(_, kind, Some(line)) if kind.is_nobodys() => {
                return [&with("/directory/", &line), "/check"].concat();
            }
            Self::Sign(id, kind, line) => {
                let line = line.map(|line| with("/", &line)).unwrap_or_default();
                return of_client(id, &["/", kind.word(), &line].concat());
            }
            Self::Supports(id) => return of_client(id, "/supports"),
            Self::Papers(id) => return of_client(id, "/papers"),
            Self::Benefits(id) => return of_client(id, "/benefits"),
            Self::Appointments(id) => return of_client(id, "/appointments"),
            Self::Sharing(id) => return of_client(id, "/sharing"),
            Self::Record(id, record) => return of_client(id, &with("/records/", &record)),
            Self::CaseFile(id) => return of_client(id, "/file"),
            Self::Contact(id, contact) => return of_client(id, &with("/contacts/", &contact)),
            Self::Find => "/find",
            Self::PickClient => "/log",
            Self::OnCall => "/on-call",
            Self::TeamPlan(id) => return with("/on-call/", &id),
            Self::Directory => "/directory",
            Self::Service(id) => return with("/directory/", &id),
            Self::Me => "/me",
            Self::Account => "/me/account",
            Self::LockSettings => "/me/lock",
            Self::Waiting => "/me/waiting",
            Self::Phones => "/office/phones",
            Self::Quarantine => "/office/quarantine",
            Self::Quarantined(op_id, hash) => {
                return [with("/office/quarantine/", &op_id), with("/", &hash)].concat();
            }
            Self::AgencyContent => "/office/content",
            Self::Roster => "/office/roster",
            Self::Openings => "/office/openings",
            Self::OutsideReviews => "/office/reviews",
            Self::Disclosures => "/office/disclosures",
            Self::Suggestions => "/office/directory",
            Self::WriteService(None) => "/office/directory/new",
            Self::WriteService(Some(id)) => return with("/office/directory/", &id),
            Self::SignIn => "/sign-in",
            Self::Help => "/help",
            Self::Rights => "/rights",
            Self::Unknown => "/unknown",
        };
        fixed.to_owned()
    }

    /// It is looked at and written together with the client, who sees it then: nothing stands on it
    /// that is anybody else's.
    #[must_use]
    pub const fn is_together(self) -> bool {
        match self {
            Self::AboutPlan(..)
            | Self::Document(_, _, DocumentScreen::Edit)
            | Self::FactSheet(_) => true,
            Self::Sign(_, kind, _) => !kind.is_nobodys(),
            _ => false,
        }
    }

    /// Writing down what a service said when asked, or one that is not in the directory.
    #[must_use]
    pub fn check(service: Option<ServiceId>) -> Self {
        let line = service.map(|service| LineId::from_bytes(*service.as_bytes()));
        Self::Sign(ClientId::NOBODY, RecordKind::ServiceCheck, line)
    }

    /// A note is being written on it.
    #[must_use]
    pub const fn is_note(self) -> bool {
        matches!(self, Self::Log(_) | Self::LogAs(..) | Self::LogAbout(..) | Self::CrisisNote(_))
    }

    /// What lies beyond a form whose work is done; none for what is no form.
    #[must_use]
    pub const fn beyond(self) -> Option<Self> {
        Some(match self {
            Self::AddClient => Self::Clients,
            Self::Log(id) | Self::LogAs(id, _) | Self::LogAbout(id, _) | Self::CrisisNote(id) => {
                Self::Client(id)
            }
            Self::AboutPlan(id, PlanScreen::Edit) => Self::Plan(id),
            Self::Document(id, kind, DocumentScreen::Edit) => {
                Self::Document(id, kind, DocumentScreen::Read)
            }
            Self::Sign(_, kind, _) if kind.is_nobodys() => Self::Directory,
            Self::Sign(id, RecordKind::Review, _) => Self::Needs(id),
            Self::Sign(id, RecordKind::MessageAnswer, _) => Self::Client(id),
            Self::Sign(id, RecordKind::Paper, _) => Self::Papers(id),
            Self::Sign(id, RecordKind::Benefit, _) => Self::Benefits(id),
            Self::Sign(id, RecordKind::Appointment, _) => Self::Appointments(id),
            Self::Sign(id, ..) => Self::Sharing(id),
            _ => return None,
        })
    }

    /// The client it is about.
    #[must_use]
    pub const fn client(self) -> Option<ClientId> {
        match self {
            Self::Sign(_, kind, _) if kind.is_nobodys() => None,
            Self::Client(id)
            | Self::Log(id)
            | Self::LogAs(id, _)
            | Self::LogAbout(id, _)
            | Self::CrisisNote(id)
            | Self::Response(id)
            | Self::CrisisEvent(id, _)
            | Self::Plan(id)
            | Self::AboutPlan(id, _)
            | Self::FactSheet(id)
            | Self::FactSheetVersions(id)
            | Self::Document(id, ..)
            | Self::Needs(id)
            | Self::Need(id, _)
            | Self::Sign(id, ..)
            | Self::Supports(id)
            | Self::Papers(id)
            | Self::Benefits(id)
            | Self::Appointments(id)
            | Self::Sharing(id)
            | Self::Record(id, _)
            | Self::CaseFile(id)
            | Self::Contact(id, _) => Some(id),
            _ => None,
        }
    }
}

/// The kind of record, made of its cells alone, that has this word.
fn record_kind(word: &str) -> Option<RecordKind> {
    RecordKind::OF_CELLS.iter().copied().find(|kind| kind.word() == word)
}

#[cfg(test)]
mod tests;
