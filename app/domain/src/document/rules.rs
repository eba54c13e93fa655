//! What may stand in a document that is made of its cells alone.

use super::{Cell, Cells, Key, List, Shape, Value};
use crate::{
    json::Json,
    length::{FIELD_MAX_BYTES, Field, over},
    problem::{Of, Problem, Wrong},
    wire::v1::DocumentEdit,
};

/// Lines in a document, at most: to keep out what is no document.
pub const LINES_MAX: usize = 400;
/// Longest word of a choice, in bytes.
const WORD_MAX_BYTES: usize = 40;

/// An edit that can be merged: no line twice, each value of its sort, nothing beyond all measure,
/// and nothing that has no cell here. A newer app may write what this build has no place for: as
/// cells that would be gone without a word, so the edit is kept whole in the quarantine. A word of
/// a choice that this build does not know has a place, and is let through.
#[must_use]
pub fn keeps_the_rules(edit: &DocumentEdit) -> bool {
    let shape = edit.kind.shape();
    let is_sound = |json: &Json| {
        let cells = Cells::read(shape, json);
        cells.has_each_line_once()
            && cells.lines.len() <= LINES_MAX
            && all_fit(&cells)
            && is_all_known(shape, json)
    };
    // What it began from may be more than one may write: two who add make it longer than either.
    edit.kind.is_of_cells()
        && is_sound(&edit.content)
        && edit.before.iter().all(|before| Cells::read(shape, before).has_each_line_once())
        && edit.settles.len() <= LINES_MAX
}

/// Whether each member of a document and of its lines has a cell.
fn is_all_known(shape: &Shape, json: &Json) -> bool {
    let is_cell = |cells: &[Cell], key: &str| cells.iter().any(|cell| cell.keys.contains(&key));
    let is_line = |list: &List, line: &Json| {
        keys(line)
            .is_some_and(|mut keys| keys.all(|key| key == list.id || is_cell(list.cells, key)))
    };
    let is_list = |key: &str| {
        let list = shape.lists.iter().find(|list| list.key == key);
        list.zip(json.get(key)).is_some_and(|(list, lines)| {
            matches!(lines, Json::List(lines) if lines.iter().all(|line| is_line(list, line)))
        })
    };
    keys(json).is_some_and(|mut keys| keys.all(|key| is_cell(shape.facts, key) || is_list(key)))
}

/// The names of an object's members; none for anything else.
fn keys(json: &Json) -> Option<impl Iterator<Item = &str>> {
    let Json::Object(members) = json else { return None };
    Some(members.iter().map(|(key, _)| key.as_str()))
}

fn all_fit(cells: &Cells) -> bool {
    let fits = |cell: &Cell, key: Key| match cells.value(key) {
        Value::Nothing => true,
        value => match (cell.sort, value.parts()) {
            ("text", Some((_, Json::Text(text)))) => text.len() <= FIELD_MAX_BYTES,
            ("flag", Some((_, Json::Bool(_)))) | ("count", Some((_, Json::Number(_)))) => true,
            ("day", _) => value.as_day().is_some(),
            ("text" | "flag" | "count", _) => false,
            (_, Some((_, Json::Text(word)))) => is_word(word),
            _ => false,
        },
    };
    let facts = cells.shape.facts.iter().all(|cell| fits(cell, Key::fact(cell.name)));
    let of_line = |line: &super::Line| {
        let mut cells = cells.list_of(line).map(|list| list.cells).unwrap_or_default().iter();
        cells.all(|cell| fits(cell, Key::of_line(line.id, cell.name)))
    };
    facts && cells.lines.iter().all(of_line)
}

/// A word of a choice, or an id.
fn is_word(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    !word.is_empty() && word.len() <= WORD_MAX_BYTES && word.bytes().all(is_part)
}

/// What does not fit of what was written now, `before` being what stood there.
#[must_use]
pub fn problems(before: Option<&Cells>, now: &Cells) -> Vec<Problem> {
    let line_keys = now.lines.iter().flat_map(|line| now.line_keys(line));
    let mut problems = Vec::new();
    for key in now.fact_keys().chain(line_keys) {
        let value = now.value(key);
        let Some(text) = value.as_text() else { continue };
        let by = over(text, FIELD_MAX_BYTES);
        let stood = before.is_some_and(|before| before.value(key) == value);
        if by > 0 && !stood {
            let of = key.line.map_or(Of::Form, Of::Line);
            problems.push(Problem { field: Field::Cell(key.field), of, wrong: Wrong::TooLong(by) });
        }
    }
    let by = now.lines.len().saturating_sub(LINES_MAX);
    problems.extend((by > 0).then_some(Problem::new(Field::Lines, Wrong::TooLong(by))));
    problems
}
