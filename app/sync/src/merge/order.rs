//! The order of lines once two sides are joined.

use domain::{
    document::{Cells, Line},
    id::LineId,
};

/// Puts lines list by list and group by group, within each group in the order of whichever side
/// changed it; theirs where both did. Order is no words: nobody has to settle it.
pub(super) fn arrange(
    joined: &Cells,
    base: Option<&Cells>,
    ours: &Cells,
    theirs: &Cells,
) -> Vec<Line> {
    let mut arranged = Vec::with_capacity(joined.lines.len());
    for (list, of) in joined.shape.lists.iter().enumerate() {
        let groups = of.groups.map(|(_, groups)| groups).unwrap_or_default();
        // Last, what is in no group that is known here; in a list without groups, all of it.
        for group in groups.iter().map(|group| Some(*group)).chain([None]) {
            let here = |cells: &Cells, line: &Line| {
                let own = cells.group_of(line);
                let known = own.filter(|own| groups.contains(own));
                line.list == list && known == group
            };
            let of = |side: &Cells| -> Vec<LineId> {
                let ids = side.lines.iter().filter(|line| here(side, line)).map(|line| line.id);
                let stays = |id: &LineId| joined.line(*id).is_some_and(|line| here(joined, line));
                ids.filter(stays).collect()
            };
            let old = base.map(of).unwrap_or_default();
            for id in join(&old, &of(ours), &of(theirs)) {
                arranged.extend(joined.line(id).cloned());
            }
        }
    }
    arranged
}

/// The lines both sides have, in one order; behind each, those that only one
/// side has there. Of two such rows the one whose first id is smaller comes
/// first, so that it is no matter who was faster.
fn join(base: &[LineId], ours: &[LineId], theirs: &[LineId]) -> Vec<LineId> {
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
fn within(ids: &[LineId], others: &[LineId]) -> Vec<LineId> {
    ids.iter().filter(|id| others.contains(id)).copied().collect()
}

/// The ids right behind `after`, up to the next that both sides have.
fn row<'a>(ids: &'a [LineId], after: Option<&LineId>, both: &[LineId]) -> &'a [LineId] {
    let from = match after {
        Some(after) => ids.iter().position(|id| id == after).map_or(ids.len(), |at| at + 1),
        None => 0,
    };
    let rest = ids.get(from..).unwrap_or_default();
    let end = rest.iter().position(|id| both.contains(id)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}
