//! Measures the server over loopback, on the demonstration agency, and prints
//! a table. Nothing here passes or fails.
//!
//! `cargo run --release -p server --example bench -- [--json FILE]`
#![expect(clippy::print_stdout, reason = "the table is what it is for")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement that cannot go on is to stop there"
)]

mod ceiling;
mod driver;
mod phone;
mod pulls;
mod pushes;
#[path = "../../tests/it/support/wire.rs"]
mod wire;

use serde_json::{Value, json};
use server::demo::{self, Caseload};
use std::time::Instant;

/// Figures in the order they were measured.
struct Table(serde_json::Map<String, Value>);

impl Table {
    fn row(&mut self, name: &str, value: f64, unit: &str) {
        println!("{name:<66} {value:>12.2} {unit}");
        self.0.insert(name.to_owned(), json!({ "value": value, "unit": unit }));
    }
}

/// Processor time of this process so far, which neighbours on the machine do
/// not change; zero where the system does not say.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold anything, user and system time are 12th
    // and 13th, in hundredths.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => None,
        (Some("--json"), Some(file)) => Some(file),
        _ => {
            eprintln!("usage: bench [--json FILE]");
            std::process::exit(64);
        }
    };
    let mut table = Table(serde_json::Map::new());
    let folder = tempfile::tempdir().unwrap();
    let now = server::clock::now();
    let began = Instant::now();
    let batch = demo::build(now.date(), now, &[Caseload::new("dana", 60, 5_000)]);
    table.row("demonstration: making 5,000 notes", began.elapsed().as_secs_f64(), "s");
    let clients: Vec<_> = batch.clients.iter().map(|new| new.client.client_id).collect();
    let driver = driver::Driver::start(folder.path(), batch);
    table.row("demonstration: loading them", driver.loaded.as_secs_f64(), "s");
    let mut phones: Vec<_> = (0..100).map(|_| phone::Phone::enrolled(driver.address)).collect();

    pulls::empty(&mut table, &mut phones[0]);
    for count in [1, 10, 100] {
        pulls::first(&mut table, &mut phones[..count]);
    }
    for size in [1, 20, 50] {
        pushes::by(&mut table, &mut phones[0], &clients, size);
    }
    ceiling::measure(&mut table, folder.path());
    pushes::share(&mut table);
    if let Some(file) = file {
        std::fs::write(file, serde_json::to_vec_pretty(&Value::Object(table.0)).unwrap()).unwrap();
    }
}
