//! How long the language check takes for a sentence of the labelled corpus. Run by `make bench`.

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use domain::language::Checker;
use std::{hint::black_box, time::Instant};

const TIMES: u128 = 100;

fn main() {
    let begun = Instant::now();
    let checker = Checker::built_in();
    println!("made ready in {} µs", begun.elapsed().as_micros());
    let corpus = include_str!("../tests/language/corpus-tuned.tsv");
    let sentences = corpus.lines().filter_map(|line| line.split('\t').nth(1));
    let mut times: Vec<u128> = sentences
        .map(|labelled| {
            let text = labelled.replace(['[', ']'], "");
            let begun = Instant::now();
            for _ in 0..TIMES {
                black_box(checker.check(&text, &["Ana Ruiz", "Luis Pérez"]));
            }
            begun.elapsed().as_nanos() / TIMES
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() - 1) * share / 100).copied().unwrap_or_default();
    println!("a sentence: median {} ns, 95 % {} ns, longest {} ns", at(50), at(95), at(100));
}
