mod change;
mod needs;
mod quotes;
mod telling;
mod when;

use crate::{
    browser::{clock, page, random},
    held::{Held, Live},
    parts::{
        asked::heard,
        check::check,
        choices::choices,
        client_header::ClientHeader,
        contact_facts::{contact_facts, function_name},
        contact_line::{mode, with},
        day_field::DayField,
        draft_found::DraftFound,
        form::complaints,
        read_back::SignedEnd,
        text::{LineField, TextArea},
        wording::Wording,
    },
    place::{LogAs, Screen, use_place},
    state::{
        AppState, draft,
        form::{Form, Made, Writing},
        phone::phone,
        save::saved_words,
        use_app,
        wording::Text,
    },
    store::{DraftName, FormKind},
    words::{Words, note, times},
};
use change::Change;
use domain::{
    contact::{ContactDraft, Kind, NEW_NEED},
    dated::asked_of,
    day,
    id::{ClientId, ContactId, LineId, TaskId},
    length::Field,
    operation::Payload,
    problem::{Problem, Wrong},
    wire::v1::{AboutNeed, Client, Component as Function, Contact, Mode, Outcome, With},
};
use leptos::{prelude::*, task::spawn_local};
use needs::{Known, Needs};
use quotes::Quotes;
use std::sync::Arc;
use telling::{Releases, Telling};
use when::WhenAndWhere;

/// What leads to the rest of the form.
const MORE: &str = "more";

/// Nobody travels for longer than a day.
const DAY_MINUTES: u32 = 24 * 60;

/// The form for a contact. Opens with everything filled that can be known;
/// "No answer" and "Sign" are the whole of an attempt.
#[component]
pub fn LogContact(
    client_id: ClientId,
    /// An ordinary note, or that of a crisis event.
    form: FormKind,
    /// What it is begun as, where that is known before it is opened: an attempt is filled
    /// in, and read back at once if a tap led here.
    #[prop(optional)]
    log_as: Option<LogAs>,
    /// A need that it is about, where it was begun from there.
    #[prop(optional)]
    need: Option<LineId>,
) -> impl IntoView {
    let state = use_app();
    let draft = Held::new(None::<(ContactDraft, Option<FormKind>)>);
    spawn_local(async move {
        let opened = open_draft(state, DraftName { form, client_id }, need).await;
        draft.set(opened);
    });
    view! {
        <ClientHeader client_id back=Screen::Client(client_id)/>
        {move || draft.get().map(|(draft, found)| view! { <ContactForm draft found log_as need/> })}
    }
    .into_any()
}

/// The draft of this name with the form it was left in, or else a fresh one of
/// an ordinary note: only a response begins the note of a crisis event.
async fn open_draft(
    state: AppState,
    name: DraftName,
    // What a fresh one is about.
    need: Option<LineId>,
) -> Option<(ContactDraft, Option<FormKind>)> {
    // Locked: nothing may be begun.
    phone()?;
    let client_id = name.client_id;
    let left = draft::left::<ContactDraft>(state, name).await;
    if let Some(mut left) = left.filter(|left| left.client_id == client_id) {
        left.put_in_order(&clock::offset_at);
        return Some((left, Some(name.form)));
    }
    if name.form == FormKind::CrisisNote {
        let ordinary = DraftName { form: FormKind::Contact, client_id };
        return Box::pin(open_draft(state, ordinary, need)).await;
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
        draft.needs.extend(need.map(|need| AboutNeed { need, progress: None }));
        Ok(draft)
    };
    fresh().ok().map(|draft| (draft, None))
}

