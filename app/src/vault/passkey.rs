use super::WrongPasscode;
use crate::browser::{
    BrowserError,
    web_crypto::{KeyMaterial, SealKey},
};
use domain::{hash::base64url, id::DeviceId, json::ReadObject};
use serde::Serialize;

/// A device key under the secret of a passkey, beside the wrap under the
/// passcode. The secret is what the passkey's `prf` answers for `salt`
/// (WebAuthn Level 3, section 10.1.4); it never lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct PasskeyWrap {
    /// Which passkey.
    #[serde(with = "base64url")]
    pub credential_id: Vec<u8>,
    /// What its `prf` is asked with.
    #[serde(with = "base64url")]
    pub salt: Vec<u8>,
    #[serde(with = "base64url")]
    sealed: Vec<u8>,
}

/// Wraps a device key under a passkey's secret.
///
/// # Errors
/// Only where the browser fails.
pub async fn wrap_with_passkey(
    device_id: DeviceId,
    device_key: &[u8],
    credential_id: Vec<u8>,
    salt: Vec<u8>,
    secret: &[u8],
) -> Result<PasskeyWrap, BrowserError> {
    let sealed = sealing(device_id, secret).await?.seal(&place(device_id), device_key).await?;
    Ok(PasskeyWrap { credential_id, salt, sealed })
}

/// Opens a wrap with what the passkey answered.
///
/// # Errors
/// [`WrongPasscode::Wrong`] for the secret of another passkey.
pub async fn unwrap_with_passkey(
    device_id: DeviceId,
    wrapped: &PasskeyWrap,
    secret: &[u8],
) -> Result<Vec<u8>, WrongPasscode> {
    let key = sealing(device_id, secret).await?;
    key.open(&place(device_id), &wrapped.sealed).await.map_err(|_| WrongPasscode::Wrong)
}

fn place(device_id: DeviceId) -> String {
    format!("streetlight/1/wrap/{device_id}/passkey")
}

async fn sealing(device_id: DeviceId, secret: &[u8]) -> Result<SealKey, BrowserError> {
    let material = KeyMaterial::import(secret).await?;
    material.seal_key(device_id.as_bytes(), "streetlight/wrap/passkey/v1").await
}
