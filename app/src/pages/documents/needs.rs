//! A client's needs at one glance: how each is answered, when it is reviewed, what is missing.

use super::{find_notes::finder, reading::need_number};
use crate::{
    held::{Derived, Held},
    parts::chain::{Chain, follow},
    parts::{
        appointment_card::{Chosen, card},
        client_header::ClientHeader,
        dates,
        document_values::{assessment, called},
        fact_sheet_values::stage_begun,
        operation_kind::document_name,
        shown_notes::ShownNotes,
        unread::Unread,
    },
    place::{DocumentScreen, Screen, use_place},
    state::{AppState, use_app},
    words::{
        document,
        needs::{Words, words},
        service_plan,
    },
};
use chrono::NaiveDate;
use domain::{
    chain::Break,
    document::{
        Cells, DocumentKind, Key,
        assessment::Item,
        service_plan::{LINES, line_about},
    },
    id::ClientId,
    record::{RecordKind, appointment::planned, disagree, not_replaced},
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

pub(super) fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The needs of a client; part of the client's page, and a screen of its own.
#[component]
pub(super) fn Needs(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let (found, again) = follow(app, client_id);
    let to = move |kind| Screen::Document(client_id, kind, DocumentScreen::Read).path();
    // By itself it needs the head that the client's page has already.
    let place = use_place();
    let alone = untrack(|| place.screen()) == Screen::Needs(client_id);
    let head = alone.then(|| view! { <ClientHeader client_id back=Screen::Client(client_id)/> });
    let shown = use_context::<ShownNotes>().filter(|_| !alone);
    let rests = move || {
        let client = app.caseload.with(|all| Some(all.clients.get(&client_id)?.client.clone()))?;
        let begun = client.stage_begun().filter(|begun| begun.stage.rests())?;
        Some(view! { <p class="banner">{stage_begun(app, begun)}</p> })
    };
    view! {
        {head}
        {rests}
        {(!alone).then(|| next_appointments(app, found))}
        <section class="needs" aria-labelledby="needs-title">
            <h2 id="needs-title">{own(app).heading}</h2>
            {move || found.get().map(|chain| match chain {
                Some(chain) => list(app, client_id, &chain),
                None if alone => {
                    view! { <Unread words=app.words().phone_could_not_read again/> }.into_any()
                }
                // The client's page offers to read again already, and everything is tried by itself.
                None => {
                    view! { <p class="quiet" role="status">{app.words().phone_could_not_read}</p> }
                        .into_any()
                }
            })}
            <p class="row">
                {DocumentKind::OF_CELLS.iter().map(|kind| view! {
                    <a class="button" href=to(*kind)>{document_name(app.words(), *kind)}</a>
                }).collect_view()}
                <a class="button" href=Screen::Sharing(client_id).path()>{own(app).sharing}</a>
                <a class="button" href=Screen::Appointments(client_id).path()>{own(app).appointments}</a>
                <a class="button" href=Screen::Papers(client_id).path()>{own(app).papers}</a>
                <a class="button" href=Screen::Benefits(client_id).path()>{own(app).benefits}</a>
                <a class="button" href=Screen::CaseFile(client_id).path()>{own(app).case_file}</a>
            </p>
        </section>
        {shown.map(|shown| finder(found, shown))}
    }
    .into_any()
}

/// The next appointment, and those of which nobody has said what came of them. Drawn anew only where they
/// are others: one of them may be about to be signed.
fn next_appointments(app: AppState, found: Held<Option<Option<Chain>>>) -> impl IntoView {
    let chosen = Chosen::new(None);
    let shown = Derived::new(move |_| {
        let today = app.now.get().date();
        found.with(|found| {
            let records = found.as_ref().and_then(Option::as_ref).map(|chain| &chain.file.records);
            let planned = records.map(|records| planned(records)).unwrap_or_default();
            let is_to_come =
                |cells: &Cells| cells.value(Key::fact("on")).as_day().is_none_or(|on| on > today);
            let next = planned.iter().find(|(_, cells)| is_to_come(cells));
            let open = planned.iter().filter(|(_, cells)| !is_to_come(cells)).chain(next);
            let all = records.map(|records| not_replaced(records, RecordKind::Appointment));
            let differs = |row: &CellRecordRow| all.as_ref().is_some_and(|all| disagree(row, all));
            open.map(|(row, cells)| ((*row).clone(), cells.clone(), differs(row)))
                .collect::<Vec<_>>()
        })
    });
    move || {
        let cards: Vec<_> = shown
            .get()
            .into_iter()
            .map(|(row, cells, differs)| card(app, &row, cells, differs, false, chosen))
            .collect();
        (!cards.is_empty()).then(|| {
            view! {
                <section class="appointments" aria-labelledby="appointments-title">
                    <h2 id="appointments-title">{own(app).appointments}</h2>
                    {cards}
                </section>
            }
        })
    }
}

fn list(app: AppState, client_id: ClientId, chain: &Chain) -> AnyView {
    let (s, today) = (own(app), app.now.get().date());
    let (needs, gone) = (chain.needs(), chain.gone());
    // Until everything is fetched nobody knows that there are none.
    if needs.is_empty() && gone.is_empty() {
        return app.whole.get().then(|| view! { <p class="empty">{s.none_yet}</p> }).into_any();
    }
    let broken = needs.iter().filter(|need| !chain.breaks(need, today).is_empty()).count();
    let open = needs.iter().filter(|need| need.is_open).count();
    let broken = (broken > 0).then(|| s.broken(broken));
    let rows: Vec<_> = needs
        .iter()
        .map(|need| {
            let stands = standing(app, chain, need, today);
            let gaps = chain.breaks(need, today);
            let gap = gaps.first().map(|gap| said(app, *gap, today));
            view! {
                <li>
                    <a class="person need" href=Screen::Need(client_id, need.id).path()>
                        {need_number(app, need)}
                        <span class="need-said">
                            {need.said.clone()}
                            <small class="quiet">{stands}</small>
                            {gap.map(|gap| view! { <small class="gap">{gap}</small> })}
                        </span>
                    </a>
                </li>
            }
        })
        .collect();
    let d = document::words(app.language.get_untracked());
    let gone: Vec<_> = gone
        .into_iter()
        .map(|(need, goal)| {
            let path = Screen::Need(client_id, need).path();
            let goal = Some(goal).filter(|goal| !goal.trim().is_empty());
            view! {
                <li>
                    <a class="person need" href=path>
                        <span class="need-said">{goal}<small class="quiet">{d.gone}</small></span>
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <p class="quiet">{s.open(open)}{broken.map(|broken| [" · ", &broken].concat())}</p>
        <ul class="people">{rows}{gone}</ul>
    }
    .into_any()
}

/// How a need is answered, in a few words.
pub(super) fn standing(app: AppState, chain: &Chain, need: &Item, today: NaiveDate) -> String {
    let (s, p) = (own(app), service_plan::words(app.language.get_untracked()));
    let line = chain.planned().and_then(|plan| Some((plan, line_about(plan, LINES, need.id)?)));
    let value = |name| line.map(|(plan, line)| plan.value(Key::of_line(line, name)));
    let disposition = value("disposition");
    match disposition.as_ref().and_then(|value| value.as_word()) {
        _ if !need.is_open => {
            let standing = chain.assessed().map(|assessed| {
                called(
                    &assessment::choices(app, "standing"),
                    &assessed.value(Key::of_line(need.id, "standing")),
                )
            });
            standing.unwrap_or_default()
        }
        Some("in_plan") => {
            let day = value("review").and_then(|value| value.as_day());
            let day = day.map(|day| s.review_by(&dates::day(app.words(), day, today)));
            day.unwrap_or_else(|| p.in_plan.to_owned())
        }
        Some("deferred") => p.deferred.to_owned(),
        Some("declined") => p.declined.to_owned(),
        Some("met") => p.met.to_owned(),
        _ => String::new(),
    }
}

/// What is missing, in a sentence.
pub(super) fn said(app: AppState, gap: Break, today: NaiveDate) -> String {
    let (s, w) = (own(app), app.words());
    match gap {
        Break::NotPlanned => s.not_planned.to_owned(),
        Break::NoReviewDay => s.no_review_day.to_owned(),
        Break::ReviewOverdue(day) => s.review_overdue(&dates::the_day(w, day, today)),
        Break::NoContact => s.no_contact.to_owned(),
        Break::SilentSince(day) => s.silent_since(&dates::the_day(w, day, today)),
    }
}
