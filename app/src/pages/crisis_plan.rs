use crate::{
    browser::{clock, random},
    parts::{
        client_header::{ClientHeader, language_name},
        contact_line::staff_name,
        dates,
        emergency::EmergencyNumbers,
        icon::Icon,
    },
    routes::{client_path, log_path, response_path},
    state::{AppState, Phase, phone::phone, save::save, sync, use_app},
    words::Words,
};
use domain::{
    crisis_plan::dialable,
    id::{ClientId, LookupId},
    operation::Payload,
    wire::v1::{CrisisPlan, CrisisPlanItem, CrisisPlanLookup, LookupReason, MadeWith, Section},
};
use leptos::{prelude::*, task::spawn_local};
use std::cell::Cell;

/// A crisis plan on site: who to call first, then what helps. The opening is
/// recorded, offline too.
#[component]
pub fn CrisisPlanPage(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let plan = RwSignal::new(None::<Option<CrisisPlan>>);
    spawn_local(async move {
        let loaded = load_plan(client_id).await;
        let version = loaded.as_ref().map(|plan| plan.version);
        plan.set(Some(loaded));
        // It was open before the client held the phone: that is no second opening.
        if TAKEN_BACK.take() != Some(client_id) {
            record_lookup(state, client_id, version, LookupReason::OwnClient).await;
        }
    });
    let show = move |_| state.phase.set(Phase::Shown(client_id));
    view! {
        {move || state.caseload.with_untracked(|caseload| caseload.clients.get(&client_id).cloned())
            .map(|entry| view! { <ClientHeader entry back=client_path(client_id) plan_button=false/> })}
        <p class="respond">
            <a class="button wide" href=response_path(client_id)>{Icon::Hand.draw()}<span>{w.respond_long}</span></a>
        </p>
        {move || plan.get().map(|plan| match plan {
            Some(plan) => view! { <OnSite plan/> }.into_any(),
            None => view! {
                <p class="empty">{w.no_plan_yet}</p>
                <EmergencyNumbers/>
            }.into_any(),
        })}
        <div class="thumb">
            <button class="button" type="button" on:click=show>{Icon::Eye.draw()}<span>{w.show_to_client}</span></button>
            <a class="button primary" href=log_path(client_id)>{Icon::Pen.draw()}<span>{w.log_contact}</span></a>
        </div>
    }
    .into_any()
}

thread_local! {
    /// Whose plan the worker comes back to from the client's hands.
    static TAKEN_BACK: Cell<Option<ClientId>> = const { Cell::new(None) };
}

/// The worker took the phone back and goes on where they were.
pub fn taken_back(client_id: ClientId) {
    TAKEN_BACK.set(Some(client_id));
}

/// A client's plan from the phone.
pub async fn load_plan(client_id: ClientId) -> Option<CrisisPlan> {
    let phone = phone()?;
    phone.store.plan(&phone.keys, client_id).await.ok().flatten()
}

/// Records that a plan was opened. It must never stand between a worker and
/// the plan, so the plan is on screen before this runs.
pub async fn record_lookup(
    state: AppState,
    client_id: ClientId,
    version: Option<u32>,
    reason: LookupReason,
) {
    let Ok(lookup_id) = random::id(LookupId::from_parts) else { return };
    let lookup = CrisisPlanLookup {
        lookup_id,
        client_id,
        version,
        at: clock::now(),
        offline: sync::is_out_of_reach(state),
        reason,
    };
    if save(state, Payload::CrisisPlanOpened(lookup), None).await.is_err() {
        state.tell(state.words().lookup_not_recorded);
    }
}

