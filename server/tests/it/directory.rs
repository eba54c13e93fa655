//! The directory of services, and what people were told when they asked one: nobody's file, and kept
//! like everything else.

mod packages;

use crate::support::{ROSA, TestPhone, TestServer, staff, words};
use axum::http::{Request, StatusCode, header};
use domain::{
    document::{Cells, Key, Value},
    id::{ClientId, RecordId, ServiceId},
    json::Json,
    operation::Payload,
    record::{
        RecordKind,
        service_check::{SHAPE, applied, begin},
    },
    wire::v1::{
        Attention, CellRecord, DirectoryPage, QuarantineCode, ReceiptOutcome, Revoked, SaveService,
        Service, Suggestions,
    },
};
use server::keys;

const PATH: &str = "/api/v1/directory";

pub fn service(n: u8, name: &str) -> Service {
    Service::named(ServiceId::from_bytes([n; 16]), name)
}

/// A check in which each of these cells holds a word or text.
pub fn check(of: Option<&Service>, said: &[(&'static str, &str)]) -> CellRecord {
    let mut cells = begin(of, words::at(0).date());
    for (name, value) in said {
        put(&mut cells, name, value);
    }
    CellRecord {
        record_id: RecordId::from_parts(1, keys::random()),
        kind: RecordKind::ServiceCheck,
        client_id: ClientId::NOBODY,
        at: words::at(0),
        content: cells.json(),
    }
}

fn put(cells: &mut Cells, name: &'static str, value: &str) {
    let sort = SHAPE.facts.iter().find(|cell| cell.name == name).map_or("", |cell| cell.sort);
    cells.put(Key::fact(name), Value::of(sort, Json::Text(value.to_owned())));
}

async fn save(server: &TestServer, by: &TestPhone, save: &SaveService) -> StatusCode {
    server.post(&format!("{PATH}/services"), &by.cookie, save).await.status
}

async fn write(server: &TestServer, by: &TestPhone, service: &Service) {
    let new = SaveService { before: None, service: service.clone(), takes: None };
    assert_eq!(save(server, by, &new).await, StatusCode::NO_CONTENT);
}

/// Everything new since a tag; none where nothing is.
async fn news(server: &TestServer, by: &TestPhone, have: Option<&str>) -> Option<DirectoryPage> {
    let path = have.map_or(PATH.to_owned(), |have| format!("{PATH}?have={have}"));
    let answer = server.get(&path, &by.cookie).await;
    match answer.status {
        StatusCode::NOT_MODIFIED => None,
        StatusCode::OK => Some(answer.json()),
        status => panic!("{status}: {}", answer.text()),
    }
}

async fn suggestions(server: &TestServer, by: &TestPhone) -> Vec<RecordId> {
    let answer = server.get(&format!("{PATH}/suggestions"), &by.cookie).await;
    let Suggestions { suggestions, unreadable } = answer.json();
    assert_eq!(unreadable, 0);
    suggestions.iter().map(|row| row.record.record_id).collect()
}

async fn decline(server: &TestServer, by: &TestPhone, record: RecordId) -> StatusCode {
    let request = Request::post(format!("{PATH}/suggestions/{record}/decline"))
        .header(header::COOKIE, &by.cookie)
        .body(axum::body::Body::empty())
        .unwrap();
    server.send(request).await.status
}

#[tokio::test]
async fn what_one_was_told_every_phone_knows_whoever_carries_whom() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let (mut rosa, wes) =
        (TestPhone::enrolled(&server, "rosa").await, TestPhone::enrolled(&server, "wes").await);
    let pantry = service(1, "Pantry");
    write(&server, &ada, &pantry).await;
    let first = news(&server, &wes, None).await.unwrap();
    assert_eq!((first.whole, first.more, first.services), (true, false, vec![pantry.clone()]));

    // Rosa carries nobody, and may say all the same what she was told.
    let said = check(Some(&pantry), &[("accepting", "waitlist")]);
    let payload = Payload::RecordSigned(said.clone());
    assert_eq!(rosa.does(&server, payload).await, ReceiptOutcome::Applied);
    let next = news(&server, &wes, Some(&first.tag)).await.unwrap();
    assert_eq!((next.whole, next.services.len()), (false, 0));
    let [row] = next.checks.as_slice() else { panic!("{next:?}") };
    assert_eq!((&row.record, row.author), (&said, staff(ROSA)));
    assert!(row.received_at.is_some());
    assert_eq!(news(&server, &wes, Some(&next.tag)).await, None, "nothing since");
    // An administrator, who sees no client, reads the directory.
    assert!(news(&server, &ada, None).await.is_some());
    // It is no part of the caseload that Wes's phone waits for first.
    let mut wes = wes;
    let pages = wes.pull(&server, None).await;
    assert!(pages.iter().all(|page| page.records.is_empty()));
}

#[tokio::test]
async fn a_check_is_taken_once_however_often_it_comes() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let said = check(Some(&service(1, "Pantry")), &[("accepting", "yes")]);
    let operation = rosa.operation(Payload::RecordSigned(said.clone()));
    let sealed = rosa.seal(&operation);
    let outcome = async |sealed| {
        let answer = rosa.deliver(&server, &[sealed]).await;
        answer.receipts.first().unwrap().outcome
    };
    assert_eq!(outcome(sealed.clone()).await, ReceiptOutcome::Applied);
    assert_eq!(outcome(sealed).await, ReceiptOutcome::Duplicate);
    assert_eq!(server.number("select count(*) from agency_record").await, 1);
    // Other words under its id change nothing, and are kept apart.
    let mut other = check(Some(&service(1, "Pantry")), &[("accepting", "no")]);
    other.record_id = said.record_id;
    let reused = ReceiptOutcome::Quarantined { code: QuarantineCode::IdReused };
    assert_eq!(rosa.does(&server, Payload::RecordSigned(other)).await, reused);
    let page = news(&server, &rosa, None).await.unwrap();
    assert_eq!(page.checks.iter().map(|row| &row.record).collect::<Vec<_>>(), [&said]);
}

