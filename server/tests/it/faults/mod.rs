//! The faults of the campaign that happen outside a browser, counted.
//!
//! Each test puts one kind of fault in as often as its variable says, a few
//! times in `make test` and many in `make faults`, and counts every operation
//! where it ends: in the server's database. docs/reliability.md has the table.

mod bodies;
mod disks;
mod papers;
mod replies;
mod server_kills;
mod simulator;

use crate::support::{ROSA, TestServer, look_at, wire_phone::WirePhone};
use std::{collections::BTreeSet, io::Write as _, path::Path};

/// How often, unless the variable says otherwise.
pub fn amount(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("the amount is a number"))
}

/// Adds a line to the table of the campaign.
pub fn write_down(line: &serde_json::Value) {
    eprintln!("{line}");
    if let Ok(file) = std::env::var("STREETLIGHT_FAULTS_FILE") {
        let mut file = std::fs::File::options().create(true).append(true).open(file).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}

/// A data folder with one worker's client in it, and nobody serving.
async fn prepared() -> tempfile::TempDir {
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..11).await;
    server.stop().await
}

async fn number(folder: &Path, sql: &'static str) -> i64 {
    let mut db = look_at(&folder.join("streetlight.db")).await;
    sqlx::query_scalar(sql).fetch_one(&mut db).await.unwrap()
}

/// What came of one kind of fault.
struct Tally {
    fault: &'static str,
    injected: usize,
    /// Operations with a receipt that is the last word.
    settled: usize,
}

impl Tally {
    const fn of(fault: &'static str) -> Self {
        Self { fault, injected: 0, settled: 0 }
    }

    /// Counts where the operations are, writes the line of the table, and
    /// fails where one is lost, doubled or stuck.
    async fn close(self, folder: &Path, phones: &[WirePhone]) {
        let written: BTreeSet<Vec<u8>> = phones
            .iter()
            .flat_map(|phone| &phone.outbox)
            .map(|sealed| sealed.op_id.as_bytes().to_vec())
            .collect();
        let mut db = look_at(&folder.join("streetlight.db")).await;
        let arrived: Vec<Vec<u8>> =
            sqlx::query_scalar("select op_id from operation").fetch_all(&mut db).await.unwrap();
        let arrived: BTreeSet<_> = arrived.into_iter().collect();
        let count = async |sql| number(folder, sql).await;
        let applied = count("select count(*) from operation where quarantined is null").await;
        let set_aside = count("select count(*) from operation where quarantined is not null").await;
        let kept = count("select count(*) from op_quarantine").await;
        let contacts = count("select count(*) from record where kind = 'contact'").await;
        let feed = count("select count(*) from feed where kind = 'contact'").await;
        let tasks = count("select count(*) from task").await;
        let signed = "select count(*) from audit_event where action = 'contact_signed'";
        let signed = count(signed).await;

        let operations = written.len();
        let missing = written.difference(&arrived).count();
        // What took effect has a note and an entry in the log; what did not is kept whole.
        let too_few = [(contacts, applied), (feed, applied), (signed, applied), (kept, set_aside)];
        let short = |(there, due): (i64, i64)| usize::try_from(due - there).unwrap_or(0);
        let lost = missing + too_few.map(short).iter().sum::<usize>();
        let duplicated = too_few.map(|(there, due)| short((due, there))).iter().sum::<usize>()
            + arrived.difference(&written).count();
        let stuck = operations.abs_diff(self.settled);
        let line = serde_json::json!({
            "fault": self.fault, "injected": self.injected, "operations": operations,
            "lost": lost, "duplicated": duplicated, "stuck": stuck,
        });
        write_down(&line);
        assert_eq!((lost, duplicated, stuck), (0, 0, 0), "{line}");
        let fourths = i64::try_from(operations / 4).unwrap();
        assert!((0..=1).contains(&(tasks - fourths)), "{tasks} tasks of {operations} notes");
    }
}
