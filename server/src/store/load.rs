//! Loading many rows at once: importers and the demonstration agency.

mod records;

pub use records::Records;

use super::{
    Store, StoreError,
    bulk::TOGETHER,
    change::{Change, Put, Row},
    document::{LoadedDocument, close_loaded, put_loaded},
    imported::{Carrying, Memory},
    rows::{self, Kind},
    staff::put_staff,
};
use crate::{
    audit::{Action, Entry, Who},
    auth::password,
    clock, names,
};
use domain::{
    document::Version,
    id::{ClientId, StaffId},
    record::{RecordKind, RecordRow},
    wire::v1::{
        Agency, CellRecordRow, Client, ContactRow, CrisisPlan, Service, Shift, StaffCard, Task,
    },
};
use records::Held;
use serde::Serialize;
use sqlx::Row as _;

/// Everything to load into one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The agency; made if its id is new. Its `staff` is not read, see [`Self::staff`].
    pub agency: Agency,
    /// People who work there.
    pub staff: Vec<NewStaff>,
    /// Clients and whom they are assigned to.
    pub clients: Vec<NewClient>,
    /// Records of every kind.
    pub records: Records,
    /// Tasks.
    pub tasks: Vec<Task>,
    /// Plans.
    pub crisis_plans: Vec<CrisisPlan>,
    /// Documents that are made of their cells alone, of any kind.
    pub documents: Vec<Version>,
    /// Turns on the on-call roster; not counted.
    pub shifts: Vec<Shift>,
    /// Clients whose source no longer has them, and what is to be said of that on their fact
    /// sheet: closed, and nothing else of it changed. Counted with the clients.
    pub closed: Vec<(ClientId, String)>,
    /// Whose clients become.
    pub carrying: Vec<Carrying>,
    /// What the next import has to know; not counted.
    pub memory: Vec<Memory>,
    /// Services of the agency's own directory; not counted.
    pub services: Vec<Service>,
    /// What they said when asked; not counted.
    pub checks: Vec<CellRecordRow>,
}

impl Batch {
    /// A batch that changes nothing but the agency itself.
    #[must_use]
    pub const fn of(agency: Agency) -> Self {
        Self {
            agency,
            staff: Vec::new(),
            clients: Vec::new(),
            records: Records::new(),
            tasks: Vec::new(),
            crisis_plans: Vec::new(),
            documents: Vec::new(),
            shifts: Vec::new(),
            closed: Vec::new(),
            carrying: Vec::new(),
            memory: Vec::new(),
            services: Vec::new(),
            checks: Vec::new(),
        }
    }

    /// The notes among the records.
    pub fn contacts(&self) -> impl Iterator<Item = ContactRow> {
        self.records.iter().filter_map(|row| match row {
            RecordRow::Contact(row) => Some(row),
            _ => None,
        })
    }

    const fn len(&self) -> usize {
        self.staff.len()
            + self.clients.len()
            + self.records.len()
            + self.tasks.len()
            + self.crisis_plans.len()
            + self.documents.len()
            + self.shifts.len()
            + self.closed.len()
            + self.carrying.len()
    }
}

/// A staff member to load.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStaff {
    /// What colleagues see.
    pub card: StaffCard,
    /// Name to sign in with; unique on the server, in whatever spelling ([`names::normal`]).
    pub login: String,
    /// Set where the person has none yet; a password they have is kept.
    /// None: they cannot sign in before one is set.
    pub password: Option<String>,
}

impl std::fmt::Debug for NewStaff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewStaff").field("staff_id", &self.card.staff_id).finish_non_exhaustive()
    }
}

/// A client to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// The fact sheet.
    pub client: Client,
    /// Workers to assign the client to, beside those who have them already.
    pub assigned: Vec<StaffId>,
}

/// Rows counted by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// The agency's own content: 0 or 1.
    pub agencies: usize,
    /// Staff members.
    pub staff: usize,
    /// Clients.
    pub clients: usize,
    /// Assignments of clients to workers.
    pub assignments: usize,
    /// Records, in the order of [`RecordKind::ALL`].
    pub records: [usize; RecordKind::ALL.len()],
    /// Tasks.
    pub tasks: usize,
    /// Plans.
    pub crisis_plans: usize,
    /// Documents that are made of their cells alone.
    pub documents: usize,
}

impl Counts {
    /// Records of a kind.
    #[must_use]
    pub fn of(&self, kind: RecordKind) -> usize {
        self.records.get(kind as usize).copied().unwrap_or_default()
    }

