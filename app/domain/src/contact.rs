//! Writing and signing a contact note.

use crate::{
    Moment,
    document::CellName,
    id::{ClientId, ContactId, LineId, TaskId},
    json::ReadObject,
    length::{self, Field},
    problem::{Of, Problem, Wrong, too_long, whole_too_long},
    record::disclosure::Telling,
    span::{Span, Zone},
    visible::is_blank,
    wire::v1::{
        AboutNeed, Client, Component, Contact, HandedOver, Mode, NextStep, Outcome, Progress, With,
    },
};
use chrono::NaiveDate;
use serde::Serialize;

mod late;
pub mod layouts;
mod telling;
#[cfg(test)]
mod tests;

pub use telling::{asks_what_was_told, disclosure_of};

/// Quotes in one note, at most.
pub const QUOTES_MAX: usize = 100;

/// A note being written. Stored sealed after every pause in typing, so each
/// field has a default and unknown fields are ignored: yesterday's draft opens
/// in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(default)]
pub struct ContactDraft {
    /// The id the note will have; fixed from the first keystroke, so that
    /// signing twice is still one note.
    pub contact_id: ContactId,
    /// The id its next step will have as a task.
    pub task_id: TaskId,
    /// About whom. A draft never opens on anybody else.
    pub client_id: ClientId,
    /// When writing began.
    pub written_at: Option<Moment>,
    /// When the contact began.
    pub occurred_start: Option<Moment>,
    /// When it ended.
    pub occurred_end: Option<Moment>,
    /// Whom it was with.
    pub with: With,
    /// Name and relation, where it was not the client.
    pub with_whom: String,
    /// By what means.
    pub mode: Mode,
    /// Whether it came about.
    pub outcome: Outcome,
    /// What they were told of the client, where it was with somebody outside of the team. What is
    /// in it is signed with the note, as a record of its own.
    #[serde(skip_serializing_if = "Telling::is_empty")]
    pub disclosure: Telling,
    /// Who took over from the worker in the crisis that it is the note of, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<HandedOver>,
    /// Where.
    pub place: String,
    /// It had been arranged.
    pub planned: bool,
    /// An interpreter took part.
    pub interpreter: bool,
    /// Minutes on the way there and back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel_minutes: Option<u32>,
    /// Function of case management.
    pub component: Component,
    /// The needs it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<AboutNeed>,
    /// Their numbers, of those that have one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub need_nos: Vec<u16>,
    /// It is about none of them, said on purpose.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub about_no_need: bool,
    /// A need that came up, in the client's words, and the id it will have in the assessment.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub new_need: String,
    /// See [`Self::new_need`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_need_id: Option<LineId>,
    /// Why.
    pub purpose: String,
    /// Facts.
    pub seen_heard: String,
    /// Impression.
    pub impression: String,
    /// The client's own words, a quote an entry.
    pub quotes: Vec<String>,
    /// What the worker did.
    pub what_i_did: String,
    /// What the client did.
    pub what_client_did: String,
    /// How the client responded.
    pub response: String,
    /// Next step, in words; empty for none.
    pub next_step: String,
    /// By which day.
    #[serde(with = "crate::day::maybe")]
    pub next_step_due: Option<NaiveDate>,
    /// The client sees it in their own plan.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub next_step_for_client: bool,
    /// The task that signing it does, where it is the note of a crisis event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_task: Option<TaskId>,
}

impl Default for ContactDraft {
    fn default() -> Self {
        Self {
            contact_id: ContactId::from_bytes([0; 16]),
            task_id: TaskId::from_bytes([0; 16]),
            client_id: ClientId::from_bytes([0; 16]),
            written_at: None,
            occurred_start: None,
            occurred_end: None,
            with: With::Client,
            with_whom: String::new(),
            mode: Mode::FaceToFace,
            outcome: Outcome::Completed,
            disclosure: Telling::default(),
            handed_over: None,
            place: String::new(),
            planned: false,
            interpreter: false,
            travel_minutes: None,
            component: Component::Outreach,
            needs: Vec::new(),
            need_nos: Vec::new(),
            about_no_need: false,
            new_need: String::new(),
            new_need_id: None,
            purpose: String::new(),
            seen_heard: String::new(),
            impression: String::new(),
            quotes: Vec::new(),
            what_i_did: String::new(),
            what_client_did: String::new(),
            response: String::new(),
            next_step: String::new(),
            next_step_due: None,
            next_step_for_client: false,
            closes_task: None,
        }
    }
}

