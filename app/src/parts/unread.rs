use crate::state::use_app;
use leptos::prelude::*;

/// That something on the phone cannot be read now. It is tried again by itself, and at once by
/// whoever does not want to wait.
#[component]
pub fn Unread(
    /// What cannot be read, and what that does not mean.
    words: &'static str,
    /// Reads it again.
    again: Callback<()>,
) -> impl IntoView {
    let w = use_app().words();
    view! {
        <div class="banner" role="alert">
            <p>{words}</p>
            <button class="button" type="button" on:click=move |_| again.run(())>{w.try_again}</button>
        </div>
    }
}
