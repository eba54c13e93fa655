//! What may stand in a document that is made of its cells alone.

use super::{Absent, Cell, Cells, Key, List, SIGNATURE, Shape, TIME, Value};
use crate::{
    id::LineId,
    json::Json,
    length::{FIELD_MAX_BYTES, Field, over},
    problem::{Of, Problem, Wrong},
    record::NEXT_STEP,
    signature::Signature,
    wire::v1::{DocumentEdit, NextStep},
};
use chrono::{Datelike as _, NaiveDate};
use std::ops::RangeInclusive;

#[cfg(test)]
mod tests;

/// Lines in a document, at most: to keep out what is no document.
pub const LINES_MAX: usize = 400;
/// All that people wrote in a document as JSON, at most: with what it began from, even where two
/// wrote as much at once, it still fits into one push.
pub const DOCUMENT_MAX_BYTES: usize = 192 * 1024;
/// Lines in a document of any kind that several people wrote, at most.
pub(super) const HELD_LINES_MAX: usize = 500;
/// Lines in what an edit began from, at most: more than all who add to a document at once.
const BEFORE_LINES_MAX: usize = 8 * LINES_MAX;
/// Years in which a day may be. Others are slips of the pen, and days are counted on from those
/// that people write.
const YEARS: RangeInclusive<i32> = 1900..=2200;
/// Longest word of a choice, in bytes.
const WORD_MAX_BYTES: usize = 40;

/// An edit that can be merged: no line twice, each value of its sort, nothing beyond all measure,
/// and nothing that has no cell here. A newer app may write what this build has no place for: as
/// cells that would be gone without a word, so the edit is kept whole in the quarantine. A word of
/// a choice that this build does not know has a place, and is let through.
#[must_use]
pub fn keeps_the_rules(edit: &DocumentEdit) -> bool {
    let shape = edit.kind.shape();
    // What it began from may be more than one may write: two who add make it longer than either.
    let could_begin_from = |before: &Json| {
        has_room(shape, before, BEFORE_LINES_MAX)
            && have_ids(shape, before)
            && Cells::read(shape, before).has_each_line_once()
    };
    edit.kind.is_of_cells()
        && is_sound(shape, &edit.content)
        && edit.content.to_vec().len() <= DOCUMENT_MAX_BYTES
        && have_ids(shape, &edit.content)
        && edit.before.iter().all(could_begin_from)
        && edit.settles.len() <= LINES_MAX
}

/// Whether what is made of these cells can be read as them and merged.
pub(crate) fn is_sound(shape: &'static Shape, json: &Json) -> bool {
    has_room(shape, json, LINES_MAX) && {
        let cells = Cells::read(shape, json);
        cells.has_each_line_once() && all_fit(&cells) && is_all_known(shape, json)
    }
}

/// Whether it has no more lines than these; counted first, since what has no end is not to be
/// read as cells.
fn has_room(shape: &Shape, json: &Json, max: usize) -> bool {
    lines(shape, json).count() <= max
}

/// Whether each line says which it is. A line of these kinds was never without an id; one made of
/// its words would be another after every change.
fn have_ids(shape: &Shape, json: &Json) -> bool {
    let id = |(list, line): (&List, &Json)| {
        line.get(list.id).and_then(Json::as_text)?.parse::<LineId>().ok()
    };
    lines(shape, json).all(|line| id(line).is_some())
}

/// The lines of all lists.
fn lines<'a>(shape: &'a Shape, json: &'a Json) -> impl Iterator<Item = (&'a List, &'a Json)> {
    let of = |list: &'a List| json.get(list.key).map(Json::items).unwrap_or_default();
    shape.lists.iter().flat_map(move |list| of(list).iter().map(move |line| (list, line)))
}

