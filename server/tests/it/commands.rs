//! The binary itself, as an operator meets it.

use crate::support::{
    ROSA, TestPhone, TestServer,
    process::{Serving, streetlight},
    words,
};
use domain::wire::v1::Push;
use std::{
    io::Write as _,
    net::TcpListener,
    path::Path,
    process::{Output, Stdio},
};

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
fn a_name_to_sign_in_with_is_one_line_that_can_be_seen_and_one_in_every_spelling() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["agency", "add", "North"]).status.success());
    let add = |login: &str, name: &str| {
        said(&run(folder.path(), &["user", "add", login, "--name", name]))
    };
    for (login, why) in [
        ("", "empty"),
        (" ", "empty"),
        ("\u{200b}", "cannot be seen"),
        ("rosa\u{ad}", "cannot be seen"),
        ("rosa\ndana", "line break"),
    ] {
        let (code, sentence) = add(login, "Rosa Diaz");
        assert_eq!(code, Some(64), "{login:?}: {sentence}");
        assert!(sentence.contains("cannot be a name to sign in with"), "{login:?}: {sentence}");
        assert!(sentence.contains(why), "{login:?}: {sentence}");
    }
    assert_eq!(add("rosa", "\u{200b}").0, Some(64));
    // An agency and what stands behind a name are printed as well.
    for name in ["", " ", "\u{200b}", "North\nSouth"] {
        let (code, sentence) = said(&run(folder.path(), &["agency", "add", name]));
        assert_eq!(code, Some(64), "{name:?}: {sentence}");
    }
    for credentials in ["\u{200b}", "LCSW\nPhD"] {
        let args = ["user", "add", "lee", "--name", "Lee", "--credentials", credentials];
        assert_eq!(said(&run(folder.path(), &args)).0, Some(64), "{credentials:?}");
    }
    assert_eq!(add("Zoe\u{308}", "Zoë One").0, Some(0));
    let (code, sentence) = add("ZO\u{cb}", "Zoë Two");
    assert_eq!(code, Some(64), "{sentence}");
    let list = run(folder.path(), &["user", "list"]);
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(list.contains("zo\u{eb}\t") && !list.contains("Two"), "{list}");
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
fn where_a_restore_was_cut_short_no_empty_database_takes_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert!(run(data, &["agency", "add", "North"]).status.success());
    let backup = data.join("backup.db");
    assert!(run(data, &["backup", backup.to_str().unwrap()]).status.success());
    // As it is between the two renames, a write-ahead log left behind.
    std::fs::copy(&backup, data.join("streetlight.db.restoring")).unwrap();
    let kept = data.join("streetlight.db.before-restore-7");
    std::fs::rename(data.join("streetlight.db"), &kept).unwrap();
    std::fs::write(data.join("streetlight.db-wal"), "left behind").unwrap();

    for command in [["serve", "--plain-http"].as_slice(), &["verify-audit"]] {
        let (code, sentence) = said(&run(data, command));
        assert_eq!(code, Some(66), "{sentence}");
        assert!(sentence.contains("cut short") && sentence.contains("restore"), "{sentence}");
        assert!(!data.join("streetlight.db").exists());
    }
    let restored = run(data, &["restore", backup.to_str().unwrap()]);
    assert!(restored.status.success(), "{restored:?}");
    let beside_kept = std::fs::read(data.join("streetlight.db.before-restore-7-wal")).unwrap();
    assert_eq!(beside_kept, b"left behind");
    assert!(run(data, &["verify-audit"]).status.success());
}

#[test]
fn a_database_from_the_future_and_one_in_use_have_codes_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path());
    let (code, sentence) = said(&run(folder.path(), &["serve", "--plain-http"]));
    assert_eq!(code, Some(75), "{sentence}");
    drop(serving);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut db = crate::support::look_at(&folder.path().join("streetlight.db")).await;
        let newer = "insert into _sqlx_migrations
                (version, description, success, checksum, execution_time)
             values (9999, 'from the future', 1, x'00', 0)";
        sqlx::query(newer).execute(&mut db).await.unwrap();
    });
    let (code, sentence) = said(&run(folder.path(), &["serve", "--plain-http"]));
    assert_eq!(code, Some(76), "{sentence}");
    assert!(sentence.contains("newer version"), "{sentence}");
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

#[tokio::test]
async fn a_sealed_copy_from_a_phone_is_delivered_at_the_console_and_counts_once() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    // More than one delivery takes, and one of them about somebody unknown.
    let mut operations: Vec<_> =
        (0..60).map(|n| rosa.sign_note(words::note(client, &format!("note {n}")))).collect();
    operations.push(rosa.sign_note(words::note(words::client_id(99), "somebody else")));
    rosa.deliver_one(&server, &operations[0]).await;
    let push = Push { device_id: rosa.device_id, operations, asks: Vec::new() };
    let folder = server.stop().await;
    let data = folder.path();
    let copy = data.join("streetlight-unsent.json");
    std::fs::write(&copy, serde_json::to_vec(&push).unwrap()).unwrap();
    let deliver = |file: &Path| run(data, &["deliver", file.to_str().unwrap()]);

    let output = deliver(&copy);
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    for (operation, line) in push.operations.iter().zip(told.lines()) {
        assert!(line.starts_with(&operation.op_id.to_string()), "{line}");
    }
    let count = |told: &str, word: &str| {
        told.lines().filter(|line| line.split('\t').nth(1) == Some(word)).count()
    };
    assert_eq!(count(&told, "applied"), 59);
    assert_eq!(count(&told, "known already"), 1);
    assert_eq!(count(&told, "in the quarantine: not_assigned"), 1);
    assert!(told.contains("59 applied, 1 known already, 1 in the quarantine"), "{told}");
    let again = String::from_utf8_lossy(&deliver(&copy).stdout).into_owned();
    assert_eq!(count(&again, "known already"), 60);
    let mut db = crate::support::look_at(&data.join("streetlight.db")).await;
    let notes: i64 = sqlx::query_scalar("select count(*) from record where kind = 'contact'")
        .fetch_one(&mut db)
        .await
        .unwrap();
    assert_eq!(notes, 60);

    let (code, sentence) = said(&deliver(&data.join("none.json")));
    assert_eq!(code, Some(66), "{sentence}");
    let half = data.join("half.json");
    std::fs::write(&half, &std::fs::read(&copy).unwrap()[..900]).unwrap();
    let (code, sentence) = said(&deliver(&half));
    assert_eq!(code, Some(64), "{sentence}");
    assert!(sentence.contains("not a sealed copy"), "{sentence}");
    let stranger = Push { device_id: domain::id::DeviceId::from_bytes([9; 16]), ..push };
    std::fs::write(&half, serde_json::to_vec(&stranger).unwrap()).unwrap();
    let (code, sentence) = said(&deliver(&half));
    assert_eq!(code, Some(64), "{sentence}");
    assert!(sentence.contains("not enrolled here"), "{sentence}");
    let _serving = Serving::start(data);
    assert_eq!(said(&deliver(&copy)).0, Some(75));
}
