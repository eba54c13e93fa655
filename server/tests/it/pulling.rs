use crate::support::{ROSA, TestPhone, TestServer, WES, agency, member, staff, words};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    operation::Payload,
    wire::v1::{Digest, PullPage, Role, Tally},
};
use server::store::Batch;
use std::collections::BTreeSet;

/// Three clients with two plans and `notes` notes each for Rosa.
async fn caseload(server: &TestServer, notes: usize) {
    let clients = server.add_clients(ROSA, 10..13).await;
    let mut batch = Batch::of(agency(101, "North"));
    for (n, client) in (50_u8..).zip(&clients) {
        batch.crisis_plans.push(words::plan(*client, n));
        for at in 0..notes {
            let note = words::note(*client, &format!("note {at}"));
            batch.records.push(words::row(note, ROSA).into());
        }
    }
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
}

fn digest_of(pages: &[PullPage]) -> Digest {
    let (mut digest, mut records) = (Digest::default(), Tally::default());
    for page in pages {
        page.clients.iter().for_each(|row| digest.clients.add(row.client_id.as_bytes(), 0));
        for plan in &page.crisis_plans {
            digest.crisis_plans.add(plan.crisis_plan_id.as_bytes(), plan.version);
        }
        for row in &page.contacts {
            digest.contacts.add(row.contact.contact_id.as_bytes(), 0);
            records.add(row.contact.contact_id.as_bytes(), 0);
        }
    }
    Digest {
        records: Some(records),
        documents: Some(Tally::default()),
        cell_records: Some(Tally::default()),
        ..digest
    }
}

#[tokio::test]
async fn every_page_size_delivers_every_row_once_with_sheets_and_plans_first() {
    let server = TestServer::start().await;
    caseload(&server, 7).await;
    for limit in [1, 2, 6, 7, 8, 13, 14, 15, 20, 21, 22, 5_000, 1_000_000] {
        let mut phone = TestPhone::enrolled(&server, "rosa").await;
        let pages = phone.pull(&server, Some(limit)).await;
        let ids: Vec<_> =
            pages.iter().flat_map(|p| &p.contacts).map(|row| row.contact.contact_id).collect();
        assert_eq!(ids.len(), 21, "limit {limit}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 21, "limit {limit}");
        let first_note = pages.iter().position(|p| !p.contacts.is_empty()).unwrap();
        let last_plan = pages.iter().rposition(|p| !p.crisis_plans.is_empty()).unwrap();
        assert!(last_plan < first_note, "limit {limit}");
        assert_eq!(pages.last().unwrap().digest, Some(digest_of(&pages)), "limit {limit}");
        assert_eq!(pages.iter().filter(|p| p.agency.is_some()).count(), 1);
        assert_eq!(phone.pull_page(&server, Some(limit)).await, None);
    }
}

#[tokio::test]
async fn changes_are_paged_without_a_gap() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;
    let settled = rosa.cursor.clone();
    let notes: Vec<_> =
        (0..12).map(|n| rosa.sign_note(words::note(client, &format!("{n}")))).collect();
    rosa.deliver(&server, &notes).await;
    for limit in [1, 3, 4, 5, 11, 12, 13] {
        rosa.cursor.clone_from(&settled);
        let pages = rosa.pull(&server, Some(limit)).await;
        let count: usize = pages.iter().map(|page| page.contacts.len()).sum();
        assert_eq!(count, 12, "limit {limit}");
        assert!(pages.last().unwrap().digest.is_some());
    }
}

#[tokio::test]
async fn a_pull_with_nothing_new_is_small() {
    let server = TestServer::start().await;
    caseload(&server, 3).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;
    let answer = rosa.ask(&server, None).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let headers: usize = answer.headers.iter().map(|(k, v)| k.as_str().len() + v.len() + 4).sum();
    assert!(headers < 100, "{headers} bytes: {:?}", answer.headers);
    let asked = rosa.cookie.len() + rosa.cursor.as_ref().unwrap().len();
    assert!(asked < 150, "{asked} bytes of cookie and cursor");
}

#[tokio::test]
async fn a_colleagues_note_about_somebody_else_is_nothing_new() {
    let server = TestServer::start().await;
    caseload(&server, 1).await;
    let other = server.add_clients(WES, 40..41).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    rosa.pull(&server, None).await;
    wes.does(&server, Payload::ContactSigned(words::note(other, "his"))).await;
    assert_eq!(rosa.pull_page(&server, None).await, None);
    rosa.does(&server, Payload::ContactSigned(words::note(words::client_id(10), "hers"))).await;
    let page = rosa.pull_page(&server, None).await.unwrap();
    assert_eq!(page.contacts.len(), 1);
}

