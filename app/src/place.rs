//! Which address is shown, and going to another.
//!
//! A dozen flat addresses need no routing library; one costs a tenth of the
//! file that travels to phones (docs/decisions/0008).

use crate::browser::{history, page};
use domain::{
    Hash,
    id::{ClientId, ContactId, CrisisEventId, OperationId},
};
use leptos::prelude::*;

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
}

impl PlanScreen {
    const ALL: [Self; 4] = [Self::Edit, Self::Steps, Self::Paper, Self::Versions];

    /// Its word in an address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Steps => "steps",
            Self::Paper => "paper",
            Self::Versions => "versions",
        }
    }
}

/// A screen by its address. Addresses hold random ids, never names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// `/`, and anything unknown.
    Today,
    /// `/clients`
    Clients,
    /// `/clients/new`
    AddClient,
    /// `/clients/{client}`
    Client(ClientId),
    /// `/clients/{client}/log`
    Log(ClientId),
    /// `/clients/{client}/log/crisis`
    CrisisNote(ClientId),
    /// `/clients/{client}/response`
    Response(ClientId),
    /// `/clients/{client}/responses/{event}`
    CrisisEvent(ClientId, CrisisEventId),
    /// `/clients/{client}/plan`
    Plan(ClientId),
    /// `/clients/{client}/plan/{edit, steps, paper, versions}`
    AboutPlan(ClientId, PlanScreen),
    /// `/clients/{client}/facts`
    FactSheet(ClientId),
    /// `/clients/{client}/facts/versions`
    FactSheetVersions(ClientId),
    /// `/clients/{client}/supports`
    Supports(ClientId),
    /// `/clients/{client}/contacts/{contact}`
    Contact(ClientId, ContactId),
    /// `/log`
    PickClient,
    /// `/on-call`
    OnCall,
    /// `/on-call/{client}`
    TeamPlan(ClientId),
    /// `/me`
    Me,
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
    /// `/sign-in`
    SignIn,
    /// `/help`
    Help,
    /// `/rights`
    Rights,
}

impl Screen {
    /// The screen at a path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let client =
            |text: &str, screen: fn(ClientId) -> Self| text.parse().map_or(Self::Clients, screen);
        match parts.as_slice() {
            ["clients"] => Self::Clients,
            ["clients", "new"] => Self::AddClient,
            ["clients", id] => client(id, Self::Client),
            ["clients", id, "log"] => client(id, Self::Log),
            ["clients", id, "log", "crisis"] => client(id, Self::CrisisNote),
            ["clients", id, "response"] => client(id, Self::Response),
            ["clients", id, "responses", event] => match (id.parse(), event.parse()) {
                (Ok(id), Ok(event)) => Self::CrisisEvent(id, event),
                _ => Self::Clients,
            },
            ["clients", id, "facts"] => client(id, Self::FactSheet),
            ["clients", id, "facts", "versions"] => client(id, Self::FactSheetVersions),
            ["clients", id, "supports"] => client(id, Self::Supports),
            ["clients", id, "plan"] => client(id, Self::Plan),
            ["clients", id, "plan", name, ..] => {
                match (
                    id.parse(),
                    PlanScreen::ALL.into_iter().find(|screen| screen.name() == *name),
                ) {
                    (Ok(id), Some(screen)) => Self::AboutPlan(id, screen),
                    (Ok(id), None) => Self::Plan(id),
                    (Err(_), _) => Self::Clients,
                }
            }
            ["clients", id, "contacts", contact] => match (id.parse(), contact.parse()) {
                (Ok(id), Ok(contact)) => Self::Contact(id, contact),
                _ => Self::Clients,
            },
            ["log"] => Self::PickClient,
            ["on-call"] => Self::OnCall,
            ["on-call", id] => id.parse().map_or(Self::OnCall, Self::TeamPlan),
            ["me"] => Self::Me,
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
            ["sign-in"] => Self::SignIn,
            ["help"] => Self::Help,
            ["rights"] => Self::Rights,
            _ => Self::Today,
        }
    }

    /// The client it is about.
    #[must_use]
    pub const fn client(self) -> Option<ClientId> {
        match self {
            Self::Client(id)
            | Self::Log(id)
            | Self::CrisisNote(id)
            | Self::Response(id)
            | Self::CrisisEvent(id, _)
            | Self::Plan(id)
            | Self::AboutPlan(id, _)
            | Self::FactSheet(id)
            | Self::FactSheetVersions(id)
            | Self::Supports(id)
            | Self::Contact(id, _) => Some(id),
            _ => None,
        }
    }
}

