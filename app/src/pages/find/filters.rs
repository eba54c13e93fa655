//! What it has to be beside words: whose, when, what sort of thing, about which need, by whom.

use crate::{
    held::{Derived, Held, react},
    parts::{alike, contact_line::staff_name, operation_kind::entry_name},
    place::kept,
    state::{AppState, document::known_document, find},
    words::find::{Words, words},
};
use ::sync::find::{Kind, Wanted};
use chrono::{Days, NaiveDate};
use domain::{
    document::{DocumentKind, assessment::items},
    id::{ClientId, StaffId},
    search::{self, Query},
};
use leptos::{prelude::*, task::spawn_local};

/// Days that "last 30 days" goes back.
const RECENT_DAYS: u64 = 30;
/// The words of a choice of days.
const RECENT: &str = "recent";
const BETWEEN: &str = "between";
/// Letters of a need that are shown.
const NEED_LETTERS: usize = 40;

/// Each as it was left, where "back" leads to it; empty where nothing is asked for. `Copy`, so that
/// every closure can have it.
#[derive(Clone, Copy)]
pub(super) struct Filters {
    client: Held<String>,
    days: Held<String>,
    from: Held<String>,
    to: Held<String>,
    kind: Held<String>,
    need: Held<String>,
    author: Held<String>,
}

/// A value and what it is called.
type Choice = (String, String);

impl Filters {
    pub(super) fn as_left() -> Self {
        Self {
            client: kept("client"),
            days: kept("days"),
            from: kept("from"),
            to: kept("to"),
            kind: kept("kind"),
            need: kept("need"),
            author: kept("author"),
        }
    }

    /// What is asked for with these words. Tracked.
    pub(super) fn wanted(self, typed: &str, today: NaiveDate) -> Wanted {
        let client: Option<ClientId> = self.client.with(|client| client.parse().ok());
        let (from, to) = match self.days.get().as_str() {
            RECENT => (today.checked_sub_days(Days::new(RECENT_DAYS)), None),
            BETWEEN => (day(&self.from.get()), day(&self.to.get())),
            _ => (None, None),
        };
        // Every client has a need 1.
        let need = self.need.with(|need| need.parse().ok()).filter(|_| client.is_some());
        Wanted {
            query: Query::new(typed),
            client,
            from,
            to,
            kind: self.kind.with(|kind| Kind::of_word(kind)),
            need,
            author: self.author.with(|author| author.parse().ok()),
        }
    }

    fn any(self) -> bool {
        let all = [self.client, self.days, self.kind, self.need, self.author];
        all.into_iter().any(|one| !one.with(String::is_empty))
    }

    fn forget(self) {
        for one in [self.client, self.days, self.from, self.to, self.kind, self.need, self.author] {
            one.set(String::new());
        }
    }

    /// Folded away until something is asked for.
    pub(super) fn draw(self, app: AppState, news: Held<u32>) -> AnyView {
        let s = words(app.language.get_untracked());
        let w = app.words();
        // Whose, of what kind, by whom: one value, so that the file that travels to phones is smaller.
        let known = Derived::new(move |_| {
            news.track();
            app.caseload.track();
            let (kinds, authors) = find::kinds_and_authors(app);
            let kinds = Kind::all().filter(|kind| kinds.contains(kind));
            let kinds = kinds.map(|kind| (kind.word().to_owned(), entry_name(w, kind).to_owned()));
            let authors = app.caseload.with(|all| {
                let named = |author: StaffId| (author.to_string(), staff_name(all, author));
                by_name(authors.into_iter().map(named))
            });
            [clients(app), kinds.collect(), authors]
        });
        let of = move |place: usize| -> Box<dyn Fn() -> Vec<Choice> + Send> {
            Box::new(move || known.with(|known| known.get(place).cloned().unwrap_or_default()))
        };
        let needs = needs(app, self.client);
        let open = self.any();
        let between = move || {
            (self.days.get() == BETWEEN).then(|| {
                view! { {day_field(self.from, "find-from", s.from)}{day_field(self.to, "find-to", s.to)} }
            })
        };
        let about = move || {
            let needs = needs.get();
            (!needs.is_empty()).then(|| {
                select(
                    self.need,
                    "find-need",
                    [s.need, s.any_need],
                    Box::new(move || needs.clone()),
                )
            })
        };
        // Numbers of needs are one client's.
        Effect::new(move |before: Option<String>| {
            let client = self.client.get();
            if before.is_some_and(|before| before != client) {
                self.need.set(String::new());
            }
            client
        });
        let forget = move || {
            self.any().then(|| {
                view! { <button class="link" type="button" on:click=move |_| self.forget()>{s.clear}</button> }
            })
        };
        view! {
            <details class="sheet find" open=open>
                <summary>{s.narrow}</summary>
                <div class="row filters">
                    {select(self.client, "find-client", [s.client, s.any_client], of(0))}
                    {select(self.days, "find-days", [s.when, s.any_time], Box::new(move || days(s)))}
                    {between}
                    {select(self.kind, "find-kind", [s.kind, s.any_kind], of(1))}
                    {about}
                    {select(self.author, "find-author", [s.author, s.anyone], of(2))}
                </div>
            </details>
            {forget}
        }
        .into_any()
    }
}

