use super::{CrisisPlan, KnownBy, OpeningWhy, is_default};
use crate::{
    Moment,
    id::{ClientId, LookupId, ShiftId, StaffId},
    json::ReadObject,
};
use serde::Serialize;

/// A turn on the on-call roster: during it the team's crisis plans, and only
/// those, are on this person's phone (domain model C7, "Offline set").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Shift {
    /// Which turn.
    pub shift_id: ShiftId,
    /// Whose.
    pub staff_id: StaffId,
    /// When it begins.
    pub from: Moment,
    /// When it ends; after `from`, and at most two weeks later.
    pub to: Moment,
}

/// Body of `PUT /api/v1/on-call/shifts/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct SetShift {
    /// Whose.
    pub staff_id: StaffId,
    /// When it begins.
    pub from: Moment,
    /// When it ends.
    pub to: Moment,
}

/// Answer to `GET /api/v1/on-call/shifts`: turns that are not over, soonest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Shifts {
    /// The turns.
    pub shifts: Vec<Shift>,
}

/// Answer to `GET /api/v1/on-call/plans?have=` while the asker is on call. The
/// phone keeps it until `until` and no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct TeamPlans {
    /// The end of the turn.
    pub until: Moment,
    /// Names this state of the plans: the next question says it has this one.
    pub tag: String,
    /// The plans of colleagues' clients.
    pub plans: Vec<TeamPlan>,
}

/// A colleague's client as whoever is on call needs them: to recognise the
/// person, and the plan without the lines that are not for the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct TeamPlan {
    /// What the person wants to be called.
    pub preferred_name: String,
    /// Street name or description; empty when none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub alias: String,
    /// As the person says them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pronouns: String,
    /// Languages the person speaks, best first, as BCP 47.
    #[serde(default, skip_serializing_if = "is_default")]
    pub languages: Vec<String>,
    /// The primary case manager, whom to tell afterwards.
    #[serde(default, skip_serializing_if = "is_default")]
    pub primary: Option<StaffId>,
    /// The plan, as the team may see it.
    pub plan: CrisisPlan,
}

/// Answer to `GET /api/v1/on-call/openings`: plans that were opened of clients
/// who were not the reader's own, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Openings {
    /// The openings.
    pub openings: Vec<Opening>,
}

/// Answer to `GET /api/v1/on-call/openings/waiting`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct OpeningsWaiting {
    /// Openings that no supervisor has looked at.
    pub waiting: u32,
}

/// One such opening, for a supervisor to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Opening {
    /// Which.
    pub lookup_id: LookupId,
    /// Who opened it.
    pub staff_id: StaffId,
    /// Whose plan.
    pub client_id: ClientId,
    /// What the person wants to be called.
    pub preferred_name: String,
    /// What tells them from others of the name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub known_by: KnownBy,
    /// When, by the phone.
    pub at: Moment,
    /// When the server heard of it.
    pub received_at: Moment,
    /// The phone could not reach the server at that time.
    pub offline: bool,
    /// What the reader answered when asked why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub why: Option<OpeningWhy>,
    /// The reader was on call then.
    pub on_call: bool,
    /// Who looked at it, and when; none before anybody did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reviewed: Option<Reviewed>,
}

/// That a supervisor looked at an opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Reviewed {
    /// Who.
    pub by: StaffId,
    /// When, by the server.
    pub at: Moment,
}

impl Shift {
    /// The turn is on at this moment.
    #[must_use]
    pub fn covers(&self, at: Moment) -> bool {
        self.from.utc_ms() <= at.utc_ms() && at.utc_ms() < self.to.utc_ms()
    }

    /// It has a length, and not one beyond all measure.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let ms = self.to.utc_ms().saturating_sub(self.from.utc_ms());
        ms > 0 && ms <= 14 * 24 * 3_600_000
    }
}
