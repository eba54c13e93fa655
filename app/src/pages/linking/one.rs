//! One release, the end of one, or one disclosure, as it was signed; on paper as on the screen.

use super::{referred::referred, release::recipient_of};
use crate::{
    browser::page,
    parts::chain::Chain,
    parts::{
        client_header::ClientHeader, document_values::release::stands, file_screen::drawn,
        operation_kind::record_name, signing,
    },
    place::Screen,
    state::{AppState, use_app},
    words::{linking, release},
};
use domain::{
    document::Key,
    id::{ClientId, LineId, RecordId},
    record::{CLOSES_TASK, NEXT_STEP, RecordKind, paper::release_of},
    release::{Standing, ending, standing},
};
use leptos::prelude::*;

/// Facts that are not shown: ids, and what the heading says.
const UNSAID: [&str; 5] = ["renews", "recipient", "told_ms", NEXT_STEP, CLOSES_TASK];

/// A record of cells, to read.
#[component]
pub(super) fn One(client_id: ClientId, record: RecordId) -> impl IntoView {
    let app = use_app();
    view! {
        <ClientHeader client_id back=Screen::Sharing(client_id)/>
        {drawn(app, client_id, Box::new(move |chain| one(app, chain, record)))}
    }
}

fn one(app: AppState, chain: &Chain, id: RecordId) -> AnyView {
    let s = linking::words(app.language.get_untracked());
    let records = &chain.file.records;
    let Some(row) = records.iter().find(|row| row.record.record_id == id) else {
        return view! { <p class="empty">{s.not_here}</p> }.into_any();
    };
    let record = &row.record;
    if record.kind == RecordKind::Referral {
        return referred(app, chain, row);
    }
    let is_release = record.kind == RecordKind::Release;
    let standing = is_release.then(|| standing(record, records, app.now.get_untracked().date()));
    let says = standing.map(|standing| {
        let says = stands(app, &record.cells(), standing);
        view! { <p class="banner" role="status">{says}</p> }
    });
    let name = app.caseload.with_untracked(|caseload| {
        let entry = caseload.clients.get(&record.client_id);
        entry.map(|entry| entry.client.preferred_name.clone()).unwrap_or_default()
    });
    // A copy says whose it is; the screen does so in its head.
    let whose = view! { <p class="only-printed">{s.the_client(&name)}</p> };
    let end = is_release.then(|| ending(records, id)).flatten();
    let end = end.map(|end| signing::record(app, end, &["release", "recipient", CLOSES_TASK], ""));
    let actions = standing.map(|standing| actions(app, record.client_id, id, standing));
    let on_paper = record.cells().value(Key::fact("signing")).as_word() == Some("paper");
    let photograph = (is_release && on_paper).then(|| photograph(app, chain, id));
    view! {
        <div class="document">
            <h2>{record_name(app.words(), record.kind)}</h2>
            <p><strong>{recipient_of(record)}</strong></p>
            {whose}
            {says}
            {end}
            {signing::record(app, row, &UNSAID, "")}
            {actions}
            {photograph}
        </div>
        <div class="thumb not-printed">
            <button class="button primary" type="button" on:click=move |_| page::print()>{s.print}</button>
        </div>
    }
    .into_any()
}

/// The way to the photograph of a release that was signed with a pen, or to take one.
fn photograph(app: AppState, chain: &Chain, id: RecordId) -> AnyView {
    let s = linking::words(app.language.get_untracked());
    let mut papers = chain.file.records.iter().filter(|row| row.record.kind == RecordKind::Paper);
    let (screen, says) = match papers.any(|row| release_of(&row.record.cells()) == Some(id)) {
        true => (Screen::Papers(chain.client_id), s.see_photograph),
        false => {
            let about = Some(LineId::from_bytes(*id.as_bytes()));
            (Screen::Sign(chain.client_id, RecordKind::Paper, about), s.add_photograph)
        }
    };
    view! { <p class="row not-printed"><a class="button" href=screen.path()>{says}</a></p> }
        .into_any()
}

/// What may be done with a release as it stands.
fn actions(app: AppState, client_id: ClientId, id: RecordId, standing: Standing) -> AnyView {
    let s = linking::words(app.language.get_untracked());
    let r = release::words(app.language.get_untracked());
    let about = Some(LineId::from_bytes(*id.as_bytes()));
    let to = |kind| Screen::Sign(client_id, kind, about).path();
    let ends = matches!(
        standing,
        Standing::NotYet(_) | Standing::InForce(_) | Standing::Expiring(_) | Standing::Replaced
    );
    let end = ends.then(|| {
        view! { <a class="button" href=to(RecordKind::ReleaseEnded)>{r.end_it}</a> }
    });
    let renews = !matches!(standing, Standing::Replaced);
    let renew = renews.then(|| {
        view! { <a class="button" href=to(RecordKind::Release)>{s.renew}</a> }
    });
    view! { <p class="row not-printed">{renew}{end}</p> }.into_any()
}