#[component]
fn ContactForm(
    draft: ContactDraft,
    found: Option<FormKind>,
    log_as: Option<LogAs>,
    need: Option<LineId>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let (n, t) = {
        let language = state.language.get_untracked();
        (note::words(language), times::words(language))
    };
    let client_id = draft.client_id;
    let name = DraftName { form: found.unwrap_or(FormKind::Contact), client_id };
    let begun = found.map(|_| draft.written_at.unwrap_or_else(clock::now));
    let known = Known::of(state, client_id);
    let releases = Releases::of(state, client_id);
    let writing = Writing::begin(state, name, draft, begun, move |draft: &ContactDraft| {
        let mut problems = draft.problems();
        let added =
            draft.adds_need().map(|(need, words)| known.with_need(need, words, clock::now()));
        if added.is_some_and(|added| added.is_err()) {
            problems.push(Problem::new(NEW_NEED, Wrong::Missing));
        }
        problems.extend(releases.refuse(draft, clock::now()));
        complaints(state, problems, |problem| own(state, n, problem))
    });
    let (draft, form) = (writing.draft, writing.form);
    let edit = move |change: &dyn Fn(&mut ContactDraft)| writing.edit(change);
    let client = state.caseload.with_untracked(|caseload| {
        caseload.clients.get(&client_id).map(|entry| entry.client.clone())
    });
    let client = Held::new(client);
    macro_rules! text {
        ($field:ident) => {
            writing.read(|draft| draft.$field.clone())
        };
    }
    macro_rules! set {
        ($field:ident) => {
            move |text: String| edit(&|draft| draft.$field.clone_from(&text))
        };
    }
    let place = use_place();
    let screen = place.shown();
    let contact = move |now| {
        let mut draft = draft.get_untracked();
        draft.number_needs(|need| known.number(need));
        draft.sign(now).ok()
    };
    let make = Callback::new(move |now| {
        let contact = contact(now)?;
        let asked = asked_of(&contact, heard(state, now));
        let added = draft.with_untracked(|draft| {
            draft.adds_need().map(|(need, words)| known.with_need(need, words, now))
        });
        let mut also = added.unwrap_or_else(|| Ok(Vec::new())).ok()?;
        let disclosed = draft.with_untracked(|draft| draft.disclosed(now));
        also.extend(disclosed.map(Payload::RecordSigned));
        Some(Made { payload: Payload::ContactSigned(contact), also, asked })
    });
    let then = Arc::new(move |kept, _| {
        state.tell(saved_words(w, kept));
        place.go_on(screen, Screen::Client(client_id));
    });
    let as_signed = Callback::new(move |()| match contact(clock::now()) {
        Some(contact) => {
            provide_context(draft.with_untracked(|draft| known.around(draft.adds_need())));
            let disclosed = draft.with_untracked(|draft| draft.disclosed(clock::now()));
            view! {
                {out_of_sight(form, n, &contact)}
                {contact_facts(state, &contact, None)}
                {disclosed.map(|disclosed| telling::read_back(state, &disclosed.cells()))}
            }
            .into_any()
        }
        None => ().into_any(),
    });
    // What was left is somebody's words, and stays as it was.
    if let (Some(log), None) = (log_as, found) {
        client.with_untracked(|client| edit(&|draft| begin_as(draft, log, client.as_ref())));
        if draft.with_untracked(|draft| draft.kind() == Kind::NoAnswer) && place.came_by_tap() {
            form.read_back(false, |now| make.run(now));
        }
    }
    let discard = Callback::new(move |()| {
        form.discard(move || {
            if name.form == FormKind::CrisisNote {
                // The event is where it can be begun again.
                return place.go_on(screen, Screen::Client(client_id));
            }
            if !state.caseload.with_untracked(|caseload| caseload.knows_of(client_id)) {
                return place.go_on(screen, Screen::Clients);
            }
            spawn_local(async move {
                // Another one may have lain beside it.
                match open_draft(state, name, need).await {
                    Some((next, left)) => writing.renew(next, left.is_some()),
                    None => form.go_back(),
                }
            });
        });
    });
    // Whom it was with, for whoever comes back to it over another kind.
    let other = Held::new(With::Collateral);
    let choose = move |kind| {
        let with = draft.with_untracked(|draft| draft.with);
        if with != With::Client {
            other.set(with);
        }
        client.with_untracked(|client| {
            edit(&|draft| match client {
                Some(client) => draft.choose_of(kind, client),
                None => draft.choose(kind),
            });
        });
        if kind == Kind::OtherPerson {
            edit(&|draft| draft.with = other.get_untracked());
        }
    };
    let choose_means = move |mode| {
        client.with_untracked(|client| {
            edit(&|draft| match client {
                Some(client) => draft.choose_means(mode, client),
                None => draft.mode = mode,
            });
        });
    };
    let instead = (name.form == FormKind::CrisisNote).then_some(n.note_filled_in.to_owned());
    let means = move || {
        let modes =
            [Mode::FaceToFace, Mode::Phone, Mode::Text, Mode::Email, Mode::Video, Mode::Letter];
        choices(
            "mode",
            n.by_what_means,
            modes.map(|option| (option, mode(w, option))).to_vec(),
            move || draft.with(|draft| draft.mode),
            choose_means,
        )
    };
    let travel = writing
        .read(|draft| draft.travel_minutes.map(|minutes| minutes.to_string()).unwrap_or_default());
    let completed = move || draft.with(|draft| draft.outcome == Outcome::Completed);
    let attempted = move || !completed();
    let texts = Live::derive(move || draft.with(|draft| texts(w, n, draft)));
    view! {
        <form class="form log" class:being-read=move || form.reading.get() on:submit=|event| event.prevent_default()>
            <DraftFound form instead on_discard=discard/>
            {choices("kind", n.kind_of_contact, vec![
                    (Kind::Met, n.kind_met),
                    (Kind::Phone, n.kind_phone),
                    (Kind::Text, n.kind_text),
                    (Kind::NoAnswer, w.kind_no_answer),
                    (Kind::OtherPerson, n.kind_other_person),
                ], move || draft.with(ContactDraft::kind), choose)}
            <Show when=move || draft.with(|draft| draft.with != With::Client)>
                {choices("with", n.with_whom_kind, [With::Collateral, With::Provider, With::Team, With::Other]
                        .map(|option| (option, with(w, option)))
                        .to_vec(), move || draft.with(|draft| draft.with), move |with| edit(&|draft| draft.with = with))}
                <LineField id="with-whom" label=w.with_whom value=text!(with_whom) on_input=set!(with_whom)/>
            </Show>
            <Show when=move || draft.with(ContactDraft::asks_what_was_told)>
                <Telling writing client_id releases/>
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
            // What a contact cannot be signed without stands first.
            <Show when=completed>
                <TextArea
                    id="seen-heard"
                    label=w.seen_heard
                    hint=n.seen_heard_hint
                    rows=4
                    value=text!(seen_heard)
                    on_input=set!(seen_heard)
                />
            </Show>
            // Meeting, phone and text say it themselves.
            <Show when=move || draft.with(|draft| matches!(draft.kind(), Kind::NoAnswer | Kind::OtherPerson))>
                {means}
            </Show>
            <WhenAndWhere form draft edit=Callback::new(move |change: Change| edit(&*change))/>
            // Of an attempt only where it was said before that it was about one.
            <Show when=move || completed() || draft.with(|draft| !draft.needs.is_empty() || draft.adds_need().is_some())>
                <Needs draft known edit=Callback::new(move |change: Change| edit(&*change))/>
            </Show>
            <Show when=completed>
                <TextArea id="purpose" label=w.purpose rows=1 value=text!(purpose) on_input=set!(purpose)/>
                <Quotes draft edit=Callback::new(move |change: Change| edit(&*change))/>
                <div class="impression">
                    <TextArea
                        id="impression"
                        label=n.impression
                        hint=n.impression_hint
                        rows=2
                        value=text!(impression)
                        on_input=set!(impression)
                    />
                </div>
                <TextArea id="what-i-did" label=w.what_i_did rows=2 value=text!(what_i_did) on_input=set!(what_i_did)/>
                <TextArea
                    id="what-client-did"
                    label=n.what_client_did
                    rows=2
                    value=text!(what_client_did)
                    on_input=set!(what_client_did)
                />
                <TextArea id="response" label=w.response rows=2 value=text!(response) on_input=set!(response)/>
            </Show>
            <TextArea id="next-step" label=w.next_step rows=1 value=text!(next_step) on_input=set!(next_step)/>
            <Show when=move || draft.with(|draft| !draft.next_step.trim().is_empty())>
                <LineField
                    id="next-step-due"
                    label=n.next_step_due
                    kind="date"
                    value=writing.read(|draft| draft.next_step_due.map(|day| day.to_string()).unwrap_or_default())
                    on_input=move |text: String| {
                        edit(&|draft| draft.next_step_due = day::read(&text));
                    }
                />
                {check(
                    "next-step-for-client".to_owned(),
                    n.next_step_for_client,
                    writing.read(|draft| draft.next_step_for_client),
                    move |on| edit(&|draft| draft.next_step_for_client = on),
                )}
            </Show>
            <details class="sheet">
                <summary id=MORE>{n.more_about_contact}</summary>
                <Show when=move || draft.with(|draft| draft.kind() == Kind::Met)>{means}</Show>
                {choices("function", n.function, vec![
                        (Function::Outreach, n.function_outreach),
                        (Function::Monitoring, n.function_monitoring),
                        (Function::Assessment, n.function_assessment),
                        (Function::Planning, n.function_planning),
                        (Function::Referral, n.function_referral),
                        (Function::Advocacy, n.function_advocacy),
                        (Function::Crisis, n.function_crisis),
                    ], move || draft.with(|draft| draft.component), move |function| edit(&|draft| draft.component = function))}
                {choices("planned", n.planned, vec![(false, n.planned_no), (true, n.planned_yes)], move || draft.with(|draft| draft.planned), move |planned| edit(&|draft| draft.planned = planned))}
                {choices("interpreter", n.interpreter_took_part, vec![(false, w.no), (true, w.yes)], move || draft.with(|draft| draft.interpreter), move |interpreter| edit(&|draft| draft.interpreter = interpreter))}
                <DayField
                    id="travel-minutes"
                    label=n.travel_minutes
                    kind="number"
                    value=travel
                    stays=writing.read(|draft| draft.travel_minutes.unwrap_or(0).to_string())
                    on_input=move |text: String| {
                        let minutes = text.parse().ok().filter(|minutes| *minutes <= DAY_MINUTES);
                        if minutes.is_some() || text.is_empty() {
                            edit(&|draft| draft.travel_minutes = minutes);
                        }
                        minutes.is_some() || text.is_empty()
                    }
                />
            </details>
            <Wording client_id texts/>
            <SignedEnd form make draw=as_signed then back=(t.change_date, Callback::new(|()| page::show("date".into())))/>
        </form>
    }
}

