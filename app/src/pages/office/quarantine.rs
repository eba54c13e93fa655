use super::{name_of, told_apart};
use crate::{
    held::Held,
    parts::online::{Asked, Question, Trouble, office_words},
    parts::{alike, dates, operation_kind::operation_kind, page_head::PageHead},
    place::Screen,
    state::{AppState, use_app},
    words::office::Words,
};
use domain::{
    alike::Apart,
    id::ClientId,
    wire::v1::{KnownBy, QuarantineAbout, QuarantineCode, QuarantinePage as Page, QuarantineRow},
};
use leptos::prelude::*;

const PATH: &str = "/api/v1/quarantine";

/// What phones delivered and the server could not take, for a supervisor.
#[component]
pub fn QuarantinePage() -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    // What earlier pages held; the last answer is in `page`.
    let before = Held::new(Vec::<QuarantineRow>::new());
    let damaged_before = Held::new(0_u64);
    let question = Question::<Page>::ask(PATH);
    let page = question.asked;
    let load = move || {
        before.set(Vec::new());
        damaged_before.set(0);
        question.again();
    };
    let older = move |place: i64| {
        if let Asked::Here(shown) = page.get_untracked() {
            before.update(|rows| rows.extend(shown.rows));
            damaged_before.update(|damaged| *damaged += shown.damaged);
        }
        page.set(Asked::Waiting);
        question.go_on(format!("{PATH}?before={place}"));
    };
    let rows = move || {
        let mut rows = before.get();
        if let Asked::Here(page) = page.get() {
            rows.extend(page.rows);
        }
        let apart = told_apart(state, rows.iter().flat_map(|row| &row.about).map(listed));
        rows.iter().map(|row| line(state, row, &apart)).collect_view()
    };
    let damaged = move || {
        let here = page.with(|page| match page {
            Asked::Here(page) => page.damaged,
            _ => 0,
        });
        usize::try_from(damaged_before.get() + here).unwrap_or(usize::MAX)
    };
    view! {
        <PageHead title=state.words().quarantine back=Screen::Me/>
        <p class="quiet">{ow.quarantine_text}</p>
        <ul class="people">{rows}</ul>
        {question.missing()}
        {move || match damaged() {
            0 => None,
            n => Some(view! { <p class="banner" role="status">{ow.quarantine_damaged(n)}</p> }),
        }}
        {move || match page.get() {
            Asked::Waiting => view! { <p class="empty" role="status">{ow.fetching}</p> }.into_any(),
            Asked::Refused(refused) => view! { <Trouble refused again=load/> }.into_any(),
            Asked::Here(Page { older: Some(place), .. }) => view! {
                <button class="button wide" type="button" on:click=move |_| older(place)>{ow.older}</button>
            }.into_any(),
            Asked::Here(page) if page.rows.is_empty() && page.damaged == 0 && question.is_whole() && before.with(Vec::is_empty) => {
                view! { <p class="empty">{ow.quarantine_empty}</p> }.into_any()
            }
            Asked::Here(_) => ().into_any(),
        }}
    }
}

fn line(state: AppState, row: &QuarantineRow, apart: &Apart) -> impl IntoView + use<> {
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let what = row.about.as_ref().map_or(ow.unreadable, |about| operation_kind(w, about.kind));
    let written = row.about.as_ref().map(|about| {
        let when = dates::day_time(w, about.occurred_at, now);
        view! { <span class="quiet">{format!("{}: {when}", ow.when_by_phone)}</span> }
    });
    let received = dates::day_time(w, dates::here(row.received_at), now);
    view! {
        <li>
            <a class="person" href=Screen::Quarantined(row.op_id, row.hash).path()>
                <span class="person-name">{what}<small class="quiet">{about_whom(state, row, apart)}</small></span>
                <span class="quiet">{format!("{} · {}", name_of(state, row.author), row.device_name)}</span>
                {written}
                <span class="quiet">{format!("{}: {received}", ow.received)}</span>
                <span>{why(ow, row.code)}</span>
            </a>
        </li>
    }
}

/// Whom it is about, for telling them from others.
pub(super) fn listed(about: &QuarantineAbout) -> (ClientId, &str, &KnownBy) {
    (about.client_id, &about.client_name, &about.known_by)
}

/// About whom it is, as far as anybody knows.
pub(super) fn about_whom(state: AppState, row: &QuarantineRow, apart: &Apart) -> String {
    match &row.about {
        // In no client's file.
        Some(about) if about.client_id == ClientId::NOBODY => String::new(),
        Some(about) if about.client_name.is_empty() => {
            office_words(state).unknown_person.to_owned()
        }
        Some(about) => {
            let said = [&*about.client_name, &about.known_by.alias];
            alike::told(state.words(), apart, about.client_id, &said, "")
        }
        None => String::new(),
    }
}

/// Why it is in the quarantine.
pub(super) const fn why(ow: &Words, code: QuarantineCode) -> &'static str {
    match code {
        QuarantineCode::SealBroken => ow.why_seal_broken,
        QuarantineCode::Unreadable => ow.why_unreadable,
        QuarantineCode::SchemaUnknown => ow.why_schema_unknown,
        QuarantineCode::FieldInvalid => ow.why_field_invalid,
        QuarantineCode::ClientUnknown => ow.why_client_unknown,
        QuarantineCode::NotAssigned => ow.why_not_assigned,
        QuarantineCode::DeviceRevoked => ow.why_device_revoked,
        QuarantineCode::IdReused => ow.why_id_reused,
        QuarantineCode::TargetUnknown => ow.why_target_unknown,
        QuarantineCode::Unknown => ow.why_unknown,
    }
}
