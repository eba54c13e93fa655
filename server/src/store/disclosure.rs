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
    id::{AgencyId, ClientId, ContactId, RecordId, StaffId},
    record::{RecordKind, disclosure::told_at},
    wire::v1::{
        CellRecordRow, Client, ContactRow, CrisisEventRow, DoubtAbout, DoubtfulDisclosure,
        DoubtfulDisclosures, KnownBy, Told,
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
         values (?, ?, ?, 1, ?)
         on conflict (agency_id, is_note, record_id) do nothing",
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

/// Something of which a note is to say what was told.
struct Unsaid {
    note: ContactId,
    /// It is not written yet, and need not be today.
    note_is_to_come: bool,
    author: StaffId,
    recipient: String,
    told_at: Moment,
    received_at: Option<Moment>,
}

impl Unsaid {
    fn of_note(row: ContactRow) -> Option<Self> {
        Some(Self {
            note: row.contact.contact_id,
            note_is_to_come: false,
            author: row.author,
            recipient: row.contact.with_whom,
            told_at: row.contact.occurred_start,
            received_at: row.received_at,
        })
    }

    /// Until the day by which its note is due, that is on its worker's list.
    fn of_crisis(row: CrisisEventRow) -> Option<Self> {
        let event = row.crisis_event;
        let handed = event.handed_over?;
        // A day has begun somewhere half a day before it does here.
        let today = Moment::new(clock::now_ms(), -12 * 60).date();
        Some(Self {
            note: event.contact_id,
            note_is_to_come: event.note_task.is_some_and(|task| task.due >= today),
            author: row.author,
            recipient: handed.to,
            told_at: handed.at.time(),
            received_at: row.received_at,
        })
    }
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

    /// Notes that leave open what was told, and crises in which somebody took over, of which no
    /// disclosure says it.
    async fn notes(&mut self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "select r.client_id, r.record_id, r.body, r.kind
             from disclosure_look l join record r on r.agency_id = l.agency_id
                and r.kind in (?2, ?3) and r.record_id = l.record_id
             where l.agency_id = ?1 and l.is_note = 1 and l.seen_at_ms is null",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(RecordKind::Contact.word())
        .bind(RecordKind::CrisisEvent.word())
        .fetch_all(&mut *db)
        .await?;
        for row in &rows {
            let client = ClientId::from_bytes(rows::id(row, 0)?);
            let kind: &str = row.try_get(3)?;
            let read = if kind == RecordKind::Contact.word() {
                self.read::<ContactRow>(client, kind, row, 1).map(Unsaid::of_note)
            } else {
                self.read::<CrisisEventRow>(client, kind, row, 1).map(Unsaid::of_crisis)
            };
            let unsaid = match read {
                Ok(Some(unsaid)) => unsaid,
                Ok(None) => continue,
                Err(error) => {
                    self.note(kind, row, 1, &error);
                    continue;
                }
            };
            if self.is_said(&mut *db, client, &unsaid).await? {
                continue;
            }
            let (client_name, known_by) = self.name(&mut *db, client).await?;
            self.listed.push(DoubtfulDisclosure {
                record_id: RecordId::from_bytes(rows::id(row, 1)?),
                client_id: client,
                client_name,
                known_by,
                author: unsaid.author,
                about: DoubtAbout::Unsaid,
                recipient: unsaid.recipient,
                information: String::new(),
                told_at: unsaid.told_at,
                received_at: unsaid.received_at,
                ended_at: None,
                ended_received_at: None,
            });
        }
        Ok(())
    }

    /// Whether the note says what was told, or that nothing was.
    async fn is_said(
        &mut self,
        db: &mut SqliteConnection,
        client: ClientId,
        unsaid: &Unsaid,
    ) -> Result<bool, StoreError> {
        let note = RecordId::from_bytes(*unsaid.note.as_bytes());
        let kind = RecordKind::Contact;
        let told = match self.held(&mut *db, client, kind, note).await? {
            None => return Ok(unsaid.note_is_to_come),
            Some(row) => match self.read::<ContactRow>(client, kind.word(), &row, 0) {
                Ok(held) => held.contact.told,
                Err(error) => {
                    self.note(kind.word(), &row, 0, &error);
                    None
                }
            },
        };
        let disclosure = disclosure_of(unsaid.note);
        Ok(match told {
            None => false,
            Some(Told::Nothing) => true,
            Some(_) => self.held(db, client, RecordKind::Disclosure, disclosure).await?.is_some(),
        })
    }

    /// The row of a record in the client's file: its id and its body.
    async fn held(
        &self,
        db: &mut SqliteConnection,
        client: ClientId,
        kind: RecordKind,
        id: RecordId,
    ) -> Result<Option<SqliteRow>, StoreError> {
        let found = sqlx::query(
            "select record_id, body from record
             where agency_id = ? and kind = ? and record_id = ? and client_id = ?",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(kind.word())
        .bind(id.as_bytes().as_slice())
        .bind(client.as_bytes().as_slice())
        .fetch_optional(db)
        .await?;
        Ok(found)
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
