use crate::{
    Moment,
    hash::base64url,
    id::{DeviceId, PasskeyId},
    json::ReadObject,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How one's second factor stands, as part of [`Account`](super::Account).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct SecondFactor {
    /// Passkeys that may stand beside the password, the latest first.
    pub passkeys: Vec<PasskeyRow>,
    /// Recovery codes that are not used up.
    pub codes_left: u32,
    /// The agency wants one from whoever has this role.
    pub required: bool,
}

/// One passkey, as its owner is shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct PasskeyRow {
    /// By which it is taken away.
    pub passkey_id: PasskeyId,
    /// What it is called: the phone it was made on, "Pixel, Chrome".
    pub name: String,
    /// When it was set up.
    pub added_at: Moment,
    /// When it was last used.
    pub used_at: Option<Moment>,
}

/// `POST /api/v1/account/passkeys/challenge`: what a new passkey is made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct NewPasskey {
    /// Thirty-two random bytes, for one answer within five minutes.
    #[serde(with = "base64url")]
    pub challenge: Vec<u8>,
    /// Whom the passkey is for: the name of the server.
    pub rp_id: String,
    /// What the passkey knows its owner by. Another than that of the passkey that opens a phone,
    /// which it would replace.
    #[serde(with = "base64url")]
    pub user_id: Vec<u8>,
    /// Passkeys there are already: one is enough on each phone.
    pub known: Vec<CredentialId>,
}

/// What a browser calls a passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CredentialId(
    /// Its bytes.
    #[serde(with = "base64url")]
    pub Vec<u8>,
);

/// `POST /api/v1/account/passkeys`: a passkey that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct AddPasskey {
    /// What to call it.
    pub name: String,
    /// What the browser says it asked the passkey (WebAuthn: `clientDataJSON`).
    #[serde(with = "base64url")]
    pub client_data: Vec<u8>,
    /// What the passkey says of itself (WebAuthn: `attestationObject`).
    #[serde(with = "base64url")]
    pub attestation: Vec<u8>,
}

/// Recovery codes, told once: the server keeps only their hashes.
#[derive(Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct RecoveryCodes {
    /// Ten of them; none where there were some before.
    pub codes: Vec<String>,
}

/// Answer to a right password where a second factor comes next.
#[derive(Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct SecondNeeded {
    /// Stands for the password that was given, for five minutes.
    pub ticket: String,
    /// Thirty-two random bytes for the passkey to answer, once.
    #[serde(with = "base64url")]
    pub challenge: Vec<u8>,
    /// Whom the passkeys are for; empty where this server cannot ask for one.
    pub rp_id: String,
    /// The passkeys that may answer.
    pub known: Vec<CredentialId>,
}

/// `POST /api/v1/session/second`: a passkey's answer, or a recovery code.
#[derive(Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    /// What stands for the password.
    pub ticket: String,
    /// This phone, where it is enrolled already; binds the session to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    /// What the passkey answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<Assertion>,
    /// A recovery code, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// What a passkey answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct Assertion {
    /// Which passkey.
    pub credential_id: CredentialId,
    /// What the browser says it asked the passkey (WebAuthn: `clientDataJSON`).
    #[serde(with = "base64url")]
    pub client_data: Vec<u8>,
    /// What the passkey signed beside it (WebAuthn: `authenticatorData`).
    #[serde(with = "base64url")]
    pub authenticator_data: Vec<u8>,
    /// Its signature.
    #[serde(with = "base64url")]
    pub signature: Vec<u8>,
}

macro_rules! says_nothing {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

says_nothing!(RecoveryCodes, SecondNeeded, SecondStep);
