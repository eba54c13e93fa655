use super::{Circle, Open};
use crate::{
    browser::clock,
    parts::{
        draft_found::DraftFound,
        kept::Kept,
        language_select::LanguageSelect,
        number_field::{NumberField, not_one},
        text::{LineField, TextArea},
        too_long,
    },
    state::{
        draft::{self, Keeper},
        save::{save_draft, saved_words},
    },
    words::{desk, form},
};
use domain::{
    length::Field,
    operation::Payload,
    supports::{SupportDraft, SupportProblem},
    wire::v1::SupportPerson,
};
use leptos::{prelude::*, task::spawn_local};

/// Somebody around a client, being written down or changed.
#[component]
pub(super) fn SupportForm(
    circle: Circle,
    draft: SupportDraft,
    /// It was left unfinished.
    found: bool,
) -> impl IntoView {
    let Circle { app, open, d, .. } = circle;
    let w = app.words();
    let f = form::words(app.language.get_untracked());
    let (begun, language) = (draft.written_at, draft.support_person.language.clone());
    let draft = RwSignal::new(draft);
    let keeper = Keeper::of(app, circle.draft_name(), draft, found);
    let (found, leaving) = (RwSignal::new(found), RwSignal::new(false));
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let edit = move |change: &dyn Fn(&mut SupportPerson)| {
        draft.update(|draft| change(&mut draft.support_person));
        keeper.edited();
    };
    macro_rules! text {
        ($field:ident) => {
            Signal::derive(move || draft.with(|draft| draft.support_person.$field.clone()))
        };
    }
    macro_rules! set {
        ($field:ident) => {
            move |text: String| edit(&|person| person.$field.clone_from(&text))
        };
    }
    macro_rules! check {
        ($field:ident, $label:expr) => {
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        id=stringify!($field)
                        prop:checked=move || draft.with(|draft| draft.support_person.$field)
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            edit(&|person| person.$field = on);
                        }
                    />
                    <span>{$label}</span>
                </label>
            }
        };
    }
    let close = move || _ = open.try_set(Some(Open::List));
    let sign = move |_| {
        if busy.get_untracked() {
            return;
        }
        let person = match draft.with_untracked(|draft| draft.finish(clock::now())) {
            Ok(person) => person,
            Err(why) => return problem.set(Some(sentence(d, f, why))),
        };
        busy.set(true);
        keeper.finish();
        spawn_local(async move {
            match save_draft(app, Payload::SupportPersonSaved(person), circle.draft_name()).await {
                Ok((kept, _)) => {
                    app.tell(saved_words(w, kept));
                    close();
                }
                Err(_) => {
                    let _gone = busy.try_set(false);
                    keeper.resume();
                    app.tell(w.phone_could_not_keep);
                }
            }
        });
    };
    let discard = Callback::new(move |()| {
        keeper.finish();
        spawn_local(async move {
            if draft::discard(app, circle.draft_name()).await {
                close();
            } else {
                keeper.resume();
            }
        });
    });
    // Nothing that was typed goes without a word.
    let back = move |_| {
        if keeper.is_blank() {
            close();
        } else {
            leaving.set(true);
        }
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{w.support_people}</h2>
            <DraftFound shown=found begun on_discard=discard/>
            <LineField id="name" label=d.person_name value=text!(name) on_input=set!(name)/>
            <LineField id="relation" label=d.person_relation value=text!(relation) on_input=set!(relation)/>
            <NumberField id="tel" label=d.person_tel texts=false value=text!(tel) on_input=set!(tel)/>
            <NumberField id="sms" label=d.person_sms texts=true value=text!(sms) on_input=set!(sms)/>
            <LanguageSelect id="language" label=d.person_language none=d.not_known now=language on_choose=set!(language)/>
            <TextArea id="note" label=d.person_note hint=d.person_note_hint rows=2 value=text!(note) on_input=set!(note)/>
            {check!(do_not_involve, d.check_do_not_involve)}
            {check!(guardian, d.guardian)}
            {check!(agent, d.agent)}
            <p class="problem" role="alert">{move || problem.get()}</p>
            <Kept keeper before=w.draft_empty kept=w.draft_kept/>
            {move || {
                if leaving.get() {
                    return view! { <div class="thumb" role="alert"><DraftFound shown=leaving begun on_discard=discard/></div> }.into_any();
                }
                view! {
                    <div class="thumb">
                        <button class="button" type="button" on:click=back>{d.back_to_list}</button>
                        <button class="button primary" type="button" disabled=move || busy.get() on:click=sign>
                            {w.save}
                        </button>
                    </div>
                }
                .into_any()
            }}
        </form>
    }
}

fn sentence(d: &desk::Words, f: &form::Words, problem: SupportProblem) -> String {
    let label = |field| match field {
        Field::Relation => d.person_relation,
        Field::Tel => d.person_tel,
        Field::Sms => d.person_sms,
        Field::Note => d.person_note,
        _ => d.person_name,
    };
    match problem {
        SupportProblem::Unnamed => d.name_or_relation.to_owned(),
        SupportProblem::TooLong(by) => too_long::sentence(f, label(by.field), by),
        SupportProblem::Number(field, why) => f.number_of(label(field), not_one(f, why)),
    }
}
