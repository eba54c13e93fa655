//! Fact sheets that phones change while imports go on.

use crate::support::{ROSA, TestPhone, TestServer, agency, words};
use domain::{
    document::Version,
    id::{ClientId, LineId},
    operation::Payload,
    wire::v1::{Client, ContactPoint, DocumentBase, FactSheetEdit, QuarantineCode, ReceiptOutcome},
};
use serde::Deserialize;
use server::store::{Batch, Loaded, NewClient};

fn point(value: &str, safe: bool) -> ContactPoint {
    ContactPoint { value: value.to_owned(), call: true, safe, ..ContactPoint::default() }
}

async fn import(server: &TestServer, client: &Client) -> Loaded {
    let mut batch = Batch::of(agency(101, "North"));
    let assigned = vec![crate::support::staff(ROSA)];
    batch.clients.push(NewClient { client: client.clone(), assigned });
    server.store.load(batch, &mut |_, _| {}).await.unwrap()
}

/// Somebody of Rosa's, as the source has them.
async fn known(server: &TestServer) -> Client {
    let client = Client { contact_points: vec![point("860 555 0142", true)], ..words::client(10) };
    import(server, &client).await;
    client
}

async fn pulled(server: &TestServer, phone: &mut TestPhone) -> Client {
    let pages = phone.pull(server, None).await;
    let mut clients: Vec<_> = pages.into_iter().flat_map(|page| page.clients).collect();
    assert_eq!(clients.len(), 1);
    clients.remove(0)
}

pub fn edit(seen: &Client, change: impl FnOnce(&mut Client)) -> FactSheetEdit {
    let mut content = Client { conflicts: Vec::new(), ..seen.clone() };
    let before = Some(Box::new(content.clone()));
    change(&mut content);
    FactSheetEdit {
        client_id: seen.client_id,
        at: words::at(0),
        based_on: DocumentBase::Version(seen.version),
        before,
        content: Box::new(content),
        settles: Vec::new(),
    }
}

async fn saves(server: &TestServer, phone: &mut TestPhone, edit: FactSheetEdit) -> ReceiptOutcome {
    phone.does(server, Payload::FactSheetSaved(edit)).await
}

#[tokio::test]
async fn two_phones_change_one_fact_sheet_and_nobodys_words_are_lost() {
    let server = TestServer::start().await;
    known(&server).await;
    let mut street = TestPhone::enrolled(&server, "rosa").await;
    let mut office = TestPhone::enrolled(&server, "rosa").await;
    let seen = pulled(&server, &mut street).await;

    let hers = edit(&seen, |client| client.place = "Sailors' Rest".into());
    assert_eq!(saves(&server, &mut street, hers).await, ReceiptOutcome::Applied);
    let his = edit(&seen, |client| client.pronouns = "they".into());
    assert_eq!(saves(&server, &mut office, his).await, ReceiptOutcome::Merged);
    let now = pulled(&server, &mut street).await;
    assert_eq!((now.place.as_str(), now.pronouns.as_str()), ("Sailors' Rest", "they"));
    assert_eq!(now.version, 3);
    assert!(now.author.is_some() && now.contact_points[0].line_id.is_some());
}

#[tokio::test]
async fn a_number_that_is_not_safe_any_more_is_never_made_safe_by_an_older_copy() {
    let server = TestServer::start().await;
    known(&server).await;
    let mut street = TestPhone::enrolled(&server, "rosa").await;
    let mut office = TestPhone::enrolled(&server, "rosa").await;
    let seen = pulled(&server, &mut street).await;

    let moved_out = edit(&seen, |client| client.contact_points[0].safe = false);
    assert_eq!(saves(&server, &mut street, moved_out).await, ReceiptOutcome::Applied);
    // He has the older copy, in which it is safe, and changes something else.
    let his = edit(&seen, |client| client.contact_points[0].note = "evenings".into());
    assert_eq!(saves(&server, &mut office, his).await, ReceiptOutcome::Merged);
    let now = pulled(&server, &mut street).await;
    assert_eq!((now.contact_points[0].safe, now.conflicts.len()), (false, 0));
    assert_eq!(now.contact_points[0].note, "evenings");
    // And another number in the same line, from the older copy: both stay, neither is safe.
    let late = edit(&seen, |client| client.contact_points[0].value = "860 555 0199".into());
    assert_eq!(saves(&server, &mut office, late).await, ReceiptOutcome::Conflict);
    let now = pulled(&server, &mut street).await;
    assert_eq!(now.contact_points[0].value, "860 555 0142");
    assert!(!now.points_to_use()[0].safe);
    assert!(serde_json::to_string(&now.conflicts).unwrap().contains("860 555 0199"));
}

