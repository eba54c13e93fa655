use crate::{
    parts::{
        alike, client_header::level_name, dates, due_reason, icon::Icon, screenful::rows_to_draw,
        sync_line::SyncLine,
    },
    place::{PlanScreen, Screen},
    state::{phone::phone, reading::reading, today::due, use_app},
    store::{FormKind, Unfinished},
};
use domain::today::Reason;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

/// Who to reach today, and why; then drafts to finish.
#[component]
pub fn Today() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let today = move || state.now.get().date();
    let list = Memo::new(move |_| state.caseload.with(|caseload| due(caseload, state.now.get())));
    let heading = move || {
        let reach = list.with(|list| {
            list.iter().filter(|due| due.reasons.iter().any(Reason::is_reach_out)).count()
        });
        if reach == 0 { w.nobody_due.to_owned() } else { w.people_to_reach(reach) }
    };
    let to_draw = rows_to_draw();
    let rows = move || {
        let today = today();
        state.caseload.with(|caseload| {
            let apart = alike::among(caseload);
            list.get()
                .into_iter()
                .take(to_draw.get())
                .filter_map(|due| {
                    let client = &caseload.clients.get(&due.client_id)?.client;
                    let reasons = due
                        .reasons
                        .iter()
                        .take(2)
                        .map(|reason| {
                            view! { <span>{due_reason::sentence(w, reason, today)}</span> }
                        })
                        .collect_view();
                    let apart = alike::told(w, &apart, due.client_id, &[], &client.place);
                    let apart = (!apart.is_empty()).then(|| view! { <span>{apart}</span> });
                    let place = (!client.place.is_empty()).then(|| {
                        let place = client.place.clone();
                        view! { <span class="quiet place">{Icon::Pin.draw()}<span>{place}</span></span> }
                    });
                    Some(view! {
                        <li>
                            <a class="person" href=Screen::Client(due.client_id).path()>
                                <span class="person-name">
                                    {client.preferred_name.clone()}
                                    <small class="quiet">{level_name(w, client.level)}</small>
                                </span>
                                {apart}
                                <span class="reasons">{reasons}</span>
                                {place}
                            </a>
                        </li>
                    })
                })
                .collect_view()
        })
    };
    let first_time = move || {
        state.caseload.with(|caseload| caseload.clients.is_empty()).then(|| {
            view! { <p class="empty">{w.today_empty}</p> }
        })
    };
    view! {
        <header class="head top">
            <p class="quiet">{move || dates::long_day(w, today(), today())}</p>
            <h1>{heading}</h1>
            <SyncLine/>
        </header>
        <OnCall/>
        <Drafts/>
        {first_time}
        <ol class="people">{rows}</ol>
    }
}

/// That a turn is on, and the way to the team's plans; for a supervisor, that
/// plans were opened.
#[component]
fn OnCall() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let turn = move || {
        state.turn.get().map(|turn| {
            let now = state.now.get();
            let when = dates::day_time(w, dates::here(turn.until), now);
            view! {
                <p class="turn">
                    <a class="button wide" href=Screen::OnCall.path()>{Icon::Lamp.draw()}<span>{w.on_call_until(&when)}</span></a>
                </p>
            }
        })
    };
    let openings = move || match state.openings_waiting.get() {
        0 => None,
        n => Some(view! {
            <p class="turn">
                <a class="button wide" href=Screen::Openings.path()>{Icon::Flag.draw()}<span>{w.openings_waiting(n)}</span></a>
            </p>
        }),
    };
    view! { {turn}{openings} }
}

/// What was begun and not finished, with date and first words.
#[component]
fn Drafts() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let drafts = RwSignal::new(Vec::<Unfinished>::new());
    let read = move || -> LocalBoxFuture<'static, bool> {
        Box::pin(async move {
            let Some(phone) = phone() else { return true };
            // Most of the time there is nothing, and nothing to be loaded for it.
            let found = match phone.store.has_drafts().await {
                Ok(false) => Some(Vec::new()),
                _ => (state.chunks.unfinished)(state, phone).await,
            };
            // What cannot be read now is not nothing.
            let could = found.is_some();
            if let Some(found) = found {
                let _gone = drafts.try_set(found);
            }
            could
        })
    };
    reading(state, Box::new(read));
    let name = move |draft: &Unfinished| {
        state.caseload.with(|caseload| alike::full_name(w, caseload, draft.name.client_id))
    };
    move || {
        let drafts = drafts.get();
        (!drafts.is_empty()).then(|| {
            let rows = drafts
                .iter()
                .map(|draft| {
                    let now = state.now.get_untracked();
                    let begun = draft.begun.unwrap_or(now);
                    let client_id = draft.name.client_id;
                    let (screen, words) = match draft.name.form {
                        FormKind::Contact => (Screen::Log(client_id), draft.first_words.clone()),
                        FormKind::CrisisNote => {
                            (Screen::CrisisNote(client_id), draft.first_words.clone())
                        }
                        FormKind::Response => {
                            (Screen::Response(client_id), w.response_goes_on.to_owned())
                        }
                        FormKind::AgencyContent => {
                            (Screen::AgencyContent, w.agency_content.to_owned())
                        }
                        FormKind::Roster => (Screen::Roster, w.roster.to_owned()),
                        FormKind::Addendum => {
                            let note =
                                draft.contact_id.map(|note| Screen::Contact(client_id, note));
                            (note.unwrap_or(Screen::Client(client_id)), draft.first_words.clone())
                        }
                        FormKind::NewClient => (Screen::AddClient, draft.first_words.clone()),
                        FormKind::SupportPerson => {
                            (Screen::Supports(client_id), w.support_people.to_owned())
                        }
                        FormKind::FactSheet => {
                            (Screen::FactSheet(client_id), w.fact_sheet.to_owned())
                        }
                        FormKind::CrisisPlan => (
                            Screen::AboutPlan(client_id, PlanScreen::Edit),
                            w.crisis_plan.to_owned(),
                        ),
                    };
                    view! {
                        <li>
                            <a class="person" href=screen.path()>
                                <span class="person-name">
                                    {name(draft).unwrap_or_else(|| match draft.name.form {
                                        FormKind::NewClient => w.someone_new.to_owned(),
                                        _ => w.draft.to_owned(),
                                    })}
                                    <small class="quiet">{dates::day_time(w, begun, now)}</small>
                                </span>
                                <span class="contact-first">{words}</span>
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="drafts">
                    <h2>{w.to_finish}</h2>
                    <ul class="people">{rows}</ul>
                </section>
            }
        })
    }
}
