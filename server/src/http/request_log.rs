//! One line a request: method, route, status, duration. Never a query, a body,
//! an address that somebody typed, or anything that names a person.

use super::refusal::Cause;
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// The layer.
pub async fn request_log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or("file", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    match response.extensions().get::<Cause>() {
        Some(Cause(cause)) => {
            tracing::error!(%method, route, status, duration_ms, cause, "request failed");
        }
        None => tracing::info!(%method, route, status, duration_ms, "request"),
    }
    response
}
