//! Where a value goes: into a fact of a document or record, or into a line.

use domain::{
    document::{Cells, Key, Line, Value},
    id::LineId,
};
use std::sync::Arc;

/// Where a value goes: into a fact, a line, or a line that is there as soon as anything is said.
#[derive(Clone)]
pub enum Into {
    Document,
    Line(LineId),
    About { list: usize, word: Arc<str> },
}

impl Into {
    /// The line, if it is there.
    pub fn line(&self, cells: &Cells) -> Option<LineId> {
        match self {
            Self::Document => None,
            Self::Line(id) => Some(*id),
            Self::About { list, word } => line_about(cells, *list, word).map(|line| line.id),
        }
    }

    /// The cell of this name, if its line is there.
    pub fn key(&self, cells: &Cells, name: &'static str) -> Option<Key> {
        match self {
            Self::Document => Some(Key::fact(name)),
            _ => self.line(cells).map(|line| Key::of_line(line, name)),
        }
    }

    /// Writes into the cell of this name.
    pub fn put(&self, cells: &mut Cells, name: &'static str, value: Value) {
        let line = match self {
            Self::About { list, word } if self.line(cells).is_none() => {
                cells.add_line_about(*list, word)
            }
            _ => self.line(cells),
        };
        cells.put(line.map_or(Key::fact(name), |line| Key::of_line(line, name)), value);
    }

    /// What sets a field of it apart from those of the same name, in its id: the id that a line
    /// about something will have is known before it is there.
    pub fn suffix(&self, cells: &Cells) -> String {
        match self {
            Self::Document => String::new(),
            Self::Line(id) => format!("-{id}"),
            Self::About { list, word } => {
                let id = self.line(cells).or_else(|| cells.clone().add_line_about(*list, word));
                id.map(|id| format!("-{id}")).unwrap_or_default()
            }
        }
    }
}

/// The word or id of what a line is about.
pub fn about_of(cells: &Cells, line: &Line) -> Option<String> {
    let list = cells.list_of(line)?;
    let cell = list.cells.iter().find(|cell| cell.keys.contains(&list.words))?;
    cells.value(Key::of_line(line.id, cell.name)).as_word().map(str::to_owned)
}

/// The line about something, if there is one.
pub fn line_about<'a>(cells: &'a Cells, list: usize, word: &str) -> Option<&'a Line> {
    cells.lines_in(list, None).find(|line| about_of(cells, line).as_deref() == Some(word))
}
