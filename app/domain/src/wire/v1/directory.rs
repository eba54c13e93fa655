use super::{CellRecordRow, is_default};
use crate::{
    id::{RecordId, ServiceId},
    json::ReadObject,
};
use serde::Serialize;

/// A service that people can be linked to, as content of the agency: the same for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Service {
    /// Which, for good.
    pub service_id: ServiceId,
    /// What it is called.
    pub name: String,
    /// The organisation that offers it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub provider: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about: String,
    /// Which needs it answers: words of the parts of life that an assessment asks about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub needs: Vec<String>,
    /// The languages it speaks, as it says itself.
    #[serde(default, skip_serializing_if = "is_default")]
    pub languages: Vec<String>,
    /// For whom it is, and who may come.
    #[serde(default, skip_serializing_if = "is_default")]
    pub people: String,
    /// Youngest age in years.
    #[serde(default, skip_serializing_if = "is_default")]
    pub age_from: Option<u16>,
    /// Oldest age in years.
    #[serde(default, skip_serializing_if = "is_default")]
    pub age_to: Option<u16>,
    /// Who pays, or what it costs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub payers: String,
    /// To call.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tel: String,
    /// To text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sms: String,
    /// A text telephone.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tty: String,
    /// Street and number, town, state and code.
    #[serde(default, skip_serializing_if = "is_default")]
    pub address: String,
    /// When it is open; empty where that is not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hours: Vec<OpenHours>,
    /// What else there is to say of its hours.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hours_note: String,
    /// How somebody gets in: walk in, call first, papers to bring.
    #[serde(default, skip_serializing_if = "is_default")]
    pub entry: String,
    /// It is there no longer. What was said of it is kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub closed: bool,
    /// It is the same as this one, and is shown no longer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub same_as: Option<ServiceId>,
    /// Who says so: the name of a package that was imported; empty where it was written here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: String,
}

/// A stretch of a weekday in which a service is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ReadObject)]
pub struct OpenHours {
    /// 1 is Monday, 7 is Sunday.
    pub day: u8,
    /// Minutes since midnight.
    pub from: u16,
    /// Minutes since that midnight; more than a day has where it is open past midnight.
    pub until: u16,
}

/// `GET /api/v1/directory`: what changed in the directory since a tag, or all of it, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct DirectoryPage {
    /// How far this page brings a phone: what it says it has when it asks again.
    pub tag: String,
    /// What was here before is no part of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub whole: bool,
    /// There is more: ask again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub more: bool,
    /// Services, each in place of what it was before.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Checks, the last ones of each service.
    #[serde(default, skip_serializing_if = "is_default")]
    pub checks: Vec<CellRecordRow>,
}

/// `POST /api/v1/directory/services`: a service as somebody at a desk wrote it, and what stood there
/// when they began, by which the server notices that somebody else was quicker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct SaveService {
    /// What stood there; none for a new one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub before: Option<Service>,
    /// What is to stand there.
    pub service: Service,
    /// The suggestion that is taken by it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub takes: Option<RecordId>,
}

/// `GET /api/v1/directory/suggestions`: what people wrote in the field that is different, or new, and
/// that nobody at a desk has decided about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Suggestions {
    /// Oldest first.
    pub suggestions: Vec<CellRecordRow>,
    /// Those that do not open.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unreadable: u32,
}
