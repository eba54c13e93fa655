use super::{beside_name, looked_at::LookedAt, name_of, told_apart};
use crate::{
    parts::online::{Question, office_words},
    parts::{dates, icon::Icon, page_head::PageHead},
    place::Screen,
    state::use_app,
    words::office::Words,
};
use domain::wire::v1::{Opening, OpeningWhy, Openings};
use leptos::prelude::*;

const PATH: &str = "/api/v1/on-call/openings";

/// Plans of colleagues' clients that were opened, for a supervisor to look at.
#[component]
pub fn OpeningsPage() -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let question = Question::<Openings>::ask(PATH);
    let again = Callback::new(move |()| question.again());
    view! {
        <PageHead title=state.words().openings back=Screen::Me/>
        <p class="quiet">{ow.openings_text}</p>
        {question.drawn(move |Openings { openings }| {
                if openings.is_empty() && question.is_whole() {
                    return view! { <p class="empty">{ow.openings_empty}</p> }.into_any();
                }
                let waiting = openings.iter().filter(|one| one.reviewed.is_none()).count();
                let listed = openings.iter().map(|one| (one.client_id, &*one.preferred_name, &one.known_by));
                let apart = told_apart(state, listed);
                let row = |one: Opening| {
                    let beside = beside_name(state, &apart, one.client_id, &one.known_by);
                    view! { <One one beside again/> }
                };
                let rows = openings.into_iter().map(row).collect_view();
                view! {
                    {(waiting > 0).then(|| view! {
                        <p class="turn" role="status"><strong>{ow.openings_waiting(waiting)}</strong></p>
                    })}
                    <ul class="people">{rows}</ul>
                }.into_any()
        })}
    }
}

/// One opening: who, whose, when, why, and whether a turn was on.
#[component]
fn One(
    one: Opening,
    /// What tells whose plan it is from others of the name.
    beside: String,
    again: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let when = |at| dates::day_time(w, at, now);
    let opened = match one.offline {
        true => format!("{} · {}", when(one.at), ow.offline_when_opened),
        false => when(one.at),
    };
    let facts = [
        (ow.opened_by, name_of(state, one.staff_id)),
        (ow.why_asked, why(ow, one.why).to_owned()),
        (ow.opened_at, opened),
        (ow.received, when(dates::here(one.received_at))),
    ]
    .map(|(name, fact)| view! { <div><dt>{name}</dt><dd>{fact}</dd></div> });
    let turn = match one.on_call {
        true => view! { <p class="quiet">{ow.on_call_then}</p> }.into_any(),
        false => view! { <p class="banner">{Icon::Hand.draw()}" "{ow.not_on_call}</p> }.into_any(),
    };
    let looked = match &one.reviewed {
        Some(seen) => {
            let when = when(dates::here(seen.at));
            view! { <p class="quiet">{ow.looked_at_by(&name_of(state, seen.by), &when)}</p> }
                .into_any()
        }
        None => {
            let path = format!("{PATH}/{}/review", one.lookup_id);
            let label = format!("{}: {} {beside}", ow.looked_at, one.preferred_name);
            view! { <LookedAt path label again/> }.into_any()
        }
    };
    view! {
        <li class="phone opening">
            <h2 class="person-name">{one.preferred_name}<small class="quiet">{beside}</small></h2>
            {turn}
            <dl class="facts">{facts}</dl>
            {looked}
        </li>
    }
}

/// What the reader answered.
const fn why(ow: &Words, why: Option<OpeningWhy>) -> &'static str {
    match why {
        Some(OpeningWhy::ClientAsked) => ow.why_asked_client_asked,
        Some(OpeningWhy::SomebodyAsked) => ow.why_asked_somebody_asked,
        Some(OpeningWhy::ResponderAsked) => ow.why_asked_responder_asked,
        Some(OpeningWhy::ColleagueAsked) => ow.why_asked_colleague_asked,
        Some(OpeningWhy::Other) => ow.why_asked_other,
        None => ow.why_asked_none,
    }
}
