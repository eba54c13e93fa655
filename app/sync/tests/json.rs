//! The reader of JSON that phones have says what `serde_json` says.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has to fail"
)]

use domain::{
    addendum::AddendumDraft,
    agency::ContentDraft,
    client::{ClientDraft, FactSheetDraft},
    contact::ContactDraft,
    crisis_plan::PlanDraft,
    json::{LeftOut, Unreadable, from_slice, sparing},
    operation::Operation,
    response::ResponseDraft,
    supports::SupportDraft,
    wire::v1::*,
};
use proptest::{collection, prelude::*};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::{fmt::Debug, fs};
use sync::{
    on_call::{Turn, TurnMark},
    read_copy::{Caseload, ClientFile, Unread},
    replica::{Sent, SyncMark, Waiting},
};

/// Both readers say the same about a text, or both refuse it.
fn agree<T: DeserializeOwned + PartialEq + Debug>(text: &[u8]) {
    let ours = from_slice::<T>(text);
    let theirs = serde_json::from_slice::<T>(text).map_err(|_| Unreadable);
    assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(text));
}

type Check = fn(&[u8]);

/// Everything a phone reads that has a golden file, and how to check it.
const SHAPES: &[(&str, Check)] = &[
    ("domain/tests/golden/v1/addendum_draft", agree::<AddendumDraft>),
    ("domain/tests/golden/v1/client_draft", agree::<ClientDraft>),
    ("domain/tests/golden/v1/support_draft", agree::<SupportDraft>),
    ("domain/tests/golden/v1/operation.support_person_saved", agree::<Operation>),
    ("domain/tests/golden/v1/pull_page.support_people", agree::<PullPage>),
    ("domain/tests/golden/v1/content_draft", agree::<ContentDraft>),
    ("domain/tests/golden/v1/contact_draft", agree::<ContactDraft>),
    ("domain/tests/golden/v1/enrolled", agree::<Enrolled>),
    ("domain/tests/golden/v1/fact_sheet_draft", agree::<FactSheetDraft>),
    ("domain/tests/golden/v1/operation.fact_sheet_saved", agree::<Operation>),
    ("domain/tests/golden/v1/pull_page.fact_sheet", agree::<PullPage>),
    ("domain/tests/golden/v1/operation", agree::<Operation>),
    ("domain/tests/golden/v1/plan_draft", agree::<PlanDraft>),
    ("domain/tests/golden/v1/plan_versions", agree::<PlanVersions>),
    ("domain/tests/golden/v1/pull_page", agree::<PullPage>),
    ("domain/tests/golden/v1/contact_draft.closes_task", agree::<ContactDraft>),
    ("domain/tests/golden/v1/operation.crisis_event_ended", agree::<Operation>),
    ("domain/tests/golden/v1/pull_page.crisis_events", agree::<PullPage>),
    ("domain/tests/golden/v1/response_draft", agree::<ResponseDraft>),
    ("domain/tests/golden/v1/device_row", agree::<DeviceRow>),
    ("domain/tests/golden/v1/push", agree::<Push>),
    ("domain/tests/golden/v1/push.asks", agree::<Push>),
    ("domain/tests/golden/v1/push_answer", agree::<PushAnswer>),
    ("domain/tests/golden/v1/quarantine_page", agree::<QuarantinePage>),
    ("domain/tests/golden/v1/quarantined_operation", agree::<QuarantinedOperation>),
    ("domain/tests/golden/v1/receipt", agree::<Receipt>),
    ("domain/tests/golden/v1/refusal", agree::<Refusal>),
    ("domain/tests/golden/v1/signed_in", agree::<SignedIn>),
    ("domain/tests/golden/v1/attention", agree::<Attention>),
    ("domain/tests/golden/v1/opening", agree::<Opening>),
    ("domain/tests/golden/v1/openings", agree::<Openings>),
    ("domain/tests/golden/v1/openings_waiting", agree::<OpeningsWaiting>),
    ("domain/tests/golden/v1/shifts", agree::<Shifts>),
    ("domain/tests/golden/v1/team_plans", agree::<TeamPlans>),
    ("sync/tests/golden/caseload", agree::<Caseload>),
    ("sync/tests/golden/caseload.unread", agree::<Caseload>),
    ("sync/tests/golden/sent.pulls", agree::<Sent>),
    ("sync/tests/golden/sync_mark.pulls", agree::<SyncMark>),
    ("sync/tests/golden/client_file", agree::<ClientFile>),
    ("sync/tests/golden/client_file.support_people", agree::<ClientFile>),
    ("sync/tests/golden/sent", agree::<Sent>),
    ("sync/tests/golden/sync_mark", agree::<SyncMark>),
    ("sync/tests/golden/sync_mark.reads", agree::<SyncMark>),
    ("sync/tests/golden/turn_mark", agree::<TurnMark>),
    ("domain/tests/golden/v1/team_plans", agree::<Turn>),
    ("sync/tests/golden/waiting", agree::<Waiting>),
];

