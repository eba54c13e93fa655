//! What imports remember of their sources, and what they must know of the people here.

use super::{
    Store, StoreError,
    change::Change,
    rows::{self, Place},
};
use crate::{audit::Column, keys::SealKey};
use chrono::NaiveDate;
use domain::{
    Hash, Moment,
    document::DocumentKind,
    id::{AgencyId, ClientId, StaffId, made_of_a_key},
    record::RecordKind,
    wire::v1::{Alert, Client, Component, Stage, StageBegun},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sqlx::Row as _;
use std::collections::HashMap;

/// A system whose exports were read here, as it names itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// What its keys are made with: the same for all its exports.
    pub scope: String,
    /// HUD's `SourceID`; empty where none was given.
    pub source_id: String,
    /// HUD's `ImplementationID`; empty where none was given.
    pub implementation_id: String,
}

/// What a source said last of a person, and what an import made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The scope of the system it came from.
    pub system: String,
    /// The person's key there, for people who know that system; none where it may not be kept.
    pub key: Option<String>,
    /// Whom the source named last as the worker.
    pub worker: Option<StaffId>,
    /// Whom the fact sheet was told of.
    pub primary: Option<StaffId>,
    /// The assignment that an import made and that was not taken back since.
    pub made: Option<Made>,
    /// Keys of the enrollments it had.
    pub enrollments: Vec<String>,
    /// It was deleted there.
    pub deleted: bool,
}

/// An assignment that an import made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// To whom.
    pub staff: StaffId,
    /// With which change it began; one that a person made later has another.
    pub from_seq: i64,
}

/// What the source of a fact sheet said last, as far as the next import needs it: to tell people
/// apart, and for what it says nothing of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Preferred, legal and street name.
    pub names: [String; 3],
    /// Day of birth.
    pub born_on: Option<NaiveDate>,
    /// Where the case stood.
    pub stage: Stage,
    /// Programme.
    pub program: String,
    /// When the case was opened.
    pub opened_on: Option<NaiveDate>,
    /// Languages.
    pub languages: Vec<String>,
    /// An interpreter is needed.
    pub interpreter: bool,
    /// Where to find the person.
    pub place: String,
    /// What nobody may overlook.
    pub alerts: Vec<Alert>,
    /// What is known of the stages of the case.
    pub stages: Vec<StageBegun>,
}

impl From<Client> for Said {
    fn from(sheet: Client) -> Self {
        Self {
            names: [sheet.preferred_name, sheet.legal_name, sheet.alias],
            born_on: sheet.born_on,
            stage: sheet.stage,
            program: sheet.program,
            opened_on: sheet.opened_on,
            languages: sheet.languages,
            interpreter: sheet.interpreter,
            place: sheet.place,
            alerts: sheet.alerts,
            stages: sheet.stages,
        }
    }
}

/// A contact that came with an import: enough of it to find its row in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// Its day.
    pub day: NaiveDate,
    /// It was a service, and not a current living situation.
    pub by_service: bool,
    /// It was made while the person was in a programme of street outreach.
    pub on_outreach: bool,
    /// Of its body: whoever makes the same one need not hold it.
    hash: [u8; 16],
}

impl Came {
    /// Whether it is stored with this body.
    #[must_use]
    pub fn is(&self, body: &[u8]) -> bool {
        self.hash == Hash::of(body).id_bytes()
    }

    /// None where the body is none of a contact.
    fn read(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Row {
            contact: Contact,
        }
        #[derive(Deserialize)]
        struct Contact {
            occurred_start: Moment,
            component: Component,
            #[serde(default)]
            purpose: String,
        }
        let Row { contact } = serde_json::from_slice(body).ok()?;
        let day = contact.occurred_start.date();
        let hash = Hash::of(body).id_bytes();
        let by_service = contact.purpose == OF_A_SERVICE;
        Some(Self { day, by_service, on_outreach: contact.component == Component::Outreach, hash })
    }
}

/// Why a contact took place that an import made of a service.
pub const OF_A_SERVICE: &str = "Service recorded in HMIS.";

