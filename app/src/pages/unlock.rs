use crate::{
    parts::{emergency::EmergencyNumbers, passcode::PasscodeForm},
    state::{Phase, lock, use_app},
    vault::WrongPasscode,
};
use leptos::{prelude::*, task::spawn_local};

/// The lock. Says nothing about anybody; emergency numbers work without unlocking.
#[component]
pub fn Unlock() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let on_try = move |passcode: String| {
        let Some(profile) = state.profile.get_untracked() else { return };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match lock::unlock(state, profile, &passcode).await {
                Ok(()) => {}
                Err(WrongPasscode::Wrong) => problem.set(Some(w.wrong_passcode.to_owned())),
                Err(WrongPasscode::Browser(_)) => {
                    problem.set(Some(w.phone_could_not_read.to_owned()));
                }
            }
            busy.set(false);
        });
    };
    let forgot = move |_| {
        state.forgotten.set(true);
        state.phase.set(Phase::SignedOut);
    };
    view! {
        <main class="gate" id="main">
            <p class="brand">"Streetlight"</p>
            <h1>{w.unlock}</h1>
            {move || state.vanished.get().then(|| view! { <p class="banner">{w.storage_vanished}</p> })}
            <PasscodeForm label=w.passcode action=w.unlock problem busy on_try/>
            {move || match state.waiting_while_locked.get() {
                0 => None,
                n => Some(view! { <p class="quiet">{w.waiting_locked(n)}</p> }),
            }}
            <EmergencyNumbers/>
            <p class="links">
                <button class="link" type="button" on:click=forgot>
                    {w.forgot_passcode}
                </button>
            </p>
        </main>
    }
}
