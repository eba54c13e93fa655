use crate::{parts::emergency::EmergencyNumbers, state::use_app};
use leptos::prelude::*;

/// The browser lets us keep nothing: say so, before anybody trusts us with a note.
#[component]
pub fn NoStorage() -> impl IntoView {
    let w = use_app().words();
    view! {
        <main class="gate" id="main">
            <h1>{w.no_storage_title}</h1>
            <p>{w.no_storage_text}</p>
            <EmergencyNumbers/>
        </main>
    }
}
