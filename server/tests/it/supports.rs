//! The people around clients, written down on phones.

use crate::support::{ROSA, TestPhone, TestServer, WES, look_at, staff, words};
use domain::{
    id::SupportPersonId,
    operation::Payload,
    supports::supports,
    wire::v1::{QuarantineCode, ReceiptOutcome, SupportPerson, SupportPersonRow},
};
use server::keys;

const fn quarantined(code: QuarantineCode) -> ReceiptOutcome {
    ReceiptOutcome::Quarantined { code }
}

/// The same person, written anew in place of `of`.
fn changed(of: &SupportPerson, name: &str) -> SupportPerson {
    SupportPerson {
        support_person_id: SupportPersonId::from_parts(1, keys::random()),
        replaces: vec![of.support_person_id],
        name: name.to_owned(),
        ..of.clone()
    }
}

async fn everything(server: &TestServer, phone: &mut TestPhone) -> Vec<SupportPersonRow> {
    phone.cursor = None;
    let pages = phone.pull(server, Some(2)).await;
    pages.into_iter().flat_map(|page| page.support_people).collect()
}

#[tokio::test]
async fn somebody_written_down_reaches_a_colleague_whole_and_once() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    server.store.assign(server.north, staff(WES), client).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    wes.pull(&server, None).await;

    let person = words::support_person(client, "Ruth");
    let operation = rosa.operation(Payload::SupportPersonSaved(person.clone()));
    let sealed = rosa.seal(&operation);
    assert_eq!(rosa.deliver_one(&server, &sealed).await, ReceiptOutcome::Applied);
    assert_eq!(rosa.deliver_one(&server, &sealed).await, ReceiptOutcome::Duplicate);

    let page = wes.pull_page(&server, None).await.unwrap();
    let [row] = page.support_people.as_slice() else { panic!("one person: {page:?}") };
    assert_eq!((&row.support_person, row.author), (&person, staff(ROSA)));
    assert!(row.received_at.is_some());
    assert_eq!(wes.pull_page(&server, None).await, None);
    assert_eq!(everything(&server, &mut wes).await, std::slice::from_ref(row));
    let audited = "select count(*) from audit_event where action = 'support_person_saved'";
    assert_eq!(server.number(audited).await, 1);
}

#[tokio::test]
async fn two_phones_that_change_one_person_apart_keep_both_until_one_is_chosen() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    server.store.assign(server.north, staff(WES), client).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let first = words::support_person(client, "Ruth");
    let (hers, his) = (changed(&first, "Ruth A."), changed(&first, "Ruth B."));
    // The change may come before what it changes.
    let does = Payload::SupportPersonSaved;
    assert_eq!(rosa.does(&server, does(hers.clone())).await, ReceiptOutcome::Applied);
    assert_eq!(wes.does(&server, does(his.clone())).await, ReceiptOutcome::Applied);
    assert_eq!(wes.does(&server, does(first)).await, ReceiptOutcome::Applied);
    let rows = everything(&server, &mut rosa).await;
    let [both] = supports(&rows).try_into().unwrap();
    assert_eq!((rows.len(), both.writings.len()), (3, 2));

    let mut settled = changed(&his, "Ruth B.");
    settled.replaces.push(hers.support_person_id);
    rosa.does(&server, Payload::SupportPersonSaved(settled.clone())).await;
    let rows = everything(&server, &mut wes).await;
    let [one] = supports(&rows).try_into().unwrap();
    assert_eq!((rows.len(), one.latest()), (4, Some(&settled)));
}

#[tokio::test]
async fn what_cannot_be_taken_is_kept_for_a_supervisor() {
    let server = TestServer::start().await;
    let mine = server.add_clients(ROSA, 10..11).await[0];
    let theirs = server.add_clients(WES, 11..12).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut does =
        async |person: SupportPerson| rosa.does(&server, Payload::SupportPersonSaved(person)).await;
    let of_wes = words::support_person(theirs, "Ruth");
    assert_eq!(does(of_wes).await, quarantined(QuarantineCode::NotAssigned));
    let unknown = words::support_person(words::client_id(99), "Ruth");
    assert_eq!(does(unknown).await, quarantined(QuarantineCode::NotAssigned));
    let nameless = words::support_person(mine, "  ");
    assert_eq!(does(nameless).await, quarantined(QuarantineCode::FieldInvalid));

    let person = words::support_person(mine, "Ruth");
    assert_eq!(does(person.clone()).await, ReceiptOutcome::Applied);
    let other_words = SupportPerson { name: "Somebody else".to_owned(), ..person };
    assert_eq!(does(other_words).await, quarantined(QuarantineCode::IdReused));
    assert_eq!(server.number("select count(*) from record where kind = 'support_person'").await, 1);
}

#[tokio::test]
async fn what_was_written_never_changes_and_never_goes_and_lies_sealed() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let person = words::support_person(client, "Quillfeather");
    rosa.does(&server, Payload::SupportPersonSaved(person)).await;
    server
        .restart_after(async |folder| {
            let mut db = look_at(&folder.join("streetlight.db")).await;
            for sql in ["delete from record", "update record set body = x'00'"] {
                let refused = sqlx::query(sql).execute(&mut db).await.unwrap_err();
                assert!(refused.to_string().contains("never changes"), "{refused}");
            }
            let sealed: Vec<u8> =
                sqlx::query_scalar("select body from record where kind = 'support_person'")
                    .fetch_one(&mut db)
                    .await
                    .unwrap();
            assert!(!sealed.windows(12).any(|bytes| bytes == b"Quillfeather"));
        })
        .await;
}
