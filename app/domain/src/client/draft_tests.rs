use super::*;
use crate::{
    document::{CellName, Value},
    id::{LineId, OperationId, StaffId},
    json::Json,
    length::{FIELD_MAX_BYTES, Field, LINE_MAX_BYTES},
    phone::NotOne,
    problem::{Problem, Wrong},
    wire::v1::{
        Alert, ConflictId, ConflictSide, ContactPoint, DocumentBase, FactSheetEdit, OpenConflict,
        Pause,
    },
};
use chrono::Days;

fn now() -> Moment {
    Moment::new(1_764_000_000_000, 0)
}

fn dana() -> Client {
    let point = ContactPoint {
        line_id: None,
        value: "(860) 555-0142".into(),
        note: "sister's phone".into(),
        call: true,
        text: true,
        ..ContactPoint::default()
    };
    let client_id = ClientId::from_bytes([1; 16]);
    Client { contact_points: vec![point], ..Client::new(client_id, "Dana".into(), Stage::Active) }
}

fn draft() -> FactSheetDraft {
    FactSheetDraft::next(&dana(), DocumentBase::Version(0), now())
}

fn problem(field: Field, wrong: Wrong) -> Result<FactSheetEdit, Vec<Problem>> {
    Err(vec![Problem::new(field, wrong)])
}

#[test]
fn every_line_has_an_id_in_the_form() {
    let draft = draft();
    assert!(draft.content.contact_points.iter().all(|point| point.line_id.is_some()));
    assert_eq!(draft.save(now()), problem(Field::Whole, Wrong::Unchanged), "an id is no change");
}

#[test]
fn a_name_stays_and_lines_without_words_go() {
    let mut draft = draft();
    draft.content.contact_points.push(ContactPoint::blank(LineId::from_bytes([2; 16])));
    assert_eq!(draft.save(now()), problem(Field::Whole, Wrong::Unchanged));
    draft.content.pronouns = "they/them".into();
    assert_eq!(draft.save(now()).map(|edit| edit.content.contact_points.len()), Ok(1));
    draft.content.preferred_name = "  ".into();
    assert_eq!(draft.save(now()), problem(Field::Name, Wrong::Missing));
}

#[test]
fn a_pause_ends_no_sooner_than_it_begins() {
    let mut draft = draft();
    let (id, today) = (LineId::from_bytes([3; 16]), now().date());
    draft.content.pauses.push(Pause { to: Some(today - Days::new(1)), ..Pause::begin(id, today) });
    assert_eq!(draft.problems(), [Problem::in_line(id, Field::Ends, Wrong::EndsFirst)]);
    draft.content.pauses[0].to = Some(today);
    assert!(draft.save(now()).is_ok());
}

#[test]
fn a_number_is_one_that_can_be_dialled_unless_it_stood_there() {
    let mut draft = draft();
    let id = draft.content.contact_points[0].line_id.expect("given");
    draft.content.contact_points[0].value = "ask Rosa".into();
    let none = Wrong::Number(NotOne::Nothing);
    assert_eq!(draft.problems(), [Problem::in_line(id, Field::Tel, none)]);
    let point = &mut draft.content.contact_points[0];
    (point.call, point.text) = (false, false);
    assert!(draft.save(now()).is_ok(), "an address is no number");
    let mut odd = dana();
    odd.contact_points[0].value = "ask Rosa".into();
    let mut draft = FactSheetDraft::next(&odd, DocumentBase::Version(1), now());
    draft.content.pronouns = "she".into();
    assert!(draft.save(now()).is_ok(), "what stood there is no reason");
}

#[test]
fn what_does_not_fit_is_named() {
    let mut draft = draft();
    draft.content.place = "x".repeat(70_000);
    draft.content.preferred_name.clear();
    let too_long = Problem::new(Field::Place, Wrong::TooLong(69_000));
    assert_eq!(draft.problems(), [Problem::new(Field::Name, Wrong::Missing), too_long]);
}

