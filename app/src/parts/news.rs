use super::{dates, icon::Icon, turn::turn};
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
    let on_call = move || {
        state.turn.get().map(|on| {
            let now = state.now.get();
            let when = dates::the_day_time(w, dates::here(on.until), now);
            turn(Screen::OnCall, Icon::Lamp, w.on_call_until(&when))
        })
    };
    let done = |news: account_news::News, says: fn(&Words, &str) -> String| {
        move || {
            news.of(state).get().map(|at| {
                let when = dates::day_time(w, dates::here(at), state.now.get());
                turn(Screen::Me, Icon::Flag, says(w, &when))
            })
        }
    };
    let added = done(account_news::News::PhoneAdded, Words::phone_added);
    let changed = done(account_news::News::PasswordChanged, Words::password_changed);
    view! { {on_call}{added}{changed} }
}
