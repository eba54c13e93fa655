//! The form of a document.

use super::{
    about, lines,
    outline::{Found, Holds, Outline, Part},
    writing::Writing,
};
use crate::{
    browser::{clock, random},
    held::{Held, Live},
    parts::{
        asked::heard,
        difference::what_changes,
        draft_found::DraftFound,
        filling::{Into, field},
        form::{FormEnd, complaints},
        operation_kind::document_name,
        reads_like::ReadsLike,
        undecided::{Settling, undecided},
    },
    place::{DocumentScreen, Screen, use_place},
    state::{
        draft,
        form::{self, Made},
        use_app,
    },
    store::{DraftName, FormKind, Kept},
    words::document,
};
use domain::{
    dated::asked_of_days,
    document::{Cell, CellName, Cells, DocumentDraft, Key},
    id::{ClientId, DocumentId},
    length::Field,
    operation::Payload,
    problem::Wrong,
    wire::v1::{ConflictId, ConflictSide},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Finds the draft that was left, or begins a fresh one, and draws the form.
#[component]
pub(super) fn Form(outline: Outline, client_id: ClientId, found: Found) -> impl IntoView {
    let app = use_app();
    let opened = Held::new(None::<(DocumentDraft, bool)>);
    let name = DraftName { form: FormKind::Document(outline.kind), client_id };
    provide_context(found.around.clone());
    let begun = found.clone();
    spawn_local(async move {
        let left = draft::left::<DocumentDraft>(app, name).await;
        let left = left.filter(|left| left.client_id == client_id && left.kind == outline.kind);
        let draft = match left {
            Some(left) => Some((left, true)),
            None => fresh(outline, client_id, &begun).map(|fresh| (fresh, false)),
        };
        match draft {
            Some(draft) => drop(opened.try_set(Some(draft))),
            None => app.tell(app.words().phone_could_not_keep),
        }
    });
    let found = Held::new(found);
    move || {
        opened.get().map(|(draft, left)| {
            let found = found.get_untracked();
            view! { <Fields outline client_id draft left found/> }
        })
    }
}

/// The document as this phone has it, to be changed, or the first.
fn fresh(outline: Outline, client_id: ClientId, found: &Found) -> Option<DocumentDraft> {
    let now = clock::now();
    match &found.version {
        Some(version) => Some(DocumentDraft::next(version, found.based_on, now)),
        None => {
            let id = random::id(DocumentId::from_parts).ok()?;
            Some(DocumentDraft::first(outline.kind, id, client_id, now))
        }
    }
}

#[component]
fn Fields(
    outline: Outline,
    client_id: ClientId,
    draft: DocumentDraft,
    /// It was left unfinished.
    left: bool,
    found: Found,
) -> impl IntoView {
    let app = use_app();
    let (w, d) = (app.words(), document::words(app.language.get_untracked()));
    let begun = left.then(|| draft.written_at.unwrap_or_else(clock::now));
    let name = DraftName { form: FormKind::Document(outline.kind), client_id };
    let around = Held::new(Arc::new(found.around.clone()));
    let of = form::Writing::begin(app, name, draft, begun, move |draft: &DocumentDraft| {
        let mut asked = draft.clone();
        leave_out(outline, &mut asked);
        let mut problems = asked.problems();
        if problems.is_empty() {
            problems = (outline.problems)(&asked, &around.get_untracked());
        }
        complaints(app, problems, |problem| match (problem.field, problem.wrong) {
            (Field::Whole, Wrong::Unchanged) => d.changed_by_nobody,
            (Field::Whole, Wrong::Missing) => d.nothing_written,
            (Field::Lines, _) => d.too_many_lines,
            _ => (outline.says)(app, problem),
        })
    });
    let writing = Writing { app, outline, of, around };
    let form = of.form;
    let place = use_place();
    let read = Screen::Document(client_id, outline.kind, DocumentScreen::Read);
    let discard = {
        Callback::new(move |()| {
            let found = found.clone();
            form.discard(move || match fresh(outline, client_id, &found) {
                Some(fresh) => of.renew(fresh, false),
                // What is on the screen is all there is: it is kept again.
                None => {
                    form.go_back();
                    app.tell(w.phone_could_not_keep);
                }
            });
        })
    };
    let save = Callback::new(move |answered: bool| {
        let made = |now| {
            let mut draft = of.draft.get_untracked();
            leave_out(outline, &mut draft);
            let edit = draft.save(now).ok()?;
            let asked = asked_of_days(&draft.content, draft.before.as_ref(), heard(app, now));
            Some(Made::from((Payload::DocumentSaved(edit), asked)))
        };
        form.save(answered, made, move |kept, _| {
            app.tell(match kept {
                Kept::OnDisk => d.saved,
                Kept::MirrorOnly => d.saved_keep_open,
            });
            place.go_on(Screen::Document(client_id, outline.kind, DocumentScreen::Edit), read);
        });
    });
    let parts = Held::new((outline.parts)(&writing.around()));
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{document_name(w, outline.kind)}</h2>
            <DraftFound form on_discard=discard/>
            // A draft that was discarded leaves other lines and other conflicts: all is drawn anew.
            {move || {
                form.found.track();
                view! {
                    {disagreements(writing)}
                    {parts.get_untracked().into_iter().map(|part| draw(writing, part)).collect_view()}
                }
            }}
            {changes(writing)}
            {reads_like(writing)}
            <FormEnd form save=d.save on_save=save/>
        </form>
    }
    .into_any()
}

