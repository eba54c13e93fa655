use super::*;
use crate::{
    length::{FIELD_MAX_BYTES, LINE_MAX_BYTES, OPERATION_MAX_BYTES},
    record::Record as _,
};

fn draft() -> ContactDraft {
    ContactDraft::begin(
        ClientId::from_bytes([1; 16]),
        ContactId::from_bytes([2; 16]),
        TaskId::from_bytes([3; 16]),
        Moment::new(1_763_700_000_000, -300),
    )
}

#[test]
fn no_answer_signs_without_a_word() {
    let mut attempt = draft();
    attempt.choose(Kind::NoAnswer);
    let signed = attempt.sign(Moment::new(1_763_700_060_000, -300)).expect("nothing is missing");
    assert_eq!(signed.outcome, Outcome::AttemptedNoAnswer);
    assert!(signed.keeps_the_rules());
}

#[test]
fn a_completed_contact_needs_what_was_seen_or_heard() {
    assert_eq!(draft().problems(), [Problem::new(Field::SeenHeard, Wrong::Missing)]);
}

#[test]
fn a_next_step_needs_a_day_and_becomes_one_task() {
    let mut note = draft();
    note.seen_heard = "Waiting outside the library.".into();
    note.next_step = "Bring the bus pass".into();
    assert_eq!(note.problems(), [Problem::new(Field::NextStepDue, Wrong::Missing)]);
    note.next_step_due = NaiveDate::from_ymd_opt(2026, 1, 5);
    let signed = note.sign(Moment::new(1_763_700_060_000, -300)).expect("complete");
    assert_eq!(signed.next_step.map(|step| step.task_id), Some(note.task_id));
}

#[test]
fn a_draft_without_both_times_can_be_signed() {
    let now = Moment::new(1_763_700_060_000, -300);
    let mut note = draft();
    note.choose(Kind::NoAnswer);
    let early = note.occurred_start;
    for (start, end) in [(None, None), (early, None), (None, early)] {
        (note.occurred_start, note.occurred_end) = (start, end);
        assert!(note.sign(now).expect("nothing is missing").keeps_the_rules());
    }
}

#[test]
fn a_visit_over_midnight_of_an_older_app_can_be_signed() {
    let mut kept = draft();
    kept.choose(Kind::NoAnswer);
    let start = kept.occurred_start.expect("it has begun");
    kept.occurred_end = Some(start.plus_ms(-23 * 3_600_000));
    assert_eq!(kept.problems(), [Problem::new(Field::Ends, Wrong::EndsFirst)]);
    kept.put_in_order(&|_| -300);
    let signed = kept.sign(start.plus_ms(7_200_000)).expect("it ended the next day");
    assert_eq!(signed.occurred_start, start);
    assert_eq!(signed.occurred_end, start.plus_ms(3_600_000));
}

#[test]
fn whatever_can_be_signed_keeps_the_rules() {
    let now = Moment::new(1_763_700_060_000, -300);
    let long = "x".repeat(FIELD_MAX_BYTES + 1);
    let mut note = draft();
    note.choose(Kind::NoAnswer);
    let too_long = |field, by| [Problem::new(field, Wrong::TooLong(by))];
    note.place = "x".repeat(LINE_MAX_BYTES + 7);
    assert_eq!(note.problems(), too_long(Field::Place, 7));
    note.place = format!("  {}  ", "x".repeat(LINE_MAX_BYTES));
    note.quotes = vec![String::new(), long.clone()];
    let second = Problem { of: Of::Nth(1), ..Problem::new(Field::Quote, Wrong::TooLong(1)) };
    assert_eq!(note.problems(), [second]);
    note.quotes = vec!["x".repeat(FIELD_MAX_BYTES); 12];
    let [Problem { field: Field::Whole, wrong: Wrong::TooLong(by), .. }] = note.problems()[..]
    else {
        panic!("too much of it")
    };
    assert!(by > 12 * FIELD_MAX_BYTES - OPERATION_MAX_BYTES, "by {by}");
    note.quotes = Vec::new();
    let mut signed = note.sign(now).expect("nothing is missing");
    let due = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day");
    signed.next_step = Some(NextStep { task_id: note.task_id, text: long, due, for_client: false });
    assert!(!signed.keeps_the_rules());
}

