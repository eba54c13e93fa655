//! Nothing that somebody set in a form is ever taken for nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files has to fail")]

use chrono::NaiveDate;
use domain::{
    Moment,
    addendum::AddendumDraft,
    agency::ContentDraft,
    client::{ClientDraft, FactSheetDraft},
    contact::{ContactDraft, Kind},
    crisis_plan::PlanDraft,
    directory::ServiceDraft,
    document::{Cell, Cells, DocumentDraft, DocumentKind, Key, Shape, Value as CellValue},
    draft::{Begun, to_bytes},
    id::{
        AddendumId, ClientId, ContactId, CrisisEventId, CrisisPlanId, DocumentId, LineId, PersonId,
        RecordId, ServiceId, SupportPersonId, TaskId,
    },
    json::Json,
    record::{RecordDraft, RecordKind},
    response::{ResponseDraft, ResponseIds, note_of},
    roster::TurnDraft,
    supports::SupportDraft,
    units::RuleDraft,
    wire::v1::{AgencyContent, CrisisEvent, CrisisPlanItem, DocumentBase, Section, UnitRule},
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{fmt::Debug, fs};

fn now() -> Moment {
    Moment::new(1_763_700_000_000, -300)
}

fn examples(name: &str) -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/v1");
    let mut examples = Vec::new();
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let stem = file.file_name().unwrap().to_str().unwrap().split('.').next().unwrap();
        if stem == name {
            examples.extend(
                serde_json::from_str::<Vec<Value>>(&fs::read_to_string(&file).unwrap()).unwrap(),
            );
        }
    }
    assert!(!examples.is_empty(), "{name}");
    examples
}

/// The paths of everything in a value that can be set by itself.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    if !path.is_empty() {
        found.push(path.to_owned());
    }
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                places(item, &format!("{path}/{at}"), found);
            }
        }
        _ => {}
    }
}

/// What else a form could hold in the place of this.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => {
            vec![Value::from("2026-01-05"), Value::from("2026-01-05T10:00:00.000+00:00")]
        }
        Value::Bool(on) => vec![Value::from(!on)],
        Value::Number(number) => vec![Value::from(number.as_i64().unwrap_or_default() + 1)],
        Value::String(text) => vec![Value::from(format!("{text} ")), Value::from("")],
        Value::Array(items) => {
            let doubled = items.first().map(|first| {
                let mut items = items.clone();
                items.push(first.clone());
                Value::Array(items)
            });
            [Some(Value::from(Vec::<Value>::new())), doubled].into_iter().flatten().collect()
        }
        Value::Object(_) => vec![Value::Null],
    }
}

/// Whatever is changed in a draft, alone: it is not blank. Says how many changes were tried.
fn any_change_counts<D: Serialize + DeserializeOwned + PartialEq + Debug>(
    name: &str,
    fresh: &D,
) -> usize {
    let begun = Begun::fresh(fresh);
    assert!(begun.is_blank(&to_bytes(fresh)), "{name}: as it was begun");
    assert!(!Begun::left().is_blank(&to_bytes(fresh)), "{name}: what was left is somebody's");
    let as_begun = serde_json::to_value(fresh).unwrap();
    let mut changed = Vec::new();
    let mut paths = Vec::new();
    places(&as_begun, "", &mut paths);
    for path in &paths {
        for other in others(as_begun.pointer(path).unwrap()) {
            let mut draft = as_begun.clone();
            *draft.pointer_mut(path).unwrap() = other;
            changed.push((path.clone(), draft));
        }
    }
    // And whatever a form of this kind has ever held, a field at a time.
    for example in examples(name) {
        for (field, value) in example.as_object().unwrap() {
            let mut draft = as_begun.clone();
            draft.as_object_mut().unwrap().insert(field.clone(), value.clone());
            changed.push((format!("/{field}"), draft));
        }
    }
    let mut tried = 0;
    for (path, draft) in changed {
        // What no form can hold is no change.
        let Ok(draft) = serde_json::from_value::<D>(draft) else { continue };
        if draft != *fresh {
            tried += 1;
            assert!(!begun.is_blank(&to_bytes(&draft)), "{name}: {path} of {draft:?}");
        }
    }
    tried
}

