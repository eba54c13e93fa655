//! Finding words in everything that was written about anybody in the caseload. Belongs to the chunk
//! `desk`. What is looked for is in no address, no title and on no disk.

mod filters;
mod row;

use crate::{
    browser::page,
    held::{Derived, Live, react},
    parts::{alike, page_head::PageHead, search_field::SearchField},
    place::{Screen, handed_on, kept},
    state::{
        find::{self, News},
        use_app,
    },
    words::find::words,
};
use ::sync::find::{Found, Wanted};
use filters::Filters;
use leptos::prelude::*;
use row::{led, row};

/// Rows at first, and how many more at a tap: each is read before its sentence is there.
const ROWS: usize = 10;
/// How many more.
const MORE: usize = 30;

/// What is shown. One value, so that the file that travels to phones is smaller.
#[derive(Clone, Default, PartialEq)]
struct Shown {
    wanted: Wanted,
    found: Found,
    /// How many clients were looked through, of how many.
    through: Option<(usize, usize)>,
}

/// What was found for what is typed, the newest first, each in its sentence.
#[component]
pub fn FindPage() -> impl IntoView {
    let app = use_app();
    let s = words(app.language.get_untracked());
    page::mark("find: open");
    let typed = kept("words");
    if typed.with_untracked(String::is_empty) {
        typed.set(handed_on("search"));
    }
    let filters = Filters::as_left();
    let more = kept("shown");
    let news = News::none();
    find::begin(app, news);
    on_cleanup(move || find::end(news));
    // What a sync brings, and what is saved in another window.
    Effect::new(move |before: Option<()>| {
        app.files_version.track();
        if before.is_some() {
            find::begin(app, news);
        }
    });
    let shown = Derived::new(move |_| {
        news.found.track();
        app.caseload.track();
        app.pending.track();
        let wanted = filters.wanted(&typed.get(), app.now.get().date());
        let found = if wanted.is_empty() { Found::default() } else { find::look(app, &wanted) };
        if !found.unsure.is_empty() {
            news.read.track();
        }
        Shown { wanted, found, through: find::progress(app) }
    });
    let to_draw = move || more.with(|more| more.parse().unwrap_or(ROWS));
    // What is in sight is read first, then what may have the words across the space between two.
    react(move || {
        let mut clients = Vec::new();
        shown.with(|Shown { found, .. }| {
            let rows = found.hits.iter().take(to_draw()).map(|hit| hit.client_id);
            for client_id in rows.chain(found.unsure.iter().copied()) {
                if !clients.contains(&client_id) {
                    clients.push(client_id);
                }
            }
        });
        find::show(app, clients);
    });
    let query = Live::derive(move || shown.with(|shown| shown.wanted.query.clone()));
    let tapped = led(app, query, news.read);
    let rows = move || {
        let apart = app.caseload.with_untracked(|all| alike::among(all));
        shown.with(|Shown { wanted, found, .. }| {
            let hits = found.hits.iter().take(to_draw());
            hits.map(|hit| row(app, *hit, &wanted.query, &apart, (news.read, tapped)))
                .collect::<Vec<_>>()
        })
    };
    let rest = move || {
        let rest = shown.with(|shown| shown.found.hits.len()).saturating_sub(to_draw());
        (rest > 0).then(|| {
            let show = move |_| more.set((to_draw() + MORE).to_string());
            view! { <button class="button wide" type="button" on:click=show>{s.show_more(&rest.to_string())}</button> }
        })
    };
    let said = move || {
        shown.with(|Shown { wanted, found, through }| {
            let is_through =
                found.unsure.is_empty() && through.is_some_and(|(through, all)| through == all);
            match found.hits.len() {
                _ if wanted.is_empty() => s.hint.to_owned(),
                0 if !is_through => String::new(),
                0 if wanted.is_filtered() => s.none_chosen.to_owned(),
                0 => s.none_found.to_owned(),
                hits => s.found(hits),
            }
        })
    };
    let through = move || {
        let (through, all) = shown.with(|shown| shown.through).filter(|(some, all)| some < all)?;
        let said = s.looked_through(&through.to_string(), &all.to_string());
        Some(view! { <p class="banner" role="status">{said}</p> })
    };
    // For whoever does not see the rows as well.
    let spoken = Live::derive(said);
    view! {
        <PageHead title=s.heading back=Screen::Clients/>
        <SearchField query=typed placeholder=s.placeholder found=spoken/>
        {filters.draw(app, news.found)}
        {through}
        <p class="quiet" aria-hidden="true">{said}</p>
        <ul class="people">{rows}</ul>
        {rest}
    }
    .into_any()
}
