//! What the fields of a form write into, whether it makes a version of a document or a record.

mod field;
mod into;

pub use field::field;
pub use into::{Into, about_of, line_about};

use super::cells::CellWords;
use crate::held::{Held, Live};
use crate::state::{AppState, form};
use domain::{
    document::{Cells, DocumentDraft, Key, Value},
    record::RecordDraft,
};
use serde::Serialize;
use std::sync::Arc;

/// The words of a choice with what they are called; none for what is no choice.
pub type Choices = fn(AppState, &str) -> Vec<(&'static str, &'static str)>;

/// A draft whose content is cells.
pub trait OfCells: Serialize + Send + Sync + 'static {
    fn cells(&self) -> &Cells;
    fn cells_mut(&mut self) -> &mut Cells;
}

impl OfCells for DocumentDraft {
    fn cells(&self) -> &Cells {
        &self.content
    }

    fn cells_mut(&mut self) -> &mut Cells {
        &mut self.content
    }
}

impl OfCells for RecordDraft {
    fn cells(&self) -> &Cells {
        &self.content
    }

    fn cells_mut(&mut self) -> &mut Cells {
        &mut self.content
    }
}

/// Reads and writes the cells of a draft, whichever it is: the fields are compiled once.
trait Written: Send + Sync {
    fn look(&self, look: &mut dyn FnMut(&Cells), tracked: bool);
    fn change(&self, change: &mut dyn FnMut(&mut Cells));
}

impl<D: OfCells> Written for form::Writing<D> {
    fn look(&self, look: &mut dyn FnMut(&Cells), tracked: bool) {
        if tracked {
            self.draft.with(|draft| look(draft.cells()));
        } else {
            self.draft.with_untracked(|draft| look(draft.cells()));
        }
    }

    fn change(&self, change: &mut dyn FnMut(&mut Cells)) {
        self.edit(|draft| change(draft.cells_mut()));
    }
}

/// `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct Filling {
    pub app: AppState,
    /// What fields and values are called.
    pub words: CellWords,
    pub choices: Choices,
    held: Held<Arc<dyn Written>>,
    changed: fn(AppState, &mut Cells, &str),
}

impl Filling {
    pub fn new<D: OfCells>(
        app: AppState,
        words: CellWords,
        choices: Choices,
        of: form::Writing<D>,
    ) -> Self {
        let held: Arc<dyn Written> = Arc::new(of);
        Self { app, words, choices, held: Held::new(held), changed: |_, _, _| {} }
    }

    /// With what else changes when a fact of this name does.
    #[must_use]
    pub fn then(self, changed: fn(AppState, &mut Cells, &str)) -> Self {
        Self { changed, ..self }
    }

    fn look<T>(self, tracked: bool, read: impl Fn(&Cells) -> T) -> Option<T> {
        let mut found = None;
        let held = self.held.try_get_untracked()?;
        held.look(&mut |cells| found = Some(read(cells)), tracked);
        found
    }

    /// Something of what is written, as it is now.
    pub fn now<T>(self, read: impl Fn(&Cells) -> T) -> Option<T> {
        self.look(false, read)
    }

    /// Something of what is written, tracked.
    pub fn read<T: Default + Send + Sync + 'static>(
        self,
        read: impl Fn(&Cells) -> T + Send + Sync + 'static,
    ) -> Live<T> {
        Live::derive(move || self.look(true, &read).unwrap_or_default())
    }

    /// What stands in a cell, tracked; nothing where its line is not there.
    pub fn value(self, key: impl Fn(&Cells) -> Option<Key> + Send + Sync + 'static) -> Live<Value> {
        let value = move |cells: &Cells| key(cells).map_or(Value::Nothing, |key| cells.value(key));
        Live::derive(move || self.look(true, &value).unwrap_or(Value::Nothing))
    }

    /// Changes what is written by more than a value, and has the draft kept; nothing once the form is
    /// gone.
    pub fn change(self, mut change: impl FnMut(&mut Cells)) {
        if let Some(held) = self.held.try_get_untracked() {
            held.change(&mut change);
        }
    }

    /// Writes a value, and has the draft kept.
    pub fn put(self, into: &Into, name: &'static str, value: &Value) {
        if let Some(held) = self.held.try_get_untracked() {
            held.change(&mut |cells| {
                into.put(cells, name, value.clone());
                (self.changed)(self.app, cells, name);
            });
        }
    }
}
