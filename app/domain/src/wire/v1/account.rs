use super::{DeviceRow, SecondFactor};
use crate::{
    Moment,
    id::{DeviceId, SessionId},
    json::ReadObject,
};
use serde::Serialize;

/// `GET /api/v1/account`: how one's own account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Account {
    /// When the password was last changed; none where it is the first one, or from before this was
    /// kept.
    pub password_set_at: Option<Moment>,
    /// Where one is signed in, the one used last first.
    pub sessions: Vec<SessionRow>,
    /// One's own phones, the latest first.
    pub phones: Vec<DeviceRow>,
    /// The network address that this was asked from, by which `enrolled_from` can be judged.
    pub here: String,
    /// What stands beside the password; none where this server asks for no passkeys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<SecondFactor>,
}

/// One sign-in that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct SessionRow {
    /// By which it is ended.
    pub session_id: SessionId,
    /// The phone it is on; none where nothing was set up with it.
    pub device_id: Option<DeviceId>,
    /// When the password was given.
    pub began_at: Moment,
    /// When it was last used, to ten minutes.
    pub last_seen_at: Moment,
    /// It is the one that asks.
    pub this_one: bool,
}

/// `POST /api/v1/account/password`.
#[derive(Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The one in force.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangePassword")
    }
}

/// Answer to a change of the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct PasswordChanged {
    /// When, by the server.
    pub at: Moment,
}
