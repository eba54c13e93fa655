//! A kind of record or document is named in its table and in files of its own. Everything that
//! only moves records and documents asks the table: this fails on the first file there that knows a kind by name.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has to fail")]

use domain::{document::DocumentKind, record::RecordKind};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that move records, whatever they say.
const MOVERS: [&str; 6] = [
    "../sync/src",
    "src/json",
    "../src/state",
    "../../server/src/api",
    "../../server/src/audit",
    "../../server/src/store",
];

/// Files in them that know a kind by its name, and why.
const ALLOWED: [(&str, &str); 22] = [
    ("sync/src/simulator/memory/database.rs", "the digest of the first version counts contacts"),
    ("sync/src/simulator/script.rs", "writes more than a blank of some kinds"),
    ("sync/src/simulator/phone.rs", "shows the script what a worker sees"),
    ("src/state/papers/sending.rs", "pages go once the paper is signed that names them"),
    ("sync/src/read_copy.rs", "the lists show the last contacts of each client"),
    ("sync/src/read_copy/file.rs", "and these come from the file"),
    (
        "sync/src/find/unit.rs",
        "a note is found with what was added to it, somebody around a client as what holds of them",
    ),
    ("server/src/store/directory.rs", "of services and checks of them the directory is made"),
    ("server/src/store/directory/desk.rs", "and from what checks say it is changed"),
    ("server/src/store/disclosure.rs", "supervisors look at what was told, and by which right"),
    ("server/src/store/backup/shut.rs", "a restore ends links that were ended since"),
    ("server/src/store/own.rs", "what happened to a way to a client's plan"),
    ("server/src/store/own/index.rs", "such ways are found by what is in their links"),
    ("server/src/store/own/material.rs", "what a client said, and was answered"),
    ("server/src/store/own/say.rs", "takes what a client says"),
    ("server/src/store/own/tried.rs", "opens such ways, and ends them"),
    ("server/src/store/papers.rs", "pages are handed out by the paper that names them"),
    ("server/src/store/imported.rs", "an import knows contacts and addenda that it brought before"),
    ("server/src/store/load.rs", "an import counts contacts"),
    ("server/src/store/load/records.rs", "and leaves alone those that are stored just so"),
    ("server/src/store/pull/query.rs", "the digest of the first version counts contacts"),
    ("server/src/store/services.rs", "an export of services is one of notes"),
];

/// Files that know a kind of document by its name, and why.
const ALLOWED_DOCUMENTS: [(&str, &str); 17] = [
    ("sync/src/read_copy.rs", "the lists show when a plan is to be looked over"),
    ("sync/src/find/unit.rs", "needs have the numbers that they have in the assessment"),
    ("src/state/today.rs", "asks when a service plan is to be reviewed"),
    ("sync/src/simulator/documents.rs", "writes in each"),
    ("sync/src/simulator/fleet/documents.rs", "settles what is open in each"),
    ("sync/src/simulator/memory/database.rs", "keeps rows as a page has them"),
    ("sync/src/simulator/phone.rs", "plans lie on shelves of their own"),
    ("server/src/api/clients.rs", "the address of versions from before there were two kinds"),
    ("server/src/store/change.rs", "everything about a client refers to their row"),
    ("server/src/store/document/loaded.rs", "closes the case of whom a source has no more"),
    ("server/src/store/document/outside.rs", "tells supervisors of reviews in service plans"),
    ("server/src/store/imported.rs", "an import knows what it said of people before"),
    ("server/src/store/on_call.rs", "who is on call has plans and no fact sheets"),
    ("server/src/store/on_call/openings.rs", "names the client whose plan was opened"),
    ("server/src/store/own/material.rs", "of what a client's own view is made"),
    ("server/src/store/pull/query.rs", "the digest counts versions of plans"),
    ("server/src/store/rows.rs", "names for those above"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() && !is_test {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            found.push(path);
        }
    }
}

/// The code of a file, without its comments and its tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// As a word of its own, so that `contacts` is not found in `contacts_of`.
fn names(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word)
        .any(|(at, _)| !code[..at].ends_with(part) && !code[at + word.len()..].starts_with(part))
}

/// Path and code of every file that only moves.
fn movers() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in MOVERS {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    assert!(files.len() > 60, "only {} files were looked at", files.len());
    let read = |file: PathBuf| {
        let path = file.to_str().unwrap().replace('\\', "/");
        (path, code(&fs::read_to_string(&file).unwrap()))
    };
    files.into_iter().map(read).collect()
}

#[test]
fn what_moves_documents_knows_no_kind_by_name() {
    let mut found = Vec::new();
    for (path, code) in movers() {
        for kind in DocumentKind::ALL {
            let variant = format!("DocumentKind::{kind:?}");
            let in_sql = format!("'{}'", kind.word());
            let is_named = names(&code, &variant) || code.contains(&in_sql);
            if is_named && !ALLOWED_DOCUMENTS.iter().any(|(allowed, _)| path.ends_with(allowed)) {
                found.push(format!("{path} names {}", kind.word()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}\nWhat differs by kind belongs into its Shape.");
}

#[test]
fn what_moves_records_knows_no_kind_by_name() {
    let mut found = Vec::new();
    for (path, code) in movers() {
        for kind in RecordKind::ALL {
            let variant = format!("RecordKind::{kind:?}");
            let row = format!("RecordRow::{kind:?}");
            let in_sql = format!("'{}'", kind.word());
            let named = code.contains(&in_sql)
                || [variant, row, format!("{kind:?}Row")].iter().any(|word| names(&code, word));
            if named && !ALLOWED.iter().any(|(allowed, _)| path.ends_with(allowed)) {
                found.push(format!("{path} names {}", kind.word()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}\nWhat differs by kind belongs into its impl of Record.");
}
