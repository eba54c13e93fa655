use super::*;
use crate::{
    Moment,
    document::{Key, Value},
    id::{ClientId, RecordId, StaffId},
    json::Json,
    record::{RecordKind, service_check::begin},
    wire::v1::{CellRecord, CellRecordRow},
};
use chrono::{Days, NaiveDate};

fn id(n: u8) -> ServiceId {
    ServiceId::from_bytes([n; 16])
}

fn service(n: u8, name: &str, provider: &str, tel: &str) -> Service {
    let (provider, tel) = (provider.to_owned(), tel.to_owned());
    Service { provider, tel, ..Service::named(id(n), name) }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day")
}

fn row(n: u8, service: &Service, on: NaiveDate, accepting: &str) -> CellRecordRow {
    let mut check = begin(Some(service), on);
    if !accepting.is_empty() {
        let word = Json::Text(accepting.to_owned());
        check.put(Key::fact("accepting"), Value::of("accepting", word));
    }
    let record = CellRecord {
        record_id: RecordId::from_bytes([n; 16]),
        kind: RecordKind::ServiceCheck,
        client_id: ClientId::NOBODY,
        at: Moment::new(1_764_000_000_000, 0),
        content: check.json(),
    };
    CellRecordRow::new(record, StaffId::from_bytes([1; 16]), None)
}

#[test]
fn what_was_said_may_be_relied_on_as_long_as_the_agency_says_and_not_ahead_of_time() {
    let on = |days: u64| today() - Days::new(days);
    for max_age_d in [1, 30, 365] {
        let is_fresh = |on| is_fresh(on, today(), max_age_d);
        assert!(is_fresh(on(0)) && is_fresh(on(u64::from(max_age_d))));
        assert!(!is_fresh(on(u64::from(max_age_d) + 1)));
        assert!(!is_fresh(today() + Days::new(1)), "nobody was asked tomorrow");
    }
}

#[test]
fn the_last_check_of_a_service_counts_whichever_came_first() {
    let pantry = service(1, "Pantry", "", "");
    let (old, new) =
        (row(1, &pantry, today() - Days::new(9), "no"), row(2, &pantry, today(), "yes"));
    // Somebody who only says that the door has moved did not ask.
    let moved = row(3, &pantry, today(), "");
    for rows in [[old.clone(), new.clone(), moved.clone()], [moved, new, old]] {
        let checks = Checks::of(&rows, |id| id);
        let (on, row, _) = checks.last(id(1)).expect("it was asked");
        assert_eq!((on, row.record.record_id), (today(), RecordId::from_bytes([2; 16])));
    }
}

#[test]
fn a_check_of_what_became_another_service_counts_there() {
    let (old, kept) = (service(1, "Pantry", "", ""), id(2));
    let checks = Checks::of(&[row(1, &old, today(), "yes")], |_| kept);
    assert!(checks.last(kept).is_some() && checks.last(id(1)).is_none());
}

#[test]
fn whether_a_service_is_open_follows_from_its_week() {
    let mut pantry = service(1, "Pantry", "", "");
    assert_eq!(pantry.is_open(1, 600), None, "nobody knows");
    let hours = |day, from, until| OpenHours { day, from, until };
    // Monday nine to five, Sunday ten at night to two.
    pantry.hours = vec![hours(1, 540, 1_020), hours(7, 1_320, 1_560)];
    let open = |day, minute| pantry.is_open(day, minute) == Some(true);
    assert!(open(1, 540) && open(1, 1_019) && !open(1, 1_020) && !open(1, 539));
    assert!(open(7, 1_320) && open(7, 1_439) && open(1, 0) && open(1, 119) && !open(1, 120));
    assert!(!open(2, 600));
}

#[test]
fn every_minute_of_every_stretch_is_in_it_and_no_other() {
    for from in (0..MINUTES_OF_DAY).step_by(97) {
        for lasts in (1..=MINUTES_OF_DAY).step_by(131) {
            for day in 1..=7 {
                let stretch = OpenHours { day, from, until: from + lasts };
                assert!(stretch.is_sound());
                let on = (1..=7)
                    .flat_map(|day| (0..MINUTES_OF_DAY).map(move |minute| (day, minute)))
                    .filter(|(day, minute)| stretch.is_on(*day, *minute))
                    .count();
                assert_eq!(on, usize::from(lasts), "{stretch:?}");
            }
        }
    }
}

#[test]
fn times_of_day_are_read_as_data_write_them() {
    let read = |text| hours_read(text);
    assert_eq!(
        [read("09:00"), read("9:30:00"), read("17:30Z"), read("24:00")]
            .map(Option::unwrap_or_default),
        [540, 570, 1_050, 1_440]
    );
    assert_eq!(read(" 08:15-05:00 "), Some(495));
    for bad in ["", "nine", "25:00", "10", "10:60", "24:01", "10:00:xx"] {
        assert_eq!(read(bad), None, "{bad}");
    }
}

#[test]
fn a_service_without_a_name_or_with_a_number_nobody_can_dial_is_not_saved() {
    assert_eq!(problems(&service(1, "Pantry", "", "860-555-0134")), []);
    assert_eq!(problems(&service(1, " ", "", "")), [ServiceProblem::Name]);
    let several = service(1, "Pantry", "", "860-555-0134 or 860-555-0135");
    assert_eq!(problems(&several), [ServiceProblem::Tel(NotOne::Several)]);
    let mut odd = service(1, "Pantry", "", "");
    (odd.age_from, odd.age_to) = (Some(30), Some(20));
    odd.hours = vec![OpenHours { day: 8, from: 0, until: 60 }];
    odd.same_as = Some(id(1));
    let found = [ServiceProblem::Hours, ServiceProblem::Ages, ServiceProblem::SameAsItself];
    assert_eq!(problems(&odd), found);
    odd = service(1, &"x".repeat(LINE_MAX_BYTES + 1), "", "");
    assert_eq!(problems(&odd), [ServiceProblem::TooLong]);
}

#[test]
fn a_service_is_saved_without_space_around_it_and_its_hours_in_order() {
    let mut one = service(1, " Pantry ", "", "");
    one.languages = ["Spanish ", "", "Spanish"].map(str::to_owned).to_vec();
    let hours = |day| OpenHours { day, from: 540, until: 600 };
    one.hours = vec![hours(2), hours(1), hours(2)];
    let tidied = tidy(one);
    assert_eq!((tidied.name.as_str(), tidied.languages.len()), ("Pantry", 1));
    assert_eq!(tidied.hours, [hours(1), hours(2)]);
    assert_eq!(tidy(tidied.clone()), tidied);
}

#[test]
fn two_services_are_pointed_out_by_name_and_provider_or_by_a_number_under_two_names() {
    let all = [
        service(1, "Food pantry", "Harbor House", "860-555-0134"),
        service(2, "FOOD PANTRY", "harbor house", ""),
        service(3, "Shelter", "Harbor House", "860-555-0134"),
        service(4, "Food pantry", "Saint Paul’s", "(860) 555-0134"),
        service(5, "Food pantry", "Elsewhere", "860-555-0199"),
    ];
    let pair = |one, other, why| Alike { one: id(one), other: id(other), why };
    let found = alike(&all);
    assert_eq!(
        found,
        [
            pair(1, 2, WhyAlike::Name),
            pair(1, 4, WhyAlike::NameAndNumber),
            pair(3, 4, WhyAlike::Number),
        ],
        "one provider's services share a number, and pantries a name"
    );
    let [one, mut two, ..] = all;
    two.same_as = Some(one.service_id);
    assert_eq!(alike(&[one, two]), [], "that is settled");
}