/// Where we are. `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy)]
pub struct Place(RwSignal<String>);

/// The path of a request, handed in by the server when it renders.
#[derive(Debug, Clone)]
pub struct RequestedPath(pub String);

impl Place {
    /// Where the request or the address bar says we are.
    #[must_use]
    pub fn here() -> Self {
        let path = use_context::<RequestedPath>().map_or_else(
            || if cfg!(target_family = "wasm") { history::path() } else { "/".to_owned() },
            |requested| requested.0,
        );
        Self(RwSignal::new(path))
    }

    /// Follows links and the history from now on.
    pub fn follow(self) {
        history::on_link(move |path| self.go(&path));
        history::on_move(move |path| self.0.set(path));
    }

    /// Goes to a path of ours.
    pub fn go(self, path: &str) {
        history::push(path);
        self.0.set(path.to_owned());
        page::scroll_to_top();
    }

    /// Goes to a path of ours from a screen whose work is done, unless somebody has gone
    /// elsewhere meanwhile.
    pub fn go_on(self, from: Screen, path: &str) {
        if self.0.with_untracked(|here| Screen::at(here)) == from {
            self.go(path);
        }
    }

    /// The last word of the address, tracked: the place within a screen that has several.
    #[must_use]
    pub fn within(self) -> String {
        self.0.with(|path| path.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// The screen shown, tracked.
    #[must_use]
    pub fn screen(self) -> Screen {
        self.0.with(|path| Screen::at(path))
    }
}

/// Where we are, as `App` provides it.
#[must_use]
pub fn use_place() -> Place {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::{fact_sheet_path, fact_sheet_versions_path};

    #[test]
    fn every_address_leads_to_its_screen_and_nonsense_to_a_list() {
        let id = ClientId::from_bytes([7; 16]);
        assert_eq!(Screen::at("/"), Screen::Today);
        assert_eq!(Screen::at(&format!("/clients/{id}/plan")), Screen::Plan(id));
        assert_eq!(Screen::at(&format!("/clients/{id}/log/")), Screen::Log(id));
        let edit = Screen::AboutPlan(id, PlanScreen::Edit);
        assert_eq!(Screen::at(&format!("/clients/{id}/plan/edit")), edit);
        assert_eq!(Screen::at(&format!("/clients/{id}/plan/edit/signs")), edit);
        assert_eq!(Screen::at(&format!("/clients/{id}/plan/nothing")), Screen::Plan(id));
        assert_eq!(Screen::at(&format!("/clients/{id}/log/crisis")), Screen::CrisisNote(id));
        assert_eq!(Screen::at(&format!("/clients/{id}/supports")), Screen::Supports(id));
        assert_eq!(Screen::at(&fact_sheet_path(id)), Screen::FactSheet(id));
        assert_eq!(Screen::at(&fact_sheet_versions_path(id)), Screen::FactSheetVersions(id));
        assert_eq!(Screen::at(&format!("/clients/{id}/response")), Screen::Response(id));
        let event = CrisisEventId::from_bytes([8; 16]);
        let path = format!("/clients/{id}/responses/{event}");
        assert_eq!(Screen::at(&path), Screen::CrisisEvent(id, event));
        assert_eq!(Screen::at(&format!("/on-call/{id}")), Screen::TeamPlan(id));
        assert_eq!(Screen::at("/on-call/Amara"), Screen::OnCall);
        assert_eq!(Screen::at("/clients/Amara"), Screen::Clients);
        assert_eq!(Screen::at("/nowhere"), Screen::Today);
    }
}
