use crate::{
    browser::page,
    held::Held,
    parts::{
        dates,
        emergency::EmergencyNumbers,
        passcode::{PasscodeForm, Try},
        plan_lines::{caller, lines},
        unread::Unread,
    },
    state::{
        Phase,
        crisis_plan::{Followed, Known, follow, record_lookup, taken_back},
        lock,
        unlock::{OpenWith, check},
        use_app,
    },
    store::Profile,
};
use domain::{
    id::ClientId,
    wire::v1::{CrisisPlan, LookupReason, Section},
};
use leptos::{prelude::*, task::spawn_local};

/// The phone in the client's hands: their own plan in their own words, large,
/// and nothing else. Leaving takes the passcode.
#[component]
pub fn ShownPlan(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let Followed { found, again } = follow(
        state,
        client_id,
        false,
        Box::new(move |version| {
            spawn_local(record_lookup(state, client_id, version, LookupReason::ShownToClient));
        }),
    );
    // No step of the history leads here: the page is still as far down as the worker had read.
    page::scroll_to_top();
    let leaving = Held::new(false);
    view! {
        <main class="shown" id="main">
            {move || found.get().map(|found| match found {
                Some(Known { plan: Some(plan), .. }) => view! { <Mine plan=plan.for_client()/> }.into_any(),
                None => view! { <h1>{w.my_plan}</h1><Unread words=w.plan_unreadable again/> }.into_any(),
                Some(Known { plan: None, .. }) => view! { <h1>{w.my_plan}</h1><p>{w.shown_no_plan}</p> }.into_any(),
            })}
            <EmergencyNumbers/>
            <footer class="give-back">
                {move || if leaving.get() {
                    view! { <Leave client_id/> }.into_any()
                } else {
                    view! {
                        <button class="button wide" type="button" on:click=move |_| leaving.set(true)>
                            {w.give_phone_back}
                        </button>
                    }.into_any()
                }}
            </footer>
        </main>
    }
}

#[component]
fn Mine(plan: CrisisPlan) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let now = state.now.get_untracked();
    let language = (!plan.language.is_empty()).then(|| plan.language.clone());
    view! {
        <h1>{w.my_plan}</h1>
        <div lang=language>
            <ul class="calls" aria-label=w.who_i_can_call>
                {plan.reachable().map(|item| caller(w, item)).collect_view()}
            </ul>
            {Section::ALL.into_iter().map(|section| lines(w, &plan, section)).collect_view()}
        </div>
        <p class="quiet">{w.plan_made_on(&dates::long_day(w, plan.made_at.date(), now.date()))}</p>
    }
}

#[component]
fn Leave(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let on_try = move |(profile, with): (Profile, OpenWith)| -> Try {
        Box::pin(async move {
            check(state, profile, &with).await?;
            lock::touched();
            taken_back(client_id);
            state.phase.set(Phase::Open);
            Ok(())
        })
    };
    view! { <PasscodeForm label=w.worker_passcode action=w.unlock on_try/> }
}
