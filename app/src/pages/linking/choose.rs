//! Choosing to whom a referral goes from the directory: what the service said last goes with it.

use crate::{
    held::Held,
    parts::{
        document_values::{
            referral::own,
            service_check::{self as check_values},
        },
        filling::{Filling, Into},
        services::{haystack, last_said},
        text::LineField,
    },
    state::{AppState, directory},
};
use ::sync::directory::Directory;
use domain::{
    directory::{Checks, is_fresh},
    document::{Cells, Key, Value, is_said},
    id::ServiceId,
    record::{
        referral::chosen,
        service_check::{SHAPE, wait_days},
    },
    search,
    wire::v1::Service,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Services that are offered at once.
const OFFERED: usize = 6;

/// Above the provider stands the way to choose one.
pub(super) fn above(filling: Filling, name: &'static str) -> Option<AnyView> {
    (name == "provider").then(|| view! { <Choose filling/> }.into_any())
}

/// What is searched of the directory.
struct Offer {
    directory: Arc<Directory>,
    checks: Checks,
    rows: Vec<(ServiceId, String)>,
}

impl Offer {
    fn of(app: AppState, directory: Arc<Directory>) -> Self {
        let rows = directory.services().map(|service| (service.service_id, haystack(app, service)));
        let (rows, checks) = (rows.collect(), directory.last_checks());
        Self { directory, checks, rows }
    }
}

#[component]
fn Choose(filling: Filling) -> impl IntoView {
    let app = filling.app;
    let s = own(app);
    let offer = Held::new(None::<Arc<Offer>>);
    let query = Held::new(String::new());
    spawn_local(async move {
        if let Ok(read) = directory::directory().await {
            let _left = offer.try_set(Some(Arc::new(Offer::of(app, read))));
        }
    });
    let found = move || {
        let wanted = search::fold(&query.get());
        let offer = offer.get().filter(|_| !wanted.trim().is_empty())?;
        let rows = offer.rows.iter().filter(|(_, text)| search::matches(text, &wanted));
        let shown: Vec<_> = rows
            .take(OFFERED)
            .filter_map(|(id, _)| {
                let service = offer.directory.service(*id)?.clone();
                let said = last_said(app, &offer.checks, *id);
                let (name, provider) = (service.name.clone(), service.provider.clone());
                let chosen = Arc::clone(&offer);
                let choose = move |_| {
                    take(filling, &service, &chosen.directory, &chosen.checks);
                    query.set(String::new());
                };
                Some(view! {
                    <li>
                        <button class="person offered" type="button" on:click=choose>
                            <span class="person-name">{name}</span>
                            <span class="quiet">{provider}</span>
                            {said}
                        </button>
                    </li>
                })
            })
            .collect();
        let none = shown.is_empty().then(|| {
            view! { <p class="empty">{check_values::own(app).none_found}</p> }
        });
        Some(view! { {none}<ul class="people">{shown}</ul> })
    };
    move || {
        // Where the directory is not here, a provider is typed as before.
        let is_here = offer.with(|offer| offer.as_ref().is_some_and(|all| !all.rows.is_empty()));
        is_here.then(|| {
            view! {
                <LineField id="choose" label=s.choose value=query on_input=move |text| query.set(text)/>
                <p class="hint">{s.choose_hint}</p>
                {found}
            }
        })
    }
}

/// Fills in what the directory says, and what the service said last where that may be relied on.
fn take(filling: Filling, service: &Service, directory: &Directory, checks: &Checks) {
    let today = filling.app.now.get_untracked().date();
    let put = |name, value: &Value| filling.put(&Into::Document, name, value);
    let text = |name, text: &str| put(name, &Value::text(text));
    let provider = if service.provider.is_empty() { &service.name } else { &service.provider };
    text("provider", provider);
    text("reach", if service.tel.is_empty() { &service.address } else { &service.tel });
    filling.change(|cells| chosen(cells, service.service_id, None));
    // What somebody has written of what they ask for is theirs; the name of another that was chosen is not.
    let is_theirs = filling.now(|cells| {
        let asked = cells.value(Key::fact("service"));
        is_said(&asked) && !directory.all().any(|one| asked.as_text() == Some(&one.name))
    });
    if is_theirs != Some(true) {
        text("service", &service.name);
    }
    // Whoever asked themselves has written who said so: that stands, whatever others were told.
    let asked_here = filling.now(|cells| {
        ["answered_by", "check_note"].into_iter().any(|name| {
            let said = cells.value(Key::fact(name));
            let mut last = directory.all().filter_map(|one| checks.last(one.service_id));
            is_said(&said) && !last.any(|(_, _, check)| check.value(Key::fact(name)) == said)
        })
    });
    if asked_here == Some(true) {
        return;
    }
    // What grew old is asked again: nothing of it is taken for an answer, nor of another service.
    let nothing = Cells::empty(SHAPE);
    let max_age_d = filling.app.policy().provider_check_max_age_d;
    let last = checks.last(service.service_id).filter(|(on, ..)| is_fresh(*on, today, max_age_d));
    // Nor is it said that it was asked today: whoever asks says so.
    let (on, said) =
        last.map_or((Value::Nothing, &nothing), |(on, _, said)| (Value::day(on), said));
    put("checked_on", &on);
    for name in ["accepting", "answered_by", "check_note"] {
        put(name, &said.value(Key::fact(name)));
    }
    // Whoever asked did so for somebody else: whether it fits this client, nobody has said.
    for name in ["fits_person", "fits_language", "fits_payer"] {
        put(name, &nothing.value(Key::fact(name)));
    }
    let wait = wait_days(said).and_then(|days| usize::try_from(days).ok());
    let words = check_values::own(filling.app);
    text("wait", &wait.map(|days| words.wait(days)).unwrap_or_default());
    let check = last.map(|(_, row, _)| row.record.record_id);
    filling.change(|cells| chosen(cells, service.service_id, check));
}
