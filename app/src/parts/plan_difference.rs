//! What changed between two versions of a crisis plan, in words. Belongs to the
//! chunk `plan`.

use super::plan_values::{line_words, place, value};
use crate::{state::AppState, words::plan};
use domain::{
    crisis_plan::Difference,
    wire::v1::{CrisisPlanContent, CrisisPlanItem},
};
use leptos::prelude::*;

/// A row a change: new lines, lines taken out, other words, another place.
#[must_use]
pub fn differences(
    app: AppState,
    old: &CrisisPlanContent,
    new: &CrisisPlanContent,
    difference: &Difference,
) -> Vec<AnyView> {
    let (w, p) = (app.words(), plan::words(app.language.get_untracked()));
    let today = app.now.get_untracked().date();
    let whole = |line: &CrisisPlanItem| {
        (super::plan_lines::section_name(w, line.section), line_words(line))
    };
    let mut rows: Vec<(&'static str, String, Option<String>, Option<String>)> = Vec::new();
    for line in &difference.added {
        let (section, words) = whole(line);
        rows.push((p.added, section.to_owned(), None, Some(words)));
    }
    for line in &difference.removed {
        let (section, words) = whole(line);
        rows.push((p.taken_out, section.to_owned(), Some(words), None));
    }
    for change in &difference.changed {
        let items = if change.key.item_id.is_some() { &new.items } else { &old.items };
        let where_it_is = place(w, items, change.key);
        let (from, to) = (value(w, &change.from, today), value(w, &change.to, today));
        rows.push((p.changed, where_it_is, Some(from), Some(to)));
    }
    for item_id in &difference.moved {
        if let Some(line) = new.line(*item_id) {
            let (section, words) = whole(line);
            rows.push((p.moved, section.to_owned(), None, Some(words)));
        }
    }
    rows.into_iter()
        .map(|(what, place, from, to)| {
            view! {
                <li>
                    <p class="quiet"><strong>{what}</strong>" · "{place}</p>
                    {from.map(|words| view! { <p><del>{words}</del></p> })}
                    {to.map(|words| view! { <p><ins>{words}</ins></p> })}
                </li>
            }
            .into_any()
        })
        .collect()
}
