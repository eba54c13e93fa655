use crate::{
    browser::{clock, early},
    held::{Derived, react},
    parts::{
        emergency::EmergencyNumbers,
        missing::what_is_missing,
        passcode::{PasscodeForm, Try},
    },
    state::{
        AppState, Phase, start,
        unlock::{OpenWith, unlock},
        use_app,
    },
    store::Profile,
};
use leptos::{prelude::*, task::spawn_local};

/// The lock. Says nothing about any client; emergency numbers work without unlocking.
#[component]
pub fn Unlock() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let on_try = move |(profile, with): (Profile, OpenWith)| -> Try {
        Box::pin(async move { unlock(state, profile, &with).await })
    };
    let sign_in = move |forgotten: bool| {
        state.forgotten.set(forgotten);
        state.phase.set(Phase::SignedOut);
    };
    // A wrong try is counted in the profile: the form stays as it is, and says so.
    let has_key = Derived::new(move |_| {
        state.profile.with(|profile| profile.as_ref().is_some_and(|one| one.wrapped.is_some()))
    });
    let way_in = move || {
        if has_key.get() {
            view! { <PasscodeForm label=w.passcode action=w.unlock on_try/> }.into_any()
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
    // On a phone that several people share, whose passcode is asked for.
    let whose = Derived::new(move |_| {
        let shared = state.enrolled.with(|all| all.len() > 1);
        let name = state.profile.with(|profile| profile.as_ref().map(|one| one.name.clone()));
        name.filter(|_| shared).unwrap_or_default()
    });
    // The next start shows it at once; without a key it is another lock.
    react(move || {
        has_key.track();
        state.lines.track();
        whose.track();
        spawn_local(async {
            clock::sleep(0).await;
            early::keep_lock();
        });
    });
    view! {
        <main class="gate lock" id="main">
            <p class="brand">"Streetlight"</p>
            <h1>{w.unlock}</h1>
            {move || Some(whose.get()).filter(|name| !name.is_empty()).map(|name| view! { <p>{name}</p> })}
            {move || what_is_missing(state)}
            {way_in}
            {move || match state.waiting_while_locked.get() {
                0 => None,
                n => Some(view! { <p class="quiet">{w.waiting_locked(n)}</p> }),
            }}
            <EmergencyNumbers/>
            <p class="links">
                {move || has_key.get().then(|| view! {
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
