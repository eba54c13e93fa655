//! The order of lines once two sides are joined.

use domain::{
    id::CrisisPlanItemId,
    wire::v1::{CrisisPlanItem, Section},
};

/// Puts lines section by section, within each in the order of whichever side
/// changed it; theirs where both did. Order is no words: nobody has to settle it.
pub(super) fn arrange(
    lines: &[CrisisPlanItem],
    base: &[CrisisPlanItem],
    ours: &[CrisisPlanItem],
    theirs: &[CrisisPlanItem],
) -> Vec<CrisisPlanItem> {
    let mut arranged = Vec::with_capacity(lines.len());
    for section in Section::ALL {
        let of = |side: &[CrisisPlanItem]| -> Vec<CrisisPlanItemId> {
            let here = |item: &&CrisisPlanItem| item.section == section;
            let ids = side.iter().filter(here).map(|item| item.item_id);
            let stays = |id: &CrisisPlanItemId| {
                lines.iter().any(|line| line.section == section && line.item_id == *id)
            };
            ids.filter(stays).collect()
        };
        for id in join(&of(base), &of(ours), &of(theirs)) {
            arranged.extend(lines.iter().find(|line| line.item_id == id).cloned());
        }
    }
    arranged
}

/// The lines both sides have, in one order; behind each, those that only one
/// side has there. Of two such rows the one whose first id is smaller comes
/// first, so that it is no matter who was faster.
fn join(
    base: &[CrisisPlanItemId],
    ours: &[CrisisPlanItemId],
    theirs: &[CrisisPlanItemId],
) -> Vec<CrisisPlanItemId> {
    let our_order = within(ours, theirs);
    let their_order = within(theirs, ours);
    let old_order = within(base, &our_order);
    let we_moved = within(&our_order, base) != old_order;
    let they_moved = within(&their_order, base) != old_order;
    let both = if we_moved && !they_moved { our_order } else { their_order };
    let mut joined = Vec::with_capacity(ours.len() + theirs.len());
    for after in std::iter::once(None).chain(both.iter().map(Some)) {
        joined.extend(after);
        let rows = (row(ours, after, &both), row(theirs, after, &both));
        let (first, second) = if rows.0.first() < rows.1.first() { rows } else { (rows.1, rows.0) };
        joined.extend(first.iter().chain(second));
    }
    joined
}

/// Those of `ids` that are among `others`.
fn within(ids: &[CrisisPlanItemId], others: &[CrisisPlanItemId]) -> Vec<CrisisPlanItemId> {
    ids.iter().filter(|id| others.contains(id)).copied().collect()
}

/// The ids right behind `after`, up to the next that both sides have.
fn row<'a>(
    ids: &'a [CrisisPlanItemId],
    after: Option<&CrisisPlanItemId>,
    both: &[CrisisPlanItemId],
) -> &'a [CrisisPlanItemId] {
    let from = match after {
        Some(after) => ids.iter().position(|id| id == after).map_or(ids.len(), |at| at + 1),
        None => 0,
    };
    let rest = ids.get(from..).unwrap_or_default();
    let end = rest.iter().position(|id| both.contains(id)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}
