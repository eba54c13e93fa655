//! The server itself, its database, and what is read there.

use crate::support::{TestServer, agency, options};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::{
    Hash,
    document::{DocumentKind, Version, Versioned},
    id::{AgencyId, ClientId, DeviceId, OperationId, StaffId},
    operation::{Operation, PayloadKind},
    wire::v1::{Client, CrisisPlan, Enrol, Enrolled, Push, Revoked, Role, StaffCard},
};
use serde::de::DeserializeOwned;
use server::{
    auth::PlainToken,
    keys::SealKey,
    store::{Batch, Login, NewStaff, Store, restore},
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use sync::{replica::Failure, simulator::DocumentSave};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The real server as the simulator sees it. Its clock stays the machine's.
pub(super) struct Real {
    pub(super) runtime: Runtime,
    /// None only while a backup is put back.
    pub(super) server: Option<TestServer>,
    pub(super) look: RefCell<SqliteConnection>,
    pub(super) agency_key: SealKey,
    /// Bodies by their seal, each opened once: it takes long in a debug build.
    pub(super) opened: RefCell<BTreeMap<Vec<u8>, Vec<u8>>>,
    pub(super) phones: BTreeMap<DeviceId, Enrolment>,
    /// What was sealed, to know what an operation in the database meant.
    pub(super) written: RefCell<BTreeMap<(OperationId, Hash), Operation>>,
    pub(super) document_saves: Vec<DocumentSave>,
    /// What the database says of operations; none after a change.
    pub(super) kept: RefCell<Option<Kept>>,
}

pub(super) struct Enrolment {
    pub(super) staff: StaffId,
    pub(super) deposit: String,
    pub(super) cookie: String,
}

#[derive(Default)]
pub(super) struct Kept {
    /// Everything that is known, applied or in the quarantine.
    pub(super) held: BTreeSet<(OperationId, Hash)>,
    /// How often each took effect, by the audit log.
    pub(super) applied: BTreeMap<OperationId, u32>,
}

pub(super) const AGENCY: AgencyId = AgencyId::from_bytes([101; 16]);

/// The key of a phone; the simulator's own have none.
pub(super) fn device_key(device: DeviceId) -> [u8; 32] {
    let mut key = [7; 32];
    key[..16].copy_from_slice(device.as_bytes());
    key
}

impl Real {
    pub(super) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        // The campaign is about the protocol; what a disk does is tried in `disks`.
        let memory = PathBuf::from("/dev/shm");
        let folder = match memory.is_dir() {
            true => TempDir::new_in(memory).unwrap(),
            false => TempDir::new().unwrap(),
        };
        let (server, look, agency_key) = runtime.block_on(async {
            let store = Store::open(&options(folder.path())).await.unwrap();
            store.load(Batch::of(agency(101, "North")), &mut |_, _| {}).await.unwrap();
            let server = TestServer::over(folder, store);
            let mut look = server.look().await;
            let sealed: Vec<u8> = sqlx::query_scalar("select sealed_key from agency")
                .fetch_one(&mut look)
                .await
                .unwrap();
            let key = server.store.keyring().open_agency_key(AGENCY, &sealed).unwrap();
            (server, look, key)
        });
        Self {
            runtime,
            server: Some(server),
            look: RefCell::new(look),
            agency_key,
            opened: RefCell::default(),
            phones: BTreeMap::new(),
            written: RefCell::default(),
            document_saves: Vec::new(),
            kept: RefCell::default(),
        }
    }

    pub(super) fn server(&self) -> &TestServer {
        self.server.as_ref().unwrap()
    }

    pub(super) fn store(&self) -> &Store {
        &self.server().store
    }

    /// Sends a request through the router and reads the answer as a phone does.
    pub(super) fn ask<T: DeserializeOwned>(
        &self,
        request: Request<Body>,
    ) -> Result<Option<T>, Failure> {
        let answer = self.runtime.block_on(self.server().send(request));
        match answer.status {
            StatusCode::OK => Ok(Some(answer.json())),
            StatusCode::NO_CONTENT => Ok(None),
            StatusCode::PAYLOAD_TOO_LARGE => Err(Failure::TooLarge),
            StatusCode::UNAUTHORIZED => Err(Failure::SignedOut),
            StatusCode::FORBIDDEN if answer.code() == "device_revoked" => {
                Err(Failure::DeviceRevoked)
            }
            other => panic!("the server answered {other}: {}", answer.text()),
        }
    }

    pub(super) fn load(&self, fill: impl FnOnce(&mut Batch)) {
        let mut batch = Batch::of(agency(101, "North"));
        fill(&mut batch);
        self.runtime.block_on(self.store().load(batch, &mut |_, _| {})).unwrap();
    }

    /// The cookie of a session, on a phone or off it. Who signs in with which
    /// password is another test's matter.
    pub(super) fn sign_in(&self, staff: StaffId, device: Option<DeviceId>) -> String {
        let token = PlainToken::generate();
        let hash = token.hash();
        let login = Login { agency: AGENCY, staff, password_hash: None, ended: false };
        let browser = PlainToken::generate().hash();
        let begun = self.store().begin_session(&login, None, device, &hash, &browser);
        assert!(self.runtime.block_on(begun).unwrap());
        format!("__Host-session={}", token.expose())
    }

    pub(super) fn enrol(&mut self, staff: StaffId, device: DeviceId) {
        let card = StaffCard {
            staff_id: staff,
            name: "Rosa".to_owned(),
            credentials: String::new(),
            role: Role::Worker,
        };
        let login = staff.to_string();
        self.load(|batch| batch.staff.push(NewStaff { card, login, password: None }));
        let cookie = self.sign_in(staff, None);
        let key = device_key(device).to_vec();
        let enrol = Enrol { device_id: device, name: "Pixel".to_owned(), key };
        let answer = self.runtime.block_on(self.server().post("/api/v1/devices", &cookie, &enrol));
        let deposit = answer.json::<Enrolled>().deposit_token;
        self.phones.insert(device, Enrolment { staff, deposit, cookie });
    }

    pub(super) fn revoke(&self, device: DeviceId) {
        let Some(phone) = self.phones.get(&device) else { return };
        // The owner does it, from a session that is not that phone's.
        let cookie = self.sign_in(phone.staff, None);
        let why = domain::wire::v1::Revoke { why: Revoked::Left };
        let path = format!("/api/v1/devices/{device}/revoke");
        let answer = self.runtime.block_on(self.server().post(&path, &cookie, &why));
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    }

    pub(super) fn backup(&self) -> PathBuf {
        self.server().folder.path().join("backup.db")
    }

    pub(super) fn restore(&mut self) {
        let (backup, server) = (self.backup(), self.server.take().unwrap());
        if !backup.exists() {
            self.server = Some(server);
            return;
        }
        let (server, look) = self.runtime.block_on(async {
            let server = server
                .restart_after(async |folder| {
                    let kept =
                        restore(&options(folder), &backup, false).await.unwrap().kept.unwrap();
                    std::fs::remove_file(kept).unwrap();
                })
                .await;
            let look = server.look().await;
            (server, look)
        });
        self.server = Some(server);
        self.look = RefCell::new(look);
        // A restore ends all sessions; their owners sign in again.
        let phones: Vec<_> = self.phones.iter().map(|(id, phone)| (*id, phone.staff)).collect();
        for (device, staff) in phones {
            let cookie = self.sign_in(staff, Some(device));
            self.phones.entry(device).and_modify(|phone| phone.cookie = cookie);
        }
    }

    /// Everything a query finds.
    pub(super) fn all(&self, sql: &str) -> Vec<SqliteRow> {
        let mut look = self.look.borrow_mut();
        self.runtime
            .block_on(sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).fetch_all(&mut *look))
            .unwrap()
    }

    /// Opens every row of a kind that belongs to a client in scope.
    pub(super) fn bodies<K: Ord, T: DeserializeOwned>(
        &self,
        kind: &str,
        sql: &str,
        scope: &BTreeSet<ClientId>,
        id_of: impl Fn([u8; 16]) -> K,
    ) -> BTreeMap<K, T> {
        let rows = self.all(sql).into_iter();
        let seen = rows.filter(|row| scope.contains(&ClientId::from_bytes(id(row, 1))));
        seen.map(|row| {
            (id_of(id(&row, 0)), self.open(kind, &row, |json| serde_json::from_slice(json)))
        })
        .collect()
    }

    /// Opens the body of a row: its id, its client's, and the body.
    pub(super) fn open<T>(
        &self,
        kind: &str,
        row: &SqliteRow,
        read: impl Fn(&[u8]) -> serde_json::Result<T>,
    ) -> T {
        let mut opened = self.opened.borrow_mut();
        let (client, sealed) = (ClientId::from_bytes(id(row, 1)), row.get::<&[u8], _>(2));
        let body = opened.entry(sealed.to_vec()).or_insert_with(|| {
            let id = uuid::Uuid::from_bytes(id(row, 0));
            let place = format!("streetlight/2/row/{AGENCY}/{kind}/{client}/{id}");
            let mut body = Vec::new();
            self.agency_key.open_owned_into(&mut body, place.as_bytes(), sealed).unwrap();
            body
        });
        read(body).unwrap()
    }

    pub(super) fn plans(&self, scope: &BTreeSet<ClientId>) -> BTreeMap<ClientId, CrisisPlan> {
        let sql = "select document_id, client_id, body from document where kind = 'crisis_plan'";
        let plans: BTreeMap<_, CrisisPlan> = self.bodies("crisis_plan", sql, scope, |id| id);
        plans.into_values().map(|plan| (plan.client_id, plan)).collect()
    }

    pub(super) fn document_of(&self, kind: DocumentKind, client: ClientId) -> Option<Version> {
        let sql = format!(
            "select document_id, client_id, body from document where kind = '{}'",
            kind.word()
        );
        let scope = BTreeSet::from([client]);
        match kind {
            DocumentKind::Client => self.first::<Client>(kind, &sql, &scope),
            DocumentKind::CrisisPlan => self.first::<CrisisPlan>(kind, &sql, &scope),
            kind => self.documents(&scope).remove(&(kind, client)),
        }
    }

    /// Documents that are made of their cells alone.
    pub(super) fn documents(
        &self,
        scope: &BTreeSet<ClientId>,
    ) -> BTreeMap<(DocumentKind, ClientId), Version> {
        let all = DocumentKind::OF_CELLS.iter().flat_map(|kind| {
            let sql = format!(
                "select document_id, client_id, body from document where kind = '{}'",
                kind.word()
            );
            let all: BTreeMap<[u8; 16], Version> = self.bodies(kind.word(), &sql, scope, |id| id);
            all.into_values()
        });
        all.map(|version| ((version.kind, version.client_id), version)).collect()
    }

    fn first<D: Versioned>(
        &self,
        kind: DocumentKind,
        sql: &str,
        scope: &BTreeSet<ClientId>,
    ) -> Option<Version> {
        let all: BTreeMap<[u8; 16], D> = self.bodies(kind.word(), sql, scope, |id| id);
        all.values().next().map(Version::of)
    }

    /// The edits of documents in a push.
    pub(super) fn edits(&self, push: &Push) -> Vec<(OperationId, DocumentKind, ClientId)> {
        let written = self.written.borrow();
        let nobody = StaffId::from_bytes([0; 16]);
        let operation = |sealed: &domain::wire::v1::SealedOperation| {
            let operation = written.get(&(sealed.op_id, Hash::of(&sealed.sealed)))?;
            let edit = operation.payload.edit(operation.op_id, nobody)?;
            Some((operation.op_id, edit.kind, edit.client_id))
        };
        push.operations.iter().filter_map(operation).collect()
    }

    pub(super) fn kept<T>(&self, tell: impl FnOnce(&Kept) -> T) -> T {
        if self.kept.borrow().is_none() {
            let kept = self.count();
            self.kept.replace(Some(kept));
        }
        tell(self.kept.borrow().as_ref().unwrap())
    }

    pub(super) fn count(&self) -> Kept {
        let mut kept = Kept::default();
        let key = |row: &SqliteRow| {
            let hash: [u8; 32] = row.get::<&[u8], _>(1).try_into().unwrap();
            (OperationId::from_bytes(id(row, 0)), Hash::from_bytes(hash))
        };
        for row in self.all("select op_id, hash from op_quarantine") {
            kept.held.insert(key(&row));
        }
        let mut due: BTreeMap<_, Vec<OperationId>> = BTreeMap::new();
        for row in self.all("select op_id, hash, quarantined is null from operation") {
            let (op_id, hash) = key(&row);
            if row.get(2) {
                kept.held.insert((op_id, hash));
                let written = self.written.borrow();
                let did = trace(written.get(&(op_id, hash)).expect("nobody else writes"));
                due.entry(did).or_default().push(op_id);
            } else {
                assert!(kept.held.contains(&(op_id, hash)), "{op_id} is not in the quarantine");
            }
        }
        // Each that took effect has an entry in the log, and each entry one that did.
        let words: Vec<_> =
            PayloadKind::ALL.iter().map(|kind| format!("'{}'", kind.word())).collect();
        let sql = format!(
            "select action, object_id, count(*) from audit_event where action in ({})
             group by action, object_id",
            words.join(", ")
        );
        let mut done: BTreeMap<_, usize> = BTreeMap::new();
        for row in self.all(&sql) {
            done.insert((row.get::<String, _>(0), id(&row, 1)), row.get::<u32, _>(2) as usize);
        }
        for (did, op_ids) in due {
            let entries = done.remove(&did).unwrap_or(0);
            assert!(entries >= op_ids.len(), "{op_ids:?} applied, and {entries} times in the log");
            let times = if entries == op_ids.len() { 1 } else { 2 };
            kept.applied.extend(op_ids.into_iter().map(|op_id| (op_id, times)));
        }
        assert!(done.is_empty(), "in the log, and no operation: {done:?}");
        kept
    }
}

pub(super) fn id(row: &SqliteRow, column: usize) -> [u8; 16] {
    row.get::<&[u8], _>(column).try_into().unwrap()
}

/// What an operation leaves in the audit log: the word, and whose id.
fn trace(operation: &Operation) -> (String, [u8; 16]) {
    (operation.payload.kind().word().to_owned(), operation.payload.object().1)
}
