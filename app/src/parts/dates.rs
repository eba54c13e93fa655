//! Dates and times as people say them.

use crate::{browser::clock, words::Words};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use domain::{
    Moment,
    span::{Span, typed},
};

/// The name of a weekday.
#[must_use]
pub fn weekday(w: &Words, date: NaiveDate) -> &'static str {
    match date.weekday().num_days_from_monday() {
        0 => w.monday,
        1 => w.tuesday,
        2 => w.wednesday,
        3 => w.thursday,
        4 => w.friday,
        5 => w.saturday,
        _ => w.sunday,
    }
}

fn month(w: &Words, date: NaiveDate) -> &'static str {
    match date.month() {
        1 => w.january,
        2 => w.february,
        3 => w.march,
        4 => w.april,
        5 => w.may,
        6 => w.june,
        7 => w.july,
        8 => w.august,
        9 => w.september,
        10 => w.october,
        11 => w.november,
        _ => w.december,
    }
}

/// A time of the server's, which come without a place, as the clock in the hand
/// showed it then: one of July as in July, whatever the season now. Every time
/// that the server stamped goes through here before it is shown.
#[must_use]
pub fn here(at: Moment) -> Moment {
    clock::at(at.utc_ms())
}

/// "today", "yesterday", "Friday" of one that is to come, "March 3", "March 3, 2024". A past day is
/// never called by its weekday alone, which would read like the next one.
#[must_use]
pub fn day(w: &Words, date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => w.day_today.to_owned(),
        -1 => w.day_yesterday.to_owned(),
        1 => w.day_tomorrow.to_owned(),
        2..=6 => weekday(w, date).to_owned(),
        _ => full(w, date, today),
    }
}

/// "today", "yesterday", "Friday, March 3": what stands above what was done on a day.
#[must_use]
pub fn heading(w: &Words, date: NaiveDate, today: NaiveDate) -> String {
    if (-1..=1).contains(&(date - today).num_days()) {
        day(w, date, today)
    } else {
        long_day(w, date, today)
    }
}

/// "Friday, March 3", with the year where it is another.
#[must_use]
pub fn long_day(w: &Words, date: NaiveDate, today: NaiveDate) -> String {
    format!("{}, {}", weekday(w, date), full(w, date, today))
}

fn full(w: &Words, date: NaiveDate, today: NaiveDate) -> String {
    if date.year() == today.year() { in_year(w, date) } else { on_paper(w, date) }
}

fn in_year(w: &Words, date: NaiveDate) -> String {
    w.day_month(&date.day().to_string(), month(w, date))
}

/// "March 2026": what stands above what was done in a month.
#[must_use]
pub fn month_year(w: &Words, date: NaiveDate) -> String {
    w.month_year(month(w, date), &date.year().to_string())
}

/// "March 3, 2026": what is printed is read in another year.
#[must_use]
pub fn on_paper(w: &Words, date: NaiveDate) -> String {
    w.day_year(&in_year(w, date), &date.year().to_string())
}

/// "Tuesday, March 3, 2026": what stays on record, and is read years later.
#[must_use]
pub fn whole_day(w: &Words, date: NaiveDate) -> String {
    format!("{}, {}", weekday(w, date), on_paper(w, date))
}

/// "March 3, 2026, 2:05 PM": the same of a moment.
#[must_use]
pub fn time_on_paper(w: &Words, moment: Moment) -> String {
    format!("{}, {}", on_paper(w, moment.date()), time(w, moment))
}

/// A day in the middle of a sentence: "yesterday", "Friday", "el viernes", "el 3 de marzo".
#[must_use]
pub fn the_day(w: &Words, date: NaiveDate, today: NaiveDate) -> String {
    let said = day(w, date, today);
    match (date - today).num_days() {
        -1..=1 => said,
        _ => w.the_day(&said),
    }
}

/// "2:05 PM": both our languages are those of the United States.
#[must_use]
pub fn time(w: &Words, moment: Moment) -> String {
    time_of_day(w, minute_of(moment))
}

/// The minute of the day at that place and time.
#[must_use]
pub fn minute_of(moment: Moment) -> u32 {
    let local = moment.local();
    local.hour() * 60 + local.minute()
}

/// The same, of a minute of the day.
#[must_use]
pub fn time_of_day(w: &Words, minute: u32) -> String {
    let hour = minute / 60;
    let time = format!("{}:{:02}", (hour + 11) % 12 + 1, minute % 60);
    if hour >= 12 { w.time_pm(&time) } else { w.time_am(&time) }
}

