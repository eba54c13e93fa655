use super::dates;
use crate::state::use_app;
use domain::Moment;
use leptos::prelude::*;

/// Says that something was begun and not finished: keep on, or begin anew.
/// Nothing is decided for the worker.
#[component]
pub fn DraftFound(
    /// Whether to say it; keeping on says no more.
    shown: RwSignal<bool>,
    /// When it was begun.
    begun: Option<Moment>,
    /// What to say in place of the usual.
    #[prop(optional_no_strip)]
    instead: Option<&'static str>,
    /// Remove it.
    on_discard: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    move || {
        shown.get().then(|| {
            let now = state.now.get_untracked();
            let when = dates::day_time(w, begun.unwrap_or(now), now);
            let sentence = instead.map_or_else(|| w.begun_found(&when), str::to_owned);
            view! {
                <div class="banner">
                    <p>{sentence}</p>
                    <div class="row">
                        <button class="button" type="button" on:click=move |_| shown.set(false)>{w.keep_writing}</button>
                        <button class="button" type="button" on:click=move |_| on_discard.run(())>{w.discard_draft}</button>
                    </div>
                </div>
            }
        })
    }
}
