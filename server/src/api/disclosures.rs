//! `/api/v1/disclosures`: what was told to others and has to be looked at.

use super::AppState;
use crate::{auth::Supervisor, http::refusal::Refuse};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{id::RecordId, wire::v1::DoubtfulDisclosures};

/// Every disclosure that is to be looked at and was not.
///
/// # Errors
/// 401 `signed_out`, 403 `forbidden` for anybody but a supervisor, 429 when it is asked for too
/// often.
pub async fn list(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
) -> Result<Json<DoubtfulDisclosures>, Refuse> {
    app.plan_limit.take(&permit.session()).map_err(Refuse::TooMany)?;
    Ok(Json(app.store.disclosures(&permit).await?))
}

/// A supervisor has looked at one.
///
/// # Errors
/// As [`list`], and 404 for no such disclosure.
pub async fn seen(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
    Path(record): Path<String>,
) -> Result<StatusCode, Refuse> {
    let record: RecordId = record.parse().map_err(|_| Refuse::NotFound)?;
    match app.store.see_disclosure(&permit, record).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Refuse::NotFound),
    }
}
