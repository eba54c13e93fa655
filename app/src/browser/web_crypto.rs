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

/// A secret in the browser's keeping, from which keys are derived by HKDF-SHA-256,
/// one for each purpose.
#[derive(Debug)]
pub struct KeyMaterial(CryptoKey);

impl KeyMaterial {
    /// Hands a secret over.
    ///
    /// # Errors
    /// When WebCrypto is missing (not a secure context).
    pub async fn import(secret: &[u8]) -> Result<Self, BrowserError> {
        let material = js_sys::Uint8Array::from(secret);
        let usages = usages(&["deriveKey", "deriveBits"]);
        let key = subtle()?.import_key_with_str("raw", &material, "HKDF", false, &usages)?;
        Ok(Self(JsFuture::from(key).await?.unchecked_into()))
    }

    /// A key for sealing.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn seal_key(&self, salt: &[u8], info: &str) -> Result<SealKey, BrowserError> {
        let key = subtle()?.derive_key_with_object_and_object(
            &hkdf(salt, info),
            &self.0,
            &web_sys::AesKeyGenParams::new("AES-GCM", 256),
            false,
            &usages(&["encrypt", "decrypt"]),
        )?;
        Ok(SealKey(JsFuture::from(key).await?.unchecked_into()))
    }

    /// 32 bytes, for what the browser cannot do by itself.
    ///
    /// # Errors
    /// Only where the browser fails.
    pub async fn bytes(&self, salt: &[u8], info: &str) -> Result<[u8; 32], BrowserError> {
        let bits = subtle()?.derive_bits_with_object(&hkdf(salt, info), &self.0, 256)?;
        let bytes = js_sys::Uint8Array::new(&JsFuture::from(bits).await?).to_vec();
        bytes.try_into().map_err(|_| BrowserError::new("the browser derived too few bytes"))
    }
}

fn hkdf(salt: &[u8], info: &str) -> HkdfParams {
    HkdfParams::new_with_str(
        "HKDF",
        "SHA-256",
        &js_sys::Uint8Array::from(info.as_bytes()),
        &js_sys::Uint8Array::from(salt),
    )
}

fn usages(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from_str(name)).collect::<js_sys::Array>().into()
}

impl SealKey {
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
