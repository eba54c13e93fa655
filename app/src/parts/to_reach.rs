//! Who to reach today and why, in groups.

use super::{
    alike, client_header::standing, due_reason, icon::Icon, numbers::face, screenful::rows_to_draw,
};
use crate::{
    held::{Derived, Held, Live},
    place::{LogAs, Screen, kept},
    state::{
        AppState,
        today::{Due, due},
        use_app,
    },
    store::Unfinished,
    words::Words,
};
use domain::{
    Moment,
    id::ClientId,
    phone::{Button, Way, buttons},
    today::{Group, Reason},
    wire::v1::{Client, ContactPoint},
};
use leptos::prelude::*;

/// Everybody with a reason to be reached, the most urgent first.
pub fn list(state: AppState) -> Derived<Vec<Due>> {
    Derived::new(move |_| state.caseload.with(|caseload| due(caseload, state.now.get())))
}

/// The list in groups, each under a heading that stays and can be folded.
#[component]
pub fn ToReach(list: Derived<Vec<Due>>, drafts: Live<Option<Vec<Unfinished>>>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let today = move || state.now.get().date();
    let to_draw = rows_to_draw();
    // Groups that somebody has folded or unfolded, by their place.
    let turned = kept("groups");
    let called = kept("called");
    move || {
        let mut left = if state.whole.get() { to_draw.get() } else { 0 };
        let begun = drafts.with(|drafts| {
            drafts.iter().flatten().map(|draft| draft.name.client_id).collect::<Vec<_>>()
        });
        list.with(|list| {
            // Each group has its place, with people or without: one that somebody has folded
            // stays folded, and no other takes its place.
            let groups = Group::ALL.into_iter().enumerate().map(|(at, group)| {
                let here = list.iter().filter(|due| due.group(today()) == group);
                let here: Vec<_> = here.collect();
                let drawn = here.len().min(left);
                left -= drawn;
                let here_now = here.get(..drawn).unwrap_or(&here);
                let rows = rows(state, group, here_now, &begun, called);
                section(w, (at, group), turned, here.len(), drawn == 0, rows)
            });
            groups.collect_view()
        })
    }
}

/// A heading with how many there are, and their rows. Plans are folded away at first: they
/// can wait until everybody was reached.
fn section<R: IntoView>(
    w: &Words,
    (at, group): (usize, Group),
    turned: Held<String>,
    count: usize,
    hidden: bool,
    rows: R,
) -> impl IntoView + use<R> {
    let at = at.to_string();
    let open = group.is_reach_out() != turned.with_untracked(|turned| turned.contains(&at));
    // What is drawn anew with the list is as it was left.
    let turn = move |_| {
        turned.update(|turned| match turned.find(&at) {
            Some(place) => drop(turned.remove(place)),
            None => turned.push_str(&at),
        });
    };
    view! {
        <details class="group" hidden=hidden open=open>
            <summary class="group-head" on:click=turn>
                <h2>{group_name(w, group)}</h2>
                <small class="quiet">{count}</small>
            </summary>
            <ol class="people">{rows}</ol>
        </details>
    }
}

const fn group_name(w: &Words, group: Group) -> &'static str {
    match group {
        Group::EveryDay => w.group_every_day,
        Group::Overdue => w.group_overdue,
        Group::DueToday => w.group_due_today,
        Group::ToDecide => w.group_to_decide,
        Group::GoneQuiet => w.group_gone_quiet,
        Group::ThisMonth => w.group_this_month,
        Group::Plans => w.group_plans,
    }
}

