//! What a worker sees of a plan on the phone, and writes in it.

use super::{Random, phone::Phone};
use chrono::Days;
use domain::{
    Moment,
    id::{ClientId, CrisisPlanId, CrisisPlanItemId},
    wire::v1::{
        CrisisPlan, CrisisPlanContent, CrisisPlanEdit, CrisisPlanItem, MadeWith, PlanBase, Section,
    },
};

impl Phone {
    /// The plan as the screen has it, and what an edit begun now is based on.
    pub(super) fn shown(&self, client: ClientId) -> (Option<CrisisPlan>, PlanBase) {
        self.pending.lay_over_plan(self.staff, client, self.store.plans.get(&client))
    }
}

/// One sitting over the plan of a client.
pub(super) fn edit(
    random: &mut Random,
    phone: &Phone,
    client_id: ClientId,
    at: Moment,
) -> CrisisPlanEdit {
    let (shown, based_on) = phone.shown(client_id);
    let before = shown.as_ref().map(CrisisPlan::content);
    let mut content = before.clone().unwrap_or_else(|| CrisisPlanContent {
        made_with: MadeWith::Client,
        client_agrees: true,
        review_due: chrono::NaiveDate::default(),
        language: "en".into(),
        items: Vec::new(),
        advance_directive: None,
    });
    for _ in 0..1 + random.index(3) {
        change(random, &mut content);
    }
    content.items.sort_by_key(|item| item.section);
    let open = shown.iter().flat_map(|plan| &plan.conflicts);
    let mut settles = Vec::new();
    for conflict in open {
        if random.per_mille(200) {
            let side = if random.per_mille(500) { &conflict.kept } else { &conflict.other };
            content.put(conflict.conflict_id.key(), side.value.clone());
            settles.push(conflict.conflict_id);
        }
    }
    let fresh = || CrisisPlanId::from_bytes(random.bytes());
    let crisis_plan_id = shown.map_or_else(fresh, |plan| plan.crisis_plan_id);
    CrisisPlanEdit { crisis_plan_id, client_id, at, based_on, before, content, settles }
}

/// Words that nobody else writes, so that one that is missing is noticed.
fn words(random: &mut Random) -> String {
    format!("Walk with me, {:x}.", random.any())
}

fn change(random: &mut Random, content: &mut CrisisPlanContent) {
    let lines = content.items.len();
    // Most of what is written is written at the top.
    let top = if random.per_mille(600) { lines.min(2) } else { lines };
    let at = random.index(top);
    let item = content.items.get_mut(at);
    match (random.below(10), item) {
        (0..=3, Some(item)) => item.text = words(random),
        (4, Some(item)) => item.tel = format!("+1 860 555 {:04}", random.below(10_000)),
        (5, Some(_)) => drop(content.items.remove(at)),
        (6, Some(item)) => {
            let id = item.item_id;
            content.move_down(id);
        }
        (7, Some(item)) => item.section = section(random),
        (8, _) => content.review_due = content.review_due + Days::new(1 + random.below(90)),
        _ => {
            let id = CrisisPlanItemId::from_bytes(random.bytes());
            let line = CrisisPlanItem::new(id, section(random));
            content.items.push(CrisisPlanItem { text: words(random), ..line });
        }
    }
}

fn section(random: &mut Random) -> Section {
    let sections = [Section::Signs, Section::WhatHelps, Section::PeopleHelp];
    *random.pick(&sections).unwrap_or(&Section::Signs)
}
