//! The pages of one paper: how they stand, and their pictures for as long as somebody looks at them.

use crate::{
    browser::{files, pictures::draw},
    held::{Derived, Held, react},
    parts::document_values::paper::own,
    state::{
        AppState,
        papers::{self, NotShown, Standing, standing},
        use_app,
    },
};
use domain::{
    id::{ClientId, RecordId},
    record::paper::Page,
};
use leptos::{prelude::*, task::spawn_local};

/// What a page is as far as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    No,
    Coming,
    Here,
}

/// Pages with what can be done with them.
#[component]
pub(super) fn Pages(
    client_id: ClientId,
    record: RecordId,
    of: Vec<Page>,
    /// Of which paper somebody looks at the pictures.
    looked: Held<Option<RecordId>>,
) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    if of.is_empty() {
        return view! { <p class="quiet">{s.no_picture}</p> }.into_any();
    }
    let of = Held::new(of);
    let stands = Held::new(None::<Standing>);
    react(move || {
        papers::track();
        spawn_local(async move {
            // What cannot be read now is said where it is asked for.
            if let Ok(here) = papers::all().await {
                let now = of.try_with_untracked(|of| standing(of, &here));
                let _left = now.map(|now| stands.try_set(Some(now)));
            }
        });
    });
    let first = match looked.get_untracked() == Some(record) {
        true => Shown::Coming,
        false => Shown::No,
    };
    let (shown, wrong) = (Held::new(first), Held::new(None::<&'static str>));
    let show = move |_| {
        wrong.set(None);
        let shows = shown.get_untracked() == Shown::No;
        looked.set(shows.then_some(record));
        shown.set(if shows { Shown::Coming } else { Shown::No });
    };
    let keeps = move || stands.get() == Some(Standing::Kept);
    let keep = move |_| {
        wrong.set(None);
        let (kept, pages) = (stands.get_untracked() == Some(Standing::Kept), of.get_untracked());
        spawn_local(async move {
            let failed = match kept {
                true => {
                    papers::let_go(&pages).await.err().map(|_| app.words().phone_could_not_keep)
                }
                false => {
                    papers::pin(client_id, record, &pages).await.err().map(|why| says(app, why))
                }
            };
            let _left = wrong.try_set(failed);
        });
    };
    let says_standing = move || match stands.get() {
        None => String::new(),
        Some(Standing::NotHere) => s.at_server.to_owned(),
        Some(Standing::Kept) => s.kept_here.to_owned(),
        Some(Standing::Stuck) => s.stuck.to_owned(),
        Some(Standing::OnlyHere(sent, all)) => s.only_here(&all.to_string(), &sent.to_string()),
    };
    let waits = move || matches!(stands.get(), Some(Standing::OnlyHere(..) | Standing::Stuck));
    // Drawn once: a picture that has come is no reason to fetch it again.
    let looks = Derived::new(move |_| shown.get() != Shown::No);
    let pictures = move || {
        looks.get().then(|| {
            let each = of.get_untracked().into_iter().enumerate();
            each.map(|(at, page)| one(app, record, at + 1, page, shown, wrong)).collect_view()
        })
    };
    view! {
        <p class="quiet">{s.pages(of.with_untracked(Vec::len))}" · "<span role="status">{says_standing}</span></p>
        <p class="row">
            <button class="button" type="button" aria-expanded=move || looks.get().to_string() on:click=show>
                {move || if looks.get() { s.put_away } else { s.show }}
            </button>
            <button class="button" type="button" hidden=waits on:click=keep>
                {move || if keeps() { s.let_go } else { s.keep }}
            </button>
        </p>
        <p role="status">{move || (shown.get() == Shown::Coming).then_some(s.fetching)}</p>
        <p role="alert">{move || wrong.get()}</p>
        {pictures}
    }
    .into_any()
}

/// A page, drawn as soon as it is here; of a file, the way to save it.
fn one(
    app: AppState,
    record: RecordId,
    n: usize,
    page: Page,
    shown: Held<Shown>,
    wrong: Held<Option<&'static str>>,
) -> AnyView {
    let s = own(app);
    let number = n.to_string();
    let id = format!("page-{}", page.page_id);
    let is_picture = page.is_picture();
    if !is_picture {
        let _here = shown.try_set(Shown::Here);
        let name = s.save_file(&number);
        let keep = move |_| {
            let (page, file) = (page.clone(), format!("paper-{number}.pdf"));
            let _coming = shown.try_set(Shown::Coming);
            spawn_local(async move {
                let failed = match papers::open(record, &page).await {
                    Ok(bytes) => {
                        let media = page.media_type().unwrap_or("application/octet-stream");
                        let saved = files::save(&file, media, &bytes).is_ok();
                        (!saved).then(|| app.words().phone_could_not_keep)
                    }
                    Err(why) => Some(says(app, why)),
                };
                let _here = shown.try_set(Shown::Here);
                let _left = wrong.try_set(failed);
            });
        };
        return view! {
            <p class="row"><button class="button" type="button" on:click=keep>{name}</button></p>
            <p class="hint">{s.saved_plain}</p>
        }
        .into_any();
    }
    let canvas = id.clone();
    spawn_local(async move {
        let failed = match papers::open(record, &page).await {
            Ok(bytes) => draw(&canvas, &bytes).await.err().map(|_| s.damaged),
            Err(why) => Some(says(app, why)),
        };
        if shown.try_get_untracked() == Some(Shown::No) {
            return;
        }
        let _here = shown.try_set(if failed.is_some() { Shown::No } else { Shown::Here });
        if failed.is_some() {
            let _left = wrong.try_set(failed);
        }
    });
    view! { <canvas class="signature" id=id width="0" height="0" role="img" aria-label=s.page(&number)></canvas> }
        .into_any()
}

fn says(app: AppState, why: NotShown) -> &'static str {
    let s = own(app);
    match why {
        NotShown::NoNetwork => s.no_network,
        NotShown::SignInFirst => s.sign_in_first,
        NotShown::NotCome => s.not_come,
        NotShown::Damaged => s.damaged,
        NotShown::Locked => app.words().phone_could_not_read,
    }
}
