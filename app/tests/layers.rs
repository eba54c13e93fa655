//! Who may import whom among the files of the app.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

use std::collections::{BTreeMap, BTreeSet};

/// From the bottom up. A file imports nothing of a layer above its own. What is kept and sealed
/// is then right whatever is on screen, a screen can be taken away or put into another chunk
/// without anything below it noticing, and a file can be read with what lies below it alone.
const LAYERS: [&[&str]; 9] = [
    &["held", "together", "words"],
    &["browser"],
    &["store", "vault"],
    &["place"],
    &["state"],
    &["parts"],
    &["pages"],
    &["chunks", "rehearsal", "routes"],
    &["lib"],
];

/// More files than this that import each other can only be read, moved and tested together.
const LARGEST_CIRCLE: usize = 3;

/// Text by paths such as `crate/pages/today`.
type Files = BTreeMap<String, String>;
type Tokens<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

#[test]
fn no_import_goes_up_a_layer_or_to_another_screen_and_no_circle_is_large() {
    let files = files();
    let read = files.iter().map(|(file, source)| (file.clone(), imports(file, source, &files)));
    let mut reached: BTreeMap<String, BTreeSet<String>> = read.collect();
    let screen = |one: &str| one.strip_prefix("crate/pages/")?.split('/').next().map(str::to_owned);
    let mut wrong = Vec::new();
    for (file, imported) in &reached {
        for other in imported {
            if layer(other) > layer(file) {
                wrong.push(format!("{file} imports {other}, of a layer above"));
            } else if screen(file).zip(screen(other)).is_some_and(|(own, one)| own != one) {
                wrong.push(format!("{file} imports {other}: what two screens need is a part"));
            }
        }
    }
    for over in files.keys() {
        let beyond = reached[over].clone();
        for far in reached.values_mut().filter(|far| far.contains(over)) {
            far.extend(beyond.iter().cloned());
        }
    }
    for (file, far) in &reached {
        let circle = far.iter().filter(|other| reached[*other].contains(file));
        let circle: Vec<_> = circle.map(String::as_str).collect();
        if circle.len() > LARGEST_CIRCLE && circle.first() == Some(&file.as_str()) {
            wrong.push(format!("{} files import each other: {}", circle.len(), circle.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_file_but_one_names_a_signal_of_the_library() {
    let apart = |c: char| !(c.is_alphanumeric() || c == '_');
    let is_one = |word: &&str| {
        matches!(*word, "RwSignal" | "ArcRwSignal" | "Signal" | "Memo" | "StoredValue")
    };
    for (file, source) in files() {
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        let named: Vec<_> = code.flat_map(|line| line.split(apart)).filter(is_one).collect();
        assert_eq!(named.is_empty(), file != "crate/held", "{file}: {named:?}");
    }
}

#[test]
fn an_import_is_read_wherever_a_path_names_it() {
    let file = |path| (format!("crate{path}"), String::new());
    let files = ["", "/a", "/a/own", "/a/next", "/b", "/c", "/sync"].map(file).into();
    let source = "use ::sync::own::X; use crate::{b::{self, Y as Z}}; use super::next; fn f() { \
                  own::g::<crate::c::D>(); serde::own(); }";
    let read = |file| imports(file, source, &files).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(read("crate/a/own"), "crate/a/next crate/b crate/c");
    assert_eq!(read("crate/a"), "crate crate/a/own crate/b crate/c");
}

/// Every file of the app, without comments and tests.
fn files() -> Files {
    let mut files = Files::new();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut ahead = vec![(std::path::PathBuf::from(root), "crate".to_owned())];
    while let Some((path, file)) = ahead.pop() {
        if path.is_dir() {
            for inner in std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()) {
                let word = inner.file_stem().unwrap().to_str().unwrap();
                let word = if ["mod", "lib"].contains(&word) { "self" } else { word };
                ahead.push((inner.clone(), step(&file, word)));
            }
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let source = std::fs::read_to_string(path).unwrap();
            let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let lines = source.lines().map(|line| line.split("//").next().unwrap());
            files.insert(file, lines.collect::<Vec<_>>().join("\n"));
        }
    }
    files
}

/// The files that a file names, by paths from the crate, from above it or from modules of its own.
fn imports(file: &str, source: &str, files: &Files) -> BTreeSet<String> {
    let apart = |c: char| if c.is_alphanumeric() || c == '_' { vec![c] } else { vec![' ', c, ' '] };
    let text: String = source.replace("::", "§").chars().flat_map(apart).collect();
    let mut tokens = text.split_whitespace().peekable();
    let mut found = BTreeSet::new();
    while let Some(first) = tokens.next() {
        // A path that begins with the sign itself is of another crate.
        if first != "§" && tokens.next_if_eq(&"§").is_none() {
            continue;
        }
        let start = step(file, first);
        let mut named = Vec::new();
        paths(&mut tokens, &start, &mut named);
        for mut path in named.into_iter().filter(|_| files.contains_key(&start)) {
            // What a path names beyond its file is in that file.
            while !files.contains_key(&path) {
                path.truncate(path.rfind('/').unwrap());
            }
            found.insert(path);
        }
    }
    found.remove(file);
    found
}

/// Where a word of a path leads.
fn step(from: &str, word: &str) -> String {
    match word {
        "crate" => "crate".to_owned(),
        "self" => from.to_owned(),
        "super" => from.rsplit_once('/').map_or("crate", |(above, _)| above).to_owned(),
        word => format!("{from}/{word}"),
    }
}

/// Every path that goes on with the next tokens: one, or those of a tree in braces.
fn paths(tokens: &mut Tokens<'_>, path: &str, found: &mut Vec<String>) {
    match tokens.next() {
        Some("{") => {
            while tokens.peek().is_some() && tokens.next_if_eq(&"}").is_none() {
                if tokens.next_if_eq(&",").is_none() {
                    paths(tokens, path, found);
                }
            }
        }
        Some(word) if tokens.next_if_eq(&"§").is_some() => paths(tokens, &step(path, word), found),
        Some(word) => found.push(step(path, word)),
        None => {}
    }
}

fn layer(file: &str) -> usize {
    let first = file.split('/').nth(1).unwrap_or("lib");
    LAYERS.iter().position(|layer| layer.contains(&first)).expect("a layer for every folder")
}
