//! Documents that are made of their cells alone: two phones and one server, from a push to a pull.

use crate::support::{ROSA, TestPhone, TestServer, words};
use domain::{
    document::{Cells, DocumentKind, Key, Value, Version, assessment},
    id::{ClientId, DocumentId, LineId},
    json::Json,
    operation::Payload,
    wire::v1::{DocumentBase, DocumentEdit, QuarantineCode, ReceiptOutcome},
};

const KIND: DocumentKind = DocumentKind::Assessment;

fn need(cells: &mut Cells, id: u8, text: &str) -> LineId {
    let id = LineId::from_bytes([id; 16]);
    cells.add_line(assessment::ITEMS, id);
    cells.put(Key::of_line(id, "kind"), Value::of("item_kind", Json::Text("need".to_owned())));
    cells.put(Key::of_line(id, "text"), Value::text(text));
    id
}

fn edit(client_id: ClientId, before: Option<&Version>, content: &Cells) -> DocumentEdit {
    DocumentEdit {
        document_id: DocumentId::from_bytes([40; 16]),
        kind: KIND,
        client_id,
        at: words::at(0),
        based_on: before.map_or(DocumentBase::Nothing, |one| DocumentBase::Version(one.number)),
        before: before.map(|one| one.cells.json()),
        content: content.json(),
        settles: Vec::new(),
    }
}

async fn pulled(server: &TestServer, phone: &mut TestPhone) -> Version {
    let pages = phone.pull(server, None).await;
    let mut all: Vec<_> = pages.into_iter().flat_map(|page| page.documents).collect();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[tokio::test]
async fn needs_of_two_phones_are_joined_and_numbered_as_they_come() {
    let server = TestServer::start().await;
    let client = *server.add_clients(ROSA, 10..11).await.first().unwrap();
    let mut street = TestPhone::enrolled(&server, "rosa").await;
    let mut desk = TestPhone::enrolled(&server, "rosa").await;
    let mut first = Cells::empty(KIND.shape());
    let housing = need(&mut first, 1, "Sleeps outside.");
    let receipt = street.does(&server, Payload::DocumentSaved(edit(client, None, &first))).await;
    assert_eq!(receipt, ReceiptOutcome::Applied);
    let seen = pulled(&server, &mut desk).await;
    assert_eq!((seen.number, assessment::number(&seen.cells, housing)), (1, Some(1)));

    let mut ours = seen.cells.clone();
    let teeth = need(&mut ours, 2, "A tooth hurts.");
    let mut theirs = seen.cells.clone();
    let papers = need(&mut theirs, 3, "Lost the birth certificate.");
    theirs.put(Key::of_line(housing, "own"), Value::text("I want a door that locks."));
    for (phone, cells, outcome) in [
        (&mut street, &ours, ReceiptOutcome::Applied),
        (&mut desk, &theirs, ReceiptOutcome::Merged),
    ] {
        let edit = Payload::DocumentSaved(edit(client, Some(&seen), cells));
        assert_eq!(phone.does(&server, edit).await, outcome);
    }
    let joined = pulled(&server, &mut street).await;
    let number = |line| assessment::number(&joined.cells, line);
    assert_eq!([housing, teeth, papers].map(number), [Some(1), Some(2), Some(3)]);
    assert_eq!((joined.number, joined.conflicts.len()), (3, 0));
}

#[tokio::test]
async fn what_is_no_document_of_its_kind_is_set_aside_whole() {
    let server = TestServer::start().await;
    let client = *server.add_clients(ROSA, 10..11).await.first().unwrap();
    let mut street = TestPhone::enrolled(&server, "rosa").await;
    let mut cells = Cells::empty(KIND.shape());
    need(&mut cells, 1, "Sleeps outside.");
    let good = edit(client, None, &cells);
    let with = |name: &str, value: Json| {
        let Json::Object(mut members) = good.content.clone() else { panic!("an object") };
        members.retain(|(key, _)| key != name);
        members.push((name.to_owned(), value));
        DocumentEdit { content: Json::Object(members), ..good.clone() }
    };
    let dream = Json::Text("A boat.".to_owned());
    let with_dream = Json::Object(vec![
        ("line_id".to_owned(), Json::of(&LineId::from_bytes([9; 16]))),
        ("kind".to_owned(), Json::Text("need".to_owned())),
        ("dream".to_owned(), dream),
    ]);
    let items = good.content.get("items").unwrap().items();
    let twice = [items, items].concat();
    let bad = [
        DocumentEdit { kind: DocumentKind::Client, ..good.clone() },
        DocumentEdit { kind: DocumentKind::CrisisPlan, ..good.clone() },
        with("items", Json::List(twice)),
        with("from_tests", Json::Text("yes".to_owned())),
        with("language", Json::Number(4)),
        with("client_present", Json::Text("who knows, somebody was".to_owned())),
        // What a newer app writes and this server has no place for is not to be gone.
        with("spirits", Json::Text("Talks with her grandmother.".to_owned())),
        with("visions", Json::List(Vec::new())),
        with("items", Json::List(vec![with_dream])),
        with("items", Json::Text("Sleeps outside.".to_owned())),
    ];
    for edit in bad {
        let outcome = street.does(&server, Payload::DocumentSaved(edit.clone())).await;
        let code = QuarantineCode::FieldInvalid;
        assert_eq!(outcome, ReceiptOutcome::Quarantined { code }, "{edit:?}");
    }
    let outcome = street
        .does(
            &server,
            Payload::DocumentSaved(with("client_present", Json::Text("by_video".to_owned()))),
        )
        .await;
    assert_eq!(outcome, ReceiptOutcome::Applied, "a word of a newer app is let through");
}
