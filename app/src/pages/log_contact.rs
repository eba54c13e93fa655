mod when;

use crate::{
    browser::{clock, page, random},
    parts::{
        asked::{Asked, heard},
        choices::choices,
        client_header::ClientHeader,
        contact_line::{mode, with},
        day_field::DayField,
        draft_found::DraftFound,
        field::TextField,
        kept::Kept,
        text::{LineField, TextArea},
        too_long,
    },
    place::{Screen, use_place},
    state::{
        AppState,
        draft::{self, Keeper},
        phone::phone,
        save::{save_draft, saved_words},
        use_app,
    },
    store::{DraftName, Form as FormOf},
    words::{Words, form, note, times},
};
use domain::{
    contact::{ContactDraft, Kind, Problem, QUOTES_MAX},
    dated::{Question, asked_of},
    day,
    id::{ClientId, ContactId, TaskId},
    length::Field,
    operation::Payload,
    wire::v1::{Component as Function, Mode, Outcome, With},
};
// `With` is the domain's here; the trait of that name is still wanted.
use leptos::{
    prelude::{With as _, *},
    task::spawn_local,
};
use when::When;

/// Nobody travels for longer than a day.
const DAY_MINUTES: u32 = 24 * 60;

/// The form for a contact. Opens with everything filled that can be known;
/// "No answer" and "Sign" are the whole of an attempt.
#[component]
pub fn LogContact(
    client_id: ClientId,
    /// An ordinary note, or that of a crisis event.
    form: FormOf,
) -> impl IntoView {
    let state = use_app();
    let draft = RwSignal::new(None::<(ContactDraft, Option<FormOf>)>);
    spawn_local(async move {
        draft.set(open_draft(state, DraftName { form, client_id }).await);
    });
    view! {
        {move || {
            state.caseload.with_untracked(|caseload| caseload.clients.get(&client_id).cloned())
                .map(|entry| view! { <ClientHeader entry back=Screen::Client(client_id)/> })
        }}
        {move || draft.get().map(|(draft, found)| view! { <Form draft found/> })}
    }
    .into_any()
}

/// The draft of this name with the form it was left in, or else a fresh one of
/// an ordinary note: only a response begins the note of a crisis event.
async fn open_draft(state: AppState, name: DraftName) -> Option<(ContactDraft, Option<FormOf>)> {
    // Locked: nothing may be begun.
    phone()?;
    let client_id = name.client_id;
    let left = draft::left::<ContactDraft>(state, name).await;
    if let Some(mut left) = left.filter(|left| left.client_id == client_id) {
        left.put_in_order(&clock::offset_at);
        return Some((left, Some(name.form)));
    }
    if name.form == FormOf::CrisisNote {
        let ordinary = DraftName { form: FormOf::Contact, client_id };
        return Box::pin(open_draft(state, ordinary)).await;
    }
    let fresh = || -> Result<ContactDraft, crate::browser::BrowserError> {
        let contact_id = random::id(ContactId::from_parts)?;
        let task_id = random::id(TaskId::from_parts)?;
        let mut draft = ContactDraft::begin(client_id, contact_id, task_id, clock::now());
        state.caseload.with_untracked(|caseload| {
            if let Some(entry) = caseload.clients.get(&client_id) {
                draft.fill_in(&entry.client);
            }
        });
        Ok(draft)
    };
    fresh().ok().map(|draft| (draft, None))
}

