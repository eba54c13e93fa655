//! The papers of a client.

use super::pages::Pages;
use crate::{
    held::Held,
    parts::{
        chain::Chain,
        document_values::paper::own,
        file_screen::{RecordList, record_list},
        signing,
    },
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
    // The list is drawn anew when a sync brings something; what somebody looks at stays.
    let looked = Held::new(None::<RecordId>);
    let list = RecordList {
        client_id,
        kind: RecordKind::Paper,
        heading: s.heading,
        hint: s.hint,
        add: s.add,
        draw: Box::new(move |chain| list(app, chain, looked)),
    };
    record_list(app, list)
}

fn list(app: AppState, chain: &Chain, looked: Held<Option<RecordId>>) -> AnyView {
    let rows = chain.file.records.iter().filter(|row| row.record.kind == RecordKind::Paper);
    let papers: Vec<_> = rows.rev().map(|row| paper(app, row, looked)).collect();
    if papers.is_empty() {
        return view! { <p class="empty">{own(app).none_yet}</p> }.into_any();
    }
    papers.into_any()
}

fn paper(app: AppState, row: &CellRecordRow, looked: Held<Option<RecordId>>) -> AnyView {
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
