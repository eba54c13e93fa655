//! What service models and levels of care are called and offer. Belongs to the chunk `plan`.

use crate::words::fact_sheet::Words;
use domain::wire::v1::Level;

/// A service model by its name; as it was written where we have no name for it.
#[must_use]
pub fn model_name(s: &Words, code: &str) -> String {
    model(s, code).map_or_else(|| code.to_owned(), |(name, _)| name.to_owned())
}

/// The name of a service model, and what it offers (seed 003:37-63, 001:37-43, 65, 71).
#[must_use]
pub fn model(s: &Words, code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "icm" => (s.model_icm, s.offers_icm),
        "resource_coordination" => (s.model_resource_coordination, s.offers_resource_coordination),
        "blended" => (s.model_blended, s.offers_blended),
        "childrens" => (s.model_childrens, s.offers_childrens),
        "ctt" => (s.model_ctt, s.offers_ctt),
        "continuity" => (s.model_continuity, s.offers_continuity),
        "act" => (s.model_act, s.offers_act),
        "clinical" => (s.model_clinical, s.offers_clinical),
        "wraparound" => (s.model_wraparound, s.offers_wraparound),
        _ => return None,
    })
}

/// What a level of care means (seed 000:54-58).
#[must_use]
pub const fn level_offers(s: &Words, level: Level) -> &'static str {
    match level {
        Level::I => s.offers_level_1,
        Level::II => s.offers_level_2,
        Level::III => s.offers_level_3,
    }
}
