//! What is done with the directory at a desk.

use super::{Open, PAGE_BYTES, find, put};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::Permit,
    clock,
    store::{Store, StoreError, change::Change},
};
use domain::{
    id::RecordId,
    record::RecordKind,
    wire::v1::{CellRecordRow, SaveService, Service, Suggestions},
};
use serde_json::json;

/// Suggestions that are listed at once, at most.
const LISTED_MAX: i64 = 500;

/// What came of saving a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceSaved {
    /// It stands there now, or stood there already.
    Done,
    /// Something else stands there than whoever wrote it had seen. Nothing was changed.
    ChangedMeanwhile,
    /// The suggestion that it takes is not there. Nothing was changed.
    NoSuggestion,
}

/// What came of declining a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is declined, or was settled already.
    Done,
    /// There is none of this id.
    NotThere,
}

impl Store {
    /// Writes a service, if `before` is what stands there, and settles the suggestion it takes. What
    /// an import said of it stays on record, so that the next one undoes nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn save_service(
        &self,
        permit: &Permit,
        save: &SaveService,
    ) -> Result<ServiceSaved, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let SaveService { before, service, takes } = save;
        let held = find(&mut change, service.service_id).await?;
        let stands = held.as_ref().map(|held| &held.body);
        let is_same = stands == Some(service);
        if !is_same && stands != before.as_ref() {
            return Ok(ServiceSaved::ChangedMeanwhile);
        }
        if let Some(takes) = takes
            && settle(&mut change, permit, *takes, true).await? == Settled::NotThere
        {
            return Ok(ServiceSaved::NoSuggestion);
        }
        if !is_same {
            // Whoever wrote it here is no package.
            let source = stands.map(|stands| stands.source.clone()).unwrap_or_default();
            put(&mut change, &Service { source, ..service.clone() }, None).await?;
            let object = ("service", Some(*service.service_id.as_bytes()));
            change.audit(Entry::done(clock::now_ms(), who(permit), Action::ServiceSaved, object));
        }
        change.commit().await?;
        Ok(ServiceSaved::Done)
    }

    /// What was suggested and nobody decided about, the oldest first: as much as a list holds. What
    /// is decided makes room for the next.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn suggestions(&self, permit: &Permit) -> Result<Suggestions, StoreError> {
        let agency = permit.agency();
        let key = self.agency_key(agency).await?;
        let kind = RecordKind::ServiceCheck.word();
        let found = sqlx::query(
            "with waiting as (
                select r.record_id, r.body, r.seq,
                    sum(length(r.body)) over (order by r.seq rows unbounded preceding) as bytes
                from suggestion s join agency_record r
                    on r.agency_id = s.agency_id and r.record_id = s.record_id and r.kind = ?2
                where s.agency_id = ?1 and s.settled_by is null)
             select record_id, body from waiting
             where bytes <= ?4 or bytes = length(body) order by seq limit ?3",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(kind)
        .bind(LISTED_MAX)
        .bind(PAGE_BYTES)
        .fetch_all(&self.0.readers)
        .await?;
        let (all, damage) = (found.len(), self.0.damage.clone());
        let suggestions = tokio::task::spawn_blocking(move || {
            let open = Open { agency, key: &key };
            let listed = found.iter().map(|row| open.listed::<CellRecordRow>(&damage, kind, row));
            listed.flatten().collect::<Vec<_>>()
        });
        let suggestions = suggestions.await?;
        let unreadable = u32::try_from(all - suggestions.len()).unwrap_or(u32::MAX);
        Ok(Suggestions { suggestions, unreadable })
    }

    /// Declines a suggestion. Declining twice changes nothing, nor does it undo what was taken.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn decline_suggestion(
        &self,
        permit: &Permit,
        record: RecordId,
    ) -> Result<Settled, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let settled = settle(&mut change, permit, record, false).await?;
        change.commit().await?;
        Ok(settled)
    }
}

/// Takes down what became of a suggestion, once.
async fn settle(
    change: &mut Change,
    permit: &Permit,
    record: RecordId,
    taken: bool,
) -> Result<Settled, StoreError> {
    let agency = change.agency;
    let id = record.as_bytes();
    let done = sqlx::query(
        "update suggestion set settled_by = ?, settled_at_ms = ?, taken = ?
         where agency_id = ? and record_id = ? and settled_by is null",
    )
    .bind(permit.staff().as_bytes().as_slice())
    .bind(clock::now_ms())
    .bind(taken)
    .bind(agency.as_bytes().as_slice())
    .bind(id.as_slice())
    .execute(change.db())
    .await?;
    if done.rows_affected() > 0 {
        change.wrote("suggestion", [Column::bytes(id)]);
        let object = ("suggestion", Some(*id));
        let entry = Entry::done(clock::now_ms(), who(permit), Action::SuggestionSettled, object);
        change.audit(entry.with(json!({ "taken": taken })));
        return Ok(Settled::Done);
    }
    let known = sqlx::query("select 1 from suggestion where agency_id = ? and record_id = ?")
        .bind(agency.as_bytes().as_slice())
        .bind(id.as_slice())
        .fetch_optional(change.db())
        .await?;
    Ok(if known.is_some() { Settled::Done } else { Settled::NotThere })
}

fn who(permit: &Permit) -> Who {
    Who { staff: Some(permit.staff()), device: permit.device() }
}
