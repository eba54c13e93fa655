use crate::{
    state::{AppState, draft::Keeper},
    words::{Words, fact_sheet},
};
use domain::{client::FactSheetDraft, wire::v1::Client};
use leptos::prelude::*;

/// What the parts of the form share. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub(super) app: AppState,
    pub(super) draft: RwSignal<FactSheetDraft>,
    pub(super) keeper: Keeper,
    pub(super) w: &'static Words,
    pub(super) s: &'static fact_sheet::Words,
}

impl Editor {
    /// Changes the fact sheet, and has the draft kept.
    pub(super) fn edit(self, change: impl FnOnce(&mut Client)) {
        self.edit_draft(|draft| change(&mut draft.content));
    }

    pub(super) fn edit_draft(self, change: impl FnOnce(&mut FactSheetDraft)) {
        self.draft.update(change);
        self.keeper.edited();
    }

    /// Something of the fact sheet, tracked.
    pub(super) fn read<T: Send + Sync + 'static>(
        self,
        read: impl Fn(&Client) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        Signal::derive(move || self.draft.with(|draft| read(&draft.content)))
    }
}
