use super::*;
use crate::wire::v1::{CrisisProtocol, Policy};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn line(label: &str, tel: &str, sms: &str) -> CrisisLine {
    CrisisLine {
        label: label.to_owned(),
        tel: tel.to_owned(),
        sms: sms.to_owned(),
        ..CrisisLine::begin(day("2026-01-10"))
    }
}

fn of_lines(lines: Vec<CrisisLine>) -> AgencyContent {
    AgencyContent { lines, ..AgencyContent::default() }
}

#[test]
fn a_line_is_trusted_for_half_a_year_after_somebody_checked_it() {
    let line = line("988", "988", "");
    assert!(!line.may_be_out_of_date(day("2026-01-01")), "checked in the future, or a wrong clock");
    assert!(!line.may_be_out_of_date(day("2026-07-09")), "180 days");
    assert!(line.may_be_out_of_date(day("2026-07-10")), "181 days");
}

#[test]
fn a_line_needs_a_name_and_a_number_to_call_or_to_text() {
    let today = day("2026-01-10");
    let good = vec![line("Lifeline", "988", ""), line("Text line", "", "741741")];
    assert_eq!(problems(&of_lines(good), today), []);
    let bad = vec![
        line(" ", "988", ""),
        line("Nothing", "", ""),
        line("Words", "call us", ""),
        line("One good, one not", "988", "soon"),
        line("Two in one", "988 or 911", ""),
        line("A key to press", "988 press 1", "988"),
    ];
    let expected = [
        ContentProblem::LineLabel(0),
        ContentProblem::LineNumber(1),
        ContentProblem::LineNotOne(2, NotOne::Nothing),
        ContentProblem::LineNotOne(3, NotOne::Nothing),
        ContentProblem::LineNotOne(4, NotOne::Several),
    ];
    assert_eq!(problems(&of_lines(bad), today), expected);
}

#[test]
fn nobody_has_checked_a_line_on_a_day_to_come() {
    let content = of_lines(vec![line("Lifeline", "988", "")]);
    assert_eq!(problems(&content, day("2026-01-09")), [], "it is tomorrow already elsewhere");
    assert_eq!(problems(&content, day("2026-01-08")), [ContentProblem::LineChecked(0)]);
}

#[test]
fn what_counts_as_a_crisis_has_a_day_from_which_it_does() {
    let mut content = AgencyContent::default();
    assert_eq!(problems(&content, day("2026-01-10")), []);
    content.protocol.definition = "Somebody's life may be in danger.".to_owned();
    assert_eq!(problems(&content, day("2026-01-10")), [ContentProblem::Effective]);
    content.protocol.effective = Some(day("2027-01-01"));
    assert_eq!(problems(&content, day("2026-01-10")), [], "it may be set ahead");
}

#[test]
fn too_much_is_refused_and_what_is_tidied_is_shorter() {
    let mut content = of_lines(vec![line("Lifeline", "988", ""); LINES_MAX + 1]);
    assert_eq!(problems(&content, day("2026-01-10")), [ContentProblem::TooManyLines]);
    content.lines = vec![line(&"x".repeat(201), "988", "")];
    content.protocol.responder_label = "x".repeat(201);
    content.protocol.steps = vec![String::new(), "x".repeat(4_001)];
    content.protocol.effective = Some(day("2026-01-10"));
    let long = [
        ContentProblem::LineTooLong(0),
        ContentProblem::TextTooLong,
        ContentProblem::StepTooLong(1),
    ];
    assert_eq!(problems(&content, day("2026-01-10")), long);
    content.lines = vec![line(" Lifeline ", "988 ", " ")];
    content.protocol.steps = vec![" Respond. ".to_owned(), "  ".to_owned()];
    let tidied = tidy(content);
    assert_eq!(tidied.lines, [line("Lifeline", "988", "")]);
    assert_eq!(tidied.protocol.steps, ["Respond."]);
}

fn protocol(steps: &[&str], steps_es: &[&str]) -> CrisisProtocol {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    CrisisProtocol { steps: texts(steps), steps_es: texts(steps_es), ..CrisisProtocol::default() }
}

#[test]
fn everybody_reads_their_language_and_the_other_where_there_is_no_text_in_it() {
    let both = CrisisProtocol {
        definition: "Not safe alone.".to_owned(),
        definition_es: "No está a salvo a solas.".to_owned(),
        responder_label_es: "Equipo móvil".to_owned(),
        ..protocol(&["Stay.", "Call."], &["Quédese."])
    };
    let spanish = both.clone().read_in(true);
    assert_eq!(spanish.definition, "No está a salvo a solas.");
    assert_eq!(spanish.steps, ["Quédese.", "Call."]);
    let english = both.read_in(false);
    assert_eq!(english.definition, "Not safe alone.");
    assert_eq!(english.steps, ["Stay.", "Call."]);
    assert_eq!(english.responder_label, "Equipo móvil");
    let old = protocol(&["Stay."], &[]);
    assert_eq!(old.clone().read_in(true), old, "content of one text is for both");
}

#[test]
fn a_step_and_its_spanish_are_tidied_together() {
    let tidied = |steps: &[&str], steps_es: &[&str]| {
        let protocol = protocol(steps, steps_es);
        let protocol = tidy(AgencyContent { protocol, ..AgencyContent::default() }).protocol;
        (protocol.steps, protocol.steps_es)
    };
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        tidied(&[" Stay. ", "", "Call."], &["", " ", "Llame. "]),
        (owned(&["Stay.", "Call."]), owned(&["", "Llame."]))
    );
    assert_eq!(tidied(&["Stay.", ""], &["", ""]), (owned(&["Stay."]), Vec::new()));
    assert_eq!(tidied(&[], &["Quédese."]), (owned(&[""]), owned(&["Quédese."])));
}

#[test]
fn a_deadline_keeps_within_its_bounds_and_a_service_week_has_five_days_or_seven() {
    let today = day("2026-01-10");
    let of = |policy| {
        problems(&AgencyContent { policy: Some(policy), ..AgencyContent::default() }, today)
    };
    assert_eq!(of(Policy::default()), [], "what every agency begins with");
    for deadline in &DEADLINES {
        let set = |to| {
            let mut policy = Policy::default();
            (deadline.write)(&mut policy, to);
            assert_eq!((deadline.read)(&policy), to);
            policy
        };
        let (least, most) = deadline.bounds;
        assert_eq!(of(set(least)), []);
        assert_eq!(of(set(most)), []);
        let beyond = [ContentProblem::Deadline(deadline)];
        assert_eq!(of(set(least - 1)), beyond);
        assert_eq!(of(set(most + 1)), beyond);
    }
    for (days, is_one) in [(0, false), (5, true), (6, false), (7, true), (8, false)] {
        let found = of(Policy { service_week: days, ..Policy::default() });
        assert_eq!(found.is_empty(), is_one, "{days} days");
    }
}
