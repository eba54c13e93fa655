//! Screens for a turn on call. What they show lies on the phone; only who else
//! is on the roster is asked for.

pub mod plan;
mod roster;

use crate::{
    held::{Derived, Held, Live},
    parts::{
        alike, contact_line::staff_name, dates, page_head::PageHead, search_field::SearchField,
        unread::Unread,
    },
    place::{Screen, kept},
    state::{AppState, on_call::ask, reading::reading, team_plans::team_plans, use_app},
    words::on_call::{Words, words},
};
use domain::{
    alike::{Apart, Seen, apart},
    search,
    wire::v1::{TeamPlan, TeamPlans},
};
use leptos::{prelude::*, task::spawn_local};
use roster::OnTheRoster;

/// The words of these screens, in the language in force.
fn on_call_words(state: AppState) -> &'static Words {
    words(state.language.get_untracked())
}

/// What this phone has of the team's plans.
#[derive(Debug, Clone, PartialEq)]
enum Found {
    /// It is being read.
    Reading,
    /// It cannot be read, which does not mean that there is none.
    Unreadable,
    /// No turn is on.
    NotOnCall,
    /// The plans, by name, and how many of them only a newer app can read.
    Plans(Vec<TeamPlan>, usize),
}

/// The plans of colleagues' clients, to be searched; behind each, one question.
#[component]
pub fn OnCallPage() -> impl IntoView {
    let state = use_app();
    let ow = on_call_words(state);
    let found = Held::new(Found::Reading);
    let asked = Held::new(true);
    // Draws what is there, then asks.
    spawn_local(async move {
        let _left = asked.try_set(ask(state).await);
    });
    // Another state of the plans came, the turn ended, or they could not be read before.
    let again = reading(
        state,
        Box::new(move || {
            state.turn.track();
            Box::pin(async move {
                let now = match team_plans(state).await {
                    Err(_) => Found::Unreadable,
                    Ok(None) => Found::NotOnCall,
                    Ok(Some((team, unread))) => Found::Plans(by_name(team), unread),
                };
                let could = now != Found::Unreadable;
                // What is being searched is not drawn anew for nothing, nor taken away.
                let stays =
                    |before: Found| before == now || !could && matches!(before, Found::Plans(..));
                if found.try_get_untracked().is_some_and(|before| !stays(before)) {
                    let _left = found.try_set(now);
                }
                could
            })
        }),
    );
    view! {
        <PageHead title=state.words().on_call back=Screen::Clients/>
        {move || match found.get() {
            Found::Reading => view! { <p class="empty" role="status">{ow.looking}</p> }.into_any(),
            Found::Unreadable => {
                view! { <Unread words=state.words().plan_unreadable again/> }.into_any()
            }
            Found::NotOnCall => view! { <p class="empty">{ow.not_on_call}</p> }.into_any(),
            Found::Plans(plans, unread) => view! {
                <Turn/>
                {(unread > 0).then(|| view! {
                    <p class="banner" role="status">{state.words().needs_newer_app(unread)}</p>
                })}
                <TeamList plans/>
            }.into_any(),
        }}
        {move || (!asked.get()).then(|| view! { <p class="quiet" role="status">{ow.not_asked}</p> })}
        <OnTheRoster/>
    }
}

fn by_name(team: TeamPlans) -> Vec<TeamPlan> {
    let mut plans = team.plans;
    plans.sort_by_cached_key(|one| search::fold(&one.preferred_name));
    plans
}

/// Until when, and what that means.
#[component]
fn Turn() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let ow = on_call_words(state);
    move || {
        state.turn.get().map(|turn| {
            let now = state.now.get();
            let when = dates::the_day_time(w, dates::here(turn.until), now);
            view! {
                <p class="turn"><strong>{w.on_call_until(&when)}</strong></p>
                <p class="quiet">{ow.turn_text}</p>
            }
        })
    }
}

/// Everybody, searched as one types.
#[component]
fn TeamList(plans: Vec<TeamPlan>) -> impl IntoView {
    let state = use_app();
    let ow = on_call_words(state);
    if plans.is_empty() {
        return view! { <p class="empty">{ow.no_plans}</p> }.into_any();
    }
    let query = kept("search");
    let folded: Vec<String> = plans
        .iter()
        .map(|one| search::fold(&format!("{} {}", one.preferred_name, one.alias)))
        .collect();
    let managers: Vec<String> =
        plans.iter().map(|one| case_manager(state, one).unwrap_or_default()).collect();
    let seen = plans.iter().zip(&managers).map(|(one, manager)| Seen {
        client_id: one.plan.client_id,
        name: &one.preferred_name,
        words: [&one.alias, manager, ""],
        born: None,
    });
    let apart = apart(&seen.collect::<Vec<_>>());
    let plans = Held::new((plans, apart));
    let matching = Derived::new(move |_| {
        let wanted = search::fold(&query.get());
        let all = folded.iter().enumerate();
        all.filter(|(_, text)| search::matches(text, &wanted))
            .map(|(place, _)| place)
            .collect::<Vec<_>>()
    });
    let rows = move || {
        let places = matching.get();
        plans.with_untracked(|(plans, apart)| {
            let shown = places.iter().filter_map(|place| plans.get(*place));
            shown.map(|one| line(state, one, apart)).collect_view()
        })
    };
    view! {
        <SearchField
            query
            placeholder=ow.search_placeholder
            found=Live::derive(move || ow.people(matching.with(Vec::len)))
        />
        <ul class="people">{rows}</ul>
        {move || matching.with(Vec::is_empty).then(|| view! { <p class="empty">{ow.nobody_found}</p> })}
    }
    .into_any()
}

fn line(state: AppState, one: &TeamPlan, apart: &Apart) -> impl IntoView + use<> {
    let manager = case_manager(state, one);
    // The case manager has a line of their own.
    let shown = manager.as_deref().unwrap_or_default();
    let alias = alike::told(state.words(), apart, one.plan.client_id, &[&one.alias], shown);
    let alias = (!alias.is_empty()).then(|| view! { <span>{alias}</span> });
    let carried = manager.map(|name| {
        view! { <span class="quiet">{on_call_words(state).case_manager(&name)}</span> }
    });
    view! {
        <li>
            <a class="person" href=Screen::TeamPlan(one.plan.client_id).path()>
                <span class="person-name">{one.preferred_name.clone()}</span>
                {alias}
                {carried}
            </a>
        </li>
    }
}

/// Who carries this client's case first.
fn case_manager(state: AppState, one: &TeamPlan) -> Option<String> {
    let primary = one.primary?;
    let name = state.caseload.with_untracked(|caseload| staff_name(caseload, primary));
    (!name.is_empty()).then_some(name)
}