#[component]
fn Form(draft: ContactDraft, found: Option<FormOf>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let (f, n, t) = {
        let language = state.language.get_untracked();
        (form::words(language), note::words(language), times::words(language))
    };
    let client_id = draft.client_id;
    let name = DraftName { form: found.unwrap_or(FormOf::Contact), client_id };
    let begun = draft.written_at;
    let draft = RwSignal::new(draft);
    let left = found.is_some();
    let found = RwSignal::new(left);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let questions = RwSignal::new(Vec::<Question>::new());
    let busy = RwSignal::new(false);
    let keeper = Keeper::of(state, name, draft, left);

    let edit = move |change: &dyn Fn(&mut ContactDraft)| {
        draft.update(change);
        keeper.edited();
        if questions.with_untracked(|asked| !asked.is_empty()) {
            questions.set(Vec::new());
        }
    };
    macro_rules! text {
        ($field:ident) => {
            Signal::derive(move || draft.with(|draft| draft.$field.clone()))
        };
    }
    macro_rules! set {
        ($field:ident) => {
            move |text: String| edit(&|draft| draft.$field.clone_from(&text))
        };
    }
    let place = use_place();
    let screen = match name.form {
        FormOf::CrisisNote => Screen::CrisisNote(client_id),
        _ => Screen::Log(client_id),
    };
    // Whether the questions were answered already.
    let sign = move |answered: bool| {
        if busy.get_untracked() {
            return;
        }
        let now = clock::now();
        match draft.with_untracked(|draft| draft.sign(now)) {
            Err(found) => problems.set(found),
            Ok(contact) => {
                let asked = asked_of(&contact, heard(state, now));
                problems.set(Vec::new());
                if !answered && !asked.is_empty() {
                    return questions.set(asked);
                }
                busy.set(true);
                keeper.finish();
                spawn_local(async move {
                    match save_draft(state, Payload::ContactSigned(contact), name).await {
                        Ok((kept, _)) => {
                            state.tell(saved_words(w, kept));
                            place.go_on(screen, Screen::Client(client_id));
                        }
                        Err(_) => {
                            busy.set(false);
                            keeper.resume();
                            state.tell(w.phone_could_not_keep);
                        }
                    }
                });
            }
        }
    };
    let discard = move |()| {
        keeper.finish();
        spawn_local(async move {
            if !draft::discard(state, name).await {
                keeper.resume();
            } else if name.form == FormOf::CrisisNote {
                // The event is where it can be begun again.
                place.go(Screen::Client(client_id));
            } else if let Some((next, left)) = open_draft(state, name).await {
                // Another one may have lain beside it.
                keeper.renew(&next, left.is_some());
                draft.set(next);
                found.set(left.is_some());
            }
        });
    };
    let instead = (name.form == FormOf::CrisisNote).then_some(w.note_filled_in);
    let means = move || {
        let modes =
            [Mode::FaceToFace, Mode::Phone, Mode::Text, Mode::Email, Mode::Video, Mode::Letter];
        choices(
            "mode",
            w.by_what_means,
            modes.map(|option| (option, mode(w, option))).to_vec(),
            move || draft.with(|draft| draft.mode),
            move |mode| edit(&|draft| draft.mode = mode),
        )
    };
    let travel = Signal::derive(move || {
        draft
            .with(|draft| draft.travel_minutes.map(|minutes| minutes.to_string()))
            .unwrap_or_default()
    });
    let completed = move || draft.with(|draft| draft.outcome == Outcome::Completed);
    let attempted = move || !completed();
    view! {
        <form class="form log" on:submit=|event| event.prevent_default()>
            <DraftFound shown=found begun instead on_discard=Callback::new(discard)/>
            {choices("kind", w.kind_of_contact, vec![
                    (Kind::Met, w.kind_met),
                    (Kind::Phone, w.kind_phone),
                    (Kind::Text, w.kind_text),
                    (Kind::NoAnswer, w.kind_no_answer),
                    (Kind::OtherPerson, w.kind_other_person),
                ], move || draft.with(ContactDraft::kind), move |kind| edit(&|draft| draft.choose(kind)))}
            <When draft edit=Callback::new(move |change: Change| edit(&*change))/>
            <LineField id="place" label=w.place value=text!(place) on_input=set!(place)/>
            <Show when=move || draft.with(|draft| draft.with != With::Client)>
                {choices("with", w.with_whom_kind, [With::Collateral, With::Provider, With::Team, With::Other]
                        .map(|option| (option, with(w, option)))
                        .to_vec(), move || draft.with(|draft| draft.with), move |with| edit(&|draft| draft.with = with))}
                <LineField id="with-whom" label=w.with_whom value=text!(with_whom) on_input=set!(with_whom)/>
            </Show>
            <Show when=attempted>
                {choices("outcome", w.what_came_of_it, vec![
                        (Outcome::AttemptedNoAnswer, w.outcome_no_answer),
                        (Outcome::LeftMessage, w.outcome_left_message),
                        (Outcome::NoShow, w.outcome_no_show),
                        (Outcome::Cancelled, w.outcome_cancelled),
                        (Outcome::Declined, w.outcome_declined),
                    ], move || draft.with(|draft| draft.outcome), move |outcome| edit(&|draft| draft.outcome = outcome))}
            </Show>
            // Meeting, phone and text say it themselves.
            <Show when=move || draft.with(|draft| matches!(draft.kind(), Kind::NoAnswer | Kind::OtherPerson))>
                {means}
            </Show>
            <Show when=completed>
                <TextArea id="purpose" label=w.purpose rows=1 value=text!(purpose) on_input=set!(purpose)/>
                <TextArea
                    id="seen-heard"
                    label=w.seen_heard
                    hint=w.seen_heard_hint
                    rows=4
                    value=text!(seen_heard)
                    on_input=set!(seen_heard)
                />
                <Quotes draft edit=Callback::new(move |change: Change| edit(&*change))/>
                <div class="impression">
                    <TextArea
                        id="impression"
                        label=w.impression
                        hint=w.impression_hint
                        rows=2
                        value=text!(impression)
                        on_input=set!(impression)
                    />
                </div>
                <TextArea id="what-i-did" label=w.what_i_did rows=2 value=text!(what_i_did) on_input=set!(what_i_did)/>
                <TextArea
                    id="what-client-did"
                    label=w.what_client_did
                    rows=2
                    value=text!(what_client_did)
                    on_input=set!(what_client_did)
                />
                <TextArea id="response" label=w.response rows=2 value=text!(response) on_input=set!(response)/>
            </Show>
            <TextArea id="next-step" label=w.next_step rows=1 value=text!(next_step) on_input=set!(next_step)/>
            <Show when=move || draft.with(|draft| !draft.next_step.trim().is_empty())>
                <TextField
                    id="next-step-due"
                    label=w.next_step_due
                    kind="date"
                    value=Signal::derive(move || {
                        draft.with(|draft| draft.next_step_due.map(|day| day.to_string()).unwrap_or_default())
                    })
                    on_input=move |text: String| {
                        edit(&|draft| draft.next_step_due = day::read(&text));
                    }
                />
            </Show>
            <details class="sheet">
                <summary>{w.more_about_contact}</summary>
                <Show when=move || draft.with(|draft| draft.kind() == Kind::Met)>{means}</Show>
                {choices("function", w.function, vec![
                        (Function::Outreach, w.function_outreach),
                        (Function::Monitoring, w.function_monitoring),
                        (Function::Assessment, w.function_assessment),
                        (Function::Planning, w.function_planning),
                        (Function::Referral, w.function_referral),
                        (Function::Advocacy, w.function_advocacy),
                        (Function::Crisis, w.function_crisis),
                    ], move || draft.with(|draft| draft.component), move |function| edit(&|draft| draft.component = function))}
                {choices("planned", w.planned, vec![(false, w.planned_no), (true, w.planned_yes)], move || draft.with(|draft| draft.planned), move |planned| edit(&|draft| draft.planned = planned))}
                {choices("interpreter", w.interpreter_took_part, vec![(false, w.no), (true, w.yes)], move || draft.with(|draft| draft.interpreter), move |interpreter| edit(&|draft| draft.interpreter = interpreter))}
                <DayField
                    id="travel-minutes"
                    label=n.travel_minutes
                    kind="number"
                    value=travel
                    stays=Signal::derive(move || draft.with(|draft| draft.travel_minutes.unwrap_or(0).to_string()))
                    on_input=move |text: String| {
                        let minutes = text.parse().ok().filter(|minutes| *minutes <= DAY_MINUTES);
                        if minutes.is_some() || text.is_empty() {
                            edit(&|draft| draft.travel_minutes = minutes);
                        }
                        minutes.is_some() || text.is_empty()
                    }
                />
            </details>
            <div role="alert">
            {move || {
                let rows: Vec<_> = problems.get().into_iter().map(|problem| view! { <li>{sentence(w, f, problem)}</li> }).collect();
                (!rows.is_empty()).then(|| view! { <ul class="problem">{rows}</ul> })
            }}
            </div>
            <Asked
                questions
                back=t.change_date
                on_back=Callback::new(|()| page::focus("date"))
                go=t.sign_as_it_is
                on_go=Callback::new(move |()| sign(true))
            />
            <Kept keeper before=w.draft_empty kept=w.draft_kept/>
            <div class="thumb">
                <button class="button primary" type="button" on:click=move |_| sign(false) disabled=move || busy.get()>
                    {w.sign}
                </button>
            </div>
        </form>
    }
}

