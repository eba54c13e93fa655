//! Writing a service at a desk: what was left unfinished comes first.

use super::write_form::Form;
use crate::{
    browser::random,
    held::{Derived, Held},
    parts::{document_values::service_check::own, page_head::PageHead, services::follow},
    place::Screen,
    state::{AppState, draft, use_app},
    store::{DraftName, FormKind},
};
use domain::{
    directory::ServiceDraft,
    id::{ClientId, ServiceId},
};
use leptos::{prelude::*, task::spawn_local};

/// The draft of this form is about nobody.
pub(super) const DRAFT: DraftName =
    DraftName { form: FormKind::Service, client_id: ClientId::from_bytes([0; 16]) };

/// The screen on which a service is written.
#[component]
pub(super) fn Write(about: Option<ServiceId>) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let (found, _) = follow(app);
    let is_here = Derived::new(move |_| found.with(|found| matches!(found, Some(Some(_)))));
    // What was typed before the phone locked; looked for once.
    let left = Held::new(None::<Option<ServiceDraft>>);
    spawn_local(async move {
        let _gone = left.try_set(Some(draft::left(app, DRAFT).await));
    });
    let fresh = move || match about {
        None => begin(app),
        Some(id) => {
            let stands = found.get_untracked().flatten()?.service(id).cloned()?;
            Some(ServiceDraft::of(stands, app.now.get_untracked()))
        }
    };
    // Drawn once: nothing may take the place of what is typed.
    let form = move || {
        let left = left.get().filter(|_| is_here.get())?;
        let is_found = left.is_some();
        Some(match left.or_else(fresh) {
            Some(draft) => view! { <Form draft is_found fresh/> }.into_any(),
            None => view! { <p class="empty">{s.not_here}</p> }.into_any(),
        })
    };
    let title = if about.is_some() { s.edit } else { s.write_new };
    let back = about.map_or(Screen::Suggestions, Screen::Service);
    view! { <PageHead title back/>{form} }
}

/// A draft of a new service; none where the browser gives no random bytes, and so no id.
fn begin(app: AppState) -> Option<ServiceDraft> {
    let id = random::id(ServiceId::from_parts).ok()?;
    Some(ServiceDraft::begin(id, app.now.get_untracked()))
}
