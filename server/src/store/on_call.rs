//! What goes with a turn on the on-call roster: the plans of colleagues' clients.

mod measure;
mod openings;
mod roster;

pub(super) use measure::Looks;
pub(super) use openings::opened;
pub use roster::ShiftSet;

use super::{
    Store, StoreError,
    change::Change,
    pull::to_u64,
    rows::{self, Kind, Place},
};
use crate::{
    audit::{Action, Entry, Object, Who},
    auth::Permit,
    clock,
};
use domain::{
    Moment,
    id::{AgencyId, ClientId, StaffId},
    wire::v1::{Client, CrisisPlan, TeamPlan, TeamPlans},
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

/// What somebody who asks for the team's plans is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TeamAnswer {
    /// No turn of theirs is on: nothing is to be on their phone.
    NotOnCall,
    /// They have the present state.
    Same,
    /// The plans.
    Plans(TeamPlans),
}

impl Store {
    /// The plans of colleagues' clients, for whoever is on call now; `have` names
    /// the state they hold. Handing plans out is in the audit log.
    ///
    /// # Errors
    /// Those of the database. A plan that does not open, or of somebody whose fact sheet does not,
    /// is left out.
    pub async fn team_plans(
        &self,
        permit: &Permit,
        have: Option<&str>,
    ) -> Result<TeamAnswer, StoreError> {
        let agency = permit.agency();
        let mut tx = self.0.readers.begin().await?;
        let Some(until) = turn_ends(&mut tx, agency, permit.staff(), clock::now()).await? else {
            return Ok(TeamAnswer::NotOnCall);
        };
        let state = state(&mut tx, permit).await?;
        let tag = format!("{}.{state}.{}", self.epoch(), until.utc_ms());
        if have == Some(tag.as_str()) {
            return Ok(TeamAnswer::Same);
        }
        let key = self.agency_key(agency).await?;
        let found = sqlx::query(
            "select p.document_id, p.body, p.client_id, c.body
             from document p left join document c on c.agency_id = ?1 and c.kind = 'client'
                and c.document_id = p.client_id
             where p.agency_id = ?1 and p.kind = 'crisis_plan' and not exists (select 1 from case_assignment a
                where a.agency_id = ?1 and a.staff_id = ?2 and a.client_id = p.client_id
                    and a.to_seq is null)",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(permit.staff().as_bytes().as_slice())
        .fetch_all(&mut *tx)
        .await?;
        let open = |row: &SqliteRow| -> Result<TeamPlan, StoreError> {
            let client = ClientId::from_bytes(rows::id(row, 2)?);
            let body = |kind: Kind, id: usize, body: usize| {
                let (kind, id) = (kind.word(), &rows::id(row, id)?);
                let place = Place { agency, kind, id, client, version: None };
                place.open(&key, row.try_get(body)?).map_err(|error| error.in_row(kind, id))
            };
            let plan: CrisisPlan = serde_json::from_slice(&body(Kind::CRISIS_PLAN, 0, 1)?)?;
            // Of the fact sheet the client's id is the id.
            let client: Client = serde_json::from_slice(&body(Kind::CLIENT, 2, 3)?)?;
            Ok(TeamPlan {
                preferred_name: client.preferred_name,
                alias: client.alias,
                pronouns: client.pronouns,
                languages: client.languages,
                primary: client.primary,
                plan: plan.for_team(),
            })
        };
        let mut plans = Vec::with_capacity(found.len());
        for row in &found {
            let id = rows::id(row, 0).unwrap_or_default();
            plans.extend(self.0.damage.skip(agency, Kind::CRISIS_PLAN.word(), &id, open(row))?);
        }
        tx.commit().await?;
        let mut change = Change::begin(self, agency).await?;
        let object = ("staff", Some(*permit.staff().as_bytes()));
        let entry = entry(permit, Action::TeamPlansSent, object);
        change.audit(entry.with(serde_json::json!({ "plans": plans.len() })));
        change.commit().await?;
        Ok(TeamAnswer::Plans(TeamPlans { until, tag, plans }))
    }
}

/// Changes with every plan and fact sheet of the agency, and with whose clients
/// are the reader's own; with notes and tasks it does not.
async fn state(db: &mut SqliteConnection, permit: &Permit) -> Result<String, StoreError> {
    let row = sqlx::query(
        "select
            coalesce((select max(seq) from feed
                where agency_id = ?1 and kind in ('client', 'crisis_plan')), 0),
            coalesce((select max(max(from_seq), max(coalesce(to_seq, 0))) from case_assignment
                where agency_id = ?1 and staff_id = ?2), 0)",
    )
    .bind(permit.agency().as_bytes().as_slice())
    .bind(permit.staff().as_bytes().as_slice())
    .fetch_one(db)
    .await?;
    Ok(format!("{}.{}", to_u64(row.try_get(0)?), to_u64(row.try_get(1)?)))
}

/// When the last of the turns that are on at this moment ends; none when none is.
async fn turn_ends(
    db: &mut SqliteConnection,
    agency: AgencyId,
    staff: StaffId,
    at: Moment,
) -> Result<Option<Moment>, StoreError> {
    let row = sqlx::query(
        "select max(to_ms) from on_call_shift
         where agency_id = ? and staff_id = ? and from_ms <= ?3 and to_ms > ?3",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(staff.as_bytes().as_slice())
    .bind(at.utc_ms())
    .fetch_one(db)
    .await?;
    Ok(row.try_get::<Option<i64>, _>(0)?.map(|ms| Moment::new(ms, 0)))
}

fn entry(permit: &Permit, action: Action, object: Object) -> Entry {
    let who = Who { staff: Some(permit.staff()), device: permit.device() };
    Entry::done(clock::now_ms(), who, action, object)
}
