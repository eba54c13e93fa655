//! Looking for a service.

use crate::{
    browser::clock,
    held::{Derived, Live},
    parts::{
        cells::joined,
        check::check,
        document_values::{assessment, service_check::own},
        page_head::PageHead,
        search_field::SearchField,
        services::{follow, haystack, last_said, needs_of, week_minute},
        unread::Unread,
    },
    place::{Screen, kept},
    state::{AppState, use_app},
};
use ::sync::directory::Directory;
use domain::{directory::Checks, id::ServiceId, search, wire::v1::Service};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows that are drawn at first, and how many more at a tap: nobody reads five thousand.
const ROWS: usize = 40;

/// What is searched of a service, folded once.
struct Row {
    id: ServiceId,
    text: String,
}

/// What is shown: the services that somebody can be sent to, by name, with their last checks.
struct List {
    directory: Arc<Directory>,
    checks: Checks,
    rows: Vec<Row>,
}

/// What was read anew is another list, without a look at thousands of services.
impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl List {
    fn of(app: AppState, directory: Arc<Directory>) -> Self {
        let mut named: Vec<_> = directory
            .services()
            .map(|service| (search::fold(&service.name), service.service_id))
            .collect();
        named.sort_unstable();
        let rows = named
            .into_iter()
            .filter_map(|(_, id)| {
                let text = haystack(app, directory.service(id)?);
                Some(Row { id, text })
            })
            .collect();
        let checks = directory.last_checks();
        Self { directory, checks, rows }
    }

    /// Those that are wanted, in the order of their names.
    fn found(&self, wanted: &Wanted) -> Vec<ServiceId> {
        let rows = self.rows.iter().filter(|row| search::matches(&row.text, &wanted.query));
        rows.filter(|row| self.directory.service(row.id).is_some_and(|one| wanted.takes(one)))
            .map(|row| row.id)
            .collect()
    }
}

/// What somebody looks for.
#[derive(Clone, PartialEq)]
struct Wanted {
    query: String,
    /// A word of a need; empty for any.
    need: String,
    /// Weekday and minute at which it is to be open.
    open: Option<(u8, u16)>,
}

impl Wanted {
    fn takes(&self, service: &Service) -> bool {
        (self.need.is_empty() || service.needs.contains(&self.need))
            && self.open.is_none_or(|(day, minute)| service.is_open(day, minute) == Some(true))
    }
}

/// Every service, searched as one types.
#[component]
pub(super) fn Find() -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let (read, again) = follow(app);
    let query = kept("search");
    let need = kept("need");
    let open_now = kept("open_now");
    let more = kept("more");
    let list = Derived::new(move |_| {
        read.get().flatten().map(|directory| Arc::new(List::of(app, directory)))
    });
    let wanted = Derived::new(move |_| Wanted {
        query: search::fold(&query.get()),
        need: need.get(),
        open: (!open_now.get().is_empty()).then(|| week_minute(clock::now())),
    });
    let found = Derived::new(move |_| {
        let wanted = wanted.get();
        list.with(|list| list.as_ref().map(|list| list.found(&wanted)).unwrap_or_default())
    });
    let to_draw = move || ROWS * (more.get().len() + 1);
    let rows = move || {
        list.with(|list| {
            let list = list.as_ref()?;
            let shown = found.get().into_iter().take(to_draw());
            Some(shown.filter_map(|id| row(app, list, id)).collect_view())
        })
    };
    let rest = move || {
        let rest = found.with(Vec::len).saturating_sub(to_draw());
        (rest > 0).then(|| {
            view! {
                <button class="button wide" type="button" on:click=move |_| more.update(|more| more.push('+'))>
                    {s.show_more(&rest.to_string())}
                </button>
            }
        })
    };
    let nothing = move || match list.with(|list| list.as_ref().map(|list| list.rows.len())) {
        None => None,
        Some(0) => Some(view! { <p class="empty">{s.empty}</p> }),
        Some(_) => found.with(Vec::is_empty).then(|| view! { <p class="empty">{s.none_found}</p> }),
    };
    let unread = move || {
        let could_not = read.with(|read| matches!(read, Some(None)));
        could_not.then(|| view! { <Unread words=app.words().phone_could_not_read again/> })
    };
    let open = Live::derive(move || !open_now.get().is_empty());
    let set_open = move |on: bool| open_now.set(if on { "now".to_owned() } else { String::new() });
    view! {
        <PageHead title=s.heading back=Screen::Me/>
        <SearchField
            query
            placeholder=s.search_placeholder
            found=Live::derive(move || s.found(found.with(Vec::len)))
        />
        <div class="row filters">
            <div class="field">
                <label for="need">{s.need}</label>
                <select id="need" prop:value=move || need.get() on:change=move |event| need.set(event_target_value(&event))>
                    <option value="">{s.any_need}</option>
                    {assessment::choices(app, "domain")
                        .into_iter()
                        .map(|(word, label)| view! { <option value=word>{label}</option> })
                        .collect_view()}
                </select>
            </div>
            {check("open-now".to_owned(), s.open_now, open, set_open)}
        </div>
        {unread}
        <ul class="people">{rows}</ul>
        {nothing}
        {rest}
        <p><a class="button wide" href=Screen::check(None).path()>{s.suggest_new}</a></p>
    }
}

fn row(app: AppState, list: &List, id: ServiceId) -> Option<AnyView> {
    let service = list.directory.service(id)?;
    let (needs, provider) = (needs_of(app, service), service.provider.clone());
    let said = last_said(app, &list.checks, id);
    let under = joined(&[&provider, &needs], " · ");
    Some(
        view! {
            <li>
                <a class="person" href=Screen::Service(id).path()>
                    <span class="person-name">{service.name.clone()}</span>
                    {(!under.is_empty()).then(|| view! { <span class="quiet">{under}</span> })}
                    {said}
                </a>
            </li>
        }
        .into_any(),
    )
}
