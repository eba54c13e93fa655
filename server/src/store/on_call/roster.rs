//! Who is on call when.

use super::entry;
use crate::{
    audit::{Action, Column},
    auth::Permit,
    clock,
    store::{Store, StoreError, change::Change, rows},
};
use domain::{
    Moment,
    id::{AgencyId, ShiftId, StaffId},
    wire::v1::{Shift, Shifts},
};
use sqlx::{Row as _, sqlite::SqliteRow};

/// What came of putting a turn on the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftSet {
    /// It stands there.
    Done,
    /// Nobody by that id works here and sees clients.
    NoStaff,
    /// With their other turns they would be on call more than half of four weeks.
    TooMuch,
    /// It has begun, and stood there otherwise. Nothing was changed.
    Begun,
}

impl Store {
    /// Turns that are not over, soonest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn shifts(&self, permit: &Permit) -> Result<Shifts, StoreError> {
        let found = sqlx::query(
            "select shift_id, staff_id, from_ms, to_ms from on_call_shift
             where agency_id = ? and to_ms > ? order by from_ms, shift_id",
        )
        .bind(permit.agency().as_bytes().as_slice())
        .bind(clock::now_ms())
        .fetch_all(&self.0.readers)
        .await?;
        let shift = |row: &SqliteRow| -> Result<Shift, StoreError> {
            Ok(Shift {
                shift_id: ShiftId::from_bytes(rows::id(row, 0)?),
                staff_id: StaffId::from_bytes(rows::id(row, 1)?),
                from: Moment::new(row.try_get(2)?, 0),
                to: Moment::new(row.try_get(3)?, 0),
            })
        };
        Ok(Shifts { shifts: found.iter().map(shift).collect::<Result<_, _>>()? })
    }

    /// Puts a turn on the roster, or changes it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_shift(&self, permit: &Permit, shift: &Shift) -> Result<ShiftSet, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let Shift { shift_id, staff_id, from, to } = *shift;
        // An administrator sees no client, on call neither.
        let sees_clients: bool = sqlx::query(
            "select exists (select 1 from staff
                where agency_id = ? and staff_id = ? and role <> 'administrator'
                    and ended_at_ms is null)",
        )
        .bind(change.agency.as_bytes().as_slice())
        .bind(staff_id.as_bytes().as_slice())
        .fetch_one(change.db())
        .await?
        .try_get(0)?;
        if !sees_clients {
            return Ok(ShiftSet::NoStaff);
        }
        match begun(&mut change, shift_id).await? {
            // What was opened during it is judged by it, and may be heard of later. It ends by being
            // taken off the roster.
            Some(stands) if stands != (staff_id, from.utc_ms(), to.utc_ms()) => {
                return Ok(ShiftSet::Begun);
            }
            Some(_) => return Ok(ShiftSet::Done),
            None => {}
        }
        if too_much(&others(&mut change, shift).await?, (from.utc_ms(), to.utc_ms())) {
            return Ok(ShiftSet::TooMuch);
        }
        change.put_shift(shift).await?;
        let detail = serde_json::json!({ "staff_id": staff_id, "from": from, "to": to });
        let entry = entry(permit, Action::RosterChanged, ("shift", Some(*shift_id.as_bytes())));
        change.audit(entry.with(detail));
        change.commit().await?;
        Ok(ShiftSet::Done)
    }

    /// Takes a turn off the roster. One that has begun ends now: what was opened
    /// during it, and is heard of later, was opened on call. Of a turn that nobody
    /// knows, or that is over, nothing changes.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn drop_shift(&self, permit: &Permit, id: ShiftId) -> Result<(), StoreError> {
        let agency = permit.agency();
        let mut change = Change::begin(self, agency).await?;
        let now_ms = clock::now_ms();
        let ended = sqlx::query(
            "update on_call_shift set to_ms = ?3
             where agency_id = ?1 and shift_id = ?2 and from_ms < ?3 and to_ms > ?3",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(id.as_bytes().as_slice())
        .bind(now_ms)
        .execute(change.db())
        .await?
        .rows_affected();
        let dropped = sqlx::query(
            "delete from on_call_shift where agency_id = ? and shift_id = ? and from_ms >= ?",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(id.as_bytes().as_slice())
        .bind(now_ms)
        .execute(change.db())
        .await?
        .rows_affected();
        if ended + dropped > 0 {
            let entry = entry(permit, Action::RosterChanged, ("shift", Some(*id.as_bytes())));
            change.wrote("on_call_shift", [Column::bytes(id.as_bytes())]);
            change.audit(entry);
            change.commit().await?;
        }
        Ok(())
    }
}

