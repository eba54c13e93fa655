//! What leaves with a referral, and the ways out of the phone.

use super::referral::provider;
use crate::{
    browser::{clock, files, page},
    held::Held,
    parts::{
        chain::Chain,
        contact_line, dates,
        document_values::referral::own,
        pdf::{self, Packet, Row},
    },
    state::AppState,
    words::linking,
};
use domain::{
    document::{Cells, Key},
    record::{disclosure::tells_of, referral::is_external},
    release::for_referral,
    wire::v1::CellRecordRow,
};
use leptos::{prelude::*, task::spawn_local};

/// The media type of the packet's file.
const PDF: &str = "application/pdf";

/// The notice that goes with what tells of treatment for alcohol or drug use, in the words of the rule (42 CFR
/// 2.32(a)(2)): they are for the recipient, whatever language the client speaks.
const NOTICE: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

/// What leaves, under its names: who, since when, what for, who pays; and never more than was written
/// for the recipient.
pub(super) fn packet(
    app: AppState,
    row: &CellRecordRow,
    cells: &Cells,
    chain: &Chain,
) -> Vec<(&'static str, String)> {
    let (s, w) = (own(app), app.words());
    let text = |name| cells.value(Key::fact(name)).as_text().unwrap_or_default().to_owned();
    let (person, agency, author) = app.caseload.with_untracked(|caseload| {
        let client = caseload.clients.get(&row.record.client_id).map(|entry| &entry.client);
        // A provider knows people by what their papers say.
        let person = client.map(|client| match client.legal_name.trim() {
            "" => client.preferred_name.clone(),
            legal => legal.to_owned(),
        });
        let agency = caseload.agency.as_ref().map(|agency| agency.name.clone());
        let author = contact_line::staff_name(caseload, row.author);
        (person.unwrap_or_default(), agency.unwrap_or_default(), author)
    });
    let from = [author, agency].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>();
    let release = is_external(cells).then(|| {
        for_referral(cells, row.record.record_id, &chain.file.records, clock::now(), clock::now())
            .ok()
    });
    let allowed = release.flatten().map(|release| {
        let cells = release.record.cells();
        let text = |name| cells.value(Key::fact(name)).as_text().unwrap_or_default().to_owned();
        let until = cells.value(Key::fact("until")).as_day().map(|day| dates::on_paper(w, day));
        let until = until.unwrap_or_else(|| text("event"));
        s.allowed_by(&text("information"), &text("purpose"), &until)
    });
    let protected = is_external(cells) && tells_of(cells, "substance_use");
    let rows = [
        (s.packet_to, provider(cells)),
        (s.packet_person, person),
        (s.dated, dates::on_paper(w, row.record.at.date())),
        (s.from, from.join(", ")),
        (s.issue, text("issue")),
        (s.service, text("service")),
        (s.timeline, text("timeline")),
        (s.payer, text("payer")),
        (s.packet_allowed, allowed.unwrap_or_default()),
        ("42 CFR 2.32", if protected { NOTICE.to_owned() } else { String::new() }),
    ];
    rows.into_iter().filter(|(_, said)| !said.trim().is_empty()).collect()
}

/// Buttons by which the packet leaves: to another app, among the downloads, onto paper.
pub(super) fn ways_out(
    app: AppState,
    row: &CellRecordRow,
    packet: Vec<(&'static str, String)>,
) -> AnyView {
    let (s, l) = (own(app), linking::words(app.language.get_untracked()));
    // Neither file nor title names the person: both lie about on other people's machines.
    let name = format!("{}-{}.pdf", s.packet_file, row.record.at.date());
    let text = packet.iter().map(|(name, said)| [*name, ": ", said].concat()).collect::<Vec<_>>();
    let text = text.join("\n");
    let rows = packet.into_iter().map(|(name, said)| Row { name: name.to_owned(), said }).collect();
    let packet = Held::new(Packet {
        title: app.words().referral.to_owned(),
        language: app.language.get_untracked().tag(),
        rows,
    });
    let busy = Held::new(false);
    let as_file = move |take: fn(&str, &[u8]) -> Result<(), ()>| {
        busy.set(true);
        let name = name.clone();
        spawn_local(async move {
            let made = pdf::make(&packet.get_untracked(), |at, of| {
                s.page_of(&at.to_string(), &of.to_string())
            })
            .await;
            let taken = made.map_err(drop).and_then(|bytes| take(&name, &bytes));
            let here = busy.try_set(false).is_none();
            if taken.is_err() && here {
                app.tell(s.no_file);
            }
        });
    };
    let (sharing, saving) = (as_file.clone(), as_file);
    let share = if files::can_share(PDF) {
        let send = move |_| sharing(|name, bytes| files::share(name, PDF, bytes));
        Some(view! { <button class="button" type="button" disabled=move || busy.get() on:click=send>{s.share_file}</button> }.into_any())
    } else {
        files::can_share_text().then(|| {
            let send = move |_| files::share_text(&text);
            view! { <button class="button" type="button" on:click=send>{s.share}</button> }
                .into_any()
        })
    };
    view! {
        <p class="row not-printed">
            {share}
            <button class="button" type="button" disabled=move || busy.get() on:click=move |_| saving(|name, bytes| files::save(name, PDF, bytes))>{s.save_file}</button>
            <button class="button" type="button" on:click=move |_| page::print()>{l.print}</button>
        </p>
        <p class="hint not-printed">{s.save_file_hint}</p>
    }
    .into_any()
}
