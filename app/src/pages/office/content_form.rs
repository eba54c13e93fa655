use super::{deadlines::Deadlines, texts::ReleaseTexts};
use crate::{
    held::{Derived, Live},
    parts::online::office_words,
    parts::{
        dates,
        emergency::stale_line,
        number_field::NumberField,
        text::{LineField, TextArea},
    },
    state::{form::Writing, lock, use_app},
    words::{Language, form},
};
use domain::{
    agency::{ContentDraft, LINES_MAX, STEPS_MAX},
    length::{CONTENT_LINE_MAX_BYTES, CONTENT_TEXT_MAX_BYTES},
    wire::v1::{AgencyContent, CrisisLine, CrisisProtocol},
};
use leptos::prelude::*;

/// The draft and who keeps it; `Copy`, so that every field can have it.
#[derive(Clone, Copy)]
struct Editing {
    writing: Writing<ContentDraft>,
}

impl Editing {
    fn edit(self, change: impl FnOnce(&mut AgencyContent)) {
        self.writing.edit(|draft| change(&mut draft.content));
    }

    /// Takes a step out in both languages at once, and offers to put it back where it was.
    fn take_step_out(self, at: usize) {
        let mut taken = None;
        self.edit(|AgencyContent { protocol, .. }| {
            even(protocol);
            taken = (at < protocol.steps.len())
                .then(|| (protocol.steps.remove(at), protocol.steps_es.remove(at)));
        });
        let Some((step, step_es)) = taken else { return };
        let put_back = move || {
            self.edit(|AgencyContent { protocol, .. }| {
                even(protocol);
                let at = at.min(protocol.steps.len());
                protocol.steps.insert(at, step);
                protocol.steps_es.insert(at, step_es);
            });
        };
        let app = self.writing.form.app;
        let says = form::words(app.language.get_untracked()).taken_out;
        app.offer(lock::locks(), says, Box::new(put_back), None);
    }

    /// One text of the content, tracked.
    fn text(
        self,
        of: impl Fn(&AgencyContent) -> Option<String> + Send + Sync + 'static,
    ) -> Live<String> {
        self.writing.read(move |draft| of(&draft.content).unwrap_or_default())
    }
}

/// The fields: each line, then what counts as a crisis and what to do, then the deadlines, then
/// what is read before a release is signed.
#[component]
pub(super) fn ContentForm(writing: Writing<ContentDraft>) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let editing = Editing { writing };
    let draft = writing.draft;
    let lines = Derived::new(move |_| draft.with(|draft| draft.content.lines.len()));
    let steps = Derived::new(move |_| draft.with(|draft| steps_of(&draft.content)));
    let lines_full = move || lines.get() >= LINES_MAX;
    let steps_full = move || steps.get() >= STEPS_MAX;
    let add_line = move |_| {
        let today = state.now.get_untracked().date();
        editing.edit(|content| content.lines.push(CrisisLine::begin(today)));
    };
    let effective = editing.text(|content| content.protocol.effective.map(|day| day.to_string()));
    view! {
        <h2>{ow.lines}</h2>
        {move || (0..lines.get()).map(|at| view! { <Line editing at/> }).collect_view()}
        <button class="button wide" type="button" disabled=lines_full on:click=add_line>{ow.add_line}</button>
        {move || lines_full().then(|| view! { <p class="hint" role="status">{ow.problem_too_many_lines}</p> })}
        <h2>{ow.definition}</h2>
        <TextArea
            id="definition"
            label=ow.definition
            rows=4
            max=CONTENT_TEXT_MAX_BYTES
            value=editing.text(|content| Some(content.protocol.definition.clone()))
            on_input=move |text| editing.edit(|content| content.protocol.definition = text)
        />
        <TextArea
            id="definition-es"
            label=ow.in_spanish
            hint=ow.in_spanish_hint
            rows=4
            max=CONTENT_TEXT_MAX_BYTES
            value=editing.text(|content| Some(content.protocol.definition_es.clone()))
            on_input=move |text| editing.edit(|content| content.protocol.definition_es = text)
        />
        <LineField
            id="effective"
            label=ow.effective
            kind="date"
            value=effective
            on_input=move |day: String| editing.edit(|content| content.protocol.effective = day.parse().ok())
        />
        <LineField
            id="responder"
            label=ow.responder_label
            max=CONTENT_LINE_MAX_BYTES
            value=editing.text(|content| Some(content.protocol.responder_label.clone()))
            on_input=move |text| editing.edit(|content| content.protocol.responder_label = text)
        />
        <LineField
            id="responder-es"
            label=ow.in_spanish
            max=CONTENT_LINE_MAX_BYTES
            value=editing.text(|content| Some(content.protocol.responder_label_es.clone()))
            on_input=move |text| editing.edit(|content| content.protocol.responder_label_es = text)
        />
        <h2>{ow.steps}</h2>
        {move || (0..steps.get()).map(|at| view! { <Step editing at/> }).collect_view()}
        <button
            class="button wide"
            type="button"
            disabled=steps_full
            on:click=move |_| editing.edit(|content| {
                let next = steps_of(content) + 1;
                content.protocol.steps.resize(next, String::new());
            })
        >
            {ow.add_step}
        </button>
        {move || steps_full().then(|| view! { <p class="hint" role="status">{ow.problem_too_many_steps}</p> })}
        <Deadlines writing/>
        <ReleaseTexts writing/>
    }
}