/// A pasted book is not looked through at every pause: nobody has written it about anybody.
const CHECKED_BYTES: usize = 20_000;

/// What a note says in the words of its writer: the client's own are never judged.
fn texts(w: &Words, n: &note::Words, draft: &ContactDraft) -> Vec<Text> {
    let text = |id, label, said: &str| Text {
        id,
        label,
        said: if said.len() <= CHECKED_BYTES { said.to_owned() } else { String::new() },
        impressions: id == "impression",
    };
    let met = [
        text("seen-heard", w.seen_heard, &draft.seen_heard),
        text("purpose", w.purpose, &draft.purpose),
        text("impression", n.impression, &draft.impression),
        text("what-i-did", w.what_i_did, &draft.what_i_did),
        text("what-client-did", n.what_client_did, &draft.what_client_did),
        text("response", w.response, &draft.response),
    ];
    let next = text("next-step", w.next_step, &draft.next_step);
    let met = met.into_iter().filter(|_| draft.outcome == Outcome::Completed);
    met.chain([next]).filter(|text| !text.said.trim().is_empty()).collect()
}

/// Sets what the tap that led here says. A call and a text have no place.
fn begin_as(draft: &mut ContactDraft, log: LogAs, client: Option<&Client>) {
    let (kind, by) = match log {
        LogAs::Visit => (Kind::NoAnswer, Mode::FaceToFace),
        LogAs::MissedCall => (Kind::NoAnswer, Mode::Phone),
        LogAs::MissedText => (Kind::NoAnswer, Mode::Text),
        LogAs::Call => (Kind::Phone, Mode::Phone),
        LogAs::Text => (Kind::Text, Mode::Text),
    };
    match client {
        Some(client) => draft.choose_of(kind, client),
        None => draft.choose(kind),
    }
    draft.mode = by;
    if by != Mode::FaceToFace {
        draft.place.clear();
    }
}

