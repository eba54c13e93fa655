use super::editor::Editor;
use crate::{
    browser::clock,
    parts::{choices::choices, client_header::level_name, text::TextArea},
};
use domain::wire::v1::Level;
use leptos::prelude::*;

/// The level of care, since when, and why.
#[component]
pub(super) fn LevelFields(editor: Editor) -> impl IntoView {
    let Editor { writing, w, s, .. } = editor;
    let draft = writing.draft;
    let levels =
        [Level::I, Level::II, Level::III].map(|level| (Some(level), level_name(w, Some(level))));
    let mut options = vec![(None, s.no_level)];
    options.extend(levels);
    let chosen = choices(
        "level",
        s.level,
        options,
        move || draft.with(|draft| draft.content.level),
        move |level| writing.edit(|draft| draft.set_level(level, clock::now().date())),
    );
    let has_level = Memo::new(move |_| draft.with(|draft| draft.content.level.is_some()));
    view! {
        {chosen}
        {move || has_level.get().then(|| view! {
            {editor.day_field("level_since", s.day_since, |client| client.level_since, |client, day| {
                client.level_since = day.or(client.level_since);
                day.is_some()
            })}
            <TextArea
                id="reason"
                label=s.level_reason
                rows=2
                value=editor.read(|client| client.level_reason.clone())
                on_input=move |text: String| editor.edit(|client| client.level_reason = text)
            />
        })}
    }
}
