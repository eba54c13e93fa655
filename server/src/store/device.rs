//! Phones: enrolling and finding them.

use super::{
    Store, StoreError,
    change::Change,
    damage::{Damage, UNREADABLE},
    revoking::revoked,
    rows,
};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::{HashedToken, Permit},
    clock,
    keys::{SealKey, Secret, outbox_key},
};
use domain::{
    Moment,
    id::{AgencyId, DeviceId, StaffId},
    wire::v1::{DeviceRow, Enrol, Revoked},
};
use serde::{Deserialize, Serialize};
use sqlx::{Row as _, sqlite::SqliteRow};
use std::{net::IpAddr, sync::Arc};
use subtle::ConstantTimeEq as _;

/// How often "last seen" is written down: a pull is not to be a write.
pub(super) const SEEN_EVERY_MS: i64 = 10 * 60 * 1_000;

/// What may be known of a phone by its id: whose it is and whether it may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownDevice {
    /// Which phone.
    pub device_id: DeviceId,
    /// Whose.
    pub staff_id: StaffId,
    /// Whether and why it may no longer read.
    pub revoked: Option<Revoked>,
}

/// What came of an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolment {
    /// The phone is enrolled and the session bound to it.
    Done,
    /// The id is taken: by another key, or by somebody else's phone.
    Known,
    /// The phone was revoked; it stays so.
    Revoked(Revoked),
    /// The phone is a new one, and the password was given too long ago.
    PasswordNeeded,
}

/// A phone that may deliver, and by whom it was enrolled.
#[derive(Debug, Clone)]
pub struct Deposit {
    pub(super) agency: AgencyId,
    pub(super) staff: StaffId,
    pub(super) device: DeviceId,
    pub(super) revoked: Option<Revoked>,
    pub(super) outbox: Arc<SealKey>,
    last_seen_ms: Option<i64>,
}

impl Deposit {
    /// Where.
    #[must_use]
    pub const fn agency(&self) -> AgencyId {
        self.agency
    }

    /// The phone.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Whose it is.
    #[must_use]
    pub const fn staff(&self) -> StaffId {
        self.staff
    }
}

impl Store {
    /// The phone that holds this deposit token.
    ///
    /// # Errors
    /// Those of the database, and when the escrow does not open.
    pub async fn deposit(&self, token: &HashedToken) -> Result<Option<Deposit>, StoreError> {
        let row = sqlx::query(
            "select agency_id, device_id, staff_id, revoked, escrow, last_seen_at_ms
             from device where deposit_hash = ?",
        )
        .bind(token.as_bytes().as_slice())
        .fetch_optional(&self.0.readers)
        .await?;
        row.map(|row| self.to_deposit(&row)).transpose()
    }

    /// The phones with this id, one an agency: for whoever delivers a phone's
    /// sealed copy at the console, where there is no token.
    ///
    /// # Errors
    /// Those of the database, and when the escrow does not open.
    pub async fn deposits_of(&self, device: DeviceId) -> Result<Vec<Deposit>, StoreError> {
        let rows = sqlx::query(
            "select agency_id, device_id, staff_id, revoked, escrow, last_seen_at_ms
             from device where device_id = ?",
        )
        .bind(device.as_bytes().as_slice())
        .fetch_all(&self.0.readers)
        .await?;
        rows.iter().map(|row| self.to_deposit(row)).collect()
    }

    /// A phone from the columns agency, device, staff, revoked, escrow and last
    /// seen, in this order.
    pub(super) fn to_deposit(&self, row: &SqliteRow) -> Result<Deposit, StoreError> {
        let agency = AgencyId::from_bytes(rows::id(row, 0)?);
        let device = DeviceId::from_bytes(rows::id(row, 1)?);
        let key = self.0.keyring.open_escrow(agency, device, row.try_get(4)?)?;
        Ok(Deposit {
            agency,
            staff: StaffId::from_bytes(rows::id(row, 2)?),
            device,
            revoked: revoked(row.try_get(3)?),
            outbox: Arc::new(outbox_key(key.as_slice(), device)),
            last_seen_ms: row.try_get(5)?,
        })
    }

