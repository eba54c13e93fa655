use crate::{
    browser::early,
    held::{Held, react},
    parts::{
        emergency::EmergencyNumbers, field::TextField, from_chunk::FromChunk,
        missing::what_is_missing, not_set_up::sentence,
    },
    place::{Chunk, Screen, use_place},
    state::{set_up::Step, use_app},
};
use domain::length::{LINE_MAX_BYTES, PASSWORD_MAX_BYTES};
use leptos::{prelude::*, task::spawn_local};

/// Signing in to the agency's server. The only screen that needs a connection.
#[component]
pub fn SignInPage() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    // Somebody else may have left theirs half done.
    state.second_step.set(false);
    let known = state.profile.get_untracked();
    // What was typed before the app came counts, also on a phone of somebody else's.
    let typed = Some(early::typed("login")).filter(|login| !login.is_empty());
    let login = typed.or_else(|| known.map(|profile| profile.login)).unwrap_or_default();
    let login = Held::new(login);
    let password = Held::new(early::typed("password"));
    let place = use_place();
    let problem = Held::new(None::<String>);
    let busy = Held::new(false);
    // Runs in the browser only.
    react(move || spawn_local((state.chunks.fetch_set_up)()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        // The server takes nothing of this size, and would only seem not to answer.
        let long = |text: Held<String>, most| text.with_untracked(|text| text.len() > most);
        if long(login, LINE_MAX_BYTES) || long(password, PASSWORD_MAX_BYTES) {
            return problem.set(Some(w.wrong_sign_in.to_owned()));
        }
        busy.set(true);
        problem.set(None);
        let here = place.shown();
        spawn_local(async move {
            let step = Step::SignIn(login.get_untracked(), password.get_untracked());
            let outcome = (state.chunks.set_up)(state, step).await;
            password.set(String::new());
            busy.set(false);
            match outcome {
                // On its own address the page hands over to the app.
                Ok(()) if !state.second_step.get_untracked() => {
                    place.go_further(here, Screen::Today);
                }
                Ok(()) => {}
                Err(error) => problem.set(Some(sentence(w, &error))),
            }
        });
    };
    view! {
        <main class="gate" id="main">
            <p class="brand">"Streetlight"</p>
            <h1>{w.sign_in}</h1>
            {move || what_is_missing(state)}
            {move || state.password_again.get().then(|| view! { <p class="banner">{w.password_again}</p> })}
            {move || state.second_step.get().then(|| view! {
                <FromChunk chunk=Chunk::Account screen=Screen::SignIn/>
            })}
            <form class="form" on:submit=submit hidden=move || state.second_step.get()>
                <TextField
                    id="login"
                    label=w.sign_in_name
                    autocomplete="username"
                    value=login
                    on_input=move |text| login.set(text)
                />
                <TextField
                    id="password"
                    label=w.password
                    kind="password"
                    autocomplete="current-password"
                    value=password
                    on_input=move |text| password.set(text)
                />
                <p class="problem" role="alert">{move || problem.get()}</p>
                <button class="button primary" type="submit" disabled=move || busy.get()>
                    {w.sign_in}
                </button>
            </form>
            <EmergencyNumbers/>
            <p class="links"><a href=Screen::Help.path()>{w.help}</a>" "<a href=Screen::Rights.path()>{w.your_rights}</a></p>
        </main>
    }
}
