//! What every kind of document has in common: it is written in versions, by several people, as
//! facts and lines.
//!
//! A kind says in [`Shape`] of which cells it is made; merging, comparing and settling are
//! written once over those cells (`sync::merge`, [`Difference`]). Which kinds there are says
//! [`each_document!`](crate::each_document).

pub mod assessment;
mod cells;
mod difference;
mod draft;
mod kinds;
mod rules;
pub mod service_plan;
#[cfg(test)]
mod tests;
mod value;
mod version;

pub use cells::{Cells, Line};
pub use difference::{Changed, Difference};
pub use draft::DocumentDraft;
pub use kinds::{DocumentKind, Versioned};
use rules::HELD_LINES_MAX;
pub(crate) use rules::is_sound;
pub use rules::{DOCUMENT_MAX_BYTES, LINES_MAX, keeps_the_rules, may_be_day, problems};
pub use value::{Value, is_said};
pub use version::{Edit, Version};

use crate::{id::LineId, json::Json};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
};

/// The list in a page of a pull with documents of every kind that is made of its cells alone.
pub const LIST: &str = "documents";

/// Of which cells a kind of document is made. Names are those of its JSON, where the facts of a
/// version stand beside what the server says of it (`version`, `made_at`, `author`, `conflicts`).
#[derive(Debug)]
pub struct Shape {
    /// Where its own id stands.
    pub id: &'static str,
    /// Values of the whole document, in the order to show them.
    pub facts: &'static [Cell],
    /// Its lists of lines.
    pub lists: &'static [List],
    /// The day by which it is to be looked at again, in each line of a list that is going on.
    pub due: Option<Due>,
}

impl Shape {
    /// Whether the server gives any of its lines a number.
    #[must_use]
    pub fn has_numbers(&self) -> bool {
        self.lists.iter().any(|list| !list.numbered.is_empty())
    }
}

/// Where the lines of a document say when they are due.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// In which of [`Shape::lists`].
    pub list: usize,
    /// The cell with the day.
    pub day: &'static str,
    /// The cell that says whether the line is going on, and its word for that.
    pub going_on: (&'static str, &'static str),
}

/// Lines of one sort.
#[derive(Debug)]
pub struct List {
    /// Where they stand.
    pub key: &'static str,
    /// Where a line's id stands.
    pub id: &'static str,
    /// By which of its words a line without an id is known: everybody who reads it makes the
    /// same id of them.
    pub words: &'static str,
    /// How a whole line is called as a value of a conflict.
    pub sort: &'static str,
    /// For a list in groups: the cell that says in which group a line is, and the groups in
    /// their order. A line keeps its place within its group.
    pub groups: Option<(&'static str, &'static [&'static str])>,
    /// Groups whose lines the server numbers: each new one gets the next number of its document,
    /// none is ever used again, and nobody changes one. It stands in the cell [`NUMBER`].
    pub numbered: &'static [&'static str],
    /// The fact whose history it keeps: whoever changes that one adds a line here, and both
    /// together are one change.
    pub history_of: Option<&'static str>,
    /// Values of a line, in the order to show them.
    pub cells: &'static [Cell],
}

/// The cell of a line that holds the number which the server gave it.
pub const NUMBER: &str = "number";

/// Of which sort a name is that was drawn on the screen ([`crate::signature`]).
pub const SIGNATURE: &str = "signature";

/// The sort of a time of day: minutes since midnight, by the clock of the place.
pub const TIME: &str = "time";

/// One value of a document or a line.
#[derive(Debug)]
pub struct Cell {
    /// How conflicts name it.
    pub name: &'static str,
    /// Where it stands. Several keys are one value: whoever changes one of them decides on all,
    /// so that no half of one person's answer is ever joined with half of another's.
    pub keys: &'static [&'static str],
    /// How its value is called in a conflict.
    pub sort: &'static str,
    /// What it is where there is nothing in its place.
    pub absent: Absent,
    /// Of a cell that says who may see its line: the answer by which it is kept from somebody.
    /// What one side wrote in such a line is shown to nobody because the other side, who had not
    /// seen it, opened the line.
    pub hides: Option<bool>,
    /// It is said of one version alone, and the next begins without it.
    pub anew: bool,
}

