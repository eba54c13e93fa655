//! Reading a crisis plan when it counts, and writing one.

mod difference;
mod draft;
mod fields;
#[cfg(test)]
mod tests;
mod writing;

pub use difference::{Changed, Difference};
pub use draft::{PlanDraft, PlanProblem};
pub use fields::PlanKey;
pub use writing::{Completeness, PLAN_MAX_BYTES, PLAN_MAX_LINES, keeps_the_rules};

use crate::wire::v1::{CrisisPlan, CrisisPlanItem, PlanField, PlanValue, Section};
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
        let mut shown = self.clone();
        shown.items.retain(|item| !item.hidden_from_client);
        shown
    }

    /// The plan as colleagues may see it: without lines that are not for the team,
    /// and without what two people wrote into one of those.
    #[must_use]
    pub fn for_team(&self) -> Self {
        let mut shown = self.clone();
        shown.items.retain(|item| item.show_to_team);
        shown.conflicts.retain(|conflict| {
            let Some(id) = conflict.conflict_id.item_id else { return true };
            let sides = [&conflict.kept.value, &conflict.other.value];
            let mut lines = sides.into_iter().filter_map(|value| match value {
                PlanValue::Line(line) => Some(line.show_to_team),
                _ => None,
            });
            match conflict.conflict_id.field {
                // One side may have taken the line out.
                PlanField::Line => lines.all(|shown| shown),
                _ => shown.items.iter().any(|item| item.item_id == id),
            }
        });
        shown
    }

    /// The plan was due to be looked over before this day.
    #[must_use]
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        self.review_due < today
    }
}

/// A number reduced to what a dialler takes, or nothing if no digit is left.
#[must_use]
pub fn dialable(number: &str) -> Option<String> {
    let kept: String =
        number.trim().chars().filter(|c| c.is_ascii_digit() || "+*#,;".contains(*c)).collect();
    kept.chars().any(|c| c.is_ascii_digit()).then_some(kept)
}
