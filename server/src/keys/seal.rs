use super::Secret;
use aes_gcm::{
    Aes256Gcm, Nonce, Tag,
    aead::{AeadInOut as _, KeyInit as _},
};
use std::fmt::Display;

/// First byte of a sealed record: the version of the format.
const VERSION: u8 = 1;
/// The same format, with the record's owner in the associated data.
pub(crate) const OWNED: u8 = 2;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// The bytes were not sealed with this key for this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the seal does not open")]
pub struct SealBroken;

/// A key that seals records: `0x01 | nonce | AES-256-GCM ciphertext and tag`.
#[derive(Clone)]
pub struct SealKey(Aes256Gcm);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey")
    }
}

/// The associated data of a record, so that none opens in another's place.
/// `owner` is the phone, or the agency for what the server seals.
#[must_use]
pub fn aad(store: &str, owner: impl Display, record: impl Display) -> Vec<u8> {
    format!("streetlight/1/{store}/{owner}/{record}").into_bytes()
}

impl SealKey {
    /// Prepares a key for use.
    #[must_use]
    pub fn new(key: &Secret) -> Self {
        Self(Aes256Gcm::new((&**key).into()))
    }

    /// Seals the bytes for the place that `aad` names.
    ///
    /// # Panics
    /// When the operating system has no randomness to give.
    #[must_use]
    pub fn seal(&self, aad: &[u8], plain: &[u8]) -> Vec<u8> {
        self.seal_with(VERSION, super::random(), aad, plain)
    }

    /// The same for a place that names the owner.
    pub(crate) fn seal_owned(&self, aad: &[u8], plain: &[u8]) -> Vec<u8> {
        self.seal_with(OWNED, super::random(), aad, plain)
    }

    pub(super) fn seal_with(
        &self,
        version: u8,
        nonce: [u8; NONCE_BYTES],
        aad: &[u8],
        plain: &[u8],
    ) -> Vec<u8> {
        let mut record = Vec::with_capacity(1 + NONCE_BYTES + plain.len() + TAG_BYTES);
        record.push(version);
        record.extend_from_slice(&nonce);
        let start = record.len();
        record.extend_from_slice(plain);
        let (_, buffer) = record.split_at_mut(start);
        let tag = self
            .0
            .encrypt_inout_detached(&Nonce::from(nonce), aad, buffer.into())
            .expect("AES-GCM seals anything below 64 GiB");
        record.extend_from_slice(&tag);
        record
    }

    /// Opens a sealed record.
    ///
    /// # Errors
    /// When it was sealed with another key, for another place, or was changed.
    pub fn open(&self, aad: &[u8], record: &[u8]) -> Result<Vec<u8>, SealBroken> {
        let mut plain = Vec::with_capacity(record.len());
        self.open_into(&mut plain, aad, record)?;
        Ok(plain)
    }

    /// Opens a sealed record and adds what it held to `out`.
    ///
    /// # Errors
    /// Those of [`Self::open`]; then nothing was added.
    pub fn open_into(
        &self,
        out: &mut Vec<u8>,
        aad: &[u8],
        record: &[u8],
    ) -> Result<(), SealBroken> {
        self.open_as(VERSION, out, aad, record)
    }

    /// Opens a record whose place names its owner, and adds what it held to `out`.
    ///
    /// # Errors
    /// Those of [`Self::open`]; then nothing was added.
    pub fn open_owned_into(
        &self,
        out: &mut Vec<u8>,
        aad: &[u8],
        record: &[u8],
    ) -> Result<(), SealBroken> {
        self.open_as(OWNED, out, aad, record)
    }

    fn open_as(
        &self,
        wanted: u8,
        out: &mut Vec<u8>,
        aad: &[u8],
        record: &[u8],
    ) -> Result<(), SealBroken> {
        let (version, rest) = record.split_first().ok_or(SealBroken)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealBroken)?;
        let (sealed, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(SealBroken)?;
        if *version != wanted {
            return Err(SealBroken);
        }
        let start = out.len();
        out.extend_from_slice(sealed);
        let (_, buffer) = out.split_at_mut(start);
        self.0
            .decrypt_inout_detached(&Nonce::from(*nonce), aad, buffer.into(), &Tag::from(*tag))
            .map_err(|_| {
                out.truncate(start);
                SealBroken
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn a_record_opens_only_unchanged_and_in_its_own_place() {
        let key = SealKey::new(&Zeroizing::new([3; 32]));
        let sealed = key.seal(b"here", b"words");
        assert_eq!(key.open(b"here", &sealed).expect("its own place"), b"words");
        assert_eq!(key.open(b"there", &sealed), Err(SealBroken));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(b"here", &changed), Err(SealBroken), "byte {at}");
            assert_eq!(key.open(b"here", &sealed[..at]), Err(SealBroken), "cut at {at}");
        }
    }
}