#[tokio::test]
async fn a_client_leaves_one_workers_phone_and_arrives_whole_on_anothers() {
    let server = TestServer::start().await;
    caseload(&server, 4).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    rosa.pull(&server, None).await;
    wes.pull(&server, None).await;
    let client = words::client_id(11);
    server.store.unassign(server.north, staff(ROSA), client).await.unwrap();
    server.store.assign(server.north, staff(WES), client).await.unwrap();

    let page = rosa.pull_page(&server, None).await.unwrap();
    assert_eq!(page.evict, [client]);
    assert_eq!(page.digest.unwrap().clients.count, 2);
    let pages = wes.pull(&server, None).await;
    assert_eq!(pages[0].clients[0].client_id, client);
    assert_eq!(pages[0].crisis_plans.len(), 1);
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 4);

    // A note she had not delivered yet is kept, not lost.
    let outcome = rosa.does(&server, Payload::ContactSigned(words::note(client, "late"))).await;
    assert!(outcome.is_terminal() && outcome != domain::wire::v1::ReceiptOutcome::Applied);
}

#[tokio::test]
async fn an_unreadable_cursor_starts_over() {
    let server = TestServer::start().await;
    caseload(&server, 1).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;
    rosa.cursor = Some("garbage".to_owned());
    let page = rosa.pull_page(&server, None).await.unwrap();
    assert!(page.reset);
    assert_eq!(page.clients.len(), 3);
}

#[tokio::test]
async fn a_first_pull_tells_the_phone_to_start_over() {
    let server = TestServer::start().await;
    caseload(&server, 1).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let pages = rosa.pull(&server, None).await;
    assert!(pages[0].reset);
    assert!(pages[1..].iter().all(|page| !page.reset));
}

#[tokio::test]
async fn a_pull_that_something_changed_beneath_goes_on_to_the_end() {
    let server = TestServer::start().await;
    caseload(&server, 3).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    assert!(rosa.pull_page(&server, Some(4)).await.unwrap().has_more);
    rosa.does(&server, Payload::ContactSigned(words::note(words::client_id(10), "new"))).await;
    let pages = rosa.pull(&server, Some(4)).await;
    let last = pages.last().unwrap();
    assert_eq!(last.contacts.len(), 1, "what was written meanwhile");
    assert_eq!(last.digest.unwrap().contacts.count, 10);
    assert!(pages.iter().filter(|page| page.digest.is_some()).count() == 1);
}

#[tokio::test]
async fn an_administrator_pulls_the_agency_and_no_client() {
    let server = TestServer::start().await;
    caseload(&server, 1).await;
    server.store.assign(server.north, staff(4), words::client_id(10)).await.unwrap();
    let mut ada = TestPhone::enrolled(&server, "ada").await;
    let pages = ada.pull(&server, None).await;
    assert!(pages[0].agency.is_some());
    assert!(pages.iter().all(|page| page.clients.is_empty() && page.contacts.is_empty()));
}

#[tokio::test]
async fn pages_come_packed_as_the_phone_likes() {
    let server = TestServer::start().await;
    caseload(&server, 60).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull_page(&server, None).await;
    let plain = rosa.ask(&server, None).await;
    let ask = async |encoding: &str| {
        let cursor = rosa.cursor.as_deref().unwrap();
        let request = Request::get(format!("/api/v1/pull?cursor={cursor}"))
            .header(header::COOKIE, &rosa.cookie)
            .header(header::ACCEPT_ENCODING, encoding);
        server.send(request.body(Body::empty()).unwrap()).await
    };
    for encoding in ["gzip", "zstd"] {
        let packed = ask(encoding).await;
        assert_eq!(packed.headers.get(header::CONTENT_ENCODING).unwrap(), encoding);
        assert!(packed.body.len() * 4 < plain.body.len());
        let unpacked = match encoding {
            "zstd" => zstd::decode_all(packed.body.as_slice()).unwrap(),
            _ => {
                let mut bytes = Vec::new();
                let mut gzip = flate2::read::GzDecoder::new(packed.body.as_slice());
                std::io::Read::read_to_end(&mut gzip, &mut bytes).unwrap();
                bytes
            }
        };
        let page: PullPage = serde_json::from_slice(&unpacked).unwrap();
        assert_eq!(page.contacts, plain.json::<PullPage>().contacts);
    }
}

#[tokio::test]
async fn a_phone_never_reads_by_the_session_of_whoever_shares_it() {
    let server = TestServer::start().await;
    caseload(&server, 1).await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let pull = |phone: String| {
        let request = Request::get("/api/v1/pull")
            .header(header::COOKIE, &rosa.cookie)
            .header("streetlight-phone", phone);
        server.send(request.body(Body::empty()).unwrap())
    };
    assert_eq!(pull(rosa.device_id.to_string()).await.status, StatusCode::OK);
    for other in [wes.device_id.to_string(), "nonsense".to_owned(), String::new()] {
        let answer = pull(other).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.text().contains("signed_out"));
    }
}

#[tokio::test]
async fn who_becomes_an_administrator_keeps_no_client_on_the_phone() {
    let server = TestServer::start().await;
    let clients = server.add_clients(ROSA, 10..12).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;
    let mut batch = Batch::of(agency(101, "North"));
    batch.staff = vec![member(ROSA, "Rosa", Role::Administrator)];
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let page = rosa.pull_page(&server, None).await.unwrap();
    assert_eq!(page.evict, clients);
    assert!(page.clients.is_empty() && page.contacts.is_empty());
}
