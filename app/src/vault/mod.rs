//! What keeps people's words unreadable on a lost phone.
//!
//! One random device key per phone, known to the server in escrow. On the phone
//! it exists only wrapped: by the passcode ([`wrap`]), and by a passkey where
//! somebody wants one ([`wrap_with_passkey`]). From it come the two keys
//! that seal everything ([`Keys`]), and a third for drafts of a page that goes
//! away. Locking drops `Keys`; nothing else holds them.

mod at_once;
mod passkey;
mod wrap;

pub use passkey::{PasskeyWrap, unwrap_with_passkey, wrap_with_passkey};
pub use wrap::{MIN_PASSCODE_CHARS, WrappedKey, WrongPasscode, rehearse, unwrap, wrap};

use crate::browser::{
    BrowserError,
    web_crypto::{KeyMaterial, SealKey},
};
use domain::id::{DeviceId, OperationId, PageId};
use futures_util::future::try_join3;

/// The keys of an unlocked phone. Two are handles of the browser's; the third
/// seals drafts of a page that goes away, when nothing can be waited for.
#[derive(Clone)]
pub struct Keys {
    device_id: DeviceId,
    outbox: SealKey,
    read_copy: SealKey,
    at_once: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Derives both keys from the device key.
    ///
    /// # Errors
    /// When WebCrypto is missing, which is only outside HTTPS and localhost.
    pub async fn derive(device_id: DeviceId, device_key: &[u8]) -> Result<Self, BrowserError> {
        let salt = device_id.as_bytes();
        let material = KeyMaterial::import(device_key).await?;
        let (outbox, read_copy, at_once) = try_join3(
            material.seal_key(salt, "streetlight/outbox/v1"),
            material.seal_key(salt, "streetlight/read-copy/v1"),
            material.bytes(salt, "streetlight/draft-at-once/v1"),
        )
        .await?;
        Ok(Self { device_id, outbox, read_copy, at_once })
    }

    /// Seals an operation for the outbox, where the server can open it too.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal_operation(
        &self,
        op_id: OperationId,
        plain: &[u8],
    ) -> Result<Vec<u8>, BrowserError> {
        self.outbox.seal(&self.place("outbox", &op_id.to_string()), plain).await
    }

    /// Opens an operation from the outbox.
    ///
    /// # Errors
    /// When it is not this phone's, or was altered.
    pub async fn open_operation(
        &self,
        op_id: OperationId,
        sealed: &[u8],
    ) -> Result<Vec<u8>, BrowserError> {
        self.outbox.open(&self.place("outbox", &op_id.to_string()), sealed).await
    }

    /// Seals a part of a page of a paper, which the server can open too.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal_part(
        &self,
        page: PageId,
        part: u32,
        plain: &[u8],
    ) -> Result<Vec<u8>, BrowserError> {
        self.outbox.seal(&self.place("paper", &format!("{page}/{part}")), plain).await
    }

    /// Opens a part of a page of a paper.
    ///
    /// # Errors
    /// When it is not this phone's, lies in another's place, or was altered.
    pub async fn open_part(
        &self,
        page: PageId,
        part: u32,
        sealed: &[u8],
    ) -> Result<Vec<u8>, BrowserError> {
        self.outbox.open(&self.place("paper", &format!("{page}/{part}")), sealed).await
    }

    /// Seals a record of the read copy or a draft under its store and name.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal(
        &self,
        store: &str,
        record: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, BrowserError> {
        self.read_copy.seal(&self.place(store, record), plain).await
    }

    /// Opens a record of the read copy or a draft.
    ///
    /// # Errors
    /// When it is not this phone's, lies in another's place, or was altered.
    pub async fn open(
        &self,
        store: &str,
        record: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, BrowserError> {
        self.read_copy.open(&self.place(store, record), sealed).await
    }

    /// Seals a record without waiting.
    ///
    /// # Errors
    /// Only where the browser has no random numbers.
    pub fn seal_at_once(
        &self,
        store: &str,
        record: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, BrowserError> {
        at_once::seal(&self.at_once, &self.place(store, record), plain)
    }

    /// Opens what [`Self::seal_at_once`] made; nothing when it is not this phone's or was altered.
    #[must_use]
    pub fn open_at_once(&self, store: &str, record: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        at_once::open(&self.at_once, &self.place(store, record), sealed)
    }

    fn place(&self, store: &str, record: &str) -> String {
        format!("streetlight/1/{store}/{}/{record}", self.device_id)
    }
}
