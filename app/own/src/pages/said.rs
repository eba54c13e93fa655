//! What the client said and was answered, and who made, opened and ended ways to these pages.

use super::say::sort_name;
use crate::{days, device, state::State, words::Words};
use domain::{
    own::Happened,
    wire::v1::{OwnEvent, OwnSaid},
};
use leptos::prelude::*;

/// What I said, with the answers; what waits on this phone first.
pub(super) fn said(state: State, w: &'static Words, said: &[OwnSaid]) -> AnyView {
    let offset = device::offset_min();
    let waiting = state
        .open
        .with_untracked(|open| open.as_ref().map(|open| open.waiting.clone()).unwrap_or_default());
    let waiting: Vec<_> = waiting
        .into_iter()
        .rev()
        .map(|message| {
            view! {
                <li>
                    <strong>{sort_name(w, message.sort)}</strong>
                    <p>{message.text}</p>
                    <p class="quiet">{w.said_waits}</p>
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
