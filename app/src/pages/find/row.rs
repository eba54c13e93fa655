//! One thing that was found.

use crate::{
    browser::reveal::reveal,
    parts::{
        alike, cells::joined, contact_line::staff_name, dates, operation_kind::entry_name,
        timeline::leads_to,
    },
    place::{DocumentScreen, Screen},
    state::{AppState, find},
    words::find::words,
};
use ::sync::find::{Hit, Place, Unit};
use domain::{
    alike::Apart,
    document::DocumentKind,
    id::ClientId,
    search::{Query, excerpt},
};
use leptos::prelude::*;

/// Whose it is, what sort of thing, its day, and the sentence with what is looked for marked in it. The
/// sentence comes once it was read, of which `news` hears.
pub(super) fn row(
    app: AppState,
    hit: Hit,
    query: &Query,
    apart: &Apart,
    news: RwSignal<u32>,
) -> AnyView {
    let w = app.words();
    let today = app.now.get_untracked().date();
    let name = app.caseload.with_untracked(|all| {
        let name = &all.clients.get(&hit.client_id)?.client.preferred_name;
        Some(alike::told(w, apart, hit.client_id, &[name], ""))
    });
    let when = hit.day.map(|day| dates::day(w, day, today)).unwrap_or_default();
    let what = joined(&[entry_name(w, hit.kind), &when], " · ");
    let query = query.clone();
    let unit = Memo::new(move |_| {
        news.track();
        find::unit(app, hit)
    });
    let found =
        Memo::new(move |_| unit.with(|unit| unit.as_ref().map(|unit| excerpt(&unit.text, &query))));
    // Until it is known where it is read, its client's page is a good place too.
    let path = Memo::new(move |_| {
        unit.with(|unit| {
            let screen = unit.as_ref().map(|unit| read_at(hit.client_id, unit));
            screen.unwrap_or(Screen::Client(hit.client_id)).path()
        })
    });
    let go = move |_| {
        if let Some(found) = found.get_untracked() {
            reveal(path.get_untracked(), &found.words());
        }
    };
    let sentence = move || {
        found.get().map(|found| {
            let pieces = found.pieces.into_iter().map(|(text, marked)| match marked {
                true => view! { <mark>{text}</mark> }.into_any(),
                false => text.into_any(),
            });
            pieces.collect_view()
        })
    };
    let foot = move || unit.with(|unit| unit.as_ref().map(|unit| foot(app, unit)));
    let in_error = move || unit.with(|unit| unit.as_ref().is_some_and(|unit| unit.in_error));
    view! {
        <li class:in-error=in_error>
            <a class="person" href=path on:click=go>
                <span class="person-name">{name}<small class="quiet">{what}</small></span>
                {move || in_error().then(|| view! { <span class="mark">{w.entered_in_error}</span> })}
                <span class="sentence">{sentence}</span>
                {foot}
            </a>
        </li>
    }
    .into_any()
}

/// Who wrote it, where that was not the reader; and that it is over.
fn foot(app: AppState, unit: &Unit) -> AnyView {
    let s = words(app.language.get_untracked());
    let own = app.profile.with_untracked(|profile| profile.as_ref().map(|one| one.staff_id));
    let author = unit.facts.author.filter(|author| Some(*author) != own);
    let author = author.map(|author| app.caseload.with_untracked(|all| staff_name(all, author)));
    let former = if unit.is_former { s.former } else { "" };
    let said = joined(&[&author.unwrap_or_default(), former], " · ");
    (!said.is_empty()).then(|| view! { <span class="quiet">{said}</span> }).into_any()
}

/// Where it is read.
fn read_at(client_id: ClientId, unit: &Unit) -> Screen {
    match &unit.place {
        Place::Contact(contact_id) => Screen::Contact(client_id, *contact_id),
        Place::CrisisEvent(event_id) => Screen::CrisisEvent(client_id, *event_id),
        Place::Record(record) => leads_to(record),
        Place::Support(_) => Screen::Supports(client_id),
        // What it says can be read on the client's page; its own is a form.
        Place::Document(DocumentKind::Client, _) => Screen::Client(client_id),
        Place::Document(DocumentKind::CrisisPlan, _) => Screen::Plan(client_id),
        Place::Document(kind, _) => Screen::Document(client_id, *kind, DocumentScreen::Read),
    }
}
