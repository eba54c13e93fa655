//! Answers that may be long, packed as the phone understands it.

use crate::{
    auth::HashedToken,
    http::{
        refusal::Refuse,
        shares::{Share, body_with},
    },
    store::StoreError,
};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use std::io::Write as _;

/// Below so many bytes packing saves nothing on the way.
const WORTH_PACKING: usize = 1_024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Answers with JSON that is written and packed beside the other requests. The share is given back
/// when the other end has read it.
///
/// # Errors
/// When it cannot be written.
pub(super) async fn packed(
    headers: &HeaderMap,
    share: Share<HashedToken>,
    json: impl FnOnce() -> Result<Vec<u8>, StoreError> + Send + 'static,
) -> Result<Response, Refuse> {
    let packing = accepted(headers);
    let (packing, body) = tokio::task::spawn_blocking(move || pack(json()?, packing))
        .await
        .map_err(StoreError::from)??;
    let mut response = body_with(body, share).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let encoding = match packing {
        Packing::None => return Ok(response),
        Packing::Gzip => "gzip",
        Packing::Zstd => "zstd",
    };
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    Ok(response)
}

/// The best packing that the phone understands.
fn accepted(headers: &HeaderMap) -> Packing {
    let offers = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let mut best = Packing::None;
    for offer in offers {
        let mut parts = offer.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        match name {
            _ if refused => {}
            "zstd" => best = Packing::Zstd,
            "gzip" if best == Packing::None => best = Packing::Gzip,
            _ => {}
        }
    }
    best
}

fn pack(json: Vec<u8>, packing: Packing) -> Result<(Packing, Vec<u8>), StoreError> {
    if json.len() < WORTH_PACKING {
        return Ok((Packing::None, json));
    }
    let packed = match packing {
        Packing::None => return Ok((packing, json)),
        Packing::Zstd => zstd::bulk::compress(&json, 1),
        Packing::Gzip => {
            let room = Vec::with_capacity(json.len() / 3);
            let mut gzip = flate2::write::GzEncoder::new(room, flate2::Compression::fast());
            gzip.write_all(&json).and_then(|()| gzip.finish())
        }
    };
    // Memory is the only thing it can run out of; then plain will do.
    Ok(packed.map_or((Packing::None, json), |packed| (packing, packed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &'static str) -> Packing {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
        accepted(&headers)
    }

    #[test]
    fn the_best_packing_that_was_offered_is_used() {
        assert_eq!(of("gzip, deflate, br, zstd"), Packing::Zstd);
        assert_eq!(of("gzip, deflate, br"), Packing::Gzip);
        assert_eq!(of("zstd;q=0, gzip;q=0.5"), Packing::Gzip);
        assert_eq!(of("identity"), Packing::None);
    }
}
