//! What an agency writes for all its phones.

use super::{Store, StoreError, change::Change, rows, staff::agency_in};
use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
};
use domain::{
    Moment,
    agency::{DEADLINES, release_texts, rewrites_nothing},
    json::Json,
    wire::v1::{Agency, AgencyContent},
};
use serde_json::json;
use std::collections::BTreeMap;

/// How far a phone's day may be behind the server's time.
const FURTHEST_BEHIND_MS: i64 = 12 * 60 * 60 * 1_000;

/// What came of saving content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentSaved {
    /// It stands there now, or stood there already.
    Done,
    /// Something else stands there than whoever wrote it had seen. Nothing was changed.
    ChangedMeanwhile,
    /// It would change, take away or date back what somebody may have signed under. Nothing was changed.
    Rewrites,
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
        // Such as only a newer server can read keep nobody from a crisis line: they stay as they lie.
        let texts = release_texts(&agency).ok();
        // What an app does not know it neither compares nor changes.
        let stands_as = |seen: &AgencyContent| {
            seen.lines == agency.lines
                && seen.protocol == agency.protocol
                && seen.policy.as_ref().is_none_or(|policy| *policy == agency.policy)
                && seen.release_texts.as_ref().is_none_or(|seen| Some(seen) == texts.as_ref())
        };
        if stands_as(content) {
            return Ok(ContentSaved::Done);
        }
        if !stands_as(before) {
            return Ok(ContentSaved::ChangedMeanwhile);
        }
        let AgencyContent { lines, protocol, policy, release_texts } = content.clone();
        let texts = texts.unwrap_or_default();
        if let Some(written) = &release_texts {
            // Whoever had not seen those that stand there replaces none. What has begun has begun
            // everywhere, the phone that is furthest behind included.
            let everywhere = Moment::new(clock::now_ms() - FURTHEST_BEHIND_MS, 0).date();
            if before.release_texts.is_none()
                || rewrites_nothing(&texts, written, everywhere).is_err()
            {
                return Ok(ContentSaved::Rewrites);
            }
        }
        let policy = policy.unwrap_or_else(|| agency.policy.clone());
        let mut counted =
            BTreeMap::from([("lines", json!(lines.len())), ("steps", json!(protocol.steps.len()))]);
        if policy != agency.policy {
            // All of them: one that is usual again says so too.
            let all = DEADLINES.iter().map(|deadline| (deadline.name, (deadline.read)(&policy)));
            let mut set: BTreeMap<_, _> = all.collect();
            set.insert("service_week", policy.service_week.into());
            counted.insert("deadlines", json!(set));
        }
        let release_texts = match release_texts.filter(|written| *written != texts) {
            Some(written) => {
                let from: Vec<_> = written.iter().filter_map(|text| text.from).collect();
                counted.insert("release_texts_from", json!(from));
                Some(Json::of(&written)).filter(|_| !written.is_empty())
            }
            None => agency.release_texts.clone(),
        };
        let body = Agency {
            lines,
            protocol,
            policy,
            release_texts,
            staff: Vec::new(),
            units: None,
            ..agency
        };
        change.put_agency(&body).await?;
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("agency", Some(*id.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::AgencySaved, object);
        change.audit(entry.with(json!(counted)));
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
