use crate::{
    browser::{clock, page, random},
    held::Held,
    parts::{
        asked::{ClockOff, heard},
        choices::choices,
        contact_line::addendum_kind,
        dates,
        draft_found::DraftFound,
        form::complaints,
        read_back::SignedEnd,
        text::TextArea,
    },
    place::Screen,
    state::{
        AppState, draft,
        form::{Made, Writing},
        save::saved_words,
        use_app,
    },
    store::{DraftName, FormKind},
    words::desk,
};
use domain::{
    addendum::AddendumDraft,
    dated::asked_of_start,
    id::{AddendumId, ClientId, ContactId},
    length::Field,
    operation::Payload,
    problem::Problem,
    wire::v1::AddendumKind,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

const KINDS: [AddendumKind; 4] = [
    AddendumKind::Addendum,
    AddendumKind::Correction,
    AddendumKind::LateEntry,
    AddendumKind::EnteredInError,
];

/// Adds words to a signed note. The note itself stays as it was signed.
#[component]
pub(super) fn AddendumForm(
    client_id: ClientId,
    contact_id: ContactId,
    /// Counts up when the note is to be marked as entered in error.
    in_error: Held<u32>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let name = DraftName { form: FormKind::Addendum, client_id };
    let opened = Held::new(None::<(AddendumDraft, bool)>);
    let begin = move || {
        spawn_local(async move {
            let left = draft::left::<AddendumDraft>(state, name).await;
            let left = left.filter(|left| left.client_id == client_id);
            let found = left.is_some();
            match left.or_else(|| fresh(client_id, contact_id)) {
                Some(draft) => _ = opened.try_set(Some((draft, found))),
                None => state.tell(w.phone_could_not_keep),
            }
        });
    };
    begin();
    let again = Callback::new(move |()| begin());
    move || {
        opened.get().map(|(draft, found)| {
            if draft.contact_id == contact_id {
                view! { <Writing draft found begin=again in_error/> }.into_any()
            } else {
                other_note(state, name, &draft, again).into_any()
            }
        })
    }
}

fn fresh(client_id: ClientId, contact_id: ContactId) -> Option<AddendumDraft> {
    let id = random::id(AddendumId::from_parts).ok()?;
    Some(AddendumDraft::begin(id, contact_id, client_id, clock::now()))
}

/// Words for another note are waiting: they are never shown here, nor written over.
fn other_note(
    state: AppState,
    name: DraftName,
    left: &AddendumDraft,
    begin: Callback<()>,
) -> impl IntoView + use<> {
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let now = state.now.get_untracked();
    let when = dates::day_time(w, left.written_at.unwrap_or(now), now);
    let path = Screen::Contact(left.client_id, left.contact_id).path();
    let discard = move |_| {
        spawn_local(async move {
            if let Some(discarded) = draft::discard(state, name, None).await {
                begin.try_run(());
                discarded.offer(move || _ = begin.try_run(()));
            }
        });
    };
    view! {
        <div class="banner">
            <p>{d.addendum_elsewhere(&when)}</p>
            <div class="row">
                <a class="button" href=path>{w.keep_writing}</a>
                <button class="button" type="button" on:click=discard>{w.discard_draft}</button>
            </div>
        </div>
    }
}

#[component]
fn Writing(
    draft: AddendumDraft,
    /// It was left unfinished.
    found: bool,
    /// Looks for a draft anew, once this one is signed or discarded.
    begin: Callback<()>,
    in_error: Held<u32>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let name = DraftName { form: FormKind::Addendum, client_id: draft.client_id };
    let begun = found.then(|| draft.written_at.unwrap_or_else(clock::now));
    let writing = Writing::begin(state, name, draft, begun, move |draft: &AddendumDraft| {
        complaints(state, draft.problems(), |problem| own(d, problem))
    });
    let (draft, form) = (writing.draft, writing.form);
    // Nobody has to look for what they left.
    let open = Held::new(found);
    let edit = move |change: &dyn Fn(&mut AddendumDraft)| writing.edit(change);
    Effect::new(move |asked: Option<u32>| {
        let times = in_error.get();
        if asked.is_some_and(|asked| asked != times) {
            // What is read back is not what would be signed any more.
            form.reading.set(false);
            edit(&|draft| {
                draft.kind = AddendumKind::EnteredInError;
                if draft.reason.trim().is_empty() {
                    d.wrong_date.clone_into(&mut draft.reason);
                }
            });
            open.set(true);
            page::focus("addendum-text");
        }
        times
    });
    let addendum = move |now| draft.with_untracked(|draft| draft.sign(now)).ok();
    let make = Callback::new(move |now| {
        let addendum = addendum(now)?;
        let asked = asked_of_start(addendum.at, heard(state, now));
        Some(Made::from((Payload::AddendumSigned(addendum), asked.into_iter().collect())))
    });
    let then = Arc::new(move |kept, _| {
        state.tell(saved_words(w, kept));
        // It stands at its note from here on, and never in two places.
        let _left = form.reading.try_set(false);
        begin.try_run(());
    });
    let as_signed = Callback::new(move |()| {
        let Some(addendum) = addendum(clock::now()) else { return ().into_any() };
        let reason = addendum.reason;
        view! {
            <section class="addendum">
                <h3>{addendum_kind(w, addendum.kind)}</h3>
                <p>{addendum.text}</p>
                {(!reason.is_empty()).then(|| view! { <p class="quiet">{w.reason}": "{reason}</p> })}
            </section>
        }
        .into_any()
    });
    let discard = Callback::new(move |()| form.discard(move || _ = begin.try_run(())));
    let kinds = KINDS.map(|option| (option, addendum_kind(w, option))).to_vec();
    view! {
        <details class="sheet" open=move || open.get()>
            <summary>{d.add_to_note}</summary>
            <form class="form" class:being-read=move || form.reading.get() on:submit=|event| event.prevent_default()>
                <DraftFound form on_discard=discard/>
                <p class="quiet">{d.signed_notes_stay}</p>
                {choices("addendum-kind", w.kind_of_addendum, kinds, move || draft.with(|draft| draft.kind), move |kind| edit(&|draft| draft.kind = kind))}
                <TextArea
                    id="addendum-text"
                    label=w.addendum_text
                    value=writing.read(|draft| draft.text.clone())
                    on_input=move |text: String| edit(&|draft| draft.text.clone_from(&text))
                />
                <TextArea
                    id="reason"
                    label=w.reason
                    rows=1
                    value=writing.read(|draft| draft.reason.clone())
                    on_input=move |text: String| edit(&|draft| draft.reason.clone_from(&text))
                />
                <ClockOff/>
                <SignedEnd
                    form
                    make
                    draw=as_signed
                    then
                    back=(w.keep_writing, Callback::new(|()| page::focus("addendum-text")))
                />
            </form>
        </details>
    }
}

/// What only this form can say.
const fn own(d: &desk::Words, problem: Problem) -> &'static str {
    match problem.field {
        Field::Reason => d.problem_addendum_reason,
        _ => d.problem_addendum_text,
    }
}