/// Leaves out what this draft answered and another answer has put out of sight. What stood there
/// before stays: it is another person's, and people may disagree on the answer that hides it.
fn leave_out(outline: Outline, draft: &mut DocumentDraft) {
    let before = draft.before.clone();
    let stood = |cells: &Cells, name: CellName| {
        let key = Key::fact(name.as_str());
        before.as_ref().is_some_and(|before| before.value(key) == cells.value(key))
    };
    draft
        .content
        .leave_out(|cells, name: CellName| (outline.asks)(cells, None, name) || stood(cells, name));
}

/// A part of the form.
fn draw(writing: Writing, part: Part) -> AnyView {
    let hint = (!part.hint.is_empty()).then(|| view! { <p class="hint">{part.hint}</p> });
    let holds = match part.holds {
        Holds::Facts(names) => {
            let facts = writing.outline.kind.shape().facts.iter();
            let field = |cell: &'static Cell| {
                let asks = writing.outline.asks;
                let asked = writing.read(move |cells| asks(cells, None, CellName::new(cell.name)));
                let field = field(writing.filling(), Into::Document, cell)?;
                Some(view! { <div hidden=move || !asked.get()>{field}</div> }.into_any())
            };
            let fields = facts.filter(|cell| names.contains(&cell.name)).filter_map(field);
            fields.collect::<Vec<_>>().into_any()
        }
        Holds::Lines { list, group, add } => lines::lines(writing, list, group, add),
        Holds::About { list, things } => about::about(writing, list, things),
    };
    view! { <h3>{part.heading}</h3>{hint}{holds} }.into_any()
}

/// How hard what the client reads of it is, by all its lines.
fn reads_like(writing: Writing) -> impl IntoView {
    let read = writing.outline.read_by_client;
    let texts = writing.read(move |cells| {
        let keys = cells.lines.iter().flat_map(|line| cells.line_keys(line));
        let keys = keys.filter(|key| read.contains(&key.field.as_str()));
        keys.filter_map(|key| cells.value(key).as_text().map(str::to_owned)).collect::<Vec<_>>()
    });
    let own = writing.app.language.get_untracked().tag();
    let tag = writing.read(move |cells| {
        let tag = cells.value(Key::fact("language"));
        let tag = tag.as_text().filter(|tag| !tag.is_empty());
        tag.unwrap_or(own).to_owned()
    });
    view! { <ReadsLike texts tag/> }
}

/// Where people disagree, with the way to settle it.
fn disagreements(writing: Writing) -> Option<AnyView> {
    let draft = writing.of.draft;
    let settling = Settling {
        words: writing.outline.words,
        cells: writing.read(Cells::clone),
        settles: Live::derive(move || draft.with(|draft| draft.settles.clone())),
        settle: Callback::new(move |(id, side): (ConflictId, ConflictSide)| {
            writing.of.edit(|draft| draft.settle(id, &side));
        }),
    };
    undecided(writing.app, settling, &draft.with_untracked(|draft| draft.conflicts.clone()))
}

/// What this version changes, before it is saved.
fn changes(writing: Writing) -> impl IntoView {
    let draft = writing.of.draft;
    move || {
        draft.with(|draft| {
            let before = draft.begun_from()?;
            Some(what_changes(writing.app, writing.outline.words, &before, &draft.to_save()))
        })
    }
}
