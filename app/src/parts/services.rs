//! Services of the directory, as every screen speaks of them. Belongs to the chunks in which one is
//! looked for or chosen.

use super::unread::Unread;
use super::{
    cells::joined,
    contact_line::staff_name,
    dates,
    document_values::{
        assessment, called,
        service_check::{choices, own},
    },
};
use crate::held::Held;
use crate::state::{AppState, directory, reading::reading};
use ::sync::directory::Directory;
use chrono::{Datelike as _, Timelike as _};
use domain::{
    Moment,
    directory::{Checks, is_fresh},
    document::{Cells, Key},
    id::ServiceId,
    record::service_check::wait_days,
    search,
    wire::v1::Service,
};
use futures_util::future::LocalBoxFuture;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// By what a service is found: its names, what it does, needs, languages, payers and place.
#[must_use]
pub fn haystack(app: AppState, service: &Service) -> String {
    let Service { name, provider, about, people, payers, address, languages, .. } = service;
    let needs = needs_of(app, service);
    let languages = languages.join(" ");
    let all = [name, provider, about, people, payers, address, &languages, &needs];
    search::fold(&all.map(String::as_str).join(" "))
}

/// The needs that a service answers, as an assessment calls them.
#[must_use]
pub fn needs_of(app: AppState, service: &Service) -> String {
    let known = assessment::choices(app, "domain");
    let name = |word: &String| {
        let found = known.iter().find(|(one, _)| one == word);
        found.map_or(word.as_str(), |(_, name)| name).to_owned()
    };
    service.needs.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// What a service said when it was last asked, how long ago, and in words where that is too long.
#[must_use]
pub fn last_said(app: AppState, checks: &Checks, id: ServiceId) -> AnyView {
    let (w, s) = (app.words(), own(app));
    let today = app.now.get_untracked().date();
    let Some((on, row, cells)) = checks.last(id) else {
        return view! { <span class="mark">{s.never_asked}</span> }.into_any();
    };
    let who = app.caseload.with_untracked(|caseload| staff_name(caseload, row.author));
    let day = dates::the_day(w, on, today);
    let when = if who.is_empty() { s.asked_on(&day) } else { s.asked_on_by(&day, &who) };
    let said = joined(&[&taking(app, cells), &when], " · ");
    let max_age_d = app.policy().provider_check_max_age_d;
    let stale =
        (!is_fresh(on, today, max_age_d)).then(|| view! { <span class="mark">{s.stale}</span> });
    view! { <span>{said}</span>{stale} }.into_any()
}

/// Whether it takes people, and after how long.
#[must_use]
pub fn taking(app: AppState, cells: &Cells) -> String {
    let s = own(app);
    let accepting = cells.value(Key::fact("accepting"));
    let says = match accepting.as_word() {
        Some("yes") => s.takes_people.to_owned(),
        Some("no") => s.takes_nobody.to_owned(),
        Some("waitlist") => s.has_waiting_list.to_owned(),
        _ => called(&choices(app, "accepting"), &accepting),
    };
    let wait = wait_days(cells).and_then(|days| usize::try_from(days).ok());
    joined(&[&says, &wait.map(|days| s.wait(days)).unwrap_or_default()], ", ")
}

/// Weekday, 1 for Monday, and minute of the day.
#[must_use]
pub fn week_minute(now: Moment) -> (u8, u16) {
    let local = now.local();
    let day = u8::try_from(local.weekday().number_from_monday()).unwrap_or(1);
    let minute = local.hour() * 60 + local.minute();
    (day, u16::try_from(minute).unwrap_or_default())
}

/// The directory as a screen has it: none before it was read, and then none where it cannot be.
pub type Found = Held<Option<Option<Arc<Directory>>>>;

/// Reads the directory for a screen, anew whenever something of it changed. Whoever looks at it has
/// the server asked, at once where that was not done just now.
#[must_use]
pub fn follow(app: AppState) -> (Found, Callback<()>) {
    let found: Found = Held::new(None);
    let read = move || -> LocalBoxFuture<'static, bool> {
        Box::pin(async move {
            let now = directory::directory().await.ok();
            let could = now.is_some();
            let _gone = found.try_set(Some(now));
            could
        })
    };
    spawn_local(async move {
        let _changed = directory::ask_if_due(app, true).await;
    });
    (found, reading(app, Box::new(read)))
}

/// What a screen of the directory shows, once that was read.
pub fn shown(
    app: AppState,
    draw: impl Fn(&Directory) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let (found, again) = follow(app);
    move || {
        found.get().map(|found| match found {
            Some(directory) => {
                let unread = directory.unread();
                let missing = (unread > 0).then(|| {
                    view! { <p class="banner" role="status">{app.words().needs_newer_app(unread)}</p> }
                });
                view! { {missing}{draw(&directory)} }.into_any()
            }
            None => view! { <Unread words=app.words().phone_could_not_read again/> }.into_any(),
        })
    }
}
