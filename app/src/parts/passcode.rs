use super::field::TextField;
use crate::{
    browser::{early, page},
    held::{Held, Live},
    state::{
        unlock::{NotOpened, OpenWith},
        use_app,
    },
    store::Profile,
    vault::MIN_PASSCODE_CHARS,
    words::Words,
};
use leptos::{prelude::*, task::spawn_local};
use std::pin::Pin;

/// What comes of trying to open the phone.
pub type Try = Pin<Box<dyn Future<Output = Result<(), NotOpened>>>>;

/// The ways to open this phone: its passkey where there is one, and a field for the passcode.
#[component]
pub fn PasscodeForm(
    /// What the field asks for.
    label: &'static str,
    /// What the button says.
    action: &'static str,
    /// Tries to open the enrolment that is shown with what was given.
    #[prop(into)]
    on_try: Callback<(Profile, OpenWith), Try>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let problem = Held::new(None::<String>);
    let busy = Held::new(false);
    let open = move |with: OpenWith| {
        let Some(profile) = state.profile.get_untracked() else { return };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            if let Err(reason) = on_try.run((profile, with)).await {
                // The last wrong try locks, and draws another screen.
                let _gone = problem.try_set(Some(sentence(w, &reason)));
            }
            let _gone = busy.try_set(false);
        });
    };
    let has_passkey = move || {
        state.profile.with(|profile| profile.as_ref().is_some_and(|one| one.passkey.is_some()))
    };
    let ask_passkey = move |_| {
        if !busy.get_untracked() {
            open(OpenWith::Passkey);
        }
    };
    // There is one thing to do here.
    page::focus("passcode");
    let typed = Held::new(early::typed("passcode"));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() && !typed.with_untracked(String::is_empty) {
            open(OpenWith::Passcode(typed.get_untracked()));
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
            {move || has_passkey().then(|| view! {
                <button class="button" type="button" disabled=move || busy.get() on:click=ask_passkey>
                    {w.use_passkey}
                </button>
            })}
        </form>
    }
}

/// Two fields for a new passcode and the button that takes it.
#[component]
pub fn NewPasscodeForm(
    /// What the first field asks for.
    label: &'static str,
    /// What the button says.
    action: &'static str,
    /// What went wrong, if anything did.
    problem: Held<Option<String>>,
    /// It is being taken.
    #[prop(into)]
    busy: Live<bool>,
    /// Called with a passcode that is long enough and was typed twice.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let w = use_app().words();
    let (first, second) = (Held::new(String::new()), Held::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let passcode = first.get_untracked();
        let wrong = if passcode.chars().count() < MIN_PASSCODE_CHARS {
            Some(w.passcode_too_short)
        } else if passcode != second.get_untracked() {
            Some(w.passcodes_differ)
        } else {
            None
        };
        problem.set(wrong.map(str::to_owned));
        if wrong.is_none() {
            on_choose.run(passcode);
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <TextField
                id="passcode"
                label=label
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
                {action}
            </button>
        </form>
    }
}

/// What happened, and what to do.
fn sentence(w: &Words, reason: &NotOpened) -> String {
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
        NotOpened::NoPasskey => w.no_passkey.to_owned(),
        NotOpened::Phone => w.phone_could_not_read.to_owned(),
    }
}
