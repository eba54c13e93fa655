//! The simulator's fleet against the real router on a real database: phones
//! that crash and a network that lies, in front of everything but the socket.

use super::{amount, write_down};
use crate::support::{TestServer, agency, options};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    Hash, Moment,
    id::{
        AddendumId, AgencyId, ClientId, ContactId, CrisisEventId, DeviceId, OperationId, StaffId,
        TaskId,
    },
    operation::{Operation, Payload},
    wire::v1::{CrisisPlan, Enrol, Enrolled, PullPage, Push, PushAnswer, Revoked, Role, StaffCard},
};
use serde::de::DeserializeOwned;
use server::{
    auth::PlainToken,
    keys::{SealKey, aad, outbox_key},
    store::{Batch, NewClient, NewStaff, Store, restore},
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use sync::{
    replica::Failure,
    simulator::{Act, Broken, Figures, PhoneBug, PlanSave, Rows, Server, run},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The real server as the simulator sees it. Its clock stays the machine's.
struct Real {
    runtime: Runtime,
    /// None only while a backup is put back.
    server: Option<TestServer>,
    look: RefCell<SqliteConnection>,
    agency_key: SealKey,
    /// Bodies by their seal, each opened once: it takes long in a debug build.
    opened: RefCell<BTreeMap<Vec<u8>, Vec<u8>>>,
    phones: BTreeMap<DeviceId, Enrolment>,
    /// What was sealed, to know what an operation in the database meant.
    written: RefCell<BTreeMap<(OperationId, Hash), Operation>>,
    plan_saves: Vec<PlanSave>,
    /// What the database says of operations; none after a change.
    kept: RefCell<Option<Kept>>,
}

struct Enrolment {
    staff: StaffId,
    deposit: String,
    cookie: String,
}

#[derive(Default)]
struct Kept {
    /// Everything that is known, applied or in the quarantine.
    held: BTreeSet<(OperationId, Hash)>,
    /// How often each took effect, by the audit log.
    applied: BTreeMap<OperationId, u32>,
}

const AGENCY: AgencyId = AgencyId::from_bytes([101; 16]);

/// The key of a phone; the simulator's own have none.
fn device_key(device: DeviceId) -> [u8; 32] {
    let mut key = [7; 32];
    key[..16].copy_from_slice(device.as_bytes());
    key
}

impl Real {
    fn start() -> Self {
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
            plan_saves: Vec::new(),
            kept: RefCell::default(),
        }
    }

    fn server(&self) -> &TestServer {
        self.server.as_ref().unwrap()
    }

    fn store(&self) -> &Store {
        &self.server().store
    }

    /// Sends a request through the router and reads the answer as a phone does.
    fn ask<T: DeserializeOwned>(&self, request: Request<Body>) -> Result<Option<T>, Failure> {
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

    fn load(&self, fill: impl FnOnce(&mut Batch)) {
        let mut batch = Batch::of(agency(101, "North"));
        fill(&mut batch);
        self.runtime.block_on(self.store().load(batch, &mut |_, _| {})).unwrap();
    }

    /// The cookie of a session, on a phone or off it. Who signs in with which
    /// password is another test's matter.
    fn sign_in(&self, staff: StaffId, device: Option<DeviceId>) -> String {
        let token = PlainToken::generate();
        let hash = token.hash();
        let begun = self.store().begin_session(AGENCY, staff, device, &hash);
        self.runtime.block_on(begun).unwrap();
        format!("__Host-session={}", token.expose())
    }

    fn enrol(&mut self, staff: StaffId, device: DeviceId) {
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

    fn revoke(&self, device: DeviceId) {
        let Some(phone) = self.phones.get(&device) else { return };
        // The owner does it, from a session that is not that phone's.
        let cookie = self.sign_in(phone.staff, None);
        let why = domain::wire::v1::Revoke { why: Revoked::Left };
        let path = format!("/api/v1/devices/{device}/revoke");
        let answer = self.runtime.block_on(self.server().post(&path, &cookie, &why));
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    }

    fn backup(&self) -> PathBuf {
        self.server().folder.path().join("backup.db")
    }

    fn restore(&mut self) {
        let (backup, server) = (self.backup(), self.server.take().unwrap());
        if !backup.exists() {
            self.server = Some(server);
            return;
        }
        let (server, look) = self.runtime.block_on(async {
            let server = server
                .restart_after(async |folder| {
                    let kept = restore(&options(folder), &backup).await.unwrap().kept.unwrap();
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
    fn all(&self, sql: &'static str) -> Vec<SqliteRow> {
        let mut look = self.look.borrow_mut();
        self.runtime.block_on(sqlx::query(sql).fetch_all(&mut *look)).unwrap()
    }

    /// Opens every row of a kind that belongs to a client in scope.
    fn bodies<K: Ord, T: DeserializeOwned>(
        &self,
        kind: &str,
        sql: &'static str,
        scope: &BTreeSet<ClientId>,
        id_of: impl Fn([u8; 16]) -> K,
    ) -> BTreeMap<K, T> {
        let rows = self.all(sql).into_iter();
        let seen = rows.filter(|row| scope.contains(&ClientId::from_bytes(id(row, 1))));
        seen.map(|row| (id_of(id(&row, 0)), self.open(kind, id(&row, 0), row.get(2)))).collect()
    }

    fn open<T: DeserializeOwned>(&self, kind: &str, id: [u8; 16], sealed: &[u8]) -> T {
        let mut opened = self.opened.borrow_mut();
        let body = opened.entry(sealed.to_vec()).or_insert_with(|| {
            let place = aad("row", AGENCY, format_args!("{kind}/{}", uuid::Uuid::from_bytes(id)));
            self.agency_key.open(&place, sealed).unwrap()
        });
        serde_json::from_slice(body).unwrap()
    }

    fn plans(&self, scope: &BTreeSet<ClientId>) -> BTreeMap<ClientId, CrisisPlan> {
        let sql = "select crisis_plan_id, client_id, body from crisis_plan";
        let plans: BTreeMap<_, CrisisPlan> = self.bodies("crisis_plan", sql, scope, |id| id);
        plans.into_values().map(|plan| (plan.client_id, plan)).collect()
    }

    fn plan_of(&self, client: ClientId) -> Option<CrisisPlan> {
        self.plans(&BTreeSet::from([client])).remove(&client)
    }

    /// The edits of plans in a push.
    fn edits(&self, push: &Push) -> Vec<(OperationId, ClientId)> {
        let written = self.written.borrow();
        let operation = |sealed: &domain::wire::v1::SealedOperation| {
            let operation = written.get(&(sealed.op_id, Hash::of(&sealed.sealed)))?;
            let Payload::CrisisPlanSaved(edit) = &operation.payload else { return None };
            Some((operation.op_id, edit.client_id))
        };
        push.operations.iter().filter_map(operation).collect()
    }

    fn kept<T>(&self, tell: impl FnOnce(&Kept) -> T) -> T {
        if self.kept.borrow().is_none() {
            let kept = self.count();
            self.kept.replace(Some(kept));
        }
        tell(self.kept.borrow().as_ref().unwrap())
    }

    fn count(&self) -> Kept {
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
        let sql = "select action, object_id, count(*) from audit_event where action in
            ('contact_signed', 'addendum_signed', 'crisis_plan_opened', 'crisis_plan_saved',
             'task_closed', 'client_met', 'crisis_event_ended') group by action, object_id";
        let mut done: BTreeMap<_, usize> = BTreeMap::new();
        for row in self.all(sql) {
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

fn id(row: &SqliteRow, column: usize) -> [u8; 16] {
    row.get::<&[u8], _>(column).try_into().unwrap()
}

/// What an operation leaves in the audit log: the word, and whose id.
fn trace(operation: &Operation) -> (String, [u8; 16]) {
    let (word, id) = match &operation.payload {
        Payload::ContactSigned(contact) => ("contact_signed", *contact.contact_id.as_bytes()),
        Payload::AddendumSigned(addendum) => ("addendum_signed", *addendum.addendum_id.as_bytes()),
        Payload::TaskClosed(closed) => ("task_closed", *closed.task_id.as_bytes()),
        Payload::ClientMet(client) => ("client_met", *client.client_id.as_bytes()),
        Payload::CrisisPlanOpened(lookup) => ("crisis_plan_opened", *lookup.client_id.as_bytes()),
        Payload::CrisisPlanSaved(edit) => ("crisis_plan_saved", *edit.crisis_plan_id.as_bytes()),
        Payload::CrisisEventEnded(event) => {
            ("crisis_event_ended", *event.crisis_event_id.as_bytes())
        }
    };
    (word.to_owned(), id)
}

impl Server for Real {
    fn seal(&self, device: DeviceId, op_id: OperationId, operation: &[u8]) -> Vec<u8> {
        let key = outbox_key(&device_key(device), device);
        let sealed = key.seal(&aad("outbox", device, op_id), operation);
        if let Ok(operation) = serde_json::from_slice(operation) {
            self.written.borrow_mut().insert((op_id, Hash::of(&sealed)), operation);
        }
        sealed
    }

    fn push(&mut self, push: &Push) -> Result<PushAnswer, Failure> {
        let edits = self.edits(push);
        let clients: BTreeSet<_> = edits.iter().map(|(_, client)| *client).collect();
        assert_eq!(clients.len(), edits.len(), "two edits of one plan in a push");
        let before: Vec<_> = edits.iter().map(|(_, client)| self.plan_of(*client)).collect();
        let known = self.kept(|kept| kept.applied.clone());
        let deposit = &self.phones.get(&push.device_id).unwrap().deposit;
        let request = Request::post("/api/v1/push")
            .header(header::AUTHORIZATION, format!("Deposit {deposit}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(serde_json::to_vec(push).unwrap()))
            .unwrap();
        let answer: PushAnswer = self.ask(request)?.expect("a push has an answer");
        self.kept.replace(None);
        for ((op_id, client), before) in edits.into_iter().zip(before) {
            let applied = self.kept(|kept| kept.applied.contains_key(&op_id));
            if applied && !known.contains_key(&op_id) {
                let (device, after) = (push.device_id, self.plan_of(client).unwrap());
                self.plan_saves.push(PlanSave { device, op_id, before, after, released: false });
            }
        }
        Ok(answer)
    }

    fn pull(
        &mut self,
        device: DeviceId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Option<PullPage>, Failure> {
        let cursor = cursor.unwrap_or_default();
        let request = Request::get(format!("/api/v1/pull?cursor={cursor}&limit={limit}"))
            .header(header::COOKIE, &self.phones.get(&device).unwrap().cookie)
            .header("streetlight-phone", device.to_string())
            .body(Body::empty())
            .unwrap();
        self.ask(request)
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Enrol { staff, device } => self.enrol(staff, device),
            Act::PutClient(client) => self.load(|batch| {
                batch.clients.push(NewClient { client: *client, assigned: Vec::new() });
            }),
            Act::PutPlan(mut plan) => {
                let before = self.plan_of(plan.client_id);
                plan.version = before.as_ref().map_or(1, |before| before.version + 1);
                if let Some(before) = before {
                    plan.crisis_plan_id = before.crisis_plan_id;
                }
                self.load(|batch| batch.crisis_plans.push(*plan));
            }
            Act::Assign { staff, client } => {
                // Somebody met after the backup is not here any more.
                let clients = self.all("select client_id from client");
                if clients.iter().any(|row| id(row, 0) == *client.as_bytes()) {
                    self.runtime.block_on(self.store().assign(AGENCY, staff, client)).unwrap();
                }
            }
            Act::Unassign { staff, client } => {
                self.runtime.block_on(self.store().unassign(AGENCY, staff, client)).unwrap();
            }
            Act::Revoke { device } => self.revoke(device),
            // Nobody looks into the quarantine here; `quarantine` has a supervisor who does.
            Act::Release { .. } => {}
            Act::BackUp => {
                let backup = self.backup();
                let _an_older_one = std::fs::remove_file(&backup);
                self.runtime.block_on(self.store().backup(&backup)).unwrap();
            }
            Act::Restore => {
                self.restore();
                self.kept.replace(None);
            }
        }
    }

    /// It has a clock of its own, and nothing may depend on it.
    fn set_clock(&mut self, _: Moment) {}

    fn holds(&self, op_id: OperationId, hash: Hash) -> bool {
        self.kept(|kept| kept.held.contains(&(op_id, hash)))
    }

    fn times_applied(&self, op_id: OperationId) -> u32 {
        self.kept(|kept| kept.applied.get(&op_id).copied().unwrap_or(0))
    }

    fn is_quarantined(&self, op_id: OperationId) -> bool {
        let rows = self.all("select op_id from operation where quarantined is not null");
        rows.iter().any(|row| id(row, 0) == *op_id.as_bytes())
    }

    fn plan_saves(&mut self) -> Vec<PlanSave> {
        std::mem::take(&mut self.plan_saves)
    }

    fn scope(&self, staff: StaffId) -> BTreeSet<ClientId> {
        let rows = self.all("select staff_id, client_id from case_assignment where to_seq is null");
        let own = rows.iter().filter(|row| id(row, 0) == *staff.as_bytes());
        own.map(|row| ClientId::from_bytes(id(row, 1))).collect()
    }

    fn rows(&self, staff: StaffId) -> Rows {
        let scope = self.scope(staff);
        let addenda = "select addendum_id, client_id, body from contact_addendum";
        Rows {
            clients: self.bodies(
                "client",
                "select client_id, client_id, body from client",
                &scope,
                ClientId::from_bytes,
            ),
            plans: self.plans(&scope),
            tasks: self.bodies(
                "task",
                "select task_id, client_id, body from task",
                &scope,
                TaskId::from_bytes,
            ),
            contacts: self.bodies(
                "contact",
                "select contact_id, client_id, body from contact",
                &scope,
                ContactId::from_bytes,
            ),
            addenda: self.bodies("addendum", addenda, &scope, AddendumId::from_bytes),
            crisis_events: self.bodies(
                "crisis_event",
                "select crisis_event_id, client_id, body from crisis_event",
                &scope,
                CrisisEventId::from_bytes,
            ),
        }
    }
}

fn live(seed: u64, bug: Option<PhoneBug>) -> Result<Figures, Box<Broken>> {
    let mut real = Real::start();
    let figures = run(seed, &mut real, bug)?;
    let verified = real.runtime.block_on(real.store().verify_audit(AGENCY)).unwrap();
    assert!(matches!(verified, server::audit::Finding::Whole(..)), "seed {seed}: {verified:?}");
    Ok(figures)
}

/// Runs every other seed.
fn sweep(part: usize) {
    let (mut sum, mut broken) = (Figures::default(), None);
    let only = std::env::var("STREETLIGHT_SIM_SEED").ok().and_then(|seed| seed.parse().ok());
    let seeds = amount("STREETLIGHT_REAL_SEEDS", 20);
    for seed in only.map_or(part..seeds, |seed: usize| seed..seed + 1).step_by(2) {
        match live(seed as u64, None) {
            Ok(figures) => sum += figures,
            Err(found) => broken = Some(found),
        }
        if broken.is_some() {
            break;
        }
    }
    let says = |name| u8::from(broken.as_ref().is_some_and(|broken| broken.what.starts_with(name)));
    let (lost, duplicated) = (says("I1:"), says("I2:"));
    write_down(&serde_json::json!({
        "fault": "simulator seeds, real server and database", "injected": sum.seeds,
        "operations": sum.operations, "lost": lost, "duplicated": duplicated,
        "stuck": u8::from(broken.is_some()) - lost - duplicated,
        "note": {
            "faults inside the seeds on the real server": sum.faults,
            "restores among them": sum.restores,
        },
    }));
    if let Some(broken) = broken {
        let seed = broken.seed;
        panic!(
            "{broken}\nreplay: STREETLIGHT_SIM_SEED={seed} cargo test -p server --test it faults::simulator"
        );
    }
}

#[test]
fn a_fleet_gone_wild_loses_nothing_at_the_real_server_part_1_of_2() {
    sweep(0);
}

#[test]
fn a_fleet_gone_wild_loses_nothing_at_the_real_server_part_2_of_2() {
    sweep(1);
}

#[test]
fn a_phone_that_keeps_nothing_for_a_restore_is_found_at_the_real_server_too() {
    let found = (0..40).find_map(|seed| live(seed, Some(PhoneBug::KeepsNothing)).err());
    assert!(found.is_some_and(|broken| broken.what.starts_with("I1")));
}