#[tokio::test]
async fn nothing_of_a_client_passes_for_nobodys_nor_the_other_way_round() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let invalid = ReceiptOutcome::Quarantined { code: QuarantineCode::FieldInvalid };
    let mut hers = check(None, &[("new_name", "Pantry"), ("new_tel", "860-555-0134")]);
    hers.client_id = client;
    assert_eq!(rosa.does(&server, Payload::RecordSigned(hers)).await, invalid);
    let mut nobodys = words::told(client);
    nobodys.client_id = ClientId::NOBODY;
    assert_eq!(rosa.does(&server, Payload::RecordSigned(nobodys)).await, invalid);
    let note = words::note(ClientId::NOBODY, "under nobody's name");
    let not_hers = ReceiptOutcome::Quarantined { code: QuarantineCode::NotAssigned };
    assert_eq!(rosa.does(&server, Payload::ContactSigned(note)).await, not_hers);
}

#[tokio::test]
async fn a_check_of_a_lost_phone_waits_for_a_supervisor_and_takes_effect_once_released() {
    let server = TestServer::start().await;
    let (mut rosa, sam) =
        (TestPhone::enrolled(&server, "rosa").await, TestPhone::enrolled(&server, "sam").await);
    rosa.is_revoked(&server, &sam, Revoked::Left).await;
    let said = check(Some(&service(1, "Pantry")), &[("accepting", "yes")]);
    let operation = rosa.operation(Payload::RecordSigned(said.clone()));
    let sealed = rosa.seal(&operation);
    let kept = rosa.deliver(&server, std::slice::from_ref(&sealed)).await;
    let code = QuarantineCode::DeviceRevoked;
    assert_eq!(kept.receipts[0].outcome, ReceiptOutcome::Quarantined { code });
    let hash = domain::Hash::of(&sealed.sealed);
    let path = format!("/api/v1/quarantine/{}/{hash}/release", operation.op_id);
    let answer = server.post(&path, &sam.cookie, &serde_json::json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let page = news(&server, &sam, None).await.unwrap();
    assert_eq!(page.checks.first().map(|row| row.record.record_id), Some(said.record_id));
}

#[tokio::test]
async fn what_is_suggested_is_taken_in_or_declined_at_a_desk_and_decided_once() {
    let server = TestServer::start().await;
    let (mut rosa, sam) =
        (TestPhone::enrolled(&server, "rosa").await, TestPhone::enrolled(&server, "sam").await);
    let pantry = service(1, "Pantry");
    write(&server, &sam, &pantry).await;
    let moved = check(Some(&pantry), &[("new_address", "12 Main St")]);
    let new = check(None, &[("new_name", "Night shelter"), ("new_tel", "860-555-0134")]);
    let plain = check(Some(&pantry), &[("accepting", "yes")]);
    for record in [&moved, &new, &plain] {
        rosa.does(&server, Payload::RecordSigned(record.clone())).await;
    }
    assert_eq!(suggestions(&server, &sam).await, [moved.record_id, new.record_id]);
    let waiting =
        async || -> Attention { server.get("/api/v1/attention", &sam.cookie).await.json() };
    assert_eq!(waiting().await.suggestions, 2);

    let take = SaveService {
        before: Some(pantry.clone()),
        service: applied(&moved.cells(), pantry.clone()),
        takes: Some(moved.record_id),
    };
    assert_eq!(save(&server, &rosa, &take).await, StatusCode::FORBIDDEN);
    assert_eq!(save(&server, &sam, &take).await, StatusCode::NO_CONTENT);
    assert_eq!(save(&server, &sam, &take).await, StatusCode::NO_CONTENT, "a reply was lost");
    assert_eq!(decline(&server, &sam, new.record_id).await, StatusCode::NO_CONTENT);
    assert_eq!(decline(&server, &sam, moved.record_id).await, StatusCode::NO_CONTENT);
    assert_eq!(decline(&server, &sam, plain.record_id).await, StatusCode::NOT_FOUND);
    assert_eq!(suggestions(&server, &sam).await, []);
    assert_eq!(waiting().await, Attention::default(), "nothing waits any more");
    let page = news(&server, &rosa, None).await.unwrap();
    assert_eq!(page.services.first().map(|one| one.address.as_str()), Some("12 Main St"));
    let taken = server.number("select sum(taken) from suggestion").await;
    assert_eq!(taken, 1, "what was taken stays taken");
    let logged = "select count(*) from audit_event where action = 'suggestion_settled'";
    assert_eq!(server.number(logged).await, 2);
}

#[tokio::test]
async fn the_second_of_two_who_write_a_service_is_told_and_changes_nothing() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let pantry = service(1, "Pantry");
    write(&server, &ada, &pantry).await;
    let change = |tel: &str| SaveService {
        before: Some(pantry.clone()),
        service: Service { tel: tel.to_owned(), ..pantry.clone() },
        takes: None,
    };
    assert_eq!(save(&server, &ada, &change("860-555-0134")).await, StatusCode::NO_CONTENT);
    assert_eq!(save(&server, &ada, &change("860-555-0135")).await, StatusCode::CONFLICT);
    let several = change("860-555-0134 or 860-555-0135");
    let refused = server.post(&format!("{PATH}/services"), &ada.cookie, &several).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "service_invalid")
    );
    let nobody =
        SaveService { takes: Some(RecordId::from_bytes([9; 16])), ..change("860-555-0134") };
    assert_eq!(save(&server, &ada, &nobody).await, StatusCode::NOT_FOUND);
    let page = news(&server, &ada, None).await.unwrap();
    assert_eq!(page.services.first().map(|one| one.tel.as_str()), Some("860-555-0134"));
    let who =
        "select count(*) from audit_event where action = 'service_saved' and staff_id is not null";
    assert_eq!(server.number(who).await, 2);
}

