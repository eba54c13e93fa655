//! `/api/v1/pull`: phones ask what is new.

use super::{AppState, packing::packed};
use crate::{auth::Reader, http::refusal::Refuse, store::PullRequest};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use sync::feed::Position;

/// Rows a page unless told otherwise.
const ROWS: usize = 2_000;
/// Rows a page at most.
const ROWS_MAX: usize = 5_000;
/// Pages of no more rows than this wait for nobody.
const SMALL: usize = 200;

/// The query of a pull.
#[derive(Debug, Deserialize)]
pub struct Asked {
    cursor: Option<String>,
    limit: Option<usize>,
}

/// Answers with the next page, or 204 when nothing is new.
///
/// # Errors
/// 401 `signed_out`, 403 `device_revoked` or `device_unknown`, 429 when this
/// session pulls too often.
pub async fn pull(
    State(app): State<AppState>,
    Reader(permit): Reader,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    app.pull_limit.take(&permit.session()).map_err(Refuse::TooMany)?;
    let Query(asked) = asked.map_err(|_| Refuse::Unreadable)?;
    let cursor = asked.cursor.filter(|text| !text.is_empty());
    let cursor = match cursor {
        Some(text) => Some(app.store.read_cursor(&permit, &text).await?),
        None => None,
    };
    let request = PullRequest { cursor, limit: asked.limit.unwrap_or(ROWS).clamp(1, ROWS_MAX) };
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
    packed(&headers, move || page.into_json()).await
}
