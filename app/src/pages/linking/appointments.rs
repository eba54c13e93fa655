//! The appointments of a client.

use crate::{
    parts::{
        appointment_card::{Chosen, card},
        chain::Chain,
        document_values::appointment::{named, own, standing_name, when_from},
        file_screen::{RecordList, folded, record_list},
        signing,
    },
    place::Screen,
    state::{AppState, use_app},
};
use domain::{
    document::{Cells, Key},
    id::{ClientId, LineId},
    record::{
        CLOSES_TASK, NEXT_STEP, REPLACES, RecordKind,
        appointment::{Standing, planned},
        disagree, not_replaced,
    },
    referral::{State, referrals, state, steps},
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// Facts that are not shown: ids, what is a task, and what stands above them in one line.
const UNSAID: [&str; 7] = [REPLACES, "what", "on", "at", "standing", NEXT_STEP, CLOSES_TASK];

/// What is to come first, then what is over, then what stood before.
#[component]
pub(super) fn Appointments(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let chosen = Chosen::new(None);
    let list = RecordList {
        client_id,
        kind: RecordKind::Appointment,
        heading: s.heading,
        hint: s.hint,
        add: s.add,
        draw: Box::new(move |chain| list(app, chain, chosen)),
    };
    record_list(app, list)
}

fn list(app: AppState, chain: &Chain, chosen: Chosen) -> AnyView {
    let s = own(app);
    let records = &chain.file.records;
    let now = planned(records);
    let is_planned = |row: &&CellRecordRow| {
        now.iter().any(|(planned, _)| planned.record.record_id == row.record.record_id)
    };
    let all = not_replaced(records, RecordKind::Appointment);
    let over: Vec<_> = all.iter().rev().copied().filter(|row| !is_planned(row)).collect();
    let stands = |row: &&CellRecordRow| {
        all.iter().any(|stands| stands.record.record_id == row.record.record_id)
    };
    let own_kind = records.iter().rev().filter(|row| row.record.kind == RecordKind::Appointment);
    let earlier: Vec<_> = own_kind.filter(|row| !stands(row)).collect();
    let referred = of_referrals(app, records);
    let is_empty = all.is_empty() && referred.is_empty();
    let cards: Vec<_> = now
        .iter()
        .map(|(row, cells)| card(app, row, cells.clone(), disagree(row, &all), true, chosen))
        .collect();
    // Two who disagree are to be seen.
    let differ = over.iter().any(|row| disagree(row, &all));
    let drawn = |rows: &[&CellRecordRow], standing: &[&CellRecordRow]| -> Vec<AnyView> {
        rows.iter().map(|row| past(app, row, standing)).collect()
    };
    view! {
        {is_empty.then(|| view! { <p class="empty">{s.none_yet}</p> })}
        {cards}
        {referred}
        {folded(s.over, differ, drawn(&over, &all))}
        {folded(s.earlier, false, drawn(&earlier, &[]))}
    }
    .into_any()
}

/// First appointments that providers gave: what came of them is a step of the referral.
fn of_referrals(app: AppState, records: &[CellRecordRow]) -> Vec<AnyView> {
    let today = app.now.get_untracked().date();
    let shown = |row: &CellRecordRow| {
        let steps = steps(records, row.record.record_id);
        let (now, _) = state(row.record.at.date(), &steps);
        let accepted =
            |step: &&&CellRecordRow| State::said(&step.record.cells()) == Some(State::Accepted);
        let step = steps.iter().rev().find(accepted).filter(|_| now == State::Accepted)?;
        let cells = step.record.cells();
        let on = cells.value(Key::fact("appointment")).as_day()?;
        let text = |fact| cells.value(Key::fact(fact)).as_text().unwrap_or_default().to_owned();
        let path = Screen::Record(row.record.client_id, row.record.record_id).path();
        let when = crate::parts::dates::long_day(app.words(), on, today);
        Some(
            view! {
                <section class="document-part">
                    <h3><a href=path>{text("provider")}</a></h3>
                    <p><strong>{when}</strong>" "{text("appointment_at")}</p>
                    <p class="quiet">{own(app).from_referral}</p>
                </section>
            }
            .into_any(),
        )
    };
    referrals(records).filter_map(shown).collect()
}

/// What stands may be changed: a slip is put right, and one that was missed gets another day.
fn past(app: AppState, row: &CellRecordRow, standing: &[&CellRecordRow]) -> AnyView {
    let s = own(app);
    let (cells, today) = (row.record.cells(), app.now.get_untracked().date());
    let name = named(&cells);
    let is_standing = standing.iter().any(|other| other.record.record_id == row.record.record_id);
    let change = is_standing.then(|| {
        let about = LineId::from_bytes(*row.record.record_id.as_bytes());
        let path = Screen::Sign(row.record.client_id, RecordKind::Appointment, Some(about)).path();
        let label = s.change_of(&name);
        view! { <p class="row"><a class="button" href=path aria-label=label>{s.change}</a></p> }
    });
    let differs = disagree(row, standing).then(|| view! { <p class="banner">{s.two_stand}</p> });
    view! {
        <section class="document-part">
            <h3>{name}</h3>
            <p>{stands(app, &cells)}" · "{when_from(app, &cells, today)}</p>
            {differs}
            {signing::record(app, row, &UNSAID, "")}
            {change}
        </section>
    }
    .into_any()
}

fn stands(app: AppState, cells: &Cells) -> &'static str {
    Standing::said(cells).map_or("", |said| standing_name(own(app), said))
}