fn days(s: &Words) -> Vec<Choice> {
    vec![(RECENT.to_owned(), s.recent.to_owned()), (BETWEEN.to_owned(), s.between.to_owned())]
}

fn day(text: &str) -> Option<NaiveDate> {
    domain::day::read(text)
}

/// Everybody in the caseload, by name.
fn clients(app: AppState) -> Vec<Choice> {
    let w = app.words();
    app.caseload.with(|all| {
        let apart = alike::among(all);
        by_name(all.clients.values().map(|entry| {
            let (id, name) = (entry.client.client_id, &entry.client.preferred_name);
            (id.to_string(), alike::told(w, &apart, id, &[name], ""))
        }))
    })
}

/// In order of their names; whoever has none is left out. A sort of its own weighs more than these few
/// take.
fn by_name(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let mut named: Vec<(String, Choice)> = Vec::new();
    for choice in choices.filter(|(_, name)| !name.is_empty()) {
        let folded = search::fold(&choice.1);
        let at = named.partition_point(|(other, _)| *other <= folded);
        named.insert(at, (folded, choice));
    }
    named.into_iter().map(|(_, choice)| choice).collect()
}

/// The numbered needs of the client who is chosen.
fn needs(app: AppState, client: Held<String>) -> Held<Vec<Choice>> {
    let needs = Held::new(Vec::new());
    react(move || {
        app.files_version.track();
        let Some(client_id) = client.with(|client| client.parse().ok()) else {
            return needs.set(Vec::new());
        };
        spawn_local(async move {
            let assessed = known_document(DocumentKind::Assessment, client_id).await;
            let Some(version) = assessed.ok().and_then(|(version, _)| version) else { return };
            let named = items(&version.cells).into_iter().filter_map(|item| {
                let number = item.number?;
                let said = crate::parts::text::beginning(&item.said, NEED_LETTERS);
                Some((number.to_string(), [&number.to_string(), " · ", &said].concat()))
            });
            let is_asked = client.try_with_untracked(|now| now.parse() == Ok(client_id));
            if is_asked == Some(true) {
                let _left = needs.try_set(named.collect());
            }
        });
    });
    needs
}

fn day_field(value: Held<String>, id: &'static str, label: &'static str) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="date" prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        </div>
    }
    .into_any()
}

/// One of some choices, or any.
fn select(
    value: Held<String>,
    id: &'static str,
    [label, any]: [&'static str; 2],
    choices: Box<dyn Fn() -> Vec<Choice> + Send>,
) -> AnyView {
    let options = move || {
        let now = value.get_untracked();
        let option = |(word, name): Choice| {
            let selected = word == now;
            view! { <option value=word selected=selected>{name}</option> }.into_any()
        };
        choices().into_iter().map(option).collect::<Vec<_>>()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id prop:value=move || value.get() on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{any}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}
