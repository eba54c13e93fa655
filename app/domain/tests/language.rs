//! How well the language check points at what a trainer of documentation would point at: precision
//! and recall over sentences labelled by hand (`tests/language`), a class and a language at a time.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has to fail")]
#![expect(clippy::print_stdout, reason = "the tables are to be read")]

use domain::language::{Checker, Class};
use std::{collections::BTreeMap, fmt::Write as _, fs, ops::Range};

/// A labelled sentence.
struct Sentence {
    line: usize,
    language: String,
    text: String,
    names: Vec<String>,
    labels: Vec<(Class, Range<usize>)>,
}

/// Right and all, of what was pointed at and of what was labelled.
#[derive(Default, Clone, Copy)]
struct Tally {
    right: usize,
    pointed_at: usize,
    found: usize,
    labelled: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.pointed_at += other.pointed_at;
        self.found += other.found;
        self.labelled += other.labelled;
    }

    fn precision(self) -> f64 {
        share(self.right, self.pointed_at)
    }

    fn recall(self) -> f64 {
        share(self.found, self.labelled)
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundred sentences")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}

fn corpus(name: &str) -> Vec<Sentence> {
    let path = format!("{}/tests/language/{name}.tsv", env!("CARGO_MANIFEST_DIR"));
    let file = fs::read_to_string(path).unwrap();
    file.lines().enumerate().map(|(at, line)| sentence(at + 1, line)).collect()
}

fn sentence(line: usize, row: &str) -> Sentence {
    let mut columns = row.split('\t');
    let language = columns.next().unwrap().to_owned();
    let mut rest = columns.next().unwrap();
    let names = columns.next().unwrap_or_default();
    let names = names.split(';').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let (mut text, mut labels) = (String::new(), Vec::new());
    while let Some((before, label)) = rest.split_once('[') {
        text.push_str(before);
        let (label, behind) = label.split_once(']').unwrap();
        let (class, words) = label.split_once(':').unwrap();
        let from = text.len();
        text.push_str(words);
        labels.push((Class::of(class).unwrap(), from..text.len()));
        rest = behind;
    }
    text.push_str(rest);
    Sentence { line, language, text, names, labels }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The tally of each language and class, and every mistake in words.
fn measure(name: &str) -> (BTreeMap<(String, Class), Tally>, String) {
    let checker = Checker::built_in();
    let mut tallies = BTreeMap::<(String, Class), Tally>::new();
    let mut mistakes = String::new();
    for sentence in corpus(name) {
        let Sentence { line, language, text, names, labels } = sentence;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let findings: Vec<(Class, Range<usize>)> =
            checker.check(&text, &names).into_iter().map(|found| (found.class, found.at)).collect();
        let is_in = |(class, at): &(Class, Range<usize>), those: &[(Class, Range<usize>)]| {
            those.iter().any(|(other, there)| class == other && overlap(at, there))
        };
        for found in &findings {
            let tally = tallies.entry((language.clone(), found.0)).or_default();
            tally.pointed_at += 1;
            if is_in(found, &labels) {
                tally.right += 1;
            } else {
                let words = &text[found.1.clone()];
                writeln!(mistakes, "  {line}: {} {words:?} for nothing: {text}", found.0.word())
                    .unwrap();
            }
        }
        for label in &labels {
            let tally = tallies.entry((language.clone(), label.0)).or_default();
            tally.labelled += 1;
            if is_in(label, &findings) {
                tally.found += 1;
            } else {
                let words = &text[label.1.clone()];
                writeln!(mistakes, "  {line}: {} {words:?} missed: {text}", label.0.word())
                    .unwrap();
            }
        }
    }
    (tallies, mistakes)
}

/// Prints the table of a corpus, and holds the whole of it to a floor in each language.
fn hold(name: &str, least_precision: f64, least_recall: f64) {
    let (tallies, mistakes) = measure(name);
    let mut table = format!("{name}\n  language class       precision      recall\n");
    let mut whole = BTreeMap::<&str, Tally>::new();
    for ((language, class), tally) in &tallies {
        row(&mut table, language, class.word(), *tally);
        whole.entry(language).or_default().add(*tally);
    }
    for (language, tally) in &whole {
        row(&mut table, language, "all", *tally);
    }
    println!("{table}{mistakes}");
    assert_eq!(whole.len(), 2, "both languages");
    for (language, tally) in whole {
        let (precision, recall) = (tally.precision(), tally.recall());
        assert!(precision >= least_precision, "{name} {language}: precision {precision:.3}");
        assert!(recall >= least_recall, "{name} {language}: recall {recall:.3}");
    }
}

fn row(table: &mut String, language: &str, class: &str, tally: Tally) {
    let Tally { right, pointed_at, found, labelled } = tally;
    writeln!(
        table,
        "  {language:8} {class:11} {:.2} ({right:3}/{pointed_at:3}) {:.2} ({found:3}/{labelled:3})",
        tally.precision(),
        tally.recall(),
    )
    .unwrap();
}

#[test]
fn sentences_the_lexicons_were_mended_on_are_told() {
    hold("corpus-tuned", 0.97, 0.97);
}

#[test]
fn sentences_written_after_the_lexicons_are_told() {
    hold("corpus-held-out", 0.90, 0.80);
}

#[test]
fn sentences_written_after_the_last_mending_are_told() {
    hold("corpus-fresh", 0.80, 0.55);
}

#[test]
fn ordinary_notes_are_told() {
    hold("corpus-ordinary", 0.90, 0.80);
}
