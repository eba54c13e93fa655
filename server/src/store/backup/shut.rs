//! Who was shut out since a backup was made stays out when it is put back.
//!
//! The database that is there is asked what it knows; of what it and the backup know differently,
//! the narrower holds, so that neither an old backup nor a database that somebody tampered with
//! lets anybody in. Where there is none to ask, nobody gets in by what the backup holds.

use super::second_factors::SecondFactors;
use crate::{
    audit::{Action, Column, Entry, Who},
    clock, keys,
    store::{Login, Store, StoreError, change::Change, own, rows},
};
use domain::id::{AgencyId, ClientId, StaffId};
use serde_json::json;
use sqlx::Row as _;
use std::collections::{HashMap, HashSet};

/// What stayed shut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShutOut {
    /// There was a database to ask, and it could be read.
    pub compared: bool,
    /// Who left since, by the name they signed in with.
    pub ended: Vec<String>,
    /// Whose password counts no longer.
    pub passwords: Vec<String>,
    /// Phones that were lost or given up since.
    pub phones: usize,
    /// Phones whose deposit token counts no longer.
    pub tokens: usize,
    /// Clients who were taken from somebody since.
    pub clients: usize,
    /// Turns on call that were taken off the roster since, or cut short.
    pub turns: usize,
    /// Links to clients' own plans that were ended since.
    pub ways: usize,
}

/// Who carries whom, and from which place of the feed on.
type Assignment = ([u8; 16], [u8; 16], i64);

/// What the database that is there knows of one agency.
#[derive(Default)]
pub(super) struct Former {
    /// Password, role, and whether they left.
    staff: HashMap<[u8; 16], (Option<String>, String, bool)>,
    /// Deposit token, and whether and why it was revoked.
    devices: HashMap<[u8; 16], (Vec<u8>, Option<String>)>,
    /// Assignments that are over.
    over: HashSet<Assignment>,
    /// Those that are not.
    open: Option<HashSet<Assignment>>,
    /// Turns: whose, and until when.
    turns: HashMap<[u8; 16], ([u8; 16], i64)>,
    /// Links to clients' own plans that are not over.
    ways: HashSet<[u8; 16]>,
    /// What stands for secret and code on clients' phones; none where it is from before there was
    /// any such thing.
    passes: Option<HashSet<[u8; 32]>>,
    /// What stands beside passwords; none where it is from before there was any such thing.
    second: Option<SecondFactors>,
}

