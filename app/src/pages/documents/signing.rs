//! The form of a record that is made of its cells alone, and how such a record reads. What a kind says
//! and asks of its own, it says in a [`Questionnaire`].

use super::{
    answer,
    chain::{Chain, follow},
    fields::field,
    filling::{Choices, Filling},
    outline::{Holds, Part},
    reading::answers,
    review,
    writing::Into,
};
use crate::{
    browser::{clock, page, random},
    parts::{
        asked::ClockOff,
        cells::{self, CellWords},
        client_header::ClientHeader,
        contact_line::{pending_state, staff_name},
        dates,
        document_values::Around,
        draft_found::DraftFound,
        form::complaints,
        kind_words::words_of_record,
        operation_kind::record_name,
        read_back::SignedEnd,
        unread::Unread,
    },
    place::{Screen, use_place},
    state::{
        AppState, draft,
        form::{self, Made},
        save::saved_words,
        use_app,
    },
    store::{DraftName, FormKind},
    words::needs,
};
use chrono::NaiveDate;
use domain::{
    Moment,
    document::{Cells, Key},
    id::{ClientId, LineId, RecordId},
    operation::Payload,
    problem::Problem,
    record::{RecordDraft, RecordKind},
    wire::v1::{CellRecord, CellRecordRow},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What a kind of record says of itself to its form.
#[derive(Clone, Copy)]
pub(super) struct Questionnaire {
    /// Which.
    pub(super) kind: RecordKind,
    /// What its fields and values are called.
    pub(super) words: CellWords,
    /// Its parts, in the order to fill them in; facts only.
    pub(super) parts: fn(AppState) -> Vec<Part>,
    /// What its choices are called.
    pub(super) choices: Choices,
    /// Whether a fact is asked for, as the record stands today.
    pub(super) asks: fn(&Cells, &str, NaiveDate) -> bool,
    /// What is known before anything is written about a line; none where that line is gone.
    pub(super) begin: fn(&Chain, LineId, NaiveDate) -> Option<Cells>,
    /// What stands in the way of signing it today, beside what does not fit.
    pub(super) problems: fn(&RecordDraft, NaiveDate) -> Vec<Problem>,
    /// Such a problem in words.
    pub(super) says: fn(AppState, Problem) -> &'static str,
    /// What to know before filling it in.
    pub(super) intro: fn(AppState) -> &'static str,
    /// That what it would be about is gone.
    pub(super) gone: fn(AppState) -> &'static str,
    /// That one was begun about something else, which this names.
    pub(super) elsewhere: fn(AppState, &str) -> String,
    /// What is put in before it is read back.
    pub(super) last: fn(AppState, &mut RecordDraft, NaiveDate),
    /// What is saved together with it.
    pub(super) follows: fn(&Chain, &Cells, Moment) -> Vec<Payload>,
    /// That something does not follow that whoever signs would expect to; empty otherwise.
    pub(super) missed: fn(AppState, &Chain, &Cells, Moment) -> &'static str,
    /// Where to go on once it is signed.
    pub(super) then: fn(AppState, ClientId, &Cells) -> Screen,
}

/// What a kind says of its own.
const fn questionnaire_of(kind: RecordKind) -> Option<Questionnaire> {
    match kind {
        RecordKind::Review => Some(review::QUESTIONNAIRE),
        RecordKind::MessageAnswer => Some(answer::QUESTIONNAIRE),
        // These have screens of their own.
        RecordKind::Contact
        | RecordKind::Addendum
        | RecordKind::CrisisEvent
        | RecordKind::SupportPerson
        | RecordKind::ClientAccess
        | RecordKind::ClientAccessEnded => None,
        // The client says it, in their own pages.
        RecordKind::ClientMessage => None,
    }
}

/// Facts that say what a record is about; its heading shows them.
const ABOUT: [&str; 4] = ["line", "need", "need_number", "goal"];

/// The screen on which a record is signed.
pub(super) fn sign(client_id: ClientId, kind: RecordKind, line: Option<LineId>) -> AnyView {
    let Some(questions) = questionnaire_of(kind) else { return ().into_any() };
    let app = use_app();
    let (found, again) = follow(app, client_id);
    // A form is drawn once: nothing may take the place of what is typed in it.
    let first = RwSignal::new(None::<Option<Chain>>);
    Effect::new(move |_| {
        let now = found.get();
        if !matches!(first.get_untracked(), Some(Some(_))) && now.is_some() {
            first.set(now);
        }
    });
    let about = move || match line {
        Some(_) => Screen::Needs(client_id),
        None => Screen::Client(client_id),
    };
    view! {
        {move || app.caseload.with_untracked(|caseload| caseload.clients.get(&client_id).cloned())
            .map(|entry| view! { <ClientHeader entry back=about()/> })}
        {move || first.get().map(|chain| match chain {
            Some(chain) => view! { <Begun questions client_id line found chain/> }.into_any(),
            None => view! { <Unread words=app.words().phone_could_not_read again/> }.into_any(),
        })}
    }
    .into_any()
}

/// Finds the draft that was left, or begins a fresh one.
#[component]
fn Begun(
    questions: Questionnaire,
    client_id: ClientId,
    line: Option<LineId>,
    found: RwSignal<Option<Option<Chain>>>,
    chain: Chain,
) -> impl IntoView {
    let app = use_app();
    let name = DraftName { form: FormKind::Record(questions.kind), client_id };
    provide_context(Around::new(app, client_id, chain.assessed().cloned()));
    let opened = RwSignal::new(None::<Option<(RecordDraft, bool)>>);
    let chain = StoredValue::new(chain);
    Effect::new(move |_| {
        if let Some(Some(now)) = found.get() {
            chain.set_value(now);
        }
    });
    let begin = move || {
        spawn_local(async move {
            let left = draft::left::<RecordDraft>(app, name).await;
            let left =
                left.filter(|left| left.client_id == client_id && left.kind == questions.kind);
            let left = left.map(|left| (left, true));
            let fresh = || chain.with_value(|chain| fresh(questions, client_id, line, chain));
            let _left = opened.try_set(Some(left.or_else(|| Some((fresh()?, false)))));
        });
    };
    begin();
    let again = Callback::new(move |()| begin());
    move || {
        opened.get().map(|found| match found {
            Some((draft, left)) if line.is_none() || about(&draft.content) == line => {
                view! { <Form questions draft left chain/> }.into_any()
            }
            Some((draft, _)) => other(app, questions, &draft, again),
            None => {
                view! { <p class="banner" role="status">{(questions.gone)(app)}</p> }.into_any()
            }
        })
    }
}

/// The line that a record is about.
fn about(cells: &Cells) -> Option<LineId> {
    cells.value(Key::fact("line")).as_word()?.parse().ok()
}

fn fresh(
    questions: Questionnaire,
    client_id: ClientId,
    line: Option<LineId>,
    chain: &Chain,
) -> Option<RecordDraft> {
    let now = clock::now();
    Some(RecordDraft {
        written_at: Some(now),
        kind: questions.kind,
        record_id: random::id(RecordId::from_parts).ok()?,
        client_id,
        content: (questions.begin)(chain, line?, now.date())?,
    })
}

/// Words about another line are waiting: they are never shown here, nor written over.
fn other(
    app: AppState,
    questions: Questionnaire,
    draft: &RecordDraft,
    again: Callback<()>,
) -> AnyView {
    let w = app.words();
    let name = DraftName { form: FormKind::Record(questions.kind), client_id: draft.client_id };
    let goal = draft.content.value(Key::fact("goal"));
    let says = (questions.elsewhere)(app, goal.as_text().unwrap_or_default());
    let path = Screen::Sign(draft.client_id, questions.kind, about(&draft.content)).path();
    let discard = move |_| {
        spawn_local(async move {
            if let Some(discarded) = draft::discard(app, name, None).await {
                again.try_run(());
                discarded.offer(move || _ = again.try_run(()));
            }
        });
    };
    view! {
        <div class="banner">
            <p>{says}</p>
            <div class="row">
                <a class="button" href=path>{w.keep_writing}</a>
                <button class="button" type="button" on:click=discard>{w.discard_draft}</button>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Form(
    questions: Questionnaire,
    draft: RecordDraft,
    /// It was left unfinished.
    left: bool,
    /// As this phone has it now: it may change while the form is open.
    chain: StoredValue<Chain>,
) -> impl IntoView {
    let app = use_app();
    let w = app.words();
    let client_id = draft.client_id;
    let name = DraftName { form: FormKind::Record(questions.kind), client_id };
    let begun = left.then(|| draft.written_at.unwrap_or_else(clock::now));
    let heading = about_what(app, questions, &draft.content);
    let of = form::Writing::begin(app, name, draft, begun, move |draft: &RecordDraft| {
        let mut problems = draft.problems();
        if problems.is_empty() {
            problems = (questions.problems)(draft, clock::now().date());
        }
        complaints(app, problems, |problem| (questions.says)(app, problem))
    });
    let form = of.form;
    let filling = Filling::new(app, questions.words, questions.choices, of);
    let place = use_place();
    let screen = place.shown();
    let record = move |now: Moment| {
        let mut draft = of.draft.get_untracked();
        draft.content.leave_out(|cells, name| (questions.asks)(cells, name.as_str(), now.date()));
        (questions.last)(app, &mut draft, now.date());
        draft.sign(now)
    };
    let make = Callback::new(move |now: Moment| {
        let record = record(now);
        let also = chain.with_value(|chain| (questions.follows)(chain, &record.cells(), now));
        Some(Made { payload: Payload::RecordSigned(record), also, asked: Vec::new() })
    });
    let then = Arc::new(move |kept, payload| {
        app.tell(saved_words(w, kept));
        if let Payload::RecordSigned(record) = payload {
            place.go_on(screen, (questions.then)(app, client_id, &record.cells()));
        }
    });
    let as_signed = Callback::new(move |()| {
        let now = clock::now();
        let cells = record(now).cells();
        let rows = answers(app, questions.words, &cells, &ABOUT);
        let missed = chain.with_value(|chain| (questions.missed)(app, chain, &cells, now));
        let missed = (!missed.is_empty()).then(|| view! { <p class="banner">{missed}</p> });
        view! { {about_what(app, questions, &cells)}{missed}<dl>{rows}</dl> }.into_any()
    });
    // Back to where it was begun: a review about nothing is no form.
    let needs = Screen::Needs(client_id);
    let discard = Callback::new(move |()| form.discard(move || place.go_on(screen, needs)));
    let part = move |part: Part| {
        let Holds::Facts(names) = part.holds else { return ().into_any() };
        let cells = questions.kind.shape().map(|shape| shape.facts).unwrap_or_default();
        let named = names.iter().filter_map(|name| cells.iter().find(|cell| cell.name == *name));
        let fields: Vec<_> = named
            .map(|cell| {
                let asked = filling
                    .read(move |review| (questions.asks)(review, cell.name, clock::now().date()));
                let view = field(filling, Into::Document, cell);
                view! { <div hidden=move || !asked.get()>{view}</div> }
            })
            .collect();
        view! { <h3>{part.heading}</h3>{fields} }.into_any()
    };
    view! {
        <form class="form" class:being-read=move || form.reading.get() on:submit=|event| event.prevent_default()>
            <h2>{record_name(w, questions.kind)}</h2>
            {heading}
            <DraftFound form on_discard=discard/>
            <p class="hint">{(questions.intro)(app)}</p>
            {(questions.parts)(app).into_iter().map(part).collect_view()}
            <ClockOff/>
            <SignedEnd form make draw=as_signed then back=(w.keep_writing, Callback::new(|()| page::focus("done")))/>
        </form>
    }
    .into_any()
}

/// What a record is about: the number of the need and the goal, as they stood.
fn about_what(app: AppState, questions: Questionnaire, cells: &Cells) -> AnyView {
    let said = |name| cells::value(app, questions.words, &cells.value(Key::fact(name)));
    let number = (cells.value(Key::fact("need_number")).parts().is_some())
        .then(|| view! { <span class="need-number">{said("need_number")}</span> });
    view! { <p class="numbered">{number}<span>{said("goal")}</span></p> }.into_any()
}

/// A signed record, to read; `plan` says whether what it is about is still there.
pub(super) fn record(app: AppState, row: &CellRecordRow, plan: Option<&Cells>) -> AnyView {
    let CellRecordRow { record, author, received_at, date_in_doubt } = row;
    let CellRecord { kind, at, .. } = record;
    let Some(words) = words_of_record(*kind) else { return ().into_any() };
    let (w, now) = (app.words(), app.now.get_untracked());
    let cells = record.cells();
    let rows = answers(app, words, &cells, &ABOUT);
    let author = app.caseload.with_untracked(|caseload| staff_name(caseload, *author));
    let is_gone = *kind == RecordKind::Review
        && about(&cells).is_some_and(|line| plan.is_none_or(|plan| plan.line(line).is_none()));
    let gone = is_gone.then(|| {
        let s = needs::words(app.language.get_untracked());
        view! { <p class="quiet">{s.line_gone}</p> }
    });
    let (icon, place) = match received_at {
        Some(at) => (
            crate::parts::icon::Icon::Tick,
            w.received_at(&dates::day_time(w, dates::here(*at), now)),
        ),
        None => {
            let pending = app.pending.get_untracked();
            let of = pending.iter().find(|item| {
                matches!(&item.operation.payload, Payload::RecordSigned(held) if held.record_id == record.record_id)
            });
            pending_state(w, of, now)
        }
    };
    view! {
        <article class="note block document-line">
            <h4>{dates::day_time(w, *at, now)}</h4>
            {date_in_doubt.then(|| view! { <span class="mark">{w.date_in_doubt}</span> })}
            {gone}
            <dl>{rows}</dl>
            <p class="quiet contact-foot">{icon.draw()}<span>{place}</span>
                {(!author.is_empty()).then(|| view! { <span>" · "{author}</span> })}</p>
        </article>
    }
    .into_any()
}
