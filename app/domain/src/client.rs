//! The person this is all for: being met for the first time.

mod cells;
mod draft;
#[cfg(test)]
mod draft_tests;
mod reach;

pub use draft::{BEST, FactSheetDraft, PROGRAM};

use crate::{
    Moment,
    document::Version,
    id::ClientId,
    json::ReadObject,
    length::{self, Field},
    problem::{Of, Problem, Wrong, too_long},
    visible::is_blank,
    wire::v1::{Client, FactSheetEdit, Stage},
};
use serde::Serialize;

/// Somebody new who is being written down. A name to call them by and a place
/// are enough (seed 000:34-37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct ClientDraft {
    /// Who this becomes.
    pub client_id: ClientId,
    /// When writing began.
    pub written_at: Option<Moment>,
    /// What to call them.
    #[serde(default)]
    pub called: String,
    /// Where they were met.
    #[serde(default)]
    pub place: String,
}

impl ClientDraft {
    /// Nobody yet.
    #[must_use]
    pub const fn begin(client_id: ClientId, now: Moment) -> Self {
        Self { client_id, written_at: Some(now), called: String::new(), place: String::new() }
    }

    /// What stands in the way of saving.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let unnamed = is_blank(&self.called);
        let fields = [(Field::Name, self.called.as_str()), (Field::Place, self.place.as_str())];
        let unnamed = unnamed.then_some(Problem::new(Field::Name, Wrong::Missing));
        unnamed.into_iter().chain(too_long(Of::Form, fields)).collect()
    }

    /// The fact sheet of the person met at `now`.
    ///
    /// # Errors
    /// What [`Self::problems`] lists.
    pub fn met(&self, now: Moment) -> Result<Client, Vec<Problem>> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        let called = self.called.trim();
        Ok(Client {
            alias: called.to_owned(),
            place: self.place.trim().to_owned(),
            opened_on: Some(now.date()),
            ..Client::new(self.client_id, called.to_owned(), Stage::Outreach)
        })
    }
}

impl Client {
    /// Somebody of whom no more than this is known.
    #[must_use]
    pub const fn new(client_id: ClientId, preferred_name: String, stage: Stage) -> Self {
        Self {
            client_id,
            version: 0,
            made_at: None,
            author: None,
            preferred_name,
            legal_name: String::new(),
            alias: String::new(),
            pronouns: String::new(),
            born_on: None,
            languages: Vec::new(),
            interpreter: false,
            communication_needs: String::new(),
            place: String::new(),
            contact_points: Vec::new(),
            alerts: Vec::new(),
            stage,
            level: None,
            level_since: None,
            level_reason: String::new(),
            stages: Vec::new(),
            levels: Vec::new(),
            pauses: Vec::new(),
            program: String::new(),
            model: String::new(),
            opened_on: None,
            review_due: None,
            primary: None,
            conflicts: Vec::new(),
        }
    }
}

/// Service models, by the words that a fact sheet keeps of them (seed 003:37-63, 001:37-41, 71).
pub const MODELS: [&str; 9] = [
    "icm",
    "resource_coordination",
    "blended",
    "childrens",
    "ctt",
    "continuity",
    "act",
    "clinical",
    "wraparound",
];

/// Lines in one list of a fact sheet, at most: beyond all that one person needs, and there to keep
/// out what is none.
const MAX_LINES: usize = 200;

/// An edit that can be merged: of one client, within every limit, with somebody named in it.
#[must_use]
pub fn edit_keeps_the_rules(edit: &FactSheetEdit) -> bool {
    let content = &edit.content;
    let whose = edit.before.iter().chain([content]).map(AsRef::as_ref);
    // Counted first: what has no end is not to be read as cells.
    let is_theirs = |client: &Client| {
        client.client_id == edit.client_id
            && has_room(client)
            && Version::of(client).cells.has_each_line_once()
    };
    edit.settles.len() <= MAX_LINES && whose.into_iter().all(is_theirs) && keeps_the_rules(content)
}

/// Every list is one that a person may need. Two people who add to one make it longer than either.
fn has_room(client: &Client) -> bool {
    let lines = [
        client.contact_points.len(),
        client.alerts.len(),
        client.stages.len(),
        client.levels.len(),
        client.pauses.len(),
        client.conflicts.len(),
    ];
    lines.into_iter().all(|count| count <= 2 * MAX_LINES)
}

/// Whether the server can take it as it is.
#[must_use]
pub fn keeps_the_rules(client: &Client) -> bool {
    let named = [&client.preferred_name, &client.legal_name, &client.alias];
    let rest = [
        &client.pronouns,
        &client.communication_needs,
        &client.place,
        &client.program,
        &client.model,
        &client.level_reason,
    ];
    let points = client.contact_points.iter();
    let points = points.flat_map(|point| [&point.value, &point.note, &point.best]);
    let alerts = client.alerts.iter().map(|alert| &alert.text);
    let history = client.stages.iter().map(|begun| &begun.reason);
    let history = history.chain(client.levels.iter().map(|begun| &begun.reason));
    let words = named.into_iter().chain(rest).chain(&client.languages).chain(points);
    named.iter().any(|name| !is_blank(name))
        && length::all_fit(words.chain(alerts).chain(history))
        && has_room(client)
        && Version::of(client).cells.has_each_line_once()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_enough_and_needed() {
        let now = Moment::new(1_764_000_000_000, 0);
        let mut draft = ClientDraft::begin(ClientId::from_bytes([1; 16]), now);
        draft.place = " Under the bridge ".into();
        assert_eq!(draft.met(now), Err(vec![Problem::new(Field::Name, Wrong::Missing)]));
        draft.called = " Bo ".into();
        let met = draft.met(now).expect("a name is enough");
        assert_eq!((met.preferred_name.as_str(), met.place.as_str()), ("Bo", "Under the bridge"));
        assert_eq!((met.stage, met.opened_on), (Stage::Outreach, Some(now.date())));
        draft.place = "x".repeat(70_000);
        let too_long = Problem::new(Field::Place, Wrong::TooLong(69_000));
        assert_eq!(draft.met(now), Err(vec![too_long]));
        let old_app = Client { place: draft.place, ..met };
        assert!(!keeps_the_rules(&old_app), "every field has a limit");
    }
}
