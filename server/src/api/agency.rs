//! `/api/v1/agency`: what every phone of an agency carries about it.

use super::{AppState, body::Body};
use crate::{
    auth::Administrator,
    clock,
    http::refusal::Refuse,
    store::{ContentSaved, RuleSaved},
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    agency::{problems, tidy},
    units,
    wire::v1::{SaveAgencyContent, SaveUnitRule, UnitRules},
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
        ContentSaved::Rewrites => Err(Refuse::ContentInvalid),
    }
}

/// Every rule by which minutes of service become units, the first first.
///
/// # Errors
/// 403 `forbidden` for anybody but an administrator.
pub async fn unit_rules(
    State(app): State<AppState>,
    Administrator(permit): Administrator,
) -> Result<Json<UnitRules>, Refuse> {
    Ok(Json(app.store.unit_rules(permit.agency()).await?))
}

/// Saves one rule more. It never changes afterwards.
///
/// # Errors
/// 403 `forbidden` for anybody but an administrator, 409 `changed_meanwhile`,
/// 422 `content_invalid`.
pub async fn save_unit_rule(
    State(app): State<AppState>,
    Administrator(permit): Administrator,
    Body(save): Body<SaveUnitRule>,
) -> Result<StatusCode, Refuse> {
    let rule = save.rule.tidy();
    if !units::problems(&rule, clock::now().date()).is_empty() {
        return Err(Refuse::ContentInvalid);
    }
    match app.store.save_unit_rule(&permit, save.after, &rule).await? {
        RuleSaved::Done => Ok(StatusCode::NO_CONTENT),
        RuleSaved::ChangedMeanwhile => Err(Refuse::ChangedMeanwhile),
        RuleSaved::Full => Err(Refuse::ContentInvalid),
    }
}
