use super::{AdvanceDirective, ConflictId, CrisisPlanItem, DocumentBase, MadeWith, is_default};
use crate::{
    Moment,
    id::{ClientId, CrisisPlanId},
    json::ReadObject,
};
use chrono::NaiveDate;
use serde::Serialize;

/// Somebody saved a crisis plan: the whole of it, and what they had before them
/// when they began. The author is whoever the phone belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisPlanEdit {
    /// Which plan. Two phones that each begin a first plan name two; a client
    /// has one, and the server's name for it stands.
    pub crisis_plan_id: CrisisPlanId,
    /// Whose.
    pub client_id: ClientId,
    /// When it was saved, by the phone. Shown, and decides nothing.
    pub at: Moment,
    /// What was on the screen when the editing began, by name.
    pub based_on: DocumentBase,
    /// The same in words; absent for a first plan. It travels along so that a
    /// merge needs nothing that a phone or a restored server may have lost.
    #[serde(default, skip_serializing_if = "is_default")]
    pub before: Option<CrisisPlanContent>,
    /// The plan as it was saved.
    pub content: CrisisPlanContent,
    /// Conflicts that are settled by it, whichever value was chosen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settles: Vec<ConflictId>,
}

/// What people write of a crisis plan; the rest the server gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisPlanContent {
    /// How it came about.
    pub made_with: MadeWith,
    /// The client agreed to it.
    pub client_agrees: bool,
    /// Day by which it is to be looked over again.
    #[serde(with = "crate::day")]
    pub review_due: NaiveDate,
    /// Language the words are in, as BCP 47.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: String,
    /// The lines, in the order to show them within each section; each id once.
    pub items: Vec<CrisisPlanItem>,
    /// What is known about an advance directive.
    #[serde(default, skip_serializing_if = "is_default")]
    pub advance_directive: Option<AdvanceDirective>,
}
