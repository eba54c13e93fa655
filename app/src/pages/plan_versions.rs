use crate::{
    parts::{
        plan_lines::made_with,
        plan_values::PLAN_WORDS,
        versions::{OfKind, Versions},
    },
    place::Screen,
    state::{AppState, use_app},
};
use domain::{
    document::{DocumentKind, Key, Version},
    id::ClientId,
    wire::v1::CrisisPlan,
};
use leptos::prelude::*;

/// Every version of a client's crisis plan.
#[component]
pub fn PlanVersions(client_id: ClientId) -> impl IntoView {
    let of = OfKind {
        kind: DocumentKind::CrisisPlan,
        words: PLAN_WORDS,
        heading: use_app().words().plan_versions,
        made,
        language: |version| {
            let language = version.cells.value(Key::fact("language"));
            language.as_text().filter(|tag| !tag.is_empty()).map(str::to_owned)
        },
    };
    view! { <Versions client_id of back=Screen::Plan(client_id)/> }
}

fn made(app: AppState, version: &Version) -> String {
    let w = app.words();
    let Ok(plan) = version.document::<CrisisPlan>() else { return String::new() };
    let agreed = if plan.client_agrees { w.client_agreed } else { w.client_not_agreed };
    [made_with(w, plan.made_with), agreed].join(" · ")
}
