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
/// Pages of no more bytes of bodies than this, or of one row in each part, wait for nobody.
const SMALL: usize = 64 * 1024;
/// Bytes of the bodies on a page, unless the first alone has more: a phone with 2 Mbit/s has
/// it in nine seconds, two thousand usual rows fit, and those pages fit into memory that are
/// put together at once.
const PAGE_BYTES: usize = 2 * 1024 * 1024;

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
    let limit = asked.limit.unwrap_or(ROWS).clamp(1, ROWS_MAX);
    let settled = matches!(cursor, Some(Ok(cursor)) if cursor.position == Position::Settled);
    let share = app.pulls.take(permit.session())?;
    // Nearly always there is little to tell a phone that was settled, and no need to wait for it.
    if settled {
        let request = PullRequest { cursor, limit, bytes: SMALL };
        match app.store.pull(&permit, request).await? {
            None => return Ok(StatusCode::NO_CONTENT.into_response()),
            Some(page) if !page.has_more() => {
                app.store.record_files_sent(&permit, &page).await?;
                return packed(&headers, share, move || page.into_json()).await;
            }
            // It was away for long, or there is much. A page of its own takes a turn like any.
            Some(_) => {}
        }
    }
    let _turn = app.large_pulls.acquire().await.ok();
    let request = PullRequest { cursor, limit, bytes: PAGE_BYTES };
    let Some(page) = app.store.pull(&permit, request).await? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    app.store.record_files_sent(&permit, &page).await?;
    packed(&headers, share, move || page.into_json()).await
}
