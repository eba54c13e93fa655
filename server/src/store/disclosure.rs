//! Disclosures that a supervisor has to look at, and has not (see [`domain::disclosure`]).

use super::{
    Store, StoreError,
    change::Change,
    damage::Damage,
    rows::{self, Kind, Place},
};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::Permit,
    clock,
    keys::SealKey,
};
use domain::{
    Moment,
    contact::disclosure_of,
    disclosure::doubts,
    document::Key,
    id::{AgencyId, ClientId, RecordId},
    record::{RecordKind, disclosure::told_at},
    wire::v1::{
        CellRecordRow, Client, ContactRow, DoubtAbout, DoubtfulDisclosure, DoubtfulDisclosures,
        KnownBy,
    },
};
use serde_json::json;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use std::collections::{BTreeMap, BTreeSet};

/// The word of these in the audit log.
const OBJECT: &str = "disclosure";

impl Store {
    /// Every one, the latest first. Records that do not open are counted and left out. That they were
    /// listed is written down.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn disclosures(&self, permit: &Permit) -> Result<DoubtfulDisclosures, StoreError> {
        let agency = permit.agency();
        let mut found = self.find_disclosures(agency).await?;
        found.disclosures.sort_by_key(|one| std::cmp::Reverse((one.received_at, one.told_at)));
        let mut change = Change::begin(self, agency).await?;
        let who = Who { staff: Some(permit.staff()), device: None };
        let listed =
            json!({ "disclosures": found.disclosures.len(), "unreadable": found.unreadable });
        let entry = Entry::done(clock::now_ms(), who, Action::DisclosuresListed, (OBJECT, None));
        change.audit(entry.with(listed));
        change.commit().await?;
        Ok(found)
    }

    /// The same in no order, for counting: nothing of it is shown to anybody.
    pub(super) async fn find_disclosures(
        &self,
        agency: AgencyId,
    ) -> Result<DoubtfulDisclosures, StoreError> {
        let key = self.agency_key(agency).await?;
        let mut db = self.0.readers.acquire().await?;
        let mut found = Found {
            agency,
            key: &key,
            damage: self.0.damage.clone(),
            listed: Vec::new(),
            unreadable: 0,
        };
        found.of_releases(&mut db).await?;
        found.notes(&mut db).await?;
        let Found { listed, unreadable, .. } = found;
        Ok(DoubtfulDisclosures { disclosures: listed, unreadable })
    }

    /// A supervisor looked at one; false where there is none. Looking twice changes nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn see_disclosure(
        &self,
        permit: &Permit,
        record: RecordId,
    ) -> Result<bool, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let agency = change.agency;
        let client = sqlx::query(
            "select client_id, 0 from record where agency_id = ?1 and record_id = ?2
                and kind in (?3, ?4)
             union all select client_id, 1 from disclosure_look
                where agency_id = ?1 and record_id = ?2 and is_note = 1",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(record.as_bytes().as_slice())
        .bind(RecordKind::Disclosure.word())
        .bind(RecordKind::ReferralStep.word())
        .fetch_optional(change.db())
        .await?;
        let Some(client) = client else { return Ok(false) };
        let is_note: bool = client.try_get(1)?;
        let seen = sqlx::query(
            "insert into disclosure_look
                (agency_id, record_id, client_id, is_note, noted_at_ms, seen_by, seen_at_ms)
             values (?1, ?2, ?3, ?6, ?4, ?5, ?4)
             on conflict (agency_id, is_note, record_id) do update
                set seen_by = excluded.seen_by, seen_at_ms = excluded.seen_at_ms
                where seen_at_ms is null",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(record.as_bytes().as_slice())
        .bind(rows::id(&client, 0)?.as_slice())
        .bind(clock::now_ms())
        .bind(permit.staff().as_bytes().as_slice())
        .bind(is_note)
        .execute(change.db())
        .await?;
        if seen.rows_affected() > 0 {
            change.wrote("disclosure_look", key(is_note, record.as_bytes()));
            let who = Who { staff: Some(permit.staff()), device: None };
            let object = (OBJECT, Some(*record.as_bytes()));
            change.audit(Entry::done(clock::now_ms(), who, Action::DisclosureSeen, object));
        }
        change.commit().await?;
        Ok(true)
    }
}

