//! Goals, what comes next, and who the plan is shared with.

use super::plan::say_this;
use crate::{
    days,
    state::{About, State},
    words::Words,
};
use domain::{
    own::Sort,
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
    let rows: Vec<_> = next
        .iter()
        .map(|one| view! { <li><strong>{days::day(w, one.due)}</strong>" "{one.text.clone()}</li> })
        .collect();
    let none = rows.is_empty().then(|| view! { <p>{w.no_next}</p> });
    view! { <section class="own-later"><h2>{w.next}</h2>{none}<ul>{rows}</ul></section> }.into_any()
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
        view! { <li><span>{with}</span><span class="quiet">{one.what.clone()}</span>{say_this(state, w, about)}</li> }
    };
    let rows: Vec<_> = shared.iter().map(row).collect();
    let none = rows.is_empty().then(|| view! { <p>{w.no_shared}</p> });
    view! { <section class="own-later"><h2>{w.shared}</h2>{none}<ul>{rows}</ul></section> }
        .into_any()
}