fn contact() -> ContactDraft {
    let ids = (ContactId::from_bytes([2; 16]), TaskId::from_bytes([3; 16]));
    ContactDraft {
        place: "Sailors' Rest".into(),
        interpreter: true,
        ..ContactDraft::begin(ClientId::from_bytes([1; 16]), ids.0, ids.1, now())
    }
}

fn support() -> SupportDraft {
    let ids = (SupportPersonId::from_bytes([4; 16]), PersonId::from_bytes([5; 16]));
    SupportDraft::new(ClientId::from_bytes([1; 16]), ids.0, ids.1, now())
}

fn plan() -> PlanDraft {
    let item = LineId::from_bytes([8; 16]);
    let line = CrisisPlanItem {
        name: "988".into(),
        tel: "988".into(),
        ..CrisisPlanItem::new(item, Section::Professionals)
    };
    let ids = (ClientId::from_bytes([1; 16]), CrisisPlanId::from_bytes([9; 16]));
    PlanDraft::first(ids.0, ids.1, "es".into(), vec![line], now(), 90)
}

fn response() -> ResponseDraft {
    let ids = ResponseIds {
        crisis_event_id: CrisisEventId::from_bytes([1; 16]),
        contact_id: ContactId::from_bytes([2; 16]),
        note_task: TaskId::from_bytes([3; 16]),
        follow_up: TaskId::from_bytes([4; 16]),
        plan_review: TaskId::from_bytes([5; 16]),
    };
    ResponseDraft::begin(ClientId::from_bytes([1; 16]), ids, now())
}

#[test]
fn any_change_of_any_field_of_any_draft_makes_it_not_blank() {
    let client_id = ClientId::from_bytes([1; 16]);
    let addendum = AddendumDraft::begin(
        AddendumId::from_bytes([6; 16]),
        ContactId::from_bytes([2; 16]),
        client_id,
        now(),
    );
    let nothing = AgencyContent::default();
    let content =
        ContentDraft { written_at: Some(now()), before: nothing.clone(), content: nothing };
    let turn = TurnDraft {
        written_at: Some(now()),
        staff_id: None,
        from: "2025-11-21T17:00".into(),
        to: "2025-11-22T08:00".into(),
    };
    let rule = RuleDraft {
        written_at: Some(now()),
        after: 1,
        rule: UnitRule::begin("15-minute units", now().date()),
    };
    let service = ServiceDraft::begin(ServiceId::from_bytes([8; 16]), now());
    let client = ClientDraft { called: "Dana".into(), ..ClientDraft::begin(client_id, now()) };
    let client = client.met(now()).unwrap();
    let fact_sheet = FactSheetDraft::next(&client, DocumentBase::Version(1), now());
    let event: CrisisEvent = serde_json::from_value(examples("crisis_event")[0].clone()).unwrap();
    let note = note_of(&event, TaskId::from_bytes([7; 16]), now());
    let tried = [
        any_change_counts("contact_draft", &contact()),
        any_change_counts("contact_draft", &note),
        any_change_counts("addendum_draft", &addendum),
        any_change_counts("client_draft", &ClientDraft::begin(client_id, now())),
        any_change_counts("support_draft", &support()),
        any_change_counts("response_draft", &response()),
        any_change_counts("plan_draft", &plan()),
        any_change_counts("content_draft", &content),
        any_change_counts("turn_draft", &turn),
        any_change_counts("rule_draft", &rule),
        any_change_counts("service_draft", &service),
        any_change_counts("fact_sheet_draft", &fact_sheet),
    ];
    assert!(tried.iter().all(|tried| *tried >= 4), "{tried:?}");
}

