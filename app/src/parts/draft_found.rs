use super::dates;
use crate::held::Held;
use crate::state::form::Form;
use leptos::prelude::*;

/// Says that something was begun and not finished: keep on, or begin anew.
/// Nothing is decided for the worker.
#[component]
pub fn DraftFound(
    /// Of which form; keeping on says no more.
    form: Form,
    /// When to say it, where that is not when the form was drawn.
    #[prop(optional)]
    shown: Option<Held<bool>>,
    /// What to say in place of the usual.
    #[prop(optional_no_strip)]
    instead: Option<String>,
    /// Remove it.
    on_discard: Callback<()>,
) -> impl IntoView {
    let Form { app, found, begun, busy, .. } = form;
    let w = app.words();
    let found = shown.unwrap_or(found);
    move || {
        found.get().then(|| {
            let now = app.now.get_untracked();
            let when = dates::day_time(w, begun.unwrap_or(now), now);
            let sentence = instead.clone().unwrap_or_else(|| w.begun_found(&when));
            view! {
                <div class="banner">
                    <p>{sentence}</p>
                    <div class="row">
                        <button class="button" type="button" on:click=move |_| found.set(false)>{w.keep_writing}</button>
                        <button class="button" type="button" disabled=move || busy.get() on:click=move |_| on_discard.run(())>{w.discard_draft}</button>
                    </div>
                </div>
            }
        })
    }
}
