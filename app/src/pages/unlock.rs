use crate::{
    parts::{
        emergency::EmergencyNumbers,
        passcode::{PasscodeForm, sentence},
    },
    state::{
        AppState, Phase,
        lock::{self, OpenWith},
        start, use_app,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The lock. Says nothing about any client; emergency numbers work without unlocking.
#[component]
pub fn Unlock() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let on_try = move |with: OpenWith| {
        let Some(profile) = state.profile.get_untracked() else { return };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            if let Err(reason) = lock::unlock(state, profile, &with).await {
                // The last wrong try locks, and draws this screen anew.
                let _gone = problem.try_set(Some(sentence(w, &reason)));
            }
            let _gone = busy.try_set(false);
        });
    };
    let sign_in = move |forgotten: bool| {
        state.forgotten.set(forgotten);
        state.phase.set(Phase::SignedOut);
    };
    let has_key = move || {
        state.profile.with(|profile| profile.as_ref().is_some_and(|one| one.wrapped.is_some()))
    };
    let way_in = move || {
        if has_key() {
            view! { <PasscodeForm label=w.passcode action=w.unlock problem busy on_try/> }
                .into_any()
        } else {
            view! {
                <p class="banner" role="alert">{w.key_destroyed}</p>
                <button class="button primary" type="button" on:click=move |_| sign_in(true)>
                    {w.sign_in}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <main class="gate" id="main">
            <p class="brand">"Streetlight"</p>
            <h1>{w.unlock}</h1>
            {move || state.vanished.get().then(|| view! { <p class="banner">{w.storage_vanished}</p> })}
            {way_in}
            {move || match state.waiting_while_locked.get() {
                0 => None,
                n => Some(view! { <p class="quiet">{w.waiting_locked(n)}</p> }),
            }}
            <EmergencyNumbers/>
            <p class="links">
                {move || has_key().then(|| view! {
                    <button class="link" type="button" on:click=move |_| sign_in(true)>
                        {w.forgot_passcode}
                    </button>
                })}
            </p>
            <Others state/>
        </main>
    }
}

/// Everybody else who has enrolled this phone, and the way in for somebody new.
#[component]
fn Others(state: AppState) -> impl IntoView {
    let w = state.words();
    let somebody_new = move |_| {
        state.profile.set(None);
        state.phase.set(Phase::SignedOut);
    };
    let names = move || {
        let shown = state.profile.with(|profile| profile.as_ref().map(|one| one.device_id));
        state.enrolled.with(|all| {
            all.iter()
                .filter(|profile| Some(profile.device_id) != shown)
                .map(|profile| {
                    let (name, profile) = (profile.name.clone(), profile.clone());
                    let choose = move |_| start::choose_profile(state, profile.clone());
                    view! { <button class="button wide" type="button" on:click=choose>{name}</button> }
                })
                .collect_view()
        })
    };
    view! {
        <details class="sheet">
            <summary>{w.somebody_else}</summary>
            <div class="block">
                {names}
                <button class="button wide" type="button" on:click=somebody_new>{w.sign_in_as_other}</button>
            </div>
        </details>
    }
}
