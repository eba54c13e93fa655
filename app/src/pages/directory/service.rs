//! One service: what it is, how it is reached, and what it said when it was asked.

use crate::{
    browser::clock,
    parts::{
        cells::joined,
        dates,
        document_values::service_check::own,
        numbers::numbers,
        page_head::PageHead,
        services::{last_said, needs_of, shown, week_minute},
        signing::record,
    },
    place::Screen,
    state::{AppState, use_app},
    words::Words,
};
use ::sync::directory::Directory;
use chrono::NaiveDate;
use domain::{
    id::ServiceId,
    wire::v1::{OpenHours, Role, Service},
};
use leptos::prelude::*;

/// Checks that are shown of a service.
const CHECKS: usize = 3;

/// The screen of one service.
#[component]
pub(super) fn One(service_id: ServiceId) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let drawn = shown(app, move |directory| match directory.service(service_id) {
        Some(service) => one(app, directory, service),
        None => view! { <p class="empty" role="status">{s.not_here}</p> }.into_any(),
    });
    view! { <PageHead title=s.service back=Screen::Directory/>{drawn} }
}

fn one(app: AppState, directory: &Directory, service: &Service) -> AnyView {
    let (w, s) = (app.words(), own(app));
    let id = service.service_id;
    let over = service.closed.then(|| view! { <p class="banner" role="status">{s.is_over}</p> });
    let provider = (!service.provider.is_empty())
        .then(|| view! { <p class="quiet">{service.provider.clone()}</p> });
    let about = (!service.about.is_empty()).then(|| view! { <p>{service.about.clone()}</p> });
    let checks: Vec<_> = directory
        .checks_of(Some(id))
        .into_iter()
        .take(CHECKS)
        .map(|row| record(app, row, &["about_service", "service", "provider"], ""))
        .collect();
    let none = checks.is_empty().then(|| view! { <p class="quiet">{s.never_asked}</p> });
    let edit = (app.role() != Role::Worker).then(|| {
        view! { <a class="button" href=Screen::WriteService(Some(id)).path()>{s.edit}</a> }
    });
    view! {
        <article class="document">
            <h2>{service.name.clone()}</h2>
            {provider}
            {over}
            {last_said(app, &directory.last_checks(), id)}
            {about}
            {numbers(w, "", &service.tel, &service.sms, true)}
            {(!service.tty.is_empty()).then(|| view! {
                <p class="quiet">{s.tty}</p>{numbers(w, "", &service.tty, "", false)}
            })}
            <dl class="facts">{facts(app, service)}</dl>
            <section class="document-part">
                <h3>{s.asked}</h3>
                {none}
                {checks}
            </section>
        </article>
        <p class="row">{edit}</p>
        <div class="thumb not-printed">
            <a class="button primary" href=Screen::check(Some(id)).path()>{s.record_check}</a>
        </div>
    }
    .into_any()
}

fn facts(app: AppState, service: &Service) -> Vec<AnyView> {
    let (w, s) = (app.words(), own(app));
    let (day, minute) = week_minute(clock::now());
    let open = match service.is_open(day, minute) {
        None => "",
        Some(true) => s.is_open,
        Some(false) => s.is_shut,
    };
    let week = week(w, &service.hours);
    let hours = joined(&[open, &week, &service.hours_note], "\n");
    let ages = match (service.age_from, service.age_to) {
        (None, None) => String::new(),
        (Some(from), None) => s.age_from(&from.to_string()),
        (None, Some(to)) => s.age_to(&to.to_string()),
        (Some(from), Some(to)) => s.ages(&from.to_string(), &to.to_string()),
    };
    let all = [
        (s.need, needs_of(app, service)),
        (s.people, joined(&[&service.people, &ages], "\n")),
        (s.languages, service.languages.join(", ")),
        (s.payers, service.payers.clone()),
        (s.address, service.address.clone()),
        (s.hours, hours),
        (s.entry, service.entry.clone()),
        (s.source, service.source.clone()),
    ];
    let said = all.into_iter().filter(|(_, said)| !said.is_empty());
    said.map(|(name, said)| {
        view! { <div><dt>{name}</dt><dd class="lines">{said}</dd></div> }.into_any()
    })
    .collect()
}

/// What its hours are, a weekday a line.
fn week(w: &Words, hours: &[OpenHours]) -> String {
    let days = (1..=7).filter_map(|day| {
        let at = |minute: u16| dates::time_of_day(w, u32::from(minute % 1_440));
        let of_day: Vec<String> = hours
            .iter()
            .filter(|hours| hours.day == day)
            .map(|hours| format!("{}–{}", at(hours.from), at(hours.until)))
            .collect();
        // The first of January 2024 was a Monday.
        let date = NaiveDate::from_ymd_opt(2024, 1, u32::from(day))?;
        let name = dates::weekday(w, date);
        (!of_day.is_empty()).then(|| format!("{name}: {}", of_day.join(", ")))
    });
    days.collect::<Vec<_>>().join("\n")
}
