//! Dates as exports and spreadsheets write them.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime};
use domain::Moment;

/// A date that was read, and whether a person should check the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) date: NaiveDate,
    pub(super) doubt: Option<&'static str>,
}

/// A date as HUD's format prescribes it; a time behind it is ignored.
pub(super) fn iso(text: &str) -> Option<NaiveDate> {
    iso_of_any_year(text).filter(plausible)
}

/// The same however unlikely the year: a contact is taken as it was written.
pub(super) fn iso_of_any_year(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10).unwrap_or(text);
    let rest = text.get(10..).unwrap_or_default();
    if !rest.is_empty() && !rest.starts_with([' ', 'T']) {
        return None;
    }
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|date| date.year() > 0)
}

/// Date and time as HUD's format prescribes them; without a time, none.
pub(super) fn iso_moment(text: &str, offset_min: i16) -> Option<Moment> {
    let date = iso(text)?;
    let time = text.get(11..16).and_then(|time| NaiveTime::parse_from_str(time, "%H:%M").ok())?;
    Some(Moment::from_local(date.and_time(time), offset_min))
}

/// Noon of a day: what a contact without a time gets.
pub(super) fn noon(date: NaiveDate, offset_min: i16) -> Moment {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    Moment::from_local(NaiveDateTime::new(date, noon), offset_min)
}

/// Any of the ways a spreadsheet writes a date.
pub(super) fn any(text: &str) -> Option<Read> {
    if let Some(date) = iso(text) {
        return Some(Read { date, doubt: None });
    }
    let day = text.split_whitespace().next()?;
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let read = match parts.as_slice() {
        [first, second, year] => slashed(day, first, second, year)?,
        [serial] => {
            let days = serial.parse().ok().filter(|days| (7_000..80_000).contains(days))?;
            let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
            Read { date, doubt: Some("a spreadsheet's day number, read as the day it stands for") }
        }
        _ => return None,
    };
    plausible(&read.date).then_some(read)
}

fn slashed(day: &str, first: &str, second: &str, year: &str) -> Option<Read> {
    let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let year: i32 = (year.len() == 4).then(|| year.parse().ok())??;
    let dotted = day.contains('.');
    let (month, date, doubt) = match (first, second) {
        (month, date) if month == date => (month, date, None),
        (month, date) if month <= 12 && date <= 12 && !dotted => {
            (month, date, Some("ambiguous, read with the month first as in the United States"))
        }
        (date, month) if dotted || date > 12 => (month, date, Some("read with the day first")),
        (month, date) => (month, date, None),
    };
    Some(Read { date: NaiveDate::from_ymd_opt(year, month, date)?, doubt })
}

fn plausible(date: &NaiveDate) -> bool {
    (1900..2200).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    #[test]
    fn every_way_a_sheet_writes_a_day_is_read() {
        for (text, date, doubted) in [
            ("2026-01-31", ymd(2026, 1, 31), false),
            ("2026-01-31 00:00:00", ymd(2026, 1, 31), false),
            ("1/31/2026", ymd(2026, 1, 31), false),
            ("31/1/2026", ymd(2026, 1, 31), true),
            ("31.01.2026", ymd(2026, 1, 31), true),
            ("3/4/2026", ymd(2026, 3, 4), true),
            ("4/4/2026", ymd(2026, 4, 4), false),
            ("46053", ymd(2026, 1, 31), true),
        ] {
            let read = any(text).unwrap_or_else(|| panic!("{text} is a date"));
            assert_eq!((read.date, read.doubt.is_some()), (date, doubted), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "1/31/26",
            "2026-02-30",
            "13/13/2026",
            "0001-01-01",
            "2026-01-31x",
            "é-1-1",
            "99999999999999",
        ] {
            assert_eq!(any(text), None, "{text}");
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
