use crate::{
    parts::{
        client_header::{ClientHeader, language_name},
        contact_line::staff_name,
        dates,
        emergency::EmergencyNumbers,
        icon::Icon,
        plan_lines::{caller, lines},
        plan_values::conflicts,
    },
    place::PlanScreen,
    routes::{client_path, log_path, plan_screen_path, response_path},
    state::{
        Phase,
        crisis_plan::{Known, known, record_lookup, was_open},
        sync, use_app,
    },
};
use domain::{
    id::ClientId,
    wire::v1::{CrisisPlan, LookupReason, MadeWith, Section},
};
use leptos::{prelude::*, task::spawn_local};

/// A crisis plan on site: who to call first, then what helps. The opening is
/// recorded, offline too.
#[component]
pub fn CrisisPlanPage(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    // None while it is read, then what was found, or that it could not be read.
    let found = RwSignal::new(None::<Option<Known>>);
    spawn_local(async move {
        let now = known(client_id).await.ok();
        if now.is_none() {
            // What is missing may come from the server.
            sync::wake(state);
        }
        let version = now.as_ref().and_then(Known::version);
        found.set(Some(now));
        if !was_open(client_id) {
            record_lookup(state, client_id, version, LookupReason::OwnClient).await;
        }
    });
    // A newer version may arrive while somebody reads.
    Effect::new(move |before: Option<u32>| {
        let version = state.files_version.get();
        if before.is_some_and(|before| before != version) {
            spawn_local(async move {
                if let Ok(now) = known(client_id).await
                    && found.try_get_untracked().flatten().flatten().is_some_and(|old| old != now)
                {
                    found.set(Some(Some(now)));
                }
            });
        }
        version
    });
    let show = move |_| state.phase.set(Phase::Shown(client_id));
    let edit = plan_screen_path(client_id, PlanScreen::Edit);
    view! {
        {move || state.caseload.with_untracked(|caseload| caseload.clients.get(&client_id).cloned())
            .map(|entry| view! { <ClientHeader entry back=client_path(client_id) plan_button=false/> })}
        <p class="respond">
            <a class="button wide" href=response_path(client_id)>{Icon::Hand.draw()}<span>{w.respond_long}</span></a>
        </p>
        {move || found.get().map(|found| match found {
            Some(Known { plan: Some(plan), .. }) => view! { <OnSite plan/> }.into_any(),
            Some(Known { plan: None, .. }) => view! {
                <p class="empty">{w.no_plan_yet}</p>
                <p><a class="button wide" href=edit.clone()>{Icon::Lamp.draw()}<span>{w.plan_write_first}</span></a></p>
                <EmergencyNumbers/>
            }.into_any(),
            // Never "no plan": there may be one.
            None => view! {
                <p class="banner" role="alert">{w.plan_unreadable}</p>
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
    let when = dates::day(w, plan.made_at.date(), now.date());
    let version = match plan.version {
        0 => w.version_unsent(&when),
        number => w.version_made(&number.to_string(), &when),
    };
    let links = [
        (PlanScreen::Edit, w.plan_change),
        (PlanScreen::Paper, w.plan_print),
        (PlanScreen::Versions, w.plan_versions),
    ]
    .map(|(screen, words)| {
        view! { <a href=plan_screen_path(plan.client_id, screen)>{words}</a> }
    });
    let line = [version, author, made.to_owned(), agreed.to_owned(), age]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <article class="plan">
            {stale}
            {conflicts(&plan)}
            <div lang=language>
                <ul class="calls" aria-label=w.who_to_call>
                    {plan.reachable().map(|item| caller(w, item)).collect_view()}
                </ul>
                <a class="button wide" lang=w.lang href=plan_screen_path(plan.client_id, PlanScreen::Steps)>
                    {Icon::Lamp.draw()}<span>{w.plan_step_by_step}</span>
                </a>
                {Section::ON_SITE.into_iter().map(|section| lines(w, &plan, section)).collect_view()}
                {directive}
            </div>
            {written_in}
            <p class="quiet plan-about">{line}</p>
            <nav class="links" aria-label=w.plan_more>{links}</nav>
            <details class="sheet"><summary>{w.emergency_numbers}</summary><EmergencyNumbers/></details>
        </article>
    }
}
