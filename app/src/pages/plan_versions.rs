use crate::{
    browser::fetch::{self, Ask},
    json,
    parts::{
        client_header::ClientHeader, contact_line::staff_name, dates, plan_difference::differences,
        skeleton::InnerSkeleton,
    },
    routes::plan_path,
    state::{AppState, deliver::LIMIT_MS, phone::phone, use_app},
    words::plan,
};
use domain::{
    crisis_plan::Difference,
    id::ClientId,
    wire::v1::{CrisisPlan, CrisisPlanContent, MadeWith, PlanVersions as Answer},
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotHere {
    Offline,
    SignInNeeded,
    Refused,
}

/// Every version of a client's plan and what each changed. They lie on the
/// server: a phone carries the present one.
#[component]
pub fn PlanVersions(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let p = plan::words(state.language.get_untracked());
    let answer = RwSignal::new(None::<Result<Vec<CrisisPlan>, NotHere>>);
    let load = move || {
        answer.set(None);
        spawn_local(async move {
            let fetched = fetch_versions(client_id).await;
            // The screen may be left meanwhile.
            let _left = answer.try_set(Some(fetched));
        });
    };
    load();
    view! {
        {move || state.caseload.with_untracked(|caseload| caseload.clients.get(&client_id).cloned())
            .map(|entry| view! { <ClientHeader entry back=plan_path(client_id) plan_button=false/> })}
        <h2>{w.plan_versions}</h2>
        {move || set_aside(state, client_id)}
        {move || match answer.get() {
            None => view! { <InnerSkeleton/> }.into_any(),
            Some(Ok(versions)) if versions.is_empty() => view! { <p class="empty">{p.no_versions}</p> }.into_any(),
            Some(Ok(versions)) => rows(state, &versions).into_any(),
            Some(Err(why)) => {
                let sentence = match why {
                    NotHere::Offline => p.versions_offline,
                    NotHere::SignInNeeded => w.sign_in_for_updates,
                    NotHere::Refused => p.versions_refused,
                };
                view! {
                    <div class="banner" role="alert">
                        <p>{sentence}</p>
                        <button class="button" type="button" on:click=move |_| load()>{w.try_again}</button>
                    </div>
                }
                .into_any()
            }
        }}
    }
    .into_any()
}

/// What was changed on this phone and waits for a supervisor: its words are nowhere else to be read.
fn set_aside(state: AppState, client_id: ClientId) -> impl IntoView + use<> {
    let p = plan::words(state.language.get_untracked());
    let now = state.now.get_untracked();
    state.pending.with(|all| {
        all.set_aside(client_id)
            .map(|edit| {
                let nothing = CrisisPlanContent { items: Vec::new(), ..edit.content.clone() };
                let before = edit.before.clone().unwrap_or(nothing);
                let difference = Difference::between(&before, &edit.content);
                let changes = differences(state, &before, &edit.content, &difference);
                let when = dates::day_time(state.words(), edit.at, now);
                view! {
                    <section class="banner">
                        <p>{p.set_aside(&when)}</p>
                        <ul class="changes">{changes}</ul>
                    </section>
                }
            })
            .collect_view()
    })
}

async fn fetch_versions(client_id: ClientId) -> Result<Vec<CrisisPlan>, NotHere> {
    let phone = phone().ok_or(NotHere::SignInNeeded)?;
    let path = format!("/api/v1/clients/{client_id}/crisis-plan/versions");
    let ask = Ask {
        method: "GET",
        path: &path,
        phone: Some(phone.profile.device_id.to_string()),
        limit_ms: LIMIT_MS,
        ..Ask::default()
    };
    let answer = fetch::send(ask).await.map_err(|_| NotHere::Offline)?;
    match answer.status {
        200 if answer.is_json => json::from_slice::<Answer>(&answer.body)
            .map(|answer| answer.versions)
            .map_err(|_| NotHere::Refused),
        401 => Err(NotHere::SignInNeeded),
        403 | 404 => Err(NotHere::Refused),
        _ => Err(NotHere::Offline),
    }
}

/// Newest first, each with what it changed.
fn rows(state: AppState, versions: &[CrisisPlan]) -> impl IntoView + use<> {
    let w = state.words();
    let p = plan::words(state.language.get_untracked());
    let now = state.now.get_untracked();
    let rows: Vec<_> = versions
        .iter()
        .enumerate()
        .map(|(at, version)| {
            let nothing = CrisisPlanContent { items: Vec::new(), ..version.content() };
            let before = versions.get(at + 1).map_or(nothing, CrisisPlan::content);
            let content = version.content();
            let difference = Difference::between(&before, &content);
            let changes = differences(state, &before, &content, &difference);
            let who =
                state.caseload.with_untracked(|caseload| staff_name(caseload, version.author));
            let when = dates::day_time(w, version.made_at, now);
            let made = match version.made_with {
                MadeWith::Client => w.made_with_client,
                MadeWith::Supporter => w.made_with_supporter,
                MadeWith::CaseManagerOnly => w.made_by_case_manager,
            };
            let agreed = if version.client_agrees { w.client_agreed } else { w.client_not_agreed };
            let conflicts =
                (!version.conflicts.is_empty()).then_some(view! { <p>{w.two_wrote}</p> });
            let language = (!version.language.is_empty()).then(|| version.language.clone());
            view! {
                <li>
                    <details class="sheet" open=at == 0>
                        <summary>{p.version_by(&version.version.to_string(), &when, &who)}</summary>
                        <p class="quiet">{made}" · "{agreed}</p>
                        {conflicts}
                        <ul class="changes" lang=language>{changes}</ul>
                    </details>
                </li>
            }
        })
        .collect();
    view! { <ol class="versions">{rows}</ol> }
}
