mod sync_state;

use crate::{
    held::{Held, Live},
    parts::{
        asked::ClockOff,
        dates,
        icon::outline,
        pictures,
        row::{Act, Row, nothing, outlines},
    },
    place::Screen,
    state::{
        account_news::{self, News},
        enrol, lock,
        start::choose_language,
        use_app, wording,
    },
    words::{Language, desk},
};
use domain::wire::v1::Role;
use leptos::{prelude::*, task::spawn_local};
use sync_state::SyncState;

/// Sync in plain words, the lock, the language, one's account and phones, signing out: rows in
/// groups, each with how it stands and the way to more of it.
#[component]
pub fn Me() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let profile = state.profile.get_untracked();
    let name = profile.map(|profile| profile.name).unwrap_or_default();
    view! {
        <header class="head top"><h1>{name}</h1></header>
        <SyncState/>
        <ThisPhone/>
        <Directory/>
        <Account/>
        <Office/>
        <ul class="rows">
            <Row icon=outlines::QUESTION name=w.help value=nothing() act=Act::Show(Screen::Help)/>
            <Row icon=outlines::SHIELD name=w.your_rights value=nothing() act=Act::Show(Screen::Rights)/>
        </ul>
        <SignOut/>
    }
}

/// What opens this phone, and in which language it speaks.
#[component]
fn ThisPhone() -> impl IntoView {
    let state = use_app();
    let d = desk::words(state.language.get_untracked());
    let profile = state.profile.get_untracked();
    let kept = profile.as_ref().is_some_and(|profile| profile.storage_kept);
    let locks = profile.map(|profile| {
        let minutes = lock::idle_limit_s(&profile).div_ceil(60);
        d.locks_after(usize::from(minutes))
    });
    let lock_now = Callback::new(move |()| lock::lock(state));
    let checks = Held::new(wording::is_wanted(state));
    let turn = Callback::new(move |()| {
        if !wording::want(state, !checks.get_untracked()) {
            state.tell(state.words().phone_could_not_keep);
        }
        checks.set(wording::is_wanted(state));
    });
    view! {
        <h2 class="rows-head">{d.this_phone}</h2>
        <ClockOff/>
        <ul class="rows">
            <Row icon=outlines::LOCK name=d.lock_now value=nothing() act=Act::Do(lock_now)/>
            <Row
                icon=outlines::KEY
                name=d.lock_settings
                value=Live::stored(locks.unwrap_or_default())
                act=Act::Show(Screen::LockSettings)
            />
            <Languages/>
            <Row
                icon=outlines::PEN
                name=d.check_words
                value=Live::derive(move || if checks.get() { d.turned_on } else { d.turned_off }.to_owned())
                act=Act::Do(turn)
            />
        </ul>
        <p class="quiet">{if kept { d.storage_kept } else { d.storage_not_kept }}</p>
    }
}

/// One of two, chosen where it stands.
#[component]
fn Languages() -> impl IntoView {
    let state = use_app();
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
        <li class="row-tap">
            {outline(outlines::WORLD)}
            <span class="row-words"><span>{state.words().language}</span><span class="row">{languages}</span></span>
        </li>
    }
}

/// What the server knows one by, and one's turns on call.
#[component]
fn Account() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let phones = move || match state.own_phones.get() {
        0 => String::new(),
        n => n.to_string(),
    };
    let until = move || {
        let turn = state.turn.get();
        let when =
            turn.map(|turn| dates::the_day_time(w, dates::here(turn.until), state.now.get()));
        when.map(|when| d.turn_until(&when)).unwrap_or_default()
    };
    let sees_clients = state.role() != Role::Administrator;
    let on_call = sees_clients.then(|| {
        view! {
            <Row icon=outlines::LAMP name=w.on_call value=Live::derive(until) act=Act::Show(Screen::OnCall)/>
        }
    });
    view! {
        <h2 class="rows-head">{d.account}</h2>
        <Told news=News::PasswordChanged/>
        <Told news=News::PhoneAdded/>
        <ul class="rows">
            <Row icon=outlines::PERSON name=d.account_link value=nothing() act=Act::Show(Screen::Account)/>
            <Row
                icon=outlines::DEVICE
                name=w.phones
                value=Live::derive(phones)
                act=Act::Show(Screen::Phones)
            />
            {on_call}
        </ul>
    }
}

/// The services that people can be linked to.
#[component]
fn Directory() -> impl IntoView {
    let d = desk::words(use_app().language.get_untracked());
    view! {
        <ul class="rows">
            <Row icon=outlines::TRAY name=d.directory value=nothing() act=Act::Show(Screen::Directory)/>
        </ul>
    }
}

/// What a supervisor or an administrator does for others.
#[component]
fn Office() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let roster = (outlines::CALENDAR, w.roster, Screen::Roster);
    let rows = match state.role() {
        Role::Supervisor => vec![
            (outlines::TRAY, w.quarantine, Screen::Quarantine),
            (outlines::EYE, w.openings, Screen::Openings),
            (outlines::SHIELD, d.disclosures, Screen::Disclosures),
            (outlines::ROUND, d.outside_reviews, Screen::OutsideReviews),
            (outlines::PEN, d.directory_desk, Screen::Suggestions),
            roster,
        ],
        Role::Administrator => {
            let desk = (outlines::PEN, d.directory_desk, Screen::Suggestions);
            vec![(outlines::CALL, w.agency_content, Screen::AgencyContent), desk, roster]
        }
        Role::Worker => return ().into_any(),
    };
    let rows = rows
        .into_iter()
        .map(
            |(icon, name, screen)| view! { <Row icon name value=nothing() act=Act::Show(screen)/> },
        )
        .collect_view();
    view! { <h2 class="rows-head">{d.office}</h2><ul class="rows">{rows}</ul> }.into_any()
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
                <div class="banner">
                    <p>{says}</p>
                    <button class="button wide" type="button" on:click=move |_| account_news::put_away(state, news)>
                        {mine}
                    </button>
                </div>
            }
        })
    }
}

/// Says what will happen to unsent work before it does anything.
#[component]
fn SignOut() -> impl IntoView {
    let state = use_app();
    let d = desk::words(state.language.get_untracked());
    let asking = Held::new(false);
    let unsent = move || state.pending.with(|all| all.unsent());
    let found = pictures::unsent();
    let sign_out = move |_| spawn_local(enrol::sign_out(state));
    let ask = Callback::new(move |()| asking.set(true));
    move || {
        if asking.get() {
            let text = match (unsent(), found.get().0.pages) {
                (0, 0) => d.sign_out_nothing_unsent.to_owned(),
                (0, pages) => d.sign_out_pictures(pages),
                (n, 0) => d.sign_out_unsent(n),
                (n, pages) => [d.sign_out_unsent(n), d.sign_out_pictures(pages)].join(" "),
            };
            view! {
                <section class="banner">
                    <p>{text}</p>
                    <div class="row">
                        <button class="button" type="button" on:click=move |_| asking.set(false)>{d.stay}</button>
                        <button class="button" type="button" on:click=sign_out>{d.sign_out}</button>
                    </div>
                </section>
            }
            .into_any()
        } else {
            view! {
                <ul class="rows"><Row icon=outlines::OUT name=d.sign_out value=nothing() act=Act::Do(ask)/></ul>
            }
            .into_any()
        }
    }
}
