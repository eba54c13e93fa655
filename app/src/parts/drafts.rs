//! What was begun and not finished.

use super::{
    alike, dates,
    operation_kind::{document_name, record_name},
};
use crate::{
    held::{Held, Live},
    place::{DocumentScreen, PlanScreen, Screen},
    state::{AppState, phone::phone, reading::reading, use_app},
    store::{FormKind, Unfinished},
};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

/// Every draft on this phone, and again when one was kept or is gone; none while they
/// cannot be read, which is not nothing.
#[must_use]
pub fn unfinished(app: AppState) -> Live<Option<Vec<Unfinished>>> {
    let drafts = Held::new(None::<Vec<Unfinished>>);
    let read = move || -> LocalBoxFuture<'static, bool> {
        Box::pin(async move {
            let Some(phone) = phone() else { return true };
            // Most of the time there is nothing, and nothing to be loaded for it.
            let found = match phone.store.has_drafts().await {
                Ok(false) => Some(Vec::new()),
                _ => (app.chunks.unfinished)(app, phone).await,
            };
            let could = found.is_some();
            if could {
                let _gone = drafts.try_set(found);
            }
            could
        })
    };
    reading(app, Box::new(read));
    drafts.into()
}

/// Where a draft is finished.
#[must_use]
pub fn leads_to(draft: &Unfinished) -> Screen {
    let client_id = draft.name.client_id;
    match draft.name.form {
        FormKind::Contact => Screen::Log(client_id),
        FormKind::CrisisNote => Screen::CrisisNote(client_id),
        FormKind::Response => Screen::Response(client_id),
        FormKind::AgencyContent | FormKind::UnitRule => Screen::AgencyContent,
        FormKind::Service => Screen::WriteService(None),
        FormKind::Roster => Screen::Roster,
        FormKind::Addendum => match draft.contact_id {
            Some(note) => Screen::Contact(client_id, note),
            None => Screen::Client(client_id),
        },
        FormKind::NewClient => Screen::AddClient,
        FormKind::SupportPerson => Screen::Supports(client_id),
        FormKind::FactSheet => Screen::FactSheet(client_id),
        FormKind::CrisisPlan => Screen::AboutPlan(client_id, PlanScreen::Edit),
        FormKind::Document(kind) => Screen::Document(client_id, kind, DocumentScreen::Edit),
        FormKind::Record(kind) => Screen::Sign(client_id, kind, None),
    }
}

/// A list of drafts, with date and first words.
#[component]
pub fn Drafts(drafts: Live<Option<Vec<Unfinished>>>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let name = move |draft: &Unfinished| {
        state.caseload.with(|caseload| alike::full_name(w, caseload, draft.name.client_id))
    };
    let row = move |draft: &Unfinished| {
        let now = state.now.get_untracked();
        let begun = draft.begun.unwrap_or(now);
        let words = match draft.name.form {
            FormKind::Contact | FormKind::CrisisNote | FormKind::Addendum | FormKind::NewClient => {
                draft.first_words.clone()
            }
            FormKind::Response => w.response_goes_on.to_owned(),
            FormKind::AgencyContent | FormKind::UnitRule | FormKind::Service => {
                w.agency_content.to_owned()
            }
            FormKind::Roster => w.roster.to_owned(),
            FormKind::SupportPerson => w.support_people.to_owned(),
            FormKind::FactSheet => w.fact_sheet.to_owned(),
            FormKind::CrisisPlan => w.crisis_plan.to_owned(),
            FormKind::Document(kind) => document_name(w, kind).to_owned(),
            FormKind::Record(kind) => record_name(w, kind).to_owned(),
        };
        let name = name(draft).unwrap_or_else(|| match draft.name.form {
            FormKind::NewClient => w.someone_new.to_owned(),
            _ => w.draft.to_owned(),
        });
        view! {
            <li>
                <a class="person" href=leads_to(draft).path()>
                    <span class="person-name">
                        {name}
                        <small class="quiet">{dates::day_time(w, begun, now)}</small>
                    </span>
                    <span class="contact-first">{words}</span>
                </a>
            </li>
        }
    };
    move || {
        let drafts = drafts.get().filter(|drafts| !drafts.is_empty())?;
        Some(view! {
            <section class="drafts">
                <h2>{w.to_finish}</h2>
                <ul class="people">{drafts.iter().map(row).collect_view()}</ul>
            </section>
        })
    }
}
