use crate::support::{ROSA, TestPhone, TestServer, options, words};
use domain::{
    operation::Payload,
    wire::v1::{Enrolled, ReceiptOutcome},
};
use server::store::{OpenError, restore};

#[tokio::test]
async fn after_a_restore_phones_start_over_and_refill_the_gap() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let before = rosa.sign_note(words::note_with_step(client, "before", "step"));
    rosa.deliver_one(&server, &before).await;
    let backup = server.folder.path().join("backup.db");
    server.store.backup(&backup).await.unwrap();
    let after = rosa.sign_note(words::note(client, "after"));
    rosa.deliver_one(&server, &after).await;
    rosa.pull(&server, None).await;
    let epoch = server.store.epoch();

    let in_use = restore(&options(server.folder.path()), &backup).await.unwrap_err();
    assert!(matches!(in_use, OpenError::InUse(_)));
    let server = server
        .restart_after(async |folder| {
            let restored = restore(&options(folder), &backup).await.unwrap();
            assert!(restored.kept.unwrap().exists());
        })
        .await;
    assert_ne!(server.store.epoch(), epoch);
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");

    // Sessions ended with the old history; the phone's own token still delivers.
    assert_eq!(rosa.ask(&server, None).await.code(), "signed_out");
    let answer = rosa.deliver(&server, &[before, after]).await;
    assert_eq!(answer.epoch, server.store.epoch());
    assert_eq!(answer.receipts[0].outcome, ReceiptOutcome::Duplicate);
    assert_eq!(answer.receipts[1].outcome, ReceiptOutcome::Applied);

    let again = TestPhone::signed_in(&server, "rosa").await;
    rosa.cookie = again.cookie;
    rosa.deposit = rosa.enrol(&server).await.json::<Enrolled>().deposit_token;
    let pages = rosa.pull(&server, None).await;
    assert!(pages[0].reset);
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 2);
    assert_eq!(
        rosa.does(&server, Payload::CrisisPlanOpened(words::lookup(client))).await,
        ReceiptOutcome::Applied
    );
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_the_database_left_as_it_was() {
    let server = TestServer::start().await;
    let backup = server.folder.path().join("backup.db");
    std::fs::write(&backup, vec![7; 100_000]).unwrap();
    let server = server
        .restart_after(async |folder| {
            let error = restore(&options(folder), &backup).await.unwrap_err();
            assert!(matches!(error, OpenError::Corrupt(..)), "{error}");
        })
        .await;
    assert_eq!(server.store.agencies().await.unwrap().len(), 2);
}