fn examples(name: &str) -> Vec<Value> {
    let path = format!("{}/../{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read(path).expect("a golden file");
    serde_json::from_slice(&text).expect("a list of examples")
}

#[test]
fn every_golden_example_is_read_as_the_server_would_read_it() {
    for (name, check) in SHAPES {
        for example in examples(name) {
            check(example.to_string().as_bytes());
            check(format!("{example:#}\r\n\t").as_bytes());
        }
    }
    assert!(
        from_slice::<PullPage>(
            examples("domain/tests/golden/v1/pull_page")[0].to_string().as_bytes()
        )
        .is_ok()
    );
}

/// Marks that mean something, but for the one that opens a list: a variant with named fields,
/// written as a list, is the one thing read differently.
const MARKS: &[u8] = b"\"\\{}]:,-+.0123456789eEtfnu \n\x00\x1f\xc3\xa9";

proptest! {
    #[test]
    fn a_damaged_text_is_refused_by_both_or_by_neither(
        shape in 0..SHAPES.len(),
        example in any::<prop::sample::Index>(),
        damage in collection::vec((any::<prop::sample::Index>(), 0_u8..3, 0..MARKS.len()), 1..4),
    ) {
        let (name, check) = SHAPES[shape];
        let examples = examples(name);
        let mut text = examples[example.index(examples.len())].to_string().into_bytes();
        for (place, way, mark) in damage {
            let place = place.index(text.len());
            match way {
                0 => drop(text.remove(place)),
                1 => text.insert(place, MARKS[mark]),
                _ => text[place] = MARKS[mark],
            }
        }
        check(&text);
    }

    #[test]
    fn every_string_comes_back(text: String, escaped in "(\\\\(u[0-9a-fA-F+]{4}|.)|[a-z])*") {
        agree::<String>(&serde_json::to_vec(&text).expect("a string"));
        agree::<String>(format!("\"{escaped}\"").as_bytes());
        // Passed over under an unknown name as well.
        agree::<SyncMark>(format!("{{\"x\": \"{escaped}\"}}").as_bytes());
    }

    #[test]
    fn every_whole_number_comes_back(large: u64, small: i64, text in "-?[0-9]{0,21}[.eE]?[0-9]?") {
        agree::<u64>(large.to_string().as_bytes());
        agree::<i64>(small.to_string().as_bytes());
        agree::<u8>(small.to_string().as_bytes());
        agree::<i64>(text.as_bytes());
        agree::<u64>(text.as_bytes());
    }

    #[test]
    fn what_nobody_asked_for_is_passed_over(value in anything(), nested in 1_usize..100) {
        let text = format!("{{\"from_the_future\": {value}}}");
        prop_assert_eq!(from_slice::<SyncMark>(text.as_bytes()), Ok(SyncMark::default()));
        let text = format!("{{\"x\": {}{}}}", "[".repeat(nested), "]".repeat(nested));
        prop_assert_eq!(from_slice::<SyncMark>(text.as_bytes()), Ok(SyncMark::default()));
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

#[test]
fn a_text_nested_beyond_all_sense_is_refused_and_nothing_overflows() {
    let text = format!("{{\"x\": {}", "[".repeat(1_000_000));
    assert_eq!(from_slice::<SyncMark>(text.as_bytes()), Err(Unreadable));
}

#[derive(Debug, PartialEq, Deserialize)]
enum Shape {
    Plain,
    One(u8),
    Two(u8, Option<bool>),
    Named { field: Box<[u16; 2]>, nothing: () },
}

#[test]
fn every_kind_of_variant_is_read() {
    for text in [
        r#""Plain""#,
        r#"{"Plain":null}"#,
        r#"{"Plain":1}"#,
        r#""One""#,
        r#"{"One":7}"#,
        r#"{"One":300}"#,
        r#"{ "Two" : [ 1 , null ] }"#,
        r#"{"Two":[1,true]}"#,
        r#"{"Two":[1]}"#,
        r#"{"Two":[1,true,2]}"#,
        r#"{"Two":[1,true,]}"#,
        r#"{"Named":{"field":[1,2],"nothing":null}}"#,
        r#"{"Named":{"field":[1,2,3],"nothing":null}}"#,
        r#"{"Named":{"field":[1,2],"field":[1,2],"nothing":null}}"#,
        r#"{"Named":{"nothing":null}}"#,
        r#"{"Unknown":1}"#,
        r#"{"One":7,"One":7}"#,
        r#"{1:7}"#,
        "{}",
        "",
    ] {
        agree::<Shape>(text.as_bytes());
    }
    agree::<Option<Level>>(b"\"II\"");
    agree::<Option<Level>>(b"null");
    agree::<Option<Level>>(b"nul");
}

#[test]
fn a_struct_is_an_object_and_never_a_list() {
    agree::<Refusal>(br#"["code", "sentence"]"#);
    assert_eq!(from_slice::<Refusal>(br#"["code", "sentence"]"#), Err(Unreadable));
}

fn first_example(name: &str) -> Value {
    let path = format!("{}/../domain/tests/golden/v1/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let examples: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    examples.into_iter().next().unwrap()
}

/// The golden files of a type, by name.
fn golden_names(of: &str) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/tests/golden/v1");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let names = files.map(|name| name.to_str().unwrap().trim_end_matches(".json").to_owned());
    names.filter(|name| name.split('.').next() == Some(of)).collect()
}

/// Reads what a newer server wrote, and says what was left out of it.
fn spared<T: DeserializeOwned>(text: &Value) -> (T, Vec<LeftOut>) {
    sparing(text.to_string().as_bytes()).unwrap()
}

/// The places where a value can be put that nobody knows: every word of an object, deep down.
fn words_in(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                words_in(item, format!("{path}/{at}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                words_in(field, format!("{path}/{name}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn one_value_that_only_a_newer_app_knows_costs_one_row_and_no_page() {
    let names = golden_names("pull_page");
    assert!(names.len() > 5, "{names:?}");
    for name in names {
        let page = first_example(&name);
        let mut words = Vec::new();
        words_in(&page, String::new(), &mut words);
        let mut left_out_once = 0;
        for path in words {
            // The plain values of a page are read by every app for ever.
            let parts: Vec<&str> = path.split('/').collect();
            let [_, field, _, ..] = parts.as_slice() else { continue };
            let mut newer = page.clone();
            *newer.pointer_mut(&path).unwrap() = Value::from("by_pigeon");
            let (read, left_out) = spared::<PullPage>(&newer);
            assert!(left_out.len() <= 1, "{path}");
            let Some(LeftOut { field: left, in_list, text }) = left_out.first() else { continue };
            assert_eq!(left, field);
            left_out_once += 1;
            let row = newer.pointer(&parts.get(..if *in_list { 3 } else { 2 }).unwrap().join("/"));
            assert_eq!(&serde_json::from_str::<Value>(text).unwrap(), row.unwrap(), "kept whole");
            // Everything else arrives.
            let mut rest = page.clone();
            if *in_list {
                let at: usize = parts.get(2).unwrap().parse().unwrap();
                rest[*field].as_array_mut().unwrap().remove(at);
            } else {
                rest.as_object_mut().unwrap().remove(*field);
            }
            assert_eq!(read, serde_json::from_value(rest).unwrap(), "{path}");
        }
        assert!(left_out_once > 3, "{name}: {left_out_once}");
    }
}

#[test]
fn an_item_of_a_list_that_only_a_newer_app_knows_costs_itself_alone() {
    let known = first_example("device_row");
    let mut newer = known.clone();
    newer["revoked"] = Value::from("taken_by_the_sea");
    let list = Value::from(vec![known.clone(), newer.clone(), known]);
    let (read, left_out) = spared::<Vec<DeviceRow>>(&list);
    assert_eq!(read.len(), 2);
    let texts: Vec<Value> =
        left_out.iter().map(|one| serde_json::from_str(&one.text).unwrap()).collect();
    assert_eq!(texts, [newer.clone()], "kept whole");
    let (read, left_out) = spared::<Vec<DeviceRow>>(&Value::from(vec![newer]));
    assert_eq!((read.len(), left_out.len()), (0, 1));
}

#[test]
fn rows_left_out_are_a_page_again_for_the_next_build() {
    let page = first_example("pull_page");
    let whole: PullPage = serde_json::from_value(page.clone()).unwrap();
    let mut caseload = Caseload::default();
    for field in ["agency", "clients", "crisis_plans", "tasks", "contacts", "addenda"] {
        let rows = page[field].as_array().cloned();
        let in_list = rows.is_some();
        for row in rows.unwrap_or_else(|| vec![page[field].clone()]) {
            let text = row.to_string();
            caseload.unread.push(Unread { field: field.into(), in_list, text });
        }
    }
    let (read, left_out) = sparing::<PullPage>(caseload.unread_page().as_bytes()).unwrap();
    assert_eq!(left_out, []);
    assert_eq!(read.agency, whole.agency);
    assert_eq!((read.clients, read.crisis_plans), (whole.clients, whole.crisis_plans));
    assert_eq!(
        (read.tasks, read.contacts, read.addenda),
        (whole.tasks, whole.contacts, whole.addenda)
    );
}

#[test]
fn a_receipt_that_only_a_newer_app_understands_leaves_the_others_alone() {
    let mut answer = first_example("push_answer");
    let receipts = answer["receipts"].as_array_mut().unwrap();
    let known = receipts.len();
    let mut newer = receipts.first().unwrap().clone();
    newer["outcome"] = serde_json::json!({ "handed_on": { "to": "another_agency" } });
    receipts.push(newer.clone());
    let (read, left_out) = spared::<PushAnswer>(&answer);
    assert_eq!((read.receipts.len(), left_out.len()), (known, 1));
    // A reason without a name here is still a terminal receipt.
    newer["outcome"] = serde_json::json!({ "quarantined": { "code": "on_a_holiday" } });
    let receipt: Receipt = from_slice(newer.to_string().as_bytes()).unwrap();
    assert_eq!(receipt.outcome, ReceiptOutcome::Quarantined { code: QuarantineCode::Unknown });
}

#[test]
fn a_page_whose_plain_values_cannot_be_read_is_no_page() {
    let mut page = first_example("pull_page");
    page["server_time"] = Value::from("yesterday");
    assert_eq!(sparing::<PullPage>(page.to_string().as_bytes()).map(drop), Err(Unreadable));
    for text in ["", "[]", "{", "{\"epoch\"", "null"] {
        assert_eq!(sparing::<PullPage>(text.as_bytes()).map(drop), Err(Unreadable), "{text}");
    }
}

/// One colleague of a role from a newer server costs an older app neither the sign-in nor the crisis lines.
#[test]
fn a_role_that_only_a_newer_app_knows_is_read_as_one_that_may_do_least() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/tests/golden/v1/agency.json");
    let text = fs::read_to_string(file).unwrap();
    let mut all: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut agency = all.swap_remove(0);
    agency["staff"][0]["role"] = "peer_specialist".into();
    let bytes = serde_json::to_vec(&agency).unwrap();
    let read: Agency = from_slice(&bytes).unwrap();
    assert_eq!(read.staff[0].role, Role::Worker);
    assert_eq!(read.lines.len(), agency["lines"].as_array().unwrap().len());
    assert_eq!(sparing::<Agency>(&bytes).unwrap().1, Vec::<LeftOut>::new());
}
