use crate::browser::{BrowserError, random, web_crypto::SealKey};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::{hash::base64url, id::DeviceId};
use serde::{Deserialize, Serialize};

/// Shortest passcode: eight digits or characters (DESIGN section 6).
pub const MIN_PASSCODE_CHARS: usize = 8;

/// Argon2id cost for new wraps: memory in KiB, passes, lanes. OWASP's first
/// choice; each wrap remembers its own, so these may rise.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A device key as it lies on the phone: sealed under Argon2id of the passcode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    #[serde(with = "base64url")]
    salt: Vec<u8>,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    #[serde(with = "base64url")]
    sealed: Vec<u8>,
}

/// The passcode does not open this wrap.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongPasscode {
    /// It is another.
    #[error("the passcode is another")]
    Wrong,
    /// The browser could not try.
    #[error(transparent)]
    Browser(#[from] BrowserError),
}

/// Wraps a device key under a passcode.
///
/// # Errors
/// Only where the browser fails.
pub async fn wrap(
    device_id: DeviceId,
    device_key: &[u8],
    passcode: &str,
) -> Result<WrappedKey, BrowserError> {
    let salt: [u8; 16] = random::bytes()?;
    let mut wrapped = WrappedKey {
        salt: salt.to_vec(),
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: LANES,
        sealed: Vec::new(),
    };
    let key = stretch(&wrapped, passcode).await?;
    wrapped.sealed = key.seal(&place(device_id), device_key).await?;
    Ok(wrapped)
}

/// Opens a wrap.
///
/// # Errors
/// [`WrongPasscode::Wrong`] for another passcode.
pub async fn unwrap(
    device_id: DeviceId,
    wrapped: &WrappedKey,
    passcode: &str,
) -> Result<Vec<u8>, WrongPasscode> {
    let key = stretch(wrapped, passcode).await?;
    key.open(&place(device_id), &wrapped.sealed).await.map_err(|_| WrongPasscode::Wrong)
}

fn place(device_id: DeviceId) -> String {
    format!("streetlight/1/wrap/{device_id}/passcode")
}

async fn stretch(wrapped: &WrappedKey, passcode: &str) -> Result<SealKey, BrowserError> {
    let params = Params::new(wrapped.memory_kib, wrapped.passes, wrapped.lanes, Some(32))
        .map_err(|_| BrowserError::new("this wrap asks for an impossible effort"))?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passcode.as_bytes(), &wrapped.salt, &mut key)
        .map_err(|_| BrowserError::new("the passcode could not be stretched"))?;
    SealKey::import(&key).await
}
