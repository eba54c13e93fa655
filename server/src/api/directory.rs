//! `/api/v1/directory`: services, and what people suggest for the list of them.

use super::{AppState, body::Body, packing::packed};
use crate::{
    auth::{Permit, Reader},
    http::refusal::Refuse,
    store::{ServiceSaved, Settled},
};
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    directory::{problems, tidy},
    id::RecordId,
    wire::v1::{Role, SaveService},
};
use serde::Deserialize;

/// The query for the directory.
#[derive(Debug, Deserialize)]
pub struct Asked {
    have: Option<String>,
}

/// What changed in the directory since what the phone has, a page at a time; 304 where nothing did.
/// Everybody who works here reads it: it tells of no client.
///
/// # Errors
/// 401 `signed_out`, 403 `device_revoked`, `device_unknown`, 400 for a query that cannot be read.
pub async fn pull(
    State(app): State<AppState>,
    Reader(permit): Reader,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    let Query(asked) = asked.map_err(|_| Refuse::Unreadable)?;
    let share = app.lists.take(permit.session())?;
    match app.store.directory(&permit, asked.have.as_deref()).await? {
        None => Ok(StatusCode::NOT_MODIFIED.into_response()),
        Some(page) => packed(&headers, share, move || Ok(serde_json::to_vec(&page)?)).await,
    }
}

/// Writes a service, or changes one.
///
/// # Errors
/// 403 `forbidden` for a worker, 409 `changed_meanwhile`, 422 `service_invalid`, 404 for a
/// suggestion that is not there.
pub async fn save(
    State(app): State<AppState>,
    Reader(permit): Reader,
    Body(mut save): Body<SaveService>,
) -> Result<StatusCode, Refuse> {
    may_write(&permit)?;
    save.service = tidy(save.service);
    if !problems(&save.service).is_empty() {
        return Err(Refuse::ServiceInvalid);
    }
    match app.store.save_service(&permit, &save).await? {
        ServiceSaved::Done => Ok(StatusCode::NO_CONTENT),
        ServiceSaved::ChangedMeanwhile => Err(Refuse::ChangedMeanwhile),
        ServiceSaved::NoSuggestion => Err(Refuse::NotFound),
    }
}

/// What was suggested in the field and nobody at a desk decided about.
///
/// # Errors
/// 401 `signed_out`, 403 `forbidden` for a worker.
pub async fn suggestions(
    State(app): State<AppState>,
    Reader(permit): Reader,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    may_write(&permit)?;
    let share = app.lists.take(permit.session())?;
    let suggestions = app.store.suggestions(&permit).await?;
    packed(&headers, share, move || Ok(serde_json::to_vec(&suggestions)?)).await
}

/// Declines a suggestion.
///
/// # Errors
/// As [`suggestions`], and 404 for no such one.
pub async fn decline(
    State(app): State<AppState>,
    Reader(permit): Reader,
    Path(record): Path<String>,
) -> Result<StatusCode, Refuse> {
    may_write(&permit)?;
    let record: RecordId = record.parse().map_err(|_| Refuse::NotFound)?;
    match app.store.decline_suggestion(&permit, record).await? {
        Settled::Done => Ok(StatusCode::NO_CONTENT),
        Settled::NotThere => Err(Refuse::NotFound),
    }
}

/// The directory is kept by whoever leads and by whoever writes the agency's other content.
fn may_write(permit: &Permit) -> Result<(), Refuse> {
    match permit.role() {
        Role::Worker => Err(Refuse::Forbidden),
        Role::Supervisor | Role::Administrator => Ok(()),
    }
}
