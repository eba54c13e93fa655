//! A document that is made of its cells alone, while it is written.

use super::{
    Cells, DOCUMENT_MAX_BYTES, DocumentKind, Key, Line, Value, Version, keeps_the_rules, problems,
};
use crate::{
    Moment,
    id::{ClientId, DocumentId},
    json::{Json, ReadObject},
    length::Field,
    problem::{Problem, Wrong, whole_too_long},
    wire::v1::{ConflictId, ConflictSide, DocumentBase, DocumentEdit, OpenConflict},
};
use serde::{Deserialize, Serialize};

/// A document being written. Stored sealed after every pause in typing; unknown fields are
/// ignored, so that yesterday's draft opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct DocumentDraft {
    /// When writing began.
    pub written_at: Option<Moment>,
    /// What it is.
    pub kind: DocumentKind,
    /// Which document: the one there is, or the one this begins.
    pub document_id: DocumentId,
    /// Whose. A draft never opens on anybody else.
    pub client_id: ClientId,
    /// What was on the screen when writing began, by name.
    pub based_on: DocumentBase,
    /// The same in words; none for a first version.
    pub before: Option<Cells>,
    /// The document as it stands in the form.
    pub content: Cells,
    /// Where two people had written different things when writing began.
    pub conflicts: Vec<OpenConflict>,
    /// Those of them that somebody has decided since.
    pub settles: Vec<ConflictId>,
}

/// As it is stored.
#[derive(Clone, Serialize, ReadObject)]
struct Stored {
    #[serde(default)]
    written_at: Option<Moment>,
    kind: DocumentKind,
    document_id: DocumentId,
    client_id: ClientId,
    based_on: DocumentBase,
    #[serde(default)]
    before: Option<Json>,
    content: Json,
    #[serde(default)]
    conflicts: Vec<OpenConflict>,
    #[serde(default)]
    settles: Vec<ConflictId>,
}

impl From<Stored> for DocumentDraft {
    fn from(stored: Stored) -> Self {
        let Stored { written_at, kind, document_id, client_id, based_on, .. } = stored;
        let cells = |json: &Json| Cells::read(kind.shape(), json);
        let Stored { before, content, conflicts, settles, .. } = stored;
        let (before, content) = (before.as_ref().map(cells), cells(&content));
        Self {
            written_at,
            kind,
            document_id,
            client_id,
            based_on,
            before,
            content,
            conflicts,
            settles,
        }
    }
}

impl From<DocumentDraft> for Stored {
    fn from(draft: DocumentDraft) -> Self {
        let DocumentDraft { written_at, kind, document_id, client_id, based_on, .. } = draft;
        let DocumentDraft { before, content, conflicts, settles, .. } = draft;
        let (before, content) = (before.as_ref().map(Cells::json), content.json());
        Self {
            written_at,
            kind,
            document_id,
            client_id,
            based_on,
            before,
            content,
            conflicts,
            settles,
        }
    }
}

impl DocumentDraft {
    /// A draft of the first version.
    #[must_use]
    pub fn first(
        kind: DocumentKind,
        document_id: DocumentId,
        client_id: ClientId,
        now: Moment,
    ) -> Self {
        Self {
            written_at: Some(now),
            kind,
            document_id,
            client_id,
            based_on: DocumentBase::Nothing,
            before: None,
            content: Cells::empty(kind.shape()),
            conflicts: Vec::new(),
            settles: Vec::new(),
        }
    }

    /// A draft of the next version. What each version says for itself is said anew.
    #[must_use]
    pub fn next(version: &Version, based_on: DocumentBase, now: Moment) -> Self {
        Self {
            written_at: Some(now),
            kind: version.kind,
            document_id: DocumentId::from_bytes(version.id),
            client_id: version.client_id,
            based_on,
            before: Some(version.cells.clone()),
            content: version.cells.as_begun(),
            conflicts: version.conflicts.clone(),
            settles: Vec::new(),
        }
    }

    /// The version before, as this draft began with it; none for a first one.
    #[must_use]
    pub fn begun_from(&self) -> Option<Cells> {
        self.before.as_ref().map(Cells::as_begun)
    }

