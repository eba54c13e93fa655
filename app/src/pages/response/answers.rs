use super::desk::Desk;
use crate::held::Live;
use crate::parts::{choices::choices, text::TextArea};
use domain::wire::v1::{MeansTalk, PlanSeen};
use leptos::prelude::*;

/// What has to be on record of a response besides its times (domain model B1).
#[component]
pub(super) fn Answers(desk: Desk) -> impl IntoView {
    let Desk { app, draft, r, .. } = desk;
    let w = app.words();
    view! {
        <section class="block">
            <h2>{r.to_write_down}</h2>
            <p class="quiet">{r.means_hint}</p>
            {choices("means", r.means_talk, vec![
                    (Some(MeansTalk::Yes), w.yes),
                    (Some(MeansTalk::No), w.no),
                    (Some(MeansTalk::NotApplicable), r.not_applicable),
                ], move || draft.with(|draft| draft.means_talk), move |answer| desk.tapped(|draft| draft.means_talk = answer))}
            {choices("plan-seen", r.plan_seen, vec![
                    (Some(PlanSeen::Yes), w.yes),
                    (Some(PlanSeen::No), w.no),
                    (Some(PlanSeen::NoneExists), r.no_plan_exists),
                ], move || draft.with(|draft| draft.plan_seen), move |answer| desk.tapped(|draft| draft.plan_seen = answer))}
            <TextArea
                id="took-part"
                label=r.took_part
                rows=1
                value=Live::derive(move || draft.with(|draft| draft.took_part.clone()))
                on_input=move |text: String| desk.typed(|draft| draft.took_part = text)
            />
        </section>
    }
}
