use super::said::unsent;
use crate::{
    ask::Why,
    days,
    device::{self, NotKept},
    state::use_state,
};
use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};

/// Letters of a PIN, at least.
const PIN_LETTERS: usize = 6;

/// Keeping the pages on this phone, removing them, printing them, ending the link.
#[component]
pub(super) fn ThisPhone(until: Memo<Option<NaiveDate>>) -> impl IntoView {
    let state = use_state();
    let w = state.words();
    let remove = move |_| spawn_local(state.remove());
    let problem = RwSignal::new(None::<Why>);
    let end = move |_| {
        spawn_local(async move {
            if let Err(why) = state.end().await {
                problem.set(Some(why));
            }
        });
    };
    view! {
        <section class="not-printed">
            <h2>{w.this_phone}</h2>
            {move || if state.is_kept.get() {
                view! {
                    <details class="sheet">
                        <summary>{w.remove}</summary>
                        <div class="form">
                            <p>{w.remove_text}</p>
                            {move || unsent(w, state.waiting())}
                            <button class="button wide" type="button" on:click=remove>{w.remove_yes}</button>
                        </div>
                    </details>
                }.into_any()
            } else {
                view! { <Keep/> }.into_any()
            }}
            <details class="sheet"><summary>{w.how_safe}</summary><p>{w.how_safe_text}</p></details>
            <details class="sheet">
                <summary>{w.end_link}</summary>
                <div class="form">
                    <p>{w.end_link_text}</p>
                    {move || unsent(w, state.waiting())}
                    <p class="problem" role="alert">{move || problem.get().map(|why| why.sentence(w))}</p>
                    <button class="button wide" type="button" on:click=end>{w.end_link_yes}</button>
                </div>
            </details>
            <p class="row">
                <button class="button" type="button" on:click=move |_| device::print()>{w.print}</button>
                <button class="button" type="button" on:click=move |_| device::lock()>{w.lock}</button>
            </p>
            {move || until.get().map(|day| view! { <p class="quiet">{w.until(&days::day(w, day))}</p> })}
        </section>
    }
}

/// Asks for a PIN of the client's own.
#[component]
fn Keep() -> impl IntoView {
    let state = use_state();
    let w = state.words();
    let (pin, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(""));
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (one, other) = (pin.get_untracked(), again.get_untracked());
        problem.set(match () {
            () if one.chars().count() < PIN_LETTERS => w.pin_short,
            () if one != other => w.pin_differs,
            () => "",
        });
        if !problem.get_untracked().is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let says = match state.keep(one).await {
                Ok(true) => "",
                Ok(false) => w.kept_already,
                Err(NotKept) => w.cannot_keep,
            };
            let _left = problem.try_set(says);
            let _left = busy.try_set(false);
        });
    };
    let field = move |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input id=id type="password" autocomplete="off" prop:value=value on:input=move |event| value.set(event_target_value(&event))/>
            </div>
        }
    };
    view! {
        <details class="sheet">
            <summary>{w.keep}</summary>
            <form class="form" on:submit=keep>
                <p>{w.keep_text}</p>
                {field("new-pin", w.new_pin, pin)}
                {field("new-pin-again", w.new_pin_again, again)}
                <p class="problem" role="alert">{move || problem.get()}</p>
                <button class="button primary wide" type="submit" disabled=busy>{w.keep_yes}</button>
            </form>
        </details>
    }
}
