use crate::{
    browser::passkey,
    held::Held,
    parts::online::office_words,
    parts::{field::TextField, not_set_up},
    place::{Screen, use_place},
    state::{
        AppState,
        refusal::Refused,
        set_up::{EnrolError, Step},
        use_app,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// After the password: a passkey, or a recovery code where it is not at hand.
#[component]
pub fn SecondStep() -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let place = use_place();
    let typed = Held::new(String::new());
    let problem = Held::new(None::<String>);
    let busy = Held::new(false);
    let answer = move |code: Option<String>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let here = place.shown();
        spawn_local(async move {
            let by_passkey = code.is_none();
            match (state.chunks.set_up)(state, Step::Second(code)).await {
                // Once more from the password, or signed in.
                Ok(()) if state.password_again.get_untracked() => {}
                Ok(()) => place.go_further(here, Screen::Today),
                Err(error) => {
                    let _gone = problem.try_set(Some(why(state, &error, by_passkey)));
                }
            }
            let _gone = busy.try_set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let code = typed.get_untracked();
        if !code.trim().is_empty() {
            answer(Some(code));
        }
    };
    let use_passkey = passkey::may_be_there().then(|| {
        view! {
            <button class="button primary wide" type="button" disabled=move || busy.get() on:click=move |_| answer(None)>
                {ow.second_passkey}
            </button>
        }
    });
    view! {
        <section class="block" aria-labelledby="second-title">
            <h2 id="second-title">{ow.second_title}</h2>
            <p>{ow.second_text}</p>
            <p class="problem" role="alert">{move || problem.get()}</p>
            {use_passkey}
            <details class="sheet">
                <summary>{ow.second_code_instead}</summary>
                <form class="form" on:submit=submit>
                    <TextField
                        id="recovery-code"
                        label=ow.second_code
                        value=typed
                        on_input=move |text| typed.set(text)
                    />
                    <button class="button wide" type="submit" disabled=move || busy.get()>
                        {ow.second_code_use}
                    </button>
                </form>
            </details>
            <button class="button wide" type="button" on:click=move |_| state.second_step.set(false)>
                {w.back}
            </button>
        </section>
    }
}

/// What happened, what is safe, what to do.
fn why(state: AppState, error: &EnrolError, by_passkey: bool) -> String {
    let ow = office_words(state);
    match error {
        EnrolError::NoPasskey => ow.second_no_passkey.to_owned(),
        EnrolError::Refused(Refused::Said { code, .. }) => match (code.as_str(), by_passkey) {
            ("wrong_second", false) => ow.second_wrong_code.to_owned(),
            ("wrong_second" | "no_passkeys_here", true) => ow.second_wrong_passkey.to_owned(),
            _ => not_set_up::sentence(state.words(), error),
        },
        error => not_set_up::sentence(state.words(), error),
    }
}
