//! The fact sheet, being changed: who somebody is and how to reach them safely. Belongs to the
//! chunk `plan`.

mod editor;
mod form;
mod level;
mod lines;
mod stage;

use crate::{
    browser::clock,
    held::Held,
    parts::{
        client_header::ClientHeader,
        fact_sheet_values::FACT_SHEET_WORDS,
        unread::Unread,
        versions::{OfKind, Versions},
    },
    place::Screen,
    state::{AppState, draft, phone::phone, reading::reading, use_app},
    store::{DraftName, FormKind},
    words::fact_sheet::words,
};
use domain::{
    client::FactSheetDraft,
    document::{DocumentKind, Key},
    id::ClientId,
};
use form::FactSheetForm;
use leptos::prelude::*;

/// The form for one client's fact sheet.
#[component]
pub fn FactSheetPage(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let s = words(app.language.get_untracked());
    let opened = Held::new(None::<Option<(FactSheetDraft, bool)>>);
    let again = reading(
        app,
        Box::new(move || {
            Box::pin(async move {
                let Some(before) = opened.try_get_untracked() else { return true };
                // The form is drawn once: nothing may take the place of what is typed in it.
                if matches!(before, Some(Some(_))) {
                    return true;
                }
                let now = open(app, client_id).await;
                let is_here = now.is_some();
                let _left = opened.try_set(Some(now));
                is_here
            })
        }),
    );
    view! {
        <ClientHeader client_id back=Screen::Client(client_id)/>
        {move || opened.get().map(|opened| match opened {
            Some((draft, found)) => view! { <FactSheetForm draft found/> }.into_any(),
            // Never an empty form over a fact sheet that cannot be read.
            None => view! { <Unread words=s.unreadable again/> }.into_any(),
        })}
    }
    .into_any()
}

/// Every version of a client's fact sheet.
#[component]
pub fn FactSheetVersions(client_id: ClientId) -> impl IntoView {
    let app = use_app();
    let of = OfKind {
        kind: DocumentKind::Client,
        words: FACT_SHEET_WORDS,
        heading: app.words().fact_sheet,
        made: |app, version| {
            let stage = version.cells.value(Key::fact("stage"));
            crate::parts::cells::value(app, FACT_SHEET_WORDS, &stage)
        },
        language: |_| None,
    };
    view! { <Versions client_id of back=Screen::Client(client_id)/> }
}

const fn draft_name(client_id: ClientId) -> DraftName {
    DraftName { form: FormKind::FactSheet, client_id }
}

/// The draft that was left about this client, or a fresh one; none where they are not here.
async fn open(app: AppState, client_id: ClientId) -> Option<(FactSheetDraft, bool)> {
    let left = draft::left::<FactSheetDraft>(app, draft_name(client_id)).await;
    match left.filter(|left| left.client_id == client_id) {
        Some(left) => Some((left, true)),
        None => Some((fresh(client_id)?, false)),
    }
}

/// The fact sheet as this phone has it, to be changed.
fn fresh(client_id: ClientId) -> Option<FactSheetDraft> {
    let phone = phone()?;
    let caseload = phone.caseload.borrow();
    let pulled = caseload.clients.get(&client_id).map(|entry| &entry.client);
    let author = phone.profile.staff_id;
    let (client, based_on) = phone.pending.borrow().lay_over_fact_sheet(author, client_id, pulled);
    Some(FactSheetDraft::next(&client?, based_on, clock::now()))
}
