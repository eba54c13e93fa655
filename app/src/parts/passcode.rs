use super::field::TextField;
use crate::{state::lock::NotOpened, words::Words};
use leptos::prelude::*;

/// One field for a passcode and the button that tries it.
#[component]
pub fn PasscodeForm(
    /// What the field asks for.
    label: &'static str,
    /// What the button says.
    action: &'static str,
    /// What went wrong, if anything did.
    #[prop(into)]
    problem: Signal<Option<String>>,
    /// A try is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Called with the passcode typed.
    #[prop(into)]
    on_try: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() && !typed.with_untracked(String::is_empty) {
            on_try.run(typed.get_untracked());
            typed.set(String::new());
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <TextField
                id="passcode"
                label=label
                kind="password"
                autocomplete="current-password"
                value=typed
                on_input=move |text| typed.set(text)
            />
            <p class="problem" role="alert">{move || problem.get()}</p>
            <button class="button primary" type="submit" disabled=move || busy.get()>
                {action}
            </button>
        </form>
    }
}

/// What happened, and what to do.
#[must_use]
pub fn sentence(w: &Words, reason: &NotOpened) -> String {
    match reason {
        NotOpened::Wrong(left) if *left <= 5 => w.wrong_passcode_left(usize::from(*left)),
        NotOpened::Wrong(_) => w.wrong_passcode.to_owned(),
        NotOpened::Wait(seconds) if *seconds <= 90 => {
            w.wait_seconds(usize::try_from(*seconds).unwrap_or(0))
        }
        NotOpened::Wait(seconds) => {
            w.wait_minutes(usize::try_from((*seconds + 59) / 60).unwrap_or(0))
        }
        NotOpened::Destroyed => w.key_destroyed.to_owned(),
        NotOpened::Phone => w.phone_could_not_read.to_owned(),
    }
}