/// What a value is that is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It is always written.
    Never,
    /// Nothing: no answer.
    Nothing,
    /// No words.
    NoWords,
    /// No.
    No,
    /// Yes.
    Yes,
}

impl Cell {
    /// A cell.
    #[must_use]
    pub const fn new(
        name: &'static str,
        keys: &'static [&'static str],
        sort: &'static str,
        absent: Absent,
    ) -> Self {
        Self { name, keys, sort, absent, hides: None, anew: false }
    }

    /// Words.
    #[must_use]
    pub const fn words(name: &'static str, keys: &'static [&'static str]) -> Self {
        Self::new(name, keys, "text", Absent::NoWords)
    }

    /// Yes, or no where nothing was said.
    #[must_use]
    pub const fn flag(name: &'static str, keys: &'static [&'static str]) -> Self {
        Self::new(name, keys, "flag", Absent::No)
    }

    /// A day, or none.
    #[must_use]
    pub const fn day(name: &'static str, keys: &'static [&'static str]) -> Self {
        Self::new(name, keys, "day", Absent::Nothing)
    }

    /// The same, of a cell that says who may see its line.
    #[must_use]
    pub const fn hiding(self, by: bool) -> Self {
        Self { hides: Some(by), ..self }
    }

    /// The same, of a cell that each version says for itself.
    #[must_use]
    pub const fn anew(self) -> Self {
        Self { anew: true, ..self }
    }
}

/// The name of a cell, of any kind of document; [`CellName::LINE`] is a whole line. A name that
/// this build does not know is refused, and with it the row it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellName(&'static str);

impl CellName {
    /// A whole line: one side took it out, the other wrote in it.
    pub const LINE: Self = Self("line");

    /// A name as a shape has it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    fn known(name: &str) -> Option<Self> {
        let of = |shape: &'static Shape| {
            let of_lines = shape.lists.iter().flat_map(|list| list.cells);
            shape.facts.iter().chain(of_lines).map(|cell| Self(cell.name))
        };
        let all = DocumentKind::ALL.iter().flat_map(|kind| of(kind.shape()));
        all.chain([Self::LINE]).find(|known| known.0 == name)
    }
}

impl PartialEq<str> for CellName {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for CellName {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl Serialize for CellName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for CellName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::known(&name).ok_or_else(|| de::Error::custom("a cell that is not known here"))
    }
}

/// One cell of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The line; none for a fact of the whole document.
    pub line: Option<LineId>,
    /// Which value of it.
    pub field: CellName,
}

impl Key {
    /// A fact of the whole document.
    #[must_use]
    pub const fn fact(name: &'static str) -> Self {
        Self { line: None, field: CellName(name) }
    }

    /// A value of a line.
    #[must_use]
    pub const fn of_line(line: LineId, name: &'static str) -> Self {
        Self { line: Some(line), field: CellName(name) }
    }

    /// A whole line.
    #[must_use]
    pub const fn line(line: LineId) -> Self {
        Self { line: Some(line), field: CellName::LINE }
    }
}

/// Changes a document, or what people wrote of one, by its cells; it stays as it was where they
/// make none. Lines without an id have one afterwards.
pub fn change<T: Serialize + DeserializeOwned>(
    shape: &'static Shape,
    document: &mut T,
    change: impl FnOnce(&mut Cells),
) {
    let Json::Object(mut members) = Json::of(document) else { return };
    let mut cells = Cells::read(shape, &Json::Object(members.clone()));
    change(&mut cells);
    let keys = |cell: &Cell| cell.keys.iter();
    let lists = shape.lists.iter().map(|list| &list.key);
    let own: Vec<&str> = shape.facts.iter().flat_map(keys).chain(lists).copied().collect();
    members.retain(|(key, _)| !own.contains(&key.as_str()));
    members.extend(cells.members());
    if let Some(changed) = Json::Object(members).read() {
        *document = changed;
    }
}
