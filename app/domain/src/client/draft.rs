//! A fact sheet while it is changed.

use super::edit_keeps_the_rules;
use crate::{
    Moment,
    document::{self, Version, Versioned as _},
    id::{ClientId, LineId},
    length::{self, Field, TooLong},
    phone::{self, NotOne},
    wire::v1::{
        Alert, AlertKind, Client, ConflictId, ConflictSide, ContactPoint, DocumentBase,
        FactSheetEdit, OpenConflict, Pause,
    },
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A fact sheet being changed. Stored sealed after every pause in typing; unknown fields are
/// ignored, so that yesterday's draft opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSheetDraft {
    /// When writing began.
    pub written_at: Option<Moment>,
    /// Whose. A draft never opens on anybody else.
    pub client_id: ClientId,
    /// What was on the screen when writing began, by name.
    pub based_on: DocumentBase,
    /// The same in words.
    pub before: Client,
    /// The fact sheet as it stands in the form.
    pub content: Client,
    /// Those conflicts of [`Self::before`] that somebody has decided since.
    #[serde(default)]
    pub settles: Vec<ConflictId>,
}

/// Why it cannot be saved as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactSheetProblem {
    /// There is no name to call them by.
    Unnamed,
    /// It says what the fact sheet says already.
    Unchanged,
    /// A level of care was given or changed without saying why.
    LevelReason,
    /// This pause ends before it begins.
    PauseEnds(LineId),
    /// What was written as a number in this line cannot be dialled.
    Number(LineId, NotOne),
    /// This does not fit, in this line.
    TooLong(Option<LineId>, TooLong),
    /// More lines than fit.
    TooManyLines,
}

impl FactSheetDraft {
    /// A draft of the next version.
    #[must_use]
    pub fn next(client: &Client, based_on: DocumentBase, now: Moment) -> Self {
        // Each line gets its id now: the form knows lines by nothing else.
        let mut before = client.clone();
        document::change(Client::SHAPE, &mut before, |_| {});
        let said = Client { conflicts: Vec::new(), author: None, made_at: None, ..before.clone() };
        Self {
            written_at: Some(now),
            client_id: client.client_id,
            based_on,
            before: Client { conflicts: client.conflicts.clone(), ..said.clone() },
            content: said,
            settles: Vec::new(),
        }
    }

    /// Decides a conflict for one of its two values.
    pub fn settle(&mut self, conflict_id: ConflictId, side: &ConflictSide) {
        document::change(Client::SHAPE, &mut self.content, |cells| {
            cells.put(conflict_id.key(), side.value.clone());
        });
        // Where the value has no place any more, nothing was decided.
        let holds = Version::of(&self.content).cells.value(conflict_id.key()) == side.value;
        if holds && !self.settles.contains(&conflict_id) {
            self.settles.push(conflict_id);
        }
    }

    /// Nobody has decided this one yet.
    #[must_use]
    pub fn is_open(&self, conflict: &OpenConflict) -> bool {
        !self.settles.contains(&conflict.conflict_id)
    }

    /// Gives the level of care another value, from `today` on.
    pub fn set_level(&mut self, level: Option<crate::wire::v1::Level>, today: NaiveDate) {
        let Client { level: held, level_since, level_reason, .. } = &mut self.content;
        if *held != level {
            (*held, *level_since) = (level, level.map(|_| today));
            level_reason.clear();
        }
    }

    /// The fact sheet that would be saved: lines without any words are left out.
    #[must_use]
    pub fn to_save(&self) -> Client {
        let mut client = self.content.clone();
        client
            .contact_points
            .retain(|point| !(point.value.trim().is_empty() && point.note.trim().is_empty()));
        client.alerts.retain(|alert| !alert.text.trim().is_empty());
        client
    }

