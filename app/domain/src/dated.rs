//! What a date is worth: one that has not come cannot be the day of something
//! that happened. Nothing is refused for it. Whoever signs is asked, the row is
//! marked, and pace does not count it.

use crate::{
    Moment,
    document::Cells,
    span::Span,
    wire::v1::{Client, Contact, ContactRow, CrisisEvent, CrisisEventRow},
};
use chrono::{Datelike, Months, NaiveDate};

/// Before this nobody wrote anything down in what notes are imported from, and
/// a clock that has lost its power says 1970 or 1980.
const MAX_AGE: Months = Months::new(40 * 12);
/// A signature five minutes and some seconds before the start is the haste of a worker at the door.
const EARLY_MS: i64 = 6 * 60_000;
/// What lies further back is asked about: a year is mistyped more often.
const ASK_AFTER_DAYS: i64 = 365;
/// Older than anybody becomes.
const MAX_YEARS: u32 = 120;
/// Longer than anybody is with a client at a time: two days and nights.
const LASTS_MS: i64 = 48 * 60 * 60_000;
/// Longer than a shift.
const ASK_FROM_MINUTES: u32 = 12 * 60;
/// A next step that was due so many days ago is overdue at once: perhaps it is written down late.
const DUE_PAST_DAYS: i64 = 31;
/// Further on than anybody plans a next step.
const DUE_WITHIN_DAYS: i64 = 2 * 365;

/// Whether somebody who was told of it at `told` cannot believe that it happened
/// at `at`: its day had not come there, or is older than any note, or lies years
/// before the client was born.
#[must_use]
pub fn in_doubt(at: Moment, told: Moment, born: Option<NaiveDate>) -> bool {
    let (day, today) = (at.date(), day_there(told, at));
    day > today
        || today.checked_sub_months(MAX_AGE).is_some_and(|oldest| day < oldest)
        || born.is_some_and(|born| day.year() < born.year() - 1)
}

/// Whether `at` lies so far back that somebody who lives at `told` may not have
/// been born a year before.
#[must_use]
pub fn may_precede_birth(at: Moment, told: Moment) -> bool {
    (day_there(told, at) - at.date()).num_days() > 365
}

/// The day it was at `now` where `at` was noted.
fn day_there(now: Moment, at: Moment) -> NaiveDate {
    Moment::new(now.utc_ms(), at.offset_min()).date()
}

/// Whether a contact, as its own phone stamped it, was signed before its day, or lasted longer than
/// anybody stays.
pub(crate) fn contact_in_doubt(contact: &Contact) -> bool {
    let lasted_ms = contact.occurred_end.utc_ms().saturating_sub(contact.occurred_start.utc_ms());
    in_doubt(contact.occurred_start, contact.signed_at, None) || lasted_ms > LASTS_MS
}

/// The same of an event, which its phone stamped when it ended.
pub(crate) fn event_in_doubt(event: &CrisisEvent, told: Moment) -> bool {
    let (start, end) = (event.started.time(), event.ended.time());
    let lasted_ms = end.utc_ms().saturating_sub(start.utc_ms());
    in_doubt(start, told, None) || in_doubt(end, told, None) || lasted_ms > LASTS_MS
}

impl ContactRow {
    /// The day of the contact is not to be believed: the server said so when it
    /// was told, or the phone signed it before that day.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.date_in_doubt || contact_in_doubt(&self.contact)
    }
}

impl CrisisEventRow {
    /// The day of the event is not to be believed.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.date_in_doubt || event_in_doubt(&self.crisis_event, self.crisis_event.ended.at)
    }
}

/// Something to ask before it is signed; the answer may always be "yes".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// It is still to come.
    ToCome(Moment),
    /// It has begun, and its end is still to come.
    EndsLater(Moment),
    /// It is long ago.
    LongAgo(Moment),
    /// The phone's clock is off, and by one clock this is unlikely where it is not by the other.
    ByWhichClock(Moment),
    /// It lasted so many minutes.
    Lasted(u32),
    /// Its next step is due far from now.
    Due(NaiveDate),
    /// It is to be looked over far from now.
    Review(NaiveDate),
    /// It says a day far from now.
    Day(NaiveDate),
}

/// What time it is, for asking and for nothing else: there is no way to get a time
/// out of it. What is stamped, stored and shown is what the phone's own clock says.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    phone: Moment,
    /// By the server's clock, where the phone's is known to be off.
    heard: Option<Moment>,
}

