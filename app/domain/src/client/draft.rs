//! A fact sheet while it is changed.

use super::edit_keeps_the_rules;
use crate::{
    Moment,
    document::{self, CellName, Version, Versioned as _},
    id::{ClientId, LineId},
    json::ReadObject,
    length::{self, Field},
    phone,
    problem::{Of, Problem, Wrong, too_long, whole_too_long},
    visible::is_blank,
    wire::v1::{
        Alert, AlertKind, Client, ConflictId, ConflictSide, ContactPoint, DocumentBase,
        FactSheetEdit, OpenConflict, Pause,
    },
};
use chrono::NaiveDate;
use serde::Serialize;

/// A fact sheet being changed. Stored sealed after every pause in typing; unknown fields are
/// ignored, so that yesterday's draft opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
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
    /// The line of the history that says which stage was chosen now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_stage: Option<LineId>,
    /// The same of the level of care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_level: Option<LineId>,
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
            new_stage: None,
            new_level: None,
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

    /// The fact sheet that would be saved: lines without any words are left out, and so is space
    /// around words that were written now.
    #[must_use]
    pub fn to_save(&self) -> Client {
        let mut client = self.content.clone();
        client
            .contact_points
            .retain(|point| !(point.value.trim().is_empty() && point.note.trim().is_empty()));
        client.alerts.retain(|alert| !alert.text.trim().is_empty());
        self.keep_history(&mut client);
        let before = Version::of(&self.before).cells;
        document::change(Client::SHAPE, &mut client, |cells| cells.trim(Some(&before)));
        client
    }

    /// What stands in the way of saving. What stood in the fact sheet before is no
    /// reason not to save, unless no server takes it any more.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let (content, before) = (self.to_save(), self.before());
        if self.settles.is_empty() && content == before {
            return vec![Problem::new(Field::Whole, Wrong::Unchanged)];
        }
        let missing = |is: bool, field| is.then_some(Problem::new(field, Wrong::Missing));
        let unnamed = is_blank(&content.preferred_name);
        let mut problems: Vec<_> = missing(unnamed, Field::Name).into_iter().collect();
        let written = words(&content).into_iter().zip(words(&before));
        let asked = |(now, stood): &((Field, &str), _)| now != stood || !length::fits(now.1);
        let written = written.filter(asked).map(|(now, _)| now);
        problems.extend(too_long(Of::Form, written));
        lines(&content, &before, &mut problems);
        self.episode_problems(&mut problems);
        if problems.is_empty() {
            let edit = self.unchecked(Moment::new(0, 0));
            problems.extend(whole_too_long(&edit));
            if problems.is_empty() && !edit_keeps_the_rules(&edit) {
                problems.push(Problem::new(Field::Lines, Wrong::TooLong(1)));
            }
        }
        problems
    }

    /// The edit to save.
    ///
    /// # Errors
    /// What [`Self::problems`] lists.
    pub fn save(&self, at: Moment) -> Result<FactSheetEdit, Vec<Problem>> {
        let problems = self.problems();
        if problems.is_empty() { Ok(self.unchecked(at)) } else { Err(problems) }
    }

    fn before(&self) -> Client {
        Client { conflicts: Vec::new(), ..self.before.clone() }
    }

    /// The edit as it stands, whatever is wrong with it.
    fn unchecked(&self, at: Moment) -> FactSheetEdit {
        FactSheetEdit {
            client_id: self.client_id,
            at,
            based_on: self.based_on,
            before: Some(Box::new(self.before())),
            content: Box::new(self.to_save()),
            settles: self.settles.clone(),
        }
    }
}

/// The programme that somebody is in.
pub const PROGRAM: Field = Field::Cell(CellName::new("program"));
/// When a number is best used.
pub const BEST: Field = Field::Cell(CellName::new("best"));

/// What is written of the person, field by field.
fn words(client: &Client) -> [(Field, &str); 8] {
    [
        (Field::Name, &client.preferred_name),
        (Field::Alias, &client.alias),
        (Field::LegalName, &client.legal_name),
        (Field::Pronouns, &client.pronouns),
        (Field::Place, &client.place),
        (Field::CommunicationNeeds, &client.communication_needs),
        (PROGRAM, &client.program),
        (Field::Reason, &client.level_reason),
    ]
}

/// Those that no server takes any more, though they stood before: the first version knew no limit.
fn never_fit<'a>(
    words: impl IntoIterator<Item = (Field, &'a str)>,
) -> impl Iterator<Item = (Field, &'a str)> {
    words.into_iter().filter(|(_, words)| !length::fits(words))
}

/// What is wrong in lines that were written now, in the order of the form.
fn lines(content: &Client, before: &Client, problems: &mut Vec<Problem>) {
    for point in &content.contact_points {
        let Some(id) = point.line_id else { continue };
        let words =
            [(Field::Tel, point.value.as_str()), (Field::Note, &point.note), (BEST, &point.best)];
        if before.contact_points.contains(point) {
            problems.extend(too_long(Of::Line(id), never_fit(words)));
            continue;
        }
        problems.extend(too_long(Of::Line(id), words));
        // A note by itself is no way to reach anybody.
        let is_gone = point.value.trim().is_empty();
        problems.extend(is_gone.then_some(Problem::in_line(id, Field::Tel, Wrong::Missing)));
        let stood = before.contact_points.iter().find(|held| held.line_id == point.line_id);
        if stood.is_some_and(|held| held.value == point.value) {
            continue; // Whoever says that it is not safe need not mend it first.
        }
        let why = phone::problem(&point.value, point.text);
        let why = why.filter(|_| !is_gone && (point.call || point.text));
        problems.extend(why.map(|why| Problem::in_line(id, Field::Tel, Wrong::Number(why))));
    }
    for alert in &content.alerts {
        let of = alert.line_id.map_or(Of::Form, Of::Line);
        if before.alerts.contains(alert) && length::fits(&alert.text) {
            continue;
        }
        problems.extend(too_long(of, [(Field::AlertText, alert.text.as_str())]));
    }
    let pauses = content.pauses.iter().filter(|pause| !before.pauses.contains(pause));
    let wrong = pauses.filter(|pause| pause.to.is_some_and(|to| to < pause.from));
    let ids = wrong.filter_map(|pause| pause.line_id);
    problems.extend(ids.map(|id| Problem::in_line(id, Field::Ends, Wrong::EndsFirst)));
}

impl ContactPoint {
    /// A line without words. Nobody has said yet that it is safe.
    #[must_use]
    pub fn blank(line_id: LineId) -> Self {
        Self { line_id: Some(line_id), call: true, ..Self::default() }
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
