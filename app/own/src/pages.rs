//! What is on the screen below the crisis lines.

mod calls;
mod enter;
mod goals;
mod locked;
mod phone;
mod plan;
mod rights;
mod said;
mod say;

use crate::{
    ask::Why,
    days, device,
    state::{Stage, State, use_state},
    words::Language,
};
use domain::wire::v1::OwnView;
use leptos::prelude::*;

/// The whole app; `kept` says that something is kept on this phone.
pub(crate) fn app(kept: bool) -> impl IntoView {
    let state = State::begin(kept);
    provide_context(state);
    view! {
        <div class="own-language">
            {[(Language::English, "English"), (Language::Spanish, "Español")].map(|(language, name)| view! {
                <button
                    class="button"
                    type="button"
                    lang=language.tag()
                    aria-pressed=move || (state.language.get() == language).to_string()
                    on:click=move |_| state.speak(language)
                >
                    {name}
                </button>
            })}
        </div>
        <p class="notice" role="status">{move || state.told.get()}</p>
        {move || match state.stage.get() {
            Stage::Enter(secret) => view! { <enter::Enter secret/> }.into_any(),
            Stage::Locked => view! { <locked::Locked/> }.into_any(),
            Stage::Open => view! { <Pages/> }.into_any(),
            Stage::Unsent => view! { <said::Unsent/> }.into_any(),
        }}
    }
}

/// The client's pages, in the order in which they may be needed. Drawn anew is only what changed: what is
/// being written stands through a change of the view.
#[component]
fn Pages() -> impl IntoView {
    let state = use_state();
    let seen =
        Memo::new(move |_| state.open.with(|open| open.as_ref().map(|open| open.view.clone())));
    let until = Memo::new(move |_| seen.with(|view| view.as_ref().and_then(|view| view.until)));
    view! {
        {move || seen.get().map(|view| upper(state, &view))}
        <say::Say/>
        {move || {
            let (w, waiting) = (state.words(), state.waiting());
            let (why, refused) = (state.why_old.get(), state.refused.get());
            seen.with(|view| {
                view.as_ref().map(|view| said::said(w, why, waiting, &refused, &view.said))
            })
        }}
        {move || {
            state.language.track();
            view! { <phone::ThisPhone until/> }
        }}
        {move || seen.with(|view| view.as_ref().map(|view| said::log(state.words(), &view.log)))}
    }
}

fn upper(state: State, view: &OwnView) -> AnyView {
    let w = state.words();
    let when = days::at(w, view.made_at, device::offset_min());
    let age = move || match state.why_old.get() {
        Some(Why::Offline) => Some(w.offline(&when)),
        Some(why) if why.passes() => Some(w.not_renewed(&when)),
        Some(why) => Some(why.sentence(w).to_owned()),
        None if state.is_kept.get() => Some(w.kept_since(&when)),
        None => None,
    };
    let again = move || {
        state.why_old.get().is_some_and(Why::opens_again).then(|| {
            view! {
                <p class="not-printed">
                    <button class="button" type="button" on:click=move |_| state.ask_again(String::new())>{w.open_again}</button>
                </p>
            }
        })
    };
    let in_part = move || {
        let in_part = state.open.with(|open| open.as_ref().is_some_and(|open| open.in_part));
        in_part.then(|| view! { <p class="banner" role="status">{w.in_part}</p> })
    };
    view! {
        <h1 id="own-title" tabindex="-1">{w.app_name}</h1>
        <p class="quiet">{view.agency.clone()}</p>
        <p class="quiet" role="status">{age}</p>
        {in_part}
        {again}
        {calls::now(w, state.language.get_untracked().tag(), view)}
        {plan::plan(state, w, view.plan.as_ref())}
        {goals::goals(state, w, &view.goals)}
        {goals::next(w, &view.next)}
        {goals::shared(state, w, &view.shared)}
        {rights::help(w)}
        {rights::rights(state, w)}
    }
    .into_any()
}
