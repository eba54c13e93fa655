use crate::{
    browser::{clock, page},
    held::{Derived, Held},
    parts::{
        alerts::{Alerts, not_to_involve},
        alike,
        client_header::{ClientHeader, language_name},
        dates, due_reason,
        fold::fold,
        from_chunk::FromChunk,
        icon::Icon,
        phone_buttons::PhoneButtons,
        shown_notes::ShownNotes,
        timeline::Timeline,
    },
    place::{Chunk, LogAs, Screen},
    state::{
        AppState,
        file::{FollowedFile, follow_file},
        lock,
        save::save,
        today::why,
        use_app,
    },
};
use chrono::Datelike as _;
use domain::{
    id::{ClientId, LineId, TaskId},
    operation::Payload,
    order,
    record::RecordKind,
    wire::v1::{TaskClosed, TaskState},
};
use leptos::{prelude::*, task::spawn_local};

/// A client: how to reach them, what to know, what was done.
#[component]
pub fn ClientPage(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let FollowedFile { file, unread, again } = follow_file(state, client_id);
    provide_context(ShownNotes::of(file));
    let apart = Derived::new(move |_| {
        file.with(|file| file.as_ref().map(|file| not_to_involve(&file.support_people)))
    });
    // Whether the number that was tapped last was for a text.
    let tapped = Held::new(None::<bool>);
    let nothing_tapped = move || tapped.get().is_none();
    let reached = move || {
        let log = if tapped.get() == Some(true) { LogAs::Text } else { LogAs::Call };
        Screen::LogAs(client_id, log).path()
    };
    let missed = move || {
        let log = match tapped.get() {
            None => LogAs::Visit,
            Some(false) => LogAs::MissedCall,
            Some(true) => LogAs::MissedText,
        };
        Screen::LogAs(client_id, log).path()
    };
    // Drawn anew where what is known of the client has changed, or what tells them from others of their
    // name, and at nothing else: what somebody is about to tap stays where it is while notes come and go.
    let known = Derived::new(move |_| {
        state.caseload.with(|all| {
            let called = alike::full_name(w, all, client_id)?;
            Some((all.clients.get(&client_id)?.client.clone(), called))
        })
    });
    view! {
        {move || {
            let Some((client, _)) = known.get() else {
                return view! { <p class="empty">{w.client_not_here}</p> }.into_any();
            };
            let details = [
                (w.alias, client.alias.clone()),
                (w.legal_name, client.legal_name.clone()),
                (w.languages, client.languages.iter().map(|tag| language_name(w, tag)).collect::<Vec<_>>().join(", ")),
                (w.communication_needs, client.communication_needs.clone()),
                (w.place, client.place.clone()),
                (w.program, client.program.clone()),
            ];
            let facts = details
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                .collect_view();
            let facts = view! {
                <dl>{facts}</dl>
                <p><a class="button" href=Screen::FactSheet(client_id).path()>{w.fact_sheet_change}</a></p>
            };
            // Folded away where there is no room for it.
            let sheet = if state.wide.get() {
                view! { <section class="sheet"><h2>{w.fact_sheet}</h2>{facts}</section> }.into_any()
            } else {
                fold(String::new(), false, w.fact_sheet.to_owned(), facts.into_any())
            };
            view! {
                <ClientHeader client_id back=Screen::Clients/>
                {(!client.conflicts.is_empty()).then(|| view! {
                    <p class="banner" role="status"><a href=Screen::FactSheet(client_id).path()>{w.two_wrote}</a></p>
                })}
                <Alerts alerts=client.alerts.clone()/>
                {move || apart.get().map(|alerts| view! { <Alerts alerts/> })}
                <Due client_id/>
                <aside class="facts">
                <section class="reach" aria-label=w.how_to_reach on:click=move |event| {
                    // A number was tapped: the phone's own app is in front now.
                    if let Some(number) = page::link_of(&event) {
                        tapped.set(Some(number.starts_with("sms:")));
                    }
                }>
                    <PhoneButtons points=client.points_to_use()/>
                </section>
                <p role="status" hidden=nothing_tapped>{w.how_did_it_go}</p>
                <p class="row">
                    <a class="button" hidden=nothing_tapped href=reached>{w.we_talked}</a>
                    <a class="button" href=missed>
                        {move || if nothing_tapped() { w.went_no_answer } else { w.kind_no_answer }}
                    </a>
                </p>
                {sheet}
                <p class="row">
                    <a class="button" href=Screen::Supports(client_id).path()>{w.support_people}</a>
                </p>
                </aside>
            }.into_any()
        }}
        <FromChunk chunk=Chunk::Chain screen=Screen::Needs(client_id)/>
        <Timeline file unread again/>
        <div class="thumb">
            <a class="button" href=Screen::Response(client_id).path()>{Icon::Hand.draw()}<span>{w.respond}</span></a>
            <a class="button primary" href=Screen::Log(client_id).path()>{Icon::Pen.draw()}<span>{w.log_contact}</span></a>
        </div>
    }
    .into_any()
}

