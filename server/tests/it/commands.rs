//! The binary itself, as an operator meets it.

use std::{
    io::Write as _,
    net::TcpListener,
    path::Path,
    process::{Command, Output, Stdio},
};

fn streetlight(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_streetlight"));
    command.arg("--data").arg(data).args(arguments).env_remove("STREETLIGHT_DATA");
    command
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    streetlight(data, arguments).output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn an_agency_and_its_people_are_set_up_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["agency", "add", "North"]).status.success());
    let mut add = streetlight(
        folder.path(),
        &["user", "add", "rosa", "--name", "Rosa Diaz", "--password-stdin"],
    )
    .stdin(Stdio::piped())
    .spawn()
    .unwrap();
    add.stdin.take().unwrap().write_all(b"a long password\n").unwrap();
    assert!(add.wait().unwrap().success());
    let made_up = run(folder.path(), &["user", "password", "rosa"]);
    assert_eq!(made_up.stdout.len(), 20);
    let list = run(folder.path(), &["user", "list"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains("Rosa Diaz"));
    let verified = run(folder.path(), &["verify-audit"]);
    assert!(String::from_utf8_lossy(&verified.stdout).contains("whole"));
    let (code, sentence) = said(&run(folder.path(), &["user", "password", "nobody"]));
    assert_eq!(code, Some(64), "{sentence}");
}

#[test]
fn each_mishap_has_a_sentence_and_an_exit_code_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    let (code, sentence) = said(&run(&file.join("beneath"), &["serve"]));
    assert_eq!(code, Some(73), "{sentence}");
    assert!(sentence.contains("cannot be written"), "{sentence}");

    let (code, sentence) = said(&run(&folder.path().join("none"), &["verify-audit"]));
    assert_eq!(code, Some(66), "{sentence}");

    let data = folder.path().join("data");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, sentence) = said(&run(&data, &["serve", "--plain-http", "--listen", &address]));
    assert_eq!(code, Some(69), "{sentence}");
    assert!(sentence.contains("cannot listen"), "{sentence}");

    let open = ["serve", "--plain-http", "--listen", "0.0.0.0:0"];
    let (code, sentence) = said(&run(&data, &open));
    assert_eq!(code, Some(78), "{sentence}");

    std::fs::write(data.join("streetlight.db"), vec![1; 8_192]).unwrap();
    let (code, sentence) = said(&run(&data, &["serve"]));
    assert_eq!(code, Some(65), "{sentence}");
    assert_eq!(said(&run(&data, &["no-such-command"])).0, Some(64));
}

#[test]
fn what_is_logged_at_the_start_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output =
        run(folder.path(), &["--log", "json", "serve", "--plain-http", "--listen", &address]);
    let (_, log) = said(&output);
    let key = std::fs::read_to_string(folder.path().join("master.key")).unwrap();
    assert!(log.contains("\"starting\"") && log.contains("master.key"), "{log}");
    assert!(!log.contains(key.trim()));
    let args = format!("{:?}", server::keys::Keyring::new(&zeroize::Zeroizing::new([7; 32])));
    assert_eq!(args, "Keyring");
}
