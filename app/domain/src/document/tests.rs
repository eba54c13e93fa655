use super::*;
use crate::wire::v1::{Client, CrisisPlan};
use serde_json::Value as Example;
use std::fs;

fn examples(name: &str) -> Vec<Example> {
    let path = format!("{}/tests/golden/v1/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&fs::read(path).expect("a golden file")).expect("a list of examples")
}

fn text(example: &Example) -> Vec<u8> {
    serde_json::to_vec(example).expect("JSON")
}

/// What no cell holds: it says of the version who made it when, and where people disagree.
const HEAD: [&str; 6] =
    ["client_id", "crisis_plan_id", "version", "made_at", "author", "conflicts"];

#[test]
fn every_version_comes_out_of_its_cells_as_it_went_in() {
    let versions = [
        (DocumentKind::Client, "client.versions"),
        (DocumentKind::Client, "client.episode"),
        (DocumentKind::CrisisPlan, "crisis_plan"),
        (DocumentKind::CrisisPlan, "crisis_plan.conflicts"),
    ];
    for (kind, name) in versions {
        for example in examples(name) {
            let bytes = kind.as_written(&text(&example)).expect("an example of its type");
            let version = Version::read(kind, &bytes).expect("a version");
            assert_eq!(version.to_json(), Ok(bytes), "{name}");
        }
    }
}

#[test]
fn whatever_a_type_writes_stands_in_a_cell_or_in_its_head() {
    let fullest =
        [(DocumentKind::Client, "client.episode"), (DocumentKind::CrisisPlan, "crisis_plan")];
    for (kind, name) in fullest {
        let shape = kind.shape();
        let example = examples(name).remove(0);
        let keys = |fields: &'static [Cell]| fields.iter().flat_map(|field| field.keys);
        let facts: Vec<_> = keys(shape.facts).collect();
        for key in example.as_object().expect("an object").keys() {
            let is_list = shape.lists.iter().any(|list| list.key == key);
            let is_fact = facts.iter().any(|fact| **fact == key);
            assert!(is_list || is_fact || HEAD.contains(&key.as_str()), "{name}: {key}");
        }
        for list in shape.lists {
            let line = &example[list.key][0];
            for key in line.as_object().expect("an example of each list").keys() {
                let known = keys(list.cells).any(|field| field == key) || key == list.id;
                assert!(known, "{name}: {}: {key}", list.key);
            }
        }
    }
}

#[test]
fn no_name_means_two_cells_of_one_line() {
    for kind in DocumentKind::ALL {
        let shape = kind.shape();
        let lists = shape.lists.iter().map(|list| list.cells);
        for fields in lists.chain([shape.facts]) {
            let names: std::collections::BTreeSet<_> = fields.iter().map(|one| one.name).collect();
            assert_eq!(names.len(), fields.len(), "{kind:?}");
            assert!(!names.contains("line"));
        }
    }
}

#[test]
fn lines_without_ids_get_the_same_ones_wherever_they_are_read() {
    let old = examples("client").remove(0);
    let read = || Version::read(DocumentKind::Client, &text(&old)).expect("a version").cells;
    assert_eq!(read(), read());
    let mut twice = old.clone();
    let points = twice["contact_points"].as_array_mut().expect("points");
    points.push(points[0].clone());
    let cells = Version::read(DocumentKind::Client, &text(&twice)).expect("a version").cells;
    let ids: std::collections::BTreeSet<_> = cells.lines.iter().map(|line| line.id).collect();
    assert_eq!(ids.len(), cells.lines.len(), "the same words twice stay twice");
    assert!(cells.lines.iter().any(|line| line.id == read().lines[0].id));
}

#[test]
fn half_an_answer_is_never_joined_with_half_of_another() {
    let mut client: Client = serde_json::from_value(examples("client").remove(0)).expect("one");
    change(Client::SHAPE, &mut client, |cells| {
        let number = Key::of_line(cells.lines[0].id, "number");
        let json = serde_json::json!({ "value": "860 555 0199", "safe": true });
        let json = serde_json::from_value(json).expect("JSON");
        cells.put(number, Value::of("number", json));
    });
    let point = client.contact_points.remove(0);
    assert_eq!((point.value.as_str(), point.safe), ("860 555 0199", true));
    assert!(!point.call && !point.text, "what was said of the other number went with it");
    assert_eq!(point.note, "sister's phone, evenings");
}

#[test]
fn a_value_that_is_nested_beyond_all_sense_is_no_value() {
    for depth in [3, 60, 100] {
        let mut edit = examples("fact_sheet_edit").remove(0);
        let mut value = Example::from("deep");
        for _ in 0..depth {
            value = Example::from(vec![value]);
        }
        edit["content"]["conflicts"] = examples("client.versions").remove(0)["conflicts"].clone();
        edit["content"]["conflicts"][0]["other"]["value"] = serde_json::json!({ "text": value });
        let payload = serde_json::json!({ "fact_sheet_saved": edit });
        let payload = serde_json::from_value::<crate::operation::Payload>(payload);
        assert_eq!(payload.is_ok(), depth == 3, "{depth}");
        let Ok(payload) = payload else { continue };
        let author = crate::id::StaffId::from_bytes([1; 16]);
        let op_id = crate::id::OperationId::from_bytes([2; 16]);
        assert!(payload.edit(op_id, author).is_some(), "and the rest can be read");
        assert!(payload.keeps_the_rules());
    }
}

#[test]
fn a_field_that_nobody_knows_makes_a_row_unreadable_and_not_another_field() {
    let mut plan = examples("crisis_plan.conflicts").remove(0);
    assert!(serde_json::from_value::<CrisisPlan>(plan.clone()).is_ok());
    plan["conflicts"][0]["conflict_id"]["field"] = Example::from("colour");
    assert!(serde_json::from_value::<CrisisPlan>(plan).is_err());
}
