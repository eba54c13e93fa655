use super::{dates, sync_line::SyncLine};
use crate::held::Live;
use crate::state::use_app;
use leptos::prelude::*;

/// The day, the one sentence that matters, and where today's work is.
#[component]
pub fn FirstHead(heading: Live<String>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let today = move || state.now.get().date();
    view! {
        <header class="head top">
            <p class="quiet">{move || dates::long_day(w, today(), today())}</p>
            <h1>{move || heading.get()}</h1>
            <SyncLine/>
        </header>
    }
}
