//! What a client sees in their own app, held against everything that anybody can write.
//!
//! Every cell of every kind made of cells, and every field of every type that is stored about a client
//! or by an agency, stands in `tests/own.txt` with what was decided about it: `shown` or `never`. A new
//! one fails here until somebody has decided. Then each is filled with a word of its own, and the view
//! holds those that are shown and none of the others.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has to fail")]

use domain::{
    Moment,
    document::{Cells, DocumentKind, Key, Shape, Value as CellValue, service_plan},
    id::{ClientId, LineId, RecordId},
    own::{Material, Sort, client_as_author, view},
    record::{RecordKind, appointment},
    wire::v1::{Agency, CellRecord, CellRecordRow, Client, CrisisPlan, Task},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

fn file(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files of the wire with types that hold what is known of a client, or what an agency says.
const TYPED: [&str; 11] = [
    "agency",
    "client",
    "contact",
    "crisis_event",
    "crisis_plan",
    "document",
    "episode",
    "record",
    "release_text",
    "support_person",
    "task",
];

/// Every place in which anybody can write something, as `type.field`.
fn places() -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    let mut of_shape = |word: &str, shape: &'static Shape| {
        places.extend(shape.facts.iter().map(|cell| format!("{word}.{}", cell.name)));
        for list in shape.lists {
            let cells = list.cells.iter();
            places.extend(cells.map(|cell| format!("{word}.{}.{}", list.key, cell.name)));
        }
    };
    for kind in DocumentKind::OF_CELLS {
        of_shape(kind.word(), kind.shape());
    }
    for kind in RecordKind::OF_CELLS {
        of_shape(kind.word(), kind.shape().unwrap());
    }
    for source in TYPED {
        let mut of = String::new();
        for line in file(&format!("src/wire/v1/{source}.rs")).lines() {
            if let Some(name) = line.strip_prefix("pub struct ") {
                name.split([' ', '<']).next().unwrap().clone_into(&mut of);
            } else if let Some(field) = line.strip_prefix("    pub ")
                && let Some((field, _)) = field.split_once(": ")
                && field.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
            {
                places.insert(format!("{of}.{field}"));
            }
        }
    }
    places
}

/// What was decided: `shown` or `never`, with a place.
fn decided() -> BTreeMap<String, bool> {
    let text = file("tests/own.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = |line: &str| {
        let (word, place) = line.split_once(' ').unwrap();
        assert!(matches!(word, "shown" | "never"), "{line}");
        (place.trim().to_owned(), word == "shown")
    };
    lines.map(read).collect()
}

#[test]
fn about_every_value_that_anybody_can_write_somebody_has_decided() {
    let (places, decided) = (places(), decided());
    assert!(places.len() > 200, "only {} were found", places.len());
    let undecided: Vec<_> = places.iter().filter(|place| !decided.contains_key(*place)).collect();
    assert!(
        undecided.is_empty(),
        "say in tests/own.txt whether the client sees these, and show them in own/view.rs: {undecided:#?}"
    );
    let gone: Vec<_> = decided.keys().filter(|place| !places.contains(*place)).collect();
    assert!(gone.is_empty(), "decided about, and not there: {gone:#?}");
}

/// A word that stands nowhere else.
fn canary(place: &str) -> String {
    format!("canary {} end", place.replace('_', " "))
}

/// A document or record with a canary in each cell of words, and yes for each flag.
fn filled(word: &str, shape: &'static Shape) -> Cells {
    let mut cells = Cells::empty(shape);
    let fill = |sort: &str, place: String| match sort {
        "text" => Some(CellValue::text(&canary(&place))),
        "flag" => Some(CellValue::flag(true)),
        _ => None,
    };
    for cell in shape.facts {
        if let Some(value) = fill(cell.sort, format!("{word}.{}", cell.name)) {
            cells.put(Key::fact(cell.name), value);
        }
    }
    for (at, list) in shape.lists.iter().enumerate() {
        let id = LineId::from_bytes([u8::try_from(at).unwrap() + 1; 16]);
        cells.add_line(at, id);
        for cell in list.cells {
            if let Some(value) = fill(cell.sort, format!("{word}.{}.{}", list.key, cell.name)) {
                cells.put(Key::of_line(id, cell.name), value);
            }
        }
    }
    cells
}

/// The fullest example of a type, with a canary for each of its own texts that is free to be any.
fn with_canaries(name: &str, of: &str) -> Value {
    let mut all: Value =
        serde_json::from_str(&file(&format!("tests/golden/v1/{name}.json"))).unwrap();
    let mut first = all.get_mut(0).unwrap().take();
    mark(&mut first, of);
    first
}

