use super::is_default;
use crate::{
    Moment,
    id::{ClientId, PersonId, SupportPersonId},
    json::ReadObject,
};
use serde::Serialize;

/// Somebody around a client, as a worker wrote them down at one time: family,
/// a friend, a guardian, a pastor, a landlord (domain model C2; seeds 000:80,
/// 85, 002:33-35, 88, 003:27).
///
/// What was written never changes. A change is written anew and names what it
/// replaces: see [`crate::supports`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct SupportPerson {
    /// This writing.
    pub support_person_id: SupportPersonId,
    /// Who: the same over all writings, and in lines of the crisis plan.
    pub person_id: PersonId,
    /// Whose support.
    pub client_id: ClientId,
    /// Writings about the same person that hold no longer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub replaces: Vec<SupportPersonId>,
    /// They are no support any more: moved, died, or the client wishes it so.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ended: bool,
    /// What they are called; empty where only the relation is known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// What they are to the client, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub relation: String,
    /// Number to call.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tel: String,
    /// Number to text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sms: String,
    /// The language they speak best, as BCP 47; empty when unknown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: String,
    /// What they may be told, when to call: in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// They are the client's guardian.
    #[serde(default, skip_serializing_if = "is_default")]
    pub guardian: bool,
    /// They are the agent named in a psychiatric advance directive.
    #[serde(default, skip_serializing_if = "is_default")]
    pub agent: bool,
    /// The client does not want them involved or told.
    #[serde(default, skip_serializing_if = "is_default")]
    pub do_not_involve: bool,
    /// When it was written, by the phone.
    pub at: Moment,
}
