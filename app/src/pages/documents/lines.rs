//! Lines that anybody adds to a document: needs, barriers, strengths, preferences.

use super::{reading::numbered, writing::Writing};
use crate::{
    browser::random,
    held::{Derived, Held, Live},
    parts::{
        filling::{Into, field},
        line_moves::LineMoves,
    },
    words::document,
};
use domain::{
    document::{CellName, Cells, Key, Value, assessment},
    id::LineId,
    json::Json,
};
use leptos::prelude::*;

/// The lines of one group, and the way to add one.
pub(super) fn lines(
    writing: Writing,
    list: usize,
    group: &'static str,
    add: &'static str,
) -> AnyView {
    // A keystroke in a line must not draw the list anew.
    let ids = Derived::new(move |_| {
        writing.of.draft.with(|draft| {
            draft.content.lines_in(list, Some(group)).map(|line| line.id).collect::<Vec<_>>()
        })
    });
    // The line that was added last is open, and the first of its fields has the focus.
    let fresh = Held::new(None::<LineId>);
    let add_one = move |_| match random::id(LineId::from_parts) {
        Ok(id) => {
            fresh.set(Some(id));
            writing.edit(|cells| {
                cells.add_line(list, id);
                ranked_no_more(cells, group);
                let of = cells.shape.lists.get(list);
                let cell = of.and_then(|list| {
                    let (name, _) = list.groups?;
                    list.cells.iter().find(|cell| cell.name == name)
                });
                if let Some(cell) = cell {
                    let word = Value::of(cell.sort, Json::Text(group.to_owned()));
                    cells.put(Key::of_line(id, cell.name), word);
                }
            });
            crate::browser::page::show(format!("own-{id}").into());
        }
        Err(_) => writing.app.tell(writing.app.words().phone_could_not_keep),
    };
    view! {
        <ul class="plan-lines">
            <For each=move || ids.get() key=|id| *id children=move |id| {
                let open = fresh.get_untracked() == Some(id);
                view! { <li class="plan-line">{line(writing, group, id, open)}</li> }
            }/>
        </ul>
        <button class="button wide" type="button" on:click=add_one>{add}</button>
    }
    .into_any()
}

/// Of the needs it matters whether the client chose their order.
fn ranked_no_more(cells: &mut Cells, group: &str) {
    if group == "need" {
        assessment::ranked_no_more(cells);
    }
}

/// What a line is called while it is folded.
fn title(cells: &Cells, id: LineId) -> String {
    let said = |name| cells.value(Key::of_line(id, name)).as_text().map(str::to_owned);
    let words = |name| said(name).filter(|text| !text.trim().is_empty());
    words("own").or_else(|| words("text")).unwrap_or_default()
}

fn line(writing: Writing, of: &'static str, id: LineId, open: bool) -> AnyView {
    let Writing { app, outline, .. } = writing;
    let d = document::words(app.language.get_untracked());
    let called = writing.read(move |cells| title(cells, id));
    let number = writing.read(move |cells| numbered(cells, id));
    let number = move || match number.get() {
        Some(Some(number)) => number.to_string(),
        Some(None) => d.new.to_owned(),
        None => String::new(),
    };
    let named = move || {
        Some(called.get())
            .filter(|said| !said.is_empty())
            .unwrap_or_else(|| d.no_words_yet.to_owned())
    };
    let cells = writing.of.draft.with_untracked(|draft| {
        draft.content.line(id).and_then(|line| draft.content.list_of(line))
    });
    let group = cells.and_then(|list| list.groups).map(|(group, _)| group);
    let fields: Vec<_> = cells
        .map(|list| list.cells)
        .unwrap_or_default()
        .iter()
        .filter(|cell| Some(cell.name) != group)
        .map(|cell| {
            let asked = writing
                .read(move |cells| (outline.asks)(cells, Some(id), CellName::new(cell.name)));
            let view = field(writing.filling(), Into::Line(id), cell);
            view! { <div hidden=move || !asked.get()>{view}</div> }
        })
        .collect();
    let has_words = writing.read(move |cells| {
        let line = cells.line(id);
        line.is_some_and(|line| cells.has_words(line))
    });
    let says = Live::derive(move || if has_words.get() { named() } else { String::new() });
    let on_move = Callback::new(move |up| {
        writing.edit(|cells| {
            if cells.move_line(id, up) {
                ranked_no_more(cells, of);
            }
        });
    });
    let on_out = Callback::new(move |()| {
        writing.of.take_out(
            |draft| &mut draft.content.lines,
            |lines| lines.iter().position(|line| line.id == id),
        );
    });
    view! {
        <details class="sheet" open=open>
            <summary>
                <span class="need-number">{number}</span>
                <span>{named}</span>
            </summary>
            <div class="form">{fields}</div>
        </details>
        <LineMoves says on_move on_out/>
    }
    .into_any()
}
