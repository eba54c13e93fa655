//! `/api/v1/papers`: pages of papers come in parts, and are handed out whole.

use super::{AppState, body::Raw, push::depositor};
use crate::{
    auth::Reader,
    http::refusal::Refuse,
    store::{Deposit, PageRead, PartTaken, StoreError},
};
use axum::{
    Json,
    extract::{FromRequestParts, Path, State},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    id::{PageId, RecordId},
    wire::v1::PageTaken,
};
use std::time::Duration;

/// How long a phone is asked to wait while the server's disk is full.
const DISK_FULL_FOR: Duration = Duration::from_secs(600);

/// A phone that may send parts, found by its deposit token as for a push, and counted apart from that.
#[derive(Debug)]
pub struct Sender(Deposit);

impl FromRequestParts<AppState> for Sender {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refuse> {
        let (deposit, _) = depositor(parts, app, &app.paper_limit).await?;
        Ok(Self(deposit))
    }
}

/// Takes a part of a page, sealed under the phone's outbox key. Sending one twice is harmless.
///
/// # Errors
/// 401 `unknown_token`, 400 `unreadable` for what does not open or is none of this page, 413 for more
/// than a part, 422 `paper_differs`, 429 when this phone sends too often, 507 `papers_full`, 503 when
/// nothing can be written now.
pub async fn take_part(
    State(app): State<AppState>,
    Sender(from): Sender,
    Path((page, part)): Path<(String, String)>,
    Raw(sealed): Raw,
) -> Result<Json<PageTaken>, Refuse> {
    let page: PageId = page.parse().map_err(|_| Refuse::NotFound)?;
    let part: u32 = part.parse().map_err(|_| Refuse::NotFound)?;
    let room = app.config.papers_max_bytes;
    match app.store.take_part(&from, (page, part), &sealed, room).await {
        Ok(PartTaken::Taken(taken)) => Ok(Json(taken)),
        Ok(PartTaken::Unreadable) => Err(Refuse::Unreadable),
        Ok(PartTaken::Differs) => Err(Refuse::PaperDiffers),
        Ok(PartTaken::NoRoom) => Err(Refuse::PapersFull),
        Err(StoreError::DiskFull) => Err(Refuse::Busy(DISK_FULL_FOR)),
        Err(error) => Err(error.into()),
    }
}

/// A page of a paper, by the record that names it. No browser draws it where it is: it is for the app,
/// which keeps it in memory.
///
/// # Errors
/// 401 `signed_out`, 403 `device_revoked` or `device_unknown`, 404 for a paper outside of the reader's
/// scope, whether or not there is one, and `paper_not_here` for a page that has not come yet.
pub async fn read_page(
    State(app): State<AppState>,
    Reader(permit): Reader,
    Path((record, page)): Path<(String, String)>,
) -> Result<Response, Refuse> {
    let record: RecordId = record.parse().map_err(|_| Refuse::NotFound)?;
    let page: PageId = page.parse().map_err(|_| Refuse::NotFound)?;
    // A few at a time: each is in memory as a whole.
    let turn =
        app.large_pulls.acquire().await.map_err(|error| Refuse::Failed(error.to_string()))?;
    let read = app.store.read_page(&permit, record, page).await?;
    drop(turn);
    let (bytes, media) = match read {
        PageRead::Here(bytes, media) => (bytes, media),
        PageRead::NotYet => return Err(Refuse::PaperNotHere),
        PageRead::Unknown => return Err(Refuse::NotFound),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let media = media.unwrap_or("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}
