//! The server dies in the middle of a push, again and again.

use crate::support::{
    PASSWORD, ROSA, TestServer,
    process::{Serving, streetlight},
    wire::{Connection, Reply},
    words,
};
use domain::{
    id::{DeviceId, OperationId},
    operation::{Operation, Payload},
    wire::v1::{Enrol, Enrolled, Push, PushAnswer, SealedOperation},
};
use server::keys::{self, aad, outbox_key};
use std::{net::SocketAddr, path::Path, time::Duration};

const ROUNDS: usize = 20;
const PHONES: usize = 3;
const EACH: usize = 12;

/// A phone outside the process.
struct Phone {
    device_id: DeviceId,
    key: [u8; 32],
    deposit: String,
    outbox: Vec<SealedOperation>,
}

impl Phone {
    fn enrolled(address: SocketAddr) -> Self {
        let mut wire = Connection::open(address).unwrap();
        let body = serde_json::json!({ "login": "rosa", "password": PASSWORD }).to_string();
        let cookie = wire.post("/api/v1/session", &[], body.as_bytes()).unwrap().cookie().unwrap();
        let (device_id, key) = (DeviceId::from_parts(1, keys::random()), keys::random());
        let enrol = Enrol { device_id, name: "Pixel".to_owned(), key: Vec::from(key) };
        let body = serde_json::to_vec(&enrol).unwrap();
        let reply = wire.post("/api/v1/devices", &[("Cookie", &cookie)], &body).unwrap();
        let deposit = serde_json::from_slice::<Enrolled>(&reply.body).unwrap().deposit_token;
        Self { device_id, key, deposit, outbox: Vec::new() }
    }

    fn write_notes(&mut self) {
        for at in 0..EACH {
            let op_id = OperationId::from_parts(1, keys::random());
            // Some also bring a task, some are nobody's client: the quarantine.
            let note = match at % 4 {
                0 => words::note_with_step(words::client_id(10), "x", "call"),
                1 => words::note(words::client_id(99), "x"),
                _ => words::note(words::client_id(10), &"long ".repeat(200)),
            };
            let payload = Payload::ContactSigned(note);
            let operation = Operation::new(op_id, 1, words::at(0), payload);
            let place = aad("outbox", self.device_id, op_id);
            let key = outbox_key(&self.key, self.device_id);
            let sealed = key.seal(&place, &operation.to_bytes());
            self.outbox.push(SealedOperation { op_id, sealed });
        }
    }

    fn deliver(&self, address: SocketAddr, from: usize) -> std::io::Result<Reply> {
        let operations = self.outbox.iter().skip(from).cloned().collect();
        let body = serde_json::to_vec(&Push { device_id: self.device_id, operations }).unwrap();
        let deposit = format!("Deposit {}", self.deposit);
        let mut wire = Connection::open(address)?;
        wire.post("/api/v1/push", &[("Authorization", &deposit)], &body)
    }
}

async fn prepared() -> tempfile::TempDir {
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..11).await;
    server.store.close().await;
    server.folder
}

async fn number(folder: &Path, sql: &'static str) -> i64 {
    let mut db = crate::support::look_at(&folder.join("streetlight.db")).await;
    sqlx::query_scalar(sql).fetch_one(&mut db).await.unwrap()
}

