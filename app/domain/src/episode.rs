//! Where a case stands: its stage, its level of care, and what they were on a day that is past
//! (domain model C7, C8; seed 002:48-63, 000:26-58). No stage ends by itself: a person says each.

mod draft;
#[cfg(test)]
mod tests;

pub use draft::{ENDED, STAGE_REASON, STAGE_SINCE};

use crate::wire::v1::{Client, Ended, Level, Stage, StageBegun};
use chrono::NaiveDate;

impl Stage {
    /// All of them, in the order of a case.
    pub const ALL: [Self; 7] = [
        Self::Referred,
        Self::Outreach,
        Self::EligibilityPending,
        Self::Active,
        Self::OnHold,
        Self::DischargePlanning,
        Self::Closed,
    ];

    /// What may come after it. Outreach, eligibility and enrolment follow in that order
    /// (seed 002:59-63); a case may end at any stage, because people die, move and leave; and one
    /// that has ended begins again where cases begin.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Referred => &[Self::Outreach, Self::Closed],
            Self::Outreach => &[Self::EligibilityPending, Self::Closed],
            Self::EligibilityPending => &[Self::Active, Self::Outreach, Self::Closed],
            Self::Active => &[Self::OnHold, Self::DischargePlanning, Self::Closed],
            Self::OnHold => &[Self::Active, Self::DischargePlanning, Self::Closed],
            Self::DischargePlanning => &[Self::Active, Self::Closed],
            Self::Closed => &[Self::Referred, Self::Outreach, Self::EligibilityPending],
        }
    }

    /// How a case may end from here. Whoever was in service is said goodbye to before their goals
    /// count as met or another service goes on (seed 002:258-262): that is planned first.
    #[must_use]
    pub const fn ends(self) -> &'static [Ended] {
        use Ended::{Declined, Died, GoalsMet, HandedOver, Moved, NotEligible, NotFound, Other};
        match self {
            Self::Referred | Self::Outreach => {
                &[NotFound, Declined, HandedOver, Moved, Died, Other]
            }
            Self::EligibilityPending => &[NotEligible, NotFound, Declined, Moved, Died, Other],
            Self::Active | Self::OnHold => &[NotFound, Declined, Moved, Died, Other],
            Self::DischargePlanning => {
                &[GoalsMet, HandedOver, Declined, NotFound, Moved, Died, Other]
            }
            Self::Closed => &[],
        }
    }

    /// Contact is owed at it.
    #[must_use]
    pub const fn is_in_service(self) -> bool {
        matches!(self, Self::Active | Self::DischargePlanning)
    }

    /// Nothing is expected of anybody.
    #[must_use]
    pub const fn rests(self) -> bool {
        matches!(self, Self::OnHold | Self::Closed)
    }
}

impl Client {
    /// How the case ended; none while it goes on, and where nobody said.
    #[must_use]
    pub fn ended(&self) -> Option<Ended> {
        let last = self.stage_begun().filter(|begun| begun.stage == Stage::Closed)?;
        // Two people may have closed it apart. While they say different things nobody knows.
        let went_on = self.stages.iter().filter(|one| one.stage != Stage::Closed);
        let went_on = went_on.map(|one| one.since).max();
        let mut ends = self.stages.iter().filter(|one| {
            one.stage == Stage::Closed && went_on.is_none_or(|since| one.since >= since)
        });
        last.ended.filter(|ended| ends.all(|one| one.ended == Some(*ended)))
    }

    /// What is known of the beginning of the stage in force; none where nobody wrote it.
    #[must_use]
    pub fn stage_begun(&self) -> Option<&StageBegun> {
        latest(self.stages.iter().filter(|begun| begun.stage == self.stage), |begun| begun.since)
    }

    /// The stage on this day. The one in force holds from its first day on, whatever else was
    /// written meanwhile: it is what people settled on. Where nothing is known of the day, it is
    /// taken for that as well.
    #[must_use]
    pub fn stage_on(&self, day: NaiveDate) -> Stage {
        let Some(since) = self.stage_begun().map(|begun| begun.since) else { return self.stage };
        if since <= day {
            return self.stage;
        }
        let before = self.stages.iter().filter(|one| one.since <= day && one.since < since);
        latest(before, |one| one.since).map_or(self.stage, |one| one.stage)
    }

    /// The level of care on this day; none before the first that is known. The level in force
    /// holds from its first day on, whatever else was written meanwhile: it is what people
    /// settled on.
    #[must_use]
    pub fn level_on(&self, day: NaiveDate) -> Option<Level> {
        let Some(since) = self.level_since else { return self.level };
        if since <= day {
            return self.level;
        }
        let before = self.levels.iter().filter(|one| one.since <= day && one.since < since);
        latest(before, |one| one.since).and_then(|one| one.level)
    }

    /// The case is in service on this day, as far as stages and pauses say.
    #[must_use]
    pub fn is_served_on(&self, day: NaiveDate) -> bool {
        let paused =
            self.pauses.iter().any(|one| one.from <= day && one.to.is_none_or(|to| day <= to));
        !paused && !self.stage_on(day).rests()
    }
}

/// The one that began last; of several on one day, the one that was written last.
fn latest<'a, T>(all: impl Iterator<Item = &'a T>, since: fn(&T) -> NaiveDate) -> Option<&'a T> {
    all.max_by_key(|one| since(one))
}