    /// Enrols a phone for whoever holds the permit, and binds the session to it. A new one only
    /// soon after the password was given; one that is known shows by its key that it is the same.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn enrol(
        &self,
        permit: &Permit,
        session: &HashedToken,
        enrol: &Enrol,
        key: &[u8; 32],
        deposit: &HashedToken,
        from: IpAddr,
    ) -> Result<Enrolment, StoreError> {
        let (agency, device) = (permit.agency(), enrol.device_id);
        let now = clock::now_ms();
        let mut change = Change::begin(self, agency).await?;
        let known = sqlx::query(
            "select staff_id, escrow, revoked, body from device
             where agency_id = ? and device_id = ?",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(device.as_bytes().as_slice())
        .fetch_optional(change.db())
        .await?;
        let mut body = Body { name: enrol.name.clone(), from: Some(from.to_string()) };
        if let Some(row) = known {
            let kept = self.0.keyring.open_escrow(agency, device, row.try_get(1)?)?;
            let same_key = bool::from(kept.as_slice().ct_eq(key));
            if StaffId::from_bytes(rows::id(&row, 0)?) != permit.staff() || !same_key {
                return Ok(Enrolment::Known);
            }
            if let Some(why) = revoked(row.try_get(2)?) {
                return Ok(Enrolment::Revoked(why));
            }
            // Where it was set up first stays on record; what it is called may change.
            // Where that does not open, it is gone; the phone is not.
            let first = Body::open(&change.key, agency, device, row.try_get(3)?);
            let first = self.0.damage.skip(agency, "device", device.as_bytes(), first)?;
            body.from = first.and_then(|first| first.from);
        } else if !permit.has_fresh_password(now) {
            return Ok(Enrolment::PasswordNeeded);
        }
        let escrow = self.0.keyring.escrow(agency, device, key);
        let body = body.seal(&change.key, agency, device)?;
        sqlx::query(
            "insert into device (agency_id, device_id, staff_id, escrow, deposit_hash, body,
                enrolled_at_ms, last_seen_at_ms)
             values (?, ?, ?, ?, ?, ?, ?7, ?7)
             on conflict (agency_id, device_id)
             do update set deposit_hash = excluded.deposit_hash, body = excluded.body",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(device.as_bytes().as_slice())
        .bind(permit.staff().as_bytes().as_slice())
        .bind(escrow)
        .bind(deposit.as_bytes().as_slice())
        .bind(body)
        .bind(now)
        .execute(change.db())
        .await?;
        change.wrote("device", [Column::bytes(device.as_bytes())]);
        self.bind_in(&mut change, session, device).await?;
        let who = Who { staff: Some(permit.staff()), device: Some(device) };
        let object = ("device", Some(*device.as_bytes()));
        change.audit(Entry::done(now, who, Action::DeviceEnrolled, object));
        change.commit().await?;
        Ok(Enrolment::Done)
    }

    async fn bind_in(
        &self,
        change: &mut Change,
        session: &HashedToken,
        device: DeviceId,
    ) -> Result<(), StoreError> {
        let agency = change.agency;
        sqlx::query("update session set device_id = ? where agency_id = ? and token_hash = ?")
            .bind(device.as_bytes().as_slice())
            .bind(agency.as_bytes().as_slice())
            .bind(session.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        // From now on the browser is known by this phone, and with it no longer.
        sqlx::query(
            "update known_browser set device_id = ?1 where agency_id = ?2 and token_hash =
                (select browser_hash from session where agency_id = ?2 and token_hash = ?3)",
        )
        .bind(device.as_bytes().as_slice())
        .bind(agency.as_bytes().as_slice())
        .bind(session.as_bytes().as_slice())
        .execute(change.db())
        .await?;
        Ok(())
    }

    /// A phone of the permit's agency.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn device(
        &self,
        permit: &Permit,
        device: DeviceId,
    ) -> Result<Option<KnownDevice>, StoreError> {
        let row = sqlx::query(
            "select staff_id, revoked from device where agency_id = ? and device_id = ?",
        )
        .bind(permit.agency().as_bytes().as_slice())
        .bind(device.as_bytes().as_slice())
        .fetch_optional(&self.0.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(KnownDevice {
            device_id: device,
            staff_id: StaffId::from_bytes(rows::id(&row, 0)?),
            revoked: revoked(row.try_get(1)?),
        }))
    }

    /// Gives a phone's key back to its owner and binds the session to it.
    ///
    /// # Errors
    /// Those of the database, and when the escrow does not open.
    pub async fn device_key(
        &self,
        permit: &Permit,
        session: &HashedToken,
        device: DeviceId,
    ) -> Result<Secret, StoreError> {
        let agency = permit.agency();
        let mut change = Change::begin(self, agency).await?;
        let row = sqlx::query(
            "select escrow from device
             where agency_id = ? and device_id = ? and staff_id = ? and revoked is null",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(device.as_bytes().as_slice())
        .bind(permit.staff().as_bytes().as_slice())
        .fetch_one(change.db())
        .await?;
        let key = self.0.keyring.open_escrow(agency, device, row.try_get(0)?)?;
        self.bind_in(&mut change, session, device).await?;
        let who = Who { staff: Some(permit.staff()), device: Some(device) };
        let object = ("device", Some(*device.as_bytes()));
        change.audit(Entry::done(clock::now_ms(), who, Action::DeviceKeyRead, object));
        change.commit().await?;
        Ok(key)
    }

    /// The phones of the agency: all, or one staff member's. Where each was set up is told its
    /// owner alone.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn devices(
        &self,
        permit: &Permit,
        only: Option<StaffId>,
    ) -> Result<Vec<DeviceRow>, StoreError> {
        let mut phones = self.devices_of(permit.agency(), only).await?;
        for phone in phones.iter_mut().filter(|phone| phone.staff_id != permit.staff()) {
            phone.enrolled_from = None;
        }
        Ok(phones)
    }

    /// The same for the command line.
    ///
    /// # Errors
    /// As [`Self::devices`].
    pub async fn devices_of(
        &self,
        agency: AgencyId,
        only: Option<StaffId>,
    ) -> Result<Vec<DeviceRow>, StoreError> {
        let key = self.agency_key(agency).await?;
        let rows = sqlx::query(
            "select device_id, staff_id, body, enrolled_at_ms, last_seen_at_ms, revoked
             from device where agency_id = ?1 and (?2 is null or staff_id = ?2)
             order by enrolled_at_ms desc",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(only.map(|id| id.as_bytes().to_vec()))
        .fetch_all(&self.0.readers)
        .await?;
        let mut others = self.same_sign_in(agency).await?;
        let phones = rows.iter().map(|row| {
            let phone = device_row(agency, &key, row, &self.0.damage)?;
            let same_sign_in = others.remove(&phone.device_id).unwrap_or_default();
            Ok(DeviceRow { same_sign_in, ..phone })
        });
        phones.collect()
    }

    /// Voids a phone's deposit token: whoever has it delivers nothing more. The phone keeps
    /// what waits, and gets another token when its owner enrols it again. False when there is no
    /// such phone.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn void_token(&self, of: &Deposit) -> Result<bool, StoreError> {
        let mut change = Change::begin(self, of.agency).await?;
        // Nobody has the text of which this would be the hash.
        let nobodys = crate::keys::random::<32>();
        let voided =
            sqlx::query("update device set deposit_hash = ? where agency_id = ? and device_id = ?")
                .bind(nobodys.as_slice())
                .bind(of.agency.as_bytes().as_slice())
                .bind(of.device.as_bytes().as_slice())
                .execute(change.db())
                .await?;
        if voided.rows_affected() == 1 {
            change.wrote("device", [Column::bytes(of.device.as_bytes())]);
        }
        let object = ("device", Some(*of.device.as_bytes()));
        let who = Who::default();
        change.audit(Entry::done(clock::now_ms(), who, Action::TokenVoided, object));
        change.commit().await?;
        Ok(voided.rows_affected() == 1)
    }

    /// Writes down that the phone was heard of, at most every ten minutes.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn saw(&self, deposit: &Deposit) -> Result<(), StoreError> {
        let now = clock::now_ms();
        if deposit.last_seen_ms.is_some_and(|seen| now - seen < SEEN_EVERY_MS) {
            return Ok(());
        }
        sqlx::query("update device set last_seen_at_ms = ? where agency_id = ? and device_id = ?")
            .bind(now)
            .bind(deposit.agency.as_bytes().as_slice())
            .bind(deposit.device.as_bytes().as_slice())
            .execute(&self.0.writer)
            .await?;
        Ok(())
    }
}