/// Reads what counts of every agency.
pub(super) async fn former(store: &Store) -> Result<HashMap<AgencyId, Former>, StoreError> {
    let mut known: HashMap<AgencyId, Former> = HashMap::new();
    let mut tx = store.0.readers.begin().await?;
    let staff =
        "select agency_id, staff_id, password_hash, role, ended_at_ms is not null from staff";
    for row in sqlx::query(staff).fetch_all(&mut *tx).await? {
        let person = (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
        known.entry(agency(&row)?).or_default().staff.insert(rows::id(&row, 1)?, person);
    }
    let devices = "select agency_id, device_id, deposit_hash, revoked from device";
    for row in sqlx::query(devices).fetch_all(&mut *tx).await? {
        let device = (row.try_get(2)?, row.try_get(3)?);
        known.entry(agency(&row)?).or_default().devices.insert(rows::id(&row, 1)?, device);
    }
    for known in known.values_mut() {
        known.open = Some(HashSet::new());
    }
    let assigned = "select agency_id, staff_id, client_id, from_seq, to_seq is not null
        from case_assignment";
    for row in sqlx::query(assigned).fetch_all(&mut *tx).await? {
        let assignment = (rows::id(&row, 1)?, rows::id(&row, 2)?, row.try_get(3)?);
        let of = known.entry(agency(&row)?).or_default();
        match row.try_get(4)? {
            true => of.over.insert(assignment),
            false => of.open.get_or_insert_default().insert(assignment),
        };
    }
    let turns = "select agency_id, shift_id, staff_id, to_ms from on_call_shift";
    for row in sqlx::query(turns).fetch_all(&mut *tx).await? {
        let turn = (rows::id(&row, 2)?, row.try_get(3)?);
        known.entry(agency(&row)?).or_default().turns.insert(rows::id(&row, 1)?, turn);
    }
    let ways = "select agency_id, access_id from client_access where ended_at_ms is null";
    // A database from before there were any has no such table.
    let there = "select count(*) from sqlite_schema where name = 'client_access'";
    let there: i64 = sqlx::query_scalar(there).fetch_one(&mut *tx).await?;
    if there > 0 {
        for row in sqlx::query(ways).fetch_all(&mut *tx).await? {
            known.entry(agency(&row)?).or_default().ways.insert(rows::id(&row, 1)?);
        }
        for known in known.values_mut() {
            known.passes = Some(HashSet::new());
        }
        let passes = "select agency_id, pass_hash from client_pass";
        for row in sqlx::query(passes).fetch_all(&mut *tx).await? {
            let of = known.entry(agency(&row)?).or_default();
            of.passes.get_or_insert_default().insert(rows::fixed(&row, 1)?);
        }
    }
    for (agency, second) in SecondFactors::all(&mut tx).await? {
        known.entry(agency).or_default().second = Some(second);
    }
    Ok(known)
}

fn agency(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<AgencyId> {
    rows::id(row, 0).map(AgencyId::from_bytes)
}

/// Shuts in a restored database what was shut in the former one, and writes down the restore.
/// With nothing to ask, everything the backup opens counts only where it is trusted.
pub(super) async fn shut(
    store: &Store,
    former: Option<HashMap<AgencyId, Former>>,
    trusted: bool,
) -> Result<ShutOut, StoreError> {
    let known = former.unwrap_or_default();
    let agencies = store.agencies().await?;
    // A database that was only just begun knows nothing of these.
    let compared = agencies.iter().all(|agency| known.contains_key(agency));
    let mut out = ShutOut { compared, ..ShutOut::default() };
    let logins = store.staff_lines().await?;
    let nothing = Former::default();
    for agency in agencies {
        let former = known.get(&agency);
        let login = |staff: &[u8; 16]| {
            let line = logins.iter().find(|line| line.card.staff_id.as_bytes() == staff);
            line.map_or_else(|| StaffId::from_bytes(*staff).to_string(), |line| line.login.clone())
        };
        for (staff, (.., ended)) in former.into_iter().flat_map(|former| &former.staff) {
            let person = Login {
                agency,
                staff: StaffId::from_bytes(*staff),
                password_hash: None,
                ended: false,
            };
            if *ended && let Some(left) = store.end_staff(&person).await? {
                out.ended.push(login(staff));
                out.phones += left.phones;
                out.clients += left.clients;
            }
        }
        let mut change = Change::begin(store, agency).await?;
        if former.is_some() || !trusted {
            let former = former.unwrap_or(&nothing);
            let taken = match &former.second {
                Some(second) => second.hold(&mut change).await?,
                None => HashSet::new(),
            };
            for staff in passwords(&mut change, former, &taken).await? {
                out.passwords.push(login(&staff));
            }
            let (phones, tokens) = devices(&mut change, former).await?;
            out.phones += phones;
            out.tokens += tokens;
            out.clients += assignments(&mut change, former).await?;
            out.turns += turns(&mut change, former).await?;
            out.ways += own::end_all_but(&mut change, &former.ways).await?;
            if let Some(passes) = &former.passes {
                own::forget_all_but(&mut change, passes).await?;
            }
        }
        let detail = json!({
            "compared": former.is_some(), "trusted": trusted, "ended": out.ended.len(),
            "passwords": out.passwords.len(), "phones": out.phones, "tokens": out.tokens,
            "clients": out.clients, "turns": out.turns, "links": out.ways,
        });
        let object = ("agency", Some(*agency.as_bytes()));
        let entry = Entry::done(clock::now_ms(), Who::default(), Action::Restored, object);
        change.audit(entry.with(detail));
        change.commit().await?;
    }
    Ok(out)
}

/// Voids every password that is not what the former database has for a person in the same role.
async fn passwords(
    change: &mut Change,
    former: &Former,
    taken: &HashSet<[u8; 16]>,
) -> Result<Vec<[u8; 16]>, StoreError> {
    let agency = change.agency;
    let staff = sqlx::query(
        "select staff_id, password_hash, role from staff
         where agency_id = ? and password_hash is not null",
    );
    let mut voided = Vec::new();
    for row in staff.bind(agency.as_bytes().as_slice()).fetch_all(change.db()).await? {
        let (staff, hash, role): (_, Option<String>, String) =
            (rows::id(&row, 0)?, row.try_get(1)?, row.try_get(2)?);
        let same =
            |(before, was, _): &(Option<String>, String, bool)| *before == hash && *was == role;
        // The password that stood beside a passkey must not stand alone.
        let alone = match &former.second {
            Some(second) => second.leaves_alone(change, staff, taken).await?,
            None => false,
        };
        if former.staff.get(&staff).is_some_and(same) && !alone {
            continue;
        }
        sqlx::query("update staff set password_hash = null where agency_id = ? and staff_id = ?")
            .bind(agency.as_bytes().as_slice())
            .bind(staff.as_slice())
            .execute(change.db())
            .await?;
        change.wrote("staff", [Column::bytes(&staff)]);
        voided.push(staff);
    }
    Ok(voided)
}

/// Revokes what was revoked, and voids every token that is another by now: so many of each.
async fn devices(change: &mut Change, former: &Former) -> Result<(usize, usize), StoreError> {
    let agency = change.agency;
    let devices =
        sqlx::query("select device_id, deposit_hash, revoked from device where agency_id = ?");
    let (mut phones, mut tokens) = (0, 0);
    for row in devices.bind(agency.as_bytes().as_slice()).fetch_all(change.db()).await? {
        let (device, hash, revoked): (_, Vec<u8>, Option<String>) =
            (rows::id(&row, 0)?, row.try_get(1)?, row.try_get(2)?);
        let before = former.devices.get(&device);
        // Once lost, lost for good.
        let why = before.and_then(|(_, why)| why.clone());
        let why = why.filter(|why| {
            revoked.is_none() || (why == "lost" && *why != revoked.clone().unwrap_or_default())
        });
        let same = before.is_some_and(|(before, _)| *before == hash);
        if why.is_none() && same {
            continue;
        }
        phones += usize::from(why.is_some());
        tokens += usize::from(!same);
        // Nobody has the text of which this would be the hash.
        let nobodys = keys::random::<32>().to_vec();
        sqlx::query(
            "update device set deposit_hash = ?3, revoked = coalesce(?4, revoked),
                revoked_at_ms = case when ?4 is null then revoked_at_ms else ?5 end
             where agency_id = ?1 and device_id = ?2",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(device.as_slice())
        .bind(if same { hash } else { nobodys })
        .bind(why)
        .bind(clock::now_ms())
        .execute(change.db())
        .await?;
        change.wrote("device", [Column::bytes(&device)]);
    }
    Ok((phones, tokens))
}

/// Takes clients from whom they were taken.
async fn assignments(change: &mut Change, former: &Former) -> Result<usize, StoreError> {
    let open = sqlx::query(
        "select staff_id, client_id, from_seq from case_assignment
         where agency_id = ? and to_seq is null",
    );
    let agency = change.agency;
    let mut taken = 0;
    for row in open.bind(agency.as_bytes().as_slice()).fetch_all(change.db()).await? {
        let (staff, client) = (rows::id(&row, 0)?, rows::id(&row, 1)?);
        let assignment = (staff, client, row.try_get(2)?);
        let is_new = former.open.as_ref().is_some_and(|open| !open.contains(&assignment));
        if is_new || former.over.contains(&assignment) {
            change.unassign(StaffId::from_bytes(staff), ClientId::from_bytes(client)).await?;
            taken += 1;
        }
    }
    Ok(taken)
}

/// Takes turns off the roster that are not on it any more, and cuts short what was.
async fn turns(change: &mut Change, former: &Former) -> Result<usize, StoreError> {
    let agency = change.agency;
    let now = clock::now_ms();
    let to_come = sqlx::query(
        "select shift_id, staff_id, from_ms, to_ms from on_call_shift
         where agency_id = ? and to_ms > ?",
    );
    let to_come = to_come.bind(agency.as_bytes().as_slice()).bind(now);
    let mut cut = 0;
    for row in to_come.fetch_all(change.db()).await? {
        let (turn, staff): ([u8; 16], [u8; 16]) = (rows::id(&row, 0)?, rows::id(&row, 1)?);
        let (from, to): (i64, i64) = (row.try_get(2)?, row.try_get(3)?);
        let until = former.turns.get(&turn).filter(|(whose, _)| *whose == staff);
        let until = until.map_or(now, |(_, until)| *until);
        if until >= to {
            continue;
        }
        // Of one that has begun it stays on record that it was.
        let sql = match until > from {
            true => "update on_call_shift set to_ms = ?3 where agency_id = ?1 and shift_id = ?2",
            false => "delete from on_call_shift where agency_id = ?1 and shift_id = ?2 and ?3",
        };
        sqlx::query(sql)
            .bind(agency.as_bytes().as_slice())
            .bind(turn.as_slice())
            .bind(until)
            .execute(change.db())
            .await?;
        change.wrote("on_call_shift", [Column::bytes(&turn)]);
        cut += 1;
    }
    Ok(cut)
}
