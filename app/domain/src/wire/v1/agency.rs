use super::{ReleaseText, is_default};
use crate::{
    id::{AgencyId, StaffId},
    json::{Json, ReadObject},
};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

/// What every phone of an agency carries about the agency itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Agency {
    /// The tenant.
    pub agency_id: AgencyId,
    /// As the agency calls itself.
    pub name: String,
    /// Crisis lines, in the order to show them; they work on the lock screen.
    pub lines: Vec<CrisisLine>,
    /// The agency's own definition of crisis and what to do (seed 004:135-136).
    pub protocol: CrisisProtocol,
    /// Deadlines in force.
    pub policy: Policy,
    /// Colleagues, so that a note can name its author without a copy of the name.
    pub staff: Vec<StaffCard>,
    /// By which rules minutes become units, as in [`super::UnitRules`]; none before the agency wrote
    /// any. Read where units are counted: no first screen counts them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub units: Option<Json>,
    /// What is read before a release is signed, each a [`super::ReleaseText`]; none before the agency
    /// wrote any. Read where releases are signed, as units are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub release_texts: Option<Json>,
}

impl Agency {
    /// An agency that has made nothing its own yet.
    #[must_use]
    pub fn new(agency_id: AgencyId, name: String) -> Self {
        Self {
            agency_id,
            name,
            lines: Vec::new(),
            protocol: CrisisProtocol::default(),
            policy: Policy::default(),
            staff: Vec::new(),
            units: None,
            release_texts: None,
        }
    }
}

/// A number to call or text, as dated agency content and never as code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisLine {
    /// What to call it on a button.
    pub label: String,
    /// Dialled by `tel:`; absent when the line takes texts only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tel: String,
    /// Texted by `sms:`; absent when the line takes calls only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sms: String,
    /// What to type or press, in plain words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hint: String,
    /// Language of the line as BCP 47, `en` or `es`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: String,
    /// When somebody last made sure that the number answers.
    #[serde(with = "crate::day")]
    pub last_checked: NaiveDate,
}

/// The agency's own words about crisis, with the date they took effect.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisProtocol {
    /// What this agency means by "crisis".
    pub definition: String,
    /// What to do, one step an entry.
    pub steps: Vec<String>,
    /// What the people who take over are called here.
    pub responder_label: String,
    /// The day it took effect.
    #[serde(default, with = "crate::day::maybe")]
    pub effective: Option<NaiveDate>,
    /// The definition in Spanish; empty where the one above is for everybody.
    #[serde(default, skip_serializing_if = "is_default")]
    pub definition_es: String,
    /// The steps in Spanish, in the order of those above; an empty one is as above.
    #[serde(default, skip_serializing_if = "is_default")]
    pub steps_es: Vec<String>,
    /// What those who take over are called in Spanish; empty where it is as above.
    #[serde(default, skip_serializing_if = "is_default")]
    pub responder_label_es: String,
}

/// The part of [`Agency`] that administrators write.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct AgencyContent {
    /// Crisis lines, in the order to show them.
    pub lines: Vec<CrisisLine>,
    /// What counts as a crisis here, and what to do.
    pub protocol: CrisisProtocol,
    /// The deadlines; none from an app that cannot set them, which leaves them as they are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub policy: Option<Policy>,
    /// What is read before a release is signed; none from an app that knows of no such texts, which
    /// leaves them as they are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub release_texts: Option<Vec<ReleaseText>>,
}

/// `POST /api/v1/agency`: content as an administrator wrote it, and what they
/// had before them, by which the server notices that somebody else was quicker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct SaveAgencyContent {
    /// What stood there when the editing began.
    pub before: AgencyContent,
    /// What is to stand there.
    pub content: AgencyContent,
}

/// Deadlines an agency may set (docs of each: domain model C1 `policy_set`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Policy {
    /// Hours within which a contact is to be signed.
    pub note_due_h: u16,
    /// Days without a completed contact after which level III raises a prompt.
    pub no_contact_alert_d: u16,
    /// Days after which a crisis plan is due for review.
    pub crisis_plan_review_d: u16,
    /// Seconds without a touch after which the phone locks.
    pub idle_lock_s: u16,
    /// Days of the service week: 5 (Monday to Friday) or 7.
    pub service_week: u8,
    /// Hours within which the note of a crisis event is to be signed.
    #[serde(default = "crisis_note_due_h", skip_serializing_if = "is_crisis_note_due_h")]
    pub crisis_note_due_h: u16,
    /// Hours within which somebody is to follow up after a crisis event, and
    /// to look over the crisis plan with the client.
    #[serde(default = "crisis_followup_h", skip_serializing_if = "is_crisis_followup_h")]
    pub crisis_followup_h: u16,
    /// Days for which somebody may rely on what a provider said of their service (seed 004:21-24).
    #[serde(
        default = "provider_check_max_age_d",
        skip_serializing_if = "is_provider_check_max_age_d"
    )]
    pub provider_check_max_age_d: u16,
}

/// An agency from before these could be set has the usual ones.
const fn crisis_note_due_h() -> u16 {
    24
}

const fn is_crisis_note_due_h(hours: &u16) -> bool {
    *hours == crisis_note_due_h()
}

const fn crisis_followup_h() -> u16 {
    72
}

const fn is_crisis_followup_h(hours: &u16) -> bool {
    *hours == crisis_followup_h()
}

const fn provider_check_max_age_d() -> u16 {
    30
}

const fn is_provider_check_max_age_d(days: &u16) -> bool {
    *days == provider_check_max_age_d()
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            note_due_h: 72,
            no_contact_alert_d: 45,
            crisis_plan_review_d: 90,
            idle_lock_s: 120,
            service_week: 5,
            crisis_note_due_h: crisis_note_due_h(),
            crisis_followup_h: crisis_followup_h(),
            provider_check_max_age_d: provider_check_max_age_d(),
        }
    }
}

/// What a signature prints and a plan shows of a colleague.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct StaffCard {
    /// Who.
    pub staff_id: StaffId,
    /// As signed.
    pub name: String,
    /// As printed behind the name, "LCSW"; may be empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub credentials: String,
    /// What they may do.
    pub role: Role,
}

/// What a staff member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works with assigned clients.
    Worker,
    /// Also sees the team's clients, the quarantine and who opened what.
    Supervisor,
    /// Adds staff and revokes devices; sees no client.
    Administrator,
}

/// A role that only a newer server knows is read as a worker's, which may do least: one colleague of such a role
/// costs nobody the sign-in, nor the agency's crisis lines. What anybody may do the server decides.
impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(match word.as_str() {
            "supervisor" => Self::Supervisor,
            "administrator" => Self::Administrator,
            _ => Self::Worker,
        })
    }
}
