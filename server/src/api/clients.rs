//! `/api/v1/clients`: what is asked for about one client while there is a network.

use super::{AppState, packing::packed};
use crate::{
    auth::{Reader, Supervisor},
    http::refusal::Refuse,
    store::VersionsPage,
};
use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};
use domain::{document::DocumentKind, id::ClientId, wire::v1::OutsideReviews};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The query for versions.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<u32>,
}

/// The versions of a client's document, newest first, as many as an answer holds; `before` goes on
/// where one ended. The kind is its word in the address.
///
/// # Errors
/// 401 `signed_out`, 403 `device_revoked` or `device_unknown`, 404 for a client
/// outside the reader's scope, whether or not there is one.
pub async fn document_versions(
    State(app): State<AppState>,
    Reader(permit): Reader,
    Path((client, kind)): Path<(String, String)>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    app.plan_limit.take(&permit.session()).map_err(Refuse::TooMany)?;
    let client: ClientId = client.parse().map_err(|_| Refuse::NotFound)?;
    let kind = DocumentKind::ALL.iter().find(|known| known.word() == kind);
    let kind = *kind.ok_or(Refuse::NotFound)?;
    let Query(asked) = asked.map_err(|_| Refuse::Unreadable)?;
    let share = app.lists.take(permit.session())?;
    let page = app.store.document_versions(&permit, (kind, client), asked.before).await?;
    let VersionsPage { versions, older } = page.ok_or(Refuse::NotFound)?;
    let versions = Versions { versions, older };
    packed(&headers, share, move || Ok(serde_json::to_vec(&versions)?)).await
}

/// The address of this before there was more than one kind; phones with an older app ask there.
///
/// # Errors
/// As [`document_versions`].
pub async fn plan_versions(
    app: State<AppState>,
    reader: Reader,
    Path(client): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    let kind = DocumentKind::CrisisPlan.word().to_owned();
    document_versions(app, reader, Path((client, kind)), asked, headers).await
}

/// Lines of service plans that are to be reviewed sooner or later than the rule says.
///
/// # Errors
/// 401 `signed_out`, 403 `forbidden` for anybody but a supervisor, 429 when it is asked for too
/// often.
pub async fn outside_reviews(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
) -> Result<Json<OutsideReviews>, Refuse> {
    app.plan_limit.take(&permit.session()).map_err(Refuse::TooMany)?;
    Ok(Json(app.store.outside_reviews(&permit).await?))
}

/// Answer to both: each version as its type writes it, newest first.
#[derive(Debug, Serialize)]
struct Versions {
    versions: Vec<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    older: Option<u32>,
}