#[tokio::test]
async fn killed_in_the_middle_of_pushes_the_server_has_each_operation_once() {
    let folder = prepared().await;
    let mut serving = Serving::start(folder.path());
    let mut phones: Vec<_> = (0..PHONES).map(|_| Phone::enrolled(serving.address)).collect();
    let mut answered = 0;
    for round in 0..ROUNDS {
        let before = round * EACH;
        phones.iter_mut().for_each(Phone::write_notes);
        answered += std::thread::scope(|scope| {
            let address = serving.address;
            let pushes: Vec<_> = phones
                .iter()
                .map(|phone| scope.spawn(move || phone.deliver(address, before).is_ok()))
                .collect();
            let micros = u64::from(keys::random::<1>()[0]) * 60;
            std::thread::sleep(Duration::from_micros(micros));
            serving.kill();
            pushes.into_iter().filter(|push| push.is_finished()).count()
        });
        serving = Serving::start(folder.path());
        for phone in &phones {
            // Everything of this round again, and it is taken or known.
            let reply = phone.deliver(serving.address, before).unwrap();
            let answer: PushAnswer = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(answer.receipts.len(), EACH);
            assert!(answer.receipts.iter().all(|receipt| receipt.outcome.is_terminal()));
        }
    }
    eprintln!("{answered} of {} pushes were over when the server died", ROUNDS * PHONES);
    serving.kill();
    drop(serving);

    let all = i64::try_from(ROUNDS * PHONES * EACH).unwrap();
    let count = async |sql| number(folder.path(), sql).await;
    assert_eq!(count("select count(*) from operation").await, all);
    assert_eq!(count("select count(*) from op_quarantine").await, all / 4);
    assert_eq!(count("select count(*) from contact").await, all / 4 * 3);
    assert_eq!(count("select count(*) from task").await, all / 4);
    assert_eq!(count("select count(*) from feed where kind = 'contact'").await, all / 4 * 3);
    let signed = "select count(*) from audit_event where action = 'contact_signed'";
    assert_eq!(count(signed).await, all / 4 * 3);
    let verified = streetlight(folder.path(), &["verify-audit"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}

/// A file system of four megabytes, where this process may mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).output();
    }
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_lost_and_the_phone_is_told_to_wait() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("not tried: this process may not mount a small disk");
        return;
    };
    let prepared = prepared().await;
    for name in ["streetlight.db", "master.key"] {
        std::fs::copy(prepared.path().join(name), disk.0.path().join(name)).unwrap();
    }
    let ballast = disk.0.path().join("ballast");
    std::fs::write(&ballast, vec![1; 2_000_000]).unwrap();
    let mut serving = Serving::start(disk.0.path());
    let mut phone = Phone::enrolled(serving.address);
    let mut acknowledged = 0;
    let refused = loop {
        phone.write_notes();
        let reply = phone.deliver(serving.address, acknowledged).unwrap();
        if reply.status != 200 {
            break reply;
        }
        acknowledged += EACH;
        assert!(acknowledged < 10_000, "the disk never fills");
    };
    assert_eq!(refused.status, 503, "{:?}", String::from_utf8_lossy(&refused.body));
    assert!(refused.header("retry-after").is_some());
    let known = number(disk.0.path(), "select count(*) from operation").await;
    assert_eq!(usize::try_from(known).unwrap(), acknowledged);

    serving.kill();
    drop(serving);
    let filler = disk.0.path().join("filler");
    let _ = std::fs::write(&filler, vec![1; 4_000_000]);
    // What is there can be read on a full disk; only taking more has to wait.
    let serving = Serving::start(disk.0.path());
    assert_eq!(phone.deliver(serving.address, acknowledged).unwrap().status, 503);
    let health = Connection::open(serving.address).unwrap().get("/api/v1/health", &[]).unwrap();
    assert_eq!(health.status, 200);
    drop(serving);

    // A database cannot be made on one.
    let fresh = disk.0.path().join("fresh");
    let key = prepared.path().join("master.key");
    let key = ["--key-file", key.to_str().unwrap(), "agency", "add", "South"];
    let output = streetlight(&fresh, &key).output().unwrap();
    let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(74), "{sentence}");
    assert!(sentence.contains("is full"), "{sentence}");

    std::fs::remove_file(&filler).unwrap();
    std::fs::remove_file(&ballast).unwrap();
    let serving = Serving::start(disk.0.path());
    let reply = phone.deliver(serving.address, acknowledged).unwrap();
    assert_eq!(reply.status, 200);
    let known = number(disk.0.path(), "select count(*) from operation").await;
    assert_eq!(usize::try_from(known).unwrap(), phone.outbox.len());
}
