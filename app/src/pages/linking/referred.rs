//! One referral: how it stands, what leaves with it, and what became of it.

use super::{
    packet::{packet, ways_out},
    referral::provider,
};
use crate::{
    browser::clock,
    parts::chain::Chain,
    parts::{
        dates,
        document_values::referral::{own, state_name},
        signing,
    },
    place::Screen,
    state::AppState,
};
use domain::{
    id::LineId,
    record::{NEXT_STEP, RecordKind, referral::is_external},
    referral::{State, state, steps},
    release::for_referral,
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// Facts of a referral that are not shown under it: the packet says them, or they are ids.
const IN_PACKET: [&str; 18] = [
    "line",
    "need",
    "need_number",
    "goal",
    "plan_finished",
    "provider",
    "about_service",
    "check",
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
    let s = own(app);
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
    let rows = packet
        .iter()
        .map(|(name, said)| view! { <div><dt>{*name}</dt><dd>{said.clone()}</dd></div> })
        .collect_view();
    // It leaves once that is on record, and only while it may.
    let leaves = may_leave && is_external(&cells) && now != State::Made && now.is_open();
    let ways = leaves.then(|| ways_out(app, row, packet));
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
                {ways}
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
