//! Every version of a document and what each changed. They lie on the server: a phone carries
//! the present one.

use crate::{
    browser::fetch::{self, Ask},
    held::Held,
    parts::{
        cells::CellWords,
        client_header::ClientHeader,
        contact_line::staff_name,
        dates,
        difference::{differences, settled},
        skeleton::InnerSkeleton,
    },
    place::Screen,
    state::{AppState, deliver::LIMIT_MS, phone::phone, use_app},
    words::plan,
};
use domain::{
    document::{DocumentKind, Version},
    id::ClientId,
    json::{self, Json, ReadObject},
};
use leptos::{prelude::*, task::spawn_local};

/// What a kind of document says of its versions.
#[derive(Clone, Copy)]
pub struct OfKind {
    /// Which.
    pub kind: DocumentKind,
    /// What its values are called.
    pub words: CellWords,
    /// The heading.
    pub heading: &'static str,
    /// What to say of a version before its changes, such as with whom it was made.
    pub made: fn(AppState, &Version) -> String,
    /// The language of its words, where it says so.
    pub language: fn(&Version) -> Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotHere {
    Offline,
    SignInNeeded,
    Refused,
}

/// A version; none in the place of one that only a newer app can read.
type Fetched = Option<Version>;

/// The versions of one client's document.
#[component]
pub fn Versions(client_id: ClientId, of: OfKind, back: Screen) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let p = plan::words(state.language.get_untracked());
    let answer = Held::new(None::<Result<Vec<Fetched>, NotHere>>);
    // Those that came before, where there are more than one answer holds; and from which to go on.
    let before = Held::new(Vec::<Fetched>::new());
    let older = Held::new(None::<u32>);
    let load = move || {
        answer.set(None);
        spawn_local(async move {
            let from = older.get_untracked();
            let fetched = fetch_versions(of.kind, client_id, from).await.map(|(versions, rest)| {
                let _left = older.try_set(rest);
                before
                    .try_update(|all| {
                        all.extend(versions);
                        all.clone()
                    })
                    .unwrap_or_default()
            });
            // The screen may be left meanwhile.
            let _left = answer.try_set(Some(fetched));
        });
    };
    load();
    view! {
        <ClientHeader client_id back plan_button=false/>
        <h2>{of.heading}</h2>
        {move || set_aside(state, of, client_id)}
        {move || match answer.get() {
            None => view! { <InnerSkeleton/> }.into_any(),
            Some(Ok(versions)) if versions.is_empty() => view! { <p class="empty">{p.no_versions}</p> }.into_any(),
            Some(Ok(versions)) => view! {
                {rows(state, of, &versions, older.get().is_some())}
                {older.get().map(|_| view! {
                    <button class="button wide" type="button" on:click=move |_| load()>{p.older_versions}</button>
                })}
            }
            .into_any(),
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

/// What was saved on this phone and waits for a supervisor: its words are nowhere else to be read.
fn set_aside(state: AppState, of: OfKind, client_id: ClientId) -> impl IntoView + use<> {
    let p = plan::words(state.language.get_untracked());
    let now = state.now.get_untracked();
    state.pending.with(|all| {
        all.set_aside(of.kind, client_id)
            .map(|edit| {
                let before = edit.before.unwrap_or_else(|| edit.content.without_lines());
                let changes = differences(state, of.words, &before, &edit.content);
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

#[derive(ReadObject)]
struct Answer {
    versions: Vec<Json>,
    #[serde(default)]
    older: Option<u32>,
}

/// Versions, and the number before which there are more.
async fn fetch_versions(
    kind: DocumentKind,
    client_id: ClientId,
    before: Option<u32>,
) -> Result<(Vec<Fetched>, Option<u32>), NotHere> {
    let phone = phone().ok_or(NotHere::SignInNeeded)?;
    let mut path = format!("/api/v1/clients/{client_id}/documents/{}/versions", kind.word());
    if let Some(before) = before {
        path = format!("{path}?before={before}");
    }
    let ask = Ask {
        method: "GET",
        path: &path,
        phone: Some(phone.profile.device_id.to_string()),
        limit_ms: LIMIT_MS,
        ..Ask::default()
    };
    let answer = fetch::send(ask).await.map_err(|_| NotHere::Offline)?;
    let read = |json: &Json| Version::read(kind, &json.to_vec()).ok();
    match answer.status {
        200 if answer.is_json => json::from_slice::<Answer>(&answer.body)
            .map(|Answer { versions, older }| (versions.iter().map(read).collect(), older))
            .map_err(|_| NotHere::Refused),
        401 => Err(NotHere::SignInNeeded),
        403 | 404 => Err(NotHere::Refused),
        _ => Err(NotHere::Offline),
    }
}

/// Newest first, each with what it changed. Where `older` ones are still to be fetched, nobody knows that
/// of the last.
fn rows(state: AppState, of: OfKind, versions: &[Fetched], older: bool) -> impl IntoView + use<> {
    let w = state.words();
    let p = plan::words(state.language.get_untracked());
    let now = state.now.get_untracked();
    let known = versions.len() - usize::from(older && versions.len() > 1);
    let rows: Vec<_> = versions
        .iter()
        .take(known)
        .enumerate()
        .map(|(at, version)| {
            let Some(version) = version else {
                let newer = p.version_needs_newer_app;
                return view! { <li><p class="banner">{newer}</p></li> }.into_any();
            };
            let changes = match versions.get(at + 1) {
                Some(Some(before)) => {
                    let given_up = settled(state, of.words, before, version);
                    let changes = differences(state, of.words, &before.cells, &version.cells);
                    view! { {changes}{given_up} }.into_any()
                }
                // What it changed of that, nobody knows here.
                Some(None) => view! { <li>{p.changes_need_newer_app}</li> }.into_any(),
                None => {
                    let nothing = version.cells.without_lines();
                    differences(state, of.words, &nothing, &version.cells).into_any()
                }
            };
            let who = version.author.map(|author| {
                state.caseload.with_untracked(|caseload| staff_name(caseload, author))
            });
            let who = who.filter(|who| !who.is_empty()).unwrap_or_else(|| p.by_import.to_owned());
            let when = version.made_at.map(|at| dates::day_time(w, at, now)).unwrap_or_default();
            let conflicts =
                (!version.conflicts.is_empty()).then_some(view! { <p>{w.two_wrote}</p> });
            let number = version.number.to_string();
            let title = if when.is_empty() {
                p.version_of(&number, &who)
            } else {
                p.version_by(&number, &when, &who)
            };
            let made = (of.made)(state, version);
            let made = (!made.is_empty()).then(|| view! { <p class="quiet">{made}</p> });
            view! {
                <li>
                    <details class="sheet" open=at == 0>
                        <summary>{title}</summary>
                        {made}
                        {conflicts}
                        <ul class="changes" lang=(of.language)(version)>{changes}</ul>
                    </details>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="versions">{rows}</ol> }
}
