//! Plans that were opened of clients who are not the reader's own, and a
//! supervisor's look at each.

use super::{entry, turn_ends};
use crate::{
    audit::{Action, Column},
    auth::Permit,
    clock,
    keys::SealKey,
    store::{
        Store, StoreError,
        change::Change,
        damage::{Damage, UNREADABLE},
        rows::{self, Kind, Place},
    },
};
use domain::{
    Moment,
    id::{AgencyId, ClientId, LookupId, StaffId},
    wire::v1::{
        Client, CrisisPlanLookup, KnownBy, Opening, OpeningWhy, Openings, OpeningsWaiting, Reviewed,
    },
};
use sqlx::{Row as _, sqlite::SqliteRow};

/// Openings shown that somebody looked at; older ones are in the audit log.
const REVIEWED_SHOWN: i64 = 200;
/// Openings shown that nobody looked at.
const WAITING_SHOWN: i64 = 1_000;
/// The same of one person.
const WAITING_SHOWN_OF_ONE: i64 = 500;
/// After a turn is over, so long a phone that was offline may take to tell what it opened.
const LATE_MS: i64 = 3_600_000;

impl Store {
    /// Openings: those that nobody looked at, then those looked at last, each in the order in which
    /// the server heard of them, the latest first. So many at once, and so many of each person: what
    /// one does hides nobody else's, and what is looked at makes room for the next. That they were
    /// listed is written down.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn openings(&self, permit: &Permit) -> Result<Openings, StoreError> {
        let agency = permit.agency();
        let key = self.agency_key(agency).await?;
        let found = sqlx::query(
            "with waiting as (
                select lookup_id, received_at_ms, row_number() over
                    (partition by staff_id order by received_at_ms desc, lookup_id) as of_theirs
                from plan_opening where agency_id = ?1 and reviewed_at_ms is null),
             listed as (
                select lookup_id from waiting where of_theirs <= ?3
                order by received_at_ms desc, lookup_id limit ?4)
             select o.lookup_id, o.staff_id, o.client_id, c.body, o.at_ms, o.offset_min,
                o.received_at_ms, o.offline, o.why, o.on_call, o.reviewed_by, o.reviewed_at_ms
             from plan_opening o left join document c on c.agency_id = o.agency_id
                and c.kind = 'client' and c.document_id = o.client_id
             where o.agency_id = ?1 and (o.lookup_id in (select lookup_id from listed) or o.lookup_id in
                (select lookup_id from plan_opening
                 where agency_id = ?1 and reviewed_at_ms is not null
                 order by reviewed_at_ms desc limit ?2))
             order by o.reviewed_at_ms is not null, o.received_at_ms desc, o.lookup_id",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(REVIEWED_SHOWN)
        .bind(WAITING_SHOWN_OF_ONE)
        .bind(WAITING_SHOWN)
        .fetch_all(&self.0.readers)
        .await?;
        let damage = self.0.damage.clone();
        let openings = tokio::task::spawn_blocking(move || {
            let mut openings = Vec::with_capacity(found.len());
            for row in &found {
                let id = rows::id(row, 0).unwrap_or_default();
                let opening = opening(agency, &key, &damage, row);
                openings.extend(damage.skip(agency, "plan_opening", &id, opening)?);
            }
            Ok::<_, StoreError>(openings)
        });
        let openings = openings.await??;
        // Only what is written down holds the writer.
        let mut change = Change::begin(self, agency).await?;
        let entry = entry(permit, Action::OpeningsListed, ("plan_opening", None));
        change.audit(entry.with(serde_json::json!({ "openings": openings.len() })));
        change.commit().await?;
        Ok(Openings { openings })
    }

    /// How many openings no supervisor has looked at.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn openings_waiting(&self, permit: &Permit) -> Result<OpeningsWaiting, StoreError> {
        let row = sqlx::query(
            "select count(*) from plan_opening where agency_id = ? and reviewed_at_ms is null",
        )
        .bind(permit.agency().as_bytes().as_slice())
        .fetch_one(&self.0.readers)
        .await?;
        Ok(OpeningsWaiting { waiting: row.try_get(0)? })
    }

    /// A supervisor looked at an opening; false where there is none. Looking
    /// twice changes nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn review_opening(
        &self,
        permit: &Permit,
        lookup: LookupId,
    ) -> Result<bool, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let agency = change.agency;
        let found = sqlx::query(
            "select reviewed_at_ms is not null from plan_opening
             where agency_id = ? and lookup_id = ?",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(lookup.as_bytes().as_slice())
        .fetch_optional(change.db())
        .await?;
        let Some(found) = found else { return Ok(false) };
        if found.try_get(0)? {
            return Ok(true);
        }
        sqlx::query(
            "update plan_opening set reviewed_by = ?, reviewed_at_ms = ?
             where agency_id = ? and lookup_id = ?",
        )
        .bind(permit.staff().as_bytes().as_slice())
        .bind(clock::now_ms())
        .bind(agency.as_bytes().as_slice())
        .bind(lookup.as_bytes().as_slice())
        .execute(change.db())
        .await?;
        change.wrote("plan_opening", [Column::bytes(lookup.as_bytes())]);
        let object = ("lookup", Some(*lookup.as_bytes()));
        change.audit(entry(permit, Action::OpeningReviewed, object));
        change.commit().await?;
        Ok(true)
    }
}