    /// The edit to save.
    ///
    /// # Errors
    /// What is to be put right first.
    pub fn save(&self, at: Moment) -> Result<FactSheetEdit, FactSheetProblem> {
        let content = self.to_save();
        if content.preferred_name.trim().is_empty() {
            return Err(FactSheetProblem::Unnamed);
        }
        let before = Client { conflicts: Vec::new(), ..self.before.clone() };
        if self.settles.is_empty() && content == before {
            return Err(FactSheetProblem::Unchanged);
        }
        if content.level != before.level
            && content.level.is_some()
            && content.level_reason.trim().is_empty()
        {
            return Err(FactSheetProblem::LevelReason);
        }
        if let Some(problem) = lines(&content, &before) {
            return Err(problem);
        }
        let words = [
            (Field::Name, content.preferred_name.as_str()),
            (Field::Name, &content.legal_name),
            (Field::Name, &content.alias),
            (Field::Name, &content.pronouns),
            (Field::Place, &content.place),
            (Field::Note, &content.communication_needs),
            (Field::Reason, &content.level_reason),
        ];
        let edit = FactSheetEdit {
            client_id: self.client_id,
            at,
            based_on: self.based_on,
            before: Some(Box::new(before.clone())),
            content: Box::new(content.clone()),
            settles: self.settles.clone(),
        };
        let stood = [
            &before.preferred_name,
            &before.legal_name,
            &before.alias,
            &before.pronouns,
            &before.place,
            &before.communication_needs,
            &before.level_reason,
        ];
        let written = words.into_iter().zip(stood).filter(|((_, now), stood)| now != stood);
        let too_long = length::first_over(written.map(|(words, _)| words));
        if let Some(too_long) = too_long.or_else(|| length::whole_over(&edit)) {
            return Err(FactSheetProblem::TooLong(None, too_long));
        }
        if edit_keeps_the_rules(&edit) { Ok(edit) } else { Err(FactSheetProblem::TooManyLines) }
    }
}

/// What is wrong in a line that was written now. What stood there before is no reason not to save.
fn lines(content: &Client, before: &Client) -> Option<FactSheetProblem> {
    let numbers =
        content.contact_points.iter().filter(|point| !before.contact_points.contains(point));
    for point in numbers {
        let id = point.line_id?;
        let words = [(Field::Tel, point.value.as_str()), (Field::Note, &point.note)];
        if let Some(too_long) = length::first_over(words) {
            return Some(FactSheetProblem::TooLong(Some(id), too_long));
        }
        let stood = before.contact_points.iter().find(|held| held.line_id == point.line_id);
        if stood.is_some_and(|held| held.value == point.value) {
            continue; // Whoever says that it is not safe need not mend it first.
        }
        let why = phone::problem(&point.value, point.text).filter(|_| point.call || point.text);
        if let Some(why) = why {
            return Some(FactSheetProblem::Number(id, why));
        }
    }
    for alert in content.alerts.iter().filter(|alert| !before.alerts.contains(alert)) {
        if let Some(too_long) = length::first_over([(Field::Note, alert.text.as_str())]) {
            return Some(FactSheetProblem::TooLong(alert.line_id, too_long));
        }
    }
    let pauses = content.pauses.iter().filter(|pause| !before.pauses.contains(pause));
    let mut ends = pauses.filter(|pause| pause.to.is_some_and(|to| to < pause.from));
    ends.find_map(|pause| pause.line_id.map(FactSheetProblem::PauseEnds))
}

impl ContactPoint {
    /// A line without words. Nobody has said yet that it is safe.
    #[must_use]
    pub const fn blank(line_id: LineId) -> Self {
        Self {
            line_id: Some(line_id),
            value: String::new(),
            note: String::new(),
            call: true,
            text: false,
            safe: false,
        }
    }
}

impl Alert {
    /// A line without words.
    #[must_use]
    pub const fn blank(line_id: LineId) -> Self {
        Self { line_id: Some(line_id), kind: AlertKind::Other, text: String::new() }
    }
}

impl Pause {
    /// A pause that begins on this day and goes on.
    #[must_use]
    pub const fn begin(line_id: LineId, from: NaiveDate) -> Self {
        Self { line_id: Some(line_id), from, to: None }
    }
}
