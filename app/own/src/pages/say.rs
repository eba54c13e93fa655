use crate::{
    state::{About, use_state},
    words::Words,
};
use domain::{
    length::over,
    own::{Sort, TEXT_MAX_BYTES},
};
use leptos::{prelude::*, task::spawn_local};

/// What a sort is called.
pub(super) const fn sort_name(w: &Words, sort: Sort) -> &'static str {
    match sort {
        Sort::SuggestChange => w.sort_suggest_change,
        Sort::Agree => w.sort_agree,
        Sort::Disagree => w.sort_disagree,
        Sort::Feedback => w.sort_feedback,
        Sort::StopSharing => w.sort_stop_sharing,
        Sort::Leave => w.sort_leave,
        Sort::CallMe => w.sort_call_me,
    }
}

/// The message that is being written, where one is.
#[component]
pub(super) fn Say() -> impl IntoView {
    let state = use_state();
    move || {
        state.language.track();
        state.writing.get().map(|about| view! { <Writing about/> })
    }
}

#[component]
fn Writing(about: About) -> impl IntoView {
    let state = use_state();
    let w = state.words();
    let (sort, text, busy) = (state.sort, state.text, state.busy);
    let lacks = RwSignal::new(false);
    let chips: Vec<_> = about
        .sorts
        .iter()
        .map(|one| {
            let one = *one;
            view! {
                <label class="chip">
                    <input type="radio" name="sort" prop:checked=move || sort.get() == one on:change=move |_| sort.set(one)/>
                    <span>{sort_name(w, one)}</span>
                </label>
            }
        })
        .collect();
    let says = (!about.says.is_empty()).then(|| w.about_this(&about.says));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (chosen, words) = (sort.get_untracked(), text.get_untracked());
        lacks.set(!chosen.speaks_for_itself() && words.trim().is_empty());
        if lacks.get_untracked() || busy.get_untracked() || over(&words, TEXT_MAX_BYTES) > 0 {
            return;
        }
        spawn_local(state.say());
    };
    // Nothing of what somebody writes is cut: it is said by how much it is too long.
    let problem = move || match over(&text.read(), TEXT_MAX_BYTES) {
        0 => lacks.get().then(|| w.say_words_missing.to_owned()),
        letters => Some(w.say_words_long(letters)),
    };
    view! {
        <form class="form own-say not-printed" on:submit=send>
            <h2 id="say-title" tabindex="-1">{w.say_something}</h2>
            {says.map(|says| view! { <p>{says}</p> })}
            <p class="banner">{w.nobody_at_night}</p>
            <fieldset class="choices"><legend>{w.say_something}</legend><div class="chips">{chips}</div></fieldset>
            <div class="field">
                <label for="say-text">{w.say_words}</label>
                <textarea id="say-text" rows="4" prop:value=text on:input=move |event| state.typed(event_target_value(&event))></textarea>
                <p class="problem" role="alert">{problem}</p>
            </div>
            <p class="row">
                <button class="button primary" type="submit" disabled=busy>{w.send}</button>
                <button class="button" type="button" disabled=busy on:click=move |_| spawn_local(state.cancel())>{w.cancel}</button>
            </p>
        </form>
    }
}
