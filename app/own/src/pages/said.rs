//! What the client said and was answered, and who made, opened and ended ways to these pages.

use super::say::sort_name;
use crate::{ask::Why, days, device, state::use_state, words::Words};
use domain::{
    id::RecordId,
    own::Happened,
    wire::v1::{OwnEvent, OwnMessage, OwnSaid},
};
use leptos::{prelude::*, task::spawn_local};

/// Words that were not sent, with what to do; nothing where there are none.
pub(super) fn unsent(w: &'static Words, waiting: Vec<OwnMessage>) -> AnyView {
    if waiting.is_empty() {
        return ().into_any();
    }
    let row = |message: OwnMessage| {
        view! {
            <li>
                <strong>{sort_name(w, message.sort)}</strong>
                {(!message.about.is_empty()).then(|| view! { <p>{w.about_this(&message.about)}</p> })}
                <p>{message.text}</p>
            </li>
        }
    };
    let rows: Vec<_> = waiting.into_iter().map(row).collect();
    view! { <p class="banner">{w.not_sent}</p><ul class="own-said">{rows}</ul> }.into_any()
}

/// The link was ended while something waited: it is shown before it is forgotten.
#[component]
pub(super) fn Unsent() -> impl IntoView {
    let state = use_state();
    view! {
        <h1>{move || state.words().app_name}</h1>
        {move || unsent(state.words(), state.waiting())}
        <p class="row">
            <button class="button primary" type="button" on:click=move |_| spawn_local(state.forget_ended())>
                {move || state.words().seen}
            </button>
        </p>
    }
}

/// What I said, with the answers; what waits on this phone first.
pub(super) fn said(
    w: &'static Words,
    why: Option<Why>,
    waiting: Vec<OwnMessage>,
    refused: &[RecordId],
    said: &[OwnSaid],
) -> AnyView {
    let offset = device::offset_min();
    let waits = if why.is_some_and(Why::is_over) { w.said_never } else { w.said_waits };
    let waiting: Vec<_> = waiting
        .into_iter()
        .rev()
        .map(|message| {
            let is_refused = refused.contains(&message.message_id);
            let waits = if is_refused { w.said_refused } else { waits };
            view! {
                <li>
                    <strong>{sort_name(w, message.sort)}</strong>
                    <p>{message.text}</p>
                    <p class="quiet">{waits}</p>
                </li>
            }
        })
        .collect();
    let rows: Vec<_> = said
        .iter()
        .map(|one| {
            let answer = match &one.answer {
                Some(answer) => view! {
                    <blockquote>
                        <p>{answer.text.clone()}</p>
                        <p class="quiet">{w.answer_from(&days::at(w, answer.at, offset), &answer.by)}</p>
                    </blockquote>
                }
                .into_any(),
                None => view! { <p class="quiet">{w.no_answer_yet}</p> }.into_any(),
            };
            view! {
                <li>
                    <strong>{sort_name(w, one.sort)}</strong>" "<span class="quiet">{days::at(w, one.at, offset)}</span>
                    {(!one.about.is_empty()).then(|| view! { <p>{w.about_this(&one.about)}</p> })}
                    {(!one.text.is_empty()).then(|| view! { <p>{one.text.clone()}</p> })}
                    {answer}
                </li>
            }
        })
        .collect();
    (!rows.is_empty() || !waiting.is_empty())
        .then(|| view! { <section class="not-printed"><h2>{w.i_said}</h2><ul class="own-said">{waiting}{rows}</ul></section> })
        .into_any()
}

/// Who made, opened, kept and ended ways to these pages.
pub(super) fn log(w: &'static Words, log: &[OwnEvent]) -> AnyView {
    let rows: Vec<_> = log
        .iter()
        .map(|event| {
            let what = match event.what {
                Happened::Made => w.event_made,
                Happened::Opened => w.event_opened,
                Happened::Kept => w.event_kept,
                Happened::Removed => w.event_removed,
                Happened::Ended => w.event_ended,
            };
            let by = (!event.by.is_empty()).then(|| format!(" ({})", event.by));
            view! { <li>{what}{by}" "<span class="quiet">{days::at(w, event.at, device::offset_min())}</span></li> }
        })
        .collect();
    view! {
        <details class="sheet not-printed">
            <summary>{w.happened}</summary>
            <ul>{rows}</ul>
        </details>
    }
    .into_any()
}
