//! Responding to distress or a crisis, while it goes on. Every tap is on disk
//! before the next; nothing here has to be filled in.

mod answers;
pub mod crisis_event;
mod desk;
mod end;
mod note;
mod people;
mod stage;
mod stamp;
mod steps;

use crate::{
    browser::{BrowserError, clock, page, random},
    held::{Derived, Held, Live},
    parts::{
        alerts::{Alerts, not_to_involve},
        choices::choices,
        client_header::ClientHeader,
        crisis_event_line::path,
        dates,
        emergency::EmergencyNumbers,
        form::complaints,
        kept::Kept,
        unread::Unread,
    },
    place::Screen,
    state::{
        AppState, draft,
        file::{FollowedFile, follow_file},
        form::Writing,
        phone::phone,
        use_app,
    },
    words::response::words,
};
use answers::Answers;
use desk::{Desk, draft_name};
use domain::{
    id::{ClientId, ContactId, CrisisEventId, TaskId},
    response::{ResponseDraft, ResponseIds},
    wire::v1::{ResponsePath, Stamp},
};
use end::{Discard, End};
use leptos::{prelude::*, task::spawn_local};
use people::{CallBar, HandOver, Reached};
use stage::Stage;
use stamp::{Stamped, UNSTAMPED, stamped};
use steps::Steps;

/// The response that goes on about a client, or a fresh one.
#[component]
pub fn ResponsePage(client_id: ClientId) -> impl IntoView {
    let state = use_app();
    let draft = Held::new(None::<(ResponseDraft, bool)>);
    spawn_local(async move { drop(draft.try_set(open_draft(state, client_id).await)) });
    // A file that cannot be read must not stand in the way of a response.
    let FollowedFile { file, unread, again } = follow_file(state, client_id);
    let apart = Derived::new(move |_| {
        file.with(|file| file.as_ref().map(|file| not_to_involve(&file.support_people)))
    });
    view! {
        <ClientHeader client_id back=Screen::Client(client_id)/>
        {move || unread.get().then(|| view! { <Unread words=state.words().phone_could_not_read again/> })}
        {move || apart.get().map(|alerts| view! { <Alerts alerts/> })}
        {move || draft.get().map(|(draft, found)| view! { <Response draft found/> })}
    }
    .into_any()
}

/// The draft, and whether it was left before.
async fn open_draft(state: AppState, client_id: ClientId) -> Option<(ResponseDraft, bool)> {
    let left = draft::left::<ResponseDraft>(state, draft_name(client_id)).await;
    if let Some(left) = left.filter(|left| left.client_id == client_id) {
        return Some((left, true));
    }
    // Locked: nothing may be begun.
    phone()?;
    let ids = || -> Result<ResponseIds, BrowserError> {
        Ok(ResponseIds {
            crisis_event_id: random::id(CrisisEventId::from_parts)?,
            contact_id: random::id(ContactId::from_parts)?,
            note_task: random::id(TaskId::from_parts)?,
            follow_up: random::id(TaskId::from_parts)?,
            plan_review: random::id(TaskId::from_parts)?,
        })
    };
    Some((ResponseDraft::begin(client_id, ids().ok()?, clock::now()), false))
}

#[component]
fn Response(
    draft: ResponseDraft,
    /// It was left before.
    found: bool,
) -> impl IntoView {
    let app = use_app();
    let name = draft_name(draft.client_id);
    let begun = found.then(clock::now);
    let writing = Writing::begin(app, name, draft, begun, move |draft: &ResponseDraft| {
        // Only what is too long: nothing else stands in the way, and the form need not say more.
        complaints(app, draft.problems(), |_| "")
    });
    let r = words(app.language.get_untracked());
    let stage = Held::new(writing.draft.with_untracked(Stage::of));
    let desk = Desk { app, writing, draft: writing.draft, r, stage };
    let runs = desk.part(|draft| draft.path.is_some());
    view! {
        // Before the form for whoever hears it, and on top where there is no room at the foot.
        <CallBar desk/>
        <form class="form response" class:runs=move || runs.get() on:submit=|event| event.prevent_default()>
            {move || if runs.get() {
                view! { <Head desk/> <Stages desk/> }.into_any()
            } else {
                view! { <Choose desk/> <EmergencyNumbers/> }.into_any()
            }}
            <Kept keeper=writing.form.keeper before=desk.r.kept_as_you_go kept=desk.r.kept/>
        </form>
    }
    .into_any()
}

