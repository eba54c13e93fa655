//! One referral: how it stands, what leaves with it, and what became of it.

use super::referral::provider;
use crate::{
    browser::{clock, page},
    parts::chain::Chain,
    parts::{
        dates,
        document_values::referral::{own, state_name},
        signing,
    },
    place::Screen,
    state::AppState,
    words::linking,
};
use domain::{
    document::{Cells, Key},
    id::LineId,
    record::{NEXT_STEP, RecordKind, disclosure::tells_of, referral::is_external},
    referral::{State, state, steps},
    release::for_referral,
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// Facts of a referral that are not shown under it: the packet says them, or they are ids.
const IN_PACKET: [&str; 16] = [
    "line",
    "need",
    "need_number",
    "goal",
    "plan_finished",
    "provider",
    "issue",
    "service",
    "timeline",
    "payer",
    "plan",
    "mental_health",
    "substance_use",
    "hiv",
    "referral_to",
    NEXT_STEP,
];

/// The notice that goes with what tells of treatment for alcohol or drug use, in the words of the rule (42 CFR
/// 2.32(a)(2)): they are for the recipient, whatever language the client speaks.
const NOTICE: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

/// How a referral stands, in a sentence.
pub(super) fn stands(app: AppState, row: &CellRecordRow, chain: &Chain) -> String {
    let (s, w) = (own(app), app.words());
    let id = row.record.record_id;
    let (state, since) = state(row.record.at.date(), &steps(&chain.file.records, id));
    let day = dates::day(w, since, app.now.get_untracked().date());
    s.state_since(&day, state_name(s, state))
}

/// A referral, to read.
pub(super) fn referred(app: AppState, chain: &Chain, row: &CellRecordRow) -> AnyView {
    let (s, l) = (own(app), linking::words(app.language.get_untracked()));
    let (client_id, id, cells) = (row.record.client_id, row.record.record_id, row.record.cells());
    let records = &chain.file.records;
    let steps = steps(records, id);
    let (now, _) = state(row.record.at.date(), &steps);
    let about = Some(LineId::from_bytes(*id.as_bytes()));
    let may_leave = !is_external(&cells)
        || for_referral(&cells, id, records, clock::now(), clock::now()).is_ok();
    let needs_release = now.is_open() && !may_leave;
    let release = needs_release.then(|| {
        let sign = Screen::Sign(client_id, RecordKind::Release, about).path();
        view! {
            <p class="banner">{s.no_release}</p>
            <p><a class="button" href=sign>{s.sign_release}</a></p>
        }
    });
    let step = |row: &&CellRecordRow| {
        signing::record(app, row, &["referral", "provider", NEXT_STEP, "closes_task"], "")
    };
    let trail: Vec<_> = steps.iter().rev().map(step).collect();
    let trail = (!trail.is_empty()).then(|| {
        view! { <section class="document-part"><h3>{s.steps}</h3>{trail}</section> }
    });
    let leads = matches!(now, State::Refused | State::Closed);
    let next = (!leads).then(|| {
        let path = Screen::Sign(client_id, RecordKind::ReferralStep, about).path();
        view! { <a class="button primary" href=path>{s.write_down}</a> }
    });
    let hint =
        (now == State::Made && may_leave).then(|| view! { <p class="hint">{s.say_sent_first}</p> });
    let packet = packet(app, row, &cells, chain);
    let text = packet.iter().map(|(name, said)| [*name, ": ", said].concat()).collect::<Vec<_>>();
    let text = StoredValue::new(text.join("\n"));
    let rows = packet
        .into_iter()
        .map(|(name, said)| view! { <div><dt>{name}</dt><dd>{said}</dd></div> })
        .collect_view();
    // It leaves once that is on record, and only while it may.
    let leaves = may_leave && is_external(&cells) && now != State::Made && now.is_open();
    let share = leaves.then(|| {
        let share = page::can_share().then(|| {
            let send = move |_| text.with_value(|text| page::share(text));
            view! { <button class="button" type="button" on:click=send>{s.share}</button> }
        });
        view! {
            <p class="row not-printed">
                {share}
                <button class="button" type="button" on:click=move |_| page::print()>{l.print}</button>
            </p>
        }
    });
    view! {
        <div class="document">
            <h2>{app.words().referral}</h2>
            <p><strong>{provider(&cells)}</strong></p>
            <p class="banner not-printed" role="status">{stands(app, row, chain)}</p>
            <div class="not-printed">{release}</div>
            <section class="document-part" class:not-printed=!leaves>
                <h3 class="not-printed">{s.packet}</h3>
                {hint}
                <article class="note block"><dl>{rows}</dl></article>
                {share}
            </section>
            <div class="not-printed">
                {trail}
                <section class="document-part">
                    <h3>{s.part_check}</h3>
                    {signing::record(app, row, &IN_PACKET, "")}
                </section>
            </div>
        </div>
        <div class="thumb not-printed">{next}</div>
    }
    .into_any()
}

/// What leaves, under its names: who, since when, what for, who pays; and never more than was written
/// for the recipient.
fn packet(
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
        let author = crate::parts::contact_line::staff_name(caseload, row.author);
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
