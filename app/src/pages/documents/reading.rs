//! A document, to read.

use super::outline::{Found, Holds, Outline};
use crate::{
    parts::{
        answers::row,
        cells,
        document_values::Around,
        filling::{about_of, line_about},
        operation_kind::document_name,
    },
    place::{DocumentScreen, Screen},
    state::{AppState, use_app},
    words::{document, fact_sheet, plan},
};
use domain::{
    document::{
        CellName, Cells, Key, Line, Version,
        assessment::{self, Item},
    },
    id::{ClientId, LineId},
};
use leptos::prelude::*;

/// A document as this phone has it.
#[component]
pub(super) fn Reading(outline: Outline, client_id: ClientId, found: Found) -> impl IntoView {
    let Found { version, around, .. } = found;
    let app = use_app();
    let w = app.words();
    let d = document::words(app.language.get_untracked());
    provide_context(around.clone());
    let to = |screen| Screen::Document(client_id, outline.kind, screen).path();
    let versions = to(DocumentScreen::Versions);
    let set_aside =
        move || app.pending.with(|all| all.set_aside(outline.kind, client_id).next().is_some());
    let aside = versions.clone();
    let inside = match &version {
        Some(version) => view! {
            {said_of(app, outline, version)}
            {lacking(app, (outline.lacks)(&version.cells, &around))}
            {cells::conflicts(app, outline.words, &version.cells, &version.conflicts)}
            {parts(app, outline, &around, &version.cells)}
            <p><a href=versions>{fact_sheet::words(app.language.get_untracked()).versions}</a></p>
        }
        .into_any(),
        None => view! { <p class="empty">{(outline.about)(app)}</p> }.into_any(),
    };
    let write = if version.is_some() { d.change } else { d.begin };
    view! {
        <div class="document">
            <h2>{document_name(w, outline.kind)}</h2>
            {move || set_aside().then(|| view! {
                <p class="banner" role="status"><a href=aside.clone()>{d.set_aside}</a></p>
            })}
            {inside}
        </div>
        <div class="thumb">
            <a class="button primary" href=to(DocumentScreen::Edit)>{write}</a>
        </div>
    }
    .into_any()
}

/// What a document lacks that says it is whole.
fn lacking(app: AppState, lacks: Vec<(String, &'static str)>) -> Option<AnyView> {
    let d = document::words(app.language.get_untracked());
    let row = |(name, says): (String, &'static str)| {
        let name = (!name.is_empty()).then(|| view! { <strong>{name}</strong>" " });
        view! { <li>{name}{says}</li> }.into_any()
    };
    let rows: Vec<_> = lacks.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="banner" role="status"><p>{d.finished_and_lacks}</p><ul>{rows}</ul></section> }
            .into_any()
    })
}

/// Who wrote it and when.
fn said_of(app: AppState, outline: Outline, version: &Version) -> AnyView {
    let (w, p) = (app.words(), plan::words(app.language.get_untracked()));
    let d = document::words(app.language.get_untracked());
    let who = version.author.map(|author| {
        app.caseload
            .with_untracked(|caseload| crate::parts::contact_line::staff_name(caseload, author))
    });
    let who = who.filter(|who| !who.is_empty()).unwrap_or_else(|| p.by_import.to_owned());
    let now = app.now.get_untracked();
    let when = version.made_at.map(|at| crate::parts::dates::day_time(w, at, now));
    let when = when.unwrap_or_default();
    let waits = app.pending.with(|all| all.is_waiting(outline.kind, version.client_id));
    let said = match version.number {
        _ if waits => d.not_sent_yet.to_owned(),
        0 => d.not_sent_yet.to_owned(),
        number => p.version_by(&number.to_string(), &when, &who),
    };
    view! { <p class="quiet">{said}</p> }.into_any()
}

fn parts(app: AppState, outline: Outline, around: &Around, cells: &Cells) -> Vec<AnyView> {
    let client_id = around.client_id;
    let of_part = |part: super::outline::Part| {
        let rows = match part.holds {
            Holds::Facts(names) => facts(app, outline, cells, names).into_iter().collect(),
            Holds::Lines { list, group, .. } => {
                let lines = cells.lines_in(list, Some(group));
                lines.map(|line| line_of((app, client_id), outline, cells, line, "")).collect()
            }
            Holds::About { list, things } => {
                let mut rows = Vec::new();
                for (word, name) in &things {
                    let line = line_about(cells, list, word);
                    rows.extend(
                        line.map(|line| line_of((app, client_id), outline, cells, line, name)),
                    );
                }
                // What it speaks of may be gone from there: its words are shown all the same.
                let known = |line: &&Line| {
                    let word = about_of(cells, line);
                    !things.iter().any(|(known, _)| Some(known.as_ref()) == word.as_deref())
                };
                let gone = cells.lines_in(list, None).filter(known);
                rows.extend(gone.map(|line| line_of((app, client_id), outline, cells, line, "")));
                rows
            }
        };
        (!rows.is_empty()).then(|| {
            view! { <section class="document-part"><h3>{part.heading}</h3>{rows}</section> }
                .into_any()
        })
    };
    let parts = (outline.parts)(around).into_iter().filter_map(of_part);
    parts.chain(others((app, client_id), outline, cells)).collect()
}

