//! `/api/v1/clients`: what is asked for about one client while there is a network.

use super::AppState;
use crate::{auth::Reader, http::refusal::Refuse};
use axum::{
    Json,
    extract::{Path, State},
};
use domain::{id::ClientId, wire::v1::PlanVersions};

/// Every version of a client's crisis plan, newest first.
///
/// # Errors
/// 401 `signed_out`, 403 `device_revoked` or `device_unknown`, 404 for a client
/// outside the reader's scope, whether or not there is one.
pub async fn plan_versions(
    State(app): State<AppState>,
    Reader(permit): Reader,
    Path(client): Path<String>,
) -> Result<Json<PlanVersions>, Refuse> {
    let client: ClientId = client.parse().map_err(|_| Refuse::NotFound)?;
    let versions = app.store.plan_versions(&permit, client).await?;
    versions.map(Json).ok_or(Refuse::NotFound)
}
