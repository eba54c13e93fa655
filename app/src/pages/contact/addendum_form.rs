use crate::{
    browser::{clock, page, random},
    parts::{
        asked::{Asked, ClockOff, heard},
        choices::choices,
        contact_line::addendum_kind,
        dates,
        draft_found::DraftFound,
        kept::Kept,
        text::TextArea,
        too_long,
    },
    place::Screen,
    state::{
        AppState,
        draft::{self, Keeper},
        save::{save_draft, saved_words},
        use_app,
    },
    store::{DraftName, Form},
    words::{Words, desk, form, times},
};
use domain::{
    addendum::{AddendumDraft, AddendumProblem},
    dated::{Question, asked_of_start},
    id::{AddendumId, ClientId, ContactId},
    length::Field,
    operation::Payload,
    wire::v1::AddendumKind,
};
use leptos::{prelude::*, task::spawn_local};

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
    in_error: RwSignal<u32>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let name = DraftName { form: Form::Addendum, client_id };
    let opened = RwSignal::new(None::<(AddendumDraft, bool)>);
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
            if draft::discard(state, name).await {
                begin.try_run(());
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
    in_error: RwSignal<u32>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let (d, f, t) = {
        let language = state.language.get_untracked();
        (desk::words(language), form::words(language), times::words(language))
    };
    let name = DraftName { form: Form::Addendum, client_id: draft.client_id };
    let begun = draft.written_at;
    let draft = RwSignal::new(draft);
    let keeper = Keeper::of(state, name, draft, found);
    // Nobody has to look for what they left.
    let open = RwSignal::new(found);
    let found = RwSignal::new(found);
    let problem = RwSignal::new(None::<String>);
    let questions = RwSignal::new(Vec::<Question>::new());
    let busy = RwSignal::new(false);
    let edit = move |change: &dyn Fn(&mut AddendumDraft)| {
        draft.update(change);
        keeper.edited();
    };
    Effect::new(move |asked: Option<u32>| {
        let times = in_error.get();
        if asked.is_some_and(|asked| asked != times) {
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
    let sign = move |answered: bool| {
        if busy.get_untracked() {
            return;
        }
        let now = clock::now();
        let addendum = match draft.with_untracked(|draft| draft.sign(now)) {
            Ok(addendum) => addendum,
            Err(why) => return problem.set(Some(sentence(w, d, f, why))),
        };
        let asked = asked_of_start(addendum.at, heard(state, now));
        if let Some(asked) = asked.filter(|_| !answered) {
            return questions.set(vec![asked]);
        }
        busy.set(true);
        keeper.finish();
        spawn_local(async move {
            match save_draft(state, Payload::AddendumSigned(addendum), name).await {
                Ok((kept, _)) => {
                    state.tell(saved_words(w, kept));
                    begin.try_run(());
                }
                Err(_) => {
                    let _gone = busy.try_set(false);
                    keeper.resume();
                    let _gone = problem.try_set(Some(w.phone_could_not_keep.to_owned()));
                }
            }
        });
    };
    let discard = move |()| {
        keeper.finish();
        spawn_local(async move {
            if draft::discard(state, name).await {
                begin.try_run(());
            } else {
                keeper.resume();
            }
        });
    };
    let kinds = KINDS.map(|option| (option, addendum_kind(w, option))).to_vec();
    view! {
        <details class="sheet" open=move || open.get()>
            <summary>{d.add_to_note}</summary>
            <form class="form" on:submit=|event| event.prevent_default()>
                <DraftFound shown=found begun on_discard=Callback::new(discard)/>
                <p class="quiet">{d.signed_notes_stay}</p>
                {choices("addendum-kind", w.kind_of_addendum, kinds, move || draft.with(|draft| draft.kind), move |kind| edit(&|draft| draft.kind = kind))}
                <TextArea
                    id="addendum-text"
                    label=w.addendum_text
                    value=Signal::derive(move || draft.with(|draft| draft.text.clone()))
                    on_input=move |text: String| edit(&|draft| draft.text.clone_from(&text))
                />
                <TextArea
                    id="addendum-reason"
                    label=w.reason
                    rows=1
                    value=Signal::derive(move || draft.with(|draft| draft.reason.clone()))
                    on_input=move |text: String| edit(&|draft| draft.reason.clone_from(&text))
                />
                <p class="problem" role="alert">{move || problem.get()}</p>
                <ClockOff/>
                <Asked
                    questions
                    back=w.keep_writing
                    on_back=Callback::new(|()| page::focus("addendum-text"))
                    go=t.sign_as_it_is
                    on_go=Callback::new(move |()| sign(true))
                />
                <Kept keeper before=w.draft_empty kept=w.draft_kept/>
                <button class="button primary" type="button" on:click=move |_| sign(false) disabled=move || busy.get()>{w.sign}</button>
            </form>
        </details>
    }
}

fn sentence(w: &Words, d: &desk::Words, f: &form::Words, problem: AddendumProblem) -> String {
    match problem {
        AddendumProblem::TextMissing => d.problem_addendum_text.to_owned(),
        AddendumProblem::ReasonMissing => d.problem_addendum_reason.to_owned(),
        AddendumProblem::TooLong(by) => {
            let label = if by.field == Field::Reason { w.reason } else { w.addendum_text };
            too_long::sentence(f, label, by)
        }
    }
}
