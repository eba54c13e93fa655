//! The server's disk is full, cannot be written to or does not sync, for a while.

use super::{Tally, amount, number, prepared};
use crate::support::{
    process::{Serving, streetlight},
    wire::{Connection, Reply},
    wire_phone::WirePhone,
};
use server::keys;
use std::{fs, path::Path, process::Command};

const EACH: usize = 12;
const KINDS: [&str; 3] = ["full", "read-only", "no-sync"];

/// Makes the calls of the server's process fail, see `support/faulty_disk.c`.
struct FaultyDisk(tempfile::TempDir);

impl FaultyDisk {
    fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/faulty_disk.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-o"])
            .arg(folder.path().join("faulty_disk.so"))
            .args([source, "-ldl"])
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        Self(folder)
    }

    fn serve(&self, data: &Path) -> Serving {
        Serving::start_with(data, |command| {
            command
                .env("LD_PRELOAD", self.0.path().join("faulty_disk.so"))
                .env("STREETLIGHT_TEST_DISK", self.switch());
        })
    }

    fn switch(&self) -> std::path::PathBuf {
        self.0.path().join("fails")
    }

    fn fail(&self, kind: &str, after_calls: u8) {
        // In one piece: the server looks at it at any time.
        let coming = self.0.path().join("coming");
        fs::write(&coming, format!("{kind} {after_calls}")).unwrap();
        fs::rename(coming, self.switch()).unwrap();
    }

    fn heal(&self) {
        fs::remove_file(self.switch()).unwrap();
    }
}

fn waits(reply: &Reply) -> bool {
    reply.status == 503 && reply.header("retry-after").is_some()
}

#[tokio::test]
async fn a_disk_that_fails_for_a_while_costs_time_and_no_operation() {
    let folder = prepared().await;
    let disk = FaultyDisk::build();
    let mut serving = disk.serve(folder.path());
    let mut phone = WirePhone::enrolled(serving.address);
    let mut tally = Tally::of("disk full, read-only or failing to sync");
    for round in 0..amount("STREETLIGHT_DISK_FAULTS", 3) {
        let kind = KINDS[round % KINDS.len()];
        let before = phone.outbox.len();
        phone.write_notes(EACH);
        // At once, or in the middle of what a push writes.
        let [after, restart] = keys::random::<2>();
        disk.fail(kind, after % 8);
        let reply = phone.deliver(serving.address, before).unwrap();
        assert!(reply.status == 200 || waits(&reply), "{kind}: {reply:?}");
        disk.fail(kind, 0);
        phone.write_notes(EACH);
        let reply = phone.deliver(serving.address, before + EACH).unwrap();
        assert!(waits(&reply), "{kind}: {reply:?}");
        // What is there can be read; only taking more has to wait.
        let health = Connection::open(serving.address).unwrap().get("/api/v1/health", &[]).unwrap();
        assert_eq!(health.status, 200);
        tally.injected += 1;
        if restart % 2 == 0 {
            // Somebody pulls the plug before the disk is well again.
            serving.kill();
            disk.heal();
            serving = disk.serve(folder.path());
        } else {
            disk.heal();
        }
        tally.settled += phone.settled(serving.address, before);
    }
    serving.kill();
    drop(serving);
    tally.close(folder.path(), std::slice::from_ref(&phone)).await;
    let verified = streetlight(folder.path(), &["verify-audit"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}

/// A file system of four megabytes, where this process may mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
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
        fs::copy(prepared.path().join(name), disk.0.path().join(name)).unwrap();
    }
    let ballast = disk.0.path().join("ballast");
    fs::write(&ballast, vec![1; 2_000_000]).unwrap();
    let mut serving = Serving::start(disk.0.path());
    let mut phone = WirePhone::enrolled(serving.address);
    let mut acknowledged = 0;
    let refused = loop {
        phone.write_notes(EACH);
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
    let _ = fs::write(&filler, vec![1; 4_000_000]);
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

    fs::remove_file(&filler).unwrap();
    fs::remove_file(&ballast).unwrap();
    let serving = Serving::start(disk.0.path());
    let reply = phone.deliver(serving.address, acknowledged).unwrap();
    assert_eq!(reply.status, 200);
    let known = number(disk.0.path(), "select count(*) from operation").await;
    assert_eq!(usize::try_from(known).unwrap(), phone.outbox.len());
}
