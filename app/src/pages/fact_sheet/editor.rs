use crate::{
    held::Live,
    parts::{dates, day_field::DayField},
    state::{AppState, form::Writing},
    words::{Words, fact_sheet},
};
use chrono::NaiveDate;
use domain::{client::FactSheetDraft, day, wire::v1::Client};
use leptos::prelude::*;
use std::borrow::Cow;

/// What the parts of the form share. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub(super) app: AppState,
    pub(super) writing: Writing<FactSheetDraft>,
    pub(super) w: &'static Words,
    pub(super) s: &'static fact_sheet::Words,
}

impl Editor {
    /// Changes the fact sheet, and has the draft kept.
    pub(super) fn edit(self, change: impl FnOnce(&mut Client)) {
        self.writing.edit(|draft| change(&mut draft.content));
    }

    /// Something of the fact sheet, tracked.
    pub(super) fn read<T: Send + Sync + 'static>(
        self,
        read: impl Fn(&Client) -> T + Send + Sync + 'static,
    ) -> Live<T> {
        self.writing.read(move |draft| read(&draft.content))
    }

    /// A field for a day. `set` hears none where it was emptied, and answers whether that holds.
    pub(super) fn day_field(
        self,
        id: impl Into<Cow<'static, str>>,
        label: &'static str,
        read: impl Fn(&Client) -> Option<NaiveDate> + Copy + Send + Sync + 'static,
        set: impl Fn(&mut Client, Option<NaiveDate>) -> bool + Send + Sync + 'static,
    ) -> AnyView {
        let w = self.w;
        let typed = move |text: String| {
            let day = day::read(&text);
            let mut holds = false;
            if day.is_some() || text.is_empty() {
                self.edit(|client| holds = set(client, day));
            }
            holds
        };
        view! {
            <DayField
                id=id
                label=label
                kind="date"
                value=self.read(move |client| read(client).map(|day| day.to_string()).unwrap_or_default())
                stays=self.read(move |client| read(client).map(|day| dates::on_paper(w, day)).unwrap_or_default())
                on_input=typed
            />
        }
        .into_any()
    }
}
