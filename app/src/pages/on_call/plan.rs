use super::{case_manager, on_call_words};
use crate::{
    browser::clock,
    held::{Held, react},
    parts::{
        back::Back,
        cells::conflicts,
        client_header::language_name,
        dates,
        emergency::EmergencyNumbers,
        plan_on_site::{PlanOnSite, Whose},
        plan_values::PLAN_WORDS,
        unread::Unread,
    },
    place::Screen,
    state::{
        reading::reading,
        team_plans::{as_of, open, open_until, team_plans},
        use_app,
    },
};
use domain::{
    Moment,
    id::ClientId,
    wire::v1::{OpeningWhy, TeamPlan},
};
use leptos::{prelude::*, task::spawn_local};

/// Milliseconds between two looks at whether the time is over.
const LOOK_EVERY_MS: u32 = 5_000;

/// What this phone has of one colleague's client.
#[derive(Debug, Clone, PartialEq)]
enum Found {
    Reading,
    /// It cannot be read, which does not mean that there is none.
    Unreadable,
    NotHere,
    /// The plan, and when this copy came from the server.
    Here(Box<TeamPlan>, Option<Moment>),
}

/// The plan of a colleague's client: first the question, then the plan for a
/// quarter of an hour.
#[component]
pub fn TeamPlanPage(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let ow = on_call_words(state);
    let found = Held::new(Found::Reading);
    let again = reading(
        state,
        Box::new(move || {
            state.turn.track();
            Box::pin(async move {
                let team = team_plans(state).await;
                let as_of = as_of().await;
                let could = team.is_ok();
                let now = match team {
                    Err(_) => Found::Unreadable,
                    Ok(None) => Found::NotHere,
                    Ok(Some((team, unread))) => {
                        let mut plans = team.plans.into_iter();
                        match plans.find(|one| one.plan.client_id == client_id) {
                            Some(one) => Found::Here(Box::new(one), as_of),
                            // It may be one of those.
                            None if unread > 0 => Found::Unreadable,
                            None => Found::NotHere,
                        }
                    }
                };
                // What is read already is not taken away.
                let stays =
                    |before: Found| before == now || !could && matches!(before, Found::Here(..));
                if found.try_get_untracked().is_some_and(|before| !stays(before)) {
                    let _left = found.try_set(now);
                }
                could
            })
        }),
    );
    let back = move || {
        view! { <Back above=Screen::OnCall/> }
    };
    move || match found.get() {
        Found::Reading => view! {
            <header class="head">{back()}</header>
            <p class="empty" role="status">{ow.looking}</p>
        }
        .into_any(),
        Found::Unreadable => view! {
            <header class="head">{back()}<h1>{w.crisis_plan}</h1></header>
            <Unread words=w.plan_unreadable again/>
            <EmergencyNumbers/>
        }
        .into_any(),
        Found::NotHere => view! {
            <header class="head">{back()}<h1>{w.crisis_plan}</h1></header>
            <p class="empty" role="status">{ow.not_here}</p>
            <EmergencyNumbers/>
        }
        .into_any(),
        Found::Here(one, as_of) => view! {
            <header class="head">
                {back()}
                <h1>{one.preferred_name.clone()}</h1>
                <p class="quiet">{who(w, &one)}</p>
            </header>
            <Behind one=*one as_of/>
        }
        .into_any(),
    }
}

/// What it takes to know the person: another name, pronouns, languages.
fn who(w: &crate::words::Words, one: &TeamPlan) -> String {
    let languages: Vec<_> = one.languages.iter().map(|tag| language_name(w, tag)).collect();
    let parts = [one.alias.clone(), one.pronouns.clone(), languages.join(", ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The question, and behind it the plan until its time is over.
#[component]
fn Behind(one: TeamPlan, as_of: Option<Moment>) -> impl IntoView {
    let state = use_app();
    let client_id = one.plan.client_id;
    let until = Held::new(open_until(client_id));
    let closed_by_itself = Held::new(false);
    // Nothing else than the clock closes it, also after the phone has slept.
    let look = move || {
        let now = open_until(client_id);
        if until.try_get_untracked().is_some_and(|before| before != now) {
            closed_by_itself.set(now.is_none());
            until.set(now);
        }
    };
    react(move || {
        state.now.track();
        look();
    });
    let watch = move || {
        spawn_local(async move {
            while until.try_get_untracked().flatten().is_some() {
                clock::sleep(LOOK_EVERY_MS).await;
                look();
            }
        });
    };
    watch();
    let opened = Callback::new(move |()| {
        look();
        watch();
    });
    move || match until.get() {
        Some(until) => view! { <Opened one=one.clone() until as_of/> }.into_any(),
        None => {
            view! { <Question one=one.clone() again=closed_by_itself.get() opened/> }.into_any()
        }
    }
}

/// One question; the answer opens the plan.
#[component]
fn Question(
    one: TeamPlan,
    /// The plan was open and closed by itself.
    again: bool,
    opened: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let ow = on_call_words(state);
    let busy = Held::new(false);
    let problem = Held::new(false);
    let carried = case_manager(state, &one)
        .map(|name| view! { <p class="turn">{ow.case_manager(&name)}</p> });
    let plan = Held::new(one.plan);
    let answers = [
        (OpeningWhy::ClientAsked, ow.why_client_asked),
        (OpeningWhy::SomebodyAsked, ow.why_somebody_asked),
        (OpeningWhy::ResponderAsked, ow.why_responder_asked),
        (OpeningWhy::ColleagueAsked, ow.why_colleague_asked),
        (OpeningWhy::Other, ow.why_other),
    ]
    .map(|(why, words)| {
        let answer = move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            problem.set(false);
            spawn_local(async move {
                let Some(plan) = plan.try_get_untracked() else { return };
                let done = open(state, &plan, why).await;
                let _left = busy.try_set(false);
                match done {
                    Ok(()) => _ = opened.try_run(()),
                    Err(_) => drop(problem.try_set(true)),
                }
            });
        };
        view! { <button class="button answer" type="button" on:click=answer>{words}</button> }
    });
    view! {
        {again.then(|| view! { <p class="banner" role="status">{ow.closed_by_itself}</p> })}
        {carried}
        <section class="block" aria-labelledby="why">
            <h2 id="why">{ow.why}</h2>
            <p class="quiet">{ow.why_text}</p>
            <div class="answers">{answers}</div>
            {move || problem.get().then(|| view! {
                <p class="problem" role="alert">{ow.not_recorded}</p>
                <EmergencyNumbers/>
            })}
        </section>
    }
}

/// The plan, to be read and no more.
#[component]
fn Opened(one: TeamPlan, until: Moment, as_of: Option<Moment>) -> impl IntoView {
    let state = use_app();
    let ow = on_call_words(state);
    let tell = case_manager(state, &one).map(|name| format!(" {}", ow.tell_afterwards(&name)));
    view! {
        <p class="banner" role="status">{ow.recorded(&dates::the_time(state.words(), until))}{tell}</p>
        // Whoever is on call cannot open the form in which it is decided. One line, so that the calls
        // stay in sight.
        {conflicts(state, PLAN_WORDS, &one.plan.content().cells(), &one.plan.conflicts).map(|both| view! {
            <details class="sheet"><summary>{state.words().two_wrote}</summary>{both}</details>
        })}
        <PlanOnSite plan=one.plan whose=Whose::Colleague as_of/>
    }
}
