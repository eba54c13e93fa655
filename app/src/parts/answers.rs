//! What was answered, each with what was asked. Belongs to the chunks in which documents and records
//! of cells are shown.

use super::{
    cells::{self, CellWords},
    signature,
};
use crate::state::AppState;
use domain::{
    document::{Cells, Key, SIGNATURE, Value},
    id::LineId,
    signature::Signature,
};
use leptos::prelude::*;

/// Every answer of a line, with what was asked, but those that stand elsewhere on the screen.
pub fn values(
    app: AppState,
    words: CellWords,
    cells: &Cells,
    line: LineId,
    elsewhere: &[&str],
) -> Vec<AnyView> {
    let Some(line) = cells.line(line) else { return Vec::new() };
    let keys = cells.line_keys(line).filter(|key| !elsewhere.contains(&key.field.as_str()));
    keys.filter_map(|key| row(app, words, cells, key)).collect()
}

/// Every answer of a record, with what was asked, but those that stand elsewhere on the screen.
pub fn answers(app: AppState, words: CellWords, cells: &Cells, elsewhere: &[&str]) -> Vec<AnyView> {
    let keys = cells.fact_keys().filter(|key| !elsewhere.contains(&key.field.as_str()));
    keys.filter_map(|key| row(app, words, cells, key)).collect()
}

/// One answer with what was asked; nothing where there is none.
pub fn row(app: AppState, words: CellWords, cells: &Cells, key: Key) -> Option<AnyView> {
    let value = cells.value(key);
    let says = match value.as_text() {
        Some(text) => !text.trim().is_empty(),
        None => value != Value::Nothing && value != Value::flag(false),
    };
    says.then(|| {
        let said = cells::value(app, words, &value);
        let name = (words.name)(app, key.field);
        // A yes needs no line of its own.
        let is_yes = value.is_yes();
        let drawn = value.parts().filter(|(sort, _)| *sort == SIGNATURE);
        let drawn = drawn.and_then(|(_, json)| Signature::read(json));
        let drawn = drawn.map(|drawn| signature::picture(&drawn));
        view! { <div class:is-yes=is_yes><dt>{name}</dt><dd>{drawn}{said}</dd></div> }.into_any()
    })
}
