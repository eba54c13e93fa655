use super::{
    contact_line::{foot, pending_state},
    dates,
    icon::Icon,
};
use crate::{place::Screen, state::use_app, words::Words};
use ::sync::pending::PendingWork;
use domain::{
    operation::Payload,
    wire::v1::{CrisisEventRow, CrisisOutcome, ResponsePath},
};
use leptos::prelude::*;

/// Which of the two it was.
#[must_use]
pub const fn path(w: &Words, path: ResponsePath) -> &'static str {
    match path {
        ResponsePath::Distress => w.distress,
        ResponsePath::Crisis => w.crisis,
    }
}

/// How it ended.
#[must_use]
pub const fn outcome(w: &Words, outcome: CrisisOutcome) -> &'static str {
    match outcome {
        CrisisOutcome::Settled => w.crisis_settled,
        CrisisOutcome::HandedOff => w.crisis_handed_off,
        CrisisOutcome::Ems => w.crisis_ems,
        CrisisOutcome::Police => w.crisis_police,
        CrisisOutcome::Hospital => w.crisis_hospital,
        CrisisOutcome::Left => w.crisis_left,
    }
}

/// Where the record of an event is: on this phone, received, or waiting for somebody.
#[must_use]
pub fn whereabouts(
    w: &Words,
    row: &CrisisEventRow,
    pending: &PendingWork,
    now: domain::Moment,
) -> (Icon, String) {
    if let Some(at) = row.received_at {
        return (Icon::Tick, w.received_at(&dates::day_time(w, dates::here(at), now)));
    }
    let id = row.crisis_event.crisis_event_id;
    let of_it = pending.iter().find(|item| {
        matches!(&item.operation.payload, Payload::CrisisEventEnded(event) if event.crisis_event_id == id)
    });
    pending_state(w, of_it, now)
}

/// One crisis event in the timeline.
#[component]
pub fn CrisisEventLine(
    row: CrisisEventRow,
    /// Who responded, by name; empty for oneself.
    author: String,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let place = whereabouts(w, &row, &state.pending.get_untracked(), state.now.get_untracked());
    let foot = foot(place, author, String::new());
    let doubted = row.is_in_doubt();
    let event = row.crisis_event;
    let head = [
        Some(dates::time(w, event.started.time())),
        Some(path(w, event.path).to_owned()),
        event.outcome.map(|how| outcome(w, how).to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ");
    view! {
        <li class="contact crisis-event">
            <a href=Screen::CrisisEvent(event.client_id, event.crisis_event_id).path()>
                <span class="contact-head">{Icon::Hand.draw()}<span>{head}</span></span>
                {doubted.then_some(view! { <span class="mark">{w.date_in_doubt}</span> })}
                <span class="contact-first">{event.what_happened}</span>
                {foot}
            </a>
        </li>
    }
}
