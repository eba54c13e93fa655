use crate::{
    parts::{
        dates,
        drafts::{Drafts, unfinished},
        icon::Icon,
        sync_line::SyncLine,
        to_reach::{self, ToReach},
    },
    place::Screen,
    state::{account_news::News, today::Due, use_app},
    words::Words,
};
use leptos::prelude::*;

/// Who to reach today, and why; then drafts to finish.
#[component]
pub fn Today() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let today = move || state.now.get().date();
    let list = to_reach::list(state);
    let heading = move || {
        let reach = |due: &&Due| due.group(today()).is_reach_out();
        match list.with(|list| list.iter().filter(reach).count()) {
            // Whose contacts are still on their way is nobody gone quiet.
            _ if !state.whole.get() => w.today_still_fetching.to_owned(),
            0 => w.nobody_due.to_owned(),
            reach => w.people_to_reach(reach),
        }
    };
    let drafts = unfinished(state);
    let first_time = move || {
        state.caseload.with(|caseload| caseload.clients.is_empty()).then(|| {
            view! { <p class="empty">{w.today_empty}</p> }
        })
    };
    view! {
        <header class="head top">
            <p class="quiet">{move || dates::long_day(w, today(), today())}</p>
            <h1>{heading}</h1>
            <SyncLine/>
        </header>
        <div class="facts">
            <News/>
            <Drafts drafts/>
        </div>
        {first_time}
        <ToReach list drafts/>
    }
}

/// That a turn is on, and the way to the team's plans; for a supervisor, that
/// plans were opened; that a phone was set up in the worker's name, or their password changed.
#[component]
fn News() -> impl IntoView {
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
    let openings = move || match state.openings_waiting.get() {
        0 => None,
        n => Some(view! {
            <p class="turn">
                <a class="button wide" href=Screen::Openings.path()>{Icon::Flag.draw()}<span>{w.openings_waiting(n)}</span></a>
            </p>
        }),
    };
    let done = |news: News, says: fn(&Words, &str) -> String| {
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
    let added = done(News::PhoneAdded, Words::phone_added);
    let changed = done(News::PasswordChanged, Words::password_changed);
    view! { {turn}{openings}{added}{changed} }
}
