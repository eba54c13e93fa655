use crate::browser::{BrowserError, page, random, web_crypto::SealKey};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::{hash::base64url, id::DeviceId, json::ReadObject};
use serde::Serialize;

/// Shortest passcode: eight digits or characters (DESIGN section 6).
pub const MIN_PASSCODE_CHARS: usize = 8;

/// Argon2id cost for new wraps: memory in KiB, passes, lanes. OWASP's first
/// choice; each wrap remembers its own, so these may rise.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A device key as it lies on the phone: sealed under Argon2id of the passcode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
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
    let key = sealing(&wrapped, passcode).await?;
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
    let key = sealing(wrapped, passcode).await?;
    key.open(&place(device_id), &wrapped.sealed).await.map_err(|_| WrongPasscode::Wrong)
}

/// Goes through a try at the least cost there is, and opens nothing: for
/// [`crate::rehearsal`].
pub async fn rehearse(device_id: DeviceId) {
    let (salt, sealed) = (vec![0; 16], Vec::new());
    let nothing = WrappedKey { salt, memory_kib: 8, passes: 1, lanes: 1, sealed };
    let _always_wrong = unwrap(device_id, &nothing, "").await;
}

fn place(device_id: DeviceId) -> String {
    format!("streetlight/1/wrap/{device_id}/passcode")
}

async fn sealing(wrapped: &WrappedKey, passcode: &str) -> Result<SealKey, BrowserError> {
    page::mark("stretch");
    let stretched = stretch(wrapped, passcode.as_bytes())?;
    page::mark("stretched");
    SealKey::import(&stretched).await
}

fn stretch(wrapped: &WrappedKey, passcode: &[u8]) -> Result<[u8; 32], BrowserError> {
    let params = Params::new(wrapped.memory_kib, wrapped.passes, wrapped.lanes, Some(32))
        .map_err(|_| BrowserError::new("this wrap asks for an impossible effort"))?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passcode, &wrapped.salt, &mut key)
        .map_err(|_| BrowserError::new("the passcode could not be stretched"))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{AssociatedData, ParamsBuilder};

    fn stretched(memory_kib: u32, lanes: u32, passcode: &str, salt: &[u8]) -> String {
        let sealed = Vec::new();
        let wrapped = WrappedKey { salt: salt.to_vec(), memory_kib, passes: PASSES, lanes, sealed };
        hex(&stretch(&wrapped, passcode.as_bytes()).unwrap())
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The reference implementation's own tests: P-H-C/phc-winner-argon2, `src/test.c`.
    #[test]
    fn a_passcode_is_stretched_as_the_reference_implementation_does() {
        assert_eq!(
            stretched(65_536, 1, "password", b"somesalt"),
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
        assert_eq!(
            stretched(256, 1, "password", b"somesalt"),
            "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
        );
        assert_eq!(
            stretched(256, 2, "password", b"somesalt"),
            "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"
        );
    }

    /// Not published: made with the reference implementation, by argon2-cffi 25.1.
    #[test]
    fn at_the_cost_in_use_it_comes_out_the_same_too() {
        let salt: Vec<u8> = (0..16).collect();
        assert_eq!(
            stretched(MEMORY_KIB, LANES, "lantern-42", &salt),
            "dbd1e85cab0d8dad82503be97692483a08dde4a51fe29be37bf0e7b1fa5bde87"
        );
    }

    /// RFC 9106, section 5.3. It has a secret and associated data, which a wrap has
    /// not: so this is the library, and the tests above are our use of it.
    #[test]
    fn the_library_agrees_with_the_rfc() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let mut tag = [0; 32];
        Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
            .unwrap()
            .hash_password_into(&[1; 32], &[2; 16], &mut tag)
            .unwrap();
        assert_eq!(hex(&tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }
}
