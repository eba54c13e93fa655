//! Reading a crisis plan when it counts, and writing one.

mod cells;
mod draft;
#[cfg(test)]
mod tests;
mod writing;

pub use draft::PlanDraft;
pub use writing::{Completeness, PLAN_MAX_BYTES, PLAN_MAX_LINES, keeps_the_rules};

use crate::{
    document::CellName,
    wire::v1::{ConflictId, CrisisPlan, CrisisPlanItem, Section},
};
use chrono::NaiveDate;

impl Section {
    /// Every section, in the order a plan is built: six steps, then the extras.
    pub const ALL: [Self; 15] = [
        Self::Signs,
        Self::OnMyOwn,
        Self::PeoplePlaces,
        Self::PeopleHelp,
        Self::Professionals,
        Self::SaferPlace,
        Self::WhenWell,
        Self::Triggers,
        Self::WhatHelps,
        Self::WhatMakesWorse,
        Self::DoNotInvolve,
        Self::MedicinesAllergies,
        Self::TreatmentPreferences,
        Self::Practical,
        Self::WhenPlanEnds,
    ];

    /// The order on site, after the call buttons: what is going on, what helps,
    /// then the rest.
    pub const ON_SITE: [Self; 15] = [
        Self::Signs,
        Self::WhatHelps,
        Self::WhatMakesWorse,
        Self::OnMyOwn,
        Self::PeopleHelp,
        Self::PeoplePlaces,
        Self::Professionals,
        Self::SaferPlace,
        Self::DoNotInvolve,
        Self::MedicinesAllergies,
        Self::Practical,
        Self::TreatmentPreferences,
        Self::Triggers,
        Self::WhenWell,
        Self::WhenPlanEnds,
    ];
}

impl CrisisPlan {
    /// The lines of one section, in their order.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &CrisisPlanItem> {
        self.items.iter().filter(move |item| item.section == section)
    }

    /// Who can be called or texted now: people first, then professionals.
    pub fn reachable(&self) -> impl Iterator<Item = &CrisisPlanItem> {
        [Section::PeopleHelp, Section::Professionals, Section::PeoplePlaces]
            .into_iter()
            .flat_map(|section| self.section(section))
            .filter(|item| !item.tel.is_empty() || !item.sms.is_empty())
    }

    /// The plan as the client may see it: without lines kept for the team.
    #[must_use]
    pub fn for_client(&self) -> Self {
        self.only(|item| !item.hidden_from_client)
    }

    /// The plan as colleagues may see it: without lines that are not for the team.
    #[must_use]
    pub fn for_team(&self) -> Self {
        self.only(|item| item.show_to_team)
    }

    /// With these lines only. What two people wrote of another line goes with
    /// it, on whichever side of the conflict its words stand.
    fn only(&self, shown: impl Fn(&CrisisPlanItem) -> bool) -> Self {
        let mut plan = self.clone();
        plan.items.retain(&shown);
        plan.conflicts.retain(|conflict| {
            let ConflictId { line, field, .. } = conflict.conflict_id;
            let here = line.is_none_or(|id| {
                let line = self.items.iter().find(|item| item.item_id == id);
                // Of a line that was taken out nobody knows any more who may see it.
                line.map_or(field == CellName::LINE, &shown)
            });
            let sides = [&conflict.kept.value, &conflict.other.value];
            // A whole line that cannot be read is shown to nobody.
            here && sides.into_iter().all(|value| match value.parts() {
                Some(("line", line)) => line.read().is_some_and(|line| shown(&line)),
                _ => true,
            })
        });
        plan
    }

    /// The plan was due to be looked over before this day.
    #[must_use]
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        self.review_due < today
    }
}
