use crate::{
    parts::{asked::ClockOff, dates, icon::Icon},
    place::Screen,
    state::{
        AppState, SyncPhase,
        account_news::{self, News},
        enrol, lock,
        start::choose_language,
        sync, use_app,
    },
    words::{Language, desk},
};
use domain::wire::v1::Role;
use leptos::{prelude::*, task::spawn_local};

/// Sync in plain words, lock, language, this phone, signing out.
#[component]
pub fn Me() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let profile = state.profile.get_untracked();
    let name = profile.as_ref().map(|profile| profile.name.clone()).unwrap_or_default();
    let roster = (Screen::Roster, w.roster);
    let office = match profile.as_ref().map(|profile| profile.role) {
        Some(Role::Supervisor) => {
            vec![
                (Screen::Quarantine, w.quarantine),
                (Screen::Openings, w.openings),
                (Screen::OutsideReviews, d.outside_reviews),
                roster,
            ]
        }
        Some(Role::Administrator) => vec![(Screen::AgencyContent, w.agency_content), roster],
        Some(Role::Worker) | None => Vec::new(),
    };
    let office = (!office.is_empty()).then(|| {
        let links = office
            .into_iter()
            .map(|(screen, name)| view! { <a class="button wide" href=screen.path()>{name}</a> })
            .collect_view();
        view! { <section class="block"><h2>{d.office}</h2>{links}</section> }
    });
    let on_call = profile.as_ref().is_some_and(|profile| profile.role != Role::Administrator);
    let on_call = on_call.then(|| {
        view! {
            <section class="block"><a class="button wide" href=Screen::OnCall.path()>{Icon::Lamp.draw()}<span>{w.on_call}</span></a></section>
        }
    });
    let kept = profile.is_some_and(|profile| profile.storage_kept);
    let languages = Language::ALL
        .into_iter()
        .map(|(language, name)| {
            let chosen = state.language.get_untracked() == language;
            view! {
                <button
                    class="button"
                    type="button"
                    lang=language.tag()
                    aria-pressed=chosen.to_string()
                    on:click=move |_| choose_language(state, language)
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    view! {
        <header class="head top"><h1>{name}</h1></header>
        <SyncState/>
        {on_call}
        <section class="block">
            <button class="button wide" type="button" on:click=move |_| lock::lock(state)>
                {Icon::Lock.draw()}<span>{d.lock_now}</span>
            </button>
            <a class="button wide" href=Screen::LockSettings.path()>{d.lock_settings}</a>
        </section>
        <section class="block">
            <h2>{d.account}</h2>
            <Told news=News::PasswordChanged/>
            <a class="button wide" href=Screen::Account.path()>{d.account_link}</a>
        </section>
        <section class="block">
            <h2>{w.language}</h2>
            <div class="row">{languages}</div>
        </section>
        <section class="block">
            <h2>{d.this_phone}</h2>
            <ClockOff/>
            <Told news=News::PhoneAdded/>
            <p>{if kept { d.storage_kept } else { d.storage_not_kept }}</p>
            <a class="button wide" href=Screen::Phones.path()>{w.phones}</a>
        </section>
        {office}
        <SignOut/>
        <p class="links"><a href=Screen::Help.path()>{w.help}</a>" "<a href=Screen::Rights.path()>{w.your_rights}</a></p>
    }
}

/// What was done in the worker's name, until they say that they know of it.
#[component]
fn Told(news: News) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    move || {
        news.of(state).get().map(|at| {
            let when = dates::day_time(w, dates::here(at), state.now.get());
            let (says, mine) = match news {
                News::PhoneAdded => (w.phone_added(&when), d.phone_added_mine),
                News::PasswordChanged => (w.password_changed(&when), d.password_changed_mine),
            };
            view! {
                <p class="banner">{says}</p>
                <button class="button wide" type="button" on:click=move |_| account_news::put_away(state, news)>
                    {mine}
                </button>
            }
        })
    }
}

#[component]
fn SyncState() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let unsent = move || state.pending.with(|all| all.unsent());
    let attention = move || state.pending.with(|all| all.needing_attention());
    let sentence = move || match state.sync.get() {
        SyncPhase::Running => d.sync_running.to_owned(),
        SyncPhase::Unreachable => d.sync_unreachable.to_owned(),
        SyncPhase::SignInNeeded if state.second_missing.get() => d.second_missing.to_owned(),
        SyncPhase::SignInNeeded => w.sign_in_for_updates.to_owned(),
        SyncPhase::Revoked => w.phone_revoked.to_owned(),
        SyncPhase::AppTooOld => w.app_too_old.to_owned(),
        SyncPhase::NotKept => w.sync_not_kept.to_owned(),
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
    view! {
        <section class="block">
            <h2>{w.sync}</h2>
            <p role="status">{sentence}</p>
            <p class="quiet">{last}</p>
            {move || (unsent() + attention() > 0).then(|| view! {
                <p><a class="button wide" href=Screen::Waiting.path()>{w.what_waits(unsent() + attention())}</a></p>
            })}
            {move || needs_sign_in().then(|| {
                // Signing in once more would change nothing for whoever lacks the second factor.
                let (screen, name) = match state.second_missing.get() {
                    true => (Screen::Account, d.account_link),
                    false => (Screen::SignIn, w.sign_in),
                };
                view! { <p><a class="button primary wide" href=screen.path()>{name}</a></p> }
            })}
            <button class="button wide" type="button" on:click=move |_| sync::now(state)>
                {d.sync_now}
            </button>
            <Update state/>
        </section>
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
                <p>{d.update_ready}</p>
                <button class="button wide" type="button" on:click=take>{d.update_now}</button>
            }
        })
    }
}

/// Says what will happen to unsent work before it does anything.
#[component]
fn SignOut() -> impl IntoView {
    let state = use_app();
    let d = desk::words(state.language.get_untracked());
    let asking = RwSignal::new(false);
    let unsent = move || state.pending.with(|all| all.unsent());
    let sign_out = move |_| spawn_local(enrol::sign_out(state));
    view! {
        <section class="block">
            {move || if asking.get() {
                let text = match unsent() {
                    0 => d.sign_out_nothing_unsent.to_owned(),
                    n => d.sign_out_unsent(n),
                };
                view! {
                    <p>{text}</p>
                    <div class="row">
                        <button class="button" type="button" on:click=move |_| asking.set(false)>{d.stay}</button>
                        <button class="button" type="button" on:click=sign_out>{d.sign_out}</button>
                    </div>
                }.into_any()
            } else {
                view! {
                    <button class="button wide" type="button" on:click=move |_| asking.set(true)>{d.sign_out}</button>
                }.into_any()
            }}
        </section>
    }
}