/// A row each: who, where, two reasons, what they asked for themselves first and then the most
/// urgent, what waits to be finished, and a call.
fn rows(
    state: AppState,
    group: Group,
    list: &[&Due],
    begun: &[ClientId],
    called: Held<String>,
) -> impl IntoView + use<> {
    let w = state.words();
    let now = state.now.get();
    state.caseload.with(|caseload| {
        let apart = alike::among(caseload);
        list.iter()
            .filter_map(|due| {
                let client = &caseload.clients.get(&due.client_id)?.client;
                // What they asked for themselves is seen, whatever else there is.
                let asked = |reason: &&Reason| matches!(reason, Reason::Task { asked: true, .. });
                let first = due.reasons.iter().filter(asked);
                let others = due.reasons.iter().filter(|reason| !asked(reason));
                let reasons = first.chain(others).take(2);
                let reasons = reasons
                    .map(|reason| due_reason::sentence(w, reason, now.date()))
                    .chain(begun.contains(&due.client_id).then(|| w.to_finish.to_owned()))
                    .map(|reason| view! { <span>{reason}</span> })
                    .collect_view();
                let name = alike::told(w, &apart, due.client_id, &[&client.preferred_name], "");
                let apart = alike::told(w, &apart, due.client_id, &[], &client.place);
                let apart = (!apart.is_empty()).then(|| view! { <span>{apart}</span> });
                let place = (!client.place.is_empty()).then(|| {
                    let place = client.place.clone();
                    view! { <span class="quiet place">{Icon::Pin.draw()}<span>{place}</span></span> }
                });
                Some(view! {
                    <li class="to-reach">
                        <a class="person" href=Screen::Client(due.client_id).path()>
                            <span class="person-name">
                                {client.preferred_name.clone()}
                                <small class="quiet">{standing(w, client)}</small>
                            </span>
                            {apart}
                            <span class="reasons">{reasons}</span>
                            {place}
                        </a>
                        {group.is_reach_out().then(|| reach(w, client, &name, now, called))}
                        {group.is_reach_out().then(|| how_did_it_go(w, due.client_id, called))}
                    </li>
                })
            })
            .collect_view()
    })
}

/// One tap to call and one to text, where it is beyond doubt that the number may be used now. All
/// that is to be known before is said on the client's own page.
fn reach(
    w: &'static Words,
    client: &Client,
    name: &str,
    now: Moment,
    called: Held<String>,
) -> Vec<AnyView> {
    let points = client.points_to_use().into_iter();
    let open = |point: &ContactPoint| {
        point.safe && point.voicemail != Some(false) && !point.is_not_for(now)
    };
    let point = points.filter(open).find(|point| point.call || point.text);
    let Some(point) = point else { return Vec::new() };
    let given = |on: bool| if on { point.value.as_str() } else { "" };
    let (buttons, _) = buttons(given(point.call), given(point.text));
    let button = |button: Button| {
        let word = if button.way == Way::Text { w.text } else { w.call };
        let (class, icon, _, label) = face(w, name, &button, false);
        let tapped = tapped(client.client_id, button.way == Way::Text);
        view! {
            <a class=class href=button.href aria-label=label on:click=move |_| called.set(tapped.clone())>
                <span>{icon.draw()}{word}</span>
                <small>{button.shown}</small>
            </a>
        }
        .into_any()
    };
    buttons.into_iter().map(button).collect()
}

/// Who was called or texted last, as it is kept for when somebody comes back to the list.
fn tapped(client_id: ClientId, is_text: bool) -> String {
    [client_id.to_string().as_str(), if is_text { " text" } else { "" }].concat()
}

/// After a tap on a number: what came of it is written down from here.
fn how_did_it_go(w: &'static Words, client_id: ClientId, called: Held<String>) -> AnyView {
    let asked = move || {
        let is = |is_text| called.with(|called| *called == tapped(client_id, is_text));
        let (reached, missed) = match (is(true), is(false)) {
            (true, _) => (LogAs::Text, LogAs::MissedText),
            (_, true) => (LogAs::Call, LogAs::MissedCall),
            _ => return ().into_any(),
        };
        let link = |log, words| {
            let path = Screen::LogAs(client_id, log).path();
            view! { <a class="button" href=path on:click=move |_| called.set(String::new())>{words}</a> }
        };
        view! {
            <div class="asked">
                <p>{w.how_did_it_go}</p>
                <p class="row">{link(reached, w.we_talked)}{link(missed, w.kind_no_answer)}</p>
            </div>
        }
        .into_any()
    };
    asked.into_any()
}