impl Contact {
    /// Somebody was met at this moment, and nothing else is said: the base of what importers,
    /// the demonstration and tests write.
    #[must_use]
    pub fn at(contact_id: ContactId, client_id: ClientId, at: Moment) -> Self {
        let task_id = TaskId::from_bytes([0; 16]);
        ContactDraft::begin(client_id, contact_id, task_id, at).unchecked(at)
    }
}

impl Contact {
    /// Whether it was about this need: by its line, and in a note from before that by its number.
    #[must_use]
    pub fn is_about(&self, need: LineId, number: Option<u32>) -> bool {
        if self.needs.is_empty() {
            return number.is_some_and(|number| {
                self.need_nos.iter().any(|written| u32::from(*written) == number)
            });
        }
        self.needs.iter().any(|about| about.need == need)
    }
}

/// Where a need that came up is written.
pub const NEW_NEED: Field = Field::Cell(CellName::new("new_need"));

/// Where a client is met; nothing where that was written when a place had no limit and would only
/// have to be shortened here.
fn usual_place(client: &Client) -> &str {
    if length::over(&client.place, Field::Place.max()) == 0 { &client.place } else { "" }
}

/// That a note is about a need of which it says no more.
const fn about(need: LineId) -> AboutNeed {
    AboutNeed { need, progress: None }
}

/// The kinds offered as one tap each at the top of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Met in person.
    Met,
    /// Spoke by phone.
    Phone,
    /// Wrote back and forth.
    Text,
    /// Tried, nobody answered.
    NoAnswer,
    /// Somebody other than the client.
    OtherPerson,
}

impl ContactDraft {
    /// A fresh draft: about this client, beginning and ending now.
    #[must_use]
    pub fn begin(client_id: ClientId, contact_id: ContactId, task_id: TaskId, now: Moment) -> Self {
        Self {
            contact_id,
            task_id,
            client_id,
            written_at: Some(now),
            occurred_start: Some(now),
            occurred_end: Some(now),
            ..Self::default()
        }
    }

    /// Fills in what is known of the client: where they are met, and whether there is an
    /// interpreter.
    pub fn fill_in(&mut self, client: &Client) {
        usual_place(client).clone_into(&mut self.place);
        self.interpreter = client.interpreter;
    }

    /// Reads an end that lies before its start as one typed now: an older app kept a
    /// visit over midnight so, and it could not be signed.
    pub fn put_in_order(&mut self, zone: Zone<'_>) {
        if let (Some(start), Some(end)) = (self.occurred_start, self.occurred_end) {
            let span = Span::new(start, end).in_order(zone);
            (self.occurred_start, self.occurred_end) = (Some(span.start()), Some(span.end()));
        }
    }

    /// The same, of this client. What was filled in of them stays or goes with what it was filled
    /// in for: an attempt has no interpreter, a call no place.
    pub fn choose_of(&mut self, kind: Kind, client: &Client) {
        let (before, was) = (self.mode, self.outcome);
        self.choose(kind);
        self.place_by(before, client);
        let is_attempt = |outcome| outcome != Outcome::Completed;
        match (is_attempt(was), is_attempt(self.outcome)) {
            (false, true) if self.interpreter == client.interpreter => self.interpreter = false,
            (true, false) => self.interpreter |= client.interpreter,
            _ => {}
        }
    }

    /// Says by what means it was, of this client.
    pub fn choose_means(&mut self, mode: Mode, client: &Client) {
        let before = core::mem::replace(&mut self.mode, mode);
        self.place_by(before, client);
    }

    fn place_by(&mut self, before: Mode, client: &Client) {
        let usual = usual_place(client);
        match self.mode {
            Mode::FaceToFace if before != Mode::FaceToFace && self.place.is_empty() => {
                usual.clone_into(&mut self.place);
            }
            Mode::FaceToFace => {}
            _ if self.place == usual => self.place.clear(),
            _ => {}
        }
    }