proptest! {
    /// An attempt is made of choices, and none of them is a word.
    #[test]
    fn choices_and_times_are_kept_without_a_word(
        kind in prop::sample::select(vec![
            Kind::Met, Kind::Phone, Kind::Text, Kind::NoAnswer, Kind::OtherPerson,
        ]),
        start_min in -600_i64..600,
        end_min in -600_i64..600,
        place in "( |[a-z]{0,3})",
        planned: bool,
        interpreter: bool,
        due in prop::option::of(0_u32..28),
    ) {
        let fresh = contact();
        let begun = Begun::fresh(&fresh);
        let mut draft = fresh.clone();
        draft.choose(kind);
        draft.occurred_start = Some(now().plus_ms(start_min * 60_000));
        draft.occurred_end = Some(now().plus_ms(end_min * 60_000));
        if !place.is_empty() {
            draft.place = place;
        }
        (draft.planned, draft.interpreter) = (planned, interpreter);
        draft.next_step_due = due.and_then(|day| NaiveDate::from_ymd_opt(2026, 1, day + 1));
        prop_assert_eq!(begun.is_blank(&to_bytes(&draft)), draft == fresh);
        prop_assert!(draft.first_words().is_empty());
    }
}

/// Something that a cell can hold.
fn something(cell: &Cell) -> CellValue {
    let word = Json::Text("word".to_owned());
    let json = match (cell.sort, cell.keys) {
        (_, [_, _, ..]) => {
            Json::Object(cell.keys.iter().map(|key| ((*key).to_owned(), word.clone())).collect())
        }
        ("flag", _) => Json::Bool(true),
        ("count" | "time", _) => Json::Number(3),
        ("day", _) => Json::Text("2026-01-05".to_owned()),
        _ => word,
    };
    CellValue::of(cell.sort, json)
}

/// Every cell of a shape, set alone in a draft that was just begun, and in a line that was just added.
fn any_cell_counts<D: Serialize>(shape: &'static Shape, draft: impl Fn(Cells) -> D) -> usize {
    let id = LineId::from_bytes([7; 16]);
    let facts = shape.facts.iter().map(|cell| (None, cell));
    let lists = shape.lists.iter().enumerate();
    let of_lines = lists.flat_map(|(list, of)| of.cells.iter().map(move |cell| (Some(list), cell)));
    let mut tried = 0;
    for (list, cell) in facts.chain(of_lines) {
        let mut cells = Cells::empty(shape);
        let key = match list {
            None => Key::fact(cell.name),
            Some(list) => {
                cells.add_line(list, id);
                Key::of_line(id, cell.name)
            }
        };
        let begun = Begun::fresh(&draft(cells.clone()));
        assert!(begun.is_blank(&to_bytes(&draft(cells.clone()))), "as it was begun");
        cells.put(key, something(cell));
        tried += 1;
        assert!(!begun.is_blank(&to_bytes(&draft(cells))), "{:?}", cell.name);
    }
    tried
}

#[test]
fn any_cell_of_any_document_and_record_makes_its_draft_not_blank() {
    let client_id = ClientId::from_bytes([1; 16]);
    let mut tried = 0;
    for kind in DocumentKind::ALL.iter().filter(|kind| kind.is_of_cells()) {
        let id = DocumentId::from_bytes([2; 16]);
        let fresh = DocumentDraft::first(*kind, id, client_id, now());
        tried +=
            any_cell_counts(kind.shape(), |content| DocumentDraft { content, ..fresh.clone() });
    }
    for kind in RecordKind::ALL {
        let Some(shape) = kind.shape() else { continue };
        tried += any_cell_counts(shape, |content| RecordDraft {
            written_at: Some(now()),
            kind: *kind,
            record_id: RecordId::from_bytes([3; 16]),
            client_id,
            content,
        });
    }
    assert!(tried > 200, "{tried}");
}
