//! Help while a plan is written. Help only: a plan may be saved at any time,
//! half a plan is better than none.

use crate::{
    id::LineId,
    length::Field,
    phone,
    wire::v1::{CrisisPlanContent, CrisisPlanEdit, CrisisPlanItem, Section},
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
    /// People to ask for help, and no number for any of them that can be dialled.
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
        if calls && lines().all(|item| phone::buttons(&item.tel, &item.sms).0.is_empty()) {
            return Completeness::NoNumber;
        }
        Completeness::Filled
    }

    /// Moves a line one place up or down within its section; false where it is the first, or the
    /// last.
    pub fn move_line(&mut self, item_id: LineId, up: bool) -> bool {
        let mut moved = false;
        self.change(|cells| moved = cells.move_line(item_id, up));
        moved
    }

    /// Bytes of all its words.
    pub(super) fn bytes(&self) -> usize {
        let directive = self.advance_directive.iter();
        let directive = directive.map(|one| one.where_kept.len() + one.agent.len());
        let lines = self.items.iter().flat_map(CrisisPlanItem::all_words);
        self.language.len() + directive.chain(lines.map(|(_, _, words)| words.len())).sum::<usize>()
    }
}

impl CrisisPlanItem {
    /// Each of its fields that holds words, by its name in the plan and as one that has a limit.
    #[must_use]
    pub const fn all_words(&self) -> [(&'static str, Field, &String); 6] {
        [
            ("name", Field::Name, &self.name),
            ("relation", Field::Relation, &self.relation),
            ("tel", Field::Tel, &self.tel),
            ("sms", Field::Sms, &self.sms),
            ("text", Field::PlanLine, &self.text),
            ("obstacles", Field::Obstacles, &self.obstacles),
        ]
    }

    /// A line that is filled in for somebody: what stands where a number belongs
    /// and is none that can be dialled is put among its words, where it can be read.
    #[must_use]
    pub fn filled_in(mut self) -> Self {
        for (number, texts) in [(&mut self.tel, false), (&mut self.sms, true)] {
            if phone::problem(number, texts).is_some() {
                let number = std::mem::take(number);
                if !self.text.contains(&number) {
                    let between = if self.text.is_empty() { "" } else { " · " };
                    self.text = [self.text.as_str(), between, &number].concat();
                }
            }
        }
        self
    }
}

/// An edit that can be merged: no id twice, nothing beyond all measure. What it
/// began from may be more than one may write: two phones that add to one plan
/// make it longer than either. Counted first: what has no end is not to be read as cells.
#[must_use]
pub fn keeps_the_rules(edit: &CrisisPlanEdit) -> bool {
    let before = edit.before.as_ref();
    edit.content.items.len() <= PLAN_MAX_LINES
        && edit.content.bytes() <= PLAN_MAX_BYTES
        && before.is_none_or(|before| before.items.len() <= 8 * PLAN_MAX_LINES)
        && [Some(&edit.content), before].into_iter().flatten().all(has_each_line_once)
        && edit.settles.len() <= PLAN_MAX_LINES
}

fn has_each_line_once(content: &CrisisPlanContent) -> bool {
    content.cells().has_each_line_once()
}
