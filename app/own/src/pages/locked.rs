use crate::{
    device::{NotKept, Tried},
    state::use_state,
};
use leptos::{prelude::*, task::spawn_local};

/// Asks for the PIN of what is kept.
#[component]
pub(super) fn Locked() -> impl IntoView {
    let state = use_state();
    let pin = RwSignal::new(String::new());
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(String::new()));
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(String::new());
        spawn_local(async move {
            let tried = state.unlock(pin.get_untracked()).await;
            let w = state.language.get_untracked().words();
            let says = match tried {
                Ok(Tried::Right(_)) => return,
                Ok(Tried::Wrong) => w.pin_wrong.to_owned(),
                Ok(Tried::Wait(seconds)) => w.pin_wait(seconds),
                Ok(Tried::Elsewhere) => w.open_elsewhere.to_owned(),
                Err(NotKept) => w.wrong_other.to_owned(),
            };
            pin.set(String::new());
            problem.set(says);
            busy.set(false);
        });
    };
    let remove = move |_| spawn_local(state.remove());
    view! {
        <form class="form" on:submit=open>
            <h1>{move || state.words().app_name}</h1>
            <div class="field">
                <label for="pin">{move || state.words().pin}</label>
                <input
                    id="pin"
                    type="password"
                    autocomplete="off"
                    prop:value=pin
                    on:input=move |event| pin.set(event_target_value(&event))
                />
            </div>
            <p class="problem" role="alert">{move || problem.get()}</p>
            <button class="button primary wide" type="submit" disabled=busy>{move || state.words().unlock}</button>
        </form>
        <details class="sheet">
            <summary>{move || state.words().forget_pin}</summary>
            <div class="form">
                <p>{move || state.words().forget_pin_text}</p>
                <button class="button wide" type="button" on:click=remove>{move || state.words().remove_yes}</button>
            </div>
        </details>
    }
}
