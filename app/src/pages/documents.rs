//! Documents that are made of their cells alone: read, written, and all their versions. One set of
//! screens for every kind; what a kind says and asks of its own, it says in a [`Outline`]. Belongs to
//! the chunk `chain`.

mod about;
mod answer;
mod assessment;
mod case_file;
mod find_notes;
mod form;
mod lines;
mod need;
mod needs;
mod outline;
mod reading;
mod review;
mod service_plan;
mod writing;

use crate::{
    held::Held,
    parts::{
        client_header::ClientHeader,
        document_values::Around,
        operation_kind::document_name,
        signing,
        unread::Unread,
        versions::{OfKind, Versions},
    },
    place::{DocumentScreen, Screen},
    state::{AppState, document::known_document, reading::reading, use_app},
};
use domain::{
    document::{DocumentKind, Key},
    id::ClientId,
    record::RecordKind,
};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use outline::{Found, Outline};

/// What a kind says of its own.
const fn outline_of(kind: DocumentKind) -> Option<Outline> {
    match kind {
        DocumentKind::Assessment => Some(assessment::OUTLINE),
        DocumentKind::ServicePlan => Some(service_plan::OUTLINE),
        // These two have screens of their own.
        DocumentKind::Client | DocumentKind::CrisisPlan => None,
    }
}

/// A screen about a client's needs, or on which a record about one of them is signed.
pub fn draw_needs(client_id: ClientId, screen: Screen) -> AnyView {
    match screen {
        Screen::Need(_, need) => view! { <need::Need client_id need/> }.into_any(),
        Screen::Sign(_, RecordKind::MessageAnswer, of) => {
            signing::sign(answer::QUESTIONNAIRE, client_id, of)
        }
        Screen::Sign(_, _, line) => signing::sign(review::QUESTIONNAIRE, client_id, line),
        Screen::CaseFile(_) => view! { <case_file::CaseFile client_id/> }.into_any(),
        _ => view! { <needs::Needs client_id/> }.into_any(),
    }
}

/// A screen about a client's document.
pub fn draw(client_id: ClientId, kind: DocumentKind, screen: DocumentScreen) -> AnyView {
    let Some(outline) = outline_of(kind) else { return ().into_any() };
    match screen {
        DocumentScreen::Versions => view! { <AllVersions outline client_id/> }.into_any(),
        _ => {
            view! { <Document outline client_id edit={screen == DocumentScreen::Edit}/> }.into_any()
        }
    }
}

/// Reads a client's document, and what it speaks of.
async fn find(app: AppState, outline: Outline, client_id: ClientId) -> Option<Found> {
    let (version, based_on) = known_document(outline.kind, client_id).await.ok()?;
    let assessed = match outline.kind {
        DocumentKind::Assessment => version.clone(),
        _ => known_document(DocumentKind::Assessment, client_id).await.ok()?.0,
    };
    let assessed = assessed.map(|version| version.cells);
    Some(Found { version, based_on, around: Around::new(app, client_id, assessed) })
}

/// A document, to read or to write.
#[component]
fn Document(outline: Outline, client_id: ClientId, edit: bool) -> impl IntoView {
    let app = use_app();
    let w = app.words();
    let found = Held::new(None::<Option<Found>>);
    let again = reading(
        app,
        Box::new(move || -> LocalBoxFuture<'static, bool> {
            Box::pin(async move {
                let Some(before) = found.try_get_untracked() else { return true };
                // A form is drawn once: nothing may take the place of what is typed in it.
                if edit && matches!(before, Some(Some(_))) {
                    return true;
                }
                let now = find(app, outline, client_id).await;
                let is_here = now.is_some();
                if before.is_none() || is_here && before != Some(now.clone()) {
                    let _left = found.try_set(Some(now));
                }
                is_here
            })
        }),
    );
    let back = if edit {
        Screen::Document(client_id, outline.kind, DocumentScreen::Read)
    } else {
        Screen::Client(client_id)
    };
    view! {
        <ClientHeader client_id back/>
        {move || found.get().map(|found| match found {
            Some(found) if edit => view! { <form::Form outline client_id found/> }.into_any(),
            Some(found) => view! { <reading::Reading outline client_id found/> }.into_any(),
            // Never "there is none", and never an empty form over what cannot be read.
            None => view! { <Unread words=w.phone_could_not_read again/> }.into_any(),
        })}
    }
    .into_any()
}

/// Every version of a document.
#[component]
fn AllVersions(outline: Outline, client_id: ClientId) -> impl IntoView {
    let app = use_app();
    // Lines speak of the assessment's by their ids.
    let around = Held::new(None::<Option<Around>>);
    let again = reading(
        app,
        Box::new(move || -> LocalBoxFuture<'static, bool> {
            Box::pin(async move {
                let now = find(app, outline, client_id).await.map(|found| found.around);
                let is_here = now.is_some();
                if around.try_get_untracked().is_some_and(|before| before != Some(now.clone())) {
                    let _left = around.try_set(Some(now));
                }
                is_here
            })
        }),
    );
    let of = OfKind {
        kind: outline.kind,
        words: outline.words,
        heading: document_name(app.words(), outline.kind),
        made: |_, _| String::new(),
        language: |version| {
            let language = version.cells.value(Key::fact("language"));
            language.as_text().filter(|tag| !tag.is_empty()).map(str::to_owned)
        },
    };
    let back = Screen::Document(client_id, outline.kind, DocumentScreen::Read);
    move || {
        around.get().map(|around| match around {
            Some(around) => {
                provide_context(around);
                view! { <Versions client_id of back/> }.into_any()
            }
            None => view! { <Unread words=app.words().phone_could_not_read again/> }.into_any(),
        })
    }
}
