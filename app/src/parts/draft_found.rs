use crate::state::use_app;
use leptos::prelude::*;

/// Says that something was begun and not finished: keep on, or begin anew.
/// Nothing is decided for the worker.
#[component]
pub fn DraftFound(
    /// What was begun, and when.
    sentence: String,
    /// Keep on.
    on_keep: Callback<()>,
    /// Remove it.
    on_discard: Callback<()>,
) -> impl IntoView {
    let w = use_app().words();
    view! {
        <div class="banner">
            <p>{sentence}</p>
            <div class="row">
                <button class="button" type="button" on:click=move |_| on_keep.run(())>{w.keep_writing}</button>
                <button class="button" type="button" on:click=move |_| on_discard.run(())>{w.discard_draft}</button>
            </div>
        </div>
    }
}
