//! Writing a crisis plan, worker and client together. A plan is a handful of
//! short sections; each is a place of its own (`…/plan/edit/signs`), so that
//! "back" leads to the list of them.

mod about;
mod builder;
mod line;
mod overview;
mod section;

use crate::{
    browser::{BrowserError, clock, random},
    held::{Derived, Held},
    parts::{client_header::ClientHeader, draft_found::DraftFound, unread::Unread},
    place::{Screen, use_place},
    state::{
        AppState,
        crisis_plan::{Known, known, record_reading},
        draft,
        file::load_file,
        form::Writing,
        reading::reading,
        use_app,
    },
    store::StoreError,
    words::plan,
};
use builder::{Builder, Place, draft_name};
use domain::{
    crisis_plan::PlanDraft,
    id::{ClientId, CrisisPlanId, LineId},
    wire::v1::{CrisisLine, CrisisPlanItem, DocumentBase, LookupReason, Section, SupportPersonRow},
};
use leptos::{prelude::*, task::spawn_local};

/// The builder of one client's plan.
#[component]
pub fn CrisisPlanBuilder(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let opened = Held::new(None::<Option<(PlanDraft, bool)>>);
    let support_people = Held::new(Vec::new());
    let people_known = Held::new(false);
    let again = reading(
        state,
        Box::new(move || {
            Box::pin(async move {
                if people_known.try_get_untracked() == Some(false) {
                    match load_file(client_id).await {
                        Ok(file) => {
                            let people = file.unwrap_or_default().support_people;
                            let _gone = support_people.try_set(people);
                            let _gone = people_known.try_set(true);
                        }
                        // They can still be typed.
                        Err(_) if opened.try_get_untracked() == Some(None) => {
                            state.tell(w.phone_could_not_read);
                        }
                        Err(_) => {}
                    }
                }
                let Some(before) = opened.try_get_untracked() else { return true };
                // The form is drawn once: nothing may take the place of what is typed in it.
                if !matches!(before, Some(Some(_))) {
                    let now = open(state, client_id).await.ok();
                    let version = now.as_ref().and_then(|(draft, _)| match draft.based_on {
                        DocumentBase::Version(version) => Some(version),
                        DocumentBase::Nothing | DocumentBase::Edit(_) => None,
                    });
                    if now.is_some() || before.is_none() {
                        let _left = opened.try_set(Some(now));
                    }
                    if before.is_none() {
                        record_reading(state, client_id, version, LookupReason::OwnClient).await;
                    }
                }
                let there =
                    opened.try_get_untracked().is_none_or(|opened| opened.flatten().is_some());
                there && people_known.try_get_untracked().unwrap_or(true)
            })
        }),
    );
    view! {
        <ClientHeader client_id back=Screen::Plan(client_id) plan_button=false/>
        {move || opened.get().map(|opened| match opened {
            Some((draft, found)) => view! { <Places draft found support_people/> }.into_any(),
            // Never an empty form over a plan that cannot be read.
            None => view! { <Unread words=w.plan_unreadable again/> }.into_any(),
        })}
    }
    .into_any()
}

#[component]
fn Places(
    draft: PlanDraft,
    found: bool,
    support_people: Held<Vec<SupportPersonRow>>,
) -> impl IntoView {
    let app = use_app();
    let client_id = draft.client_id;
    let begun = found.then(|| draft.written_at.unwrap_or_else(clock::now));
    let (w, p) = (app.words(), plan::words(app.language.get_untracked()));
    let writing = Writing::begin(app, draft_name(client_id), draft, begun, move |draft| {
        overview::complaints(app, p, draft)
    });
    let builder = Builder { app, draft: writing.draft, writing, support_people, w, p };
    let within = use_place();
    let place = Derived::new(move |_| {
        // Going on to another section is a good moment to keep this one.
        draft::flush();
        Place::read(&within.within())
    });
    view! {
        <Found builder/>
        {move || match place.get() {
            Place::Overview => view! { <overview::Overview builder/> }.into_any(),
            Place::About => view! { <about::About builder/> }.into_any(),
            Place::Compare => view! { <overview::Compare builder/> }.into_any(),
            Place::Section(section) => view! { <section::SectionPlace builder section/> }.into_any(),
        }}
    }
}

/// What was begun and not saved: keep on, or begin anew from the plan.
#[component]
fn Found(builder: Builder) -> impl IntoView {
    let Builder { app, writing, w, .. } = builder;
    let client_id = builder.client_id();
    let form = writing.form;
    let discard = Callback::new(move |()| {
        form.discard(move || {
            spawn_local(async move {
                match fresh(app, client_id).await {
                    Ok(fresh) => writing.renew(fresh, false),
                    // What is on the screen is all there is: it is kept again.
                    Err(_) => {
                        form.go_back();
                        app.tell(w.plan_unreadable);
                    }
                }
            });
        });
    });
    view! { <DraftFound form on_discard=discard/> }
}

/// The draft that was left about this client's plan, or a fresh one.
async fn open(app: AppState, client_id: ClientId) -> Result<(PlanDraft, bool), StoreError> {
    let left = draft::left::<PlanDraft>(app, draft_name(client_id)).await;
    match left.filter(|left| left.client_id == client_id) {
        Some(left) => Ok((left, true)),
        None => Ok((fresh(app, client_id).await?, false)),
    }
}

async fn fresh(app: AppState, client_id: ClientId) -> Result<PlanDraft, StoreError> {
    let Known { plan, based_on } = known(client_id).await?;
    if let Some(plan) = plan {
        return Ok(PlanDraft::next(&plan, based_on, clock::now()));
    }
    let (lines, language) = app.caseload.with_untracked(|caseload| {
        let agency = caseload.agency.clone();
        let entry = caseload.clients.get(&client_id);
        let spoken = entry.and_then(|entry| entry.client.languages.first().cloned());
        (agency.map(|agency| agency.lines).unwrap_or_default(), spoken)
    });
    let review_days = app.policy().crisis_plan_review_d;
    let lines: Result<Vec<_>, BrowserError> = lines.iter().map(line_of).collect();
    let plan_id = random::id(CrisisPlanId::from_parts)?;
    let language = language.unwrap_or_default();
    Ok(PlanDraft::first(client_id, plan_id, language, lines?, clock::now(), review_days))
}

/// A crisis line of the agency as a line of a plan.
fn line_of(line: &CrisisLine) -> Result<CrisisPlanItem, BrowserError> {
    let item_id = random::id(LineId::from_parts)?;
    Ok(CrisisPlanItem {
        text: line.hint.clone(),
        name: line.label.clone(),
        tel: line.tel.clone(),
        sms: line.sms.clone(),
        ..CrisisPlanItem::new(item_id, Section::Professionals)
    }
    .filled_in())
}
