use super::*;
use domain::{
    Hash,
    document::{Cells, Key, Value},
    id::{ClientId, Epoch, OperationId},
    json::Json,
    record::{RecordKind, service_check::begin},
    wire::v1::{CellRecord, ReceiptOutcome},
};

fn id(n: u8) -> ServiceId {
    ServiceId::from_bytes([n; 16])
}

fn at(minutes: i64) -> Moment {
    Moment::new(minutes * 60_000, 0)
}

fn named(n: u8, name: &str) -> Service {
    Service::named(id(n), name)
}

fn page(services: Vec<Service>, checks: Vec<CellRecordRow>, whole: bool) -> DirectoryPage {
    DirectoryPage { tag: "t".to_owned(), whole, more: false, services, checks }
}

fn check(n: u8, of: &Service, minutes: i64) -> CellRecordRow {
    let mut cells: Cells = begin(Some(of), at(minutes).date());
    let yes = Value::of("accepting", Json::Text("yes".to_owned()));
    cells.put(Key::fact("accepting"), yes);
    let record = CellRecord {
        record_id: RecordId::from_bytes([n; 16]),
        kind: RecordKind::ServiceCheck,
        client_id: ClientId::NOBODY,
        at: at(minutes),
        content: cells.json(),
    };
    CellRecordRow::new(record, StaffId::from_bytes([1; 16]), Some(at(minutes)))
}

#[test]
fn a_phone_asks_every_half_hour_and_at_once_where_somebody_looks() {
    let mark = DirectoryMark { asked: at(100), tag: String::new(), pages: 0, pulls: 0 };
    assert!(!mark.is_due(at(129), false) && mark.is_due(at(130), false));
    assert!(
        !mark.is_due(at(100).plus_ms(4_999), true) && mark.is_due(at(100).plus_ms(5_000), true)
    );
    assert!(mark.is_due(at(99), false), "the clock was set back");
}

