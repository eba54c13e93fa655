//! Links with which a client opens their own pages on their own phone: made, shown once, ended.

mod made;
mod said;

use crate::{
    browser::{clock, page},
    held::Held,
    parts::{
        choices::choices,
        client_header::{ClientHeader, language_name},
        contact_line::staff_name,
        dates,
        fold::fold,
    },
    place::Screen,
    state::{
        AppState,
        file::{FollowedFile, follow_file},
        save::save,
        use_app,
    },
    words::{
        Language,
        access::{Words, words},
    },
};
use ::sync::read_copy::ClientFile;
use chrono::{Days, NaiveDate};
use domain::{
    document::Key,
    id::{ClientId, RecordId},
    json::Json,
    operation::Payload,
    own::client_as_author,
    record::RecordKind,
    wire::v1::{CellRecord, CellRecordRow},
};
use leptos::{prelude::*, task::spawn_local};
use made::{Made, OWN_LINK, Shown};

/// Days for which a link works unless somebody says otherwise: until the next review of a plan.
const DAYS: u64 = 90;

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// Making a link for a client, and those there are.
#[component]
pub fn PlanAccess(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let FollowedFile { file, .. } = follow_file(app, client_id);
    let made = Held::new(None::<Made>);
    view! {
        <ClientHeader client_id back=Screen::Plan(client_id)/>
        <h2 class="not-printed">{s.own_plan}</h2>
        {move || match made.get() {
            Some(link) => view! { <Shown client_id link file another=Callback::new(move |()| made.set(None))/> }.into_any(),
            None => view! { <Make client_id made/> }.into_any(),
        }}
        {move || file.with(|file| file.as_ref().and_then(|file| said::said(app, file)))}
        <section class="not-printed">
            <h3>{s.links}</h3>
            {move || file.with(|file| file.as_ref().map(|file| links(app, file)))}
        </section>
    }
    .into_any()
}

/// What is asked before a link is made.
#[component]
fn Make(client_id: ClientId, made: Held<Option<Made>>) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let speaks = app.caseload.with_untracked(|caseload| {
        let entry = caseload.clients.get(&client_id);
        entry.and_then(|entry| entry.client.languages.first().cloned())
    });
    let speaks = speaks.unwrap_or_else(|| app.language.get_untracked().tag().to_owned());
    // The clients' app speaks these two.
    let spoken = [Language::English, Language::Spanish];
    let known = spoken.into_iter().find(|one| speaks.split('-').next() == Some(one.tag()));
    let language = Held::new(known.unwrap_or(Language::English));
    let days = Held::new(DAYS);
    let make = move |_| {
        spawn_local(async move {
            let now = clock::now();
            let until = now.date().checked_add_days(Days::new(days.get_untracked()));
            let fresh = Made::make(
                client_id,
                until.unwrap_or(NaiveDate::MAX),
                language.get_untracked().tag().to_owned(),
                now,
            );
            // What was not kept opens nothing: it is not shown.
            let Ok((link, record)) = fresh else { return app.tell(s.not_kept) };
            match save(app, Payload::RecordSigned(record)).await {
                Ok(_) => {
                    if made.try_set(Some(link)).is_none() {
                        page::show(OWN_LINK.into());
                    }
                }
                Err(_) => app.tell(s.not_kept),
            }
        });
    };
    view! {
        <div class="form">
            <p>{s.access_intro}</p>
            <p class="banner">{s.safe_phone}</p>
            {choices(
                "days",
                s.how_long,
                vec![(30, s.days_30), (DAYS, s.days_90), (180, s.days_180)],
                move || days.get(),
                move |chosen| days.set(chosen),
            )}
            {choices(
                "own-language",
                s.language,
                spoken.map(|one| (one, language_name(app.words(), one.tag()))).to_vec(),
                move || language.get(),
                move |chosen| language.set(chosen),
            )}
            <button class="button primary wide" type="button" on:click=make>{s.make_link}</button>
        </div>
    }
}

/// Every link, newest first.
fn links(app: AppState, file: &ClientFile) -> AnyView {
    let s = own(app);
    let of_kind = |kind| file.records.iter().rev().filter(move |row| row.record.kind == kind);
    let is_ended = |id: RecordId| {
        let id = id.to_string();
        of_kind(RecordKind::ClientAccessEnded)
            .any(|row| row.record.cells().value(Key::fact("access")).as_word() == Some(&id))
    };
    let rows: Vec<_> = of_kind(RecordKind::ClientAccess)
        .map(|row| link(app, row, is_ended(row.record.record_id)))
        .collect();
    if rows.is_empty() {
        return view! { <p class="empty">{s.access_none}</p> }.into_any();
    }
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn link(app: AppState, row: &CellRecordRow, is_ended: bool) -> AnyView {
    let (w, s) = (app.words(), own(app));
    let today = app.now.get_untracked().date();
    let (client_id, id) = (row.record.client_id, row.record.record_id);
    let until = row.record.cells().value(Key::fact("expires")).as_day();
    let who = match row.author {
        author if author == client_as_author(client_id) => s.by_client.to_owned(),
        author => app.caseload.with_untracked(|caseload| staff_name(caseload, author)),
    };
    let until_words = until.map(|day| dates::on_paper(w, day)).unwrap_or_default();
    // Two of one day are told apart by their time.
    let line = s.made_by(&until_words, &dates::time_on_paper(w, row.record.at), &who);
    let state = match until {
        _ if is_ended => Some(s.is_ended),
        Some(day) if day < today => Some(s.is_expired),
        _ => None,
    };
    let end = move |_| spawn_local(end(app, client_id, id));
    let ending = state.is_none().then(|| {
        let inside = view! {
            <div class="form">
                <p>{s.end_text}</p>
                <button class="button wide" type="button" on:click=end>{s.end_link_yes}</button>
            </div>
        };
        fold(id.to_string(), false, s.end_link.to_owned(), inside.into_any())
    });
    view! {
        <li class="banner">
            <p>{line}{state.map(|state| view! { <span class="mark">{state}</span> })}</p>
            {ending}
        </li>
    }
    .into_any()
}

async fn end(app: AppState, client_id: ClientId, access: RecordId) {
    let Ok(record_id) = crate::browser::random::id(RecordId::from_parts) else { return };
    let record = CellRecord {
        record_id,
        kind: RecordKind::ClientAccessEnded,
        client_id,
        at: clock::now(),
        content: Json::Object(vec![("access".to_owned(), Json::Text(access.to_string()))]),
    };
    let kept = save(app, Payload::RecordSigned(record)).await.is_ok();
    app.tell(if kept { own(app).ended_told } else { app.words().phone_could_not_keep });
}
