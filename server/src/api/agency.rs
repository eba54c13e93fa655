//! `/api/v1/agency`: what every phone of an agency carries about it.

use super::{AppState, body::Body};
use crate::{auth::Administrator, clock, http::refusal::Refuse, store::ContentSaved};
use axum::{extract::State, http::StatusCode};
use domain::{
    agency::{problems, tidy},
    wire::v1::SaveAgencyContent,
};

/// Saves crisis lines and the agency's words about crisis; every phone gets them
/// with its next pull.
///
/// # Errors
/// 403 `forbidden` for anybody but an administrator, 409 `changed_meanwhile`,
/// 422 `content_invalid`.
pub async fn save(
    State(app): State<AppState>,
    Administrator(permit): Administrator,
    Body(save): Body<SaveAgencyContent>,
) -> Result<StatusCode, Refuse> {
    let content = tidy(save.content);
    if !problems(&content, clock::now().date()).is_empty() {
        return Err(Refuse::ContentInvalid);
    }
    match app.store.save_content(&permit, &save.before, &content).await? {
        ContentSaved::Done => Ok(StatusCode::NO_CONTENT),
        ContentSaved::ChangedMeanwhile => Err(Refuse::ChangedMeanwhile),
    }
}