#[test]
fn a_place_of_a_time_without_limits_does_not_stand_in_the_way() {
    let now = Moment::new(1_763_700_000_000, -300);
    let met = crate::client::ClientDraft {
        called: "Bo".into(),
        place: "Under the bridge".into(),
        ..crate::client::ClientDraft::begin(draft().client_id, now)
    };
    let mut client = met.met(now).expect("a name and a place");
    let mut note = draft();
    note.fill_in(&client);
    assert_eq!(note.place, "Under the bridge");
    client.place = "x".repeat(70_000);
    let mut note = draft();
    note.choose(Kind::NoAnswer);
    note.fill_in(&client);
    assert!(note.sign(now).is_ok());
}

#[test]
fn the_row_of_kinds_shows_what_was_chosen() {
    for kind in [Kind::Met, Kind::Phone, Kind::Text, Kind::NoAnswer, Kind::OtherPerson] {
        let mut note = draft();
        note.choose(kind);
        assert_eq!(note.kind(), kind);
    }
}

#[test]
fn a_note_is_about_needs_or_on_purpose_about_none() {
    let [home, work] = [1, 2].map(|n| LineId::from_bytes([n; 16]));
    let mut note = draft();
    note.toggle_no_need();
    note.toggle_need(home);
    assert!(!note.about_no_need, "it is about one now");
    note.toggle_need(work);
    note.set_progress(work, Some(Progress::Better));
    note.number_needs(|need| (need == home).then_some(4));
    note.choose(Kind::NoAnswer);
    let signed = note.sign(Moment::new(1_763_700_060_000, -300)).expect("complete");
    assert_eq!(signed.need_nos, [4], "the other has no number yet");
    assert!(signed.is_about(home, Some(4)) && signed.is_about(work, None));
    assert!(!signed.is_about(LineId::from_bytes([3; 16]), Some(4)), "ids go before numbers");
    assert_eq!(note.progress(work), Some(Progress::Better));
    let of_before = Contact { needs: Vec::new(), ..signed };
    assert!(of_before.is_about(work, Some(4)) && !of_before.is_about(work, None));
    note.toggle_no_need();
    assert!(note.about_no_need && note.needs.is_empty());
}

#[test]
fn a_draft_from_an_older_app_opens() {
    let old = r#"{"client_id":"01890a5d-ac96-774b-bcce-b302099a8057","seen_heard":"Under the bridge","gone_field":1}"#;
    let read: ContactDraft = serde_json::from_str(old).expect("old drafts open for ever");
    assert_eq!(read.first_words(), "Under the bridge");
}

#[test]
fn a_need_that_came_up_is_what_the_note_is_about() {
    let mut note = draft();
    note.seen_heard = "She has slept on the floor of the kitchen.".into();
    note.toggle_no_need();
    let line = LineId::from_bytes([4; 16]);
    note.write_need("A b", line);
    note.write_need("A bed that is mine ", LineId::from_bytes([5; 16]));
    assert_eq!(note.adds_need(), Some((line, "A bed that is mine")), "it is one need");
    let signed = note.sign(Moment::new(1_763_700_060_000, -300)).expect("complete");
    assert!(signed.is_about(line, None) && !signed.about_no_need);
    note.toggle_no_need();
    let signed = note.sign(Moment::new(1_763_700_060_000, -300)).expect("complete");
    assert!(!signed.about_no_need && signed.is_about(line, None), "no tap throws words away");
    note.write_need("  ", line);
    assert!(note.about_no_need, "no words are no need");
    assert_eq!(note.sign(Moment::new(1_763_700_060_000, -300)).expect("complete").needs, []);
}

/// Somebody who needs an interpreter and is usually met at this place.
fn met_at(place: &str) -> Client {
    let now = Moment::new(1_763_700_000_000, -300);
    let met = crate::client::ClientDraft {
        called: "Bo".into(),
        place: place.into(),
        ..crate::client::ClientDraft::begin(draft().client_id, now)
    };
    Client { interpreter: true, ..met.met(now).expect("a name and a place") }
}

#[test]
fn a_call_has_no_place_and_a_visit_has_the_usual_one() {
    let client = met_at("Sailors' Rest");
    let mut note = draft();
    note.fill_in(&client);
    note.choose_of(Kind::Phone, &client);
    assert_eq!(note.place, "");
    note.choose_of(Kind::NoAnswer, &client);
    assert_eq!((note.mode, note.place.as_str()), (Mode::Phone, ""));
    note.choose_means(Mode::FaceToFace, &client);
    assert_eq!(note.place, "Sailors' Rest");
    note.place = "From the ferry stairs".into();
    note.choose_of(Kind::Text, &client);
    assert_eq!(note.place, "From the ferry stairs", "somebody wrote it");
}

