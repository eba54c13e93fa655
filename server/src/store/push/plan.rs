//! Edits of crisis plans. What becomes of one is decided by `sync::merge`; here
//! the versions it needs are read, and the new one is kept beside them.

use super::StoreError;
use crate::store::{
    change::{Change, Row},
    crisis_plan::versions,
    rows::Kind,
};
use domain::{
    effects::PlanSaved,
    id::OperationId,
    wire::v1::{PlanBase, ReceiptOutcome},
};
use sqlx::Row as _;
use sync::merge;

/// Joins an edit with the client's plan and keeps the outcome as its next version.
pub(super) async fn save(
    change: &mut Change,
    saved: &PlanSaved,
) -> Result<ReceiptOutcome, StoreError> {
    let versions = versions(change, saved.edit.client_id).await?;
    let base_applied = match saved.edit.based_on {
        PlanBase::Edit(op_id) => took_effect(change, op_id).await?,
        PlanBase::Nothing | PlanBase::Version(_) => false,
    };
    let made = merge::save(&versions, saved, base_applied);
    if made.changed {
        let plan = &made.plan;
        let row = Row {
            kind: Kind::CRISIS_PLAN,
            id: plan.crisis_plan_id.as_bytes(),
            client: plan.client_id,
            body: &serde_json::to_vec(plan)?,
            version: Some(plan.version),
        };
        change.put(&row).await?;
    }
    Ok(made.outcome)
}

/// An operation was applied, and not put into the quarantine.
async fn took_effect(change: &mut Change, op_id: OperationId) -> Result<bool, StoreError> {
    let agency = change.agency;
    let row = sqlx::query(
        "select exists (select 1 from operation
            where agency_id = ? and op_id = ? and quarantined is null)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(op_id.as_bytes().as_slice())
    .fetch_one(change.db())
    .await?;
    Ok(row.try_get(0)?)
}