/// A turn that has begun, or is over, as it stands: whose, from when and until when.
async fn begun(
    change: &mut Change,
    shift: ShiftId,
) -> Result<Option<(StaffId, i64, i64)>, StoreError> {
    let row = sqlx::query(
        "select staff_id, from_ms, to_ms from on_call_shift
         where agency_id = ? and shift_id = ? and from_ms < ?",
    );
    let agency = change.agency;
    let row = row.bind(agency.as_bytes().as_slice()).bind(shift.as_bytes().as_slice());
    let row = row.bind(clock::now_ms()).fetch_optional(change.db()).await?;
    let read = |row: SqliteRow| -> Result<_, StoreError> {
        Ok((StaffId::from_bytes(rows::id(&row, 0)?), row.try_get(1)?, row.try_get(2)?))
    };
    row.map(read).transpose()
}

/// What a phone on call carries is a reason to be on call no more than that.
const MOST_MS: i64 = 14 * 24 * 3_600_000;
/// Out of so much.
const WINDOW_MS: i64 = 2 * MOST_MS;

/// The other turns of whoever a turn is of, near it.
async fn others(change: &mut Change, shift: &Shift) -> Result<Vec<(i64, i64)>, StoreError> {
    let found = sqlx::query(
        "select from_ms, to_ms from on_call_shift
         where agency_id = ? and staff_id = ? and shift_id <> ? and from_ms < ? and to_ms > ?",
    )
    .bind(change.agency.as_bytes().as_slice())
    .bind(shift.staff_id.as_bytes().as_slice())
    .bind(shift.shift_id.as_bytes().as_slice())
    .bind(shift.to.utc_ms().saturating_add(WINDOW_MS))
    .bind(shift.from.utc_ms().saturating_sub(WINDOW_MS))
    .fetch_all(change.db())
    .await?;
    found.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Whether any window holds more than the most. A gap between two turns makes no
/// difference to it, so that none is left for the sake of the rule.
fn too_much(others: &[(i64, i64)], new: (i64, i64)) -> bool {
    let mut turns: Vec<_> = others.iter().copied().chain([new]).collect();
    turns.sort_unstable();
    // Two turns at once are one.
    let mut apart: Vec<(i64, i64)> = Vec::new();
    for (from, to) in turns {
        match apart.last_mut() {
            Some((_, end)) if *end >= from => *end = to.max(*end),
            _ => apart.push((from, to)),
        }
    }
    let within = |from: i64| -> i64 {
        let until = from.saturating_add(WINDOW_MS);
        apart.iter().map(|(start, end)| (*end.min(&until) - *start.max(&from)).max(0)).sum()
    };
    // The fullest window begins with a turn, or ends with one.
    apart
        .iter()
        .any(|(from, to)| within(*from) > MOST_MS || within(to.saturating_sub(WINDOW_MS)) > MOST_MS)
}

impl Change {
    /// Writes a turn of somebody who works here.
    pub(in crate::store) async fn put_shift(&mut self, shift: &Shift) -> Result<(), StoreError> {
        let agency: AgencyId = self.agency;
        sqlx::query(
            "insert into on_call_shift (agency_id, shift_id, staff_id, from_ms, to_ms)
             values (?, ?, ?, ?, ?) on conflict (agency_id, shift_id) do update set
                staff_id = excluded.staff_id, from_ms = excluded.from_ms, to_ms = excluded.to_ms",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(shift.shift_id.as_bytes().as_slice())
        .bind(shift.staff_id.as_bytes().as_slice())
        .bind(shift.from.utc_ms())
        .bind(shift.to.utc_ms())
        .execute(self.db())
        .await?;
        self.wrote("on_call_shift", [Column::bytes(shift.shift_id.as_bytes())]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3_600_000;

    #[test]
    fn two_weeks_out_of_four_are_the_most_however_they_are_cut() {
        assert!(!too_much(&[], (0, 14 * DAY)));
        assert!(too_much(&[], (0, 14 * DAY + 1)));
        assert!(too_much(&[(0, 14 * DAY)], (14 * DAY, 14 * DAY + 1)));
        assert!(too_much(&[(0, 14 * DAY)], (15 * DAY, 16 * DAY)), "a day between");
        assert!(too_much(&[(15 * DAY, 29 * DAY)], (0, 14 * DAY)), "put before it");
        assert!(!too_much(&[(0, 14 * DAY)], (28 * DAY, 42 * DAY)), "two weeks on, two off");
        assert!(!too_much(&[(0, 14 * DAY)], (5 * DAY, 9 * DAY)), "within it already");
        let nights: Vec<_> = (0..60).map(|n| (n * DAY, n * DAY + DAY / 2)).collect();
        assert!(!too_much(&nights, (61 * DAY, 61 * DAY + DAY / 2)), "every night");
        assert!(too_much(&nights, (30 * DAY, 31 * DAY)), "every night and a day");
    }
}
