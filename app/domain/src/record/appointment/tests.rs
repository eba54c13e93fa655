use super::*;
use crate::{length::Field, record::Record as _, release::tests::row};
use proptest::prelude::*;

const TODAY: &str = "2026-11-30";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn appointment(on: &str) -> Cells {
    let mut cells = begin(None);
    cells.put(Key::fact("what"), Value::text("Intake at Harbor House"));
    cells.put(Key::fact("on"), Value::day(day(on)));
    cells
}

fn with(mut cells: Cells, fact: &'static str, value: Value) -> Cells {
    cells.put(Key::fact(fact), value);
    cells
}

fn way(word: WayThere) -> Value {
    Value::of("way_there", Json::Text(word.word().to_owned()))
}

fn lacking(cells: &Cells) -> Vec<Field> {
    lacks(cells, day(TODAY)).into_iter().map(|problem| problem.field).collect()
}

fn cell(name: &'static str) -> Field {
    Field::Cell(crate::document::CellName::new(name))
}

#[test]
fn an_appointment_says_what_it_is_and_on_which_day() {
    assert_eq!(lacking(&begin(None)), [cell("what"), cell("on")]);
    assert_eq!(lacking(&appointment("2026-12-03")), [], "nobody may know the hour yet");
}

#[test]
fn the_number_to_call_is_one_that_can_be_dialed() {
    let with_number = |text| with(appointment("2026-12-03"), "call", Value::text(text));
    assert_eq!(lacking(&with_number("860-555-0142 ext. 7")), []);
    assert_eq!(lacking(&with_number(" ")), []);
    for wrong in ["860-555-0142 or 860-555-0143", "ask Lupe", "860-555-0142 988"] {
        assert_eq!(lacking(&with_number(wrong)), [cell("call")], "{wrong}");
    }
}

#[test]
fn its_time_is_a_minute_of_a_day() {
    let is_sound = |value| {
        let cells = with(appointment("2026-12-03"), "at", value);
        row(RecordKind::Appointment, 1, TODAY, &cells).record.keeps_the_rules()
    };
    assert!(is_sound(Value::Nothing) && is_sound(Value::time(0)) && is_sound(Value::time(1_439)));
    for wrong in [Json::Number(1_440), Json::Number(-1), Json::Text("14:00".to_owned())] {
        assert!(!is_sound(Value::of(TIME, wrong.clone())), "{wrong:?}");
    }
}

#[test]
fn what_is_to_come_is_not_kept_yet_and_what_is_over_is_not_planned() {
    for (on, standing, fits) in [
        ("2026-11-29", Standing::Planned, false),
        ("2026-11-30", Standing::Planned, true),
        ("2026-12-01", Standing::Kept, false),
        ("2026-11-30", Standing::Kept, true),
        ("2026-12-01", Standing::Missed, false),
        ("2026-11-29", Standing::Missed, true),
        ("2026-12-01", Standing::Cancelled, true),
        ("2026-11-29", Standing::InError, true),
    ] {
        let cells = with(appointment(on), "standing", standing.value());
        assert_eq!(lacking(&cells).is_empty(), fits, "{on} {standing:?}");
    }
}

#[test]
fn another_day_keeps_what_still_holds_and_does_the_task_of_the_one_before() {
    let mut before = with(appointment("2026-12-03"), "hopes", Value::text("Ask about mornings."));
    let step = serde_json::json!({
        "task_id": "01890a5d-ac96-774b-bcce-b302099000e2", "text": "Remind", "due": "2026-12-02"
    });
    before.put(Key::fact(NEXT_STEP), Value::of(NEXT_STEP, Json::of(&step)));
    before.put(Key::fact("came_of_it"), Value::text("They called it off."));
    let id = RecordId::from_bytes([4; 16]);
    let again = begin(Some((&before, id)));
    let value = |name| again.value(Key::fact(name));
    assert_eq!(value(REPLACES).as_word(), Some(id.to_string().as_str()));
    assert_eq!(value("hopes").as_text(), Some("Ask about mornings."));
    assert_eq!(value("came_of_it").as_text(), Some(""), "said of the other day alone");
    assert_eq!(value(NEXT_STEP), Value::Nothing);
    assert_eq!(value(CLOSES_TASK).as_word(), Some("01890a5d-ac96-774b-bcce-b302099000e2"));
    let kept = outcome((&before, id), Standing::Kept);
    assert_eq!(Standing::said(&kept), Some(Standing::Kept));
}

#[test]
fn a_ride_is_arranged_in_time_and_somebody_is_reminded_the_day_before() {
    let next = |cells: &Cells| next(cells, day(TODAY));
    let planned = appointment("2026-12-10");
    assert_eq!(next(&planned), Some((Next::Remind, day("2026-12-09"))));
    let asked = with(planned.clone(), "way_there", way(WayThere::RideAsked));
    assert_eq!(next(&asked), Some((Next::Ride, day("2026-12-07"))));
    let along = with(planned.clone(), "way_there", way(WayThere::Escort));
    assert_eq!(next(&along), Some((Next::Escort, day("2026-12-10"))));
    let soon = with(appointment(TODAY), "way_there", way(WayThere::RideAsked));
    assert_eq!(next(&soon), Some((Next::Ride, day(TODAY))));
    let ended = |standing: Standing| next(&with(planned.clone(), "standing", standing.value()));
    assert_eq!(ended(Standing::Missed), Some((Next::Again, day("2026-12-02"))));
    assert_eq!(ended(Standing::Cancelled), Some((Next::CalledOff, day("2026-12-02"))));
    assert_eq!(ended(Standing::Kept), None);
    assert_eq!(ended(Standing::InError), None);
}

#[test]
fn those_to_come_stand_by_day_and_time_and_one_is_gone_once_somebody_said_what_came_of_it() {
    let at = |on, minute| with(appointment(on), "at", Value::time(minute));
    let kept = outcome((&appointment("2026-11-28"), RecordId::from_bytes([1; 16])), Standing::Kept);
    let newer = with(
        appointment("2026-12-30"),
        "standing",
        Value::of("appointment_standing", Json::Text("postponed".to_owned())),
    );
    let row = |n, cells: &Cells| row(RecordKind::Appointment, n, TODAY, cells);
    let file = [
        row(1, &appointment("2026-11-28")),
        row(2, &appointment("2026-12-03")),
        row(3, &at("2026-12-03", 15 * 60)),
        row(4, &at("2026-12-03", 9 * 60)),
        row(5, &appointment("2026-11-20")),
        row(6, &kept),
        row(7, &newer),
    ];
    let ids: Vec<_> =
        planned(&file).iter().map(|(row, _)| row.record.record_id.as_bytes()[0]).collect();
    assert_eq!(ids, [5, 4, 3, 2, 7]);
}

proptest! {
    #[test]
    fn nothing_is_due_on_a_day_that_is_over_nor_after_what_it_is_for(
        days in -400_i64..400,
        way_there in prop::sample::select(WayThere::ALL.to_vec()),
        standing in prop::sample::select(Standing::ALL.to_vec()),
    ) {
        let today = day(TODAY);
        let on = today + chrono::Duration::days(days);
        let cells = with(appointment(&on.to_string()), "way_there", way(way_there));
        let cells = with(cells, "standing", standing.value());
        if let Some((what, due)) = next(&cells, today) {
            prop_assert!(due >= today);
            prop_assert!(matches!(what, Next::Again | Next::CalledOff) || due <= on.max(today));
        }
    }
}