/// Whether each member of a document and of its lines has a cell, and is said once.
fn is_all_known(shape: &Shape, json: &Json) -> bool {
    let is_cell = |cells: &[Cell], key: &str| cells.iter().any(|cell| cell.keys.contains(&key));
    let is_line =
        |list: &List, line: &Json| once(line, |key, _| key == list.id || is_cell(list.cells, key));
    let is_list = |key: &str, lines: &Json| {
        let list = shape.lists.iter().find(|list| list.key == key);
        list.is_some_and(|list| {
            matches!(lines, Json::List(lines) if lines.iter().all(|line| is_line(list, line)))
        })
    };
    once(json, |key, value| is_cell(shape.facts, key) || is_list(key, value))
}

/// Whether it is an object whose members are all known, none of them twice: the second would be
/// gone without a word.
fn once(json: &Json, is_known: impl Fn(&str, &Json) -> bool) -> bool {
    let Json::Object(members) = json else { return false };
    members.iter().enumerate().all(|(at, (key, value))| {
        is_known(key, value) && members.iter().position(|(held, _)| held == key) == Some(at)
    })
}

impl Cells {
    /// How much is written in it, in bytes: every word of every cell, and no ids.
    #[must_use]
    pub fn bytes_of_words(&self) -> usize {
        all(self).map(|(key, _)| self.value(key).parts().map_or(0, |(_, json)| words(json))).sum()
    }
}

fn words(json: &Json) -> usize {
    match json {
        Json::Text(text) => text.len(),
        Json::List(items) => items.iter().map(words).sum(),
        Json::Object(members) => members.iter().map(|(_, value)| words(value)).sum(),
        _ => 0,
    }
}

fn all_fit(cells: &Cells) -> bool {
    all(cells).all(|(key, cell)| fits(cell, &cells.value(key)))
}

/// Every cell of a document, with where it stands.
fn all(cells: &Cells) -> impl Iterator<Item = (Key, &'static Cell)> {
    let of_list = |line| cells.list_of(line).map(|list| list.cells).unwrap_or_default();
    let of_lines =
        cells.lines.iter().flat_map(move |line| cells.line_keys(line).zip(of_list(line)));
    cells.fact_keys().zip(cells.shape.facts).chain(of_lines)
}

/// Whether such a value may stand in a cell.
fn fits(cell: &Cell, value: &Value) -> bool {
    match (cell.sort, value.parts()) {
        (_, None) => cell.absent != Absent::Never,
        ("text", Some((_, Json::Text(text)))) => text.len() <= FIELD_MAX_BYTES,
        ("flag", Some((_, Json::Bool(_)))) | ("count", Some((_, Json::Number(_)))) => true,
        ("day", _) => value.as_day().is_some_and(may_be_day),
        (TIME, _) => value.as_time().is_some(),
        (SIGNATURE, Some((_, json))) => Signature::read(json).is_some(),
        (NEXT_STEP, Some((_, json))) => {
            json.read::<NextStep>().is_some_and(|step| step.text.len() <= FIELD_MAX_BYTES)
        }
        ("text" | "flag" | "count", _) => false,
        (_, Some((_, Json::Text(word)))) => is_word(word),
        _ => false,
    }
}

/// Whether a day may stand in a cell.
#[must_use]
pub fn may_be_day(day: NaiveDate) -> bool {
    YEARS.contains(&day.year())
}

/// A word of a choice, or an id.
fn is_word(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    !word.is_empty() && word.len() <= WORD_MAX_BYTES && word.bytes().all(is_part)
}

/// What does not fit of what was written. What stood there before has to fit as well: the server
/// looks at all of it.
#[must_use]
pub fn problems(now: &Cells) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, cell) in all(now) {
        let value = now.value(key);
        if fits(cell, &value) {
            continue;
        }
        let of = key.line.map_or(Of::Form, Of::Line);
        let wrong = match value.as_text() {
            Some(text) => Wrong::TooLong(over(text, FIELD_MAX_BYTES).max(1)),
            // Half a day, such as one in the second year: it is yet to be said.
            None => Wrong::Missing,
        };
        problems.push(Problem { field: Field::Cell(key.field), of, wrong });
    }
    let by = now.lines.len().saturating_sub(LINES_MAX);
    problems.extend((by > 0).then_some(Problem::new(Field::Lines, Wrong::TooLong(by))));
    problems
}
