use super::{AdvanceDirective, CrisisPlanItem, Likelihood, MadeWith, Section, is_default};
use crate::{
    Moment,
    id::{ClientId, CrisisPlanId, CrisisPlanItemId, OperationId, PersonId, StaffId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Somebody saved a crisis plan: the whole of it, and what they had before them
/// when they began. The author is whoever the phone belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrisisPlanEdit {
    /// Which plan. Two phones that each begin a first plan name two; a client
    /// has one, and the server's name for it stands.
    pub crisis_plan_id: CrisisPlanId,
    /// Whose.
    pub client_id: ClientId,
    /// When it was saved, by the phone. Shown, and decides nothing.
    pub at: Moment,
    /// What was on the screen when the editing began, by name.
    pub based_on: PlanBase,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// What an edit of a plan began from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanBase {
    /// There was no plan.
    Nothing,
    /// A version the server gave.
    Version(u32),
    /// An earlier edit of this phone that the server had not told of yet.
    Edit(OperationId),
}

/// One value that a plan holds, or two where people disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanField {
    /// Of the plan: how it came about.
    MadeWith,
    /// Of the plan: the client agreed.
    ClientAgrees,
    /// Of the plan: the day to look it over.
    ReviewDue,
    /// Of the plan: its language.
    Language,
    /// Of the plan: the advance directive.
    AdvanceDirective,
    /// A whole line: one side took it out, the other wrote in it.
    Line,
    /// Of a line: where it stands.
    Section,
    /// Of a line: the words.
    Text,
    /// Of a line: a name.
    Name,
    /// Of a line: how the person is related.
    Relation,
    /// Of a line: the person's own entry.
    Person,
    /// Of a line: the number to call.
    Tel,
    /// Of a line: the number to text.
    Sms,
    /// Of a line: how likely.
    Likelihood,
    /// Of a line: what gets in the way.
    Obstacles,
    /// Of a line: hidden from the client.
    HiddenFromClient,
    /// Of a line: the team may see it.
    ShowToTeam,
}

/// What stands in a [`PlanField`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanValue {
    /// It is not there: no line, or no answer.
    Nothing,
    /// Words, a number, a language.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A day.
    #[serde(with = "crate::day")]
    Day(NaiveDate),
    /// How the plan came about.
    MadeWith(MadeWith),
    /// A section.
    Section(Section),
    /// How likely a step is.
    Likelihood(Likelihood),
    /// A person with an entry of their own.
    Person(PersonId),
    /// An advance directive.
    AdvanceDirective(AdvanceDirective),
    /// A whole line.
    Line(Box<CrisisPlanItem>),
}

/// One value of a plan that two people changed, each without seeing the other's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenConflict {
    /// What to settle it by.
    pub conflict_id: ConflictId,
    /// The value that stands in the plan meanwhile.
    pub kept: ConflictSide,
    /// The value that does not.
    pub other: ConflictSide,
}

/// Names a conflict: the edit that brought the second value, and where. Phone
/// and server give the same name without asking each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictId {
    /// The edit that came second.
    pub edit: OperationId,
    /// The line; none for a fact of the whole plan.
    #[serde(default, skip_serializing_if = "is_default")]
    pub item_id: Option<CrisisPlanItemId>,
    /// Which value of it.
    pub field: PlanField,
}

/// One side of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictSide {
    /// What was entered.
    pub value: PlanValue,
    /// By whom.
    pub author: StaffId,
    /// When, by their phone. Shown, and decides nothing.
    pub at: Moment,
}