/// The agency's definition, and two ways on. The worker decides.
#[component]
fn Choose(desk: Desk) -> impl IntoView {
    let Desk { r, .. } = desk;
    let protocol = desk.protocol();
    let responder = if protocol.responder_label.is_empty() {
        r.responder.to_owned()
    } else {
        protocol.responder_label
    };
    let called = desk.part(|draft| !draft.reached.is_empty());
    let choose = move |path| {
        desk.tapped(|draft| draft.path = Some(path));
        go_to(desk, desk.draft.with_untracked(Stage::of));
    };
    view! {
        <section class="block choose">
            <h2 id=UNSTAMPED tabindex="-1">{r.what_is_it}</h2>
            <button class="button wide way" type="button" on:click=move |_| choose(ResponsePath::Distress)>
                <strong>{r.they_are_in_distress}</strong>
                <span>{r.distress_means}</span>
            </button>
            <button class="button wide way" type="button" on:click=move |_| choose(ResponsePath::Crisis)>
                <strong>{r.this_is_a_crisis}</strong>
                <span>{r.crisis_means(&responder)}</span>
            </button>
            {(!protocol.definition.is_empty()).then(|| view! {
                <div class="banner"><p>{protocol.definition}</p></div>
            })}
            <p class="quiet">{r.you_decide}</p>
            // Whoever called first and chooses later has that on record.
            <Reached desk/>
            <Show when=move || called.get()><Discard desk/></Show>
        </section>
    }
}

/// Which of the two it is, to be switched at any time, and since when.
#[component]
fn Head(desk: Desk) -> impl IntoView {
    let Desk { app, draft, r, .. } = desk;
    let w = app.words();
    let protocol = desk.protocol();
    let started = desk.part(|draft| draft.started);
    let now = desk.part(|draft| draft.path);
    let title = move || now.get().map(|chosen| path(w, chosen));
    let since = move || {
        let at = started.get().map_or_else(|| app.now.get_untracked(), Stamp::time);
        r.since(&dates::day_time(w, at, app.now.get()))
    };
    let field = Stamped {
        id: "started".to_owned(),
        what: r.it_began,
        stays: true,
        done: Live::stored(r.it_began.to_owned()),
        value: started.into(),
        set: Callback::new(move |at| desk.tapped(|draft| draft.started = at)),
        ..Stamped::default()
    };
    let both = [ResponsePath::Distress, ResponsePath::Crisis];
    let switch = move |to: Option<ResponsePath>| {
        desk.tapped(|draft| draft.path = to);
        // Whoever takes over comes first in a crisis.
        if to == Some(ResponsePath::Crisis) {
            desk.stage.set(Stage::Help);
        }
    };
    view! {
        <section class="response-head">
            <h2 class="sr">{title}" · "{since}</h2>
            {choices(
                "path",
                r.what_is_it,
                both.map(|one| (Some(one), path(w, one))).to_vec(),
                move || draft.with(|draft| draft.path),
                switch,
            )}
            <details class="sheet">
                <summary><span class="when-said">{since}" · "{r.definition_and_start}</span></summary>
                <div class="block">
                    {(!protocol.definition.is_empty()).then(|| view! { <p>{protocol.definition}</p> })}
                    {stamped(desk, field)}
                </div>
            </details>
        </section>
    }
}

fn go_to(desk: Desk, stage: Stage) {
    desk.stage.set(stage);
    page::scroll_to_top();
}

/// The three stages, of which one is on the screen. All of them are there all the time: what was
/// typed stays in its field whichever is looked at.
#[component]
fn Stages(desk: Desk) -> impl IntoView {
    let Desk { r, stage, .. } = desk;
    let name = move |stage| match stage {
        Stage::Help => r.stage_help,
        Stage::Steps => r.stage_steps,
        Stage::Afterwards => r.stage_afterwards,
    };
    let part = move |it: Stage, content: AnyView| {
        let on = it.next().map(|next| {
            view! {
                <button class="button wide" type="button" on:click=move |_| go_to(desk, next)>
                    {r.on_to(name(next))}
                </button>
            }
        });
        view! { <section class="stage" hidden=move || stage.get() != it>{content}{on}</section> }
    };
    view! {
        <div class="stages">
            {choices(
                "stage",
                r.stage,
                Stage::ALL.map(|one| (one, name(one))).to_vec(),
                move || stage.get(),
                move |to| stage.set(to),
            )}
        </div>
        {part(Stage::Help, view! { <HandOver desk/> }.into_any())}
        {part(Stage::Steps, view! { <Steps desk/> }.into_any())}
        {part(Stage::Afterwards, view! { <Answers desk/> <End desk/> }.into_any())}
    }
}
