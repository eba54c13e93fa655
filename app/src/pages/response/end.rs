use super::{
    desk::Desk,
    note::{Begun, begin_note},
    stage::Stage,
    stamp::{Stamped, stamped},
    steps::step_name,
};
use crate::{
    browser::{clock, page},
    held::Live,
    parts::{
        asked::{Asked, ClockOff, heard},
        choices::choices,
        crisis_event_line::outcome,
        form::ToMend,
        text::TextArea,
    },
    place::{Screen, use_place},
    state::{file::load_file, save::saved_words},
    words::response::Words,
};
use domain::{
    dated,
    operation::Payload,
    response::{Ending, ResponseDraft, TimeOf},
    wire::v1::{Component as Function, CrisisEvent, CrisisOutcome},
};
use leptos::{prelude::*, task::spawn_local};

const OUTCOMES: [CrisisOutcome; 6] = [
    CrisisOutcome::Settled,
    CrisisOutcome::HandedOff,
    CrisisOutcome::Ems,
    CrisisOutcome::Police,
    CrisisOutcome::Hospital,
    CrisisOutcome::Left,
];

/// How it ended, when, and on to the note.
#[component]
pub(super) fn End(desk: Desk) -> impl IntoView {
    let Desk { app, writing, draft, r, .. } = desk;
    let (w, form) = (app.words(), writing.form);
    let place = use_place();
    let nobody_went = desk.part(|draft| draft.met.is_none());
    let over = Stamped {
        id: "over".to_owned(),
        what: r.it_is_over,
        now: Some(r.over_now),
        done: Live::stored(r.over_at.to_owned()),
        value: desk.part(|draft| draft.ended).into(),
        set: Callback::new(move |at| desk.tapped(|draft| draft.ended = at)),
        ..Stamped::default()
    };
    let odd = move || {
        // Looked at again every minute; the minute alone would lie before the last tap.
        app.now.track();
        let record = draft.with(|draft| draft.record(clock::now()));
        let names: Vec<_> = record.iter().flat_map(|record| odd_times(r, record)).collect();
        (!names.is_empty())
            .then(|| view! { <p class="banner">{r.times_odd(&names.join(", "))}</p> })
    };
    let end = Callback::new(move |answered: bool| {
        if !form.may_be_saved() {
            // What is wrong may stand in another stage.
            let first = form.complaints.with_untracked(|all| {
                all.iter().map(|one| one.at.clone()).find(|at| !at.is_empty())
            });
            if let Some(at) = first {
                desk.stage.set(Stage::with(&at));
                page::show(at);
            }
            return;
        }
        let now = clock::now();
        let record = draft.with_untracked(|draft| draft.record(now));
        let asked = record.map_or_else(Vec::new, |record| {
            dated::asked(record.started.time(), record.ended.time(), heard(app, now))
        });
        if !form.may_go_on(answered, asked) {
            return;
        }
        let (response, here) = (draft.get_untracked(), place.shown());
        spawn_local(async move {
            let Some(event) = ended(desk, response).await else { return form.go_back() };
            let (client_id, event_id) = (event.client_id, event.crisis_event_id);
            let payload = Payload::CrisisEventEnded(event.clone());
            let Some((kept, _)) = form.keep(payload, Vec::new()).await else { return };
            app.tell(saved_words(w, kept));
            let next = match begin_note(app, &event).await {
                Begun::Here => Screen::CrisisNote(client_id),
                Begun::AnotherIsOpen | Begun::NotNeeded | Begun::NotKept => {
                    Screen::CrisisEvent(client_id, event_id)
                }
            };
            place.go_on(here, next);
        });
    });
    view! {
        <section class="block">
            <h2>{r.how_it_ended}</h2>
            {choices("outcome", r.outcome, OUTCOMES.map(|how| (Some(how), outcome(w, how))).to_vec(),
                move || draft.with(|draft| draft.outcome),
                move |how| desk.tapped(|draft| draft.outcome = how))}
            <Show when=move || nobody_went.get()>
                <TextArea
                    id="why-nobody-went"
                    label=r.why_nobody_went
                    rows=1
                    value=Live::derive(move || draft.with(|draft| draft.why_nobody_went.clone()))
                    on_input=move |text: String| desk.typed(|draft| draft.why_nobody_went = text)
                />
            </Show>
            {stamped(desk, over)}
            <div role="status">{odd}</div>
            <ClockOff/>
            <ToMend form/>
            <Asked
                questions=form.questions
                back=r.change_times
                on_back=Callback::new(|()| ())
                go=r.end_as_it_is
                on_go=Callback::new(move |()| end.run(true))
            />
            <button class="button primary wide end" type="button" on:click=move |_| end.run(false) disabled=move || form.busy.get()>
                {r.end_and_note}
            </button>
            <p class="quiet">{r.what_follows}</p>
            <Discard desk/>
        </section>
    }
    .into_any()
}

/// Throws a response away that was begun by mistake.
#[component]
pub(super) fn Discard(desk: Desk) -> impl IntoView {
    let Desk { app, writing, draft, r, .. } = desk;
    let place = use_place();
    let discard = move |_| {
        let (client_id, here) = (draft.with_untracked(|draft| draft.client_id), place.shown());
        writing.form.discard(move || {
            app.files_changed();
            place.go_on(here, Screen::Client(client_id));
        });
    };
    view! {
        <details class="sheet">
            <summary>{r.discard}</summary>
            <div class="block">
                <p>{r.discard_text}</p>
                <button class="button wide" type="button" on:click=discard>{r.discard_for_good}</button>
            </div>
        </details>
    }
}

/// The event with what follows from it. A note of it that was signed while it
/// went on is the note that tells of it.
async fn ended(desk: Desk, mut response: ResponseDraft) -> Option<CrisisEvent> {
    let (app, r) = (desk.app, desk.r);
    let own = app.profile.get_untracked().map(|profile| profile.staff_id);
    // A file that cannot be read is no reason not to end.
    let file = load_file(response.client_id).await.ok().flatten().unwrap_or_default();
    let began = response.started.map(|at| at.at);
    let signed = file.contacts.iter().rev().find(|row| {
        let fresh = began.is_some_and(|began| row.contact.signed_at >= began);
        fresh && row.contact.component == Function::Crisis && Some(row.author) == own
    });
    if let Some(row) = signed {
        response.ids.contact_id = row.contact.contact_id;
    }
    let ending = Ending {
        policy: &app.policy(),
        protocol_effective: desk.protocol().effective,
        note_signed: signed.is_some(),
        titles: [r.task_note, r.task_follow_up, r.task_plan_review],
    };
    response.end(&ending, clock::now())
}

/// What the times are of that cannot be right.
fn odd_times(r: &'static Words, record: &CrisisEvent) -> Vec<&'static str> {
    let odd = record.times().into_iter().filter(|time| time.out_of_order);
    odd.map(|time| time_name(r, time.of)).collect()
}

/// What a time is the time of.
#[must_use]
pub const fn time_name(r: &Words, of: TimeOf) -> &'static str {
    match of {
        TimeOf::Start => r.it_began,
        TimeOf::Met => r.in_person,
        TimeOf::Step(step) => step_name(r, step),
        TimeOf::Reached(_) => r.called_or_texted,
        TimeOf::HandedOver => r.handed_over,
        TimeOf::End => r.it_is_over,
    }
}
