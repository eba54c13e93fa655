//! Values of a document in words, and where two people disagree; for every kind of document.
//! Belongs to the chunks in which documents are compared.

use super::{contact_line::staff_name, dates};
use crate::{state::AppState, words::document};
use domain::{
    document::{CellName, Cells, Key, Value},
    json::Json,
    wire::v1::{ConflictSide, OpenConflict},
};
use leptos::prelude::*;

/// What a kind of document says of itself, for every screen that shows its values.
#[derive(Clone, Copy)]
pub struct CellWords {
    /// What a field is called.
    pub name: fn(AppState, CellName) -> &'static str,
    /// A value of a sort that this kind has and others have not; none for any other sort.
    pub value: fn(AppState, &str, &Json) -> Option<String>,
    /// What to call a line by: where it stands, whose it is.
    pub line: fn(AppState, &Value) -> String,
}

/// A value in words.
#[must_use]
pub fn value(app: AppState, words: CellWords, value: &Value) -> String {
    let w = app.words();
    if let Some(day) = value.as_day() {
        return dates::whole_day(w, day);
    }
    if let Some(minute) = value.as_time() {
        return dates::time_of_day(w, minute);
    }
    let said = match value.parts() {
        None => None,
        Some(("flag", Json::Bool(true))) => Some(w.yes.to_owned()),
        Some(("flag", _)) => Some(w.no.to_owned()),
        Some(("text", Json::Text(text))) => Some(text.clone()),
        Some((sort, json)) => (words.value)(app, sort, json),
    };
    said.filter(|said| !said.trim().is_empty()).unwrap_or_else(|| own(app).value_nothing.to_owned())
}

/// Where in a document a value stands: its line, then what it is.
#[must_use]
pub fn place(app: AppState, words: CellWords, cells: &Cells, key: Key) -> String {
    let line = key.line.and_then(|id| cells.line(id));
    let title = line.map(|line| (words.line)(app, &cells.value(Key::line(line.id))));
    // Of a line's main words there is nothing more to say than which line it is.
    let is_main = line.and_then(|line| cells.list_of(line)).is_some_and(|list| {
        let mut main = list.cells.iter().filter(|field| field.keys.contains(&list.words));
        key.field == CellName::LINE || main.any(|field| key.field == field.name)
    });
    let field = (words.name)(app, key.field);
    match title.filter(|title| !title.is_empty()) {
        Some(title) if is_main => title,
        Some(title) => joined(&[&title, field], " · "),
        None => field.to_owned(),
    }
}

/// What there is of it, with something between.
#[must_use]
pub fn joined(parts: &[&str], between: &str) -> String {
    let there = parts.iter().copied().filter(|part| !part.trim().is_empty());
    there.collect::<Vec<_>>().join(between)
}

/// One of two values, with who wrote it and when.
#[must_use]
pub fn side(
    app: AppState,
    words: CellWords,
    side: &ConflictSide,
    of_line: bool,
) -> impl IntoView + use<> {
    let w = app.words();
    let said = match side.value {
        Value::Nothing if of_line => own(app).value_taken_out.to_owned(),
        _ => value(app, words, &side.value),
    };
    let who = app.caseload.with_untracked(|caseload| staff_name(caseload, side.author));
    // What an import brought was written by nobody here.
    let about = (!who.is_empty())
        .then(|| w.by_whom_when(&dates::day_time(w, side.at, app.now.get_untracked()), &who));
    view! { <span class="side-words">{said}</span>" "<small class="quiet">{about}</small> }
}

/// What two people wrote without seeing the other's, each value with whose it is: nobody on a
/// street corner should find out later that there was another number.
#[must_use]
pub fn conflicts(
    app: AppState,
    words: CellWords,
    cells: &Cells,
    conflicts: &[OpenConflict],
) -> Option<AnyView> {
    let d = own(app);
    let row = |conflict: &OpenConflict| {
        let key = conflict.conflict_id.key();
        let of_line = key.field == CellName::LINE;
        view! {
            <li>
                <strong>{place(app, words, cells, key)}</strong>
                <dl>
                    <div><dt>{d.in_the_plan}</dt><dd>{side(app, words, &conflict.kept, of_line)}</dd></div>
                    <div><dt>{d.the_other}</dt><dd>{side(app, words, &conflict.other, of_line)}</dd></div>
                </dl>
            </li>
        }
        .into_any()
    };
    let rows: Vec<_> = conflicts.iter().map(row).collect();
    (!rows.is_empty()).then(|| disagreement(app, rows))
}

/// A banner that says what it means that two people wrote different things, around a row each.
#[must_use]
pub fn disagreement(app: AppState, rows: Vec<AnyView>) -> AnyView {
    view! {
        <section class="banner conflicts" aria-labelledby="two-wrote">
            <h2 id="two-wrote">{app.words().two_wrote}</h2>
            <p>{own(app).two_wrote_text}</p>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

/// The words of these parts.
fn own(app: AppState) -> &'static document::Words {
    document::words(app.language.get_untracked())
}
