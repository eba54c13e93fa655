use crate::state::{told::is_offered, use_app};
use leptos::prelude::*;

/// A sentence at the bottom of the screen that goes by itself, or as soon as somebody turns to
/// another screen. Sometimes with a way to take back what was done.
#[component]
pub fn Notice() -> impl IntoView {
    let app = use_app();
    let draw = move || {
        app.notice.get().map(|says| {
            let undo = is_offered().then(|| {
                view! {
                    <button class="button" type="button" on:click=move |_| app.undo()>{app.words().undo}</button>
                }
            });
            view! { <p><span>{says}</span>{undo}</p> }
        })
    };
    view! { <div class="notice" role="status" aria-live="polite">{draw}</div> }
}
