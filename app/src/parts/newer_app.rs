use crate::state::use_app;
use domain::id::ClientId;
use leptos::prelude::*;

/// Says how many entries about a client only a newer version of the app can read.
#[component]
pub fn NeedsNewerApp(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let count = move || state.caseload.with(|caseload| caseload.unread_about(client_id));
    move || {
        let count = count();
        (count > 0).then(|| {
            view! { <p class="banner" role="status">{state.words().needs_newer_app(count)}</p> }
        })
    }
}