/// What an import knows of the people here before it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Everybody, every contact and every addendum that an import may have brought, with the client
    /// it is about.
    pub ids: HashMap<[u8; 16], [u8; 16]>,
    /// The contacts that imports brought.
    pub contacts: HashMap<[u8; 16], Came>,
    /// Who carries whom, and since which change.
    pub carried: HashMap<ClientId, Vec<Made>>,
    /// The systems that were imported from, the first one first.
    pub systems: Vec<System>,
    /// Which colleague a user of a source is.
    pub users: HashMap<[u8; 16], StaffId>,
    /// What is remembered of each person.
    pub people: HashMap<ClientId, Person>,
    /// What was said last of each person.
    pub said: HashMap<ClientId, Said>,
}

/// Something to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Memory {
    /// Of a system.
    System(System),
    /// Which colleague the user with this id of the source is.
    User([u8; 16], StaffId),
}

/// Whose a client becomes by an import, and what is remembered of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrying {
    /// The client.
    pub client: ClientId,
    /// Whose assignment ends: one that an import made.
    pub ends: Option<StaffId>,
    /// Whose begins.
    pub begins: Option<StaffId>,
    /// What is remembered; an assignment that begins is noted in it.
    pub person: Person,
}

impl Store {
    /// What an import has to know of an agency.
    ///
    /// # Errors
    /// Those of the database, and when a body does not open.
    pub async fn known_to_imports(&self, agency: AgencyId) -> Result<Known, StoreError> {
        let key = self.agency_key(agency).await?;
        let mut known = Known::default();
        self.imported_ids(agency, &key, &mut known).await?;
        let rows = sqlx::query(
            "select client_id, staff_id, from_seq from case_assignment
             where agency_id = ? and to_seq is null order by from_seq",
        );
        for row in rows.bind(agency.as_bytes().as_slice()).fetch_all(&self.0.readers).await? {
            let staff = StaffId::from_bytes(rows::id(&row, 1)?);
            let made = Made { staff, from_seq: row.try_get(2)? };
            let client = ClientId::from_bytes(rows::id(&row, 0)?);
            known.carried.entry(client).or_default().push(made);
        }
        let rows =
            sqlx::query("select kind, memory_id, body from import_memory where agency_id = ?");
        for row in rows.bind(agency.as_bytes().as_slice()).fetch_all(&self.0.readers).await? {
            let (kind, id) = (row.try_get::<&str, _>(0)?, rows::id(&row, 1)?);
            let body = row.try_get(2)?;
            match kind {
                "system" => known.systems.push(open(&key, agency, kind, &id, body)?),
                "user" => drop(known.users.insert(id, open(&key, agency, kind, &id, body)?)),
                _ => {
                    let person = open(&key, agency, kind, &id, body)?;
                    known.people.insert(ClientId::from_bytes(id), person);
                }
            }
        }
        // The first has the shortest name, see `import::hmis::system`.
        known.systems.sort_by(|one, other| one.scope.cmp(&other.scope));
        self.said(agency, &key, &mut known).await?;
        Ok(known)
    }

    /// What sources said last. Of people from before it was remembered which assignment an import
    /// made, the one to whom the fact sheet names is taken for it.
    async fn said(
        &self,
        agency: AgencyId,
        key: &SealKey,
        known: &mut Known,
    ) -> Result<(), StoreError> {
        let kind = DocumentKind::Client.word();
        let rows = sqlx::query(
            "select document_id, body from document_source where agency_id = ? and kind = ?",
        );
        let rows = rows.bind(agency.as_bytes().as_slice()).bind(kind);
        for row in rows.fetch_all(&self.0.readers).await? {
            let id = rows::id(&row, 0)?;
            let place = format!("source_of_{kind}");
            let body = rows::open(key, agency, &place, &id, row.try_get(1)?)?;
            let sheet: Client = serde_json::from_slice(&body)?;
            let client = ClientId::from_bytes(id);
            if !known.people.contains_key(&client) {
                let made = known.carried.get(&client).and_then(|carried| {
                    carried.iter().find(|made| Some(made.staff) == sheet.primary).copied()
                });
                let (worker, primary) = (sheet.primary, sheet.primary);
                let person = Person { worker, primary, made, ..Person::default() };
                known.people.insert(client, person);
            }
            known.said.insert(client, sheet.into());
        }
        Ok(())
    }

