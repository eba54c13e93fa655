use crate::{
    browser,
    held::Held,
    parts::{
        choices::choices,
        client_header::ClientHeader,
        dates,
        emergency::whole,
        paper::{Sheet, card, page},
        unread::Unread,
    },
    place::Screen,
    state::{
        crisis_plan::{Followed, Known, follow, record_lookup, record_reading},
        use_app,
    },
    words::{Language, plan},
};
use domain::{
    id::ClientId,
    wire::v1::{CrisisPlan, LookupReason},
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Page,
    Large,
    Card,
}

/// The plan on paper, made on the phone: one page, the same in large print, or
/// a card to fold. Made offline as well; printing is recorded like an opening.
#[component]
pub fn PlanPaper(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let p = plan::words(state.language.get_untracked());
    let Followed { found, again } = follow(
        state,
        client_id,
        false,
        Box::new(move |version| {
            spawn_local(record_reading(state, client_id, version, LookupReason::OwnClient));
        }),
    );
    view! {
        <ClientHeader client_id back=Screen::Plan(client_id) plan_button=false/>
        {move || found.get().map(|found| match found {
            Some(Known { plan: Some(plan), .. }) => view! { <Preview plan/> }.into_any(),
            // Never "no plan": there may be one.
            None => view! { <Unread words=w.plan_unreadable again/> }.into_any(),
            Some(Known { plan: None, .. }) => view! { <p class="empty">{w.no_plan_yet}</p> }.into_any(),
        })}
        <p class="quiet not-printed">{p.paper_warning}</p>
    }
    .into_any()
}

#[component]
fn Preview(plan: CrisisPlan) -> impl IntoView {
    let state = use_app();
    let p = plan::words(state.language.get_untracked());
    let shape = Held::new(Shape::Page);
    let for_client = Held::new(true);
    let (client_id, version) = (plan.client_id, plan.version);
    let (name, lines) = state.caseload.with_untracked(|caseload| {
        let entry = caseload.clients.get(&client_id);
        let name = entry.map(|entry| entry.client.preferred_name.clone()).unwrap_or_default();
        let lines = caseload.agency.as_ref().map(|agency| agency.lines.clone());
        (name, lines.unwrap_or_default())
    });
    // The paper speaks the plan's language where we do; its words are never translated.
    let spoken = Language::ALL.iter().find(|(known, _)| plan.language.starts_with(known.tag()));
    let language = spoken.map_or_else(|| state.language.get_untracked(), |(known, _)| *known);
    let made = dates::on_paper(language.all_words(), plan.made_at.date());
    let drawn = move || {
        let plan = if for_client.get() { plan.for_client() } else { plan.clone() };
        let sheet = Sheet {
            plan,
            language,
            name: name.clone(),
            made: made.clone(),
            lines: whole(lines.clone(), language.all_words()),
        };
        match shape.get() {
            Shape::Page => page(&sheet, false),
            Shape::Large => page(&sheet, true),
            Shape::Card => card(&sheet),
        }
    };
    let print = move |_| {
        // The preview is on screen already; the record must not stand in its way.
        spawn_local(record_lookup(state, client_id, Some(version), LookupReason::Printed));
        browser::page::print();
    };
    view! {
        <div class="form not-printed">
            {choices(
                "shape",
                p.paper_shape,
                vec![(Shape::Page, p.paper_page), (Shape::Large, p.paper_large), (Shape::Card, p.paper_card)],
                move || shape.get(),
                move |chosen| shape.set(chosen),
            )}
            {choices(
                "whose",
                p.paper_whose,
                vec![(true, p.paper_for_client), (false, p.paper_for_file)],
                move || for_client.get(),
                move |chosen| for_client.set(chosen),
            )}
        </div>
        <div class="preview" role="group" aria-label=p.paper_shape tabindex="0">{drawn}</div>
        <div class="thumb not-printed">
            <button class="button primary" type="button" on:click=print>{p.paper_print}</button>
        </div>
    }
}
