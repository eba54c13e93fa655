//! The corpus of the fuzz targets and alterations of it, on the compiler at
//! hand: libFuzzer, which finds new ones, wants another. See docs/operations.md.

#[path = "../../../fuzz/targets.rs"]
mod targets;

use std::{fs, path::Path};
use sync::simulator::Random;

/// Pieces that mean something to one of the targets.
const WORDS: [&str; 20] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "18446744073709551616",
    "1e9",
    "\\u0000",
    "\u{e9}",
    ".",
    ".s",
    ".f",
    ".c",
    "00000000-0000-0000-0000-000000000000",
    "\"schema\":2",
];

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

fn alter(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.index(bytes.len() + 1);
    let end = (at + random.index(24)).min(bytes.len());
    match random.below(6) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let word = random.pick(&WORDS).unwrap();
            bytes.splice(at..at, word.bytes());
        }
        2 => {
            let word = random.pick(&WORDS).unwrap();
            bytes.splice(at..end, word.bytes());
        }
        3 => {
            let (from, some) = (random.index(other.len() + 1), random.index(200));
            bytes.splice(at..at, other.iter().skip(from).take(some).copied());
        }
        4 => bytes.truncate(at),
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
    }
}

fn holds(name: &str, target: fn(&[u8]) -> bool) {
    let rounds = std::env::var("STREETLIGHT_FUZZ_ROUNDS").map_or(4_000, |n| n.parse().unwrap());
    let corpus = corpus(name);
    let understood = corpus.iter().filter(|bytes| target(bytes)).count();
    assert!(understood > 0 && understood < corpus.len(), "{understood} of {}", corpus.len());
    let mut random = Random::new(rounds);
    let mut still = 0;
    for _ in 0..rounds {
        let mut bytes = random.pick(&corpus).unwrap().clone();
        for _ in 0..1 + random.index(4) {
            let other = random.pick(&corpus).unwrap().clone();
            alter(&mut random, &mut bytes, &other);
        }
        still += u64::from(target(&bytes));
    }
    eprintln!("{name}: {rounds} altered, {still} still understood");
}

#[test]
fn whatever_a_seal_held_nothing_falls_over() {
    holds("operation", targets::operation);
}

#[test]
fn whatever_is_pushed_nothing_falls_over() {
    holds("push", targets::push);
}

#[test]
fn whatever_a_cursor_says_the_pull_ends() {
    holds("cursor", targets::cursor);
}

#[test]
fn whatever_is_altered_in_a_seal_it_does_not_open() {
    holds("sealed", targets::sealed);
}

#[test]
fn whatever_the_app_reads_the_server_reads_as_the_same() {
    holds("json", targets::json);
}
