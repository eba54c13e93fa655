//! Help while a plan is written. Help only: a plan may be saved at any time,
//! half a plan is better than none.

use crate::{
    id::CrisisPlanItemId,
    wire::v1::{CrisisPlanContent, CrisisPlanEdit, PlanField, Section},
};

/// Lines in a plan, at most. A plan is one page (domain model B1); this is
/// there to keep out what is not a plan.
pub const PLAN_MAX_LINES: usize = 500;
/// Bytes of all words of a plan, at most: with the words it began from it
/// still fits into one push.
pub const PLAN_MAX_BYTES: usize = 128 * 1024;

/// How far one section has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// No words yet; "none yet" is an answer, and words.
    Empty,
    /// People to ask for help, and no number for any of them.
    NoNumber,
    /// Something to go by.
    Filled,
}

impl CrisisPlanContent {
    /// How far a section has come (domain model C5: people, professionals).
    #[must_use]
    pub fn completeness(&self, section: Section) -> Completeness {
        let lines = || self.items.iter().filter(|item| item.section == section);
        let mut filled = false;
        for item in lines() {
            filled |= !item.text.trim().is_empty() || !item.name.trim().is_empty();
        }
        if !filled {
            return Completeness::Empty;
        }
        let calls = matches!(section, Section::PeopleHelp | Section::Professionals);
        if calls && lines().all(|item| item.tel.is_empty() && item.sms.is_empty()) {
            return Completeness::NoNumber;
        }
        Completeness::Filled
    }

    /// Moves a line one place up within its section; false where it is the first.
    pub fn move_up(&mut self, item_id: CrisisPlanItemId) -> bool {
        let Some(at) = self.place(item_id) else { return false };
        let section = self.items.get(at).map(|item| item.section);
        let above = self.items.iter().take(at).rposition(|item| Some(item.section) == section);
        above.inspect(|above| self.items.swap(at, *above)).is_some()
    }

    /// Moves a line one place down within its section; false where it is the last.
    pub fn move_down(&mut self, item_id: CrisisPlanItemId) -> bool {
        let Some(at) = self.place(item_id) else { return false };
        let section = self.items.get(at).map(|item| item.section);
        let mut below = self.items.iter().skip(at + 1);
        let below = below.position(|item| Some(item.section) == section);
        below.inspect(|below| self.items.swap(at, at + 1 + below)).is_some()
    }

    fn place(&self, item_id: CrisisPlanItemId) -> Option<usize> {
        self.items.iter().position(|item| item.item_id == item_id)
    }

    fn keeps_the_rules(&self) -> bool {
        let mut bytes = self.language.len();
        if let Some(directive) = &self.advance_directive {
            bytes += directive.where_kept.len() + directive.agent.len();
        }
        for (at, item) in self.items.iter().enumerate() {
            if self.place(item.item_id) != Some(at) {
                return false;
            }
            let mut item = item.clone();
            for field in PlanField::OF_LINE {
                bytes += item.words(field).map_or(0, |words| words.len());
            }
        }
        self.items.len() <= PLAN_MAX_LINES && bytes <= PLAN_MAX_BYTES
    }
}

/// An edit that can be merged: no id twice, nothing beyond all measure.
#[must_use]
pub fn keeps_the_rules(edit: &CrisisPlanEdit) -> bool {
    edit.content.keeps_the_rules()
        && edit.before.as_ref().is_none_or(CrisisPlanContent::keeps_the_rules)
        && edit.settles.len() <= PLAN_MAX_LINES
}
