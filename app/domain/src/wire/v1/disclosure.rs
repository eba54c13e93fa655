use super::{KnownBy, is_default};
use crate::{
    Moment,
    id::{ClientId, RecordId, StaffId},
    json::ReadObject,
};
use serde::{Deserialize, Serialize};

/// What was told of the client to somebody outside of the agency, in a contact with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Nothing: somebody told us, or it was about something else.
    Nothing,
    /// What a release in force allows.
    ByRelease,
    /// What an emergency called for (42 CFR 2.51).
    InEmergency,
    /// What a law or a court demands.
    ByLaw,
    /// Something that nothing allowed: whoever says so is helped, and the client is told.
    WithoutRight,
}

/// What is to be looked at in a disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtAbout {
    /// Whoever told it says that nothing allowed it.
    WithoutRight,
    /// It was told in an emergency, without a release.
    Emergency,
    /// It was told because a law or a court demands it.
    ByLaw,
    /// The release was ended before, on another phone.
    Ended,
    /// Another release had taken its place, which does not allow it.
    Replaced,
    /// The release had not begun or was not signed yet, or was over.
    OutOfTime,
    /// There is no such release.
    NoRelease,
    /// The release lacks something without which it never took effect.
    Incomplete,
    /// The release names somebody else.
    OtherRecipient,
    /// The release does not cover all of it.
    NotCovered,
    /// It does not say what the right that it claims asks for.
    FactsMissing,
    /// A note of a contact with somebody else does not say whether anything was told.
    Unsaid,
}

/// A disclosure that a supervisor has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct DoubtfulDisclosure {
    /// The disclosure, or the note that does not say whether there was one.
    pub record_id: RecordId,
    /// About whom.
    pub client_id: ClientId,
    /// Their name.
    pub client_name: String,
    /// What tells them from others of the name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub known_by: KnownBy,
    /// Who told.
    pub author: StaffId,
    /// Why it is listed.
    pub about: DoubtAbout,
    /// To whom, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub recipient: String,
    /// What, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub information: String,
    /// When, by the phone of whoever told.
    pub told_at: Moment,
    /// When the server heard of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub received_at: Option<Moment>,
    /// When the release was ended, by the phone on which it was.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ended_at: Option<Moment>,
    /// When the server heard of that.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ended_received_at: Option<Moment>,
}

/// `GET /api/v1/disclosures`: what a supervisor has to look at and has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct DoubtfulDisclosures {
    /// Latest first.
    pub disclosures: Vec<DoubtfulDisclosure>,
    /// Records that do not open.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unreadable: u32,
}