/// Takes down that the plan of somebody else's client was opened; says whether
/// the lookup's id was free. A turn counts that was on when the server heard of it, or
/// shortly before, as the phone may have been offline; within it the phone says when. A
/// supervisor sees both times.
pub(in crate::store) async fn opened(
    change: &mut Change,
    staff: StaffId,
    lookup: &CrisisPlanLookup,
    received_at: Moment,
) -> Result<bool, StoreError> {
    let agency = change.agency;
    let at = lookup.at.min(received_at);
    let over = turn_ends(change.db(), agency, staff, at).await?;
    let on_call = over.is_some_and(|over| over.utc_ms() > received_at.utc_ms() - LATE_MS);
    let written = sqlx::query(
        "insert into plan_opening (agency_id, lookup_id, staff_id, client_id, at_ms, offset_min,
            received_at_ms, offline, why, on_call)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(lookup.lookup_id.as_bytes().as_slice())
    .bind(staff.as_bytes().as_slice())
    .bind(lookup.client_id.as_bytes().as_slice())
    .bind(lookup.at.utc_ms())
    .bind(lookup.at.offset_min())
    .bind(received_at.utc_ms())
    .bind(lookup.offline)
    .bind(lookup.why.map(why_word))
    .bind(on_call)
    .execute(change.db())
    .await?;
    let free = written.rows_affected() > 0;
    if free {
        change.wrote("plan_opening", [Column::bytes(lookup.lookup_id.as_bytes())]);
    }
    Ok(free)
}

fn opening(
    agency: AgencyId,
    key: &SealKey,
    damage: &Damage,
    row: &SqliteRow,
) -> Result<Opening, StoreError> {
    let id = rows::id(row, 2)?;
    let client_id = ClientId::from_bytes(id);
    let kind = Kind::CLIENT.word();
    let read = || -> Result<Client, StoreError> {
        let place = Place { agency, kind, id: &id, client: client_id, version: None };
        Ok(serde_json::from_slice(&place.open(key, row.try_get(3)?)?)?)
    };
    // That it was opened counts, whether or not it can be said whose it was.
    let client = damage.skip(agency, kind, &id, read())?;
    let known_by = client.as_ref().map(KnownBy::of).unwrap_or_default();
    let preferred_name =
        client.map_or_else(|| UNREADABLE.to_owned(), |client| client.preferred_name);
    let reviewed = rows::id_or_none(row, 10)?.zip(row.try_get::<Option<i64>, _>(11)?);
    Ok(Opening {
        lookup_id: LookupId::from_bytes(rows::id(row, 0)?),
        staff_id: StaffId::from_bytes(rows::id(row, 1)?),
        client_id,
        preferred_name,
        known_by,
        at: Moment::new(row.try_get(4)?, row.try_get(5)?),
        received_at: Moment::new(row.try_get(6)?, 0),
        offline: row.try_get(7)?,
        why: row.try_get::<Option<&str>, _>(8)?.map(parse_why).transpose()?,
        on_call: row.try_get(9)?,
        reviewed: reviewed
            .map(|(by, at)| Reviewed { by: StaffId::from_bytes(by), at: Moment::new(at, 0) }),
    })
}

const fn why_word(why: OpeningWhy) -> &'static str {
    match why {
        OpeningWhy::ClientAsked => "client_asked",
        OpeningWhy::SomebodyAsked => "somebody_asked",
        OpeningWhy::ResponderAsked => "responder_asked",
        OpeningWhy::ColleagueAsked => "colleague_asked",
        OpeningWhy::Other => "other",
    }
}

fn parse_why(word: &str) -> Result<OpeningWhy, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::from(word))?)
}
