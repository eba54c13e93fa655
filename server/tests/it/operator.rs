//! What an operator may do wrong without noticing, through the binary itself.

use crate::support::process::streetlight;
use std::{
    fs::{Permissions, create_dir, metadata, read_dir, set_permissions},
    io::Write as _,
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Output, Stdio},
};

/// Runs a command as a careless shell would: whatever it makes may be read by everybody.
fn run(data: &Path, arguments: &[&str]) -> Output {
    streetlight(data, arguments).output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn mode(path: &Path) -> u32 {
    metadata(path).unwrap().permissions().mode() & 0o777
}

/// The folder and everything in it is its owner's alone.
fn is_private(folder: &Path) {
    assert_eq!(mode(folder), 0o700, "{}", folder.display());
    for entry in read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path) & 0o177, 0, "{} is {:o}", path.display(), mode(&path));
    }
}

#[test]
fn whatever_is_made_or_found_in_the_data_folder_is_its_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep/er");
    assert!(run(&data, &["agency", "add", "North"]).status.success());
    is_private(&data);
    let backup = folder.path().join("backup.db");
    assert!(run(&data, &["backup", backup.to_str().unwrap()]).status.success());
    assert_eq!(mode(&backup), 0o600);

    // Into a folder that is not there yet, and from a file that may not be written.
    set_permissions(&backup, Permissions::from_mode(0o444)).unwrap();
    let key = data.join("master.key");
    let restore = |to: &Path| {
        let key_file = key.to_str().unwrap();
        run(to, &["--key-file", key_file, "restore", backup.to_str().unwrap()])
    };
    let fresh = folder.path().join("a/b/c");
    let restored = restore(&fresh);
    assert!(restored.status.success(), "{restored:?}");
    is_private(&fresh);
    // What a command before this one left open is closed, and so is what a restore keeps.
    set_permissions(&fresh, Permissions::from_mode(0o755)).unwrap();
    for file in ["streetlight.db", "streetlight.db.lock"] {
        set_permissions(fresh.join(file), Permissions::from_mode(0o644)).unwrap();
    }
    std::fs::write(fresh.join("streetlight.db.restoring"), "left behind").unwrap();
    set_permissions(fresh.join("streetlight.db.restoring"), Permissions::from_mode(0o444)).unwrap();
    let restored = restore(&fresh);
    assert!(restored.status.success(), "{restored:?}");
    is_private(&fresh);
    set_permissions(fresh.join("streetlight.db"), Permissions::from_mode(0o644)).unwrap();
    let user = ["--key-file", key.to_str().unwrap(), "user", "add", "rosa", "--name", "Rosa"];
    assert!(run(&fresh, &user).status.success());
    is_private(&fresh);
}

#[test]
fn a_report_of_an_import_is_its_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(run(&data, &["agency", "add", "North"]).status.success());
    let report = folder.path().join("report.csv");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/caseload/example.csv");
    let report_text = report.to_str().unwrap();
    let import = run(&data, &["import", "caseload", source, "--dry-run", "--report", report_text]);
    assert!(import.status.success(), "{import:?}");
    assert_eq!(mode(&report), 0o600);
}

#[test]
fn a_path_that_looks_like_an_address_or_a_name_of_sqlites_is_a_path() {
    let folder = tempfile::tempdir().unwrap();
    for data in ["file:data", "file:data?mode=memory", ":memory:"] {
        let here = |arguments: &[&str]| {
            streetlight(Path::new(data), arguments).current_dir(folder.path()).output().unwrap()
        };
        let added = here(&["agency", "add", "North"]);
        assert!(added.status.success(), "{added:?}");
        assert!(folder.path().join(data).join("streetlight.db").exists(), "{data}");
        for name in ["file:copy.db", "file::memory:", ":memory:.db", "file:x?mode=ro", "a%20b"] {
            let to = folder.path().join(name);
            let _ = std::fs::remove_file(&to);
            let output = here(&["backup", name]);
            assert!(output.status.success(), "{name}: {output:?}");
            assert!(metadata(&to).is_ok_and(|facts| facts.len() > 0), "{name} was not written");
            let restored = here(&["restore", name]);
            assert!(restored.status.success(), "{name}: {restored:?}");
        }
    }
    let data = folder.path().join("file:data");
    let backup =
        streetlight(&data, &["backup", "none/copy.db"]).current_dir(folder.path()).output();
    let (code, sentence) = said(&backup.unwrap());
    assert_eq!(code, Some(73), "{sentence}");
    assert!(sentence.contains("cannot be written"), "{sentence}");
    // A folder is no backup, and nothing else is written in its place.
    create_dir(folder.path().join("folder")).unwrap();
    let (code, sentence) =
        said(&run(&data, &["restore", folder.path().join("folder").to_str().unwrap()]));
    assert_eq!(code, Some(66), "{sentence}");
    assert!(run(&data, &["verify-audit"]).status.success());
}

#[test]
fn listening_beyond_this_machine_without_tls_is_said_to_be_dangerous() {
    let folder = tempfile::tempdir().unwrap();
    for (address, warned) in [
        ("0.0.0.0:0", true),
        ("[::]:0", true),
        ("127.0.0.1:0", false),
        ("[::ffff:127.0.0.1]:0", false),
    ] {
        // The port is taken, so that it ends.
        let taken = TcpListener::bind(address).unwrap();
        let listen = taken.local_addr().unwrap().to_string();
        let (code, log) = said(&run(folder.path(), &["serve", "--listen", &listen]));
        assert_eq!(code, Some(69), "{log}");
        let warning = log.lines().find(|line| line.contains("WARN") && line.contains("TLS"));
        assert_eq!(warning.is_some(), warned, "{listen}: {log}");
        assert_eq!(warning.is_some_and(|line| line.contains("passwords")), warned, "{log}");
    }
}

#[test]
fn a_password_that_others_guess_first_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert!(run(data, &["agency", "add", "North"]).status.success());
    let set = |arguments: &[&str], password: &str| {
        let mut command = streetlight(data, arguments);
        let mut child =
            command.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let child = child.as_mut().unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        let mut stderr = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut stderr).unwrap();
        (child.wait().unwrap().code(), stderr)
    };
    let add = ["user", "add", "marguerite", "--name", "Marguerite Duchamp", "--password-stdin"];
    let long = "x".repeat(1_025);
    for weak in [
        "short",
        "password1234",
        "Password123!",
        "P@ssw0rd1234",
        "123456789012",
        "qwertyuiopas",
        "1qaz2wsx3edc",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "letmeinletmein",
        "iloveyou1234",
        "administrator",
        "changeme1234",
        "welcome12345",
        "Summer2026!!",
        "streetlight1",
        "Streetlight2026!",
        "marguerite12",
        "duchamp.marguerite",
        "            ",
        &long,
    ] {
        let (code, sentence) = set(&add, weak);
        assert_eq!(code, Some(64), "{weak:?} was taken");
        assert!(sentence.contains("password"), "{weak:?}: {sentence}");
        assert!(weak.trim().is_empty() || !sentence.contains(weak), "{sentence}");
    }
    assert_eq!(set(&add, "harbor lights after rain\n").0, Some(0));
    let change = ["user", "password", "marguerite", "--password-stdin"];
    assert_eq!(set(&change, "password1234\n").0, Some(64));
    assert_eq!(set(&change, "Marguerite12").0, Some(64));
    assert_eq!(set(&change, "blue kettle under the stairs\n").0, Some(0));
}
