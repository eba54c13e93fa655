use super::editor::Editor;
use crate::{
    browser::{clock, random},
    held::{Derived, Live},
    parts::{
        choices::choices,
        client_header::stage_name,
        dates,
        day_field::DayField,
        fact_sheet_values::ended_name,
        form::{id_of, with_complaint},
        text::TextArea,
    },
};
use chrono::Days;
use domain::{
    day,
    episode::{ENDED, STAGE_REASON, STAGE_SINCE},
    id::LineId,
    problem::Of,
    wire::v1::{Ended, Stage, StageBegun},
};
use leptos::prelude::*;

/// Where the case stands, and what is said of it when that is changed.
#[component]
pub(super) fn StageFields(editor: Editor) -> impl IntoView {
    let Editor { app, writing, w, s } = editor;
    let draft = writing.draft;
    let options: Vec<_> = draft.with_untracked(|draft| {
        let all = draft.stages_to_choose().into_iter();
        all.map(|stage| (stage, stage_name(w, stage))).collect()
    });
    let choose = move |stage| match random::id(LineId::from_parts) {
        Ok(line) => writing.edit(|draft| draft.set_stage(stage, clock::now().date(), line)),
        Err(_) => app.tell(w.phone_could_not_keep),
    };
    let now = move || draft.with(|draft| draft.content.stage);
    let chosen = choices("stage", s.stage, options, now, choose);
    let new = Derived::new(move |_| draft.with(|draft| draft.new_stage().map(|begun| begun.stage)));
    view! {
        {chosen}
        {move || new.get().map(|stage| said(editor, stage))}
    }
}

/// What is to be said of a stage that was chosen now.
fn said(editor: Editor, stage: Stage) -> AnyView {
    let Editor { app, writing, w, s } = editor;
    let draft = writing.draft;
    let before = draft.with_untracked(|draft| draft.before.stage);
    let ends = before.ends();
    let id = id_of(ENDED, Of::Form);
    let ended = (stage == Stage::Closed).then(|| {
        let options = ends.iter().map(|ended| (Some(*ended), ended_name(app, *ended))).collect();
        let now = move || draft.with(|draft| draft.new_stage().and_then(|begun| begun.ended));
        let choose =
            move |ended| writing.edit(|draft| draft.edit_new_stage(|begun| begun.ended = ended));
        let row = choices("how-ended", s.ended, options, now, choose);
        let hint = (!ends.contains(&Ended::GoalsMet) && before.is_in_service()
            || before == Stage::OnHold)
            .then(|| view! { <p class="hint">{s.ended_hint}</p> });
        with_complaint(
            &id,
            view! { <div id=id.to_string() tabindex="-1">{row}{hint}</div> }.into_any(),
        )
    });
    let since = move || draft.with(|draft| draft.new_stage().map(|begun| begun.since));
    let typed = move |text: String| {
        // No stage begins on a day that is still to come; a client may be a day ahead.
        let latest = clock::now().date().checked_add_days(Days::new(1));
        let day = day::read(&text).filter(|day| Some(*day) <= latest);
        if let Some(day) = day {
            writing.edit(|draft| draft.edit_new_stage(|begun| begun.since = day));
        }
        day.is_some()
    };
    let reason = writing.read(|draft| {
        draft.new_stage().map(|begun: &StageBegun| begun.reason.clone()).unwrap_or_default()
    });
    view! {
        {ended}
        <DayField
            id=id_of(STAGE_SINCE, Of::Form)
            label=s.stage_since
            kind="date"
            value=Live::derive(move || since().map(|day| day.to_string()).unwrap_or_default())
            stays=Live::derive(move || since().map(|day| dates::on_paper(w, day)).unwrap_or_default())
            on_input=typed
        />
        <TextArea
            id=id_of(STAGE_REASON, Of::Form)
            label=s.stage_reason
            rows=2
            value=reason
            on_input=move |text: String| writing.edit(|draft| draft.edit_new_stage(|begun| begun.reason = text))
        />
    }
    .into_any()
}
