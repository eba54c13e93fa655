use super::is_default;
use crate::json::ReadObject;
use serde::Serialize;

/// Answer to `GET /api/v1/attention`: how much waits for a supervisor in each of their lists.
/// Numbers alone, so that asking for them shows nobody's name and is not written down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct Attention {
    /// Operations in the quarantine that are not released.
    pub quarantine: u32,
    /// Plans opened on call that no supervisor has looked at.
    pub openings: u32,
    /// Lines of service plans to be reviewed sooner or later than the rule says, and plans that the
    /// server could not read.
    pub reviews: u32,
    /// Disclosures to look at, and records of them that the server could not read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub disclosures: u32,
    /// What people in the field suggest for the directory, that nobody has decided about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub suggestions: u32,
    /// Rows of the agency that the server found not to open since it was started: they are damaged,
    /// and left out of everything.
    #[serde(default, skip_serializing_if = "is_default")]
    pub damaged: u32,
}