    /// Ids of everybody and everything that an import may have brought to an agency, each with
    /// the client it is about, or itself.
    async fn imported_ids(
        &self,
        agency: AgencyId,
        key: &SealKey,
        known: &mut Known,
    ) -> Result<(), StoreError> {
        let people = sqlx::query(
            "select client_id from client where agency_id = ?1
             union all select staff_id from staff where agency_id = ?1",
        );
        let people = people.bind(agency.as_bytes().as_slice()).fetch_all(&self.0.readers).await?;
        for row in &people {
            let id = rows::id(row, 0)?;
            known.ids.insert(id, id);
        }
        for kind in [RecordKind::Contact, RecordKind::Addendum] {
            self.records_known(agency, kind, key, known).await?;
        }
        Ok(())
    }

    /// Records of a kind, each with the client it is about. A page at a time: of a hundred
    /// thousand each row is larger than what is kept of it.
    async fn records_known(
        &self,
        agency: AgencyId,
        kind: RecordKind,
        key: &SealKey,
        known: &mut Known,
    ) -> Result<(), StoreError> {
        let mut after = Vec::new();
        loop {
            let page = sqlx::query(
                "select record_id, client_id, case when kind = ? then body end from record
                 where agency_id = ? and kind = ? and record_id > ? order by record_id limit 1000",
            )
            .bind(RecordKind::Contact.word())
            .bind(agency.as_bytes().as_slice())
            .bind(kind.word())
            .bind(after.as_slice())
            .fetch_all(&self.0.readers)
            .await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = rows::id(last, 0)?.to_vec();
            for row in &page {
                let (id, client) = (rows::id(row, 0)?, rows::id(row, 1)?);
                known.ids.insert(id, client);
                let Some(body) = row.try_get::<Option<&[u8]>, _>(2)? else { continue };
                if !made_of_a_key(&id) {
                    continue;
                }
                let client = ClientId::from_bytes(client);
                let place = Place { agency, kind: kind.word(), id: &id, client, version: None };
                // A damaged one is for `verify-audit`, and in nobody's way here.
                let came = place.open(key, body).ok().and_then(|body| Came::read(&body));
                known.contacts.extend(came.map(|came| (id, came)));
            }
        }
    }
}

impl Change {
    /// Notes down something for the next import.
    pub(super) async fn remember(&mut self, memory: &Memory) -> Result<(), StoreError> {
        match memory {
            Memory::System(system) => {
                let id = Hash::of(system.scope.as_bytes()).id_bytes();
                self.put_memory("system", &id, system).await
            }
            Memory::User(id, staff) => self.put_memory("user", id, staff).await,
        }
    }

    /// Carries out whose a client becomes. Gives whether an assignment ended and whether one
    /// began.
    pub(super) async fn carry(&mut self, carrying: &Carrying) -> Result<(bool, bool), StoreError> {
        let Carrying { client, ends, begins, person } = carrying;
        let mut person = person.clone();
        let ended = match ends {
            Some(staff) => self.unassign(*staff, *client).await?,
            None => false,
        };
        let began = match begins {
            Some(staff) => self.assign(*staff, *client).await?,
            None => None,
        };
        if let (Some(staff), Some(from_seq)) = (*begins, began) {
            person.made = Some(Made { staff, from_seq });
        }
        self.put_memory("person", client.as_bytes(), &person).await?;
        Ok((ended, began.is_some()))
    }

    async fn put_memory(
        &mut self,
        kind: &str,
        id: &[u8; 16],
        memory: &(impl Serialize + Sync),
    ) -> Result<(), StoreError> {
        let agency = self.agency;
        let body = rows::seal(&self.key, agency, &place(kind), id, &serde_json::to_vec(memory)?);
        sqlx::query(
            "insert into import_memory (agency_id, kind, memory_id, body) values (?, ?, ?, ?)
             on conflict (agency_id, kind, memory_id) do update set body = excluded.body",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(kind)
        .bind(id.as_slice())
        .bind(body)
        .execute(self.db())
        .await?;
        self.wrote("import_memory", [Column::text(kind), Column::bytes(id)]);
        Ok(())
    }
}

fn place(kind: &str) -> String {
    format!("memory_of_{kind}")
}

fn open<T: DeserializeOwned>(
    key: &SealKey,
    agency: AgencyId,
    kind: &str,
    id: &[u8; 16],
    body: &[u8],
) -> Result<T, StoreError> {
    Ok(serde_json::from_slice(&rows::open(key, agency, &place(kind), id, body)?)?)
}
