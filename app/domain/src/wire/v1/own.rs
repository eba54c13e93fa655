//! What a client sees of their own plan on their own phone, and what they say there.
//!
//! [`OwnView`] is an allow-list: it can express what `crate::own::view` decides to show and nothing else.
//! There is no place in it for a name of the client's, for what staff think, or for a note.

use super::{CrisisLine, Section, is_default};
use crate::{
    Moment,
    id::{LineId, RecordId},
    json::ReadObject,
    own::{Happened, Sort},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// `POST /api/v1/own/open`: what came by the link, and what came by mouth or on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct OwnOpen {
    /// The secret of the link, as it was typed or stood in it.
    pub secret: String,
    /// The code, as it was typed.
    pub code: String,
}

/// What opens the view from now on, and the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnOpened {
    /// Stands for secret and code, on this phone alone; ends with the way it was opened by.
    pub pass: String,
    /// The view.
    pub view: OwnView,
}

/// `POST /api/v1/own/look`: asks for the view as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct OwnLook {
    /// See [`OwnOpened::pass`].
    pub pass: String,
    /// It was kept on a phone just now, or removed from one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kept: Option<bool>,
}

/// `POST /api/v1/own/end`: the client ends the way they came by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct OwnEnd {
    /// See [`OwnOpened::pass`].
    pub pass: String,
}

/// `POST /api/v1/own/say`: something that the client says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct OwnSay {
    /// See [`OwnOpened::pass`].
    pub pass: String,
    /// What they say.
    pub message: OwnMessage,
}

/// Something that a client says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct OwnMessage {
    /// Which; made by the client's phone, so that saying it twice is still once.
    pub message_id: RecordId,
    /// What sort.
    pub sort: Sort,
    /// The line of a plan that it is about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub line: Option<LineId>,
    /// What that line says.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about: String,
    /// In words; may be empty where the sort says it all.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
    /// When, by the client's phone.
    pub at: Moment,
}

/// What a client sees of their own plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnView {
    /// When it was put together.
    pub made_at: Moment,
    /// What the client reads, as BCP 47.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: String,
    /// As the agency calls itself.
    pub agency: String,
    /// Who to call now. A page that cannot read all of it reads the rest.
    #[serde(default)]
    pub calls: OwnCalls,
    /// My crisis plan.
    #[serde(default, skip_serializing_if = "is_default")]
    pub plan: Option<OwnPlan>,
    /// My goals.
    #[serde(default, skip_serializing_if = "is_default")]
    pub goals: Vec<OwnGoal>,
    /// What comes next, soonest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub next: Vec<OwnNext>,
    /// Who my plan is shared with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shared: Vec<OwnShared>,
    /// By which model the service works, a word of [`crate::client::MODELS`]: what a case manager can
    /// help with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub model: String,
    /// What I said, newest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub said: Vec<OwnSaid>,
    /// Who made, opened, kept and ended ways to this view, newest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub log: Vec<OwnEvent>,
    /// The last day on which the link works.
    #[serde(default, with = "crate::day::maybe", skip_serializing_if = "is_default")]
    pub until: Option<NaiveDate>,
}

/// Who can be called, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnCalls {
    /// The agency's crisis lines, in its order.
    pub lines: Vec<CrisisLine>,
    /// Somebody of the team answers at all times (seed 000:54-58).
    #[serde(default, skip_serializing_if = "is_default")]
    pub always: bool,
    /// Days of the service week: 5 (Monday to Friday) or 7.
    pub service_week: u8,
    /// The case manager, as the agency shows the name; never a number of theirs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub case_manager: String,
}

/// My crisis plan, in my words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnPlan {
    /// Language the words are in, as BCP 47.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: String,
    /// The day it is from.
    #[serde(with = "crate::day")]
    pub made_on: NaiveDate,
    /// I agreed to it.
    pub agreed: bool,
    /// Its lines, in the order to show them.
    pub lines: Vec<OwnLine>,
}

/// A line of my crisis plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnLine {
    /// Which, so that I can say something about it.
    pub line: LineId,
    /// Where it stands.
    pub section: Section,
    /// In my words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
    /// Name of a person, service or place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// How the person is related.
    #[serde(default, skip_serializing_if = "is_default")]
    pub relation: String,
    /// Number to call.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tel: String,
    /// Number to text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sms: String,
}

/// One of my goals (seed 002:159-163).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnGoal {
    /// Which, so that I can say something about it.
    pub line: LineId,
    /// Language of the plan, as BCP 47.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: String,
    /// What I want; in my own words where the plan has them.
    pub goal: String,
    /// What is done about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub activities: String,
    /// I do it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_me: bool,
    /// My case manager does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_case_manager: bool,
    /// Somebody of mine does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_supporter: bool,
    /// A provider does it: which.
    #[serde(default, skip_serializing_if = "is_default")]
    pub provider: String,
    /// By when.
    #[serde(default, with = "crate::day::maybe", skip_serializing_if = "is_default")]
    pub by: Option<NaiveDate>,
    /// What will have changed then.
    #[serde(default, skip_serializing_if = "is_default")]
    pub change: String,
}

/// Something that comes next: a step of which the worker said that I see it, or an appointment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnNext {
    /// By which day, or on which.
    #[serde(with = "crate::day")]
    pub due: NaiveDate,
    /// What.
    pub text: String,
    /// At which time of an appointment, in minutes since midnight.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<u32>,
    /// Where, and whom to ask for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub place: String,
    /// The number to call if something changes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub call: String,
    /// How I get there, a word of `crate::record::appointment::WayThere`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub way: String,
    /// The ride, where there is one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ride: String,
    /// What I want to say or ask there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hopes: String,
}

/// Somebody my plan is shared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnShared {
    /// Which release, so that I can ask to stop it.
    pub line: LineId,
    /// With whom.
    pub with: String,
    /// What.
    #[serde(default, skip_serializing_if = "is_default")]
    pub what: String,
    /// Until when.
    #[serde(default, with = "crate::day::maybe", skip_serializing_if = "is_default")]
    pub until: Option<NaiveDate>,
}

/// Something I said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnSaid {
    /// Which.
    pub message_id: RecordId,
    /// What sort.
    pub sort: Sort,
    /// What it was about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about: String,
    /// My words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
    /// When.
    pub at: Moment,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answer: Option<OwnAnswer>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnAnswer {
    /// In words.
    pub text: String,
    /// When.
    pub at: Moment,
    /// Who, as the agency shows the name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: String,
}

/// Something that happened to a way to this view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct OwnEvent {
    /// When, by the server.
    pub at: Moment,
    /// What.
    pub what: Happened,
    /// Which staff member did it, as the agency shows the name; empty where I did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: String,
}

/// What the server says to something the client said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnHeard {
    /// Which.
    pub message_id: RecordId,
    /// When the server took it.
    pub received_at: Moment,
}
