use crate::{
    held::Held,
    parts::online::office_words,
    parts::{not_set_up::sentence, passcode::NewPasscodeForm},
    state::{set_up::Step, use_app},
};
use domain::wire::v1::SignedIn;
use leptos::{prelude::*, task::spawn_local};

/// The passcode of this phone, chosen once after the first sign-in. It opens
/// the phone without any connection.
#[component]
pub fn ChoosePasscode(signed_in: SignedIn) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let problem = Held::new(None::<String>);
    let busy = Held::new(false);
    let name = signed_in.name.clone();
    let on_choose = move |passcode: String| {
        busy.set(true);
        let signed_in = signed_in.clone();
        spawn_local(async move {
            if let Err(error) = (state.chunks.set_up)(state, Step::Enrol(signed_in, passcode)).await
            {
                problem.set(Some(sentence(w, &error)));
            }
            busy.set(false);
        });
    };
    view! {
        <main class="gate" id="main">
            <p class="brand">"Streetlight"</p>
            <h1>{ow.hello(&name)}</h1>
            <p>{ow.choose_passcode_text}</p>
            <NewPasscodeForm label=w.passcode action=ow.set_up_phone problem busy on_choose/>
        </main>
    }
}

/// After an online sign-in on a phone whose passcode was forgotten or destroyed.
#[component]
pub fn ReplacePasscode() -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let problem = Held::new(None::<String>);
    let busy = Held::new(false);
    let on_choose = move |passcode: String| {
        let Some(profile) = state.profile.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = (state.chunks.set_up)(state, Step::Replace(profile, passcode)).await
            {
                problem.set(Some(sentence(w, &error)));
            }
            busy.set(false);
        });
    };
    view! {
        <main class="gate" id="main">
            <h1>{w.new_passcode}</h1>
            <p>{ow.new_passcode_text}</p>
            <NewPasscodeForm label=w.new_passcode action=w.save problem busy on_choose/>
        </main>
    }
}
