use super::is_default;
use crate::json::ReadObject;
use chrono::NaiveDate;
use serde::Serialize;

/// What an agency has read to somebody before they sign a release, from a day on, in its own words. One
/// that was read to anybody stays as it was: a signature stands under it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct ReleaseText {
    /// The first day on which it is read; none while nobody has chosen one.
    #[serde(default, with = "crate::day::maybe", skip_serializing_if = "is_default")]
    pub from: Option<NaiveDate>,
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
}
