use crate::{
    parts::{
        client_header::language_name,
        contact_line::staff_name,
        dates,
        emergency::EmergencyNumbers,
        fold::fold,
        plan_lines::{caller, lines, made_with},
    },
    place::{PlanScreen, Screen},
    state::use_app,
};
use domain::{
    Moment,
    wire::v1::{CrisisPlan, Section},
};
use leptos::prelude::*;

/// Whose client a plan is of, as the reader stands to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The reader's own: it can be changed, printed, walked through.
    Own,
    /// A colleague's: it can be read.
    Colleague,
}

/// A crisis plan as it is read on site: who to call first, then what helps.
#[component]
pub fn PlanOnSite(
    mut plan: CrisisPlan,
    whose: Whose,
    /// When this copy came from the server.
    as_of: Option<Moment>,
    /// What stands below the calls.
    #[prop(optional)]
    below_calls: Option<AnyView>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let now = state.now.get_untracked();
    let stale = plan.is_stale(now.date()).then(|| {
        view! { <p class="banner">{w.plan_stale_banner(&dates::the_day(w, plan.review_due, now.date()))}</p> }
    });
    let author = state.caseload.with_untracked(|caseload| staff_name(caseload, plan.author));
    let age =
        as_of.map_or_else(|| w.never_synced.to_owned(), |at| w.copy_age(&dates::ago(w, at, now)));
    let own = whose == Whose::Own;
    let path = |screen| Screen::AboutPlan(plan.client_id, screen).path();
    let edit = path(PlanScreen::Edit);
    // One line, so that the calls stay in sight; what was written stands where it is decided.
    let two_wrote = (own && !plan.conflicts.is_empty()).then(|| {
        let address = [&edit, "/", PlanScreen::COMPARE].concat();
        view! { <p class="two-wrote" role="status"><a href=address>{w.two_wrote}</a></p> }
    });
    let agreed = if plan.client_agrees { w.client_agreed } else { w.client_not_agreed };
    let language = (!plan.language.is_empty()).then(|| plan.language.clone());
    let written_in = language
        .as_ref()
        .filter(|tag| tag.as_str() != w.lang)
        .map(|tag| view! { <p class="quiet">{w.plan_language(&language_name(w, tag))}</p> });
    let directive = plan.advance_directive.take().map(|directive| {
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
        (PlanScreen::Paper, w.plan_print),
        (PlanScreen::Own, w.own_pages),
        (PlanScreen::Versions, w.plan_versions),
    ]
    .map(|(screen, words)| view! { <a href=path(screen)>{words}</a> });
    let line = [author, made_with(w, plan.made_with).to_owned(), age]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let calls: Vec<_> = plan.reachable().map(|item| caller(w, item)).collect();
    let nobody = calls.is_empty();
    view! {
        <article class="plan">
            <div class="plan-about">
                <p class="quiet">{version}" · "{agreed}</p>
                {own.then(|| view! { <a class="link" href=edit aria-label=w.plan_change>{w.change}</a> })}
                {two_wrote}
            </div>
            {if nobody {
                view! { <EmergencyNumbers/> }.into_any()
            } else {
                view! { <ul class="calls" lang=language.clone() aria-label=w.who_to_call>{calls}</ul> }.into_any()
            }}
            {below_calls}
            {stale}
            <div lang=language>
                {Section::ON_SITE.into_iter().map(|section| lines(w, &plan, section)).collect_view()}
                {directive}
            </div>
            {written_in}
            <p class="quiet plan-made">{line}</p>
            {own.then(|| view! { <nav class="links" aria-label=w.plan_more>{links}</nav> })}
            {(!nobody).then(|| {
                let numbers = view! { <EmergencyNumbers/> }.into_any();
                fold(String::new(), false, w.emergency_numbers.to_owned(), numbers)
            })}
        </article>
    }
}
