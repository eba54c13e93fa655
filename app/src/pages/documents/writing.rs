//! A document while it is written: what the parts of its form share.

use super::{filling::Filling, outline::Outline};
use crate::{
    parts::document_values::Around,
    state::{AppState, form},
};
use domain::{
    document::{Cells, DocumentDraft, Key, Value},
    id::LineId,
};
use leptos::prelude::*;
use std::sync::Arc;

/// `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub(super) app: AppState,
    pub(super) outline: Outline,
    pub(super) of: form::Writing<DocumentDraft>,
    pub(super) around: StoredValue<Arc<Around>>,
}

impl Writing {
    /// Changes what is written, and has the draft kept.
    pub(super) fn edit(self, change: impl FnOnce(&mut Cells)) {
        self.of.edit(|draft| change(&mut draft.content));
    }

    /// Something of what is written, tracked.
    pub(super) fn read<T: Send + Sync + 'static>(
        self,
        read: impl Fn(&Cells) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        self.of.read(move |draft| read(&draft.content))
    }

    /// What its fields write into.
    pub(super) fn filling(self) -> Filling {
        Filling::new(self.app, self.outline.words, self.outline.choices, self.of)
    }

    pub(super) fn around(self) -> Arc<Around> {
        self.around.get_value()
    }
}

/// Where a value goes: into a fact, a line, or a line that is there as soon as anything is said.
#[derive(Clone)]
pub(super) enum Into {
    Document,
    Line(LineId),
    About { list: usize, word: Arc<str> },
}

impl Into {
    /// The line, if it is there.
    pub(super) fn line(&self, cells: &Cells) -> Option<LineId> {
        match self {
            Self::Document => None,
            Self::Line(id) => Some(*id),
            Self::About { list, word } => {
                super::reading::line_about(cells, *list, word).map(|line| line.id)
            }
        }
    }

    /// The cell of this name, if its line is there.
    pub(super) fn key(&self, cells: &Cells, name: &'static str) -> Option<Key> {
        match self {
            Self::Document => Some(Key::fact(name)),
            _ => self.line(cells).map(|line| Key::of_line(line, name)),
        }
    }

    /// Writes into the cell of this name.
    pub(super) fn put(&self, cells: &mut Cells, name: &'static str, value: Value) {
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
    pub(super) fn suffix(&self, cells: &Cells) -> String {
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
