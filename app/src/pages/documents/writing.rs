//! A document while it is written: what the parts of its form share.

use super::outline::Outline;
use crate::{
    held::{Held, Live},
    parts::{document_values::Around, filling::Filling},
    state::{AppState, form},
};
use domain::document::{Cells, DocumentDraft};
use std::sync::Arc;

/// `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub(super) app: AppState,
    pub(super) outline: Outline,
    pub(super) of: form::Writing<DocumentDraft>,
    pub(super) around: Held<Arc<Around>>,
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
    ) -> Live<T> {
        self.of.read(move |draft| read(&draft.content))
    }

    /// What its fields write into.
    pub(super) fn filling(self) -> Filling {
        Filling::new(self.app, self.outline.words, self.outline.choices, self.of)
    }

    pub(super) fn around(self) -> Arc<Around> {
        self.around.get_untracked()
    }
}
