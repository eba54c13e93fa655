//! Lines of a document that are each about one thing: a part of life, a need of the assessment.

use super::writing::Writing;
use crate::{
    parts::{
        cells::joined,
        document_values::called,
        filling::{Into, about_of, field},
        text::beginning,
    },
    words::document,
};
use domain::document::{CellName, Cells, Key};
use leptos::prelude::*;
use std::{borrow::Cow, sync::Arc};

/// A fold for each thing, with what was said of it.
pub(super) fn about(
    writing: Writing,
    list: usize,
    things: Vec<(Cow<'static, str>, String)>,
) -> AnyView {
    // What else is written about: the form that hides it could never end it.
    let around = writing.around();
    let kept = writing.of.draft.with_untracked(|draft| {
        let words = draft.content.lines_in(list, None);
        words.filter_map(|line| about_of(&draft.content, line)).collect::<Vec<_>>()
    });
    let d = document::words(writing.app.language.get_untracked());
    let beside = kept.into_iter().filter(|word| things.iter().all(|(known, _)| known != word));
    let beside: Vec<_> = beside
        .map(|word| {
            let name = around.item(&word).unwrap_or_else(|| d.gone.to_owned());
            (Cow::Owned(word), name)
        })
        .collect();
    let rows: Vec<_> = things
        .into_iter()
        .chain(beside)
        .map(|(word, name)| view! { <li class="plan-line">{one(writing, list, &word, name)}</li> })
        .collect();
    view! { <ul class="plan-lines things">{rows}</ul> }.into_any()
}

fn one(writing: Writing, list: usize, word: &str, name: String) -> AnyView {
    let d = document::words(writing.app.language.get_untracked());
    let name = if name.is_empty() { d.no_words_yet.to_owned() } else { name };
    let outline = writing.outline;
    let Some(of) = outline.kind.shape().lists.get(list) else { return ().into_any() };
    let into = Into::About { list, word: Arc::from(word) };
    // What the fold says while it is closed: the answer that decides what else is asked.
    let answer = {
        let into = into.clone();
        writing.read(move |cells| short(writing, cells, &into))
    };
    let fields: Vec<_> = of
        .cells
        .iter()
        .filter(|cell| !cell.keys.contains(&of.words))
        .map(|cell| {
            let asked = {
                let into = into.clone();
                writing.read(move |cells| asks(writing, cells, &into, cell.name))
            };
            let view = field(writing.filling(), into.clone(), cell);
            view! { <div hidden=move || !asked.get()>{view}</div> }
        })
        .collect();
    view! {
        <details class="sheet">
            <summary>
                <span>{name}<small class="quiet">{move || answer.get()}</small></span>
            </summary>
            <div class="form">{fields}</div>
        </details>
    }
    .into_any()
}

/// Whether a cell is asked for; of a line that is not there yet, as of an empty one.
fn asks(writing: Writing, cells: &Cells, into: &Into, name: &'static str) -> bool {
    let name = CellName::new(name);
    if let Some(line) = into.line(cells) {
        return (writing.outline.asks)(cells, Some(line), name);
    }
    let Into::About { list, word } = into else { return true };
    let mut cells = cells.clone();
    let line = cells.add_line_about(*list, word);
    line.is_some() && (writing.outline.asks)(&cells, line, name)
}

/// The choice that was made, and the beginning of what was written.
fn short(writing: Writing, cells: &Cells, into: &Into) -> String {
    let Some(line) = into.line(cells).and_then(|id| cells.line(id)) else { return String::new() };
    let Some(list) = cells.list_of(line) else { return String::new() };
    let said = |key: Key| {
        let value = cells.value(key);
        match value.as_text() {
            Some(text) => beginning(text, 60),
            None => {
                let cell = list.cells.iter().find(|cell| key.field == cell.name);
                let sort = cell.map_or("", |cell| cell.sort);
                called(&(writing.outline.choices)(writing.app, sort), &value)
            }
        }
    };
    let about = |key: &Key| {
        list.cells.iter().any(|cell| key.field == cell.name && cell.keys.contains(&list.words))
    };
    let parts: Vec<String> = cells.line_keys(line).filter(|key| !about(key)).map(said).collect();
    let there = parts.iter().filter(|part| !part.trim().is_empty());
    joined(&there.map(String::as_str).take(2).collect::<Vec<_>>(), " · ")
}
