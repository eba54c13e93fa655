use super::{Agency, Role, is_default};
use crate::{
    Moment,
    hash::base64url,
    id::{DeviceId, Epoch, StaffId},
    json::ReadObject,
};
use serde::{Deserialize, Serialize};

/// `POST /api/v1/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Name to sign in with.
    pub login: String,
    /// Password, as typed.
    pub password: String,
    /// This phone, where it is enrolled already; binds the session to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
}

/// Who is signed in; answer to `POST` and `GET /api/v1/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct SignedIn {
    /// Who.
    pub staff_id: StaffId,
    /// As signed.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The agency, with crisis lines for the lock screen.
    pub agency: Agency,
    /// The agency wants a second factor from them, and they have none: until it is set up, the
    /// session opens nothing else.
    #[serde(default, skip_serializing_if = "is_default")]
    pub second_factor_missing: bool,
}

/// `POST /api/v1/devices`: enrols this phone for whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// Made by the phone.
    pub device_id: DeviceId,
    /// What to call it in lists, "Pixel, Chrome".
    pub name: String,
    /// The phone's key, thirty-two random bytes; kept in escrow under the server's master key.
    #[serde(with = "base64url")]
    pub key: Vec<u8>,
}

/// Answer to an enrolment. Sent once; the server keeps only a hash of the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Enrolled {
    /// Lets this phone deliver sealed operations and read nothing, for as long as it lives.
    pub deposit_token: String,
    /// The server's present history.
    pub epoch: Epoch,
}

/// `POST /api/v1/devices/{device_id}/key`: for a forgotten passcode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct DeviceKey {
    /// The phone's key, thirty-two bytes.
    #[serde(with = "base64url")]
    pub key: Vec<u8>,
}

/// `GET /api/v1/devices`: one row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct DeviceRow {
    /// Which phone.
    pub device_id: DeviceId,
    /// Whose.
    pub staff_id: StaffId,
    /// What it is called.
    pub name: String,
    /// When it was enrolled.
    pub enrolled_at: Moment,
    /// When it last spoke to the server.
    pub last_seen_at: Option<Moment>,
    /// Whether and why it may no longer read.
    pub revoked: Option<Revoked>,
    /// Other phones that a session of this one was on, and those that one of theirs was on, and
    /// so forth: where one of them is lost, this may be its finder's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_sign_in: Vec<DeviceId>,
    /// The network address it was first set up from, for its owner alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled_from: Option<String>,
}

/// Why a phone may no longer read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Revoked {
    /// Its owner left: may still deliver what was written.
    Left,
    /// It is lost: its key is withheld.
    Lost,
}

/// `POST /api/v1/devices/{device_id}/revoke`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct Revoke {
    /// Why.
    pub why: Revoked,
}

/// Body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Refusal {
    /// Stable word for programs, such as `signed_out`.
    pub code: String,
    /// What happened, what is safe, what to do; in English, for logs and curl. The app has its own words.
    pub sentence: String,
}