impl Now {
    /// By the phone, and as far as it has heard how far ahead the server's clock is.
    #[must_use]
    pub fn new(phone: Moment, server_ahead_ms: i64) -> Self {
        let heard = minutes_ahead(server_ahead_ms).map(|_| phone.plus_ms(server_ahead_ms));
        Self { phone, heard }
    }

    /// The later of the two days that it may be: a day is to come where it is so by both clocks.
    #[must_use]
    pub fn latest_day(self) -> NaiveDate {
        let day = self.phone.date();
        self.heard.map_or(day, |heard| heard.date().max(day))
    }

    /// Whether a day lies further off than anybody plans, or long ago: by neither
    /// clock is it one that was meant.
    fn is_far(self, day: NaiveDate) -> bool {
        let far = |now: Moment| {
            let days = (day - now.date()).num_days();
            !(-ASK_AFTER_DAYS..=DUE_WITHIN_DAYS).contains(&days)
        };
        far(self.phone) && self.heard.is_none_or(far)
    }
}

/// What one clock has to say against a day.
fn against(at: Moment, now: Moment) -> Option<Question> {
    let days = (day_there(now, at) - at.date()).num_days();
    if days < 0 {
        Some(Question::ToCome(at))
    } else {
        (days > ASK_AFTER_DAYS).then_some(Question::LongAgo(at))
    }
}

/// Whether it has happened by `now`, a time of the same clock.
pub(crate) const fn has_happened(at: Moment, now: Moment) -> bool {
    at.utc_ms() - now.utc_ms() < EARLY_MS
}

/// What to ask about the times of something that is signed now.
#[must_use]
pub fn asked(start: Moment, end: Moment, now: Now) -> Vec<Question> {
    let mut asked: Vec<_> = asked_of_start(start, now).into_iter().collect();
    let lasted = Span::new(start, end).minutes();
    let later = asked.is_empty().then(|| asked_of_start(end, now)).flatten();
    asked.extend(later.map(|question| match question {
        Question::ToCome(end) => Question::EndsLater(end),
        other => other,
    }));
    if lasted >= ASK_FROM_MINUTES {
        asked.push(Question::Lasted(lasted));
    }
    asked
}

/// What to ask about a contact before it is signed.
#[must_use]
pub fn asked_of(contact: &Contact, now: Now) -> Vec<Question> {
    let mut asked = asked(contact.occurred_start, contact.occurred_end, now);
    let due = contact.next_step.as_ref().map(|step| step.due);
    // A next step lies ahead: the January that is meant is the next one.
    let is_past = |due: &NaiveDate| {
        let past = |now: Moment| (now.date() - *due).num_days() > DUE_PAST_DAYS;
        past(now.phone) && now.heard.is_none_or(past)
    };
    asked.extend(due.filter(|due| now.is_far(*due) || is_past(due)).map(Question::Due));
    asked
}

/// What to ask about the day on which something is to be looked over.
#[must_use]
pub fn asked_of_review(day: NaiveDate, now: Now) -> Option<Question> {
    now.is_far(day).then_some(Question::Review(day))
}

/// What to ask about the days that a record or a document says and did not say `before`: none lies further
/// off than anybody plans. Each once.
#[must_use]
pub fn asked_of_days(cells: &Cells, before: Option<&Cells>, now: Now) -> Vec<Question> {
    let of_lines = cells.lines.iter().flat_map(|line| cells.line_keys(line));
    let mut asked = Vec::new();
    for key in cells.fact_keys().chain(of_lines) {
        let Some(day) = cells.value(key).as_day().filter(|day| now.is_far(*day)) else { continue };
        let is_new = before.is_none_or(|before| before.value(key).as_day() != Some(day));
        if is_new && !asked.contains(&Question::Day(day)) {
            asked.push(Question::Day(day));
        }
    }
    asked
}

