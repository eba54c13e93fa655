//! One thing that was found.

use crate::{
    browser::{clock, reveal::reveal},
    held::{Derived, Held, Live, react},
    parts::{
        alike, cells::joined, contact_line::staff_name, dates, operation_kind::entry_name,
        timeline::leads_to,
    },
    place::{DocumentScreen, Screen, use_place},
    state::{AppState, find},
    words::find::words,
};
use ::sync::find::{Hit, Place, Unit};
use domain::{
    alike::Apart,
    document::DocumentKind,
    id::ClientId,
    search::{Excerpt, Query, excerpt},
};
use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

/// For how many milliseconds a tap waits until it is known where a thing is read.
const WAITS_MS: u32 = 3_000;

/// What was tapped before it was known where it is read, and leads there once it is; the last tap counts.
/// It belongs to the page: rows are drawn anew with each client that was looked through.
pub(super) fn led(app: AppState, query: Live<Query>, news: Held<u32>) -> Held<Option<Hit>> {
    let place = use_place();
    let tapped = Held::new(None::<Hit>);
    react(move || {
        news.track();
        let Some(hit) = tapped.get() else { return };
        let read = find::unit(app, hit)
            .map(|unit| query.with_untracked(|query| Read::of(app, hit.client_id, &unit, query)));
        if let Some(read) = read {
            tapped.set(None);
            reveal(read.path.clone(), &read.excerpt.words());
            place.go_to(&read.path);
        }
    });
    react(move || {
        let Some(hit) = tapped.get() else { return };
        spawn_local(async move {
            clock::sleep(WAITS_MS).await;
            if tapped.try_get_untracked() == Some(Some(hit)) {
                place.go_to(&Screen::Client(hit.client_id).path());
            }
        });
    });
    tapped
}

/// Whose it is, what sort of thing, its day, and the sentence with what is looked for marked in it. The
/// sentence comes once it was read, of which `news` hears; a tap before that is `tapped`.
pub(super) fn row(
    app: AppState,
    hit: Hit,
    query: &Query,
    apart: &Apart,
    (news, tapped): (Held<u32>, Held<Option<Hit>>),
) -> AnyView {
    let w = app.words();
    let today = app.now.get_untracked().date();
    let name = app.caseload.with_untracked(|all| {
        let name = &all.clients.get(&hit.client_id)?.client.preferred_name;
        Some(alike::told(w, apart, hit.client_id, &[name], ""))
    });
    let when = hit.day.map(|day| dates::day(w, day, today)).unwrap_or_default();
    let what = joined(&[entry_name(w, hit.kind), &when], " · ");
    let query = query.clone();
    let read = Derived::new(move |_| {
        news.track();
        find::unit(app, hit).map(|unit| Read::of(app, hit.client_id, &unit, &query))
    });
    // Where it is read is known once it was; what cannot be read has its client's page.
    let path = move || {
        read.with(|read| match read {
            Some(read) => read.path.clone(),
            None => Screen::Client(hit.client_id).path(),
        })
    };
    // Whoever taps before that comes where they wanted to all the same, as soon as it was read. A tap
    // that is to open another window is the browser's.
    let go = move |event: MouseEvent| match read.get_untracked() {
        Some(read) => reveal(read.path, &read.excerpt.words()),
        None if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() => {}
        None => {
            event.prevent_default();
            tapped.set(Some(hit));
        }
    };
    let inside = move || {
        read.with(|read| match read {
            Some(read) => read.draw(app),
            None => view! { <span class="sentence"></span> }.into_any(),
        })
    };
    view! {
        <li>
            <a class="person" href=path on:click=go>
                <span class="person-name">{name}<small class="quiet">{what}</small></span>
                {inside}
            </a>
        </li>
    }
    .into_any()
}

/// What is shown of it once it was read.
#[derive(Clone, PartialEq)]
struct Read {
    /// Where it is read whole.
    path: String,
    excerpt: Excerpt,
    in_error: bool,
    /// Who wrote it, where that was not the reader; and that it is over.
    foot: String,
}

impl Read {
    fn of(app: AppState, client_id: ClientId, unit: &Unit, query: &Query) -> Self {
        let s = words(app.language.get_untracked());
        let own = app.profile.with_untracked(|profile| profile.as_ref().map(|one| one.staff_id));
        let author = unit.facts.author.filter(|author| Some(*author) != own);
        let named = |author| app.caseload.with_untracked(|all| staff_name(all, author));
        let author = author.map(named).unwrap_or_default();
        let former = if unit.is_former { s.former } else { "" };
        Self {
            path: read_at(client_id, unit).path(),
            excerpt: excerpt(&unit.text, query),
            in_error: unit.in_error,
            foot: joined(&[&author, former], " · "),
        }
    }

    fn draw(&self, app: AppState) -> AnyView {
        let w = app.words();
        let pieces = self.excerpt.pieces.iter().map(|(text, marked)| match marked {
            true => view! { <mark>{text.clone()}</mark> }.into_any(),
            false => text.clone().into_any(),
        });
        let pieces: Vec<_> = pieces.collect();
        let (class, error) = match self.in_error {
            true => ("sentence taken-back", w.entered_in_error),
            false => ("sentence", ""),
        };
        let small = |class: &'static str, text: &str| {
            let text = text.to_owned();
            (!text.is_empty()).then(|| view! { <span class=class>{text}</span> }.into_any())
        };
        view! {
            {small("mark", error)}
            <span class=class>{pieces}</span>
            {small("quiet", &self.foot)}
        }
        .into_any()
    }
}

/// Where it is read.
fn read_at(client_id: ClientId, unit: &Unit) -> Screen {
    match &unit.place {
        Place::Contact(contact_id) => Screen::Contact(client_id, *contact_id),
        Place::CrisisEvent(event_id) => Screen::CrisisEvent(client_id, *event_id),
        Place::Record(record) => leads_to(record),
        Place::Support(_) => Screen::Supports(client_id),
        // What it says can be read on the client's page; its own is a form.
        Place::Document(DocumentKind::Client, _) => Screen::Client(client_id),
        Place::Document(DocumentKind::CrisisPlan, _) => Screen::Plan(client_id),
        Place::Document(kind, _) => Screen::Document(client_id, *kind, DocumentScreen::Read),
    }
}
