use super::editor::Editor;
use crate::{
    browser::{clock, random},
    held::Derived,
    parts::{
        choices::choices,
        client_header::level_name,
        fact_sheet_values::{level_begun, stage_begun},
        service_model::{level_offers, model},
        text::{LineField, TextArea},
    },
};
use domain::{
    client::{MODELS, PROGRAM},
    id::LineId,
    problem::Of,
    wire::v1::Level,
};
use leptos::prelude::*;

/// The level of care, since when, and why.
#[component]
pub(super) fn LevelFields(editor: Editor) -> impl IntoView {
    let Editor { app, writing, w, s } = editor;
    let draft = writing.draft;
    let levels = [Level::I, Level::II, Level::III].map(|level| (Some(level), level_name(w, level)));
    let mut options = vec![(None, s.no_level)];
    options.extend(levels);
    let level = Derived::new(move |_| draft.with(|draft| draft.content.level));
    let choose = move |level| match random::id(LineId::from_parts) {
        Ok(line) => writing.edit(|draft| draft.set_level(level, clock::now().date(), line)),
        Err(_) => app.tell(w.phone_could_not_keep),
    };
    let chosen = choices("level", s.level, options, move || level.get(), choose);
    view! {
        {chosen}
        {move || level.get().map(|level| view! {
            <p class="hint">{level_offers(s, level)}</p>
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

/// The programme, the model it works by, and what that offers.
#[component]
pub(super) fn ModelFields(editor: Editor) -> impl IntoView {
    let s = editor.s;
    let now = editor.read(|client| client.model.clone());
    let choose = move |event| editor.edit(|client| client.model = event_target_value(&event));
    let options = MODELS.iter().filter_map(|code| Some((*code, model(s, code)?.0)));
    let options = options.map(|(code, name)| {
        view! { <option value=code selected=move || now.with(|now| now == code)>{name}</option> }
    });
    // A model that only a newer app knows stays what it is.
    let unknown =
        now.with_untracked(|now| (!now.is_empty() && model(s, now).is_none()).then(|| now.clone()));
    let unknown = unknown.map(|code| {
        let shown = code.clone();
        view! { <option value=code selected=true>{shown}</option> }
    });
    view! {
        <LineField
            id=crate::parts::form::id_of(PROGRAM, Of::Form)
            label=s.program
            value=editor.read(|client| client.program.clone())
            on_input=move |text: String| editor.edit(|client| client.program = text)
        />
        <div class="field">
            <label for="model">{s.model}</label>
            <select id="model" on:change=choose>
                <option value="" selected=move || now.with(String::is_empty)>{s.model_none}</option>
                {options.collect_view()}
                {unknown}
            </select>
            <p class="hint">{move || now.with(|now| model(s, now).map(|(_, offers)| offers))}</p>
        </div>
    }
}

/// Stages and levels as they were, the latest first.
#[component]
pub(super) fn History(editor: Editor) -> impl IntoView {
    let Editor { app, writing, s, .. } = editor;
    let before = writing.draft.with_untracked(|draft| draft.before.clone());
    let stages = before.stages.iter().rev().map(|begun| stage_begun(app, begun));
    let levels = before.levels.iter().rev().map(|begun| level_begun(app, begun));
    let all: Vec<String> = stages.chain(levels).collect();
    (!all.is_empty()).then(|| {
        view! {
            <details class="sheet">
                <summary>{s.history}</summary>
                <ul class="history-lines">{all.into_iter().map(|one| view! { <li>{one}</li> }).collect_view()}</ul>
            </details>
        }
    })
}
