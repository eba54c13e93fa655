//! `/api/v1/quarantine`: what could not be applied, for supervisors.

use super::{AppState, body::Body};
use crate::{
    auth::Supervisor,
    http::refusal::Refuse,
    store::{Assigned, KeptOperation},
};
use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::wire::v1::{AssignClient, Attention, QuarantinePage, QuarantinedOperation, Receipt};
use serde::Deserialize;

/// The query of the list.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<i64>,
}

/// How much waits for a supervisor here and in their other lists, in numbers alone.
///
/// # Errors
/// As [`list`], and 429 when it is asked for too often: every service plan is opened for it.
pub async fn attention(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
) -> Result<Json<Attention>, Refuse> {
    app.plan_limit.take(&permit.session()).map_err(Refuse::TooMany)?;
    Ok(Json(app.store.attention(&permit).await?))
}

/// Lists what waits, the latest first.
///
/// # Errors
/// 401 `signed_out`, 403 `forbidden` for anybody but a supervisor.
pub async fn list(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<QuarantinePage>, Refuse> {
    let Query(asked) = asked.map_err(|_| Refuse::Unreadable)?;
    Ok(Json(app.store.quarantine(&permit, asked.before).await?))
}

/// Shows one, whole.
///
/// # Errors
/// As [`list`], and 404 where there is none.
pub async fn read(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
    Path(which): Path<(String, String)>,
) -> Result<Json<QuarantinedOperation>, Refuse> {
    let found = app.store.quarantined(&permit, named(&which)?).await?;
    found.map(Json).ok_or(Refuse::NotFound)
}

/// Gives the client it is about to somebody of the agency.
///
/// # Errors
/// As [`read`], and 404 where client or staff member are not known, or the staff
/// member carries no clients.
pub async fn assign(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
    Path(which): Path<(String, String)>,
    Body(to): Body<AssignClient>,
) -> Result<StatusCode, Refuse> {
    match app.store.assign_quarantined(&permit, named(&which)?, to.staff_id).await? {
        Assigned::Done | Assigned::Already => Ok(StatusCode::NO_CONTENT),
        Assigned::NoClient | Assigned::NoStaff => Err(Refuse::NotFound),
    }
}

/// Lets it take effect, by the rules of a push. What still cannot is answered
/// with why, and stays.
///
/// # Errors
/// As [`read`].
pub async fn release(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
    Path(which): Path<(String, String)>,
) -> Result<Json<Receipt>, Refuse> {
    let receipt = app.store.release(&permit, named(&which)?).await?;
    receipt.map(Json).ok_or(Refuse::NotFound)
}

fn named((op_id, hash): &(String, String)) -> Result<KeptOperation, Refuse> {
    let op_id = op_id.parse().map_err(|_| Refuse::NotFound)?;
    let hash = hash.parse().map_err(|_| Refuse::NotFound)?;
    Ok(KeptOperation { op_id, hash })
}
