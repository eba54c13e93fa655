use super::{Level, LevelBegun, OpenConflict, Stage, StageBegun, is_default};
use crate::{
    Moment,
    id::{ClientId, LineId, StaffId},
    json::ReadObject,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The fact sheet: first page of a client's file (seed 004:26, 57).
///
/// An alias and a place are enough during outreach; everything else may come later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Client {
    /// Who.
    pub client_id: ClientId,
    /// Counts up from 1; the server gives it. 0 in one from before versions were counted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub version: u32,
    /// When this version was made; none where no person made it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub made_at: Option<Moment>,
    /// Who wrote it down; none where no person did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub author: Option<StaffId>,
    /// What the person wants to be called; shown everywhere.
    pub preferred_name: String,
    /// Name in documents; empty when unknown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub legal_name: String,
    /// Street name or description; empty when none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub alias: String,
    /// As the person says them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pronouns: String,
    /// Unknown during outreach.
    #[serde(with = "crate::day::maybe", default, skip_serializing_if = "is_default")]
    pub born_on: Option<NaiveDate>,
    /// Languages the person speaks, best first, as BCP 47.
    #[serde(default, skip_serializing_if = "is_default")]
    pub languages: Vec<String>,
    /// An interpreter is needed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub interpreter: bool,
    /// Hearing, sight, reading, anything that helps to talk.
    #[serde(default, skip_serializing_if = "is_default")]
    pub communication_needs: String,
    /// Where to find the person.
    #[serde(default, skip_serializing_if = "is_default")]
    pub place: String,
    /// Numbers and addresses, with what is safe to use.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contact_points: Vec<ContactPoint>,
    /// What a worker must know before walking up.
    #[serde(default, skip_serializing_if = "is_default")]
    pub alerts: Vec<Alert>,
    /// Where the case stands.
    pub stage: Stage,
    /// Level of care in force; none before enrolment.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Option<Level>,
    /// Since when this level.
    #[serde(with = "crate::day::maybe", default, skip_serializing_if = "is_default")]
    pub level_since: Option<NaiveDate>,
    /// Why this level: how the person gets along (seed 000:52-58).
    #[serde(default, skip_serializing_if = "is_default")]
    pub level_reason: String,
    /// Every stage of the case with its first day, in the order in which they were written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub stages: Vec<StageBegun>,
    /// Every level of care with its first day, in the order in which they were written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub levels: Vec<LevelBegun>,
    /// Days on which service was paused; a pause without end goes on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pauses: Vec<Pause>,
    /// Programme of the open episode.
    #[serde(default, skip_serializing_if = "is_default")]
    pub program: String,
    /// The service model it works by, a word of [`crate::client::MODELS`] (seed 003:37-63,
    /// 001:37-41). Says what the programme offers, apart from the level (domain model T6).
    #[serde(default, skip_serializing_if = "is_default")]
    pub model: String,
    /// Day the open episode began.
    #[serde(with = "crate::day::maybe", default, skip_serializing_if = "is_default")]
    pub opened_on: Option<NaiveDate>,
    /// Next review of the service plan.
    #[serde(with = "crate::day::maybe", default, skip_serializing_if = "is_default")]
    pub review_due: Option<NaiveDate>,
    /// Primary case manager.
    #[serde(default, skip_serializing_if = "is_default")]
    pub primary: Option<StaffId>,
    /// Where two people wrote different things, until somebody settles it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub conflicts: Vec<OpenConflict>,
}

/// A way to reach a client. By default nothing is known of it, and so it is not safe.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct ContactPoint {
    /// Which line, over all versions; none in one that nobody has edited yet, see
    /// [`crate::document::List::words`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub line_id: Option<LineId>,
    /// Number or address.
    pub value: String,
    /// Whose it is and when to use it, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// Calling is fine.
    #[serde(default, skip_serializing_if = "is_default")]
    pub call: bool,
    /// Texting is fine.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: bool,
    /// False when somebody else may answer or read: warn before dialling.
    pub safe: bool,
    /// Whether a message may be left on it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub voicemail: Option<bool>,
    /// Whether letters, or emails, are fine.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mail: Option<bool>,
    /// When is best, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub best: String,
    /// When not to use it, from this minute of the day on by the clock on the worker's wall. The
    /// span may lie over midnight; there is none where it ends when it begins.
    #[serde(default, skip_serializing_if = "is_default")]
    pub not_from: u16,
    /// The first minute of the day at which it is fine again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub not_until: u16,
}

/// A line above the timeline that nobody may overlook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Alert {
    /// Which line, over all versions; none in one that nobody has edited yet, see
    /// [`crate::document::List::words`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub line_id: Option<LineId>,
    /// What sort.
    pub kind: AlertKind,
    /// In words.
    pub text: String,
}

/// Kinds of alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A psychiatric advance directive exists.
    AdvanceDirective,
    /// Somebody must not be involved or told.
    DoNotInvolve,
    /// Something about the worker's own safety.
    StaffSafety,
    /// Allergy or medical condition.
    Medical,
    /// Anything else.
    Other,
}

/// A pause of service, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct Pause {
    /// Which line, over all versions; none in one that nobody has edited yet, see
    /// [`crate::document::List::words`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub line_id: Option<LineId>,
    /// First day.
    #[serde(with = "crate::day")]
    pub from: NaiveDate,
    /// Last day; none while it goes on.
    #[serde(with = "crate::day::maybe", default, skip_serializing_if = "is_default")]
    pub to: Option<NaiveDate>,
}
