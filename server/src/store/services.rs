//! Notes for an export of services: all of an agency at one point in time, whoever writes meanwhile.

use super::{
    Store, StoreError,
    change::Change,
    damage::Damage,
    rows::{self, Place},
    staff::agency_in,
    units::rules_in,
};
use crate::{
    audit::{Action, Entry, Who},
    clock,
    keys::SealKey,
};
use domain::{
    id::{AgencyId, ContactId, StaffId, made_of_a_key},
    record::RecordKind,
    units::{Effort, Void},
    wire::v1::{AddendumKind, AddendumRow, Agency, ContactRow, UnitRules},
};
use serde::de::DeserializeOwned;
use sqlx::{Row as _, Sqlite, Transaction, sqlite::SqliteRow};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are opened together.
const PAGE: u32 = 500;

/// One sight of an agency's notes, which stays as it is until it is dropped.
pub struct Reading {
    tx: Transaction<'static, Sqlite>,
    agency: AgencyId,
    key: SealKey,
    damage: Damage,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reading")
    }
}

/// What has to be known of all notes to count any of them.
#[derive(Debug)]
pub struct Notes {
    /// The agency, with everybody who works or worked there.
    pub agency: Agency,
    /// By which rules minutes become units.
    pub rules: UnitRules,
    /// Every note that can be read, as far as it is counted.
    pub efforts: Vec<Effort>,
    /// What was added to notes, in the order in which the server took it.
    pub added: BTreeMap<ContactId, Vec<AddendumRow>>,
    /// Notes and additions that cannot be read: nobody knows of which day they are.
    pub unreadable: Vec<[u8; 16]>,
    /// What lies in the quarantine: it may hold notes, which are none before somebody looked.
    pub quarantined: i64,
}

impl Store {
    /// Begins to look at an agency's notes.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn read_services(&self, agency: AgencyId) -> Result<Reading, StoreError> {
        let key = self.agency_key(agency).await?;
        let damage = self.0.damage.clone();
        Ok(Reading { tx: self.0.readers.begin().await?, agency, key, damage })
    }

    /// Writes down that notes were exported: numbers and days, and for whom.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn exported(
        &self,
        agency: AgencyId,
        by: Option<StaffId>,
        what: serde_json::Value,
    ) -> Result<(), StoreError> {
        let mut change = Change::begin(self, agency).await?;
        let who = Who { staff: by, device: None };
        let object = ("agency", Some(*agency.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::ServicesExported, object);
        change.audit(entry.with(what));
        change.commit().await
    }
}

impl Reading {
    /// Goes through all of them once. Each is held no longer than it takes to see what counts of it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn notes(&mut self) -> Result<Notes, StoreError> {
        let (agency, key) = (self.agency, self.key.clone());
        let mut notes = Notes {
            agency: agency_in(&mut self.tx, agency, &key, &self.damage).await?,
            rules: rules_in(&mut self.tx, agency, &key).await?,
            efforts: Vec::new(),
            added: BTreeMap::new(),
            unreadable: Vec::new(),
            quarantined: 0,
        };
        let waiting = "select count(*) from op_quarantine
            where agency_id = ? and released_at_ms is null";
        let waiting = sqlx::query(waiting).bind(agency.as_bytes().as_slice());
        notes.quarantined = waiting.fetch_one(&mut *self.tx).await?.try_get(0)?;
        let mut in_error = BTreeSet::new();
        let (mut all, mut unreadable) = (Vec::new(), Vec::new());
        self.each::<AddendumRow>(
            RecordKind::Addendum,
            &mut |row, taken| all.push((taken, row)),
            &mut unreadable,
        )
        .await?;
        all.sort_by_key(|(taken, _)| *taken);
        for (_, row) in all {
            let note = row.addendum.contact_id;
            if row.addendum.kind == AddendumKind::EnteredInError {
                in_error.insert(note);
            }
            notes.added.entry(note).or_default().push(row);
        }
        let efforts = &mut notes.efforts;
        let mut keep = |row: ContactRow, taken| {
            let id = row.contact.contact_id;
            let void = if made_of_a_key(id.as_bytes()) {
                Some(Void::Imported)
            } else {
                in_error.contains(&id).then_some(Void::EnteredInError)
            };
            efforts.push(Effort::of(&row, taken, void));
        };
        self.each(RecordKind::Contact, &mut keep, &mut unreadable).await?;
        notes.unreadable = unreadable;
        Ok(notes)
    }

    /// Every record of a kind with its place in the server's order, a page at a time.
    async fn each<T: DeserializeOwned>(
        &mut self,
        kind: RecordKind,
        hear: &mut (dyn FnMut(T, i64) + Send),
        unreadable: &mut Vec<[u8; 16]>,
    ) -> Result<(), StoreError> {
        let mut after = Vec::new();
        loop {
            let page = sqlx::query(
                "select r.record_id, r.client_id, r.body, f.seq from record r
                 left join feed f on f.agency_id = r.agency_id and f.kind = r.kind
                    and f.entity_id = r.record_id
                 where r.agency_id = ? and r.kind = ? and r.record_id > ?
                 order by r.record_id limit ?",
            )
            .bind(self.agency.as_bytes().as_slice())
            .bind(kind.word())
            .bind(after.as_slice())
            .bind(PAGE)
            .fetch_all(&mut *self.tx)
            .await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = rows::id(last, 0)?.to_vec();
            for row in &page {
                // One that nobody placed comes last: it takes nothing from any other.
                let taken = row.try_get::<Option<i64>, _>(3)?.unwrap_or(i64::MAX);
                match self.open(kind, row) {
                    Ok(read) => hear(read, taken),
                    Err(_) => unreadable.push(rows::id(row, 0)?),
                }
            }
        }
    }

    fn open<T: DeserializeOwned>(
        &self,
        kind: RecordKind,
        row: &SqliteRow,
    ) -> Result<T, StoreError> {
        let (id, client) = (rows::id(row, 0)?, domain::id::ClientId::from_bytes(rows::id(row, 1)?));
        let place =
            Place { agency: self.agency, kind: kind.word(), id: &id, client, version: None };
        Ok(serde_json::from_slice(&place.open(&self.key, row.try_get(2)?)?)?)
    }

    /// One note, with its words.
    ///
    /// # Errors
    /// Those of the database, and when it does not open.
    pub async fn note(&mut self, id: ContactId) -> Result<ContactRow, StoreError> {
        let row = sqlx::query(
            "select record_id, client_id, body from record
             where agency_id = ? and kind = ? and record_id = ?",
        )
        .bind(self.agency.as_bytes().as_slice())
        .bind(RecordKind::Contact.word())
        .bind(id.as_bytes().as_slice())
        .fetch_one(&mut *self.tx)
        .await?;
        self.open(RecordKind::Contact, &row)
    }
}