    fn add(&mut self, kind: RecordKind, more: usize) {
        self.records.get_mut(kind as usize).into_iter().for_each(|count| *count += more);
    }
}

/// What a load did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// New rows.
    pub inserted: Counts,
    /// Rows that were there and read differently.
    pub updated: Counts,
    /// Records that were there, read differently and stay as they are: what was signed never
    /// changes.
    pub kept: Counts,
    /// Rows that were there just so; phones hear nothing of them.
    pub unchanged: Counts,
    /// Assignments that ended, because the source named somebody else.
    pub ended: usize,
}

impl Loaded {
    const fn of(&mut self, put: Put) -> &mut Counts {
        match put {
            Put::Inserted => &mut self.inserted,
            Put::Updated => &mut self.updated,
            Put::Kept => &mut self.kept,
            Put::Unchanged => &mut self.unchanged,
        }
    }
}

impl Store {
    /// Loads a batch in one transaction, by id: new rows are added, changed
    /// ones replaced, the rest left alone. `progress` hears rows done and rows in all.
    ///
    /// # Errors
    /// Those of the database; then nothing was loaded. [`StoreError::LoginTaken`]
    /// when two people would sign in under one name, [`StoreError::NoLogin`] when
    /// one of the names is none.
    pub async fn load(
        &self,
        batch: Batch,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<Loaded, StoreError> {
        let total = batch.len();
        let mut done = 0;
        let mut tick = |done: &mut usize| {
            *done += 1;
            if done.is_multiple_of(100) || *done == total {
                progress(*done, total);
            }
        };
        let hashes = self.hash_passwords(&batch.staff).await?;
        let mut loaded = Loaded::default();
        let mut change = self.begin_load(&batch.agency, &mut loaded).await?;
        let mut staff_changed = false;
        for (person, hash) in batch.staff.iter().zip(hashes) {
            let put = self.load_staff(&mut change, person, hash.as_deref()).await?;
            staff_changed |= put != Put::Unchanged;
            loaded.of(put).staff += 1;
            tick(&mut done);
        }
        if staff_changed {
            change.content_changed().await?;
        }
        for NewClient { client, assigned } in &batch.clients {
            let sheet = LoadedDocument::new(client)?;
            loaded.of(put_loaded(&mut change, &sheet).await?).clients += 1;
            for staff in assigned {
                let new = change.assign(*staff, client.client_id).await?.is_some();
                loaded.of(if new { Put::Inserted } else { Put::Unchanged }).assignments += 1;
            }
            tick(&mut done);
        }
        for (client, why) in &batch.closed {
            let put = close_loaded(&mut change, *client, why).await?;
            loaded.of(put).clients += 1;
            tick(&mut done);
        }
        for carrying in &batch.carrying {
            let (ended, began) = change.carry(carrying).await?;
            loaded.ended += usize::from(ended);
            loaded.inserted.assignments += usize::from(began);
            tick(&mut done);
        }
        for memory in &batch.memory {
            change.remember(memory).await?;
        }
        loaded.unchanged.add(RecordKind::Contact, batch.records.as_before());
        let mut records = batch.records.into_held().peekable();
        while let Some(first) = records.peek() {
            let kind = first.kind;
            let next = || records.next_if(|held| held.kind == kind);
            let some: Vec<Held> = std::iter::from_fn(next).take(TOGETHER).collect();
            for put in put_records(&mut change, kind, &some).await? {
                loaded.of(put).add(kind, 1);
                tick(&mut done);
            }
        }
        for row in &batch.tasks {
            let id = row.task_id.as_bytes();
            let put = put(&mut change, Kind::Task, id, row.client_id, row).await?;
            loaded.of(put).tasks += 1;
            tick(&mut done);
        }
        for row in &batch.crisis_plans {
            loaded.of(put_loaded(&mut change, &LoadedDocument::new(row)?).await?).crisis_plans += 1;
            tick(&mut done);
        }
        for version in &batch.documents {
            let document = LoadedDocument::of_cells(version)?;
            loaded.of(put_loaded(&mut change, &document).await?).documents += 1;
            tick(&mut done);
        }
        super::directory::load_own(&mut change, &batch.services, &batch.checks).await?;
        for row in &batch.shifts {
            change.put_shift(row).await?;
            tick(&mut done);
        }
        let detail = serde_json::json!({
            "clients": [loaded.inserted.clients, loaded.updated.clients],
            "records": [loaded.inserted.records, loaded.kept.records],
            "staff": [loaded.inserted.staff, loaded.updated.staff],
            "assignments": [loaded.inserted.assignments, loaded.ended],
        });
        let (agency, key) = (change.agency, change.key.clone());
        let object = ("agency", Some(*agency.as_bytes()));
        let entry = Entry::done(clock::now_ms(), Who::default(), Action::Imported, object);
        change.audit(entry.with(detail));
        change.commit().await?;
        self.remember_key(agency, &key);
        Ok(loaded)
    }

    /// Opens the transaction, and makes or changes the agency in it.
    async fn begin_load(&self, agency: &Agency, loaded: &mut Loaded) -> Result<Change, StoreError> {
        let id = agency.agency_id;
        let agency = Agency { staff: Vec::new(), units: None, ..agency.clone() };
        let body = serde_json::to_vec(&agency)?;
        let mut tx = self.0.writer.begin_with("begin immediate").await?;
        let known = sqlx::query("select sealed_key, body from agency where agency_id = ?")
            .bind(id.as_bytes().as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        let (key, put) = match known {
            Some(row) => {
                let key = self.0.keyring.open_agency_key(id, row.try_get(0)?)?;
                let kept = rows::open(&key, id, "agency", id.as_bytes(), row.try_get(1)?)?;
                (key, if kept == body { Put::Unchanged } else { Put::Updated })
            }
            None => {
                let (key, sealed_key) = self.0.keyring.make_agency_key(id);
                sqlx::query("insert into agency (agency_id, sealed_key, body, stock_taken) values (?, ?, x'', 1)")
                    .bind(id.as_bytes().as_slice())
                    .bind(sealed_key)
                    .execute(&mut *tx)
                    .await?;
                (key, Put::Inserted)
            }
        };
        loaded.of(put).agencies += 1;
        let mut change = Change::join(self, tx, id, key, put == Put::Inserted).await?;
        if put == Put::Inserted {
            change.makes("agency", []);
        }
        if put != Put::Unchanged {
            change.put_agency(&agency).await?;
            let object = ("agency", Some(*id.as_bytes()));
            let entry = Entry::done(clock::now_ms(), Who::default(), Action::AgencySaved, object);
            change.audit(entry);
        }
        Ok(change)
    }

    async fn load_staff(
        &self,
        change: &mut Change,
        person: &NewStaff,
        hash: Option<&str>,
    ) -> Result<Put, StoreError> {
        let (agency, id) = (change.agency, person.card.staff_id);
        let known = sqlx::query("select 1 from staff where agency_id = ? and staff_id = ?")
            .bind(agency.as_bytes().as_slice())
            .bind(id.as_bytes().as_slice())
            .fetch_optional(change.db())
            .await?
            .is_some();
        let login = names::checked(&person.login)?;
        let tag = self.0.keyring.login_tag(&login);
        let changed = put_staff(change, &tag, &person.card, &login, hash).await?;
        if changed {
            let object = ("staff", Some(*id.as_bytes()));
            let entry = Entry::done(clock::now_ms(), Who::default(), Action::StaffSaved, object);
            change.audit(entry);
        }
        Ok(match (known, changed) {
            (false, _) => Put::Inserted,
            (true, true) => Put::Updated,
            (true, false) => Put::Unchanged,
        })
    }

    /// Hashes for those who bring a password and have none yet.
    async fn hash_passwords(&self, staff: &[NewStaff]) -> Result<Vec<Option<String>>, StoreError> {
        let mut hashes = Vec::with_capacity(staff.len());
        for person in staff {
            let tag = self.0.keyring.login_tag(&person.login);
            let has_one =
                self.login(&tag).await?.is_some_and(|login| login.password_hash.is_some());
            let hash = match &person.password {
                Some(password) if !has_one => {
                    let password = password.clone();
                    Some(tokio::task::spawn_blocking(move || password::hash(&password)).await?)
                }
                _ => None,
            };
            hashes.push(hash);
        }
        Ok(hashes)
    }
}

async fn put_records(
    change: &mut Change,
    kind: RecordKind,
    some: &[Held],
) -> Result<Vec<Put>, StoreError> {
    let offered: Vec<Row<'_>> = some
        .iter()
        .map(|held| Row {
            kind: Kind::Record(kind),
            id: &held.id,
            client: held.client,
            body: &held.body,
            version: None,
        })
        .collect();
    change.put_records(kind, &offered).await
}

async fn put(
    change: &mut Change,
    kind: Kind,
    id: &[u8; 16],
    client: ClientId,
    row: &(impl Serialize + Sync),
) -> Result<Put, StoreError> {
    let body = serde_json::to_vec(row)?;
    change.put(&Row { kind, id, client, body: &body, version: None }).await
}
