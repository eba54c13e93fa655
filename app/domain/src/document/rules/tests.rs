use super::*;
use crate::{
    Moment,
    document::{DocumentKind, change},
    id::{ClientId, DocumentId, LineId},
    wire::v1::{Client, DocumentBase, Stage},
};
use serde_json::{Value as Example, json};

fn read(example: Example) -> Json {
    serde_json::from_value(example).expect("JSON")
}

fn edit(before: Option<Example>, content: Example) -> DocumentEdit {
    DocumentEdit {
        document_id: DocumentId::from_bytes([1; 16]),
        kind: DocumentKind::Assessment,
        client_id: ClientId::from_bytes([2; 16]),
        at: Moment::new(0, 0),
        based_on: DocumentBase::Nothing,
        before: before.map(read),
        content: read(content),
        settles: Vec::new(),
    }
}

fn item(n: usize) -> Example {
    let id = LineId::from_parts(n as u64, [1; 10]).to_string();
    json!({ "line_id": id, "kind": "need" })
}

fn items(count: usize) -> Example {
    json!({ "items": (0..count).map(item).collect::<Vec<_>>() })
}

/// These would be read for days, and the server would stand still meanwhile.
#[test]
fn what_has_no_end_is_refused_before_it_is_read() {
    let endless = || json!({ "items": vec![json!({}); 200_000] });
    assert!(!keeps_the_rules(&edit(None, endless())));
    assert!(!keeps_the_rules(&edit(Some(endless()), items(1))));
    // A list that is said again and again, each time to be looked through.
    let Json::Object(mut members) = read(items(LINES_MAX)) else { panic!("an object") };
    members.extend(vec![("items".to_owned(), Json::Null); 60_000]);
    let mut again = edit(None, json!({}));
    again.content = Json::Object(members);
    assert!(!keeps_the_rules(&again));
}

#[test]
fn as_many_lines_as_may_be_and_no_more() {
    for (before, content, is_kept) in [
        (0, LINES_MAX, true),
        (0, LINES_MAX + 1, false),
        (BEFORE_LINES_MAX, 1, true),
        (BEFORE_LINES_MAX + 1, 1, false),
    ] {
        let edit = edit(Some(items(before)), items(content));
        assert_eq!(keeps_the_rules(&edit), is_kept, "{before}, {content}");
    }
}

#[test]
fn every_line_has_an_id_of_its_own() {
    let lines = [
        (json!([item(1), item(2)]), true),
        (json!([item(1), item(1)]), false),
        (json!([{ "kind": "need" }]), false),
        (json!([{ "line_id": "1", "kind": "need" }]), false),
        (json!([{ "line_id": null, "kind": "need" }]), false),
    ];
    for (lines, is_kept) in lines {
        let lines = json!({ "items": lines });
        assert_eq!(keeps_the_rules(&edit(None, lines.clone())), is_kept, "{lines}");
        assert_eq!(keeps_the_rules(&edit(Some(lines.clone()), items(1))), is_kept, "{lines}");
    }
}

/// The same words again and again, in lines from before lines had ids: an id is made of them
/// once for each line, and not once for all that come before it.
#[test]
fn many_lines_without_ids_get_one_each() {
    let mut client = Client::new(ClientId::from_bytes([1; 16]), "Bo".into(), Stage::Active);
    let points = vec![json!({ "value": "860 555 0100", "safe": true }); 5_000];
    client.contact_points = serde_json::from_value(json!(points)).expect("points");
    change(DocumentKind::Client.shape(), &mut client, |cells| {
        assert!(cells.has_each_line_once());
        assert_eq!(cells.lines.len(), 5_000);
    });
}

/// An item without a kind is in no group, and so on no screen.
#[test]
fn a_line_without_what_it_is_about_is_set_aside() {
    let without = |list: &str, cell: &str| {
        let mut line = json!({ "line_id": LineId::from_bytes([1; 16]).to_string(), "text": "?" });
        let whole = json!({ list: [line] });
        assert!(!keeps_the_rules(&edit(None, whole)), "{list}");
        line[cell] = "word".into();
        assert!(keeps_the_rules(&edit(None, json!({ list: [line] }))), "{list}");
    };
    without("items", "kind");
    without("domains", "domain");
}

/// Days that nobody means, and that no calendar of ours can count on from.
#[test]
fn days_beyond_all_sense_are_set_aside() {
    let planned = |day: &str| {
        let content = json!({ "staffing_on": day });
        DocumentEdit { kind: DocumentKind::ServicePlan, ..edit(None, content) }
    };
    for (day, is_kept) in [
        ("1899-12-31", false),
        ("1900-01-01", true),
        ("2200-12-31", true),
        ("2201-01-01", false),
        ("0002-03-01", false),
    ] {
        assert_eq!(keeps_the_rules(&planned(day)), is_kept, "{day}");
    }
    for day in [NaiveDate::MAX, NaiveDate::MIN] {
        assert!(!keeps_the_rules(&planned(&day.to_string())), "{day}");
    }
}

/// What two people added is as long as both; it is held to what one may write.
#[test]
fn a_document_holds_what_one_may_write_and_no_more() {
    let of = |lines: usize, bytes: usize| {
        let ids = (1..=lines).map(|n| LineId::from_bytes([u8::try_from(n % 251).unwrap(); 16]));
        let items: Vec<_> = ids
            .map(|id| json!({ "item_id": id.to_string(), "section": "signs", "text": "x".repeat(bytes) }))
            .collect();
        let json = json!({ "made_with": "client", "client_agrees": true, "review_due": "2026-02-19", "items": items });
        let read: Json = serde_json::from_value(json).unwrap();
        Cells::read(DocumentKind::CrisisPlan.shape(), &read)
    };
    assert!(DocumentKind::CrisisPlan.holds(&of(2, 60 * 1024)));
    assert!(!DocumentKind::CrisisPlan.holds(&of(3, 60 * 1024)));
    assert!(DocumentKind::CrisisPlan.holds(&of(500, 1)));
    assert!(!DocumentKind::CrisisPlan.holds(&of(501, 1)));
}
