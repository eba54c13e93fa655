//! Content hashes: for names that may be cached for ever, for the build id
//! and for the integrity that the service worker checks.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

/// Ten hexadecimal digits are plenty for the handful of files of one build.
const NAME_DIGITS: usize = 10;

/// `streetlight.wasm` becomes `streetlight.3f2a9c01bd.wasm`.
pub fn hashed(stem: &str, extension: &str, bytes: &[u8]) -> String {
    format!("{stem}.{}.{extension}", short(bytes))
}

pub fn short(bytes: &[u8]) -> String {
    let mut hex = hex(bytes);
    hex.truncate(NAME_DIGITS);
    hex
}

pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The value of an `integrity` attribute.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_between_stem_and_extension() {
        assert_eq!(hashed("style", "css", b"a"), "style.ca978112ca.css");
    }

    #[test]
    fn integrity_is_padded_base64() {
        assert_eq!(integrity(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