fn mark(value: &mut Value, of: &str) {
    let Some(members) = value.as_object_mut() else { return };
    for (key, value) in members {
        let inner = match key.as_str() {
            "items" => "CrisisPlanItem",
            "advance_directive" => "AdvanceDirective",
            "contact_points" => "ContactPoint",
            "alerts" => "Alert",
            "stages" => "StageBegun",
            "levels" => "LevelBegun",
            "staff" => "StaffCard",
            "lines" => "CrisisLine",
            "protocol" => "CrisisProtocol",
            _ => "",
        };
        match value {
            // A choice, an id, a day or a language is written small, or with a number.
            Value::String(text)
                if text.len() > 3
                    && (text.starts_with(char::is_uppercase) || text.contains(' ')) =>
            {
                *text = canary(&format!("{of}.{key}"));
            }
            Value::Array(items) if !inner.is_empty() => {
                items.iter_mut().for_each(|item| mark(item, inner));
            }
            Value::Object(_) if !inner.is_empty() => mark(value, inner),
            _ => {}
        }
    }
}

#[test]
fn the_view_holds_what_is_shown_and_no_word_of_anything_else() {
    let mut client: Client = serde_json::from_value(with_canaries("client", "Client")).unwrap();
    let id = client.client_id;
    let mut agency: Agency = serde_json::from_value(with_canaries("agency", "Agency")).unwrap();
    client.primary = agency.staff.first().map(|card| card.staff_id);
    let mut other = agency.staff[0].clone();
    other.staff_id = domain::id::StaffId::from_bytes([77; 16]);
    other.name = "canary of a colleague end".into();
    agency.staff.push(other);
    let mut plan: CrisisPlan =
        serde_json::from_value(with_canaries("crisis_plan", "CrisisPlan")).unwrap();
    plan.items[0].hidden_from_client = false;
    let mut hidden = plan.items[0].clone();
    hidden.item_id = LineId::from_bytes([78; 16]);
    hidden.hidden_from_client = true;
    hidden.text = "canary hidden from the client end".into();
    plan.items.push(hidden);
    let mut service = filled("service_plan", service_plan::SHAPE);
    service.put(Key::fact("state"), word("plan_state", service_plan::FINISHED));
    let line = service.lines[0].id;
    service.put(Key::of_line(line, "disposition"), word("disposition", "in_plan"));
    let mut records: Vec<_> = RecordKind::OF_CELLS
        .iter()
        .map(|kind| {
            let cells = filled(kind.word(), kind.shape().unwrap());
            row(*kind, RecordId::from_bytes([*kind as u8 + 1; 16]), id, &cells)
        })
        .collect();
    for row in &mut records {
        let mut cells = row.record.cells();
        match row.record.kind {
            RecordKind::ClientMessage => {
                row.author = client_as_author(id);
                row.record.record_id = RecordId::from_bytes([200; 16]);
                cells.put(Key::fact("sort"), word("message_sort", Sort::Feedback.word()));
            }
            // In force until something happens.
            RecordKind::Release => {
                let day = row.record.at.date();
                cells.put(Key::fact("begins"), CellValue::day(day));
                for (name, sort, choice) in [
                    ("expiry", "release_expiry", "event"),
                    ("signed_by", "release_signer", "client"),
                    ("signing", "release_signing", "typed"),
                ] {
                    cells.put(Key::fact(name), word(sort, choice));
                }
            }
            RecordKind::Appointment => {
                cells.put(Key::fact("on"), CellValue::day(row.record.at.date()));
                cells.put(Key::fact("standing"), appointment::Standing::Planned.value());
            }
            RecordKind::MessageAnswer => {
                let message = RecordId::from_bytes([200; 16]).to_string();
                cells.put(Key::fact("line"), word("spoken_of", &message));
            }
            _ => {}
        }
        row.record.content = cells.json();
    }
    let task: Task = serde_json::from_value(with_canaries("task", "Task")).unwrap();
    let own = Task { for_client: true, ..task.clone() };
    let staffs = Task { title: "canary of a task for staff end".into(), ..task };
    let tasks = [own, staffs];
    let access = filled("client_access", RecordKind::ClientAccess.shape().unwrap());
    let shows = |service: &Cells| {
        let of = Material {
            client: &client,
            crisis_plan: Some(&plan),
            service_plan: Some(service),
            tasks: &tasks,
            records: &records,
            access: Some(&access),
            agency: &agency,
        };
        serde_json::to_string(&view(of, Moment::new(1_764_000_000_000, 0))).unwrap()
    };
    // A goal in the client's own words stands for the one that staff wrote.
    let mut without = service.clone();
    without.put(Key::of_line(line, "own"), CellValue::text(""));
    let staffs_goal = canary("service_plan.lines.goal");
    assert!(!shows(&service).contains(&staffs_goal));
    let shown = shows(&service) + &shows(&without);
    let written = [
        serde_json::to_string(&client).unwrap(),
        serde_json::to_string(&agency).unwrap(),
        serde_json::to_string(&plan).unwrap(),
        String::from_utf8(service.json().to_vec()).unwrap(),
        serde_json::to_string(&tasks).unwrap(),
        serde_json::to_string(&records).unwrap(),
    ]
    .concat();
    let mut seen = BTreeMap::from([(true, 0), (false, 0)]);
    for (place, is_shown) in decided() {
        let canary = canary(&place);
        if !written.contains(&canary) {
            continue;
        }
        *seen.get_mut(&is_shown).unwrap() += 1;
        assert_eq!(shown.contains(&canary), is_shown, "{place}: {shown}");
    }
    assert!(seen[&true] >= 15 && seen[&false] >= 30, "too few were tried: {seen:?}");
    for never in ["of a colleague", "hidden from", "of a task for staff"] {
        assert!(written.contains(never) && !shown.contains(never), "{never}");
    }
    assert!(!shown.contains(&id.to_string()), "not even by whose id it is");
}

