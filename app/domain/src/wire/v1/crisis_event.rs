use super::{NextStep, is_default};
use crate::{
    Moment,
    id::{ClientId, ContactId, CrisisEventId},
    json::ReadObject,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What was done about one client's distress or crisis, from the first moment
/// to the last. It never changes once it has ended.
///
/// It holds what has to be recorded of a crisis (domain model B1: WAC
/// 246-341-0670 and -0910, a good default elsewhere). Nothing in it is a gate:
/// a response of which little was written down is recorded all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisEvent {
    /// Which.
    pub crisis_event_id: CrisisEventId,
    /// About whom.
    pub client_id: ClientId,
    /// Which of the two the worker judged it to be.
    pub path: ResponsePath,
    /// When it began, or somebody first heard of it.
    pub started: Stamp,
    /// When it was over.
    pub ended: Stamp,
    /// Steps taken, or of which something was said, in the order of the protocol.
    #[serde(default, skip_serializing_if = "is_default")]
    pub steps: Vec<StepTaken>,
    /// When somebody stood face to face with the client; none where nobody went.
    #[serde(default, skip_serializing_if = "is_default")]
    pub met: Option<Stamp>,
    /// Why nobody went, where nobody did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub why_nobody_went: String,
    /// What it was about: facts, as seen and heard.
    #[serde(default, skip_serializing_if = "is_default")]
    pub what_happened: String,
    /// Who was called or texted, in the order in which they were.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reached: Vec<Reached>,
    /// Who took over, and when.
    #[serde(default, skip_serializing_if = "is_default")]
    pub handed_over: Option<HandedOver>,
    /// Whether ways to get hurt, and putting them out of reach, were talked about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub means_talk: Option<MeansTalk>,
    /// Whether the crisis plan was looked at.
    #[serde(default, skip_serializing_if = "is_default")]
    pub plan_seen: Option<PlanSeen>,
    /// Who else took part.
    #[serde(default, skip_serializing_if = "is_default")]
    pub took_part: String,
    /// How it ended.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outcome: Option<CrisisOutcome>,
    /// Since when the agency's protocol of that time was in force.
    #[serde(with = "crate::day::maybe", default, skip_serializing_if = "is_default")]
    pub protocol_effective: Option<NaiveDate>,
    /// The note that tells of it, signed by now or later.
    pub contact_id: ContactId,
    /// To write that note; none where it was signed before this ended.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note_task: Option<NextStep>,
    /// What follows from it: to follow up, to look over the crisis plan.
    #[serde(default, skip_serializing_if = "is_default")]
    pub next_steps: Vec<NextStep>,
}

/// A time as a phone stamped it, and as somebody put it right. Both are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct Stamp {
    /// By the phone, at the tap.
    pub at: Moment,
    /// By a person, afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Moment>,
}

/// The two paths. The worker chooses, with the agency's definition beside it;
/// nothing here ever does (seed 004:127-129).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponsePath {
    /// The case manager stays with it.
    Distress,
    /// It is handed to the responder.
    Crisis,
}

/// The five steps (seed 004:130-134).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseStep {
    /// Respond at once.
    Respond,
    /// Listen and gather what matters.
    Listen,
    /// Consult others.
    Consult,
    /// Act decisively and safely.
    Act,
    /// Plan ahead, so that there are fewer of these.
    Plan,
}

/// One step: when, and what there is to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct StepTaken {
    /// Which.
    pub step: ResponseStep,
    /// When it was taken; none where it was not, and the note says why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<Stamp>,
    /// In a few words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// Somebody was called or texted. A phone knows of the tap, not of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Reached {
    /// Who, as the button said.
    pub who: String,
    /// By call or text.
    pub by: ReachedBy,
    /// When.
    pub at: Stamp,
}

/// How somebody was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReachedBy {
    /// A call.
    Call,
    /// A text message.
    Text,
}

/// Somebody else took over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct HandedOver {
    /// Who.
    pub to: String,
    /// When.
    pub at: Stamp,
}

/// Whether means safety was talked about. Never a promise not to die (domain model B1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeansTalk {
    /// It was.
    Yes,
    /// It was not.
    No,
    /// There was no reason to.
    NotApplicable,
}

/// Whether the crisis plan was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanSeen {
    /// It was.
    Yes,
    /// It was not.
    No,
    /// There is none.
    NoneExists,
}

/// How a response ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrisisOutcome {
    /// It settled.
    Settled,
    /// Somebody else took over.
    HandedOff,
    /// The ambulance came.
    Ems,
    /// The police came.
    Police,
    /// The client is in hospital.
    Hospital,
    /// The client left.
    Left,
}
