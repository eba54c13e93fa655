//! Taking the pictures of a paper that is being written down.

use crate::{
    browser::pictures::{choose, taken_from},
    held::Held,
    parts::{
        document_values::{Around, paper::own},
        filling::Filling,
    },
    state::{
        lock,
        papers::{NotMade, nearly_full, take},
    },
};
use domain::record::paper::{PAGES_MAX, Page, add_page, pages, remove_page};
use leptos::{prelude::*, task::spawn_local};

/// Megabytes with one digit behind the point.
#[must_use]
pub(super) fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The pages so far, and the ways to another.
#[component]
pub(super) fn Taking(filling: Filling) -> impl IntoView {
    let Filling { app, .. } = filling;
    let s = own(app);
    // Of which client the form is, the form says.
    let client_id = use_context::<Around>().map(|around| around.client_id);
    let (busy, wrong) = (Held::new(false), Held::new(None::<String>));
    spawn_local(async move {
        if let Some(free) = nearly_full().await {
            let _left = wrong.try_set(Some(s.nearly_full(&megabytes(free))));
        }
    });
    let taken = move |event: leptos::ev::Event| {
        let chosen = taken_from(&event);
        let Some(client_id) = client_id.filter(|_| !chosen.is_empty() && !busy.get_untracked())
        else {
            return;
        };
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            for one in chosen {
                let many = filling.now(|cells| pages(cells).len()).unwrap_or(PAGES_MAX);
                let said = match many < PAGES_MAX {
                    false => Some(s.too_many.to_owned()),
                    true => match take(client_id, &one).await {
                        Ok(page) => {
                            filling.change(|cells| add_page(cells, &page));
                            None
                        }
                        Err(NotMade::CannotRead) => Some(s.cannot_read.to_owned()),
                        Err(NotMade::TooLarge) => Some(s.too_large.to_owned()),
                        Err(NotMade::NoRoom(free)) => Some(s.no_room(&megabytes(free))),
                        Err(NotMade::NotKept) => Some(s.not_kept.to_owned()),
                    },
                };
                if said.is_some() {
                    let _left = wrong.try_set(said);
                    break;
                }
            }
            let _left = busy.try_set(false);
        });
    };
    let remove = move |page: Page| {
        filling.change(|cells| remove_page(cells, page.page_id));
        let put_back = move || filling.change(|cells| add_page(cells, &page));
        app.offer(lock::locks(), s.page_removed, Box::new(put_back), None);
    };
    let all = filling.read(pages);
    let rows = move || {
        let row = |(n, page): (usize, Page)| {
            let n = n.to_string();
            let size = megabytes(u64::from(page.bytes));
            let name = s.remove_page(&n);
            view! {
                <li class="row">
                    <p>{s.page(&n)}" "<small class="quiet">{size}" MB"</small></p>
                    <button class="button" type="button" on:click=move |_| remove(page.clone())>{name}</button>
                </li>
            }
        };
        all.get().into_iter().enumerate().map(|(at, page)| row((at + 1, page))).collect_view()
    };
    view! {
        <div class="field" id="media" tabindex="-1">
            <ul class="people">{rows}</ul>
            <p role="status">{move || busy.get().then_some(s.making)}</p>
            <p role="alert">{move || wrong.get()}</p>
            <p class="row">
                <button class="button" type="button" disabled=move || busy.get() on:click=|_| choose("camera")>{s.take_picture}</button>
                <button class="button" type="button" disabled=move || busy.get() on:click=|_| choose("file")>{s.choose_file}</button>
            </p>
            <input id="camera" hidden type="file" accept="image/*" capture="environment" on:change=taken/>
            <input id="file" hidden type="file" multiple accept="image/*,application/pdf" on:change=taken/>
        </div>
    }
}