    /// Sets mode, outcome and partner as one tap on a kind means them.
    pub const fn choose(&mut self, kind: Kind) {
        let (with, mode, outcome) = match kind {
            Kind::Met => (With::Client, Mode::FaceToFace, Outcome::Completed),
            Kind::Phone => (With::Client, Mode::Phone, Outcome::Completed),
            Kind::Text => (With::Client, Mode::Text, Outcome::Completed),
            // A message may have been left with somebody else.
            Kind::NoAnswer => (self.with, self.mode, Outcome::AttemptedNoAnswer),
            Kind::OtherPerson => (With::Collateral, self.mode, Outcome::Completed),
        };
        self.with = with;
        self.mode = mode;
        self.outcome = outcome;
    }

    /// The kind the draft is of now, for the row of kinds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match (self.outcome, self.with, self.mode) {
            (Outcome::Completed, With::Client, Mode::Phone) => Kind::Phone,
            (Outcome::Completed, With::Client, Mode::Text) => Kind::Text,
            (Outcome::Completed, With::Client, _) => Kind::Met,
            (Outcome::Completed, _, _) => Kind::OtherPerson,
            _ => Kind::NoAnswer,
        }
    }

    /// Says that it is about a need, or takes that back.
    pub fn toggle_need(&mut self, need: LineId) {
        if self.is_about(need) {
            self.needs.retain(|about| about.need != need);
        } else {
            self.needs.push(about(need));
            self.about_no_need = false;
        }
    }

    /// Writes down a need that came up in it, in the client's words. `line` is the id that the need
    /// will have; the one it was given first stays.
    pub fn write_need(&mut self, words: &str, line: LineId) {
        words.clone_into(&mut self.new_need);
        self.new_need_id.get_or_insert(line);
        self.about_no_need &= words.trim().is_empty();
    }

    /// The need that it adds to the assessment, and the words for it; none where none came up.
    #[must_use]
    pub fn adds_need(&self) -> Option<(LineId, &str)> {
        let words = Some(self.new_need.trim()).filter(|words| !words.is_empty())?;
        Some((self.new_need_id?, words))
    }

    /// Says on purpose that it is about none of the needs, or takes that back.
    pub fn toggle_no_need(&mut self) {
        self.about_no_need = !self.about_no_need;
        if self.about_no_need {
            self.needs.clear();
        }
    }

    /// Whether it is about this need.
    #[must_use]
    pub fn is_about(&self, need: LineId) -> bool {
        self.needs.iter().any(|about| about.need == need)
    }

    /// How it goes with a need; none where nothing was said of it.
    #[must_use]
    pub fn progress(&self, need: LineId) -> Option<Progress> {
        self.needs.iter().find(|about| about.need == need)?.progress
    }

    /// Says how it goes with a need that it is about.
    pub fn set_progress(&mut self, need: LineId, progress: Option<Progress>) {
        if let Some(about) = self.needs.iter_mut().find(|about| about.need == need) {
            about.progress = progress;
        }
    }

    /// Writes down the numbers of the needs it is about, as `number` knows them.
    pub fn number_needs(&mut self, number: impl Fn(LineId) -> Option<u32>) {
        let numbers = self.needs.iter().filter_map(|about| number(about.need));
        self.need_nos = numbers.filter_map(|number| u16::try_from(number).ok()).collect();
        self.need_nos.sort_unstable();
    }

    /// The first words typed, to recognise a draft by; none where nothing was put in words.
    #[must_use]
    pub fn first_words(&self) -> &str {
        self.words().map(str::trim).find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        [
            &self.seen_heard,
            &self.new_need,
            &self.purpose,
            &self.impression,
            &self.what_i_did,
            &self.what_client_did,
            &self.response,
            &self.next_step,
            &self.with_whom,
        ]
        .into_iter()
        .chain(&self.quotes)
        .map(String::as_str)
    }

    /// What stands in the way of signing, in the order of the form; nothing when it
    /// can be signed.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let missing = |is: bool, field| is.then_some(Problem::new(field, Wrong::Missing));
        let ends_first = self.occurred_end.is_some() && self.occurred_end < self.occurred_start;
        let nobody = self.with != With::Client && is_blank(&self.with_whom);
        let nothing = self.outcome == Outcome::Completed && is_blank(&self.seen_heard);
        let no_day = !is_blank(&self.next_step) && self.next_step_due.is_none();
        let rest = [
            missing(nothing, Field::SeenHeard),
            ends_first.then_some(Problem::new(Field::Ends, Wrong::EndsFirst)),
            missing(no_day, Field::NextStepDue),
        ];
        let mut problems: Vec<_> = missing(nobody, Field::WithWhom)
            .into_iter()
            .chain(self.problems_of_telling())
            .chain(rest.into_iter().flatten())
            .collect();
        problems.extend(too_long(Of::Form, self.fields()));
        let quotes = self.quotes.iter().enumerate();
        problems.extend(
            quotes.flat_map(|(at, quote)| too_long(Of::Nth(at), [(Field::Quote, quote.as_str())])),
        );
        if problems.is_empty() {
            problems.extend(whole_too_long(self));
        }
        problems
    }

    /// Every field of words but the quotes, in the order of the form.
    fn fields(&self) -> [(Field, &str); 11] {
        let handed_to = self.handed_over.as_ref().map_or("", |handed| handed.to.as_str());
        [
            (Field::WithWhom, &self.with_whom),
            (Field::HandedTo, handed_to),
            (Field::SeenHeard, &self.seen_heard),
            (Field::Place, &self.place),
            (NEW_NEED, &self.new_need),
            (Field::Purpose, &self.purpose),
            (Field::Impression, &self.impression),
            (Field::WhatIDid, &self.what_i_did),
            (Field::WhatClientDid, &self.what_client_did),
            (Field::Response, &self.response),
            (Field::NextStep, &self.next_step),
        ]
    }

    /// The note as signed at `now`.
    ///
    /// # Errors
    /// What [`Self::problems`] lists.
    pub fn sign(&self, now: Moment) -> Result<Contact, Vec<Problem>> {
        let problems = self.problems();
        if problems.is_empty() { Ok(self.unchecked(now)) } else { Err(problems) }
    }

    /// The note as it stands, whatever is wrong with it.
    fn unchecked(&self, now: Moment) -> Contact {
        let start = self.occurred_start.or(self.occurred_end).unwrap_or(now);
        let next_step = match (self.next_step.trim(), self.next_step_due) {
            ("", _) | (_, None) => None,
            (text, Some(due)) => {
                let for_client = self.next_step_for_client;
                Some(NextStep { task_id: self.task_id, text: text.to_owned(), due, for_client })
            }
        };
        let kept = |text: &String| text.trim().to_owned();
        Contact {
            contact_id: self.contact_id,
            client_id: self.client_id,
            occurred_start: start,
            occurred_end: self.occurred_end.unwrap_or(start),
            written_at: self.written_at.unwrap_or(now),
            signed_at: now,
            with: self.with,
            with_whom: kept(&self.with_whom),
            mode: self.mode,
            outcome: self.outcome,
            told: self.told(),
            place: kept(&self.place),
            planned: self.planned,
            interpreter: self.interpreter,
            travel_minutes: self.travel_minutes,
            component: self.component,
            need_nos: self.need_nos.clone(),
            needs: self
                .needs
                .iter()
                .copied()
                .chain(self.adds_need().map(|(need, _)| about(need)))
                .collect(),
            // Somebody wrote a need into it: it is about that.
            about_no_need: self.about_no_need && self.adds_need().is_none(),
            purpose: kept(&self.purpose),
            seen_heard: kept(&self.seen_heard),
            impression: kept(&self.impression),
            quotes: self.quotes.iter().map(kept).filter(|quote| !quote.is_empty()).collect(),
            what_i_did: kept(&self.what_i_did),
            what_client_did: kept(&self.what_client_did),
            response: kept(&self.response),
            next_step,
            closes_task: self.closes_task,
        }
    }
}