/// The same in the middle of a sentence: "2:05 PM", "las 2:05 p. m.", "la 1:05 p. m.".
#[must_use]
pub fn the_hour(w: &Words, minute: u32) -> String {
    let hours = if matches!(minute / 60, 1 | 13) { 1 } else { 2 };
    w.the_hour(hours, &time_of_day(w, minute))
}

/// The same, of a moment.
#[must_use]
pub fn the_time(w: &Words, moment: Moment) -> String {
    the_hour(w, minute_of(moment))
}

/// A time of day as a field for one gives it.
#[must_use]
pub fn read_time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.get(..5)?.split_once(':')?;
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

/// "yesterday, 2:05 PM"; of today the time alone.
#[must_use]
pub fn day_time(w: &Words, moment: Moment, now: Moment) -> String {
    let today = now.date();
    if moment.date() == today {
        time(w, moment)
    } else {
        format!("{}, {}", day(w, moment.date(), today), time(w, moment))
    }
}

/// The same in the middle of a sentence: "Friday at 2:05 PM", "el viernes a las 2:05 p. m.".
#[must_use]
pub fn the_day_time(w: &Words, moment: Moment, now: Moment) -> String {
    let today = now.date();
    let hour = the_time(w, moment);
    if moment.date() == today { hour } else { w.day_hour(&the_day(w, moment.date(), today), &hour) }
}

/// "just now", "5 minutes ago", "3 hours ago", "2 days ago".
#[must_use]
pub fn ago(w: &Words, moment: Moment, now: Moment) -> String {
    let minutes = (now.utc_ms() - moment.utc_ms()) / 60_000;
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    match minutes {
        ..=0 => w.just_now.to_owned(),
        1..=59 => w.minutes_ago(count(minutes)),
        60..=1439 => w.hours_ago(count(minutes / 60)),
        _ => w.days_ago(count(minutes / 1440)),
    }
}

/// "Friday, March 3, 11:40 PM–11:55 PM", with the day of the end where it is another.
#[must_use]
pub fn from_to(w: &Words, span: Span, now: Moment) -> String {
    let at =
        |moment: Moment| format!("{}, {}", long_day(w, moment.date(), now.date()), time(w, moment));
    let end = if span.days_over() == 0 { time(w, span.end()) } else { at(span.end()) };
    format!("{}–{end}", at(span.start()))
}

/// As a field for a day shows it.
#[must_use]
pub fn field_day(moment: Moment) -> String {
    moment.date().to_string()
}

/// As a field for a time shows it.
#[must_use]
pub fn field_time(moment: Moment) -> String {
    let local = moment.local();
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// As a field for date and time shows it.
#[must_use]
pub fn field_text(moment: Moment) -> String {
    format!("{}T{}", field_day(moment), field_time(moment))
}

/// What a field for date and time gives, where it held the moment `stood`.
#[must_use]
pub fn read_field(text: &str, stood: Moment) -> Option<Moment> {
    let (date, time) = text.split_once('T')?;
    let date = domain::day::read(date)?;
    Some(typed(date.and_time(read_time(time)?), stood, &clock::offset_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn in_a_sentence_a_time_is_said_as_people_say_it() {
        // Tuesday the 18th of November 2025, 14:30.
        let at = Moment::new(1_763_494_200_000, -300);
        let days_later = |days: i64| {
            let now = at.plus_ms(days * 86_400_000);
            [Language::English, Language::Spanish]
                .map(|language| the_day_time(language.words(), at, now))
        };
        assert_eq!(days_later(0), ["2:30 PM", "las 2:30\u{a0}p.\u{a0}m."]);
        assert_eq!(days_later(1), ["yesterday at 2:30 PM", "ayer a las 2:30\u{a0}p.\u{a0}m."]);
        assert_eq!(days_later(-3), ["Tuesday at 2:30 PM", "el martes a las 2:30\u{a0}p.\u{a0}m."]);
        // A weekday that is over would read like one to come.
        assert_eq!(
            days_later(3),
            ["November 18 at 2:30 PM", "el 18 de noviembre a las 2:30\u{a0}p.\u{a0}m."]
        );
        assert_eq!(
            days_later(30),
            ["November 18 at 2:30 PM", "el 18 de noviembre a las 2:30\u{a0}p.\u{a0}m."]
        );
        let at_one = at.plus_ms(-3_600_000);
        assert_eq!(the_time(Language::Spanish.words(), at_one), "la 1:30\u{a0}p.\u{a0}m.");
    }
}
