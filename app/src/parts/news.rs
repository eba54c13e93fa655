use super::{dates, icon::Icon};
use crate::{
    place::Screen,
    state::{account_news, use_app},
    words::Words,
};
use leptos::prelude::*;

/// That a turn is on, and the way to the team's plans; that a phone was set up in the worker's
/// name, or their password changed.
#[component]
pub fn News() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let turn = move || {
        state.turn.get().map(|turn| {
            let now = state.now.get();
            let when = dates::the_day_time(w, dates::here(turn.until), now);
            view! {
                <p class="turn">
                    <a class="button wide" href=Screen::OnCall.path()>{Icon::Lamp.draw()}<span>{w.on_call_until(&when)}</span></a>
                </p>
            }
        })
    };
    let done = |news: account_news::News, says: fn(&Words, &str) -> String| {
        move || {
            news.of(state).get().map(|at| {
                let when = dates::day_time(w, dates::here(at), state.now.get());
                view! {
                    <p class="turn">
                        <a class="button wide" href=Screen::Me.path()>{Icon::Flag.draw()}<span>{says(w, &when)}</span></a>
                    </p>
                }
            })
        }
    };
    let added = done(account_news::News::PhoneAdded, Words::phone_added);
    let changed = done(account_news::News::PasswordChanged, Words::password_changed);
    view! { {turn}{added}{changed} }
}
