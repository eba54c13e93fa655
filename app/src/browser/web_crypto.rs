//! AES-256-GCM and HKDF by the browser, with keys that cannot be read back out.

use super::{BrowserError, random};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, HkdfParams, SubtleCrypto};

/// First byte of a sealed record; see `docs/protocol.md`.
const SEAL_VERSION: u8 = 1;
const NONCE_BYTES: usize = 12;

/// A key in the browser's keeping.
#[derive(Debug, Clone)]
pub struct SealKey(CryptoKey);

fn subtle() -> Result<SubtleCrypto, BrowserError> {
    let window = web_sys::window().ok_or_else(|| BrowserError::new("there is no window"))?;
    Ok(window.crypto()?.subtle())
}

/// A device key in the browser's keeping, from which others are derived.
async fn master(device_key: &[u8], usage: &str) -> Result<CryptoKey, BrowserError> {
    let material = js_sys::Uint8Array::from(device_key);
    let key = subtle()?.import_key_with_str("raw", &material, "HKDF", false, &usages(&[usage]))?;
    Ok(JsFuture::from(key).await?.unchecked_into())
}

fn hkdf(salt: &[u8], info: &str) -> HkdfParams {
    HkdfParams::new_with_str(
        "HKDF",
        "SHA-256",
        &js_sys::Uint8Array::from(info.as_bytes()),
        &js_sys::Uint8Array::from(salt),
    )
}

/// Derives 32 bytes for one purpose from a phone's device key by HKDF-SHA-256.
///
/// # Errors
/// When WebCrypto is missing (not a secure context).
pub async fn derive_bytes(
    device_key: &[u8],
    salt: &[u8],
    info: &str,
) -> Result<[u8; 32], BrowserError> {
    let master = master(device_key, "deriveBits").await?;
    let bits = subtle()?.derive_bits_with_object(&hkdf(salt, info), &master, 256)?;
    let bytes = js_sys::Uint8Array::new(&JsFuture::from(bits).await?).to_vec();
    bytes.try_into().map_err(|_| BrowserError::new("the browser derived another number of bytes"))
}

fn usages(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from_str(name)).collect::<js_sys::Array>().into()
}

impl SealKey {
    /// Derives the key for one purpose from a phone's device key by HKDF-SHA-256.
    ///
    /// # Errors
    /// When WebCrypto is missing (not a secure context).
    pub async fn derive(device_key: &[u8], salt: &[u8], info: &str) -> Result<Self, BrowserError> {
        let subtle = subtle()?;
        let master = master(device_key, "deriveKey").await?;
        let params = hkdf(salt, info);
        let wanted = web_sys::AesKeyGenParams::new("AES-GCM", 256);
        let key = subtle.derive_key_with_object_and_object(
            &params,
            &master,
            &wanted,
            false,
            &usages(&["encrypt", "decrypt"]),
        )?;
        Ok(Self(JsFuture::from(key).await?.unchecked_into()))
    }

    /// Wraps 32 bytes as a key for sealing.
    ///
    /// # Errors
    /// When WebCrypto is missing.
    pub async fn import(bytes: &[u8]) -> Result<Self, BrowserError> {
        let material = js_sys::Uint8Array::from(bytes);
        let key = subtle()?.import_key_with_str(
            "raw",
            &material,
            "AES-GCM",
            false,
            &usages(&["encrypt", "decrypt"]),
        )?;
        Ok(Self(JsFuture::from(key).await?.unchecked_into()))
    }

    /// Seals bytes so that they open only under this key and this `place`.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, BrowserError> {
        let nonce: [u8; NONCE_BYTES] = random::bytes()?;
        let promise =
            subtle()?.encrypt_with_object_and_u8_array(&params(&nonce, place), &self.0, plain)?;
        let cipher = js_sys::Uint8Array::new(&JsFuture::from(promise).await?);
        let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + cipher.length() as usize);
        sealed.push(SEAL_VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&cipher.to_vec());
        Ok(sealed)
    }

    /// Opens what [`Self::seal`] made for the same place.
    ///
    /// # Errors
    /// When the key, the place or a single bit is another.
    pub async fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, BrowserError> {
        let (nonce, cipher) = match sealed {
            [SEAL_VERSION, rest @ ..] if rest.len() > NONCE_BYTES => rest.split_at(NONCE_BYTES),
            _ => return Err(BrowserError::new("this is not a sealed record of version 1")),
        };
        let promise =
            subtle()?.decrypt_with_object_and_u8_array(&params(nonce, place), &self.0, cipher)?;
        Ok(js_sys::Uint8Array::new(&JsFuture::from(promise).await?).to_vec())
    }
}

fn params(nonce: &[u8], place: &str) -> AesGcmParams {
    let params = AesGcmParams::new_with_u8_array("AES-GCM", &js_sys::Uint8Array::from(nonce));
    params.set_additional_data_u8_array(&js_sys::Uint8Array::from(place.as_bytes()));
    params
}