#[component]
fn OnSite(plan: CrisisPlan) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let now = state.now.get_untracked();
    let stale = plan.is_stale(now.date()).then(|| {
        view! { <p class="banner">{w.plan_stale_banner(&dates::day(w, plan.review_due, now.date()))}</p> }
    });
    let author = state.caseload.with_untracked(|caseload| staff_name(caseload, plan.author));
    let age = state
        .last_sync
        .get_untracked()
        .map_or_else(|| w.never_synced.to_owned(), |at| w.copy_age(&dates::ago(w, at, now)));
    let made = match plan.made_with {
        MadeWith::Client => w.made_with_client,
        MadeWith::Supporter => w.made_with_supporter,
        MadeWith::CaseManagerOnly => w.made_by_case_manager,
    };
    let agreed = if plan.client_agrees { w.client_agreed } else { w.client_not_agreed };
    let language = (!plan.language.is_empty()).then(|| plan.language.clone());
    let written_in = language
        .as_ref()
        .filter(|tag| tag.as_str() != w.lang)
        .map(|tag| view! { <p class="quiet">{w.plan_language(&language_name(w, tag))}</p> });
    let directive = plan.advance_directive.clone().map(|directive| {
        view! {
            <section class="plan-section">
                <h2>{w.advance_directive}</h2>
                <p>{directive.where_kept}</p>
                {(!directive.agent.is_empty()).then(|| view! { <p>{w.agent}": "{directive.agent.clone()}</p> })}
            </section>
        }
    });
    let line = [
        w.version_made(&plan.version.to_string(), &dates::day(w, plan.made_at.date(), now.date())),
        author,
        made.to_owned(),
        agreed.to_owned(),
        age,
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(" · ");
    view! {
        <article class="plan">
            {stale}
            <div lang=language>
                <ul class="calls" aria-label=w.who_to_call>
                    {plan.reachable().map(|item| caller(w, item)).collect_view()}
                </ul>
                {Section::ON_SITE.into_iter().map(|section| lines(w, &plan, section)).collect_view()}
                {directive}
            </div>
            {written_in}
            <p class="quiet plan-about">{line}</p>
            <details class="sheet"><summary>{w.emergency_numbers}</summary><EmergencyNumbers/></details>
        </article>
    }
}

/// One person or service with big buttons.
pub fn caller(w: &'static Words, item: &CrisisPlanItem) -> impl IntoView + use<> {
    let name = if item.name.is_empty() { item.text.clone() } else { item.name.clone() };
    let call = dialable(&item.tel).map(|number| {
        view! {
            <a class="button primary" href=format!("tel:{number}") aria-label=w.call_somebody(&name)>
                {Icon::Phone.draw()}<span>{w.call}</span>
            </a>
        }
    });
    let text = dialable(&item.sms).map(|number| {
        view! {
            <a class="button" href=format!("sms:{number}") aria-label=w.text_somebody(&name)>
                {Icon::Bubble.draw()}<span>{w.text}</span>
            </a>
        }
    });
    view! {
        <li>
            <div>
                <strong>{name}</strong>
                {(!item.relation.is_empty()).then(|| view! { <span class="quiet">{item.relation.clone()}</span> })}
            </div>
            <div class="row">{call}{text}</div>
        </li>
    }
}

/// One section in the client's own words; nothing when it is empty.
pub fn lines(
    w: &'static Words,
    plan: &CrisisPlan,
    section: Section,
) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = plan
        .section(section)
        .map(|item| {
            let who = [item.name.as_str(), item.relation.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            let text = match (who.is_empty(), item.text.is_empty()) {
                (true, _) => item.text.clone(),
                (false, true) => who,
                (false, false) => format!("{who}: {}", item.text),
            };
            view! { <li>{text}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="plan-section">
                <h2 lang=w.lang>{section_name(w, section)}</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// What a section is called on site.
#[must_use]
pub const fn section_name(w: &Words, section: Section) -> &'static str {
    match section {
        Section::Signs => w.section_signs,
        Section::OnMyOwn => w.section_on_my_own,
        Section::PeoplePlaces => w.section_people_places,
        Section::PeopleHelp => w.section_people_help,
        Section::Professionals => w.section_professionals,
        Section::SaferPlace => w.section_safer_place,
        Section::WhenWell => w.section_when_well,
        Section::Triggers => w.section_triggers,
        Section::WhatHelps => w.section_what_helps,
        Section::WhatMakesWorse => w.section_what_makes_worse,
        Section::DoNotInvolve => w.section_do_not_involve,
        Section::MedicinesAllergies => w.section_medicines_allergies,
        Section::TreatmentPreferences => w.section_treatment_preferences,
        Section::Practical => w.section_practical,
        Section::WhenPlanEnds => w.section_when_plan_ends,
    }
}
