//! What an agency writes for all its phones.

use super::{Store, StoreError, change::Change, rows, staff::agency_in};
use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
};
use domain::wire::v1::{Agency, AgencyContent};
use serde_json::json;

/// What came of saving content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentSaved {
    /// It stands there now, or stood there already.
    Done,
    /// Something else stands there than whoever wrote it had seen. Nothing was changed.
    ChangedMeanwhile,
}

impl Store {
    /// Replaces the agency's content, if `before` is what stands there.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn save_content(
        &self,
        permit: &Permit,
        before: &AgencyContent,
        content: &AgencyContent,
    ) -> Result<ContentSaved, StoreError> {
        let id = permit.agency();
        let mut change = Change::begin(self, id).await?;
        let key = change.key.clone();
        let agency = agency_in(change.db(), id, &key, &self.0.damage).await?;
        // What an app does not know it neither compares nor changes.
        let stands_as = |seen: &AgencyContent| {
            seen.lines == agency.lines
                && seen.protocol == agency.protocol
                && seen.policy.as_ref().is_none_or(|policy| *policy == agency.policy)
        };
        if stands_as(content) {
            return Ok(ContentSaved::Done);
        }
        if !stands_as(before) {
            return Ok(ContentSaved::ChangedMeanwhile);
        }
        let AgencyContent { lines, protocol, policy } = content.clone();
        let (steps, policy) =
            (protocol.steps.len(), policy.unwrap_or_else(|| agency.policy.clone()));
        let counted = if policy == agency.policy {
            json!({ "lines": lines.len(), "steps": steps })
        } else {
            // Numbers all of them, and one says how long an idle phone stays open.
            json!({ "lines": lines.len(), "steps": steps, "deadlines": policy })
        };
        let body = Agency { lines, protocol, policy, staff: Vec::new(), units: None, ..agency };
        change.put_agency(&body).await?;
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("agency", Some(*id.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::AgencySaved, object);
        change.audit(entry.with(counted));
        change.commit().await?;
        Ok(ContentSaved::Done)
    }
}

impl Change {
    /// Writes the agency's own row and lets every phone hear of it.
    pub(super) async fn put_agency(&mut self, agency: &Agency) -> Result<(), StoreError> {
        let id = self.agency;
        let body = serde_json::to_vec(agency)?;
        let sealed = rows::seal(&self.key, id, "agency", id.as_bytes(), &body);
        sqlx::query("update agency set body = ? where agency_id = ?")
            .bind(sealed)
            .bind(id.as_bytes().as_slice())
            .execute(self.db())
            .await?;
        self.wrote("agency", []);
        self.content_changed().await
    }
}