#[tokio::test]
async fn an_import_brings_its_news_and_takes_back_nothing_that_people_wrote() {
    let server = TestServer::start().await;
    let first = known(&server).await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let seen = pulled(&server, &mut phone).await;
    let hers = edit(&seen, |client| {
        client.place = "Sailors' Rest".into();
        client.contact_points[0].safe = false;
    });
    assert_eq!(saves(&server, &mut phone, hers).await, ReceiptOutcome::Applied);

    // The same export again changes nothing, and a later one brings what is new in it.
    assert_eq!(import(&server, &first).await.unchanged.clients, 1);
    let later = Client { program: "PATH".into(), ..first.clone() };
    assert_eq!(import(&server, &later).await.updated.clients, 1);
    let now = pulled(&server, &mut phone).await;
    assert_eq!((now.place.as_str(), now.program.as_str()), ("Sailors' Rest", "PATH"));
    assert!(!now.contact_points[0].safe && now.conflicts.is_empty());
    assert_eq!(now.author, None, "nobody here wrote that version");

    // Where both changed one value, hers stands, and the source's waits to be settled.
    let moved = Client { place: "Under the bridge".into(), ..later };
    assert_eq!(import(&server, &moved).await.updated.clients, 1);
    assert_eq!(import(&server, &moved).await.unchanged.clients, 1);
    let now = pulled(&server, &mut phone).await;
    assert_eq!((now.place.as_str(), now.conflicts.len()), ("Sailors' Rest", 1));
    let open = &now.conflicts[0];
    assert_eq!(open.other.value.as_text(), Some("Under the bridge"));
    // What it says next takes the place of what it said, and of nothing else.
    let again = Client { place: "Behind the depot".into(), ..moved.clone() };
    assert_eq!(import(&server, &again).await.updated.clients, 1);
    let now = pulled(&server, &mut phone).await;
    assert_eq!((now.place.as_str(), now.conflicts.len()), ("Sailors' Rest", 1));
    assert_eq!(now.conflicts[0].other.value.as_text(), Some("Behind the depot"));
    assert_eq!(import(&server, &moved).await.updated.clients, 1);
    let now = pulled(&server, &mut phone).await;
    let open = &now.conflicts[0];
    let mut settling = edit(&now, |client| client.place = "Under the bridge".into());
    settling.settles = vec![open.conflict_id];
    assert_eq!(saves(&server, &mut phone, settling).await, ReceiptOutcome::Applied);
    assert!(pulled(&server, &mut phone).await.conflicts.is_empty());
}

#[tokio::test]
async fn people_who_were_met_here_and_imported_later_keep_what_was_written() {
    let server = TestServer::start().await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let met = Client { place: "East gate".into(), ..words::client(40) };
    assert_eq!(phone.does(&server, Payload::ClientMet(met.clone())).await, ReceiptOutcome::Applied);
    let seen = pulled(&server, &mut phone).await;
    assert_eq!((seen.version, seen.author), (1, Some(crate::support::staff(ROSA))));
    let next = edit(&seen, |client| client.alias = "Red Cap".into());
    assert_eq!(saves(&server, &mut phone, next).await, ReceiptOutcome::Applied);
    let now = pulled(&server, &mut phone).await;
    assert_eq!((now.alias.as_str(), now.place.as_str(), now.version), ("Red Cap", "East gate", 2));
}

#[tokio::test]
async fn every_version_of_a_fact_sheet_is_handed_out() {
    #[derive(Deserialize)]
    struct Versions {
        versions: Vec<Client>,
    }

    let server = TestServer::start().await;
    let seen = known(&server).await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let next = edit(&seen, |client| client.pronouns = "she".into());
    saves(&server, &mut phone, next).await;
    let path = format!("/api/v1/clients/{}/documents/client/versions", seen.client_id);
    let found: Versions = server.get(&path, &phone.cookie).await.json();
    let told: Vec<_> =
        found.versions.iter().map(|one| (one.version, one.pronouns.as_str())).collect();
    assert_eq!(told, [(2, "she"), (1, "")]);
    let looked = "select count(*) from audit_event where action = 'document_versions_read'";
    assert_eq!(server.number(looked).await, 1);
    let unknown = path.replace("client/versions", "diary/versions");
    assert_eq!(server.get(&unknown, &phone.cookie).await.status.as_u16(), 404);
}

#[tokio::test]
async fn an_edit_that_is_none_goes_to_the_quarantine_whole() {
    let server = TestServer::start().await;
    let seen = known(&server).await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let mut of_another = edit(&seen, |_| {});
    of_another.content.client_id = ClientId::from_bytes([77; 16]);
    let mut nameless = edit(&seen, |_| {});
    nameless.content.preferred_name = " ".into();
    let mut long = edit(&seen, |_| {});
    let id = LineId::from_bytes([8; 16]);
    long.content.contact_points = vec![ContactPoint::blank(id); 300];
    for bad in [of_another, nameless, long] {
        let outcome = saves(&server, &mut phone, bad).await;
        let code = QuarantineCode::FieldInvalid;
        assert_eq!(outcome, ReceiptOutcome::Quarantined { code });
    }
    let now = pulled(&server, &mut phone).await;
    assert_eq!(Version::of(&now).cells, Version::of(&seen).cells);
}