#[test]
fn no_interpreter_is_filled_in_for_an_attempt() {
    let client = met_at("Sailors' Rest");
    let mut note = draft();
    note.fill_in(&client);
    assert!(note.interpreter);
    note.choose_of(Kind::NoAnswer, &client);
    assert!(!note.interpreter, "nobody was spoken with");
    note.choose_of(Kind::Met, &client);
    assert!(note.interpreter, "somebody answered after all");
    note.choose_of(Kind::NoAnswer, &client);
    note.interpreter = true;
    note.choose_of(Kind::NoAnswer, &client);
    assert!(note.interpreter, "somebody said so");
}

#[test]
fn what_is_missing_is_said_in_the_order_of_the_form() {
    let mut note = draft();
    note.choose(Kind::OtherPerson);
    note.next_step = "Bring the blue form".into();
    note.occurred_end = note.occurred_start.map(|at| at.plus_ms(-3_600_000));
    let fields: Vec<_> = note.problems().iter().map(|problem| problem.field).collect();
    let told = Field::Cell(CellName::new("right"));
    assert_eq!(fields, [Field::WithWhom, told, Field::SeenHeard, Field::Ends, Field::NextStepDue]);
}

#[test]
fn what_was_said_to_be_told_is_dropped_by_no_change_of_mind() {
    use crate::{
        document::{Key, Value},
        json::Json,
        wire::v1::Told,
    };
    let mut note = draft();
    note.seen_heard = "She asked how he is.".into();
    note.choose(Kind::OtherPerson);
    note.with_whom = "A neighbor".into();
    let mut put = |name, value| note.disclosure.0.put(Key::fact(name), value);
    put("right", Value::of("disclosure_right", Json::Text("without".into())));
    put("information", Value::text("That he is in the hospital"));
    put("contact_details", Value::flag(true));
    assert_eq!(note.problems(), []);
    let now = note.occurred_start.expect("begun");
    assert!(note.disclosed(now).is_some());
    // The client alone: told to whom? It stays in sight, and nothing is signed without it.
    note.choose(Kind::Met);
    assert!(note.asks_what_was_told());
    let right = Problem::new(Field::Cell(CellName::new("right")), Wrong::Unchanged);
    assert_eq!(note.problems(), [right]);
    let nothing = Value::of("disclosure_right", Json::Text("nothing".into()));
    note.disclosure.0.put(Key::fact("right"), nothing);
    assert_eq!(note.problems(), []);
    assert_eq!((note.told(), note.disclosed(now)), (None::<Told>, None));
    // Nobody was reached, and a message was left with them.
    note.choose(Kind::OtherPerson);
    note.choose(Kind::NoAnswer);
    note.outcome = Outcome::LeftMessage;
    assert!(note.asks_what_was_told());
}

#[test]
fn it_is_asked_what_whoever_took_over_in_a_crisis_was_told() {
    use crate::{
        document::{Key, Value},
        json::Json,
        wire::v1::{HandedOver, Stamp},
    };
    let mut note = draft();
    note.seen_heard = "Standing in the road.".into();
    let at = note.occurred_start.expect("begun").plus_ms(600_000);
    note.handed_over = Some(HandedOver { to: String::new(), at: Stamp::new(at) });
    let field = |name| Field::Cell(CellName::new(name));
    let missing = |field| Problem::new(field, Wrong::Missing);
    assert_eq!(note.problems(), [missing(field("right"))]);
    let mut put = |name, value| note.disclosure.0.put(Key::fact(name), value);
    put("right", Value::of("disclosure_right", Json::Text("emergency".into())));
    put("affiliation", Value::text("Mobile Crisis"));
    put("nature", Value::text("In traffic"));
    put("contact_details", Value::flag(true));
    put("information", Value::text("Her name"));
    assert_eq!(note.problems(), [missing(Field::HandedTo)], "who was told is the first fact");
    if let Some(handed) = &mut note.handed_over {
        handed.to = " Ofc. Lee ".into();
    }
    let told = note.disclosed(at).expect("something was told").cells();
    assert_eq!(told.value(Key::fact("recipient")).as_text(), Some("Ofc. Lee"));
    assert_eq!(crate::record::disclosure::told_at(&told, note.occurred_start.expect("begun")), at);
    // A contact with somebody else asks whom that was, as ever.
    note.choose(Kind::OtherPerson);
    assert_eq!(note.problems(), [missing(Field::WithWhom)]);
}