    /// Decides a conflict for one of its two values.
    pub fn settle(&mut self, conflict_id: ConflictId, side: &ConflictSide) {
        self.content.put(conflict_id.key(), side.value.clone());
        // Where the value has no place any more, nothing was decided.
        let holds = self.content.value(conflict_id.key()) == side.value;
        if holds && !self.settles.contains(&conflict_id) {
            self.settles.push(conflict_id);
        }
    }

    /// The document that would be saved: lines that say nothing, and said nothing before, are
    /// left out, and so is space around words that were written now.
    #[must_use]
    pub fn to_save(&self) -> Cells {
        let mut cells = self.content.clone();
        let before = |line: &Line| self.before.as_ref().and_then(|before| before.line(line.id));
        cells.lines.retain(|line| before(line).is_some() || self.content.has_words(line));
        cells.trim(self.before.as_ref());
        cells
    }

    /// What stands in the way of saving it: that it says nothing new, or that something does not
    /// fit. Half a document may be saved; what a kind asks for beyond that, its own rules say.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let now = self.to_save();
        let whole = |wrong| vec![Problem::new(Field::Whole, wrong)];
        match &self.before {
            None if now == Cells::empty(self.kind.shape()) => return whole(Wrong::Missing),
            Some(before)
                if self.settles.is_empty() && (now == *before || now == before.as_begun()) =>
            {
                return whole(Wrong::Unchanged);
            }
            _ => {}
        }
        let mut problems = problems(&now);
        if problems.is_empty() {
            let edit = self.unchecked(Moment::new(0, 0));
            let by = edit.content.to_vec().len().saturating_sub(DOCUMENT_MAX_BYTES);
            let content = (by > 0).then_some(Problem::new(Field::Whole, Wrong::TooLong(by)));
            problems.extend(content.or_else(|| whole_too_long(&edit)));
            if problems.is_empty() && !keeps_the_rules(&edit) {
                problems.push(Problem::new(Field::Lines, Wrong::TooLong(1)));
            }
        }
        problems
    }

    /// The edit to save.
    ///
    /// # Errors
    /// What [`Self::problems`] lists.
    pub fn save(&self, at: Moment) -> Result<DocumentEdit, Vec<Problem>> {
        let problems = self.problems();
        if problems.is_empty() { Ok(self.unchecked(at)) } else { Err(problems) }
    }

    fn unchecked(&self, at: Moment) -> DocumentEdit {
        DocumentEdit {
            document_id: self.document_id,
            kind: self.kind,
            client_id: self.client_id,
            at,
            based_on: self.based_on,
            before: self.before.as_ref().map(Cells::json),
            content: self.to_save().json(),
            settles: self.settles.clone(),
        }
    }
}

impl Cells {
    /// As the next version begins: without what each version says for itself.
    fn as_begun(&self) -> Self {
        let (mut begun, blank) = (self.clone(), Self::empty(self.shape));
        for cell in self.shape.facts.iter().filter(|cell| cell.anew) {
            let key = Key::fact(cell.name);
            begun.put(key, blank.value(key));
        }
        begun
    }

    /// Takes away the space around words that were written since `before`: it is not kept, and does
    /// not count when a field is measured.
    pub(crate) fn trim(&mut self, before: Option<&Self>) {
        let of_lines = self.lines.iter().flat_map(|line| self.line_keys(line));
        let keys: Vec<Key> = self.fact_keys().chain(of_lines).collect();
        for key in keys {
            let value = self.value(key);
            let stood = before.is_some_and(|before| before.value(key) == value);
            if let Some(words) = value.as_text().filter(|_| !stood) {
                self.put(key, Value::text(words.trim()));
            }
        }
    }

    /// Whether a line says anything beside of what sort it is: words, a day, an answer.
    #[must_use]
    pub fn has_words(&self, line: &Line) -> bool {
        let Some(list) = self.list_of(line) else { return false };
        // By what it was begun: the group it stands in, and the thing it is about.
        let begun =
            |name: &str| name == list.words || list.groups.is_some_and(|(of, _)| of == name);
        self.line_keys(line).zip(list.cells).any(|(key, cell)| match self.value(key) {
            Value::Nothing => false,
            value => match value.as_text() {
                Some(text) => !text.trim().is_empty(),
                None => cell.sort != "flag" && !begun(cell.name) || value.is_yes(),
            },
        })
    }
}

#[cfg(test)]
mod tests;
