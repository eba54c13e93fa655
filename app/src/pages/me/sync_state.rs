use crate::{
    held::{Derived, Live},
    parts::{
        dates,
        icon::outline,
        pictures,
        row::{Act, Row, nothing, outlines},
    },
    place::Screen,
    state::{AppState, SyncPhase, sync, use_app},
    words::desk,
};
use leptos::{prelude::*, task::spawn_local};

/// What is where, in plain words; what waits, and what can be done about it.
#[component]
pub fn SyncState() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let unsent = move || state.pending.with(|all| all.unsent());
    let found = pictures::unsent();
    let waiting = move || found.get().0.pages;
    let attention = move || state.pending.with(|all| all.needing_attention());
    let sentence = move || match state.sync.get() {
        SyncPhase::Running => d.sync_running.to_owned(),
        SyncPhase::Unreachable => d.sync_unreachable.to_owned(),
        SyncPhase::SignInNeeded if state.second_missing.get() => d.second_missing.to_owned(),
        SyncPhase::SignInNeeded => w.sign_in_for_updates.to_owned(),
        SyncPhase::Revoked => w.phone_revoked.to_owned(),
        SyncPhase::AppTooOld => w.app_too_old.to_owned(),
        SyncPhase::NotKept => w.sync_not_kept.to_owned(),
        SyncPhase::Resting if unsent() == 0 && waiting() > 0 => {
            pictures::says(state, found.get().0)
        }
        SyncPhase::Resting if unsent() == 0 => w.everything_sent.to_owned(),
        SyncPhase::Resting => w.on_this_phone(unsent()),
    };
    let last = move || {
        state.last_sync.get().map_or_else(
            || w.never_synced.to_owned(),
            |at| {
                let now = state.now.get();
                w.last_sync(&dates::day_time(w, dates::here(at), now))
            },
        )
    };
    let needs_sign_in = move || state.sync.get() == SyncPhase::SignInNeeded;
    let count = Live::derive(move || match unsent() + attention() + waiting() {
        0 => String::new(),
        n => n.to_string(),
    });
    let anything = Derived::new(move |_| unsent() + attention() + waiting() > 0);
    let hand = Live::derive(move || attention() > 0);
    let sync_now = Callback::new(move |()| sync::now(state));
    view! {
        <h2 class="rows-head">{w.sync}</h2>
        <ul class="rows">
            <li class="row-tap">
                {outline(outlines::CLOUD)}
                <span class="row-says"><span role="status">{sentence}</span><small class="quiet">{last}</small></span>
            </li>
            {move || anything.get().then(|| view! {
                <Row icon=outlines::TRAY name=w.waiting value=count waits=Some(hand) act=Act::Show(Screen::Waiting)/>
            })}
            <Row icon=outlines::ROUND name=d.sync_now value=nothing() act=Act::Do(sync_now)/>
        </ul>
        {move || needs_sign_in().then(|| {
            // Signing in once more would change nothing for whoever lacks the second factor.
            let (screen, name) = match state.second_missing.get() {
                true => (Screen::Account, d.account_link),
                false => (Screen::SignIn, w.sign_in),
            };
            view! { <p><a class="button primary wide" href=screen.path()>{name}</a></p> }
        })}
        <Update state/>
    }
}

/// A newer version, taken at a moment the worker chooses.
#[component]
fn Update(state: AppState) -> impl IntoView {
    let d = desk::words(state.language.get_untracked());
    let take = move |_| {
        spawn_local(async move {
            if crate::browser::service_worker::take_over().await.is_err() {
                state.tell(d.update_later);
            }
        });
    };
    move || {
        state.update_waits.get().then(|| {
            view! {
                <div class="banner">
                    <p>{d.update_ready}</p>
                    <button class="button wide" type="button" on:click=take>{d.update_now}</button>
                </div>
            }
        })
    }
}
