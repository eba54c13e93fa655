use crate::{ask::Why, state::use_state};
use leptos::{prelude::*, task::spawn_local};

/// Asks for the code, and for the letters of the link where the page was not opened by it.
#[component]
pub(super) fn Enter(secret: String) -> impl IntoView {
    let state = use_state();
    let known = !secret.is_empty();
    let (secret, code) = (RwSignal::new(secret), RwSignal::new(String::new()));
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<Why>));
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        state.told.set("");
        spawn_local(async move {
            let answer = state.enter(secret.get_untracked(), code.get_untracked()).await;
            if let Err(why) = answer {
                let _left = problem.try_set(Some(why));
                let _left = busy.try_set(false);
            }
        });
    };
    view! {
        <form class="form" on:submit=open>
            <h1>{move || state.words().enter_title}</h1>
            <div class="field" hidden=known>
                <label for="secret">{move || state.words().link_letters}</label>
                <p class="hint" id="secret-hint">{move || state.words().link_letters_hint}</p>
                <input
                    id="secret"
                    aria-describedby="secret-hint"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    prop:value=secret
                    on:input=move |event| secret.set(event_target_value(&event))
                />
            </div>
            <div class="field">
                <label for="code">{move || state.words().code}</label>
                <p class="hint" id="code-hint">{move || state.words().code_hint}</p>
                <input
                    id="code"
                    aria-describedby="code-hint"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    prop:value=code
                    on:input=move |event| code.set(event_target_value(&event))
                />
            </div>
            <p class="problem" role="alert">{move || problem.get().map(|why| why.sentence(state.words()))}</p>
            <button class="button primary wide" type="submit" disabled=busy>{move || state.words().enter}</button>
            {match state.open.with_untracked(Option::is_some) {
                true => Some(view! {
                    <button class="button wide" type="button" on:click=move |_| state.back()>
                        {move || state.words().cancel}
                    </button>
                }.into_any()),
                false => state.was_kept.get_untracked().then(|| view! {
                    <button class="button wide" type="button" on:click=move |_| state.lock()>
                        {move || state.words().pin}
                    </button>
                }.into_any()),
            }}
        </form>
    }
}
