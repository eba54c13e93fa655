use super::*;
use crate::{
    document::{CellName, Cells},
    id::{ClientId, RecordId},
    record::{Record as _, RecordKind},
    wire::v1::CellRecord,
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day")
}

fn pantry() -> Service {
    Service::named(ServiceId::from_bytes([1; 16]), "Pantry")
}

fn put(check: &mut Cells, name: &'static str, value: &str) {
    let sort = SHAPE.facts.iter().find(|cell| cell.name == name).map_or("", |cell| cell.sort);
    check.put(Key::fact(name), Value::of(sort, Json::Text(value.to_owned())));
}

fn lacking(check: &Cells) -> Vec<&'static str> {
    let name = |problem: Problem| match problem.field {
        crate::length::Field::Cell(name) => CellName::as_str(name),
        _ => "another",
    };
    lacks(check, today()).into_iter().map(name).collect()
}

#[test]
fn two_taps_are_a_check() {
    let mut check = begin(Some(&pantry()), today());
    assert_eq!(lacking(&check), ["accepting"]);
    put(&mut check, "accepting", "yes");
    assert_eq!(lacking(&check), [""; 0]);
    assert!(was_asked(&check) && !suggests(&check));
    assert_eq!(about(&check), Some(pantry().service_id));
    assert_eq!(asked_on(&check), Some(today()));
}

#[test]
fn what_is_different_needs_no_answer_to_whether_they_take_people() {
    let mut check = begin(Some(&pantry()), today());
    put(&mut check, "new_hours", "Closed on Fridays now");
    assert_eq!(lacking(&check), [""; 0]);
    assert!(suggests(&check) && !was_asked(&check));
}

#[test]
fn a_new_service_has_a_name_and_a_way_to_get_there() {
    let mut check = begin(None, today());
    assert_eq!(lacking(&check), ["new_name", "new_tel"]);
    put(&mut check, "new_name", "Pantry");
    put(&mut check, "new_address", "12 Main St");
    assert_eq!(lacking(&check), [""; 0]);
    assert!(suggests(&check));
    let fresh = Service::named(ServiceId::from_bytes([9; 16]), "");
    let made = applied(&check, fresh);
    assert_eq!((made.name.as_str(), made.address.as_str()), ("Pantry", "12 Main St"));
}

#[test]
fn nobody_was_asked_tomorrow_and_nobody_waits_a_hundred_years() {
    let mut check = begin(Some(&pantry()), today() + chrono::Days::new(1));
    put(&mut check, "accepting", "waitlist");
    check.put(Key::fact("wait_days"), Value::of("count", Json::Number(36_500)));
    assert_eq!(lacking(&check), ["wait_days", "checked_on"]);
    // What was typed and is no whole number is put right, unless it is not asked for.
    check.put(Key::fact("wait_days"), Value::of("count", Json::Text("1.5".to_owned())));
    assert_eq!(lacking(&check), ["wait_days", "checked_on"]);
    check.put(Key::fact("accepting"), Value::of("accepting", Json::Text("no".to_owned())));
    assert_eq!(lacking(&check), ["checked_on"]);
    check.put(Key::fact("accepting"), Value::of("accepting", Json::Text("waitlist".to_owned())));
    check.put(Key::fact("wait_days"), Value::of("count", Json::Number(21)));
    check.put(Key::fact("checked_on"), Value::day(today()));
    assert_eq!(lacking(&check), [""; 0]);
    assert_eq!(wait_days(&check), Some(21));
}

#[test]
fn a_new_number_is_one_that_can_be_dialed() {
    let mut check = begin(Some(&pantry()), today());
    put(&mut check, "new_tel", "860-555-0134 or 0135");
    assert_eq!(lacking(&check), ["new_tel"]);
    put(&mut check, "new_tel", "860-555-0134");
    assert_eq!(lacking(&check), [""; 0]);
}

#[test]
fn what_is_different_is_put_in_its_place_and_the_rest_stays() {
    let mut service = pantry();
    "Harbor House".clone_into(&mut service.provider);
    service.hours = vec![crate::wire::v1::OpenHours { day: 1, from: 540, until: 600 }];
    let mut check = begin(Some(&service), today());
    put(&mut check, "new_tel", " 860-555-0134 ");
    put(&mut check, "new_hours", "Mondays only");
    let made = applied(&check, service.clone());
    assert_eq!(made.tel, "860-555-0134");
    assert_eq!((made.name, made.provider), (service.name, service.provider));
    assert_eq!((made.hours.len(), made.hours_note.as_str()), (0, "Mondays only"));
}

#[test]
fn a_check_is_nobodys_and_nothing_else_is() {
    let of = |kind, client_id| CellRecord {
        record_id: RecordId::from_bytes([1; 16]),
        kind,
        client_id,
        at: crate::Moment::new(0, 0),
        content: Json::Object(Vec::new()),
    };
    let somebody = ClientId::from_bytes([3; 16]);
    assert!(of(RecordKind::ServiceCheck, ClientId::NOBODY).keeps_the_rules());
    assert!(!of(RecordKind::ServiceCheck, somebody).keeps_the_rules());
    assert!(of(RecordKind::Disclosure, somebody).keeps_the_rules());
    assert!(!of(RecordKind::Disclosure, ClientId::NOBODY).keeps_the_rules());
}
