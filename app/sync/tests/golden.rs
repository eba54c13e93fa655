//! What a phone stored yesterday opens tomorrow. The files are as in the
//! domain's golden tests: lists of examples that never change.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files has to fail")]

use domain::wire::v1::TeamPlans;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{fmt::Debug, fs};
use sync::{
    directory::DirectoryMark,
    on_call::{Turn, TurnMark},
    papers::KeptPage,
    read_copy::{Caseload, ClientFile},
    replica::{Asked, Sent, SyncMark, Waiting},
};

fn examples(name: &str) -> Vec<Value> {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn opens_for_ever<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str) {
    for example in examples(name) {
        let decoded: T = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(serde_json::to_value(&decoded).unwrap(), example, "{name}");
        let mut newer = example;
        newer.as_object_mut().unwrap().insert("from_the_future".into(), Value::Bool(true));
        let read: T = serde_json::from_str(&newer.to_string()).unwrap();
        assert_eq!(read, decoded, "{name} of a newer app");
    }
}

#[test]
fn everything_stored_opens_for_ever() {
    opens_for_ever::<Caseload>("caseload");
    opens_for_ever::<Caseload>("caseload.unread");
    opens_for_ever::<Caseload>("caseload.tail");
    opens_for_ever::<Caseload>("caseload.documents");
    opens_for_ever::<Caseload>("caseload.cell_records");
    opens_for_ever::<ClientFile>("client_file");
    opens_for_ever::<ClientFile>("client_file.records");
    opens_for_ever::<ClientFile>("client_file.support_people");
    opens_for_ever::<Waiting>("waiting");
    opens_for_ever::<Sent>("sent");
    opens_for_ever::<Sent>("sent.pulls");
    opens_for_ever::<Asked>("asked");
    opens_for_ever::<SyncMark>("sync_mark");
    opens_for_ever::<SyncMark>("sync_mark.reads");
    opens_for_ever::<SyncMark>("sync_mark.pulls");
    opens_for_ever::<SyncMark>("sync_mark.server_ahead");
    opens_for_ever::<TurnMark>("turn_mark");
    opens_for_ever::<DirectoryMark>("directory_mark");
    opens_for_ever::<KeptPage>("kept_page");
}

#[test]
fn a_mark_of_which_nothing_is_left_begins_anew() {
    assert_eq!(serde_json::from_str::<SyncMark>("{}").unwrap(), SyncMark::default());
}

/// A phone reads the head of the team's plans alone before it seals the whole.
#[test]
fn the_head_of_the_teams_plans_is_read_by_itself() {
    let path = format!("{}/../domain/tests/golden/v1/team_plans.json", env!("CARGO_MANIFEST_DIR"));
    let all: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for example in all {
        let whole: TeamPlans = serde_json::from_value(example.clone()).unwrap();
        let head: Turn = serde_json::from_value(example).unwrap();
        assert_eq!(head, Turn { until: whole.until, tag: whole.tag });
    }
}
