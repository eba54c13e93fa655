use crate::{
    parts::{
        client_header::ClientHeader,
        emergency::EmergencyNumbers,
        icon::Icon,
        plan_on_site::{PlanOnSite, Whose},
        unread::Unread,
    },
    place::{PlanScreen, Screen},
    state::{
        Phase,
        crisis_plan::{Followed, Known, follow, record_lookup, was_open},
        use_app,
    },
};
use domain::{document::DocumentKind, id::ClientId, wire::v1::LookupReason};
use leptos::{prelude::*, task::spawn_local};

/// A crisis plan on site: who to call first, whatever else there is to say, then what helps. The
/// opening is recorded, offline too.
#[component]
pub fn CrisisPlanPage(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    // A newer version may arrive while somebody reads.
    let Followed { found, again } = follow(
        state,
        client_id,
        true,
        Box::new(move |version| {
            if !was_open(client_id) {
                spawn_local(record_lookup(state, client_id, version, LookupReason::OwnClient));
            }
        }),
    );
    let show = move |_| state.phase.set(Phase::Shown(client_id));
    let edit = Screen::AboutPlan(client_id, PlanScreen::Edit).path();
    let steps = Screen::AboutPlan(client_id, PlanScreen::Steps).path();
    view! {
        <ClientHeader client_id back=Screen::Client(client_id) plan_button=false/>
        {move || found.get().map(|found| match found {
            Some(Known { plan: Some(plan), .. }) => {
                let as_of = state.last_sync.get_untracked();
                let below_calls = ways(client_id, Some((&steps, w.plan_step_by_step)));
                view! { <PlanOnSite plan whose=Whose::Own as_of below_calls/> }.into_any()
            }
            Some(Known { plan: None, .. }) => view! {
                <p class="empty">{w.no_plan_yet}</p>
                <EmergencyNumbers/>
                {ways(client_id, Some((&edit, w.plan_write_first)))}
            }.into_any(),
            // Never "no plan": there may be one.
            None => view! {
                <Unread words=w.plan_unreadable again/>
                <EmergencyNumbers/>
                {ways(client_id, None)}
            }.into_any(),
        })}
        <div class="thumb">
            <button class="button" type="button" on:click=show>{Icon::Eye.draw()}<span>{w.show_to_client}</span></button>
            <a class="button primary" href=Screen::Log(client_id).path()>{Icon::Pen.draw()}<span>{w.log_contact}</span></a>
        </div>
    }
    .into_any()
}

/// What can be done below the calls: respond, and go on with the plan; and that a change of it waits.
fn ways(client_id: ClientId, onward: Option<(&str, &'static str)>) -> AnyView {
    let state = use_app();
    let w = state.words();
    let onward = onward.map(|(path, words)| {
        view! { <a class="button" href=path.to_owned()>{Icon::Lamp.draw()}<span>{words}</span></a> }
    });
    let set_aside = move || {
        let kind = DocumentKind::CrisisPlan;
        let waits = state.pending.with(|all| all.set_aside(kind, client_id).next().is_some());
        let path = Screen::AboutPlan(client_id, PlanScreen::Versions).path();
        waits.then(
            || view! { <p class="banner" role="status"><a href=path>{w.plan_set_aside}</a></p> },
        )
    };
    // An older version is better than none, and nobody is to take it for the newest.
    let is_old = move || {
        let newer =
            state.caseload.with(|all| all.has_unread_document(DocumentKind::CrisisPlan, client_id));
        newer.then(|| view! { <p class="banner" role="status">{w.plan_not_newest}</p> })
    };
    view! {
        <p class="row plan-ways">
            <a class="button" href=Screen::Response(client_id).path()>{Icon::Hand.draw()}<span>{w.respond_long}</span></a>
            {onward}
        </p>
        {is_old}
        {set_aside}
    }
    .into_any()
}
