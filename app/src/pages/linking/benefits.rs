//! The benefits of a client.

use crate::{
    parts::{
        chain::Chain,
        document_values::benefit::{named, own, stands, units_of, warned},
        file_screen::{RecordList, folded, record_list},
        signing,
    },
    place::Screen,
    state::{AppState, use_app},
};
use ::sync::read_copy::ClientFile;
use domain::{
    id::{ClientId, LineId},
    record::{CLOSES_TASK, NEXT_STEP, RecordKind, benefit::Standing, not_replaced},
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// Facts that are not shown: ids, what is a task, and what stands above them in one line.
const UNSAID: [&str; 5] = ["replaces", "benefit", "standing", NEXT_STEP, CLOSES_TASK];

/// What somebody has first, then what is over, then what stood before.
#[component]
pub(super) fn Benefits(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let list = RecordList {
        client_id,
        kind: RecordKind::Benefit,
        heading: s.heading,
        hint: s.hint,
        add: s.add,
        draw: Box::new(move |chain| list(app, chain)),
    };
    record_list(app, list)
}

fn list(app: AppState, chain: &Chain) -> AnyView {
    let s = own(app);
    let records = &chain.file.records;
    let (over, now): (Vec<_>, Vec<_>) =
        not_replaced(records, RecordKind::Benefit).into_iter().rev().partition(|row| {
            Standing::said(&row.record.cells()).is_some_and(|standing| !standing.is_current())
        });
    let is_earlier = |row: &&CellRecordRow| {
        let id = row.record.record_id;
        row.record.kind == RecordKind::Benefit
            && !now.iter().chain(&over).any(|present| present.record.record_id == id)
    };
    let earlier: Vec<_> = records.iter().rev().filter(is_earlier).collect();
    if now.is_empty() && over.is_empty() {
        return view! { <p class="empty">{s.none_yet}</p> }.into_any();
    }
    let drawn = |rows: Vec<&CellRecordRow>, may_change| -> Vec<AnyView> {
        rows.into_iter().map(|row| benefit(app, row, &chain.file, may_change)).collect()
    };
    let (current, over, earlier) = (drawn(now, true), drawn(over, true), drawn(earlier, false));
    view! {
        {current}
        {folded(s.no_longer, false, over)}
        {folded(s.earlier, false, earlier)}
    }
    .into_any()
}

fn benefit(app: AppState, row: &CellRecordRow, file: &ClientFile, may_change: bool) -> AnyView {
    let (cells, today) = (row.record.cells(), app.now.get_untracked().date());
    let warned = may_change.then(|| warned(app, &cells, today)).flatten();
    let warned = warned.map(|says| view! { <p class="banner">{says}</p> });
    let units = units_of(app, &cells, file).filter(|_| may_change);
    let units = units.map(|(units, says)| match units.run_out() {
        true => view! { <p class="banner">{says}</p> }.into_any(),
        false => view! { <p class="quiet">{says}</p> }.into_any(),
    });
    let about = LineId::from_bytes(*row.record.record_id.as_bytes());
    let change = Screen::Sign(row.record.client_id, RecordKind::Benefit, Some(about)).path();
    let name = named(app, &cells);
    let change = may_change.then(|| {
        let label = [own(app).change, ": ", &name].concat();
        view! { <p class="row"><a class="button" href=change aria-label=label>{own(app).change}</a></p> }
    });
    view! {
        <section class="document-part">
            <h3>{name}</h3>
            <p>{stands(app, &cells, today)}</p>
            {warned}
            {units}
            {signing::record(app, row, &UNSAID, "")}
            {change}
        </section>
    }
    .into_any()
}