#[tokio::test]
async fn a_phone_with_a_tag_of_another_history_begins_anew() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    write(&server, &ada, &service(1, "Pantry")).await;
    for have in ["nonsense", "01890a5d-ac96-774b-bcce-b30209900001.1", "x.y.z"] {
        let page = news(&server, &ada, Some(have)).await.unwrap();
        assert!(page.whole && page.services.len() == 1, "{have}");
    }
    let tag = news(&server, &ada, None).await.unwrap().tag;
    let (epoch, _) = tag.rsplit_once('.').unwrap();
    let ahead = news(&server, &ada, Some(&format!("{epoch}.999999"))).await.unwrap();
    assert!(ahead.whole, "a database that was put back");
}

#[tokio::test]
async fn thousands_of_services_come_page_by_page_and_each_once() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let many: Vec<_> = (0..1_234_u32)
        .map(|n| {
            let mut id = [7; 16];
            id[..4].copy_from_slice(&n.to_be_bytes());
            let service = Service::named(ServiceId::from_bytes(id), &format!("Service {n}"));
            server::store::SourceService(service)
        })
        .collect();
    server.store.load_services(server.north, "211", &many, true).await.unwrap();
    let (mut have, mut seen, mut pages) = (None::<String>, std::collections::BTreeSet::new(), 0);
    while let Some(page) = news(&server, &ada, have.as_deref()).await {
        assert_eq!(page.whole, pages == 0);
        pages += 1;
        for service in page.services {
            assert!(seen.insert(service.service_id));
        }
        have = Some(page.tag);
    }
    assert_eq!((seen.len(), pages), (1_234, 3));
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
}
