use crate::{
    pages::sign_in::sentence,
    parts::field::TextField,
    state::{enrol, use_app},
    vault::MIN_PASSCODE_CHARS,
};
use domain::wire::v1::SignedIn;
use leptos::{prelude::*, task::spawn_local};

/// The passcode of this phone, chosen once after the first sign-in. It opens
/// the phone without any connection.
#[component]
pub fn ChoosePasscode(signed_in: SignedIn) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let (first, second) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let name = signed_in.name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let passcode = first.get_untracked();
        if passcode.chars().count() < MIN_PASSCODE_CHARS {
            problem.set(Some(w.passcode_too_short.to_owned()));
        } else if passcode != second.get_untracked() {
            problem.set(Some(w.passcodes_differ.to_owned()));
        } else {
            busy.set(true);
            problem.set(None);
            let signed_in = signed_in.clone();
            spawn_local(async move {
                if let Err(error) = enrol::enrol(state, signed_in, passcode).await {
                    problem.set(Some(sentence(w, &error)));
                }
                busy.set(false);
            });
        }
    };
    view! {
        <main class="gate" id="main">
            <p class="brand">"Streetlight"</p>
            <h1>{w.hello(&name)}</h1>
            <p>{w.choose_passcode_text}</p>
            <form class="form" on:submit=submit>
                <TextField
                    id="passcode"
                    label=w.passcode
                    kind="password"
                    autocomplete="new-password"
                    value=first
                    on_input=move |text| first.set(text)
                />
                <TextField
                    id="passcode-again"
                    label=w.passcode_again
                    kind="password"
                    autocomplete="new-password"
                    value=second
                    on_input=move |text| second.set(text)
                />
                <p class="problem" role="alert">{move || problem.get()}</p>
                <button class="button primary" type="submit" disabled=move || busy.get()>
                    {w.set_up_phone}
                </button>
            </form>
        </main>
    }
}
