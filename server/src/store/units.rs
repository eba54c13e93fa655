//! By which rules an agency's minutes of service become units.

use super::{Store, StoreError, change::Change, rows};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::Permit,
    clock,
    keys::SealKey,
};
use domain::{
    id::AgencyId,
    units::RULES_MAX,
    wire::v1::{UnitRule, UnitRules},
};
use serde_json::json;
use sqlx::{Row as _, SqliteConnection};

/// The word of these among the contents of an agency.
const KIND: &str = "unit_rules";

/// What came of saving a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSaved {
    /// It stands there now, or stood there already.
    Done,
    /// Another one was saved since whoever wrote it looked. Nothing was changed.
    ChangedMeanwhile,
    /// There are as many as there may be.
    Full,
}

impl Store {
    /// Every rule that the agency saved, the first first.
    ///
    /// # Errors
    /// Those of the database, and when the row does not open.
    pub async fn unit_rules(&self, agency: AgencyId) -> Result<UnitRules, StoreError> {
        let key = self.agency_key(agency).await?;
        rules_in(&mut *self.0.readers.acquire().await?, agency, &key).await
    }

    /// Adds a rule, if `after` is the number of the last one. Those before it stay.
    ///
    /// # Errors
    /// Those of the database, and when the row does not open.
    pub async fn save_unit_rule(
        &self,
        permit: &Permit,
        after: u32,
        rule: &UnitRule,
    ) -> Result<RuleSaved, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let (agency, key) = (change.agency, change.key.clone());
        let mut rules = rules_in(change.db(), agency, &key).await?;
        // An answer that was lost: the same once more is no clash.
        let again = |last: &UnitRule| {
            last.number == after.saturating_add(1)
                && UnitRule { number: rule.number, ..last.clone() } == *rule
        };
        if rules.rules.last().is_some_and(again) {
            return Ok(RuleSaved::Done);
        }
        if rules.last() != after {
            return Ok(RuleSaved::ChangedMeanwhile);
        }
        if rules.rules.len() >= RULES_MAX {
            return Ok(RuleSaved::Full);
        }
        rules.add(rule.clone());
        let body = serde_json::to_vec(&rules)?;
        let sealed = rows::seal(&key, agency, KIND, agency.as_bytes(), &body);
        sqlx::query(
            "insert into agency_content (agency_id, kind, body) values (?, ?, ?)
             on conflict (agency_id, kind) do update set body = excluded.body",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(KIND)
        .bind(sealed)
        .execute(change.db())
        .await?;
        change.wrote("agency_content", [Column::text(KIND)]);
        // Phones count by it what is left of a benefit.
        change.content_changed().await?;
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("agency", Some(*agency.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::UnitRuleSaved, object);
        change.audit(entry.with(json!({ "rule": rules.last(), "on": rule.on })));
        change.commit().await?;
        Ok(RuleSaved::Done)
    }
}

/// The rules, by a connection at hand.
pub(super) async fn rules_in(
    db: &mut SqliteConnection,
    agency: AgencyId,
    key: &SealKey,
) -> Result<UnitRules, StoreError> {
    let row = sqlx::query("select body from agency_content where agency_id = ? and kind = ?")
        .bind(agency.as_bytes().as_slice())
        .bind(KIND)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(UnitRules::default()) };
    let body = rows::open(key, agency, KIND, agency.as_bytes(), row.try_get(0)?)?;
    Ok(serde_json::from_slice(&body)?)
}
