use super::Circle;
use crate::{
    browser::clock,
    held::Held,
    parts::{
        draft_found::DraftFound,
        form::{FormEnd, complaints},
        language_select::LanguageSelect,
        number_field::NumberField,
        text::{LineField, TextArea},
    },
    state::{
        form::{Made, Writing},
        save::saved_words,
    },
};
use domain::{operation::Payload, supports::SupportDraft, wire::v1::SupportPerson};
use leptos::prelude::*;

/// Somebody around a client, being written down or changed.
#[component]
pub(super) fn SupportForm(
    circle: Circle,
    draft: SupportDraft,
    /// It was left unfinished.
    found: bool,
) -> impl IntoView {
    let Circle { app, d, .. } = circle;
    let w = app.words();
    let language = draft.support_person.language.clone();
    let begun = found.then(|| draft.written_at.unwrap_or_else(clock::now));
    let writing =
        Writing::begin(app, circle.draft_name(), draft, begun, move |draft: &SupportDraft| {
            complaints(app, draft.problems(), |_| d.name_or_relation)
        });
    let (draft, form) = (writing.draft, writing.form);
    // Asked before what was typed is left.
    let leaving = Held::new(false);
    let edit = move |change: &dyn Fn(&mut SupportPerson)| {
        writing.edit(|draft| change(&mut draft.support_person));
    };
    macro_rules! text {
        ($field:ident) => {
            writing.read(|draft| draft.support_person.$field.clone())
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
    let close = move || circle.close();
    let save = Callback::new(move |answered: bool| {
        let made = |now| {
            let person = draft.with_untracked(|draft| draft.finish(now)).ok()?;
            Some(Made::from(Payload::SupportPersonSaved(person)))
        };
        form.save(answered, made, move |kept, _| {
            app.tell(saved_words(w, kept));
            close();
        });
    });
    let discard = Callback::new(move |()| form.discard(close));
    // Nothing that was typed goes without a word.
    let back = move |_| {
        if form.keeper.is_blank() {
            close();
        } else {
            leaving.set(true);
        }
    };
    let beside = move || {
        if leaving.get() {
            return view! { <div role="alert"><DraftFound form shown=leaving on_discard=discard/></div> }.into_any();
        }
        view! { <button class="button" type="button" on:click=back>{d.back_to_list}</button> }
            .into_any()
    };
    let beside = beside.into_any();
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{w.support_people}</h2>
            <DraftFound form on_discard=discard/>
            <LineField id="name" label=d.person_name value=text!(name) on_input=set!(name)/>
            <LineField id="relation" label=d.person_relation value=text!(relation) on_input=set!(relation)/>
            <NumberField id="tel" label=d.person_tel texts=false value=text!(tel) on_input=set!(tel)/>
            <NumberField id="sms" label=d.person_sms texts=true value=text!(sms) on_input=set!(sms)/>
            <LanguageSelect id="language" label=d.person_language none=d.not_known now=language on_choose=set!(language)/>
            <TextArea id="note" label=d.person_note hint=d.person_note_hint rows=2 value=text!(note) on_input=set!(note)/>
            {check!(do_not_involve, d.check_do_not_involve)}
            {check!(guardian, d.guardian)}
            {check!(agent, d.agent)}
            <FormEnd form save=w.save on_save=save beside/>
        </form>
    }
}
