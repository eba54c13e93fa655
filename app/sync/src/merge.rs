//! One crisis plan out of two people's edits.
//!
//! Three-way, value by value: what one side changed is taken, what both changed
//! alike is taken once, and where they differ **both values stay**: the server's
//! in the plan, the other as an open conflict, until a person settles it. No
//! clock decides. See `docs/decisions/0010-crisis-plan-merge.md`.
//!
//! | function | whose | what |
//! |---|---|---|
//! | [`merge`] | both | the rule itself, over contents |
//! | [`save`] | server | an edit becomes the next version |
//! | [`plan_with`], [`based_on`] | phone | the plan with what was not sent yet; what a new edit begins from |

mod document;
mod order;
#[cfg(test)]
mod tests;

pub use document::{SavedPlan, based_on, plan_with, save};

use domain::{
    crisis_plan::PlanKey,
    wire::v1::{CrisisPlanContent, CrisisPlanItem, PlanField, PlanValue},
};

/// Two edits of one plan, joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What the plan says now.
    pub content: CrisisPlanContent,
    /// Where both sides spoke and said different things.
    pub clashes: Vec<Clash>,
}

/// One value on which two sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Where.
    pub key: PlanKey,
    /// What the merged plan says.
    pub kept: PlanValue,
    /// What it does not say.
    pub other: PlanValue,
    /// The kept value is our side's: a line they took out and we wrote in.
    pub kept_is_ours: bool,
}

/// Values that somebody decided on, whether or not they changed: settling a
/// conflict by leaving what stands there is a decision too.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Decided<'a> {
    pub(crate) ours: &'a [PlanKey],
    pub(crate) theirs: &'a [PlanKey],
}

/// Joins our edit and theirs, both begun from `base`; without one, from nothing.
///
/// Lines are matched by id, so the same words written twice stay twice. A line
/// that one side took out and the other wrote in stays, as a clash. `theirs` is
/// what is at the server already. The result has its lines section by section.
#[must_use]
pub fn merge(
    base: Option<&CrisisPlanContent>,
    ours: &CrisisPlanContent,
    theirs: &CrisisPlanContent,
) -> Merged {
    merge_decided(base, ours, theirs, Decided::default())
}

pub(crate) fn merge_decided(
    base: Option<&CrisisPlanContent>,
    ours: &CrisisPlanContent,
    theirs: &CrisisPlanContent,
    decided: Decided<'_>,
) -> Merged {
    let mut join = Join { base, ours, theirs, decided, clashes: Vec::new() };
    let mut content = theirs.clone();
    for field in PlanField::OF_PLAN {
        let key = PlanKey { item_id: None, field };
        content.put(key, join.value(key));
    }
    let added = ours.items.iter().filter(|item| theirs.line(item.item_id).is_none());
    let both = theirs.items.iter().chain(added);
    let lines: Vec<CrisisPlanItem> = both.filter_map(|item| join.line(item)).collect();
    let empty: &[CrisisPlanItem] = &[];
    let base_items = base.map_or(empty, |base| &base.items);
    content.items = order::arrange(&lines, base_items, &ours.items, &theirs.items);
    Merged { content, clashes: join.clashes }
}

struct Join<'a> {
    base: Option<&'a CrisisPlanContent>,
    ours: &'a CrisisPlanContent,
    theirs: &'a CrisisPlanContent,
    decided: Decided<'a>,
    clashes: Vec<Clash>,
}

impl Join<'_> {
    /// A line as it is to be; none where it goes. `held` is either side's.
    fn line(&mut self, held: &CrisisPlanItem) -> Option<CrisisPlanItem> {
        let item_id = Some(held.item_id);
        let line = |side: &CrisisPlanContent| side.line(held.item_id).is_some();
        let (ours, theirs) = (line(self.ours), line(self.theirs));
        if ours && theirs {
            let mut merged = held.clone();
            for field in PlanField::OF_LINE {
                merged.put(field, self.value(PlanKey { item_id, field }));
            }
            return Some(merged);
        }
        let key = PlanKey { item_id, field: PlanField::Line };
        if !self.base.is_some_and(line) {
            return Some(held.clone()); // one side's own
        }
        let decided = if ours { self.decided.ours } else { self.decided.theirs };
        let kept = PlanValue::Line(Box::new(held.clone()));
        if self.before(key).as_ref() == Some(&kept) && !decided.contains(&key) {
            return None;
        }
        let other = PlanValue::Nothing;
        self.clashes.push(Clash { key, kept, other, kept_is_ours: ours });
        Some(held.clone())
    }

    /// What is to stand in one place.
    fn value(&mut self, key: PlanKey) -> PlanValue {
        let (ours, theirs) = (self.ours.value(key), self.theirs.value(key));
        if ours == theirs {
            return theirs;
        }
        let before = self.before(key);
        if before.as_ref() == Some(&ours) && !self.decided.ours.contains(&key) {
            return theirs;
        }
        if before.as_ref() == Some(&theirs) && !self.decided.theirs.contains(&key) {
            return ours;
        }
        self.clashes.push(Clash { key, kept: theirs.clone(), other: ours, kept_is_ours: false });
        theirs
    }

    /// What stood there when both began; none where there was no such place.
    fn before(&self, key: PlanKey) -> Option<PlanValue> {
        let base = self.base?;
        let there = key.item_id.is_none_or(|item_id| base.line(item_id).is_some());
        there.then(|| base.value(key))
    }
}
