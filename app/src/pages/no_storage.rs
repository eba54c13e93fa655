use crate::{browser::page, parts::emergency::EmergencyNumbers, state::use_app};
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

/// Another tab has moved on to a newer version: nothing here may write any more.
#[component]
pub fn OldTab() -> impl IntoView {
    let w = use_app().words();
    view! {
        <main class="gate" id="main">
            <h1>{w.old_tab_title}</h1>
            <p>{w.old_tab_text}</p>
            <button class="button primary" type="button" on:click=move |_| page::reload()>
                {w.load_again}
            </button>
            <EmergencyNumbers/>
        </main>
    }
}
