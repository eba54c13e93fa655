//! `/api/v1/pull`: phones ask what is new.

use super::AppState;
use crate::{
    auth::Reader,
    http::refusal::Refuse,
    store::{PullRequest, StoreError},
};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::io::Write as _;
use sync::feed::Position;

/// Rows a page unless told otherwise.
const ROWS: usize = 2_000;
/// Rows a page at most.
const ROWS_MAX: usize = 5_000;
/// Pages of no more rows than this wait for nobody.
const SMALL: usize = 200;
/// Below so many bytes packing saves nothing on the way.
const WORTH_PACKING: usize = 1_024;

/// The query of a pull.
#[derive(Debug, Deserialize)]
pub struct Asked {
    cursor: Option<String>,
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Answers with the next page, or 204 when nothing is new.
///
/// # Errors
/// 401 `signed_out`, 403 `device_revoked` or `device_unknown`.
pub async fn pull(
    State(app): State<AppState>,
    Reader(permit): Reader,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    let Query(asked) = asked.map_err(|_| Refuse::Unreadable)?;
    let cursor = asked.cursor.filter(|text| !text.is_empty());
    let request = PullRequest {
        cursor: cursor.map(|text| text.parse()),
        limit: asked.limit.unwrap_or(ROWS).clamp(1, ROWS_MAX),
    };
    let settled =
        matches!(request.cursor, Some(Ok(cursor)) if cursor.position == Position::Settled);
    let turn = match settled {
        true => None,
        false => app.large_pulls.acquire().await.ok(),
    };
    let Some(page) = app.store.pull(&permit, request).await? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    // A phone that was away for long has much to be told, too.
    let _turn = match turn {
        None if page.len() > SMALL => app.large_pulls.acquire().await.ok(),
        turn => turn,
    };
    let packing = accepted(&headers);
    let (packing, body) = tokio::task::spawn_blocking(move || pack(page.into_json()?, packing))
        .await
        .map_err(StoreError::from)??;
    let mut response = body.into_response();
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
