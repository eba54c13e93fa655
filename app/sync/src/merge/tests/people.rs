//! Plans and what people do to them.

use chrono::{Days, NaiveDate};
use domain::{
    crisis_plan::{Difference, PlanKey},
    id::CrisisPlanItemId,
    wire::v1::{
        AdvanceDirective, CrisisPlanContent, CrisisPlanItem, Likelihood, MadeWith, PlanField,
        PlanValue, Section,
    },
};
use proptest::prelude::*;

/// A plan and two edits of it, neither of which saw the other.
#[derive(Clone)]
pub(super) struct Pair {
    pub(super) base: CrisisPlanContent,
    pub(super) ours: CrisisPlanContent,
    pub(super) theirs: CrisisPlanContent,
}

impl std::fmt::Debug for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (side, content) in
            [("base", &self.base), ("ours", &self.ours), ("theirs", &self.theirs)]
        {
            let facts =
                PlanField::OF_PLAN.map(|field| content.value(PlanKey { item_id: None, field }));
            writeln!(f, "{side}: {facts:?}")?;
            for item in &content.items {
                let bare = CrisisPlanItem::new(item.item_id, item.section);
                let fields = PlanField::OF_LINE.into_iter();
                let said: Vec<_> = fields
                    .filter(|field| item.value(*field) != bare.value(*field))
                    .map(|field| (field, item.value(field)))
                    .collect();
                writeln!(f, "  {:?} {:x?} {said:?}", item.section, &item.item_id.as_bytes()[..2])?;
            }
        }
        Ok(())
    }
}

/// One thing done to a plan. Numbers wrap, so that few of them meet often.
#[derive(Debug, Clone)]
enum Step {
    Write { line: usize, field: usize, word: u8 },
    TakeOut { line: usize },
    Swap { line: usize },
    Add { section: usize, word: u8 },
    Fact { field: usize, word: u8 },
}

const SECTIONS: [Section; 3] = [Section::Signs, Section::WhatHelps, Section::PeopleHelp];
const WORDS: [&str; 5] = ["", "Walk with me.", "Call my sister.", "No sirens 🙂", "El perro"];

fn word(n: u8) -> String {
    WORDS[usize::from(n) % WORDS.len()].into()
}

fn value(field: PlanField, n: u8) -> PlanValue {
    let likelihood = [Likelihood::Likely, Likelihood::Unsure, Likelihood::Unlikely];
    let with = [MadeWith::Client, MadeWith::Supporter, MadeWith::CaseManagerOnly];
    match field {
        PlanField::Section => PlanValue::Section(SECTIONS[usize::from(n) % 3]),
        PlanField::Person if n.is_multiple_of(3) => PlanValue::Nothing,
        PlanField::Person => PlanValue::Person(domain::id::PersonId::from_bytes([n % 3; 16])),
        PlanField::Likelihood if n % 4 == 3 => PlanValue::Nothing,
        PlanField::Likelihood => PlanValue::Likelihood(likelihood[usize::from(n) % 4]),
        PlanField::HiddenFromClient | PlanField::ShowToTeam | PlanField::ClientAgrees => {
            PlanValue::Flag(n.is_multiple_of(2))
        }
        PlanField::MadeWith => PlanValue::MadeWith(with[usize::from(n) % 3]),
        PlanField::ReviewDue => PlanValue::Day(NaiveDate::default() + Days::new(u64::from(n % 3))),
        PlanField::AdvanceDirective if n.is_multiple_of(3) => PlanValue::Nothing,
        PlanField::AdvanceDirective => PlanValue::AdvanceDirective(AdvanceDirective {
            where_kept: word(n),
            agent: String::new(),
        }),
        _ => PlanValue::Text(word(n)),
    }
}

/// Every field is written, words more than the rest.
fn field_of_line(n: usize) -> PlanField {
    *PlanField::OF_LINE.get(n.wrapping_sub(2)).unwrap_or(&PlanField::Text)
}

impl Step {
    fn take(&self, content: &mut CrisisPlanContent, fresh: CrisisPlanItemId) {
        let lines = content.items.len().max(1);
        match *self {
            Self::Write { line, field, word } => {
                if let Some(item) = content.items.get_mut(line % lines) {
                    let field = field_of_line(field);
                    item.put(field, value(field, word));
                }
            }
            Self::TakeOut { line } => {
                let at = line % lines;
                if at < content.items.len() {
                    content.items.remove(at);
                }
            }
            Self::Swap { line } => {
                if let Some(id) = content.items.get(line % lines).map(|item| item.item_id) {
                    content.move_down(id);
                }
            }
            Self::Add { section, word: n } => {
                let section = SECTIONS[section % 3];
                let line = CrisisPlanItem { text: word(n), ..CrisisPlanItem::new(fresh, section) };
                content.items.push(line);
            }
            Self::Fact { field, word } => {
                let field = PlanField::OF_PLAN[field % 5];
                content.put(PlanKey { item_id: None, field }, value(field, word));
            }
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    // Some lines and fields are on everybody's mind.
    let n = || prop_oneof![0..2_usize, 0..24_usize];
    prop_oneof![
        8 => (n(), n(), 0..12_u8).prop_map(|(line, field, word)| Step::Write { line, field, word }),
        2 => n().prop_map(|line| Step::TakeOut { line }),
        4 => n().prop_map(|line| Step::Swap { line }),
        2 => (n(), 0..12_u8).prop_map(|(section, word)| Step::Add { section, word }),
        1 => (n(), 0..12_u8).prop_map(|(field, word)| Step::Fact { field, word }),
    ]
}

/// One sitting: some steps, saved with the lines section by section.
fn sitting(begun: &CrisisPlanContent, who: u8, steps: &[Step]) -> CrisisPlanContent {
    let mut content = begun.clone();
    for (n, step) in (0_u8..).zip(steps) {
        // New ids are not in order of time or person, as on two phones.
        let first = n.wrapping_mul(83).wrapping_add(who.wrapping_mul(151));
        let mut id = [who; 16];
        id[0] = first;
        id[15] = n;
        step.take(&mut content, CrisisPlanItemId::from_bytes(id));
    }
    content.items.sort_by_key(|item| item.section);
    content
}

/// Two people with the same plan before them, each with a few steps.
pub(super) fn pair() -> impl Strategy<Value = Pair> {
    let steps = |most| prop::collection::vec(step(), 0..most);
    let plan = prop::collection::vec((0..3_usize, 0..12_u8), 1..7).prop_map(|lines| {
        let added = |(section, word)| Step::Add { section, word };
        let lines: Vec<Step> = lines.into_iter().map(added).collect();
        sitting(&nothing(), 1, &lines)
    });
    (plan, steps(4), steps(9), steps(9)).prop_map(|(plan, lived, our, their)| {
        let base = sitting(&plan, 2, &lived);
        let (ours, theirs) = (sitting(&base, 3, &our), sitting(&base, 4, &their));
        Pair { base, ours, theirs }
    })
}

pub(super) fn nothing() -> CrisisPlanContent {
    CrisisPlanContent {
        made_with: MadeWith::Client,
        client_agrees: false,
        review_due: NaiveDate::default(),
        language: String::new(),
        items: Vec::new(),
        advance_directive: None,
    }
}

/// Lines changed places, within a section or to another.
pub(super) fn moves(from: &CrisisPlanContent, to: &CrisisPlanContent) -> bool {
    let difference = Difference::between(from, to);
    let section = |changed: &domain::crisis_plan::Changed| changed.key.field == PlanField::Section;
    !difference.moved.is_empty() || difference.changed.iter().any(section)
}
