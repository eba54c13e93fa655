//! What the screens have in common that ask the server and keep nothing on the phone.

use crate::{
    place::Screen,
    state::{
        AppState,
        refusal::{Refused, ask_here},
        use_app,
    },
    words::office::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

/// The words of the screens that ask the server, in the language in force.
#[must_use]
pub fn office_words(state: AppState) -> &'static Words {
    words(state.language.get_untracked())
}

/// Something that the server is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked<T> {
    /// No answer yet.
    Waiting,
    /// The answer.
    Here(T),
    /// Why there is none.
    Refused(Refused),
}

/// Asks for `path` and puts the answer into `asked`. The screen may be left
/// meanwhile; then nobody is told.
pub fn fetch<T>(asked: RwSignal<Asked<T>>, path: String)
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    spawn_local(async move {
        let _left = asked.try_set(match ask_here("GET", &path, None::<&()>).await {
            Ok(answer) => Asked::Here(answer),
            Err(refused) => Asked::Refused(refused),
        });
    });
}

/// What happened, what is safe, what to do.
#[must_use]
pub fn sentence(state: AppState, refused: &Refused) -> &'static str {
    let (w, ow) = (state.words(), office_words(state));
    match refused {
        Refused::Unreachable => ow.needs_server,
        Refused::Said { status: 401, .. } => w.signed_out_here,
        Refused::Said { code, .. } if code == "device_revoked" => w.phone_revoked,
        Refused::Said { status: 403, .. } => ow.not_yours,
        Refused::Said { status: 404, .. } => ow.not_there,
        Refused::Said { .. } => ow.server_trouble,
    }
}

/// Says why the server did not answer, and what can be done about it.
#[expect(clippy::needless_pass_by_value, reason = "it is what a view hands over")]
#[component]
pub fn Trouble(
    /// Why.
    refused: Refused,
    /// Asks again.
    again: impl Fn() + Send + 'static,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let signed_out = matches!(refused, Refused::Said { status: 401, .. });
    view! {
        <section class="block" role="alert">
            <p>{sentence(state, &refused)}</p>
            {if signed_out {
                view! { <a class="button primary wide" href=Screen::SignIn.path()>{w.sign_in}</a> }.into_any()
            } else {
                view! {
                    <button class="button wide" type="button" on:click=move |_| again()>{w.try_again}</button>
                }.into_any()
            }}
        </section>
    }
}
