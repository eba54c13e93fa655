use crate::{parts::dates, parts::online::office_words, parts::sure::Sure, state::use_app};
use domain::wire::v1::{DeviceRow, SessionRow};
use leptos::prelude::*;

/// Where one is signed in, and the ways to end it there.
#[component]
pub(super) fn Sessions(
    sessions: Vec<SessionRow>,
    /// One's phones, for their names.
    phones: Vec<DeviceRow>,
    /// One was ended, or all others.
    ended: Callback<()>,
) -> impl IntoView {
    let ow = office_words(use_app());
    let others = sessions.iter().any(|session| !session.this_one);
    let rows = sessions
        .into_iter()
        .map(move |session| {
            let phone = phones.iter().find(|phone| Some(phone.device_id) == session.device_id);
            let name = phone.map_or(ow.session_unnamed, |phone| &phone.name).to_owned();
            view! { <OneSession session name ended/> }
        })
        .collect_view();
    view! {
        <section class="block">
            <h2>{ow.sessions}</h2>
            {others.then(|| view! { <p class="quiet">{ow.sessions_text}</p> })}
            <ul class="people">{rows}</ul>
            {others.then(|| view! {
                <Sure
                    name=ow.sessions_end
                    text=ow.sessions_end_text
                    yes=ow.sessions_end_yes
                    method="DELETE"
                    path="/api/v1/account/sessions".to_owned()
                    told=ow.sessions_ended
                    done=ended
                />
            })}
        </section>
    }
}

#[component]
fn OneSession(
    session: SessionRow,
    /// What its phone is called.
    name: String,
    ended: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let when = |at| dates::day_time(w, dates::here(at), state.now.get_untracked());
    let began = ow.session_began(&when(session.began_at));
    let seen = ow.seen(&when(session.last_seen_at));
    let path = format!("/api/v1/account/sessions/{}", session.session_id);
    view! {
        <li class="phone">
            <h3 class="person-name">
                {name}
                {session.this_one.then(|| view! { <small class="quiet">{ow.this_phone_mark}</small> })}
            </h3>
            <p class="quiet">{format!("{began} · {seen}")}</p>
            {(!session.this_one).then(|| view! {
                <Sure
                    name=ow.session_end
                    text=ow.session_end_text
                    yes=ow.session_end_yes
                    method="DELETE"
                    path
                    told=ow.session_ended
                    done=ended
                />
            })}
        </li>
    }
}