/// A phone of which the name does not open is there all the same: it may be the one that is lost.
fn device_row(
    agency: AgencyId,
    key: &SealKey,
    row: &SqliteRow,
    damage: &Damage,
) -> Result<DeviceRow, StoreError> {
    let device_id = DeviceId::from_bytes(rows::id(row, 0)?);
    let body = Body::open(key, agency, device_id, row.try_get(2)?);
    let body = damage.skip(agency, "device", device_id.as_bytes(), body)?;
    let Body { name, from } = body.unwrap_or_else(Body::unreadable);
    Ok(DeviceRow {
        device_id,
        staff_id: StaffId::from_bytes(rows::id(row, 1)?),
        name,
        enrolled_at: Moment::new(row.try_get(3)?, 0),
        last_seen_at: row.try_get::<Option<i64>, _>(4)?.map(|ms| Moment::new(ms, 0)),
        revoked: revoked(row.try_get(5)?),
        same_sign_in: Vec::new(),
        enrolled_from: from,
    })
}

/// A phone's sealed body: what it is called, and the network address it was first set up from.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) name: String,
    from: Option<String>,
}

impl Body {
    /// What a body begins with. Those from before it was kept where a phone was set up are the
    /// name and nothing else.
    const MARK: u8 = 1;

    pub(super) fn unreadable() -> Self {
        Self { name: UNREADABLE.to_owned(), from: None }
    }

    fn seal(
        &self,
        key: &SealKey,
        agency: AgencyId,
        device: DeviceId,
    ) -> Result<Vec<u8>, StoreError> {
        let mut body = vec![Self::MARK];
        serde_json::to_writer(&mut body, self)?;
        Ok(rows::seal(key, agency, "device", device.as_bytes(), &body))
    }

    pub(super) fn open(
        key: &SealKey,
        agency: AgencyId,
        device: DeviceId,
        sealed: &[u8],
    ) -> Result<Self, StoreError> {
        let body = rows::open(key, agency, "device", device.as_bytes(), sealed)?;
        let marked = body.strip_prefix(&[Self::MARK]);
        let read = marked.and_then(|body| serde_json::from_slice(body).ok());
        let name = || String::from_utf8_lossy(&body).into_owned();
        Ok(read.unwrap_or_else(|| Self { name: name(), from: None }))
    }
}
