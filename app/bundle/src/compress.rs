//! Step 8: brotli and gzip siblings, made once here and not per request.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::compile::Profile;

const KINDS: [&str; 8] = ["html", "js", "css", "wasm", "json", "webmanifest", "svg", "txt"];

/// Whether compression gains anything; PNG is compressed already.
pub fn compressible(path: &str) -> bool {
    Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| KINDS.contains(&extension))
}

pub fn brotli(bytes: &[u8], profile: Profile) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: match profile {
            Profile::Release => 11,
            Profile::Dev => 4,
        },
        lgwin: 22,
        // Smaller blocks have each a code of its own: 2 kB of the first load, against the largest.
        lgblock: 18,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed)
}

pub fn gzip(bytes: &[u8], profile: Profile) -> Result<Vec<u8>> {
    let level = match profile {
        Profile::Release => Compression::best(),
        Profile::Dev => Compression::fast(),
    };
    let mut packed = GzEncoder::new(Vec::new(), level);
    packed.write_all(bytes)?;
    Ok(packed.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn both_give_the_bytes_back() {
        let text = "to be or not to be, ".repeat(50).into_bytes();
        let packed = brotli(&text, Profile::Release).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut back).unwrap();
        assert_eq!(back, text);

        let packed = gzip(&text, Profile::Release).unwrap();
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
    }

    #[test]
    fn pictures_are_left_alone() {
        assert!(compressible("pkg/a.1.wasm"));
        assert!(!compressible("icons/icon-192.png"));
    }
}
