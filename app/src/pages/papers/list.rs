//! The papers of a client.

use super::pages::Pages;
use crate::{
    parts::{
        chain::{Chain, follow},
        client_header::ClientHeader,
        document_values::paper::own,
        signing,
        unread::Unread,
    },
    place::Screen,
    state::{AppState, use_app},
};
use domain::{
    id::{ClientId, RecordId},
    record::{
        NEXT_STEP, RecordKind,
        paper::{is_over, pages},
    },
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// Every paper, the latest first.
#[component]
pub(super) fn Papers(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let (found, again) = follow(app, client_id);
    // The list is drawn anew when a sync brings something; what somebody looks at stays.
    let looked = RwSignal::new(None::<RecordId>);
    let new = Screen::Sign(client_id, RecordKind::Paper, None).path();
    view! {
        {move || app.caseload.with_untracked(|caseload| caseload.clients.get(&client_id).cloned())
            .map(|entry| view! { <ClientHeader entry back=Screen::Client(client_id)/> })}
        <div class="document">
            <h2>{s.heading}</h2>
            <p class="hint">{s.hint}</p>
            {move || found.get().map(|chain| match chain {
                Some(chain) => list(app, &chain, looked),
                None => view! { <Unread words=app.words().phone_could_not_read again/> }.into_any(),
            })}
        </div>
        <div class="thumb">
            <a class="button primary" href=new>{s.add}</a>
        </div>
    }
    .into_any()
}

fn list(app: AppState, chain: &Chain, looked: RwSignal<Option<RecordId>>) -> AnyView {
    let rows = chain.file.records.iter().filter(|row| row.record.kind == RecordKind::Paper);
    let papers: Vec<_> = rows.rev().map(|row| paper(app, row, looked)).collect();
    if papers.is_empty() {
        return view! { <p class="empty">{own(app).none_yet}</p> }.into_any();
    }
    papers.into_any()
}

fn paper(app: AppState, row: &CellRecordRow, looked: RwSignal<Option<RecordId>>) -> AnyView {
    let record = &row.record;
    let cells = record.cells();
    let over = is_over(&cells, app.now.get_untracked().date());
    let of = pages(&cells);
    view! {
        <section class="document-part">
            {signing::record(app, row, &["release", NEXT_STEP], if over { own(app).was_valid } else { "" })}
            <Pages client_id=record.client_id record=record.record_id of looked/>
        </section>
    }
    .into_any()
}
