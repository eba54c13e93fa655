//! One's own account, while there is a connection: the password, where one is signed in, one's
//! phones.

pub mod choose_passcode;
mod password;
mod second;
pub mod second_step;
mod sessions;

use crate::{
    held::{Held, Live},
    parts::online::{Asked, Question, office_words},
    parts::{dates, page_head::PageHead},
    place::Screen,
    state::{AppState, use_app},
};
use domain::wire::v1::{Account, DeviceRow, Revoked, SessionRow};
use leptos::prelude::*;
use password::ChangePassword;
use second::{Codes, Second};
use sessions::Sessions;

/// The password, where one is signed in, and one's phones.
#[component]
pub fn AccountPage() -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let question = Question::<Account>::ask("/api/v1/account");
    let again = Callback::new(move |()| question.again());
    let codes = Held::new(Vec::new());
    let problem = Held::new(None::<String>);
    let set_at = Live::derive(move || match question.asked.get() {
        Asked::Here(account) => account.password_set_at,
        Asked::Waiting | Asked::Refused(_) => None,
    });
    view! {
        <PageHead title=ow.account back=Screen::Me/>
        // Outside of what is drawn anew with each answer: what is typed stays.
        <ChangePassword set_at changed=again/>
        <Codes codes/>
        {question.drawn(move |Account { sessions, phones, here, second_factor, .. }| view! {
                {second_factor.map(|second| {
                    let fresh = is_fresh(state, &sessions);
                    view! { <Second second fresh codes problem changed=again/> }
                })}
                <Sessions sessions phones=phones.clone() ended=again/>
                <OwnPhones phones here/>
            }
            .into_any())}
    }
}

/// Minutes after the password in which what stands beside it may be changed; the server counts ten.
const FRESH_MIN: i64 = 9;

/// Whether the password was given just now.
fn is_fresh(state: AppState, sessions: &[SessionRow]) -> bool {
    let now_ms = state.now.get_untracked().utc_ms() + state.server_ahead_ms.get_untracked();
    let own = sessions.iter().find(|session| session.this_one);
    own.is_some_and(|own| now_ms - own.began_at.utc_ms() < FRESH_MIN * 60_000)
}

/// One's phones: when each was set up, and from where.
#[component]
fn OwnPhones(
    phones: Vec<DeviceRow>,
    /// The network address one is at now.
    here: String,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let rows = phones
        .into_iter()
        .map(|phone| {
            let mark = match phone.revoked {
                Some(Revoked::Lost) => Some(ow.phone_lost),
                Some(Revoked::Left) => Some(ow.phone_left),
                None => None,
            };
            let enrolled = ow.enrolled(&dates::day_time(w, dates::here(phone.enrolled_at), now));
            let from = phone.enrolled_from.map(|from| match from == here {
                true => format!(", {}", ow.from_here),
                false => format!(", {}", ow.from_address(&from)),
            });
            view! {
                <li class="phone">
                    <h3 class="person-name">
                        {phone.name}
                        {mark.map(|mark| view! { <small class="quiet">{mark}</small> })}
                    </h3>
                    <p class="quiet">{enrolled}{from}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="block">
            <h2>{ow.own_phones}</h2>
            <ul class="people">{rows}</ul>
            <a class="button wide" href=Screen::Phones.path()>{ow.own_phones_link}</a>
        </section>
    }
}