/// What tells its rows apart.
fn key(is_note: bool, id: &[u8; 16]) -> [Column<'_>; 2] {
    [Column::Number(i64::from(is_note)), Column::bytes(id)]
}

/// Takes down that a note leaves open what somebody outside was told.
pub(super) async fn left_open(
    change: &mut Change,
    id: [u8; 16],
    client: ClientId,
    received_at: Moment,
) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query(
        "insert into disclosure_look (agency_id, record_id, client_id, is_note, noted_at_ms)
         values (?, ?, ?, 1, ?)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(id.as_slice())
    .bind(client.as_bytes().as_slice())
    .bind(received_at.utc_ms())
    .execute(change.db())
    .await?;
    change.wrote("disclosure_look", key(true, &id));
    Ok(())
}

struct Found<'a> {
    agency: AgencyId,
    key: &'a SealKey,
    damage: Damage,
    listed: Vec<DoubtfulDisclosure>,
    unreadable: u32,
}

impl Found<'_> {
    /// Disclosures that do not agree with the releases of their client, and emergencies.
    async fn of_releases(&mut self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        let kinds = [
            RecordKind::Disclosure,
            RecordKind::ReferralStep,
            RecordKind::Referral,
            RecordKind::Release,
            RecordKind::ReleaseEnded,
        ];
        // Only files in which something was told; in the order in which the server took them.
        let rows = sqlx::query(
            "select r.client_id, r.kind, r.record_id, r.body,
                exists (select 1 from disclosure_look l where l.agency_id = r.agency_id
                    and l.is_note = 0 and l.record_id = r.record_id and l.seen_at_ms is not null)
             from record r join feed f on f.agency_id = r.agency_id and f.kind = r.kind
                and f.entity_id = r.record_id
             where r.agency_id = ?1 and r.kind in (?2, ?3, ?4, ?5, ?6) and r.client_id in
                (select client_id from record where agency_id = ?1 and kind in (?2, ?3))
             order by r.client_id, f.seq",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(kinds[0].word())
        .bind(kinds[1].word())
        .bind(kinds[2].word())
        .bind(kinds[3].word())
        .bind(kinds[4].word())
        .fetch_all(&mut *db)
        .await?;
        let mut files: BTreeMap<ClientId, Vec<CellRecordRow>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in &rows {
            let client = ClientId::from_bytes(rows::id(row, 0)?);
            match self.read::<CellRecordRow>(client, row.try_get(1)?, row, 2) {
                Ok(held) => {
                    if row.try_get(4)? {
                        seen.insert(held.record.record_id);
                    }
                    files.entry(client).or_default().push(held);
                }
                Err(error) => self.note(row.try_get(1)?, row, 2, &error),
            }
        }
        for (client, file) in files {
            let found = doubts(&file);
            let open = |row: &CellRecordRow| !seen.contains(&row.record.record_id);
            if !found.iter().any(|(row, _)| open(row)) {
                continue;
            }
            let (client_name, known_by) = self.name(&mut *db, client).await?;
            for (row, doubt) in found {
                if !open(row) {
                    continue;
                }
                let cells = row.record.cells();
                let text =
                    |name| cells.value(Key::fact(name)).as_text().unwrap_or_default().to_owned();
                let one = DoubtfulDisclosure {
                    record_id: row.record.record_id,
                    client_id: client,
                    client_name: client_name.clone(),
                    known_by: known_by.clone(),
                    author: row.author,
                    about: doubt.about,
                    // A step of a referral calls it by another name.
                    recipient: [text("recipient"), text("provider")].concat(),
                    information: text("information"),
                    told_at: told_at(&cells, row.record.at),
                    received_at: row.received_at,
                    ended_at: doubt.ended_at,
                    ended_received_at: doubt.ended_received_at,
                };
                self.listed.push(one);
            }
        }
        Ok(())
    }

    /// Notes that leave open what was told, and of which no disclosure says it.
    async fn notes(&mut self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "select l.client_id, l.record_id, r.body
             from disclosure_look l join record r on r.agency_id = l.agency_id
                and r.kind = ?2 and r.record_id = l.record_id
             where l.agency_id = ?1 and l.is_note = 1 and l.seen_at_ms is null",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(RecordKind::Contact.word())
        .fetch_all(&mut *db)
        .await?;
        for row in &rows {
            let client = ClientId::from_bytes(rows::id(row, 0)?);
            let kind = RecordKind::Contact.word();
            let held = match self.read::<ContactRow>(client, kind, row, 1) {
                Ok(held) => held,
                Err(error) => {
                    self.note(kind, row, 1, &error);
                    continue;
                }
            };
            let id = disclosure_of(held.contact.contact_id);
            if held.contact.told.is_some() && self.is_there(&mut *db, client, id).await? {
                continue;
            }
            let (client_name, known_by) = self.name(&mut *db, client).await?;
            self.listed.push(DoubtfulDisclosure {
                record_id: RecordId::from_bytes(*held.contact.contact_id.as_bytes()),
                client_id: client,
                client_name,
                known_by,
                author: held.author,
                about: DoubtAbout::Unsaid,
                recipient: held.contact.with_whom,
                information: String::new(),
                told_at: held.contact.occurred_start,
                received_at: held.received_at,
                ended_at: None,
                ended_received_at: None,
            });
        }
        Ok(())
    }

    /// Whether the client's file has this disclosure.
    async fn is_there(
        &self,
        db: &mut SqliteConnection,
        client: ClientId,
        id: RecordId,
    ) -> Result<bool, StoreError> {
        let found = sqlx::query(
            "select 1 from record where agency_id = ? and kind = ? and record_id = ? and client_id = ?",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(RecordKind::Disclosure.word())
        .bind(id.as_bytes().as_slice())
        .bind(client.as_bytes().as_slice())
        .fetch_optional(db)
        .await?;
        Ok(found.is_some())
    }

    /// Counts what does not open.
    fn note(&mut self, kind: &str, row: &SqliteRow, id_at: usize, error: &StoreError) {
        self.unreadable += 1;
        let id = rows::id(row, id_at).unwrap_or_default();
        self.damage.note(self.agency, Kind::parse(kind).map_or("record", Kind::word), &id, error);
    }

    /// Opens the body that follows an id in a row.
    fn read<T: serde::de::DeserializeOwned>(
        &self,
        client: ClientId,
        kind: &str,
        row: &SqliteRow,
        id_at: usize,
    ) -> Result<T, StoreError> {
        let id = rows::id(row, id_at)?;
        let place = Place { agency: self.agency, kind, id: &id, client, version: None };
        let body = place.open(self.key, row.try_get(id_at + 1)?)?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// What a client wants to be called, and what tells them from others of the name; nothing where
    /// their sheet does not open.
    async fn name(
        &self,
        db: &mut SqliteConnection,
        client: ClientId,
    ) -> Result<(String, KnownBy), StoreError> {
        let kind = Kind::CLIENT.word();
        let row = sqlx::query(
            "select document_id, body from document
             where agency_id = ? and kind = ? and document_id = ?",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(kind)
        .bind(client.as_bytes().as_slice())
        .fetch_optional(db)
        .await?;
        let sheet = row.and_then(|row| self.read::<Client>(client, kind, &row, 0).ok());
        let known_by = sheet.as_ref().map(KnownBy::of).unwrap_or_default();
        Ok((sheet.map(|sheet| sheet.preferred_name).unwrap_or_default(), known_by))
    }
}
