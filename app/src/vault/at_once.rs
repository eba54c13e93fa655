//! A seal that is made in one breath.
//!
//! A page that goes away runs nothing that waits, and WebCrypto always waits.
//! So the last words of a draft are sealed by XChaCha20-Poly1305 in the app's
//! own file, under a key used for nothing else, and written to localStorage,
//! the only store that can be written without waiting.

use crate::browser::{BrowserError, random};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

/// First byte of a record sealed this way.
const SEAL_VERSION: u8 = 2;
const NONCE_BYTES: usize = 24;

/// Seals bytes so that they open only under this key and this `place`.
///
/// # Errors
/// Only where the browser has no random numbers.
pub fn seal(key: &[u8; 32], place: &str, plain: &[u8]) -> Result<Vec<u8>, BrowserError> {
    let nonce: [u8; NONCE_BYTES] = random::bytes()?;
    Ok(seal_with(key, nonce, place.as_bytes(), plain))
}

fn seal_with(key: &[u8; 32], nonce: [u8; NONCE_BYTES], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    let payload = Payload { msg: plain, aad };
    let cipher = XChaCha20Poly1305::new(&(*key).into())
        .encrypt(&XNonce::from(nonce), payload)
        .expect("a draft is far shorter than the cipher's limit");
    let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + cipher.len());
    sealed.push(SEAL_VERSION);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&cipher);
    sealed
}

/// Opens what [`seal`] made for the same place; nothing when the key, the
/// place or a single bit is another.
#[must_use]
pub fn open(key: &[u8; 32], place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    open_with(key, place.as_bytes(), sealed)
}

fn open_with(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (version, rest) = sealed.split_first()?;
    let (nonce, cipher) = rest.split_at_checked(NONCE_BYTES)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    let payload = Payload { msg: cipher, aad };
    if *version != SEAL_VERSION {
        return None;
    }
    XChaCha20Poly1305::new(&(*key).into()).decrypt(&XNonce::from(nonce), payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn what_is_sealed_opens_only_in_its_place_and_unaltered() {
        let sealed = seal_with(&KEY, [9; 24], b"here", b"Half a sentence");
        assert_eq!(open(&KEY, "here", &sealed).as_deref(), Some(b"Half a sentence".as_slice()));
        assert_eq!(open(&KEY, "there", &sealed), None);
        assert_eq!(open(&[8; 32], "here", &sealed), None);
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert_eq!(open(&KEY, "here", &altered), None, "bit in byte {place}");
        }
        for length in 0..sealed.len() {
            assert_eq!(open(&KEY, "here", &sealed[..length]), None, "cut to {length}");
        }
    }

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn the_published_example_is_sealed_and_opened() {
        const CIPHER_AND_TAG: &str = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
            731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
            2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
            21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49";
        let key: Vec<u8> = (0x80..0xa0).collect();
        let key: [u8; 32] = key.try_into().unwrap();
        let nonce: Vec<u8> = (0x40..0x58).collect();
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().unwrap();
        let aad = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let sealed = seal_with(&key, nonce, &aad, plain);
        let hex: String =
            sealed[1 + NONCE_BYTES..].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, CIPHER_AND_TAG);
        assert_eq!(open_with(&key, &aad, &sealed).as_deref(), Some(plain.as_slice()));
    }
}
