//! What changed between two versions of a document, in words. Belongs to the chunks in which documents are compared.

use super::cells::{CellWords, place, value};
use crate::{state::AppState, words::plan};
use domain::{
    document::{Cells, Difference, Key, Version},
    id::LineId,
};
use leptos::prelude::*;

/// A row a change: new lines, lines taken out, other words, another place.
#[must_use]
pub fn differences(app: AppState, words: CellWords, old: &Cells, new: &Cells) -> Vec<AnyView> {
    let p = plan::words(app.language.get_untracked());
    let difference = Difference::between(old, new);
    let whole = |cells: &Cells, id: LineId| {
        let line = cells.value(Key::line(id));
        (place(app, words, cells, Key::line(id)), value(app, words, &line))
    };
    let mut rows: Vec<(&'static str, String, Option<String>, Option<String>)> = Vec::new();
    // A fact with its history changes once, and its history says more: since when, and why.
    let of_fact = |id: LineId| {
        let fact = Key::fact(new.list_of(new.line(id)?)?.history_of?);
        difference.changed.iter().find(|change| change.key == fact)
    };
    let lines = difference.changed.iter().filter_map(|change| change.key.line);
    let lines = lines.chain(difference.added.iter().copied());
    let told: Vec<Key> = lines.filter_map(of_fact).map(|fact| fact.key).collect();
    for (at, id) in difference.added.iter().enumerate() {
        let (place, said) = whole(new, *id);
        let Some(fact) = of_fact(*id) else {
            rows.push((p.added, place, None, Some(said)));
            continue;
        };
        // One from before it was kept comes along with the one that is new.
        let mut later = difference.added.iter().skip(at + 1);
        if !later.any(|id| of_fact(*id).is_some_and(|other| other.key == fact.key)) {
            rows.push((p.changed, place, Some(value(app, words, &fact.from)), Some(said)));
        }
    }
    for id in &difference.removed {
        let (place, said) = whole(old, *id);
        rows.push((p.taken_out, place, Some(said), None));
    }
    for change in difference.changed.iter().filter(|change| !told.contains(&change.key)) {
        let where_it_is = place(app, words, new, change.key);
        let (from, to) = (value(app, words, &change.from), value(app, words, &change.to));
        rows.push((p.changed, where_it_is, Some(from), Some(to)));
    }
    for id in &difference.moved {
        let (place, said) = whole(new, *id);
        rows.push((p.moved, place, None, Some(said)));
    }
    rows.into_iter().map(|(what, place, from, to)| row(what, place, from, to)).collect()
}

/// A row for each value that a version gave up by settling what two people had written, unless
/// it stood in the document and so is one of the [`differences`].
#[must_use]
pub fn settled(app: AppState, words: CellWords, before: &Version, now: &Version) -> Vec<AnyView> {
    let p = plan::words(app.language.get_untracked());
    let open = |id| now.conflicts.iter().any(|held| held.conflict_id == id);
    let gone = before.conflicts.iter().filter(|conflict| !open(conflict.conflict_id));
    gone.filter_map(|conflict| {
        let key = conflict.conflict_id.key();
        let (other, holds) = (&conflict.other.value, now.cells.value(key));
        (*other != holds).then(|| {
            let place = place(app, words, &now.cells, key);
            let said = |of| Some(value(app, words, of));
            row(p.settled, place, said(other), said(&holds))
        })
    })
    .collect()
}

fn row(what: &'static str, place: String, from: Option<String>, to: Option<String>) -> AnyView {
    view! {
        <li>
            <p class="quiet"><strong>{what}</strong>" · "{place}</p>
            {from.map(|words| view! { <p><del>{words}</del></p> })}
            {to.map(|words| view! { <p><ins>{words}</ins></p> })}
        </li>
    }
    .into_any()
}

/// What a draft changes, before it is saved.
#[must_use]
pub fn what_changes(app: AppState, words: CellWords, old: &Cells, new: &Cells) -> AnyView {
    let p = plan::words(app.language.get_untracked());
    let rows = differences(app, words, old, new);
    let rows = if rows.is_empty() {
        view! { <p class="quiet">{p.nothing_changed}</p> }.into_any()
    } else {
        view! { <ul class="changes">{rows}</ul> }.into_any()
    };
    view! { <details class="sheet"><summary>{p.what_changed}</summary>{rows}</details> }.into_any()
}