#[test]
fn what_stood_before_and_no_server_takes_any_more_is_named_in_its_field() {
    // The first version of the app knew no limit.
    let mut old = dana();
    old.place = "x".repeat(70_000);
    old.contact_points[0].note = "y".repeat(70_000);
    old.alerts
        .push(Alert { text: "z".repeat(70_000), ..Alert::blank(LineId::from_bytes([5; 16])) });
    let mut draft = FactSheetDraft::next(&old, DocumentBase::Version(1), now());
    draft.content.pronouns = "she".into();
    let id = draft.content.contact_points[0].line_id.expect("given");
    let too_long = |max| Wrong::TooLong(70_000 - max);
    let place = Problem::new(Field::Place, too_long(LINE_MAX_BYTES));
    let note = Problem::in_line(id, Field::Note, too_long(FIELD_MAX_BYTES));
    let alert = LineId::from_bytes([5; 16]);
    let alert = Problem::in_line(alert, Field::AlertText, too_long(FIELD_MAX_BYTES));
    assert_eq!(draft.problems(), [place, note, alert]);
    draft.content.place = "Pier".into();
    draft.content.contact_points[0].note.clear();
    draft.content.alerts.clear();
    assert!(draft.save(now()).is_ok());
    old.place = "x".repeat(2_000);
    (old.contact_points[0].note, old.alerts) = (String::new(), Vec::new());
    let mut draft = FactSheetDraft::next(&old, DocumentBase::Version(1), now());
    draft.content.pronouns = "she".into();
    assert!(draft.save(now()).is_ok(), "what the server takes is no reason");
}

#[test]
fn an_edit_is_of_one_person() {
    let mut draft = draft();
    draft.content.pronouns = "she".into();
    let edit = draft.save(now()).expect("a change");
    assert!(edit_keeps_the_rules(&edit));
    let mut other = edit.clone();
    other.content.client_id = ClientId::from_bytes([9; 16]);
    assert!(!edit_keeps_the_rules(&other));
    let mut twice = edit.clone();
    let again = twice.content.contact_points[0].clone();
    twice.content.contact_points.push(again);
    assert!(!edit_keeps_the_rules(&twice), "a line twice");
    let mut long = edit;
    let id = |n: u16| LineId::from_bytes([n.to_be_bytes(); 8].concat().try_into().expect("16"));
    long.content.pauses = (0..401).map(|n| Pause::begin(id(n), now().date())).collect();
    assert!(!edit_keeps_the_rules(&long));
}

#[test]
fn a_number_on_which_people_disagree_is_not_safe() {
    let mut client = draft().content;
    client.contact_points[0].safe = true;
    assert!(client.points_to_use()[0].safe);
    let side = |safe| ConflictSide {
        value: Value::of("number", Json::of(&serde_json::json!({ "safe": safe }))),
        author: StaffId::from_bytes([2; 16]),
        at: now(),
    };
    let conflict_id = ConflictId {
        edit: OperationId::from_bytes([4; 16]),
        line: client.contact_points[0].line_id,
        field: CellName::new("number"),
    };
    client.conflicts.push(OpenConflict { conflict_id, kept: side(true), other: side(false) });
    assert!(!client.points_to_use()[0].safe);
}

#[test]
fn a_number_that_is_not_safe_in_one_line_is_so_in_every_line() {
    let mut client = draft().content;
    let twin = ContactPoint {
        line_id: Some(LineId::from_bytes([5; 16])),
        value: "+1 860-555-0142".into(),
        safe: true,
        ..client.contact_points[0].clone()
    };
    client.contact_points.push(twin);
    assert!(client.points_to_use().iter().all(|point| !point.safe));
    client.contact_points[1].value = "860-555-0143".into();
    assert!(client.points_to_use()[1].safe);
}

#[test]
fn a_value_that_has_no_place_any_more_decides_nothing() {
    let mut draft = draft();
    let gone = ConflictId {
        edit: OperationId::from_bytes([4; 16]),
        line: Some(LineId::from_bytes([9; 16])),
        field: CellName::new("note"),
    };
    let side = |value| ConflictSide { value, author: StaffId::from_bytes([2; 16]), at: now() };
    draft.settle(gone, &side(Value::text("evenings")));
    assert_eq!(draft.settles, []);
    draft.settle(gone, &side(Value::Nothing));
    assert_eq!(draft.settles, [gone], "that it is gone can be decided");
}

#[test]
fn space_around_words_is_not_kept_and_what_stood_stays() {
    let mut draft = draft();
    draft.before.place = "By the river ".into();
    draft.content.place = "By the river ".into();
    let words = "x".repeat(FIELD_MAX_BYTES);
    draft.content.communication_needs = [words.as_str(), "\n"].concat();
    draft.content.contact_points[0].note = format!(" {words} ");
    let edit = draft.save(now()).expect("it fits");
    assert_eq!(edit.content.communication_needs, words);
    assert_eq!(edit.content.contact_points[0].note, words);
    assert_eq!(edit.content.place, "By the river ");
}
