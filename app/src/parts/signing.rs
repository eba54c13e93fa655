//! The form of a record that is made of its cells alone, and how such a record reads. What a kind says
//! and asks of its own, it says in a [`Questionnaire`].

use super::{
    answers::answers,
    asked::{ClockOff, heard},
    cells::CellWords,
    chain::{Chain, follow},
    client_header::ClientHeader,
    contact_line::{pending_state, staff_name},
    dates,
    document_values::Around,
    draft_found::DraftFound,
    filling::{Choices, Filling, Into, field},
    form::complaints,
    icon::Icon,
    kind_words::words_of_record,
    operation_kind::record_name,
    read_back::SignedEnd,
    unread::Unread,
};
use crate::{
    browser::{clock, page, random},
    held::{Held, react},
    place::{Screen, use_place},
    state::{
        AppState, draft,
        form::{self, Made},
        save::saved_words,
        use_app,
    },
    store::{DraftName, FormKind},
};
use chrono::NaiveDate;
use domain::{
    Moment,
    dated::asked_of_days,
    document::{Cells, Key},
    id::{ClientId, DeviceId, LineId, RecordId},
    operation::Payload,
    problem::Problem,
    record::{RecordDraft, RecordKind},
    wire::v1::{CellRecord, CellRecordRow},
};
use futures_util::future::LocalBoxFuture;
use leptos::{prelude::*, task::spawn_local};
use std::{borrow::Cow, sync::Arc};

/// A part of the form: its heading, what to know before, and the facts it asks for.
pub struct Questions {
    /// Its heading.
    pub heading: &'static str,
    /// What to know before filling it in, as it stands now; empty for nothing.
    pub hint: fn(AppState, &Cells) -> Cow<'static, str>,
    /// The names of its facts, in the order to ask.
    pub facts: &'static [&'static str],
}

/// What a kind of record says of itself to its form.
#[derive(Clone, Copy)]
pub struct Questionnaire {
    /// Which.
    pub kind: RecordKind,
    /// What its fields and values are called.
    pub words: CellWords,
    /// Its parts, in the order to fill them in.
    pub parts: fn(AppState) -> Vec<Questions>,
    /// What its choices are called.
    pub choices: Choices,
    /// Whether a fact is asked for, as the record stands today.
    pub asks: fn(&Cells, &str, NaiveDate) -> bool,
    /// The fact that says what it is about, by an id.
    pub about: &'static str,
    /// Facts that its heading says.
    pub in_heading: &'static [&'static str],
    /// What it is about, in words, as it stood when it was begun.
    pub heading: fn(AppState, &Cells) -> AnyView,
    /// What is known before anything is written; none where what it would be about is gone.
    pub begin: fn(AppState, &Chain, Option<LineId>, NaiveDate) -> Option<Cells>,
    /// What stands in the way of signing it today, beside what does not fit.
    pub problems: fn(&RecordDraft, &Chain, NaiveDate) -> Vec<Problem>,
    /// Such a problem in words.
    pub says: fn(AppState, Problem) -> &'static str,
    /// What to know before filling it in.
    pub intro: fn(AppState) -> &'static str,
    /// That what it would be about is gone.
    pub gone: fn(AppState) -> &'static str,
    /// That one was begun about something else, which this names.
    pub elsewhere: fn(AppState, &Cells) -> String,
    /// Whether one may be about nothing. Then what was left about something is another than the one that
    /// is to be begun.
    pub stands_alone: bool,
    /// What stands above the field of a fact: a way to have it filled in.
    pub above: fn(Filling, &'static str) -> Option<AnyView>,
    /// What else changes when a fact of this name was changed.
    pub changed: fn(AppState, &mut Cells, &str),
    /// What is put in before it is read back.
    pub last: fn(AppState, &mut RecordDraft, NaiveDate),
    /// What is saved together with it.
    pub follows: fn(&Chain, &Cells, Moment) -> Vec<Payload>,
    /// That something does not follow that whoever signs would expect to; empty otherwise.
    pub missed: fn(AppState, &Chain, &Cells, Moment) -> &'static str,
    /// Where it is begun from, and where one is after it was discarded.
    pub back: fn(ClientId) -> Screen,
    /// What is written down elsewhere on this phone once it is signed, and before anybody is told that it
    /// is saved; also where the phone was locked by then.
    pub beside: fn(AppState, DeviceId, &CellRecord) -> Option<LocalBoxFuture<'static, ()>>,
    /// Where to go on once it is signed.
    pub then: fn(AppState, &CellRecord) -> Screen,
}

