use crate::{browser::clock, state::use_app};
use leptos::{prelude::*, task::spawn_local};

/// A sentence at the bottom of the screen that goes by itself.
#[component]
pub fn Notice() -> impl IntoView {
    let state = use_app();
    Effect::new(move |_| {
        if let Some(sentence) = state.notice.get() {
            spawn_local(async move {
                clock::sleep(5_000).await;
                if state.notice.get_untracked().as_deref() == Some(sentence.as_str()) {
                    state.notice.set(None);
                }
            });
        }
    });
    view! {
        <div class="notice" role="status" aria-live="polite">
            {move || state.notice.get().map(|sentence| view! { <p>{sentence}</p> })}
        </div>
    }
}