fn word(sort: &str, word: &str) -> CellValue {
    CellValue::of(sort, domain::json::Json::Text(word.to_owned()))
}

fn row(kind: RecordKind, record_id: RecordId, client_id: ClientId, cells: &Cells) -> CellRecordRow {
    let record = CellRecord {
        record_id,
        kind,
        client_id,
        at: Moment::new(1_764_000_000_000, 0),
        content: cells.json(),
    };
    let author = domain::id::StaffId::from_bytes([9; 16]);
    CellRecordRow { record, author, received_at: None, date_in_doubt: false }
}

#[test]
fn a_plan_that_nobody_finished_and_a_message_that_a_worker_wrote_down_are_not_shown() {
    let agency: Agency = serde_json::from_value(json!({
        "agency_id": ClientId::from_bytes([1; 16]), "name": "N", "lines": [],
        "protocol": { "definition": "", "steps": [], "responder_label": "" },
        "policy": serde_json::to_value(domain::wire::v1::Policy::default()).unwrap(), "staff": []
    }))
    .unwrap();
    let id = ClientId::from_bytes([3; 16]);
    let client = Client::new(id, "Ash".into(), domain::wire::v1::Stage::Active);
    let mut service = filled("service_plan", service_plan::SHAPE);
    let line = service.lines[0].id;
    service.put(Key::of_line(line, "disposition"), word("disposition", "in_plan"));
    let kind = RecordKind::ClientMessage;
    let records =
        [row(kind, RecordId::from_bytes([4; 16]), id, &filled("x", kind.shape().unwrap()))];
    let of = Material {
        client: &client,
        crisis_plan: None,
        service_plan: Some(&service),
        tasks: &[],
        records: &records,
        access: None,
        agency: &agency,
    };
    let view = view(of, Moment::new(0, 0));
    assert!(view.goals.is_empty() && view.said.is_empty() && view.plan.is_none());
}

#[test]
fn an_appointment_is_shown_unless_somebody_said_not_until_its_day_is_over_where_it_was_written_down()
 {
    let agency: Agency = serde_json::from_value(with_canaries("agency", "Agency")).unwrap();
    let id = ClientId::from_bytes([3; 16]);
    let client = Client::new(id, "Ash".into(), domain::wire::v1::Stage::Active);
    // Nine in the evening of 24 November 2025 in New York, when it is the 25th in Greenwich.
    let evening = Moment::new(1_764_036_000_000, 0);
    let appointment = |n: u8, on: &str, standing: appointment::Standing| {
        let mut cells = appointment::begin(None);
        cells.put(Key::fact("what"), CellValue::text(on));
        cells.put(Key::fact("on"), CellValue::day(on.parse().unwrap()));
        cells.put(Key::fact("standing"), standing.value());
        let mut row = row(RecordKind::Appointment, RecordId::from_bytes([n; 16]), id, &cells);
        row.record.at = Moment::new(1_763_900_000_000, -300);
        row
    };
    let records = [
        appointment(1, "2025-11-23", appointment::Standing::Planned),
        appointment(2, "2025-11-24", appointment::Standing::Planned),
        appointment(3, "2025-11-26", appointment::Standing::Cancelled),
        appointment(4, "2025-11-25", appointment::Standing::Planned),
        {
            let mut row = appointment(5, "2025-11-27", appointment::Standing::Planned);
            let mut cells = row.record.cells();
            cells.put(Key::fact("for_client"), CellValue::flag(false));
            row.record.content = cells.json();
            row
        },
    ];
    let of = Material {
        client: &client,
        crisis_plan: None,
        service_plan: None,
        tasks: &[],
        records: &records,
        access: None,
        agency: &agency,
    };
    let next = view(of, evening).next;
    let shown: Vec<_> = next.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(shown, ["2025-11-24", "2025-11-25"]);
}
