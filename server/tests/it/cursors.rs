//! Cursors that nobody was given, and what the log says of all that was fetched.

use crate::support::{ROSA, TestPhone, TestServer, WES, words};
use domain::{operation::Payload, wire::v1::PullPage};

/// Everything that a page tells of clients.
fn rows(page: &PullPage) -> usize {
    page.clients.len()
        + page.crisis_plans.len()
        + page.tasks.len()
        + page.contacts.len()
        + page.addenda.len()
        + page.crisis_events.len()
        + page.support_people.len()
}

/// Rows that the log says were sent.
async fn logged(server: &TestServer) -> i64 {
    let sum = "select coalesce(sum(json_extract(detail, '$.rows')), 0) from audit_event
        where action = 'files_sent'";
    server.number(sum).await
}

async fn caseload(server: &TestServer) -> TestPhone {
    let clients = server.add_clients(ROSA, 10..14).await;
    let mut rosa = TestPhone::enrolled(server, "rosa").await;
    for client in clients {
        for n in 0..3 {
            let note = words::note_with_step(client, &format!("note {n}"), "call");
            rosa.does(server, Payload::ContactSigned(note)).await;
        }
    }
    rosa
}

#[tokio::test]
async fn a_cursor_that_was_made_up_starts_over_and_what_it_fetched_is_logged() {
    let server = TestServer::start().await;
    let mut rosa = caseload(&server).await;
    rosa.pull(&server, None).await;
    let given = rosa.cursor.clone().unwrap();
    let (plain, tag) = given.split_once('~').unwrap();
    let (epoch, head) = plain.split_once('.').unwrap();
    let first = words::client_id(10);
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    server.add_clients(WES, 30..31).await;
    wes.pull(&server, None).await;
    let his = wes.cursor.unwrap();
    let altered = format!("{epoch}.{}~{tag}", head.parse::<u64>().unwrap() - 3);
    let other = TestPhone::enrolled(&server, "rosa").await;
    for made_up in [
        format!("{epoch}.4"),
        format!("{epoch}.0.{head}.s"),
        format!("{epoch}.0.{head}.f"),
        format!("{epoch}.{head}.{head}.f"),
        format!("{epoch}.1.{head}.f.{first}.1"),
        format!("{epoch}.1.{head}.c.1"),
        format!("{plain}~"),
        format!("{epoch}.4~{tag}"),
        altered,
        his,
        "garbage".to_owned(),
    ] {
        let before = logged(&server).await;
        let answer = server.get(&format!("/api/v1/pull?cursor={made_up}"), &rosa.cookie).await;
        let page: PullPage = answer.json();
        assert!(page.reset, "{made_up}");
        assert_eq!(
            logged(&server).await - before,
            i64::try_from(rows(&page)).unwrap(),
            "{made_up}"
        );
    }
    // Another phone of the same person's has its own.
    let answer = server.get(&format!("/api/v1/pull?cursor={given}"), &other.cookie).await;
    assert!(answer.json::<PullPage>().reset);
    let answer = rosa.ask(&server, None).await;
    assert_eq!(answer.status, 204, "the one it was given is good");
}

#[tokio::test]
async fn whatever_is_fetched_is_in_the_log_page_by_page_and_again_when_asked_again() {
    let server = TestServer::start().await;
    let mut rosa = caseload(&server).await;
    let mut sent = 0;
    let mut cursors = Vec::new();
    loop {
        let Some(page) = rosa.pull_page(&server, Some(4)).await else { break };
        sent += i64::try_from(rows(&page)).unwrap();
        assert_eq!(logged(&server).await, sent);
        cursors.push(page.next_cursor.clone());
        if !page.has_more {
            break;
        }
    }
    assert!(cursors.len() > 3);
    // A change, and every cursor of before once more.
    rosa.does(&server, Payload::ContactSigned(words::note(words::client_id(10), "new"))).await;
    for cursor in cursors {
        let answer = server.get(&format!("/api/v1/pull?cursor={cursor}"), &rosa.cookie).await;
        sent += i64::try_from(rows(&answer.json())).unwrap();
        assert_eq!(logged(&server).await, sent);
    }
    // Nothing new is nothing to log.
    rosa.pull(&server, None).await;
    let entries = "select count(*) from audit_event where action = 'files_sent'";
    let before = server.number(entries).await;
    rosa.ask(&server, None).await;
    assert_eq!(server.number(entries).await, before);
}
