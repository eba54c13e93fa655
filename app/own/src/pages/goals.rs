//! Goals, what comes next, and who the plan is shared with.

use super::plan::say_this;
use crate::{
    days,
    state::{About, State},
    words::Words,
};
use domain::{
    own::Sort,
    phone::buttons,
    record::appointment::WayThere,
    wire::v1::{OwnGoal, OwnNext, OwnShared},
};
use leptos::prelude::*;

/// My goals: who does what, by when, what will change (seed 002:159-163).
pub(super) fn goals(state: State, w: &'static Words, goals: &[OwnGoal]) -> AnyView {
    let cards: Vec<_> = goals.iter().map(|one| goal(state, w, one)).collect();
    let none = cards.is_empty().then(|| view! { <p>{w.no_goals}</p> });
    view! { <section class="own-later"><h2>{w.goals}</h2>{none}{cards}</section> }.into_any()
}

fn goal(state: State, w: &'static Words, goal: &OwnGoal) -> AnyView {
    let who = [
        goal.by_me.then(|| w.me.to_owned()),
        goal.by_case_manager.then(|| w.by_case_manager.to_owned()),
        goal.by_supporter.then(|| w.by_supporter.to_owned()),
        (!goal.provider.is_empty()).then(|| w.by_provider(&goal.provider)),
    ];
    let who: Vec<_> = who.into_iter().flatten().map(|one| view! { <li>{one}</li> }).collect();
    let language = (!goal.language.is_empty()).then(|| goal.language.clone());
    let about = About {
        sorts: vec![Sort::SuggestChange, Sort::Agree, Sort::Disagree, Sort::Feedback],
        line: Some(goal.line),
        says: goal.goal.clone(),
    };
    view! {
        <article class="own-goal">
            <h3 lang=language.clone()>{goal.goal.clone()}</h3>
            {(!goal.activities.is_empty()).then(|| view! { <p lang=language.clone()>{goal.activities.clone()}</p> })}
            {(!who.is_empty()).then(|| view! { <h4>{w.who_does}</h4><ul>{who}</ul> })}
            {goal.by.map(|day| view! { <p>{w.goal_by(&days::day(w, day))}</p> })}
            {(!goal.change.is_empty()).then(|| view! {
                <h4>{w.goal_change}</h4><p lang=language>{goal.change.clone()}</p>
            })}
            {say_this(state, w, about)}
        </article>
    }
    .into_any()
}

/// What comes next.
pub(super) fn next(w: &'static Words, next: &[OwnNext]) -> AnyView {
    let rows: Vec<_> = next.iter().map(|one| step(w, one)).collect();
    let none = rows.is_empty().then(|| view! { <p>{w.no_next}</p> });
    view! { <section class="own-later"><h2>{w.next}</h2>{none}<ul>{rows}</ul></section> }.into_any()
}

/// Something to do, or an appointment with all that is needed to be there.
fn step(w: &'static Words, one: &OwnNext) -> AnyView {
    let day = days::day(w, one.due);
    let when = one.at.map_or_else(|| day.clone(), |minute| w.at(&day, &days::time(w, minute)));
    let line = |text: &str| (!text.is_empty()).then(|| view! { <p>{text.to_owned()}</p> });
    let hopes = (!one.hopes.is_empty()).then(|| {
        view! { <p>{w.next_hopes}": "<q>{one.hopes.clone()}</q></p> }
    });
    let way = match WayThere::of(&one.way) {
        Some(WayThere::Escort) => w.way_escort,
        Some(WayThere::Ride) if one.ride.is_empty() => w.way_ride,
        Some(WayThere::RideAsked) => w.way_ride_asked,
        Some(WayThere::Remote) => w.way_remote,
        Some(WayThere::Ride | WayThere::Alone) | None => "",
    };
    view! {
        <li>
            <strong>{when}</strong>" "{one.text.clone()}
            {line(&one.place)}
            {line(way)}
            {line(&one.ride)}
            {hopes}
            {call(w, &one.call)}
        </li>
    }
    .into_any()
}

/// A button for each number of a text, and the text where there is none.
fn call(w: &'static Words, number: &str) -> Option<AnyView> {
    if number.is_empty() {
        return None;
    }
    let (buttons, unclear) = buttons(number, "");
    let buttons: Vec<_> = buttons
        .into_iter()
        .map(|button| view! { <a class="button" href=button.href>{[w.call, " ", &button.shown].concat()}</a> })
        .collect();
    let unclear = unclear.join(", ");
    Some(view! { <p>{w.next_call}": "{unclear}{buttons}</p> }.into_any())
}

/// Who my plan is shared with, and until when.
pub(super) fn shared(state: State, w: &'static Words, shared: &[OwnShared]) -> AnyView {
    let row = |one: &OwnShared| {
        let with = match one.until {
            Some(day) => w.shared_until(&days::day(w, day), &one.with),
            None => one.with.clone(),
        };
        let about =
            About { sorts: vec![Sort::StopSharing], line: Some(one.line), says: one.with.clone() };
        view! { <li><p>{with}</p><p class="quiet">{one.what.clone()}</p>{say_this(state, w, about)}</li> }
    };
    let rows: Vec<_> = shared.iter().map(row).collect();
    let none = rows.is_empty().then(|| view! { <p>{w.no_shared}</p> });
    view! { <section class="own-later"><h2>{w.shared}</h2>{none}<ul>{rows}</ul></section> }
        .into_any()
}
