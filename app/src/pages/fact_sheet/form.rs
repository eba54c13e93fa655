use super::{
    draft_name,
    editor::Editor,
    fresh,
    level::{History, LevelFields, ModelFields},
    lines,
    stage::StageFields,
};
use crate::{
    browser::clock,
    held::{Held, Live},
    parts::{
        asked::heard,
        check::check,
        difference::what_changes,
        draft_found::DraftFound,
        fact_sheet_values::FACT_SHEET_WORDS,
        form::{FormEnd, complaints, id_of},
        language_select::LanguageSelect,
        text::{LineField, TextArea},
        undecided::{Settling, undecided},
    },
    place::{Screen, use_place},
    state::{
        form::{Made, Writing},
        use_app,
    },
    store::Kept,
    words::fact_sheet::{self, words},
};
use domain::{
    client::FactSheetDraft,
    dated::asked_of_fact_sheet,
    document::Version,
    episode::{ENDED, STAGE_REASON},
    length::Field,
    operation::Payload,
    problem::{Of, Problem, Wrong},
    wire::v1::{ConflictId, ConflictSide},
};
use leptos::prelude::*;

/// The form.
#[component]
pub(super) fn FactSheetForm(
    draft: FactSheetDraft,
    /// It was left unfinished.
    found: bool,
) -> impl IntoView {
    let app = use_app();
    let (w, s) = (app.words(), words(app.language.get_untracked()));
    let client_id = draft.client_id;
    let begun = found.then(|| draft.written_at.unwrap_or_else(clock::now));
    let name = draft_name(client_id);
    let writing = Writing::begin(app, name, draft, begun, move |draft: &FactSheetDraft| {
        complaints(app, draft.problems(), |problem| own(s, problem))
    });
    let (draft, form) = (writing.draft, writing.form);
    let editor = Editor { app, writing, w, s };
    let place = use_place();
    let discard = Callback::new(move |()| {
        form.discard(move || match fresh(client_id) {
            Some(fresh) => writing.renew(fresh, false),
            // What is on the screen is all there is: it is kept again.
            None => {
                form.go_back();
                app.tell(s.unreadable);
            }
        });
    });
    let save = Callback::new(move |answered: bool| {
        let made = |now| {
            let edit = draft.with_untracked(|draft| draft.save(now)).ok()?;
            let before = draft.with_untracked(|draft| draft.before.clone());
            let asked = asked_of_fact_sheet(&edit.content, &before, heard(app, now));
            Some(Made::from((Payload::FactSheetSaved(edit), asked)))
        };
        form.save(answered, made, move |kept, _| {
            app.tell(match kept {
                Kept::OnDisk => s.saved,
                Kept::MirrorOnly => s.saved_keep_open,
            });
            place.go_on(Screen::FactSheet(client_id), Screen::Client(client_id));
        });
    });
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{w.fact_sheet}</h2>
            <DraftFound form on_discard=discard/>
            // A draft that was discarded leaves other lines and other conflicts: all is drawn anew.
            {move || {
                form.found.track();
                view! { {disagreements(editor)}<Fields editor/> }
            }}
            {changes(editor)}
            <p><a href=Screen::FactSheetVersions(client_id).path()>{s.versions}</a></p>
            <FormEnd form save=s.save on_save=save/>
        </form>
    }
}

/// Where people disagree, with the way to settle it.
fn disagreements(editor: Editor) -> Option<AnyView> {
    let (app, draft) = (editor.app, editor.writing.draft);
    let settling = Settling {
        words: FACT_SHEET_WORDS,
        cells: Live::derive(move || draft.with(|draft| Version::of(&draft.content).cells)),
        settles: Live::derive(move || draft.with(|draft| draft.settles.clone())),
        settle: Callback::new(move |(id, side): (ConflictId, ConflictSide)| {
            editor.writing.edit(|draft| draft.settle(id, &side));
        }),
    };
    undecided(app, settling, &draft.with_untracked(|draft| draft.before.conflicts.clone()))
}

