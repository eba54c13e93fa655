//! What there is of a client's case file, in the order in which a reviewer opens it
//! (seed 004:56-63), with what is missing named where it would stand.

use super::needs::own;
use crate::{
    parts::chain::{Chain, Known},
    parts::{
        client_header::ClientHeader, client_header::standing, dates, file_screen::drawn,
        operation_kind::document_name,
    },
    place::{DocumentScreen, Screen},
    state::{AppState, use_app},
};
use domain::{
    document::{Cells, DocumentKind},
    id::ClientId,
    record::{
        RecordKind,
        appointment::{Standing as Meeting, planned},
        benefit::{Standing, is_to_look_at},
        not_replaced,
    },
    referral::{referrals, state, steps},
    release::{in_force, releases},
    wire::v1::Client,
};
use leptos::prelude::*;

/// One part of the file.
struct Part {
    name: &'static str,
    /// What there is of it.
    says: String,
    /// Nothing is there, and something should be.
    is_missing: bool,
    leads: Option<Screen>,
}

/// The case file of a client.
#[component]
pub(super) fn CaseFile(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let draw = move |chain: &Chain| {
        let client = app.caseload.with_untracked(|caseload| {
            caseload.clients.get(&client_id).map(|entry| entry.client.clone())
        });
        let parts = client.map(|client| parts(app, &client, chain)).unwrap_or_default();
        let rows = parts.into_iter().map(|part| row(app, part)).collect_view();
        view! { <ol class="people case-file">{rows}</ol> }.into_any()
    };
    view! {
        <ClientHeader client_id back=Screen::Client(client_id)/>
        <h2>{own(app).case_file}</h2>
        <p class="quiet">{own(app).file_hint}</p>
        {drawn(app, client_id, Box::new(draw))}
    }
}

fn row(app: AppState, part: Part) -> AnyView {
    let missing =
        part.is_missing.then(|| view! { <small class="gap">{own(app).file_missing}</small> });
    let inside = view! {
        <span class="person-name">{part.name}{missing}</span>
        <span class="quiet">{part.says}</span>
    };
    match part.leads {
        Some(screen) => {
            view! { <li><a class="person" href=screen.path()>{inside}</a></li> }.into_any()
        }
        None => view! { <li><div class="person">{inside}</div></li> }.into_any(),
    }
}

fn parts(app: AppState, client: &Client, chain: &Chain) -> Vec<Part> {
    let (s, w, today) = (own(app), app.words(), app.now.get().date());
    let client_id = client.client_id;
    let waits = |kind| app.pending.with(|pending| pending.is_waiting(kind, client_id));
    let document = |kind, known: &Known| {
        let version = known.0.as_ref();
        let made =
            version.and_then(|version| version.made_at).map(|at| dates::day(w, at.date(), today));
        let says = match (version.map(|version| version.number), made) {
            (None, _) => s.file_none.to_owned(),
            (Some(_), _) if waits(kind) => s.file_not_sent.to_owned(),
            (Some(0), _) | (_, None) => s.file_not_sent.to_owned(),
            (Some(number), Some(day)) => s.file_version(&day, &number.to_string()),
        };
        let leads = Some(Screen::Document(client_id, kind, DocumentScreen::Read));
        let is_missing = version.is_none() && client.stage.is_in_service();
        Part { name: document_name(w, kind), says, is_missing, leads }
    };
    let facts = match client.made_at.map(|at| dates::day(w, at.date(), today)) {
        _ if waits(DocumentKind::Client) => s.file_not_sent.to_owned(),
        Some(day) => s.file_version(&day, &client.version.to_string()),
        None => standing(w, client).to_owned(),
    };
    let notes = chain.notes().count();
    let last = chain.notes().map(|row| row.contact.occurred_start).max();
    let noted = match last {
        Some(at) => s.file_notes(notes, &dates::day(w, at.date(), today)),
        None => s.file_none.to_owned(),
    };
    // Releases, disclosures and referrals have a place of their own.
    let reviews = chain.file.records.iter().filter(|row| row.record.kind == RecordKind::Review);
    let updates = reviews.count() + chain.file.crisis_events.len();
    let updated = if updates == 0 { s.file_none.to_owned() } else { s.file_updates_count(updates) };
    let records = &chain.file.records;
    let (signed, in_force) = (releases(records).count(), in_force(records, today).count());
    let releases = match signed {
        0 => s.file_none.to_owned(),
        _ => s.file_releases_says(&signed.to_string(), &in_force.to_string()),
    };
    let all: Vec<_> = referrals(records).collect();
    let open = all.iter().filter(|row| {
        let steps = steps(records, row.record.record_id);
        state(row.record.at.date(), &steps).0.is_open()
    });
    let referred = match all.len() {
        0 => s.file_none.to_owned(),
        _ => s.file_referrals_says(&all.len().to_string(), &open.count().to_string()),
    };
    let papers = records.iter().filter(|row| row.record.kind == RecordKind::Paper).count();
    let papers = match papers {
        0 => s.file_none.to_owned(),
        count => s.file_papers_says(count),
    };
    let is_current = |cells: &Cells| Standing::said(cells).is_none_or(Standing::is_current);
    let benefits =
        not_replaced(records, RecordKind::Benefit).into_iter().map(|row| row.record.cells());
    let benefits: Vec<_> = benefits.filter(is_current).collect();
    let warned = benefits.iter().filter(|cells| is_to_look_at(cells, today));
    let benefits = match benefits.len() {
        0 => s.file_none.to_owned(),
        all => s.file_benefits_says(&all.to_string(), &warned.count().to_string()),
    };
    let meetings = not_replaced(records, RecordKind::Appointment).into_iter();
    let meetings =
        meetings.filter(|row| Meeting::said(&row.record.cells()) != Some(Meeting::InError));
    let (all, planned) = (meetings.count(), planned(records).len());
    let appointments = match all {
        0 => s.file_none.to_owned(),
        _ => {
            let over = all.saturating_sub(planned).to_string();
            s.file_appointments_says(&over, &planned.to_string())
        }
    };
    let own_page = Some(Screen::Client(client_id));
    vec![
        Part {
            name: w.fact_sheet,
            says: facts,
            is_missing: false,
            leads: Some(Screen::FactSheet(client_id)),
        },
        document(DocumentKind::Assessment, &chain.assessment),
        Part {
            name: s.file_releases_name,
            says: releases,
            is_missing: false,
            leads: Some(Screen::Sharing(client_id)),
        },
        document(DocumentKind::ServicePlan, &chain.plan),
        Part {
            name: s.file_referrals_name,
            says: referred,
            is_missing: false,
            leads: Some(Screen::Sharing(client_id)),
        },
        Part {
            name: s.papers,
            says: papers,
            is_missing: false,
            leads: Some(Screen::Papers(client_id)),
        },
        Part {
            name: s.benefits,
            says: benefits,
            is_missing: false,
            leads: Some(Screen::Benefits(client_id)),
        },
        Part {
            name: s.appointments,
            says: appointments,
            is_missing: false,
            leads: Some(Screen::Appointments(client_id)),
        },
        Part { name: s.file_notes_name, says: noted, is_missing: notes == 0, leads: own_page },
        Part {
            name: s.file_updates_name,
            says: [&updated, " · ", s.file_updates_hint].concat(),
            is_missing: false,
            leads: own_page,
        },
    ]
}
