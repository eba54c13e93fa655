use crate::{
    browser::speech,
    held::Held,
    parts::{
        back::Back,
        emergency::EmergencyNumbers,
        icon::Icon,
        plan_lines::{caller, lines},
        plan_values::line_words,
        unread::Unread,
    },
    place::Screen,
    state::{
        crisis_plan::{Followed, Known, follow, record_reading},
        use_app,
    },
    words::plan,
};
use domain::{
    id::ClientId,
    wire::v1::{CrisisPlan, LookupReason, Section},
};
use leptos::{prelude::*, task::spawn_local};

/// The order for going through a plan together: the six steps, with what helps
/// and what makes it worse after the signs, and nothing that is for later.
const ORDER: [Section; 8] = [
    Section::Signs,
    Section::WhatHelps,
    Section::WhatMakesWorse,
    Section::OnMyOwn,
    Section::PeoplePlaces,
    Section::PeopleHelp,
    Section::Professionals,
    Section::SaferPlace,
];

/// One step at a time, large, to go through together; each can be read aloud.
#[component]
pub fn PlanSteps(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let Followed { found, again } = follow(
        state,
        client_id,
        false,
        Box::new(move |version| {
            spawn_local(record_reading(state, client_id, version, LookupReason::OwnClient));
        }),
    );
    on_cleanup(speech::hush);
    view! {
        <header class="head">
            <Back above=Screen::Plan(client_id)/>
        </header>
        {move || found.get().map(|found| match found {
            Some(Known { plan: Some(plan), .. }) => view! { <Walk plan/> }.into_any(),
            // Never "no plan": there may be one.
            None => view! { <Unread words=w.plan_unreadable again/><EmergencyNumbers/> }.into_any(),
            Some(Known { plan: None, .. }) => view! { <p class="empty">{w.no_plan_yet}</p><EmergencyNumbers/> }.into_any(),
        })}
    }
    .into_any()
}

#[component]
fn Walk(plan: CrisisPlan) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let p = plan::words(state.language.get_untracked());
    let steps: Vec<Section> =
        ORDER.into_iter().filter(|section| plan.section(*section).next().is_some()).collect();
    let count = steps.len();
    let at = Held::new(0_usize);
    let client_id = plan.client_id;
    let language = plan.language.clone();
    let can_speak = speech::is_there();
    let plan = Held::new(plan);
    let step = move || {
        speech::hush();
        let Some(section) = steps.get(at.get()).copied() else {
            return view! {
                <h1>{p.steps_over}</h1>
                <p>{p.steps_over_text}</p>
                <EmergencyNumbers/>
            }
            .into_any();
        };
        let tag = language.clone();
        let aloud = can_speak.then(|| {
            let tag = tag.clone();
            let read = move |_| {
                let words = plan.with_untracked(|plan| {
                    let lines = plan.section(section).map(line_words);
                    lines.collect::<Vec<_>>().join(". ")
                });
                let language = if tag.is_empty() { w.lang } else { tag.as_str() };
                if !speech::say(&words, language) {
                    state.tell(p.no_own_voice);
                }
            };
            view! {
                <button class="button" type="button" on:click=read>{Icon::Speaker.draw()}<span>{p.read_aloud}</span></button>
            }
        });
        let lang = (!tag.is_empty()).then_some(tag);
        plan.with_untracked(|plan| {
            let callers: Vec<_> = plan
                .section(section)
                .filter(|item| !item.tel.is_empty() || !item.sms.is_empty())
                .map(|item| caller(w, item))
                .collect();
            let calls = (!callers.is_empty())
                .then(|| view! { <ul class="calls" aria-label=w.who_to_call>{callers}</ul> });
            view! {
                <p class="quiet">{p.step_of(&count.to_string(), &(at.get() + 1).to_string())}</p>
                <div lang=lang class="step-words">
                    {lines(w, plan, section)}
                    {calls}
                </div>
                {aloud}
            }
            .into_any()
        })
    };
    let is_over = move || at.get() >= count;
    let back = move |_| at.update(|at| *at = at.saturating_sub(1));
    let next = move |_| at.update(|at| *at = (*at + 1).min(count));
    let onward = move || {
        if is_over() {
            view! { <a class="button primary" href=Screen::Log(client_id).path()>{Icon::Pen.draw()}<span>{w.log_contact}</span></a> }
                .into_any()
        } else {
            view! { <button class="button primary" type="button" on:click=next>{p.next_step}</button> }.into_any()
        }
    };
    view! {
        <section class="plan steps" aria-live="polite">{step}</section>
        <div class="thumb">
            <button class="button" type="button" on:click=back disabled=move || at.get() == 0>{p.step_back}</button>
            {onward}
        </div>
    }
}
