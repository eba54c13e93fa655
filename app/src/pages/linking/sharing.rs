//! What may be told of a client to whom, and what was told.

use super::{referral::provider, referred, release::recipient_of};
use crate::{
    browser::page,
    parts::chain::Chain,
    parts::{
        cells::joined,
        contact_line::staff_name,
        dates,
        document_values::{disclosure::right, release::stands},
        file_screen::{RecordList, record_list},
    },
    place::Screen,
    state::{AppState, use_app},
    words::{disclosure, linking, referral},
};
use domain::{
    disclosure::is_somebody_else,
    document::Key,
    id::ClientId,
    record::{
        RecordKind,
        disclosure::{told, told_at},
    },
    referral::referrals,
    release::{releases, standing},
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// The releases of a client and the accounting of disclosures.
#[component]
pub(super) fn Sharing(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let s = linking::words(app.language.get_untracked());
    let list = RecordList {
        client_id,
        kind: RecordKind::Release,
        heading: s.heading,
        hint: "",
        add: s.sign_release,
        draw: Box::new(move |chain| lists(app, chain)),
    };
    record_list(app, list)
}

fn lists(app: AppState, chain: &Chain) -> AnyView {
    let s = linking::words(app.language.get_untracked());
    let d = disclosure::words(app.language.get_untracked());
    let today = app.now.get_untracked().date();
    let records = &chain.file.records;
    let whose = app.caseload.with_untracked(|caseload| {
        let entry = caseload.clients.get(&chain.client_id);
        entry.map(|entry| entry.client.preferred_name.clone()).unwrap_or_default()
    });
    let (current, past): (Vec<_>, Vec<_>) = releases(records)
        .map(|row| (row, standing(&row.record, records, today)))
        .rev()
        .partition(|(_, standing)| standing.is_in_force());
    let row = |(row, standing): (&CellRecordRow, _)| {
        let says = stands(app, &row.record.cells(), standing);
        line(row, recipient_of(&row.record), says)
    };
    let current: Vec<_> = current.into_iter().map(row).collect();
    let past: Vec<_> = past.into_iter().map(row).collect();
    let says = if past.is_empty() { s.no_releases } else { s.none_in_force };
    let none = current.is_empty().then(|| view! { <p class="empty">{says}</p> });
    let past = (!past.is_empty()).then(|| {
        view! { <section class="document-part not-printed"><h3>{s.ended_ones}</h3><ul class="people">{past}</ul></section> }
    });
    let sent: Vec<_> = referrals(records)
        .rev()
        .map(|row| line(row, provider(&row.record.cells()), referred::stands(app, row, chain)))
        .collect();
    let r = referral::words(app.language.get_untracked());
    let no_referrals = sent.is_empty().then(|| view! { <p class="quiet">{r.none}</p> });
    let disclosed = records.iter().filter(|row| row.record.kind == RecordKind::Disclosure);
    let disclosed: Vec<_> = disclosed.rev().map(|row| disclosure_line(app, row)).collect();
    let empty = disclosed.is_empty().then(|| view! { <p class="quiet">{d.log_empty}</p> });
    let print = (!disclosed.is_empty()).then(|| {
        view! {
            <p class="row not-printed">
                <button class="button" type="button" on:click=move |_| page::print()>{s.print}</button>
            </p>
        }
    });
    view! {
        <p class="hint not-printed">{s.hint}</p>
        <p class="only-printed">{s.the_client(&whose)}</p>
        <section class="document-part not-printed">
            <h3>{s.in_force}</h3>
            {none}
            <ul class="people">{current}</ul>
        </section>
        {past}
        <section class="document-part not-printed">
            <h3>{r.heading}</h3>
            {no_referrals}
            <ul class="people">{sent}</ul>
        </section>
        <section class="document-part">
            <h3>{s.accounting}</h3>
            <p class="hint">{s.accounting_hint}</p>
            {empty}
            <ul class="people">{disclosed}</ul>
            {print}
        </section>
    }
    .into_any()
}

fn line(row: &CellRecordRow, name: String, says: String) -> AnyView {
    let path = Screen::Record(row.record.client_id, row.record.record_id).path();
    view! {
        <li>
            <a class="person" href=path>
                <span class="person-name">{name}</span>
                <span class="quiet">{says}</span>
            </a>
        </li>
    }
    .into_any()
}

fn disclosure_line(app: AppState, row: &CellRecordRow) -> AnyView {
    let (w, d) = (app.words(), disclosure::words(app.language.get_untracked()));
    let cells = row.record.cells();
    let information = cells.value(Key::fact("information"));
    let by = told(&cells).map(|told| right(d, told)).unwrap_or_default();
    let day = dates::time_on_paper(w, told_at(&cells, row.record.at));
    let author = app.caseload.with_untracked(|caseload| staff_name(caseload, row.author));
    let says = joined(&[&day, by, information.as_text().unwrap_or_default(), &author], " · ");
    let whom = cells.value(Key::fact("whom"));
    let whom = whom.as_text().filter(|whom| is_somebody_else(whom, &cells)).unwrap_or_default();
    let named = joined(&[&recipient_of(&row.record), whom], " · ");
    line(row, named, says)
}