/// What is signed with the note and folded away in the form: it was filled in, and whoever signs
/// has seen it.
fn out_of_sight(form: Form, n: &'static note::Words, contact: &Contact) -> AnyView {
    let arranged = if contact.planned { n.arranged } else { n.not_arranged };
    let interpreter = match (contact.interpreter, contact.outcome) {
        (true, _) => Some(n.with_interpreter),
        (false, Outcome::Completed) => Some(n.no_interpreter),
        // Nobody expects one of an attempt.
        _ => None,
    };
    let all = [Some(function_name(n, contact.component)), Some(arranged), interpreter];
    let all: Vec<_> = all.into_iter().flatten().collect();
    let change = move |_| {
        form.reading.set(false);
        page::show(MORE.into());
    };
    view! {
        <p class="hint">
            {n.also_in_note(&all.join(" · "))}" "
            <button class="link" type="button" on:click=change>{n.change}</button>
        </p>
    }
    .into_any()
}

/// What only this form can say.
fn own(app: AppState, n: &note::Words, problem: Problem) -> &'static str {
    match problem.field {
        _ if telling::says(app, problem).is_some() => {
            telling::says(app, problem).unwrap_or_default()
        }
        NEW_NEED => crate::words::needs::words(app.language.get_untracked()).new_need_unread,
        Field::Ends => n.problem_ends_before_start,
        Field::WithWhom => n.problem_with_whom,
        Field::NextStepDue => n.problem_next_step_day,
        _ => n.problem_seen_heard,
    }
}