/// Lines of a sort that only a newer app knows: their words are shown all the same.
fn others(
    (app, client_id): (AppState, ClientId),
    outline: Outline,
    cells: &Cells,
) -> Option<AnyView> {
    let d = document::words(app.language.get_untracked());
    let is_unknown = |line: &&Line| {
        let groups = cells.list_of(line).and_then(|list| list.groups);
        groups.is_some_and(|(_, known)| {
            cells.group_of(line).is_none_or(|group| !known.contains(&group))
        })
    };
    let unknown = cells.lines.iter().filter(is_unknown);
    let rows: Vec<_> =
        unknown.map(|line| line_of((app, client_id), outline, cells, line, "")).collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="document-part"><h3>{d.other_lines}</h3>{rows}</section> }.into_any()
    })
}

fn facts(
    app: AppState,
    outline: Outline,
    cells: &Cells,
    names: &'static [&'static str],
) -> Option<AnyView> {
    let asked = |name: &&'static str| (outline.asks)(cells, None, CellName::new(name));
    let row = |name: &'static str| row(app, outline.words, cells, Key::fact(name));
    let rows: Vec<_> = names.iter().copied().filter(asked).filter_map(row).collect();
    (!rows.is_empty()).then(|| view! { <dl>{rows}</dl> }.into_any())
}

/// A line: its number, the client's own words, and every answer.
fn line_of(
    (app, client_id): (AppState, ClientId),
    outline: Outline,
    cells: &Cells,
    line: &Line,
    name: &str,
) -> AnyView {
    let Some(list) = cells.list_of(line) else { return ().into_any() };
    let own = cells.value(Key::of_line(line.id, "own"));
    let own = own.as_text().filter(|own| !own.trim().is_empty()).map(str::to_owned);
    let about =
        list.cells.iter().find(|cell| cell.keys.contains(&list.words)).map(|cell| cell.name);
    let group = list.groups.map(|(group, _)| group);
    let is_title = |field: &str| {
        field == "own" || field == domain::document::NUMBER || Some(field) == group
            // What it is about is its name; where that is gone, it says so itself.
            || Some(field) == about && !name.is_empty()
    };
    let keys = cells.line_keys(line).filter(|key| !is_title(key.field.as_str()));
    let rows: Vec<_> = keys.filter_map(|key| row(app, outline.words, cells, key)).collect();
    let number = numbered(cells, line.id).map(|number| number_of(app, number));
    let name = (!name.is_empty()).then(|| {
        let leads = (outline.leads)(client_id, cells, line);
        let name = name.to_owned();
        match leads {
            Some(screen) => view! { <h4><a href=screen.path()>{name}</a></h4> }.into_any(),
            None => view! { <h4>{name}</h4> }.into_any(),
        }
    });
    let own = own.map(|own| view! { <blockquote>{own}</blockquote> });
    let numbered = (number.is_some() || own.is_some())
        .then(|| view! { <div class="numbered">{number}{own}</div> });
    view! {
        <article class="note block document-line">
            {name}
            {numbered}
            <dl>{rows}</dl>
        </article>
    }
    .into_any()
}

/// The number that the server gave a need, as a mark.
pub(super) fn need_number(app: AppState, need: &Item) -> AnyView {
    number_of(app, need.number)
}

fn number_of(app: AppState, number: Option<u32>) -> AnyView {
    let d = document::words(app.language.get_untracked());
    let number = number.map_or_else(|| d.new.to_owned(), |number| number.to_string());
    view! { <span class="need-number">{number}</span> }.into_any()
}

/// The number of a line that has or will have one.
pub(super) fn numbered(cells: &Cells, line: LineId) -> Option<Option<u32>> {
    let held = cells.line(line)?;
    let group = cells.group_of(held);
    let numbered = cells.list_of(held)?.numbered;
    let number = assessment::number(cells, line);
    (number.is_some() || numbered.iter().any(|one| Some(*one) == group)).then_some(number)
}
