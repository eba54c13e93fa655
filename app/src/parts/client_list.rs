use crate::{
    held::{Derived, Held, Live},
    parts::{
        alike, client_header::standing, dates, icon::Icon, screenful::rows_to_draw,
        search_field::SearchField, turn::turn,
    },
    place::Screen,
    state::use_app,
    words::Words,
};
use domain::{
    Moment,
    document::DocumentKind,
    id::ClientId,
    order,
    pace::{self, ContactMark, Last},
    search,
    wire::v1::{Client, Stage},
};
use leptos::prelude::*;

/// Text by which somebody can be found.
fn haystack(client: &Client) -> String {
    search::fold(&format!(
        "{} {} {} {}",
        client.preferred_name, client.legal_name, client.alias, client.place
    ))
}

/// Later than any time of a contact, in milliseconds.
const NEVER: i64 = i64::MAX / 4;

/// When somebody was seen or in touch, and when they were tried for since.
fn last_contact(w: &Words, marks: &[ContactMark], now: Moment) -> String {
    let day = |at: Moment| dates::day(w, at.date(), now.date());
    let Last { reached, tried } = Last::of(marks, now);
    let reached = reached.map(|(at, in_person)| match in_person {
        true => w.seen_on(&day(at)),
        false => w.in_touch_on(&day(at)),
    });
    let tried = tried.map(|at| w.tried_on(&day(at)));
    match (reached, tried) {
        (Some(reached), Some(tried)) => [&reached, " · ", &tried].concat(),
        (reached, tried) => reached.or(tried).unwrap_or_else(|| w.no_contact_yet.to_owned()),
    }
}

fn is_closed(client: &Client) -> bool {
    client.stage == Stage::Closed
}

/// The caseload, searched as one types; most recently contacted first, and who is not in service
/// any more at the end.
#[component]
pub fn ClientList(
    /// Where a tap leads.
    link: fn(ClientId) -> Screen,
    /// What is looked for.
    query: Held<String>,
    /// The id of the field for it.
    #[prop(default = "search")]
    field: &'static str,
    /// What stands under "nobody".
    #[prop(optional)]
    none: Option<fn() -> AnyView>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let folded = Derived::new(move |_| {
        state.caseload.with(|caseload| {
            let mut rows: Vec<_> = caseload
                .clients
                .values()
                .map(|entry| {
                    let last = pace::last(&entry.marks, state.now.get()).map(Moment::utc_ms);
                    let place = last.map_or(NEVER, |last| -last);
                    let place = place + if is_closed(&entry.client) { 2 * NEVER } else { 0 };
                    (place, haystack(&entry.client), entry.client.client_id)
                })
                .collect();
            order::by(&mut rows, |(place, _, _)| *place);
            (rows, alike::among(caseload))
        })
    });
    let found = Derived::new(move |_| {
        let wanted = search::fold(&query.get());
        folded.with(|(rows, _)| {
            rows.iter()
                .filter(|(_, text, _)| search::matches(text, &wanted))
                .map(|(_, _, client_id)| *client_id)
                .collect::<Vec<_>>()
        })
    });
    let to_draw = rows_to_draw();
    let rows = move || {
        let now = state.now.get();
        let mut closed = false;
        state.caseload.with(|caseload| {
            found
                .get()
                .into_iter()
                .take(to_draw.get())
                .filter_map(|client_id| {
                    let entry = caseload.clients.get(&client_id)?;
                    let client = &entry.client;
                    let last = last_contact(w, &entry.marks, now);
                    let known_as = folded.with(|(_, apart)| {
                        let said = [client.alias.as_str(), &client.place];
                        alike::told(w, apart, client_id, &said, &client.preferred_name)
                    });
                    let plan = match entry.plan {
                        Some(plan) if plan.review_due < now.date() => w.plan_stale_short,
                        Some(_) => w.plan_there,
                        None if caseload.has_unread_document(DocumentKind::CrisisPlan, client_id) => {
                            w.plan_unread_short
                        }
                        None => w.plan_missing,
                    };
                    let heading = (is_closed(client) && !closed).then(|| {
                        closed = true;
                        view! { <li class="people-head"><h2>{w.closed_people}</h2></li> }
                    });
                    Some(view! {
                        {heading}
                        <li>
                            <a class="person" href=link(client_id).path()>
                                <span class="person-name">
                                    {client.preferred_name.clone()}
                                    <small class="quiet">{standing(w, client)}</small>
                                </span>
                                {(!known_as.is_empty()).then(|| view! { <span>{known_as.clone()}</span> })}
                                <span class="quiet">{last}" · "{plan}</span>
                            </a>
                        </li>
                    })
                })
                .collect_view()
        })
    };
    let nobody = move || {
        let empty = found.with(Vec::is_empty);
        let has_clients = state.caseload.with(|caseload| !caseload.clients.is_empty());
        empty.then(|| {
            let text = if has_clients || query.with(|query| !query.trim().is_empty()) {
                w.nobody_found
            } else if state.last_sync.with(Option::is_some) {
                w.clients_none
            } else {
                w.clients_empty
            };
            view! { <p class="empty">{text}</p>{none.map(|none| none())} }
        })
    };
    // What was typed may be no name but a word in a note. What is typed beside a screen is kept by no
    // step of the history.
    let inside = move || {
        let words = query.get();
        (field == "search" && !words.is_empty())
            .then(|| turn(Screen::Find, Icon::Search, w.search_inside(&words)))
    };
    view! {
        <SearchField
            id=field
            query
            placeholder=w.search_placeholder
            found=Live::derive(move || w.people_found(found.with(Vec::len)))
        />
        <ul class="people">{rows}</ul>
        {nobody}
        {inside}
    }
}
