use crate::{
    browser::passkey,
    held::Held,
    parts::{
        page_head::PageHead,
        passcode::{NewPasscodeForm, PasscodeForm, Try},
    },
    place::Screen,
    state::{
        AppState,
        passcode::Opened,
        unlock::{OpenWith, prove},
        use_app,
    },
    store::Profile,
    words::desk,
};
use leptos::{prelude::*, task::spawn_local};

/// What opens this phone: another passcode, and a passkey beside it. Asks for
/// the passcode first: whoever found the phone open may not change its lock.
#[component]
pub fn LockSettings() -> impl IntoView {
    let state = use_app();
    let d = desk::words(state.language.get_untracked());
    let opened = Held::new(None::<Opened>);
    view! {
        <PageHead title=d.lock_settings_title back=Screen::Me/>
        {move || match opened.get() {
            None => view! { <Prove opened/> }.into_any(),
            Some(phone) => view! { <Change phone/> }.into_any(),
        }}
    }
}

#[component]
fn Prove(opened: Held<Option<Opened>>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let on_try = move |(profile, with): (Profile, OpenWith)| -> Try {
        Box::pin(async move {
            let phone = prove(state, profile, &with).await?;
            // The screen may be gone, and the key with it.
            let _gone = opened.try_set(Some(phone));
            Ok(())
        })
    };
    view! {
        <section class="block">
            <p>{d.prove_first}</p>
            <PasscodeForm label=w.passcode action=d.go_on on_try/>
        </section>
    }
}

#[component]
fn Change(phone: Opened) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let problem = Held::new(None::<String>);
    let busy = Held::new(false);
    let own = phone.clone();
    let on_choose = move |passcode: String| {
        let phone = own.clone();
        busy.set(true);
        spawn_local(async move {
            match phone.change_passcode(state, &passcode).await {
                Ok(()) => state.tell(d.passcode_changed),
                Err(_) => drop(problem.try_set(Some(d.passcode_not_changed.to_owned()))),
            }
            let _gone = busy.try_set(false);
        });
    };
    let passkey = passkey::may_be_there().then(|| view! { <Passkey state phone/> });
    view! {
        <section class="block">
            <h2>{d.change_passcode}</h2>
            <p>{d.change_passcode_text}</p>
            <NewPasscodeForm label=w.new_passcode action=w.save problem busy on_choose/>
        </section>
        {passkey}
    }
}

#[component]
fn Passkey(state: AppState, phone: Opened) -> impl IntoView {
    let d = desk::words(state.language.get_untracked());
    let busy = Held::new(false);
    let problem = Held::new(None::<&'static str>);
    let has_one = move || {
        state.profile.with(|profile| profile.as_ref().is_some_and(|one| one.passkey.is_some()))
    };
    let change = move |_| {
        let (phone, had_one) = (phone.clone(), has_one());
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let wrong = if had_one {
                phone.drop_passkey(state).await.err().map(|_| d.passcode_not_changed)
            } else {
                match phone.add_passkey(state).await {
                    Ok(true) => None,
                    Ok(false) => Some(d.passkey_not_made),
                    Err(_) => Some(d.passcode_not_changed),
                }
            };
            let _gone = problem.try_set(wrong);
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <section class="block">
            <h2>{d.passkey}</h2>
            <p>{d.passkey_text}</p>
            <p role="status">{move || has_one().then_some(d.passkey_is_set_up)}</p>
            <p class="problem" role="alert">{move || problem.get()}</p>
            <button class="button wide" type="button" disabled=move || busy.get() on:click=change>
                {move || if has_one() { d.passkey_remove } else { d.passkey_set_up }}
            </button>
        </section>
    }
}
