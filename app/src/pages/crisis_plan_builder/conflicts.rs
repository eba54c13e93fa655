use super::Builder;
use crate::parts::plan_values::{place, side};
use domain::wire::v1::{ConflictSide, OpenConflict, PlanField};
use leptos::prelude::*;

/// Where two people wrote different things: one of the two is taken, together
/// with the client. Until then both stay in the plan.
#[component]
pub(super) fn Undecided(builder: Builder) -> impl IntoView {
    let w = builder.w;
    let conflicts = builder.draft.with_untracked(|draft| draft.conflicts.clone());
    let rows: Vec<_> = conflicts
        .into_iter()
        .map(|conflict| view! { <li><Conflict builder conflict/></li> })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="banner conflicts" aria-labelledby="two-wrote">
                <h2 id="two-wrote">{w.two_wrote}</h2>
                <p>{w.two_wrote_text}</p>
                <ul>{rows}</ul>
            </section>
        }
    })
}

#[component]
fn Conflict(builder: Builder, conflict: OpenConflict) -> impl IntoView {
    let Builder { draft, w, p, .. } = builder;
    let id = conflict.conflict_id;
    let key = id.key();
    let title = draft.with_untracked(|draft| place(w, &draft.content.items, key));
    let option = |chosen: ConflictSide| {
        let words = side(w, &chosen, key.field == PlanField::Line);
        let value = chosen.value.clone();
        let is_taken =
            move || draft.with(|draft| draft.settles.contains(&id) && value_is(draft, key, &value));
        let take = move |_| builder.edit(|draft| draft.settle(id, &chosen));
        view! {
            <div class="side">
                <p>{words}</p>
                <button class="button" type="button" aria-pressed=move || is_taken().to_string() on:click=take>
                    {p.decide}
                </button>
            </div>
        }
    };
    let decided = move || {
        let open = draft.with(|draft| draft.settles.contains(&id));
        open.then(|| view! { <span class="quiet">" · "{p.decided}</span> })
    };
    view! {
        <strong>{title}</strong>{decided}
        {option(conflict.kept)}
        {option(conflict.other)}
    }
}

fn value_is(
    draft: &domain::crisis_plan::PlanDraft,
    key: domain::crisis_plan::PlanKey,
    value: &domain::wire::v1::PlanValue,
) -> bool {
    draft.content.value(key) == *value
}
