use super::*;
use crate::{
    document::Shape,
    id::{ClientId, StaffId},
    json::Json,
    record::release::{begin_end, tests::whole},
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Ten in the morning of a day, in Hartford.
pub(crate) fn at(text: &str) -> Moment {
    let noon = day(text).and_hms_opt(15, 0, 0).expect("a time").and_utc();
    Moment::new(noon.timestamp_millis(), -300)
}

pub(crate) fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

/// A record of this kind as the server holds it.
pub(crate) fn row(kind: RecordKind, id: u8, signed: &str, content: &Cells) -> CellRecordRow {
    let record = CellRecord {
        record_id: RecordId::from_bytes([id; 16]),
        kind,
        client_id: ClientId::from_bytes([9; 16]),
        at: at(signed),
        content: content.json(),
    };
    CellRecordRow {
        record,
        author: StaffId::from_bytes([1; 16]),
        received_at: Some(at(signed)),
        date_in_doubt: false,
    }
}

/// The release that lacks nothing, as number 1.
pub(crate) fn signed() -> CellRecordRow {
    row(RecordKind::Release, 1, "2026-11-29", &whole())
}

/// The end of release number 1.
pub(crate) fn end(id: u8, signed: &str) -> CellRecordRow {
    let mut end = begin_end(&whole(), RecordId::from_bytes([1; 16]));
    end.put(Key::fact("end"), word("release_end", "taken_back"));
    row(RecordKind::ReleaseEnded, id, signed, &end)
}

/// A disclosure under release number 1 of what that covers.
pub(crate) fn told() -> Cells {
    let mut told = Cells::empty(disclosure::SHAPE);
    told.put(Key::fact("right"), word("disclosure_right", "release"));
    disclosure::under(&mut told, RecordId::from_bytes([1; 16]), &whole());
    told.put(Key::fact("plan"), Value::flag(true));
    told.put(Key::fact("information"), Value::text("The next appointment"));
    told
}

fn changed(name: &'static str, value: Value) -> Cells {
    let mut release = whole();
    release.put(Key::fact(name), value);
    release
}

/// A release in every state there is, the rest of the file with it, and how it stands on
/// 1 December 2026.
fn states() -> Vec<(&'static str, Vec<CellRecordRow>, Standing)> {
    let release = |cells: &Cells| row(RecordKind::Release, 1, "2026-11-29", cells);
    let spoken = changed("signing", word("release_signing", "spoken"));
    let later = changed("begins", Value::day(day("2026-12-02")));
    let over = {
        let mut over = changed("begins", Value::day(day("2026-01-01")));
        over.put(Key::fact("until"), Value::day(day("2026-11-30")));
        over
    };
    let ends = |until| changed("until", Value::day(day(until)));
    let by_event = {
        let mut by_event = changed("expiry", word("release_expiry", "event"));
        by_event.put(Key::fact("event"), Value::text("When I have moved in"));
        by_event
    };
    let renewal = |mut cells: Cells| {
        cells.put(Key::fact("renews"), word("record", &RecordId::from_bytes([1; 16]).to_string()));
        row(RecordKind::Release, 2, "2026-11-30", &cells)
    };
    let until = |text| Some(day(text));
    vec![
        ("nothing is signed", vec![], Standing::Incomplete),
        ("a spoken yes", vec![release(&spoken)], Standing::Incomplete),
        ("in force", vec![signed()], Standing::InForce(until("2027-11-29"))),
        ("until an event", vec![release(&by_event)], Standing::InForce(None)),
        ("not begun", vec![release(&later)], Standing::NotYet(day("2026-12-02"))),
        ("over", vec![release(&over)], Standing::Expired(day("2026-11-30"))),
        ("its last day", vec![release(&ends("2026-12-01"))], Standing::Expiring(day("2026-12-01"))),
        ("30 days", vec![release(&ends("2026-12-31"))], Standing::Expiring(day("2026-12-31"))),
        ("31 days", vec![release(&ends("2027-01-01"))], Standing::InForce(until("2027-01-01"))),
        ("taken back", vec![signed(), end(5, "2026-11-30")], Standing::Ended(at("2026-11-30"))),
        // The other phone's clock is ahead: it is taken back all the same.
        (
            "taken back, ahead",
            vec![signed(), end(5, "2027-11-30")],
            Standing::Ended(at("2027-11-30")),
        ),
        ("renewed", vec![signed(), renewal(whole())], Standing::Replaced),
        (
            "renewed by a spoken yes",
            vec![signed(), renewal(spoken)],
            Standing::InForce(until("2027-11-29")),
        ),
        (
            "renewed from tomorrow",
            vec![signed(), renewal(later)],
            Standing::InForce(until("2027-11-29")),
        ),
    ]
}

#[test]
fn a_release_stands_as_its_file_says() {
    for (name, file, stands) in states() {
        let Some(row) = file.first() else { continue };
        assert_eq!(standing(&row.record, &file, day("2026-12-01")), stands, "{name}");
    }
}

/// Told and written down on 1 December 2026.
fn now(told: &Cells, file: &[CellRecordRow]) -> Result<(), Refused> {
    allows(told, file, at("2026-12-01"), at("2026-12-01"))
}

/// The guard: every state of a release, by whom it names and what it covers. There is one guard for
/// all acts by which something leaves.
#[test]
fn nothing_may_be_told_but_what_a_release_in_force_allows_to_whom_it_names() {
    for (name, file, stands) in states() {
        let is_in_force = !file.is_empty() && stands.is_in_force();
        let here = now(&told(), &file);
        assert_eq!(here.is_ok(), is_in_force, "{name}: {here:?}");
        match file.is_empty() {
            true => assert_eq!(here, Err(Refused::NoRelease), "{name}"),
            false if !is_in_force => assert_eq!(here, Err(Refused::NotInForce(stands)), "{name}"),
            false => {}
        }
        let mut other = told();
        other.put(Key::fact("recipient"), Value::text("The landlord"));
        let mut more = told();
        more.put(Key::fact("hiv"), Value::flag(true));
        assert!(now(&other, &file).is_err(), "{name}: somebody else");
        assert!(now(&more, &file).is_err(), "{name}: something more");
        if is_in_force {
            assert_eq!(now(&other, &file), Err(Refused::OtherRecipient));
            assert_eq!(now(&more, &file), Err(Refused::NotCovered("hiv")));
        }
    }
}

#[test]
fn nothing_is_allowed_before_it_was_signed_and_what_was_allowed_stays_so() {
    let mut early = whole();
    early.put(Key::fact("begins"), Value::day(day("2026-10-01")));
    let file = [row(RecordKind::Release, 1, "2026-11-29", &early), end(5, "2026-12-05")];
    let allowed = |on: &str| allows(&told(), &file, at(on), at("2026-12-24")).is_ok();
    assert!(!allowed("2026-11-28"), "whatever day is written in it");
    assert!(allowed("2026-11-29") && allowed("2026-12-04"), "written down after the end");
    assert!(!allowed("2026-12-05") && !allowed("2026-12-06"));
}

/// A phone that is ahead took it back; one with the right clock has that, and is about to tell something.
#[test]
fn what_is_on_the_phone_came_before_what_is_told_now_whatever_the_clocks_say() {
    let later = |minutes: i64| at("2026-12-01").plus_ms(minutes * 60_000);
    let mut ended = end(5, "2026-12-01");
    ended.record.at = later(45);
    let file = [signed(), ended];
    let told_at = |minutes, now| allows(&told(), &file, later(minutes), later(now)).is_ok();
    assert!(!told_at(0, 0) && !told_at(0, 10) && !told_at(40, 40));
    assert!(told_at(0, 120), "two hours ago it was in force");
    assert!(!told_at(50, 300), "and five minutes after its end it was not");
    // It was renewed with less by a phone whose clock is behind.
    let mut narrower = whole();
    narrower.put(Key::fact("plan"), Value::flag(false));
    narrower.put(Key::fact("hiv"), Value::flag(true));
    narrower.put(Key::fact("renews"), word("record", &RecordId::from_bytes([1; 16]).to_string()));
    let mut renewal = row(RecordKind::Release, 2, "2026-11-29", &narrower);
    renewal.record.at = signed().record.at.plus_ms(-45 * 60_000);
    let file = [signed(), renewal];
    assert_eq!(standing(&file[0].record, &file, day("2026-12-01")), Standing::Replaced);
    assert_eq!(now(&told(), &file), Err(Refused::NotInForce(Standing::Replaced)));
}

#[test]
fn a_name_that_nobody_sees_is_no_signature_and_no_recipient() {
    for name in ["typed_name", "recipient", "client_name", "information"] {
        for text in ["\u{200b}", " \u{2060}\u{202e} "] {
            let blank = changed(name, Value::text(text));
            let file = [row(RecordKind::Release, 1, "2026-11-29", &blank)];
            let stands = standing(&file[0].record, &file, day("2026-12-01"));
            assert_eq!(stands, Standing::Incomplete, "{name} {text:?}");
        }
    }
}

#[test]
fn no_release_replaces_itself_and_no_two_each_other() {
    let id = |id: u8| word("record", &RecordId::from_bytes([id; 16]).to_string());
    let itself = row(RecordKind::Release, 1, "2026-11-29", &changed("renews", id(1)));
    let alone = std::slice::from_ref(&itself);
    assert!(standing(&itself.record, alone, day("2026-12-01")).is_in_force());
    let one = row(RecordKind::Release, 1, "2026-11-29", &changed("renews", id(2)));
    let two = row(RecordKind::Release, 2, "2026-11-30", &changed("renews", id(1)));
    let both = [one, two];
    assert_eq!(standing(&both[0].record, &both, day("2026-12-01")), Standing::Replaced);
    assert!(standing(&both[1].record, &both, day("2026-12-01")).is_in_force());
}

#[test]
fn whom_it_names_is_compared_as_people_write() {
    let mut spelled = told();
    spelled.put(Key::fact("recipient"), Value::text(" dr. ruiz, EASTSIDE clinic "));
    assert_eq!(now(&spelled, &[signed()]), Ok(()));
    let same = [
        ("St. Mary's", "St Mary’s"),
        ("Homes, Inc.", "homes  inc"),
        ("Ñandú-House", "nandu house"),
    ];
    for (one, other) in same {
        assert!(is_same_name(one, other), "{one} {other}");
    }
    for (one, other) in [("???", "!!!"), ("St. Mary", "St. Marys"), ("", "x")] {
        assert!(!is_same_name(one, other), "{one} {other}");
    }
}

#[test]
fn each_kind_reads_its_cells_back() {
    let shapes: [&Shape; 3] =
        [crate::record::release::SHAPE, crate::record::release::ENDED, disclosure::SHAPE];
    for (shape, cells) in
        shapes.iter().zip([whole(), begin_end(&whole(), RecordId::from_bytes([1; 16])), told()])
    {
        assert_eq!(Cells::read(shape, &cells.json()), cells);
    }
}
