//! Where two people wrote different things in a document, in the form that settles it. Belongs
//! to the chunks in which documents are written.

use super::cells::{CellWords, disagreement, place, side};
use crate::{held::Live, state::AppState, words::plan};
use domain::{
    document::{CellName, Cells},
    wire::v1::{ConflictId, ConflictSide, OpenConflict},
};
use leptos::prelude::*;

/// A draft of a document, as far as conflicts go. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct Settling {
    /// What its values are called.
    pub words: CellWords,
    /// The document as it stands in the form, tracked.
    pub cells: Live<Cells>,
    /// The conflicts decided so far, tracked.
    pub settles: Live<Vec<ConflictId>>,
    /// Decides one.
    pub settle: Callback<(ConflictId, ConflictSide)>,
}

/// One of two values is taken, together with the client. Until then both stay in the document.
#[must_use]
pub fn undecided(app: AppState, settling: Settling, conflicts: &[OpenConflict]) -> Option<AnyView> {
    let rows: Vec<_> = conflicts
        .iter()
        .map(|conflict| view! { <li>{choice(app, settling, conflict)}</li> }.into_any())
        .collect();
    (!rows.is_empty()).then(|| disagreement(app, rows))
}

fn choice(app: AppState, settling: Settling, conflict: &OpenConflict) -> AnyView {
    let Settling { words, cells, settles, settle } = settling;
    let p = plan::words(app.language.get_untracked());
    let id = conflict.conflict_id;
    let key = id.key();
    let title = cells.with_untracked(|cells| place(app, words, cells, key));
    let is_settled = move || settles.with(|settles| settles.contains(&id));
    let option = |chosen: &ConflictSide| {
        let said = side(app, words, chosen, key.field == CellName::LINE);
        let (value, chosen) = (chosen.value.clone(), chosen.clone());
        let is_taken = move || is_settled() && cells.with(|cells| cells.value(key) == value);
        let take = move |_| settle.run((id, chosen.clone()));
        view! {
            <div class="side">
                <p>{said}</p>
                <button class="button" type="button" aria-pressed=move || is_taken().to_string() on:click=take>
                    {p.decide}
                </button>
            </div>
        }
    };
    let decided =
        move || is_settled().then(|| view! { <span class="quiet">" · "{p.decided}</span> });
    view! {
        <strong>{title}</strong>{decided}
        {option(&conflict.kept)}
        {option(&conflict.other)}
    }
    .into_any()
}