/// Open tasks with a way to tick them off, and the other reasons to reach out.
#[component]
fn Due(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let done = move |task_id| {
        let locks = lock::locks();
        spawn_local(async move {
            if close(state, client_id, task_id, TaskState::Done).await {
                // It may have been sent already: it is opened again by an operation of its own.
                let undo = move || {
                    spawn_local(async move {
                        let _told = close(state, client_id, task_id, TaskState::Open).await;
                    });
                };
                state.offer(locks, w.task_done, Box::new(undo), None);
            }
        });
    };
    move || {
        let now = state.now.get();
        let today = now.date();
        state.caseload.with(|caseload| {
            let mut open: Vec<_> = caseload
                .tasks
                .values()
                .filter(|task| task.client_id == client_id && task.state == TaskState::Open)
                .cloned()
                .collect();
            order::by(&mut open, |task| i64::from(task.due.num_days_from_ce()));
            let tasks = open
                .into_iter()
                .map(|task| {
                    let action = match task.message_id {
                        // What the client said is done by an answer, and by nothing else.
                        Some(message) => {
                            let line = Some(LineId::from_bytes(*message.as_bytes()));
                            let path = Screen::Sign(client_id, RecordKind::MessageAnswer, line).path();
                            view! { <a class="button" href=path>{w.answer}</a> }.into_any()
                        }
                        None => {
                            let name = w.mark_done(&task.title);
                            view! {
                                <button
                                    class="button"
                                    type="button"
                                    aria-label=name
                                    on:click=move |event| {
                                        // The next one stands here by the time of a second tap in haste.
                                        if event.detail() < 2 {
                                            done(task.task_id);
                                        }
                                    }
                                >
                                    {Icon::Tick.draw()}<span>{w.done}</span>
                                </button>
                            }
                            .into_any()
                        }
                    };
                    view! {
                        <li class="task">
                            <span>{task.title}<small class="quiet">{dates::day(w, task.due, today)}</small></span>
                            {action}
                        </li>
                    }
                })
                .collect::<Vec<_>>();
            let reasons = why(caseload, client_id, now)
                .iter()
                .filter(|reason| !matches!(reason, domain::today::Reason::Task { .. }))
                .map(|reason| view! { <li>{due_reason::sentence(w, reason, today)}</li> })
                .collect::<Vec<_>>();
            view! {
                <section class="due" aria-label=w.what_is_due>
                    {(!tasks.is_empty()).then(|| view! { <ul class="tasks">{tasks}</ul> })}
                    {(!reasons.is_empty()).then(|| view! { <ul class="reasons">{reasons}</ul> })}
                </section>
            }
        })
    }
}

/// Says how a task stands, for good; whether that is kept. Where it is not, the worker is told.
async fn close(app: AppState, client_id: ClientId, task_id: TaskId, state: TaskState) -> bool {
    let closed = TaskClosed { task_id, client_id, state, at: clock::now() };
    let kept = save(app, Payload::TaskClosed(closed)).await.is_ok();
    if !kept {
        app.tell(app.words().phone_could_not_keep);
    }
    kept
}
