use super::Builder;
use crate::parts::plan_difference::differences;
use domain::crisis_plan::Difference;
use leptos::prelude::*;

/// What this version changes, before it is saved.
#[component]
pub(super) fn Changes(builder: Builder) -> impl IntoView {
    let Builder { app, draft, p, .. } = builder;
    move || {
        draft.with(|draft| {
            let before = draft.before.as_ref()?;
            let difference = Difference::between(before, &draft.to_save());
            let rows = differences(app, before, &draft.content, &difference);
            Some(view! {
                <details class="sheet">
                    <summary>{p.what_changed}</summary>
                    {if rows.is_empty() {
                        view! { <p class="quiet">{p.nothing_changed}</p> }.into_any()
                    } else {
                        view! { <ul class="changes">{rows}</ul> }.into_any()
                    }}
                </details>
            })
        })
    }
}
