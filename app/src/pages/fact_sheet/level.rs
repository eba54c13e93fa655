use super::editor::Editor;
use crate::{
    browser::clock,
    parts::{
        choices::choices, client_header::level_name, dates, day_field::DayField, text::TextArea,
    },
};
use domain::{day, wire::v1::Level};
use leptos::prelude::*;

/// The level of care, since when, and why.
#[component]
pub(super) fn LevelFields(editor: Editor) -> impl IntoView {
    let Editor { w, s, draft, .. } = editor;
    let levels =
        [Level::I, Level::II, Level::III].map(|level| (Some(level), level_name(w, Some(level))));
    let mut options = vec![(None, s.no_level)];
    options.extend(levels);
    let chosen = choices(
        "level",
        s.level,
        options,
        move || draft.with(|draft| draft.content.level),
        move |level| editor.edit_draft(|draft| draft.set_level(level, clock::now().date())),
    );
    let since = move |text: String| {
        let day = day::read(&text);
        day.map(|day| editor.edit(|client| client.level_since = Some(day))).is_some()
    };
    let has_level = Memo::new(move |_| draft.with(|draft| draft.content.level.is_some()));
    view! {
        {chosen}
        {move || has_level.get().then(|| view! {
            <DayField
                id="level_since"
                label=s.day_since
                kind="date"
                value=editor.read(|client| client.level_since.map(|day| day.to_string()).unwrap_or_default())
                stays=editor.read(move |client| client.level_since.map(|day| dates::on_paper(w, day)).unwrap_or_default())
                on_input=since
            />
            <TextArea
                id="level_reason"
                label=s.level_reason
                rows=2
                value=editor.read(|client| client.level_reason.clone())
                on_input=move |text: String| editor.edit(|client| client.level_reason = text)
            />
        })}
    }
}