#[component]
fn Line(
    editing: Editing,
    /// Its place, counted from zero.
    at: usize,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let value = move |of: fn(&CrisisLine) -> &String| {
        editing.text(move |content| content.lines.get(at).map(|line| of(line).clone()))
    };
    let edit = move |change: fn(&mut CrisisLine) -> &mut String| {
        move |text: String| {
            editing.edit(|content| {
                if let Some(line) = content.lines.get_mut(at) {
                    *change(line) = text;
                }
            });
        }
    };
    let checked = move || {
        let today = state.now.get().date();
        editing.writing.draft.with(|draft| {
            draft.content.lines.get(at).map(|line| {
                let day = dates::day(w, line.last_checked, today);
                stale_line(w, line, today).unwrap_or_else(|| format!("{}: {day}", ow.last_checked))
            })
        })
    };
    let checked_today = move |_| {
        let today = state.now.get_untracked().date();
        editing.edit(|content| {
            if let Some(line) = content.lines.get_mut(at) {
                line.last_checked = today;
            }
        });
    };
    let remove = move |_| {
        editing
            .writing
            .take_out(|draft| &mut draft.content.lines, |lines| (at < lines.len()).then_some(at));
    };
    let up = move |_| editing.edit(|content| content.lines.swap(at - 1, at));
    let id = |name: &str| format!("line-{at}-{name}");
    view! {
        <fieldset class="entry form">
            <legend>{ow.line_number(&(at + 1).to_string())}</legend>
            <LineField id=id("label") label=ow.label max=CONTENT_LINE_MAX_BYTES value=value(|line| &line.label) on_input=edit(|line| &mut line.label)/>
            <NumberField id=id("tel") label=ow.number_tel texts=false max=CONTENT_LINE_MAX_BYTES value=value(|line| &line.tel) on_input=edit(|line| &mut line.tel)/>
            <NumberField id=id("sms") label=ow.number_sms texts=true max=CONTENT_LINE_MAX_BYTES value=value(|line| &line.sms) on_input=edit(|line| &mut line.sms)/>
            <TextArea id=id("hint") label=ow.hint hint=ow.hint_hint rows=1 max=CONTENT_TEXT_MAX_BYTES value=value(|line| &line.hint) on_input=edit(|line| &mut line.hint)/>
            <LanguageChoice id=id("language") value=value(|line| &line.language) on_choose=edit(|line| &mut line.language)/>
            <p>{checked}</p>
            <div class="row">
                <button class="button" type="button" on:click=checked_today>{ow.checked_today}</button>
                {(at > 0).then(|| view! { <button class="button" type="button" on:click=up>{ow.move_up}</button> })}
                <button class="button" type="button" on:click=remove>{ow.remove_line}</button>
            </div>
        </fieldset>
    }
}

/// The language that is spoken on a line.
#[component]
fn LanguageChoice(
    id: String,
    #[prop(into)] value: Live<String>,
    #[prop(into)] on_choose: Callback<String>,
) -> impl IntoView {
    let ow = office_words(use_app());
    let known = Language::ALL.map(|(language, name)| (language.tag(), name));
    let options = std::iter::once(("", ow.line_language_none)).chain(known);
    let options = options
        .map(|(tag, name)| {
            view! { <option value=tag selected=move || value.with(|value| value == tag)>{name}</option> }
        })
        .collect_view();
    // One that came by import and that we have no word for stays what it is.
    let other = move || {
        let tag = value.get();
        let is_known = tag.is_empty() || known.iter().any(|(known, _)| *known == tag);
        (!is_known)
            .then(|| view! { <option value=tag.clone() selected=true>{tag.clone()}</option> })
    };
    view! {
        <div class="field">
            <label for=id.clone()>{ow.line_language}</label>
            <select id=id on:change=move |event| on_choose.run(event_target_value(&event))>
                {options}
                {other}
            </select>
        </div>
    }
}

/// Makes room for each step in both languages.
fn even(protocol: &mut CrisisProtocol) {
    let most = protocol.steps.len().max(protocol.steps_es.len());
    protocol.steps.resize(most, String::new());
    protocol.steps_es.resize(most, String::new());
}

/// How many steps there are in either language.
fn steps_of(content: &AgencyContent) -> usize {
    content.protocol.steps.len().max(content.protocol.steps_es.len())
}

/// A step in both languages.
#[component]
fn Step(
    editing: Editing,
    /// Its place, counted from zero.
    at: usize,
) -> impl IntoView {
    let ow = office_words(use_app());
    let value = move |of: fn(&CrisisProtocol) -> &Vec<String>| {
        editing.text(move |content| of(&content.protocol).get(at).cloned())
    };
    let edit = move |of: fn(&mut CrisisProtocol) -> &mut Vec<String>| {
        move |text: String| {
            editing.edit(|content| {
                let steps = of(&mut content.protocol);
                if steps.len() <= at {
                    steps.resize(at + 1, String::new());
                }
                if let Some(step) = steps.get_mut(at) {
                    *step = text;
                }
            });
        }
    };
    let remove = move |_| editing.take_step_out(at);
    let up = move |_| {
        editing.edit(|content| {
            even(&mut content.protocol);
            content.protocol.steps.swap(at - 1, at);
            content.protocol.steps_es.swap(at - 1, at);
        });
    };
    let number = ow.step_number(&(at + 1).to_string());
    view! {
        <fieldset class="entry form">
            <legend>{number}</legend>
            <TextArea id=format!("step-{at}") label=ow.step rows=2 max=CONTENT_TEXT_MAX_BYTES value=value(|all| &all.steps) on_input=edit(|all| &mut all.steps)/>
            <TextArea id=format!("step-{at}-es") label=ow.in_spanish rows=2 max=CONTENT_TEXT_MAX_BYTES value=value(|all| &all.steps_es) on_input=edit(|all| &mut all.steps_es)/>
            <div class="row">
                {(at > 0).then(|| view! { <button class="button" type="button" on:click=up>{ow.move_up}</button> })}
                <button class="button" type="button" on:click=remove>{ow.remove_step}</button>
            </div>
        </fieldset>
    }
}
