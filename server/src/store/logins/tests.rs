use super::*;
use crate::store::{Batch, Login, NewStaff, OpenOptions};
use domain::wire::v1::{Agency, Role, StaffCard};

const AGENCY: AgencyId = AgencyId::from_bytes([9; 16]);

fn member(n: u8) -> NewStaff {
    let card = StaffCard {
        staff_id: StaffId::from_bytes([n; 16]),
        name: format!("Person {n}"),
        credentials: String::new(),
        role: Role::Worker,
    };
    NewStaff { card, login: format!("person{n}"), password: None }
}

fn agency() -> Agency {
    Agency::new(AGENCY, "North".into())
}

/// A store as the version before left it: the names as they were typed, their
/// tags by the former rule.
async fn written_before(folder: &std::path::Path, logins: &[&str]) -> Store {
    let store = Store::open(&OpenOptions::in_folder(folder)).await.expect("a new store");
    let mut batch = Batch::of(agency());
    batch.staff = (1..).zip(logins).map(|(n, _)| member(n)).collect();
    store.load(batch, &mut |_, _| {}).await.expect("it loads");
    for (n, login) in (1..).zip(logins) {
        let id = [n; 16];
        let key = store.agency_key(AGENCY).await.expect("a key");
        let body = Body { card: member(n).card, login: (*login).to_owned() };
        let body = serde_json::to_vec(&body).expect("it is written");
        sqlx::query("update staff set login_tag = ?, login_rule = 0, body = ? where staff_id = ?")
            .bind(store.keyring().former_login_tag(login).as_slice())
            .bind(rows::seal(&key, AGENCY, "staff", &id, &body))
            .bind(id.as_slice())
            .execute(&store.0.writer)
            .await
            .expect("it is changed");
    }
    store
}

/// Somebody who works at an agency in an empty store.
pub(in crate::store) async fn staffed(store: &Store) -> Login {
    let mut batch = Batch::of(agency());
    batch.staff = vec![member(1)];
    store.load(batch, &mut |_, _| {}).await.expect("it loads");
    let tag = store.keyring().login_tag("person1");
    store.login(&tag).await.expect("it is read").expect("somebody")
}

async fn who(store: &Store, login: &str) -> Option<u8> {
    let tag = store.keyring().login_tag(login);
    let login = store.login(&tag).await.expect("it is read")?;
    login.staff.as_bytes().first().copied()
}

#[tokio::test]
async fn names_from_before_are_mended_when_the_store_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let logins = ["zoe\u{308}", "zo\u{eb}", "Rosa", "ro\u{200b}sa", "", "dana", "line\nfeed"];
    let before = written_before(folder.path(), &logins).await;
    assert_eq!(who(&before, "ZOE\u{308}").await, Some(2), "the other spelling finds another");
    before.close().await;
    drop(before);

    let store = Store::open(&OpenOptions::in_folder(folder.path())).await.expect("it opens");
    assert_eq!(who(&store, "ZOE\u{308}").await, Some(2), "composed already: it stays");
    assert_eq!(who(&store, "zoë.2").await, Some(1), "the second gets a number");
    assert_eq!(who(&store, "ROSA").await, Some(3));
    assert_eq!(who(&store, "rosa.2").await, Some(4), "what could not be seen was the same name");
    assert_eq!(who(&store, &format!("user.{}", StaffId::from_bytes([5; 16]))).await, Some(5));
    assert_eq!(who(&store, "dana").await, Some(6));
    assert_eq!(who(&store, "line feed").await, Some(7));
    let lines = store.staff_lines().await.expect("they are read");
    let renamed: Vec<u8> = lines
        .iter()
        .filter(|line| line.renamed)
        .filter_map(|line| line.card.staff_id.as_bytes().first().copied())
        .collect();
    assert_eq!(renamed, [1, 4, 5, 7]);
    // Told, and given a password: then it is their name.
    let tag = store.keyring().login_tag("zoë.2");
    let login = store.login(&tag).await.expect("it is read").expect("somebody");
    store.set_password(&login, "a hash").await.expect("it is set");
    let lines = store.staff_lines().await.expect("they are read");
    assert_eq!(lines.iter().filter(|line| line.renamed).count(), 3);
    assert!(lines.iter().all(|line| names::checked(&line.login) == Ok(line.login.clone())));
    let finding = store.verify_audit(AGENCY).await.expect("the log is read");
    // But for what this test wrote into the rows of people itself.
    let named = finding.findings.iter().map(ToString::to_string);
    assert!(named.clone().all(|named| named.starts_with("staff ")), "{finding:?}");
    assert!(named.clone().all(|named| named.contains("was changed, after")), "{finding:?}");
}

#[tokio::test]
async fn a_row_that_does_not_open_stops_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = written_before(folder.path(), &["zoe\u{308}", "dana"]).await;
    sqlx::query("update staff set body = x'00' where staff_id = ?")
        .bind([2; 16].as_slice())
        .execute(&before.0.writer)
        .await
        .expect("it is damaged");
    before.close().await;
    drop(before);
    let store = Store::open(&OpenOptions::in_folder(folder.path())).await.expect("it opens");
    assert_eq!(who(&store, "zoë").await, Some(1));
    assert_eq!(who(&store, "dana").await, Some(2), "their tag was right already");
}
