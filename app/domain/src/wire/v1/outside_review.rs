use super::{KnownBy, is_default};
use crate::{
    Moment,
    id::{ClientId, LineId, StaffId},
    json::ReadObject,
};
use chrono::NaiveDate;
use serde::Serialize;

/// Answer to `GET /api/v1/plans/outside`: lines of service plans that are to be reviewed sooner or
/// later than the rule says (seed 004:67), the next one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OutsideReviews {
    /// The lines.
    pub reviews: Vec<OutsideReview>,
    /// Plans that the server could not read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unreadable: u32,
}

/// One such line, for a supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OutsideReview {
    /// Whose plan.
    pub client_id: ClientId,
    /// What the person wants to be called.
    pub preferred_name: String,
    /// What tells them from others of the name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub known_by: KnownBy,
    /// The line of the plan.
    pub line: LineId,
    /// What the client wants, in their words or in objective ones.
    #[serde(default, skip_serializing_if = "is_default")]
    pub goal: String,
    /// The day from which the rule counts: the last review, or the start.
    #[serde(with = "crate::day")]
    pub from: NaiveDate,
    /// The day on which it is to be reviewed.
    #[serde(with = "crate::day")]
    pub review: NaiveDate,
    /// Why not within the time of the rule; empty where nobody wrote it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
    /// Who wrote this version of the plan; none where no person did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub author: Option<StaffId>,
    /// When.
    #[serde(default, skip_serializing_if = "is_default")]
    pub made_at: Option<Moment>,
}