/// What to ask about the days of a fact sheet that were written now: one far off; a level or a stage that is
/// to begin only after today; a birthday that nobody alive has.
#[must_use]
pub fn asked_of_fact_sheet(content: &Client, before: &Client, now: Now) -> Vec<Question> {
    let days = |client: &Client| {
        let pauses = client.pauses.iter().flat_map(|pause| [Some(pause.from), pause.to]);
        let begun = client.stages.iter().map(|begun| Some(begun.since));
        let begun = begun.chain(client.levels.iter().map(|begun| Some(begun.since)));
        pauses.chain(begun).chain([client.level_since]).flatten().collect::<Vec<_>>()
    };
    let stood = days(before);
    let far = days(content).into_iter().filter(|day| now.is_far(*day) && !stood.contains(day));
    let mut asked: Vec<_> = far.map(Question::Day).collect();
    asked.dedup();
    let to_come = |day: NaiveDate| {
        let after = |now: Moment| day > now.date();
        after(now.phone) && now.heard.is_none_or(after)
    };
    let begins = |client: &Client| client.stage_begun().map(|begun| begun.since);
    let begin = [(content.level_since, before.level_since), (begins(content), begins(before))];
    let begin = begin.into_iter().filter(|(day, stood)| day != stood).filter_map(|(day, _)| day);
    let born = content.born_on.filter(|_| content.born_on != before.born_on);
    let oldest = now.phone.date().checked_sub_months(Months::new(MAX_YEARS * 12));
    let born = born.filter(|born| to_come(*born) || oldest.is_some_and(|oldest| *born < oldest));
    for day in begin.filter(|day| to_come(*day)).chain(born) {
        if !asked.contains(&Question::Day(day)) {
            asked.push(Question::Day(day));
        }
    }
    asked
}

/// What to ask about a single time. A clock that is off by minutes would be asked
/// about at every signature, so what it is known to be off by counts in days.
#[must_use]
pub fn asked_of_start(at: Moment, now: Now) -> Option<Question> {
    let later = || (!has_happened(at, now.phone)).then_some(Question::ToCome(at));
    let by_phone = against(at, now.phone).or_else(later);
    match now.heard.map(|heard| against(at, heard)) {
        Some(by_server) if by_server != by_phone => Some(Question::ByWhichClock(at)),
        _ => by_phone,
    }
}

/// Milliseconds by which a phone's clock may differ before it is said.
const CLOCK_MS: i64 = 5 * 60_000;

