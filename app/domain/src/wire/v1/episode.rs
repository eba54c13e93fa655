use super::is_default;
use crate::{id::LineId, json::ReadObject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where an episode stands (domain model C7; seed 002:48-55).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Somebody asked us to look for the person.
    Referred,
    /// Being met where they are.
    Outreach,
    /// Eligibility is being determined.
    EligibilityPending,
    /// In service.
    Active,
    /// Paused.
    OnHold,
    /// Saying goodbye is being planned.
    DischargePlanning,
    /// Ended.
    Closed,
}

/// Why an episode ended (domain model C7, C2 `episode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Nobody could find them.
    NotFound,
    /// They did not want the service, or asked to leave it (seed 000:85).
    Declined,
    /// The service is not for them by its criteria.
    NotEligible,
    /// What they wanted was reached.
    GoalsMet,
    /// Another service goes on with them (seed 003:59).
    HandedOver,
    /// They moved out of reach.
    Moved,
    /// They died.
    Died,
    /// The system that they were imported from has taken them out.
    RemovedAtSource,
    /// Something else, in the words beside it.
    Other,
}

/// Intensity of service (seed 000:52-58).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Daily contact, team, around the clock.
    I,
    /// Four to twelve contacts a month, face to face among them.
    II,
    /// As needed, mostly phone or office.
    III,
}

/// A stage of an episode, and the day it began. Kept for all of them: an episode's history is
/// part of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct StageBegun {
    /// Which line, over all versions; none in one that an import wrote, see
    /// [`crate::document::List::words`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub line_id: Option<LineId>,
    /// Which.
    pub stage: Stage,
    /// Its first day.
    #[serde(with = "crate::day")]
    pub since: NaiveDate,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
    /// Where it is the end: which.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ended: Option<Ended>,
}

/// A level of care, and the day it began (domain model C2 `level_assignment`). Kept for all of
/// them: what was owed on a day follows from the level of that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct LevelBegun {
    /// Which line, over all versions; none in one that an import wrote, see
    /// [`crate::document::List::words`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub line_id: Option<LineId>,
    /// Which; none where there was to be none any more.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<Level>,
    /// Its first day.
    #[serde(with = "crate::day")]
    pub since: NaiveDate,
    /// How the person gets along (seed 000:52-58).
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
}
