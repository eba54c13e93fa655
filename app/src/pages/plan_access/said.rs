//! What the client said in their own pages, and what they were answered.

use super::own;
use crate::{
    parts::{dates, document_values::access::choices},
    place::Screen,
    state::AppState,
};
use ::sync::read_copy::ClientFile;
use domain::{
    document::{Cells, Key, is_said},
    id::LineId,
    own::client_as_author,
    record::RecordKind,
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// Every message, newest first, with its answer or the way to give one; nothing where there is none. What
/// somebody else wrote as if it were one is no word of the client's: it stands among the notes, with
/// whoever wrote it.
pub(super) fn said(app: AppState, file: &ClientFile) -> Option<AnyView> {
    let of_kind = |kind| file.records.iter().rev().filter(move |row| row.record.kind == kind);
    let answer = |row: &CellRecordRow| {
        let id = row.record.record_id.to_string();
        of_kind(RecordKind::MessageAnswer)
            .map(|row| row.record.cells())
            .find(|cells| cells.value(Key::fact("line")).as_word() == Some(&id))
    };
    let theirs = |row: &&CellRecordRow| row.author == client_as_author(row.record.client_id);
    let messages = of_kind(RecordKind::ClientMessage).filter(theirs);
    let rows: Vec<_> = messages.map(|row| message(app, row, answer(row))).collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="not-printed"><h3>{own(app).said}</h3><ul class="rows">{rows}</ul></section> }
            .into_any()
    })
}

fn message(app: AppState, row: &CellRecordRow, answer: Option<Cells>) -> AnyView {
    let (w, now) = (app.words(), app.now.get_untracked());
    let cells = row.record.cells();
    let sort = cells.value(Key::fact("sort"));
    let sorts = choices(app, "message_sort");
    let sort = sorts.iter().find(|(word, _)| sort.as_word() == Some(word)).map(|(_, name)| *name);
    let texts = ["goal", "text"].map(|name| cells.value(Key::fact(name)));
    let texts: Vec<_> = texts
        .into_iter()
        .filter(is_said)
        .map(|text| view! { <p>{text.as_text().unwrap_or_default().to_owned()}</p> })
        .collect();
    let line = Some(LineId::from_bytes(*row.record.record_id.as_bytes()));
    let path = Screen::Sign(row.record.client_id, RecordKind::MessageAnswer, line).path();
    let answer = match answer {
        Some(answer) => {
            let text = answer.value(Key::fact("text"));
            view! { <blockquote>{text.as_text().unwrap_or_default().to_owned()}</blockquote> }
                .into_any()
        }
        None => view! { <p><a class="button" href=path>{w.answer}</a></p> }.into_any(),
    };
    view! {
        <li class="banner">
            <p><strong>{sort}</strong>" "<span class="quiet">{dates::day_time(w, row.record.at, now)}</span></p>
            {texts}
            {answer}
        </li>
    }
    .into_any()
}
