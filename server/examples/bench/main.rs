//! Measures the server over loopback, on the demonstration agency, and prints
//! a table. Nothing here passes or fails.
//!
//! `cargo run --release -p server --example bench -- [--json FILE] [pulls|pushes]`
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

use ceiling::Ceiling;
use domain::id::ClientId;
use phone::Phone;
use serde_json::{Value, json};
use server::demo::{self, Caseload};
use std::{path::Path, time::Instant};

/// How often pushes and the raw ceiling are measured by turns.
const ROUNDS: usize = 5;

/// Figures in the order they were measured.
struct Table(serde_json::Map<String, Value>);

impl Table {
    fn row(&mut self, name: &str, value: f64, unit: &str) {
        println!("{name:<82} {value:>12.2} {unit}");
        self.0.insert(name.to_owned(), json!({ "value": value, "unit": unit }));
    }
}

/// How fast something went, and what it cost.
struct Measured {
    /// Operations a second.
    rate: f64,
    /// Microseconds of processor time an operation, of all that took part.
    cost: f64,
}

impl Measured {
    fn since(began: Instant, cpu: f64, operations: usize) -> Self {
        let operations = f64::from(u32::try_from(operations).unwrap());
        Self {
            rate: operations / began.elapsed().as_secs_f64(),
            cost: (cpu_seconds() - cpu) / operations * 1_000_000.0,
        }
    }
}

impl Table {
    /// The medians of several rounds.
    fn measured(&mut self, name: &str, rounds: &[Measured]) {
        self.row(name, median(rounds.iter().map(|round| round.rate)), "operations/s");
        let cost = median(rounds.iter().map(|round| round.cost));
        self.row(&format!("{name}, processor"), cost, "us each");
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
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
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let file = match arguments.first().map(String::as_str) {
        Some("--json") if arguments.len() > 1 => arguments.drain(..2).next_back(),
        _ => None,
    };
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let (pulls, pushes) = match arguments.as_slice() {
        [] => (true, true),
        ["pulls"] => (true, false),
        ["pushes"] => (false, true),
        _ => {
            eprintln!("usage: bench [--json FILE] [pulls|pushes]");
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
    let mut phones: Vec<_> = (0..100).map(|_| Phone::enrolled(driver.address)).collect();

    if pulls {
        pulls::empty(&mut table, &mut phones[0]);
        for count in [1, 10, 100] {
            pulls::first(&mut table, &mut phones[..count]);
        }
    }
    if pushes {
        measure_pushes(&mut table, folder.path(), &mut phones, &clients);
    }
    if let Some(file) = file {
        std::fs::write(file, serde_json::to_vec_pretty(&Value::Object(table.0)).unwrap()).unwrap();
    }
}

/// Pushes, and what SQLite alone does with the same rows, by turns: neighbours
/// on the machine are not to disturb the one and spare the other.
fn measure_pushes(table: &mut Table, folder: &Path, phones: &mut [Phone], clients: &[ClientId]) {
    for size in [1, 20] {
        let measured = pushes::by(&mut phones[..1], clients, size);
        table.measured(&pushes::name(size, 1), &[measured]);
    }
    let mut rounds: [Vec<Measured>; 4] = Default::default();
    for round in 0..ROUNDS {
        let ceiling = Ceiling::before_pushes(folder, round);
        rounds[0].push(pushes::by(&mut phones[..1], clients, pushes::SIZE));
        rounds[1].push(pushes::by(&mut phones[1..5], clients, pushes::SIZE));
        for (rounds, measured) in rounds[2..].iter_mut().zip(ceiling.measure()) {
            rounds.push(measured);
        }
    }
    let ours = [1, 4].map(|phones| pushes::name(pushes::SIZE, phones));
    let names = [&*ours[0], &*ours[1], ceiling::BY_TABLE, ceiling::BY_ROW];
    for (name, rounds) in names.iter().zip(&rounds) {
        table.measured(name, rounds);
    }
    for (name, ours) in names.iter().zip(&rounds).take(2) {
        for (how, raw) in ["a statement a table", "a statement a row"].iter().zip(&rounds[2..]) {
            let shares = ours.iter().zip(raw).map(|(ours, raw)| 100.0 * ours.rate / raw.rate);
            table.row(&format!("{name}, share of raw, {how}"), median(shares), "%");
        }
    }
}
