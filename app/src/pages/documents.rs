//! Documents that are made of their cells alone: read, written, and all their versions. One set of
//! screens for every kind; what a kind says and asks of its own, it says in a [`Sheet`]. Belongs to
//! the chunk `plan`.

mod about;
mod assessment;
mod fields;
mod form;
mod lines;
mod reading;
mod service_plan;
mod sheet;
mod writing;

use crate::{
    parts::{
        client_header::ClientHeader,
        document_values::Around,
        operation_kind::document_name,
        unread::Unread,
        versions::{OfKind, Versions},
    },
    place::{DocumentScreen, Screen},
    state::{AppState, document::known_document, reading::reading, use_app},
};
use domain::{
    document::{DocumentKind, Key},
    id::ClientId,
};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use sheet::{Found, Sheet};

/// What a kind says of its own.
const fn sheet_of(kind: DocumentKind) -> Option<Sheet> {
    match kind {
        DocumentKind::Assessment => Some(assessment::SHEET),
        DocumentKind::ServicePlan => Some(service_plan::SHEET),
        // These two have screens of their own.
        DocumentKind::Client | DocumentKind::CrisisPlan => None,
    }
}

/// A screen about a client's document.
pub fn draw(client_id: ClientId, kind: DocumentKind, screen: DocumentScreen) -> AnyView {
    let Some(sheet) = sheet_of(kind) else { return ().into_any() };
    match screen {
        DocumentScreen::Versions => view! { <AllVersions sheet client_id/> }.into_any(),
        _ => view! { <Document sheet client_id edit={screen == DocumentScreen::Edit}/> }.into_any(),
    }
}

/// Reads a client's document, and what it speaks of.
async fn find(app: AppState, sheet: Sheet, client_id: ClientId) -> Option<Found> {
    let (version, based_on) = known_document(sheet.kind, client_id).await.ok()?;
    let assessed = match sheet.kind {
        DocumentKind::Assessment => version.clone(),
        _ => known_document(DocumentKind::Assessment, client_id).await.ok()?.0,
    };
    let assessed = assessed.map(|version| version.cells);
    Some(Found { version, based_on, around: Around::new(app, client_id, assessed) })
}

/// A document, to read or to write.
#[component]
fn Document(sheet: Sheet, client_id: ClientId, edit: bool) -> impl IntoView {
    let app = use_app();
    let w = app.words();
    let found = RwSignal::new(None::<Option<Found>>);
    let again = reading(
        app,
        Box::new(move || -> LocalBoxFuture<'static, bool> {
            Box::pin(async move {
                let Some(before) = found.try_get_untracked() else { return true };
                // A form is drawn once: nothing may take the place of what is typed in it.
                if edit && matches!(before, Some(Some(_))) {
                    return true;
                }
                let now = find(app, sheet, client_id).await;
                let is_here = now.is_some();
                if before.is_none() || is_here && before != Some(now.clone()) {
                    let _left = found.try_set(Some(now));
                }
                is_here
            })
        }),
    );
    let back = if edit {
        Screen::Document(client_id, sheet.kind, DocumentScreen::Read)
    } else {
        Screen::Client(client_id)
    };
    view! {
        {move || app.caseload.with_untracked(|caseload| caseload.clients.get(&client_id).cloned())
            .map(|entry| view! { <ClientHeader entry back/> })}
        {move || found.get().map(|found| match found {
            Some(found) if edit => view! { <form::Form sheet client_id found/> }.into_any(),
            Some(found) => view! { <reading::Reading sheet client_id found/> }.into_any(),
            // Never "there is none", and never an empty form over what cannot be read.
            None => view! { <Unread words=w.phone_could_not_read again/> }.into_any(),
        })}
    }
    .into_any()
}

/// Every version of a document.
#[component]
fn AllVersions(sheet: Sheet, client_id: ClientId) -> impl IntoView {
    let app = use_app();
    // Lines speak of the assessment's by their ids.
    let around = RwSignal::new(None::<Around>);
    let _again = reading(
        app,
        Box::new(move || -> LocalBoxFuture<'static, bool> {
            Box::pin(async move {
                let now = find(app, sheet, client_id).await.map(|found| found.around);
                let is_here = now.is_some();
                if around.try_get_untracked().is_some_and(|before| before != now) {
                    let _left = around.try_set(now);
                }
                is_here
            })
        }),
    );
    let of = OfKind {
        kind: sheet.kind,
        words: sheet.words,
        heading: document_name(app.words(), sheet.kind),
        made: |_, _| String::new(),
        language: |version| {
            let language = version.cells.value(Key::fact("language"));
            language.as_text().filter(|tag| !tag.is_empty()).map(str::to_owned)
        },
    };
    let back = Screen::Document(client_id, sheet.kind, DocumentScreen::Read);
    move || {
        around.get().map(|around| {
            provide_context(around);
            view! { <Versions client_id of back/> }
        })
    }
}