impl Questionnaire {
    /// What a record of this kind is about.
    fn about(&self, cells: &Cells) -> Option<LineId> {
        cells.value(Key::fact(self.about)).as_word()?.parse().ok()
    }
}

/// The screen on which a record is signed.
#[must_use]
pub fn sign(questions: Questionnaire, client_id: ClientId, line: Option<LineId>) -> AnyView {
    let app = use_app();
    let (found, again) = follow(app, client_id);
    // A form is drawn once: nothing may take the place of what is typed in it.
    let first = Held::new(None::<Option<Chain>>);
    react(move || {
        let now = found.get();
        if !matches!(first.get_untracked(), Some(Some(_))) && now.is_some() {
            first.set(now);
        }
    });
    view! {
        <ClientHeader client_id back=(questions.back)(client_id)/>
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
    found: Held<Option<Option<Chain>>>,
    chain: Chain,
) -> impl IntoView {
    let app = use_app();
    let name = DraftName { form: FormKind::Record(questions.kind), client_id };
    provide_context(Around::new(app, client_id, chain.assessed().cloned()));
    let opened = Held::new(None::<Option<(RecordDraft, bool)>>);
    let chain = Held::new(chain);
    react(move || {
        if let Some(Some(now)) = found.get() {
            chain.set(now);
        }
    });
    let begin = move || {
        spawn_local(async move {
            let left = draft::left::<RecordDraft>(app, name).await;
            let left =
                left.filter(|left| left.client_id == client_id && left.kind == questions.kind);
            let left = left.map(|left| (left, true));
            let fresh =
                || chain.with_untracked(|chain| fresh(app, questions, client_id, line, chain));
            let _left = opened.try_set(Some(left.or_else(|| Some((fresh()?, false)))));
        });
    };
    begin();
    let again = Callback::new(move |()| begin());
    move || {
        opened.get().map(|found| match found {
            // Only what was left can be about something else.
            Some((draft, left))
                if !left
                    || line.is_none() && !questions.stands_alone
                    || questions.about(&draft.content) == line =>
            {
                view! { <Form questions draft left chain/> }.into_any()
            }
            Some((draft, _)) => other(app, questions, &draft, again),
            None => {
                view! { <p class="banner" role="status">{(questions.gone)(app)}</p> }.into_any()
            }
        })
    }
}

fn fresh(
    app: AppState,
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
        content: (questions.begin)(app, chain, line, now.date())?,
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
    let says = (questions.elsewhere)(app, &draft.content);
    let about = questions.about(&draft.content);
    let path = Screen::Sign(draft.client_id, questions.kind, about).path();
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
    chain: Held<Chain>,
) -> impl IntoView {
    let app = use_app();
    let w = app.words();
    let client_id = draft.client_id;
    let name = DraftName { form: FormKind::Record(questions.kind), client_id };
    let begun = left.then(|| draft.written_at.unwrap_or_else(clock::now));
    let heading = (questions.heading)(app, &draft.content);
    let of = form::Writing::begin(app, name, draft, begun, move |draft: &RecordDraft| {
        let mut problems = draft.problems();
        if problems.is_empty() {
            let today = heard(app, clock::now()).latest_day();
            problems = chain.with_untracked(|chain| (questions.problems)(draft, chain, today));
        }
        complaints(app, problems, |problem| (questions.says)(app, problem))
    });
    let form = of.form;
    let filling = Filling::new(app, questions.words, questions.choices, of).then(questions.changed);
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
        let also = chain.with_untracked(|chain| (questions.follows)(chain, &record.cells(), now));
        let asked = asked_of_days(&record.cells(), None, heard(app, now));
        Some(Made { payload: Payload::RecordSigned(record), also, asked })
    });
    // Whose form it is: somebody else may have opened the phone by the time it is signed.
    let device = app.profile.with_untracked(|own| own.as_ref().map(|own| own.device_id));
    let then = Arc::new(move |kept, payload| {
        let Payload::RecordSigned(record) = payload else { return };
        spawn_local(async move {
            if let Some(beside) = device.and_then(|own| (questions.beside)(app, own, &record)) {
                beside.await;
            }
            app.tell(saved_words(w, kept));
            place.go_on(screen, (questions.then)(app, &record));
        });
    });
    let as_signed = Callback::new(move |()| {
        let now = clock::now();
        let cells = record(now).cells();
        let rows = answers(app, questions.words, &cells, questions.in_heading);
        let missed = chain.with_untracked(|chain| (questions.missed)(app, chain, &cells, now));
        let missed = (!missed.is_empty()).then(|| view! { <p class="banner">{missed}</p> });
        view! { {(questions.heading)(app, &cells)}{missed}<dl>{rows}</dl> }.into_any()
    });
    // Back to where it was begun: a record about nothing is no form.
    let began = (questions.back)(client_id);
    let discard = Callback::new(move |()| form.discard(move || place.go_on(screen, began)));
    let part = move |part: Questions| {
        let cells = questions.kind.shape().map(|shape| shape.facts).unwrap_or_default();
        let named =
            part.facts.iter().filter_map(|name| cells.iter().find(|cell| cell.name == *name));
        let fields: Vec<_> = named
            .map(|cell| {
                let asked = filling
                    .read(move |review| (questions.asks)(review, cell.name, clock::now().date()));
                let above = (questions.above)(filling, cell.name);
                let view = field(filling, Into::Document, cell);
                view! { <div hidden=move || !asked.get()>{above}{view}</div> }
            })
            .collect();
        let said = filling.read(move |cells| (part.hint)(app, cells));
        let hint = move || {
            let said = said.get();
            (!said.is_empty()).then(|| view! { <p class="hint">{said}</p> })
        };
        view! { <h3>{part.heading}</h3>{hint}{fields} }.into_any()
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

/// A signed record, to read, without the facts that its heading says elsewhere.
#[must_use]
pub fn record(
    app: AppState,
    row: &CellRecordRow,
    in_heading: &[&str],
    // That what it is about is not there any more; empty where it is.
    gone: &'static str,
) -> AnyView {
    let CellRecordRow { record, author, received_at, date_in_doubt } = row;
    let CellRecord { kind, at, .. } = record;
    let Some(words) = words_of_record(*kind) else { return ().into_any() };
    let (w, now) = (app.words(), app.now.get_untracked());
    let cells = record.cells();
    let rows = answers(app, words, &cells, in_heading);
    let author = app.caseload.with_untracked(|caseload| staff_name(caseload, *author));
    let gone = (!gone.is_empty()).then(|| view! { <p class="quiet">{gone}</p> });
    let (icon, place) = match received_at {
        Some(at) => (Icon::Tick, w.received_at(&dates::day_time(w, dates::here(*at), now))),
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
            <h4>
                <span class="not-printed">{dates::day_time(w, *at, now)}</span>
                <span class="only-printed">{dates::time_on_paper(w, *at)}</span>
            </h4>
            {date_in_doubt.then(|| view! { <span class="mark">{w.date_in_doubt}</span> })}
            {gone}
            <dl>{rows}</dl>
            <p class="quiet contact-foot">{icon.draw()}<span>{place}</span>
                {(!author.is_empty()).then(|| view! { <span>" · "{author}</span> })}</p>
        </article>
    }
    .into_any()
}