#[test]
fn pages_lie_one_after_another_and_a_whole_one_takes_the_place_of_all() {
    let mark = DirectoryMark { asked: at(0), tag: "a".to_owned(), pages: 3, pulls: 1 };
    let head = |whole| PageHead { tag: "b".to_owned(), whole, more: false };
    let (next, place) = mark.with(&head(false), at(5), 2);
    assert_eq!((place, next.pages, next.tag.as_str(), next.pulls), (3, 4, "b", 2));
    let (next, place) = mark.with(&head(true), at(5), 2);
    assert_eq!((place, next.pages), (0, 1));
    let mut head_read: PageHead =
        domain::json::from_slice(br#"{"tag":"x","more":true,"services":[{"no":"service"}]}"#)
            .expect("a head");
    head_read.more = !head_read.more;
    assert_eq!(head_read, PageHead { tag: "x".to_owned(), whole: false, more: false });
}

#[test]
fn what_is_newer_takes_the_place_of_what_is_older() {
    let mut here = Directory::default();
    here.take(page(vec![named(1, "Pantry"), named(2, "Shelter")], vec![], true), vec![]);
    here.take(page(vec![named(1, "Food pantry")], vec![], false), vec![]);
    let names: Vec<_> = here.services().map(|service| service.name.as_str()).collect();
    assert_eq!(names, ["Food pantry", "Shelter"]);
    here.take(page(vec![named(3, "Clinic")], vec![], true), vec![]);
    assert_eq!(here.services().count(), 1);
}

#[test]
fn made_one_page_it_says_the_same() {
    let (pantry, shelter) = (named(1, "Pantry"), named(2, "Shelter"));
    let mut here = Directory::default();
    let checks = (1..=6).map(|n| check(n, &pantry, i64::from(n))).collect();
    here.take(page(vec![pantry, shelter], checks, false), vec![]);
    let mut again = Directory::default();
    let (one, rest) = here.clone().into_pages("t".to_owned());
    assert_eq!(rest, None);
    again.take(one, vec![]);
    let last =
        |of: &Directory| of.last_checks().last(id(1)).map(|(_, row, _)| row.record.record_id);
    assert_eq!(last(&again), last(&here));
    assert_eq!(again.checks_of(Some(id(1))).len(), 3, "and no more than is of use");
    assert_eq!(again.all().count(), 2);
}

#[test]
fn what_became_another_service_is_found_there() {
    let mut old = named(1, "Pantry");
    old.same_as = Some(id(2));
    let mut here = Directory::default();
    here.take(
        page(vec![old.clone(), named(2, "Food pantry")], vec![check(1, &old, 5)], true),
        vec![],
    );
    assert_eq!(here.services().count(), 1);
    assert_eq!(here.service(id(1)).map(|service| service.name.as_str()), Some("Food pantry"));
    assert!(here.last_checks().last(id(2)).is_some());
    // A circle is somebody's slip: each is what it was.
    let mut other = named(2, "Food pantry");
    other.same_as = Some(id(1));
    here.take(page(vec![other], vec![], false), vec![]);
    assert_eq!(here.same(id(1)), id(1));
}

#[test]
fn a_check_made_here_shows_until_a_page_brings_it_back() {
    let pantry = named(1, "Pantry");
    let mut here = Directory::default();
    here.take(page(vec![pantry.clone()], vec![], true), vec![]);
    let made = check(7, &pantry, 3);
    let payload = Payload::RecordSigned(made.record.clone());
    let operation = Operation::new(OperationId::from_bytes([5; 16]), 1, at(3), payload);
    here.lay_over(&operation, made.author);
    assert_eq!(here.checks_of(Some(id(1))).first().and_then(|row| row.received_at), None);
    here.take(page(vec![], vec![made.clone()], false), vec![]);
    here.lay_over(&operation, made.author);
    assert_eq!(here.checks_of(Some(id(1))), [&made], "once, as the server has it");
}

#[test]
fn what_was_received_since_the_last_page_may_not_be_in_it() {
    let sent = |pulls| Sent {
        op_id: OperationId::from_bytes([1; 16]),
        hash: Hash::of(b""),
        outcome: ReceiptOutcome::Applied,
        received_at: at(0),
        epoch: Epoch::from_bytes([1; 16]),
        pulls,
        ..example()
    };
    let mark = DirectoryMark { asked: at(0), tag: "a".to_owned(), pages: 1, pulls: 5 };
    assert!(mark.has(&sent(4)) && !mark.has(&sent(5)) && !mark.has(&sent(6)));
}

fn example() -> Sent {
    let text = include_str!("../../tests/golden/sent.json");
    let all: Vec<Sent> = serde_json::from_str(text).expect("golden");
    all.into_iter().next().expect("golden")
}

/// A page as a phone keeps it and reads it again.
fn take_kept(here: &mut Directory, bytes: &[u8]) {
    let (page, left_out) = domain::json::sparing(bytes).expect("it is a page");
    here.take(page, left_out.into_iter().map(Unread::from).collect());
}

#[test]
fn what_only_a_newer_app_can_read_lies_as_it_came_when_pages_are_made_one() {
    let newer = format!(r#"{{"service_id":"{}","name":"Shelter","hours":7.5}}"#, id(2));
    let text = format!(r#"{{"tag":"t","services":[{newer}]}}"#);
    let mut here = Directory::default();
    here.take(page(vec![named(1, "Pantry"), named(2, "Old shelter")], vec![], true), vec![]);
    take_kept(&mut here, text.as_bytes());
    assert_eq!((here.unread(), here.all().count()), (1, 2), "what was said before stands");
    let (one, rest) = here.into_pages("t".to_owned());
    let mut again = Directory::default();
    take_kept(&mut again, &serde_json::to_vec(&one).unwrap());
    let rest = rest.expect("one is left");
    assert!(rest.contains(&newer), "not a letter of it is lost: {rest}");
    take_kept(&mut again, rest.as_bytes());
    assert_eq!((again.unread(), again.all().count()), (1, 2));
    again.take(page(vec![named(2, "Shelter")], vec![], false), vec![]);
    assert_eq!(again.unread(), 0, "a later word of it can be read");
}
