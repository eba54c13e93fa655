//! What changed between two versions of a document.

use super::{Cells, Key, Line, Value};
use crate::id::LineId;

/// From one version of a document to a later one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Lines that are new.
    pub added: Vec<LineId>,
    /// Lines that are gone.
    pub removed: Vec<LineId>,
    /// Values that are others than before, of the document and then line by line.
    pub changed: Vec<Changed>,
    /// Lines at another place within their group; as few as explain the new order.
    pub moved: Vec<LineId>,
}

/// One value that is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where.
    pub key: Key,
    /// What stood there.
    pub from: Value,
    /// What stands there now.
    pub to: Value,
}

impl Difference {
    /// Compares two versions.
    #[must_use]
    pub fn between(old: &Cells, new: &Cells) -> Self {
        let mut difference = Self::default();
        let changed = &mut difference.changed;
        let mut compare = |key| {
            let (from, to) = (old.value(key), new.value(key));
            if from != to {
                changed.push(Changed { key, from, to });
            }
        };
        new.fact_keys().for_each(&mut compare);
        for line in new.lines.iter().filter(|line| old.line(line.id).is_some()) {
            new.line_keys(line).for_each(&mut compare);
        }
        let without = |a: &Cells, b: &Cells| -> Vec<_> {
            a.lines.iter().filter(|line| b.line(line.id).is_none()).map(|line| line.id).collect()
        };
        difference.added = without(new, old);
        difference.removed = without(old, new);
        for (at, list) in new.shape.lists.iter().enumerate() {
            let groups = list.groups.map(|(_, groups)| groups).unwrap_or_default();
            let all = groups.iter().map(|group| Some(*group));
            for group in all.chain(groups.is_empty().then_some(None)) {
                let here =
                    |cells: &Cells, line: &Line| line.list == at && cells.group_of(line) == group;
                difference.moved.extend(moved(old, new, here));
            }
        }
        difference
    }

    /// The two are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The lines of a group, on both sides in it, that are not in the longest run that kept its order.
fn moved(old: &Cells, new: &Cells, here: impl Fn(&Cells, &Line) -> bool) -> Vec<LineId> {
    let place = |line: &Line| {
        let was = old.lines.iter().position(|held| held.id == line.id && here(old, held))?;
        here(new, line).then_some((line.id, was))
    };
    let lines: Vec<(LineId, usize)> = new.lines.iter().filter_map(place).collect();
    // Of each line, seen from the end: how long a run begins with it, and with whom it goes on.
    let mut runs: Vec<(usize, usize)> = vec![(0, usize::MAX); lines.len()];
    for (at, (_, was)) in lines.iter().enumerate().rev() {
        let mut best = (1, usize::MAX);
        for (next, ((_, later), (length, _))) in lines.iter().zip(&runs).enumerate().skip(at + 1) {
            if later > was && length + 1 > best.0 {
                best = (length + 1, next);
            }
        }
        if let Some(run) = runs.get_mut(at) {
            *run = best;
        }
    }
    let longest = runs.iter().map(|(length, _)| *length).max().unwrap_or(0);
    let mut next = runs.iter().position(|(length, _)| *length == longest).unwrap_or(usize::MAX);
    let mut moved = Vec::new();
    for (at, (id, _)) in lines.iter().enumerate() {
        if at == next {
            next = runs.get(at).map_or(usize::MAX, |(_, then)| *then);
        } else {
            moved.push(*id);
        }
    }
    moved
}
