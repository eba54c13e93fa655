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

/// How large the blocks are that have each a code of its own, as powers of two. Which is best differs
/// from file to file by half a per cent, and nobody can tell before.
const FIRST_BLOCK: i32 = 16;
const BLOCKS: [i32; 3] = [17, 18, 20];

/// As small as it gets, for a release.
pub fn brotli(bytes: &[u8], profile: Profile) -> Result<Vec<u8>> {
    let mut best = brotli_once(bytes, profile, FIRST_BLOCK)?;
    if profile == Profile::Release {
        for block in BLOCKS {
            let packed = brotli_once(bytes, profile, block)?;
            if packed.len() < best.len() {
                best = packed;
            }
        }
    }
    Ok(best)
}

/// How many bytes that would be, nearly: for comparing what is to be packed.
pub fn brotli_size(bytes: &[u8]) -> Result<usize> {
    Ok(brotli_once(bytes, Profile::Release, FIRST_BLOCK)?.len())
}

fn brotli_once(bytes: &[u8], profile: Profile, block: i32) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: match profile {
            Profile::Release => 11,
            Profile::Dev => 4,
        },
        lgwin: 22,
        lgblock: block,
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