type Change = Box<dyn Fn(&mut ContactDraft) + Send + Sync>;

/// The client's own words, a field a quote, kept apart from everything else.
#[component]
fn Quotes(draft: RwSignal<ContactDraft>, edit: Callback<Change>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let f = form::words(state.language.get_untracked());
    let count = Memo::new(move |_| draft.with(|draft| draft.quotes.len()));
    let full = move || count.get() >= QUOTES_MAX;
    let add = move |_| edit.run(Box::new(|draft| draft.quotes.push(String::new())));
    let fields = move || {
        (0..count.get())
            .map(|index| {
                let id = format!("quote-{index}");
                let value = Signal::derive(move || {
                    draft.with(|draft| draft.quotes.get(index).cloned().unwrap_or_default())
                });
                let on_input = move |text: String| {
                    edit.run(Box::new(move |draft| {
                        if let Some(quote) = draft.quotes.get_mut(index) {
                            quote.clone_from(&text);
                        }
                    }));
                };
                view! { <div class="quote"><TextArea id label=w.quote rows=2 value on_input/></div> }
            })
            .collect_view()
    };
    view! {
        {fields}
        <button class="button" type="button" disabled=full on:click=add>{w.add_quote}</button>
        {move || full().then(|| view! { <p class="hint" role="status">{f.quotes_full}</p> })}
    }
}

fn sentence(w: &Words, f: &form::Words, problem: Problem) -> String {
    match problem {
        Problem::TooLong(by) => return too_long::sentence(f, label(w, by.field), by),
        Problem::SeenHeardMissing => w.problem_seen_heard,
        Problem::EndsBeforeStart => w.problem_ends_before_start,
        Problem::WithWhomMissing => w.problem_with_whom,
        Problem::NextStepWithoutDay => w.problem_next_step_day,
    }
    .to_owned()
}

/// What the form calls a field.
const fn label(w: &Words, field: Field) -> &'static str {
    match field {
        Field::Place => w.place,
        Field::WithWhom => w.with_whom,
        Field::Purpose => w.purpose,
        Field::Quote => w.quote,
        Field::Impression => w.impression,
        Field::WhatIDid => w.what_i_did,
        Field::WhatClientDid => w.what_client_did,
        Field::Response => w.response,
        Field::NextStep => w.next_step,
        _ => w.seen_heard,
    }
}