/// What this version changes, before it is saved.
fn changes(editor: Editor) -> impl IntoView {
    let (app, draft) = (editor.app, editor.writing.draft);
    move || {
        draft.with(|draft| {
            let (before, now) = (Version::of(&draft.before), Version::of(&draft.to_save()));
            what_changes(app, FACT_SHEET_WORDS, &before.cells, &now.cells)
        })
    }
}

macro_rules! line_field {
    ($editor:ident, $field:ident, $named:ident, $label:expr) => {
        view! {
            <LineField
                id=id_of(Field::$named, Of::Form)
                label=$label
                value=$editor.read(|client| client.$field.clone())
                on_input=move |text: String| $editor.edit(|client| client.$field = text)
            />
        }
    };
}

#[component]
fn Fields(editor: Editor) -> impl IntoView {
    let Editor { writing, w, s, .. } = editor;
    let draft = writing.draft;
    // What the two selects show. What stands behind them is theirs to keep in order, and any
    // further language stays where it is.
    let all = draft.with_untracked(|draft| draft.content.languages.clone());
    let shown = Held::new([0, 1].map(|at| all.get(at).cloned().unwrap_or_default()));
    let further = Held::new(all.into_iter().skip(2).collect::<Vec<_>>());
    let language =
        move |at: usize| shown.with_untracked(|shown| shown.get(at).cloned().unwrap_or_default());
    let speaks = move |at: usize| {
        move |tag: String| {
            shown.update(|shown| {
                shown.get_mut(at).into_iter().for_each(|held| held.clone_from(&tag))
            });
            let chosen = shown.get_untracked().into_iter().chain(further.get_untracked());
            let mut languages: Vec<String> = Vec::new();
            for tag in chosen.filter(|tag| !tag.is_empty()) {
                if !languages.contains(&tag) {
                    languages.push(tag);
                }
            }
            editor.edit(|client| client.languages = languages);
        }
    };
    view! {
        {line_field!(editor, preferred_name, Name, s.what_to_call)}
        {line_field!(editor, alias, Alias, w.alias)}
        {line_field!(editor, legal_name, LegalName, s.legal_name)}
        {line_field!(editor, pronouns, Pronouns, s.pronouns)}
        {editor.day_field("born_on", s.born_on, |client| client.born_on, |client, day| {
            client.born_on = day;
            true
        })}
        {line_field!(editor, place, Place, w.place)}
        <h3>{s.talking}</h3>
        <LanguageSelect id="language-1" label=s.language_best none=s.not_said now=language(0) on_choose=speaks(0)/>
        <LanguageSelect id="language-2" label=s.another_language none=s.not_said now=language(1) on_choose=speaks(1)/>
        {check(
            "interpreter".to_owned(),
            s.interpreter,
            editor.read(|client| client.interpreter),
            move |on| editor.edit(|client| client.interpreter = on),
        )}
        <TextArea
            id="communication-needs"
            label=s.communication_needs
            rows=1
            value=editor.read(|client| client.communication_needs.clone())
            on_input=move |text: String| editor.edit(|client| client.communication_needs = text)
        />
        <lines::Numbers editor/>
        <lines::Alerts editor/>
        <h3>{s.service}</h3>
        <StageFields editor/>
        <LevelFields editor/>
        <ModelFields editor/>
        <History editor/>
        <lines::Pauses editor/>
    }
}

/// What only this form can say.
fn own(s: &fact_sheet::Words, problem: Problem) -> &'static str {
    match (problem.field, problem.wrong) {
        (Field::Whole, Wrong::Unchanged) => s.changed_by_nobody,
        (Field::Lines, _) => s.too_many_lines,
        (Field::Ends, _) => s.pause_ends_before,
        (Field::Tel, _) => s.number_needed,
        (Field::Reason, _) => s.level_reason_needed,
        (STAGE_REASON, _) => s.stage_reason_needed,
        (ENDED, _) => s.ended_needed,
        _ => s.name_needed,
    }
}
