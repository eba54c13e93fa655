//! Finding words in everything that was written about anybody in the caseload. Belongs to the chunk
//! `desk`. What is looked for is in no address, no title and on no disk.

mod filters;
mod row;

use crate::{
    browser::page,
    parts::{alike, page_head::PageHead, search_field::SearchField},
    place::{Screen, handed_on, kept},
    state::{
        find::{self, News},
        use_app,
    },
    words::find::words,
};
use ::sync::find::{Found, Hit};
use filters::Filters;
use leptos::prelude::*;
use row::row;

/// Rows at first, and how many more at a tap: each is read before its sentence is there.
const ROWS: usize = 15;
/// How many more.
const MORE: usize = 30;

/// What was found for what is typed, the newest first, each in its sentence.
#[component]
pub fn FindPage() -> impl IntoView {
    let app = use_app();
    let s = words(app.language.get_untracked());
    page::mark("find: open");
    let typed = kept("words");
    let handed = handed_on();
    if !handed.trim().is_empty() {
        typed.set(handed.trim().to_owned());
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
    let wanted = Memo::new(move |_| filters.wanted(&typed.get(), app.now.get().date()));
    let found = Memo::new(move |_| {
        news.found.track();
        app.caseload.track();
        app.pending.track();
        let wanted = wanted.get();
        let found = if wanted.is_empty() { Found::default() } else { find::look(app, &wanted) };
        if !found.unsure.is_empty() {
            news.read.track();
        }
        found
    });
    let to_draw = move || more.with(|more| more.parse().unwrap_or(ROWS));
    let shown = Memo::new(move |_| {
        found.with(|found| found.hits.iter().take(to_draw()).copied().collect::<Vec<_>>())
    });
    // What is in sight is read first, then what may have the words across the space between two.
    Effect::new(move |_| {
        let unsure = found.with(|found| found.unsure.clone());
        let rows = shown.with(|hits| hits.iter().map(|hit| hit.client_id).collect::<Vec<_>>());
        let (mut seen, mut clients) = (Vec::new(), Vec::new());
        for client_id in rows.into_iter().chain(unsure) {
            if !seen.contains(&client_id) {
                seen.push(client_id);
                clients.push(client_id);
            }
        }
        find::show(app, clients);
    });
    let apart = Memo::new(move |_| app.caseload.with(|all| alike::among(all)));
    let rows = move || {
        let query = wanted.with(|wanted| wanted.query.clone());
        let drawn = |hit: &Hit| apart.with(|apart| row(app, *hit, &query, apart, news.read));
        shown.with(|hits| hits.iter().map(drawn).collect_view())
    };
    let rest = move || {
        let rest = found.with(|found| found.hits.len()).saturating_sub(to_draw());
        (rest > 0).then(|| {
            let show = move |_| more.set((to_draw() + MORE).to_string());
            view! { <button class="button wide" type="button" on:click=show>{s.show_more(&rest.to_string())}</button> }
        })
    };
    let progress = Memo::new(move |_| {
        news.found.track();
        app.caseload.track();
        app.pending.track();
        find::progress(app)
    });
    let is_through = move || progress.get().is_some_and(|(through, all)| through == all);
    let count = move || {
        let (hits, unsure) = found.with(|found| (found.hits.len(), !found.unsure.is_empty()));
        match (wanted.with(|wanted| wanted.is_empty()), hits) {
            (true, _) => String::new(),
            (_, 0) if unsure || !is_through() => String::new(),
            (_, 0) if wanted.with(|wanted| wanted.is_filtered()) => s.none_chosen.to_owned(),
            (_, 0) => s.none_found.to_owned(),
            (_, hits) => s.found(hits),
        }
    };
    let through = move || match progress.get() {
        Some((through, all)) if through < all => Some(
            view! { <p class="banner" role="status">{s.looked_through(&through.to_string(), &all.to_string())}</p> },
        ),
        _ => None,
    };
    let said = move || {
        let said =
            if wanted.with(|wanted| wanted.is_empty()) { s.hint.to_owned() } else { count() };
        view! { <p class="quiet">{said}</p> }
    };
    // For whoever does not see the rows.
    let spoken = Signal::derive(count);
    view! {
        <PageHead title=s.heading back=Screen::Clients/>
        <SearchField query=typed placeholder=s.placeholder found=spoken/>
        {filters.draw(app, news.found)}
        {through}
        {said}
        <ul class="people">{rows}</ul>
        {rest}
    }
}
