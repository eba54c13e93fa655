use super::icon::Icon;
use crate::held::{Held, Live};
use crate::state::use_app;
use leptos::prelude::*;

/// Search as one types, and how many were found for whoever does not see them.
#[component]
pub fn SearchField(
    /// "search" is what one has come to the screen for, and has the focus.
    #[prop(default = "search")]
    id: &'static str,
    /// What is looked for.
    query: Held<String>,
    /// What can be looked for.
    placeholder: &'static str,
    /// "12 people".
    #[prop(into)]
    found: Live<String>,
) -> impl IntoView {
    let w = use_app().words();
    view! {
        <div class="search" role="search">
            <label for=id>{Icon::Search.draw()}<span class="sr">{w.search}</span></label>
            <input
                id=id
                type="search"
                autocomplete="off"
                autofocus=id == "search"
                placeholder=placeholder
                prop:value=move || query.get()
                on:input=move |event| query.set(event_target_value(&event))
            />
        </div>
        <p class="sr" role="status">{move || found.get()}</p>
    }
}
