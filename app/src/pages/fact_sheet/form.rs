use super::{draft_name, editor::Editor, fresh, level::LevelFields, lines};
use crate::{
    browser::clock,
    parts::{
        difference::what_changes,
        draft_found::DraftFound,
        fact_sheet_values::FACT_SHEET_WORDS,
        kept::Kept,
        language_select::LanguageSelect,
        number_field::not_one,
        text::{LineField, TextArea},
        too_long,
        undecided::{Settling, undecided},
    },
    place::{Screen, use_place},
    state::{
        draft::{self, Keeper},
        save::save_draft,
        use_app,
    },
    store,
    words::{
        Words,
        fact_sheet::{self, words},
        form,
    },
};
use domain::{
    client::{FactSheetDraft, FactSheetProblem},
    document::Version,
    length::Field,
    operation::Payload,
    wire::v1::{ConflictId, ConflictSide},
};
use leptos::{prelude::*, task::spawn_local};

/// The form.
#[component]
pub(super) fn FactSheetForm(
    draft: FactSheetDraft,
    /// It was left unfinished.
    found: bool,
) -> impl IntoView {
    let app = use_app();
    let (w, s) = (app.words(), words(app.language.get_untracked()));
    let f = form::words(app.language.get_untracked());
    let begun = draft.written_at;
    let client_id = draft.client_id;
    let draft = RwSignal::new(draft);
    let keeper = Keeper::of(app, draft_name(client_id), draft, found);
    let editor = Editor { app, draft, keeper, w, s };
    let found = RwSignal::new(found);
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let place = use_place();
    let discard = Callback::new(move |()| {
        keeper.finish();
        spawn_local(async move {
            if !draft::discard(app, draft_name(client_id)).await {
                return keeper.resume();
            }
            match fresh(client_id) {
                Some(fresh) => {
                    keeper.renew(&fresh, false);
                    draft.set(fresh);
                    found.set(false);
                }
                // What is on the screen is all there is: it is kept again.
                None => {
                    keeper.resume();
                    app.tell(s.unreadable);
                }
            }
        });
    });
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        let edit = match draft.with_untracked(|draft| draft.save(clock::now())) {
            Ok(edit) => edit,
            Err(why) => return problem.set(Some(sentence(w, s, f, why))),
        };
        busy.set(true);
        keeper.finish();
        spawn_local(async move {
            match save_draft(app, Payload::FactSheetSaved(edit), draft_name(client_id)).await {
                Ok((kept, _)) => {
                    app.tell(match kept {
                        store::Kept::OnDisk => s.saved,
                        store::Kept::MirrorOnly => s.saved_keep_open,
                    });
                    place.go_on(Screen::FactSheet(client_id), Screen::Client(client_id));
                }
                Err(_) => {
                    let _gone = busy.try_set(false);
                    keeper.resume();
                    app.tell(w.phone_could_not_keep);
                }
            }
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{w.fact_sheet}</h2>
            <DraftFound shown=found begun on_discard=discard/>
            // A draft that was discarded leaves other lines and other conflicts: all is drawn anew.
            {move || {
                found.track();
                view! { {disagreements(editor)}<Fields editor/> }
            }}
            {changes(editor)}
            <p class="problem" role="alert">{move || problem.get()}</p>
            <Kept keeper before=w.draft_empty kept=w.draft_kept/>
            <p><a href=Screen::FactSheetVersions(client_id).path()>{s.versions}</a></p>
            <div class="thumb">
                <button class="button primary" type="button" disabled=move || busy.get() on:click=save>{s.save}</button>
            </div>
        </form>
    }
}

/// Where people disagree, with the way to settle it.
fn disagreements(editor: Editor) -> Option<AnyView> {
    let Editor { app, draft, .. } = editor;
    let settling = Settling {
        words: FACT_SHEET_WORDS,
        cells: Signal::derive(move || draft.with(|draft| Version::of(&draft.content).cells)),
        settles: Signal::derive(move || draft.with(|draft| draft.settles.clone())),
        settle: Callback::new(move |(id, side): (ConflictId, ConflictSide)| {
            editor.edit_draft(|draft| draft.settle(id, &side));
        }),
    };
    undecided(app, settling, &draft.with_untracked(|draft| draft.before.conflicts.clone()))
}

/// What this version changes, before it is saved.
fn changes(editor: Editor) -> impl IntoView {
    let Editor { app, draft, .. } = editor;
    move || {
        draft.with(|draft| {
            let (before, now) = (Version::of(&draft.before), Version::of(&draft.to_save()));
            what_changes(app, FACT_SHEET_WORDS, &before.cells, &now.cells)
        })
    }
}

macro_rules! line_field {
    ($editor:ident, $field:ident, $label:expr) => {
        view! {
            <LineField
                id=stringify!($field)
                label=$label
                value=$editor.read(|client| client.$field.clone())
                on_input=move |text: String| $editor.edit(|client| client.$field = text)
            />
        }
    };
}

#[component]
fn Fields(editor: Editor) -> impl IntoView {
    let Editor { w, s, draft, .. } = editor;
    // What the two selects show. What stands behind them is theirs to keep in order, and any
    // further language stays where it is.
    let all = draft.with_untracked(|draft| draft.content.languages.clone());
    let shown = StoredValue::new([0, 1].map(|at| all.get(at).cloned().unwrap_or_default()));
    let further = StoredValue::new(all.into_iter().skip(2).collect::<Vec<_>>());
    let language =
        move |at: usize| shown.with_value(|shown| shown.get(at).cloned().unwrap_or_default());
    let speaks = move |at: usize| {
        move |tag: String| {
            shown.update_value(|shown| {
                shown.get_mut(at).into_iter().for_each(|held| held.clone_from(&tag))
            });
            let chosen = shown.get_value().into_iter().chain(further.get_value());
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
        {line_field!(editor, preferred_name, s.what_to_call)}
        {line_field!(editor, alias, w.alias)}
        {line_field!(editor, legal_name, s.legal_name)}
        {line_field!(editor, pronouns, s.pronouns)}
        {editor.day_field("born_on", s.born_on, |client| client.born_on, |client, day| {
            client.born_on = day;
            true
        })}
        {line_field!(editor, place, w.place)}
        <h3>{s.talking}</h3>
        <LanguageSelect id="language-1" label=s.language_best none=s.not_said now=language(0) on_choose=speaks(0)/>
        <LanguageSelect id="language-2" label=s.another_language none=s.not_said now=language(1) on_choose=speaks(1)/>
        {lines::check(
            "interpreter".to_owned(),
            s.interpreter,
            editor.read(|client| client.interpreter),
            move |on| editor.edit(|client| client.interpreter = on),
        )}
        <TextArea
            id="communication_needs"
            label=s.communication_needs
            rows=1
            value=editor.read(|client| client.communication_needs.clone())
            on_input=move |text: String| editor.edit(|client| client.communication_needs = text)
        />
        <lines::Numbers editor/>
        <lines::Alerts editor/>
        <LevelFields editor/>
        <lines::Pauses editor/>
    }
}

fn sentence(
    w: &Words,
    s: &fact_sheet::Words,
    f: &form::Words,
    problem: FactSheetProblem,
) -> String {
    let label = |field| match field {
        Field::Tel => s.number,
        Field::Note => s.number_note,
        Field::Place => w.place,
        Field::Reason => s.level_reason,
        _ => s.what_to_call,
    };
    match problem {
        FactSheetProblem::Unnamed => s.name_needed.to_owned(),
        FactSheetProblem::Unchanged => s.changed_by_nobody.to_owned(),
        FactSheetProblem::LevelReason => s.level_reason_needed.to_owned(),
        FactSheetProblem::PauseEnds(_) => s.pause_ends_before.to_owned(),
        FactSheetProblem::Number(_, why) => f.number_of(s.number, not_one(f, why)),
        FactSheetProblem::TooLong(_, by) => too_long::sentence(f, label(by.field), by),
        FactSheetProblem::TooManyLines => s.too_many_lines.to_owned(),
    }
}
