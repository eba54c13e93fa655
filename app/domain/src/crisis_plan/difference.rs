//! What changed between two versions of a plan.

use super::PlanKey;
use crate::{
    id::CrisisPlanItemId,
    wire::v1::{CrisisPlanContent, CrisisPlanItem, PlanField, PlanValue, Section},
};

/// From one version of a plan to a later one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Lines that are new.
    pub added: Vec<CrisisPlanItem>,
    /// Lines that are gone.
    pub removed: Vec<CrisisPlanItem>,
    /// Values that are others than before, of the plan and then line by line.
    pub changed: Vec<Changed>,
    /// Lines at another place within their section; as few as explain the new order.
    pub moved: Vec<CrisisPlanItemId>,
}

/// One value that is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where.
    pub key: PlanKey,
    /// What stood there.
    pub from: PlanValue,
    /// What stands there now.
    pub to: PlanValue,
}

impl Difference {
    /// Compares two versions.
    #[must_use]
    pub fn between(old: &CrisisPlanContent, new: &CrisisPlanContent) -> Self {
        let mut difference = Self::default();
        let changed = &mut difference.changed;
        let mut compare = |key| {
            let (from, to) = (old.value(key), new.value(key));
            if from != to {
                changed.push(Changed { key, from, to });
            }
        };
        PlanField::OF_PLAN.into_iter().for_each(|field| compare(PlanKey { item_id: None, field }));
        for item in new.items.iter().filter(|item| old.line(item.item_id).is_some()) {
            let item_id = Some(item.item_id);
            PlanField::OF_LINE.into_iter().for_each(|field| compare(PlanKey { item_id, field }));
        }
        let without = |a: &CrisisPlanContent, b: &CrisisPlanContent| -> Vec<_> {
            a.items.iter().filter(|item| b.line(item.item_id).is_none()).cloned().collect()
        };
        difference.added = without(new, old);
        difference.removed = without(old, new);
        for section in Section::ALL {
            difference.moved.extend(moved(old, new, section));
        }
        difference
    }

    /// The two are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The lines of a section, on both sides in it, that are not in the longest
/// run that kept its order.
fn moved(
    old: &CrisisPlanContent,
    new: &CrisisPlanContent,
    section: Section,
) -> Vec<CrisisPlanItemId> {
    let place = |item: &CrisisPlanItem| {
        let here = |held: &CrisisPlanItem| {
            held.item_id == item.item_id && held.section == section && item.section == section
        };
        Some((item.item_id, old.items.iter().position(here)?))
    };
    let lines: Vec<(CrisisPlanItemId, usize)> = new.items.iter().filter_map(place).collect();
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
    for (at, (item_id, _)) in lines.iter().enumerate() {
        if at == next {
            next = runs.get(at).map_or(usize::MAX, |(_, then)| *then);
        } else {
            moved.push(*item_id);
        }
    }
    moved
}
