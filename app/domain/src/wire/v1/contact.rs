use super::{Told, is_default};
use crate::{
    Moment,
    id::{AddendumId, ClientId, ContactId, LineId, LookupId, TaskId},
    json::ReadObject,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A signed contact note: who met whom, when, how, and what came of it.
///
/// Facts (`seen_heard`), words (`quotes`) and impressions are kept apart for
/// ever (seed 004:90). Signed notes never change; see [`Addendum`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Contact {
    /// Which note.
    pub contact_id: ContactId,
    /// About whom.
    pub client_id: ClientId,
    /// When it began, by the phone.
    pub occurred_start: Moment,
    /// When it ended, by the phone; not before the start.
    pub occurred_end: Moment,
    /// When writing began.
    pub written_at: Moment,
    /// When it was signed.
    pub signed_at: Moment,
    /// Whom it was with.
    pub with: With,
    /// Name and relation, where it was not the client.
    #[serde(default, skip_serializing_if = "is_default")]
    pub with_whom: String,
    /// By what means.
    pub mode: Mode,
    /// Whether it came about.
    pub outcome: Outcome,
    /// What they were told of the client, where it was with somebody outside of the team; none in a
    /// note from before this was asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub told: Option<Told>,
    /// Where, in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub place: String,
    /// It had been arranged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub planned: bool,
    /// An interpreter took part.
    #[serde(default, skip_serializing_if = "is_default")]
    pub interpreter: bool,
    /// Minutes on the way there and back, apart from the contact's own: travel is no part of
    /// what is billed (domain catalogue, part 9).
    #[serde(default, skip_serializing_if = "is_default")]
    pub travel_minutes: Option<u32>,
    /// Function of case management it served.
    pub component: Component,
    /// Numbers of the needs it was about, as far as the server had given them when it was signed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub need_nos: Vec<u16>,
    /// The needs it was about; none in a note from before they were named by more than numbers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub needs: Vec<AboutNeed>,
    /// It was about none of the needs, said on purpose.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about_no_need: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub purpose: String,
    /// Facts: seen or heard.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seen_heard: String,
    /// The worker's impression, never mixed with the facts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub impression: String,
    /// The client's own words, word for word.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quotes: Vec<String>,
    /// What the worker did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub what_i_did: String,
    /// What the client did.
    #[serde(default, skip_serializing_if = "is_default")]
    pub what_client_did: String,
    /// How the client responded.
    #[serde(default, skip_serializing_if = "is_default")]
    pub response: String,
    /// What comes next; becomes a task.
    #[serde(default, skip_serializing_if = "is_default")]
    pub next_step: Option<NextStep>,
    /// The task that signing it does: to write the note of a crisis event.
    #[serde(default, skip_serializing_if = "is_default")]
    pub closes_task: Option<TaskId>,
}

/// A need of the client's assessment that a contact was about (seed 002:365-368).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct AboutNeed {
    /// Its line in the assessment.
    pub need: LineId,
    /// How it goes; none where nothing was said of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub progress: Option<Progress>,
}

/// How it goes with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Further away than before.
    Worse,
    /// As before.
    Same,
    /// Nearer.
    Better,
    /// What was wanted is there.
    Met,
}

/// What comes next, and by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct NextStep {
    /// The task this becomes.
    pub task_id: TaskId,
    /// What is to be done.
    pub text: String,
    /// By which day.
    #[serde(with = "crate::day")]
    pub due: NaiveDate,
    /// The client sees it in their own plan.
    #[serde(default, skip_serializing_if = "is_default")]
    pub for_client: bool,
}

/// Whom a contact was with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum With {
    /// The client.
    Client,
    /// Family, friend, landlord: somebody around the client.
    Collateral,
    /// Another agency or provider.
    Provider,
    /// The own team.
    Team,
    /// Anybody else.
    Other,
}

/// By what means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// In person.
    FaceToFace,
    /// By phone.
    Phone,
    /// By text message.
    Text,
    /// By e-mail.
    Email,
    /// By video.
    Video,
    /// By letter.
    Letter,
}

/// Whether the contact came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did.
    Completed,
    /// Nobody answered or nobody was there.
    AttemptedNoAnswer,
    /// Arranged, and the client did not come.
    NoShow,
    /// Called off.
    Cancelled,
    /// A message was left.
    LeftMessage,
    /// The client chose not to.
    Declined,
}

/// Function of case management (seed 000:33-47; Social Security Act 1915(g)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// Finding out strengths, needs and wishes.
    Assessment,
    /// Making or changing the plan.
    Planning,
    /// Linking to a service.
    Referral,
    /// Seeing how it goes.
    Monitoring,
    /// Going to where the person is.
    Outreach,
    /// Speaking up.
    Advocacy,
    /// Distress or crisis.
    Crisis,
}

/// Words added to a signed contact, which itself never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Addendum {
    /// Which addendum.
    pub addendum_id: AddendumId,
    /// To which note.
    pub contact_id: ContactId,
    /// About whom.
    pub client_id: ClientId,
    /// What sort.
    pub kind: AddendumKind,
    /// The words.
    pub text: String,
    /// Why they are added.
    pub reason: String,
    /// When, by the phone.
    pub at: Moment,
}

/// Kinds of addendum; each is labelled for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddendumKind {
    /// Something more.
    Addendum,
    /// Something in the note was wrong.
    Correction,
    /// Something remembered late.
    LateEntry,
    /// The note does not belong here; it stays legible and no longer counts.
    EnteredInError,
}

/// One opening of a crisis plan: who, when, offline or not, and why.
/// Reads count; this reaches the server's audit log like any other operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisPlanLookup {
    /// Which opening.
    pub lookup_id: LookupId,
    /// Whose plan.
    pub client_id: ClientId,
    /// The version that was on the phone; none when there was no plan.
    #[serde(default, skip_serializing_if = "is_default")]
    pub version: Option<u32>,
    /// When, by the phone.
    pub at: Moment,
    /// The phone could not reach the server at that time.
    pub offline: bool,
    /// Why.
    pub reason: LookupReason,
    /// What a reader on call answered when asked why; none for any other reason.
    #[serde(default, skip_serializing_if = "is_default")]
    pub why: Option<OpeningWhy>,
}

/// Why somebody on call opens the plan of a colleague's client: the one
/// question that is asked (issue of trust, not of access: a plan that is needed
/// is never refused, and a supervisor looks at every answer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningWhy {
    /// The client called or is here.
    ClientAsked,
    /// Family, a friend or a neighbour called.
    SomebodyAsked,
    /// Police, emergency services or a crisis team called.
    ResponderAsked,
    /// A colleague asked.
    ColleagueAsked,
    /// Something else.
    Other,
}

/// Why a plan was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookupReason {
    /// The worker's own client.
    OwnClient,
    /// To show it to the client.
    ShownToClient,
    /// On call for a colleague's client.
    OnCall,
    /// To have it on paper.
    Printed,
}