/// By how many minutes a phone's clock is ahead of the server's, where that is
/// worth saying: fewer than none when it is behind.
#[must_use]
pub const fn minutes_ahead(server_ahead_ms: i64) -> Option<i64> {
    if server_ahead_ms.saturating_abs() > CLOCK_MS {
        // Nearest; an answer takes a moment to come.
        let half = if server_ahead_ms < 0 { 30_000 } else { -30_000 };
        Some(server_ahead_ms.saturating_neg().saturating_add(half) / 60_000)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::v1::{NextStep, Pause, Stamp};

    fn at(text: &str) -> Moment {
        serde_json::from_value(text.into()).expect("a time")
    }

    const NOON: &str = "2026-03-03T12:00:00-05:00";

    #[test]
    fn a_response_that_lasts_longer_than_anybody_stays_is_in_doubt() {
        let golden = include_str!("../tests/golden/v1/crisis_event.json");
        let events: Vec<CrisisEvent> = serde_json::from_str(golden).expect("events");
        let mut event = events.into_iter().next().expect("there is one");
        let told = event.ended.time();
        for (hours, doubted) in [(1, false), (48, false), (49, true), (12_000, true)] {
            event.started = Stamp::new(told.plus_ms(-hours * 3_600_000));
            assert_eq!(event_in_doubt(&event, told), doubted, "{hours}");
        }
    }

    #[test]
    fn a_contact_that_lasts_longer_than_anybody_stays_is_in_doubt() {
        let golden = include_str!("../tests/golden/v1/contact.json");
        let [contact, ..] = &serde_json::from_str::<Vec<Contact>>(golden).expect("contacts")[..]
        else {
            panic!("there is one")
        };
        let start = contact.occurred_start;
        for (hours, doubted) in [(0, false), (36, false), (48, false), (49, true)] {
            let occurred_end = start.plus_ms(hours * 3_600_000);
            let contact = Contact { occurred_end, ..contact.clone() };
            assert_eq!(contact_in_doubt(&contact), doubted, "{hours}");
        }
        let ends = [at("9998-12-31T23:59:59Z"), Moment::new(i64::MAX, 0)];
        for occurred_end in ends {
            assert!(contact_in_doubt(&Contact { occurred_end, ..contact.clone() }));
        }
    }

    #[test]
    fn a_day_that_has_not_come_there_is_in_doubt() {
        let told = at("2026-03-04T03:00:00Z"); // ten in the evening of the 3rd in New York
        for (text, doubted) in [
            ("2026-03-03T23:59:00-05:00", false),
            ("2026-03-04T00:10:00-05:00", true),
            // Already the 4th in Berlin.
            ("2026-03-04T04:00:00+01:00", false),
            ("2027-03-03T12:00:00-05:00", true),
            ("9998-12-30T00:00:00-05:00", true),
            ("0001-01-02T00:00:00-05:00", true),
            ("0206-03-03T12:00:00-05:00", true),
            ("1970-01-01T00:00:00Z", true),
            ("1899-12-31T00:00:00Z", true),
            ("2001-09-11T09:00:00-04:00", false),
        ] {
            assert_eq!(in_doubt(at(text), told, None), doubted, "{text}");
        }
        let born = NaiveDate::from_ymd_opt(2008, 5, 1);
        assert!(in_doubt(at("2006-03-03T12:00:00-05:00"), told, born));
        assert!(!in_doubt(at("2007-03-03T12:00:00-05:00"), told, born), "an estimated birthday");
        let any = [Moment::new(i64::MIN, i16::MIN), Moment::new(i64::MAX, i16::MAX)];
        assert!(in_doubt(any[0], any[1], Some(NaiveDate::MAX)));
        assert!(in_doubt(any[1], any[0], Some(NaiveDate::MIN)));
    }

    #[test]
    fn what_is_still_to_come_or_long_ago_is_asked_about() {
        let now = Now::new(at(NOON), 0);
        let one = |text: &str| asked_of_start(at(text), now);
        assert_eq!(one("2026-03-03T12:05:00-05:00"), None);
        let later = "2026-03-03T15:00:00-05:00";
        assert_eq!(one(later), Some(Question::ToCome(at(later))));
        let year = "2027-03-03T12:00:00-05:00";
        assert_eq!(one(year), Some(Question::ToCome(at(year))));
        assert_eq!(one("2025-03-03T12:00:00-05:00"), None);
        let mistyped = "0206-03-03T12:00:00-05:00";
        assert_eq!(one(mistyped), Some(Question::LongAgo(at(mistyped))));
    }

    #[test]
    fn an_end_that_is_to_come_and_a_whole_day_are_asked_about() {
        let (now, start) = (Now::new(at(NOON), 0), at("2026-03-03T11:30:00-05:00"));
        assert_eq!(asked(start, at("2026-03-03T12:05:00-05:00"), now), []);
        let later = at("2026-03-03T12:30:00-05:00");
        assert_eq!(asked(start, later, now), [Question::EndsLater(later)]);
        let end = at("2026-03-04T11:00:00-05:00");
        assert_eq!(asked(start, end, now), [Question::EndsLater(end), Question::Lasted(1_410)]);
        // One question about one mistake.
        assert_eq!(asked(later, later, now), [Question::ToCome(later)]);
    }

    #[test]
    fn a_review_day_of_another_century_is_asked_about() {
        let now = Now::new(at(NOON), 0);
        let asked = |text: &str| asked_of_review(text.parse().expect("a day"), now);
        for far in ["2206-06-01", "0206-06-01", "2028-03-03", "2025-01-01"] {
            assert_eq!(asked(far), Some(Question::Review(far.parse().expect("a day"))));
        }
        for near in ["2026-06-01", "2027-03-03", "2026-02-01"] {
            assert_eq!(asked(near), None, "{near}");
        }
        // A phone that starts in 1970 asks about no day that the server finds near.
        let lost = Now::new(at("1970-01-01T12:00:00-05:00"), 56 * 365 * 86_400_000);
        assert_eq!(asked_of_review("2026-06-01".parse().expect("a day"), lost), None);
    }

    #[test]
    fn days_of_a_fact_sheet_that_nobody_means_are_asked_about() {
        let now = Now::new(at(NOON), 0);
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let id = crate::id::ClientId::from_bytes([1; 16]);
        let before = Client::new(id, "Ash".into(), crate::wire::v1::Stage::Active);
        let asked = |change: &dyn Fn(&mut Client)| {
            let mut content = before.clone();
            change(&mut content);
            let asked = asked_of_fact_sheet(&content, &before, now);
            let stands = asked_of_fact_sheet(&content, &content, now);
            assert_eq!(stands, [], "what stood before is not asked about");
            asked
        };
        let pause = |from: &str, to: &str| Pause {
            line_id: Some(crate::id::LineId::from_bytes([2; 16])),
            from: day(from),
            to: Some(day(to)),
        };
        for far in ["2206-03-05", "0206-03-05"] {
            let question = [Question::Day(day(far))];
            assert_eq!(asked(&|one| one.pauses.push(pause("2026-03-03", far))), question);
            assert_eq!(asked(&|one| one.pauses.push(pause(far, "2026-03-20"))), question);
            assert_eq!(asked(&|one| one.level_since = Some(day(far))), question, "{far}");
            assert_eq!(asked(&|one| one.born_on = Some(day(far))), question, "{far}");
        }
        let next_year = day("2027-03-03");
        assert_eq!(asked(&|one| one.level_since = Some(next_year)), [Question::Day(next_year)]);
        let stage = |one: &mut Client| {
            let stage = crate::wire::v1::Stage::Active;
            one.stages.push(crate::wire::v1::StageBegun::new(None, stage, next_year));
        };
        assert_eq!(asked(&stage), [Question::Day(next_year)]);
        assert_eq!(asked(&|one| one.level_since = Some(day("2026-03-03"))), []);
        assert_eq!(asked(&|one| one.born_on = Some(day("1931-05-01"))), []);
        assert_eq!(asked(&|one| one.pauses.push(pause("2026-04-01", "2026-05-01"))), []);
    }

    #[test]
    fn a_next_step_that_was_due_months_ago_is_asked_about() {
        let now = Now::new(at(NOON), 0);
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/v1/contact.json");
        let text = std::fs::read_to_string(file).expect("the golden file");
        let mut all: Vec<Contact> = serde_json::from_str(&text).expect("contacts");
        let mut contact = all.swap_remove(0);
        (contact.occurred_start, contact.occurred_end) = (at(NOON), at(NOON));
        let asked = |due: &str| {
            let due: NaiveDate = due.parse().expect("a day");
            let next_step = contact.next_step.clone().map(|step| NextStep { due, ..step });
            asked_of(&Contact { next_step, ..contact.clone() }, now)
        };
        for slip in ["2026-01-15", "2025-03-04", "2206-03-01"] {
            assert_eq!(asked(slip), [Question::Due(slip.parse().expect("a day"))], "{slip}");
        }
        for meant in ["2026-03-01", "2026-02-20", "2027-01-15"] {
            assert_eq!(asked(meant), [], "{meant}");
        }
    }

    #[test]
    fn a_clock_that_is_off_is_said_and_taken_into_account_when_asking() {
        assert_eq!(minutes_ahead(-45 * 60_000), Some(45));
        assert_eq!(minutes_ahead(-45 * 60_000 + 900), Some(45));
        assert_eq!(minutes_ahead(45 * 60_000 - 900), Some(-45));
        assert_eq!(minutes_ahead(45 * 60_000), Some(-45));
        assert_eq!(minutes_ahead(5 * 60_000), None);
        assert_eq!(minutes_ahead(i64::MIN), Some(i64::MAX / 60_000));
        // A fresh note of a phone, by how far it is ahead.
        let fresh = |text: &str, ahead_minutes: i64| {
            let now = at(text);
            asked_of_start(now, Now::new(now, -ahead_minutes * 60_000))
        };
        assert_eq!(fresh(NOON, 1), None);
        assert_eq!(fresh(NOON, 45), None, "said, and not asked at every signature");
        let midnight = "2026-03-03T00:15:00-05:00";
        assert_eq!(fresh(midnight, 45), Some(Question::ByWhichClock(at(midnight))));
        assert_eq!(fresh(NOON, 365 * 1_440), Some(Question::ByWhichClock(at(NOON))));
        assert_eq!(fresh(NOON, -366 * 1_440), Some(Question::ByWhichClock(at(NOON))));
    }

    #[test]
    fn a_day_is_to_come_where_it_is_so_by_both_clocks() {
        let day = |ahead_ms| Now::new(at(NOON), ahead_ms).latest_day() - at(NOON).date();
        assert_eq!(day(0).num_days(), 0);
        assert_eq!(day(2 * 86_400_000).num_days(), 2, "the phone's clock is behind");
        assert_eq!(day(-2 * 86_400_000).num_days(), 0, "it is ahead");
    }

    #[test]
    fn what_two_clocks_say_apart_is_a_question_and_never_an_answer() {
        // A day behind; the worker writes down the day that it is.
        let now = Now::new(at(NOON), 86_400_000);
        let today = at("2026-03-04T09:00:00-05:00");
        assert_eq!(asked_of_start(today, now), Some(Question::ByWhichClock(today)));
        // Where both say the same there is nothing to choose.
        let year = at("2027-03-03T12:00:00-05:00");
        assert_eq!(asked_of_start(year, now), Some(Question::ToCome(year)));
        assert_eq!(asked_of_start(at("2026-03-02T12:00:00-05:00"), now), None);
        // The mark on what is signed compares the phone's clock with itself.
        let told = at(NOON);
        assert!(!in_doubt(told, told, None) && in_doubt(today, told, None));
    }
}
