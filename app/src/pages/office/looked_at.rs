//! The button by which a supervisor says that they have looked at something.

use crate::{
    held::Held,
    parts::{
        icon::Icon,
        online::{office_words, sentence},
    },
    state::{refusal::tell_here, use_app},
};
use leptos::{prelude::*, task::spawn_local};

/// Tells the server, and reads the list again.
#[component]
pub(super) fn LookedAt(
    /// What to tell it at.
    path: String,
    /// What the button is called for whoever does not see what it stands under.
    label: String,
    again: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let busy = Held::new(false);
    let problem = Held::new(None::<&'static str>);
    let look = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let path = path.clone();
        spawn_local(async move {
            let answer = tell_here("POST", &path, None::<&()>).await;
            let _left = busy.try_set(false);
            match answer {
                Ok(_) => {
                    state.tell(ow.looked_at_done);
                    let _left = again.try_run(());
                }
                Err(refused) => drop(problem.try_set(Some(sentence(state, &refused)))),
            }
        });
    };
    view! {
        <p class="problem" role="alert">{move || problem.get()}</p>
        <button class="button wide" type="button" aria-label=label on:click=look disabled=move || busy.get()>
            {Icon::Tick.draw()}<span>{ow.looked_at}</span>
        </button>
    }
}
