//! Dates as exports and spreadsheets write them. The rule is in `docs/import.md`: what can be
//! read in one way only is read, and the order of day and month is learnt from the column.

mod order;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime};
use domain::Moment;
pub(super) use order::Order;

/// A date that was read, and whether a person should check the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) date: NaiveDate,
    pub(super) doubt: Option<&'static str>,
}

/// Whose date it is: of a year in two digits only some have one century.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Something that was recorded in this system; there was none before 2000.
    Event,
    /// A birth, which lies in the past.
    Birth,
}

/// How the dates of a file or column are to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) order: Order,
    pub(super) today: NaiveDate,
}

/// What a reason says of the form that is expected.
pub(super) const EXPECTED: &str = "expected is a date like 2026-01-31";

impl Reading {
    /// Any of the ways an export or a spreadsheet writes a date; the year as unlikely as may be.
    pub(super) fn read(&self, text: &str, of: Of) -> Option<Read> {
        let sure = |date| Some(Read { date, doubt: None });
        let day = text.split(['T', ' ']).next().unwrap_or_default();
        if let Some(date) = year_first(day).or_else(|| named(text)) {
            return sure(date);
        }
        let (day, rest) = text.split_once(' ').unwrap_or((text, ""));
        if !rest.is_empty() && time(rest).is_none() {
            return None;
        }
        let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
        match parts.as_slice() {
            [first, second, year] if !year.is_empty() => {
                let year = self.year(year, of, first, second)?;
                let (month, date, doubt) = self.order.sort(day, first, second)?;
                Some(Read { date: NaiveDate::from_ymd_opt(year, month, date)?, doubt })
            }
            _ => serial(day),
        }
    }

    /// The same where the year is one that anybody living may have seen.
    pub(super) fn likely(&self, text: &str, of: Of) -> Option<Read> {
        self.read(text, of).filter(|read| (1900..2200).contains(&read.date.year()))
    }

    /// Date and time; without a time, none.
    pub(super) fn moment(&self, text: &str, offset_min: i16) -> Option<Moment> {
        let date = self.likely(text, Of::Event)?.date;
        let rest = text.split_once(['T', ' '])?.1;
        Some(Moment::from_local(date.and_time(time(rest)?), offset_min))
    }

    /// Four digits, or two of which one century only can be meant.
    fn year(&self, text: &str, of: Of, first: &str, second: &str) -> Option<i32> {
        let short: i32 = text.parse().ok().filter(|year| *year >= 0)?;
        match (text.len(), of) {
            (4, _) => Some(short),
            (2, Of::Event) => Some(2000 + short),
            (2, Of::Birth) => {
                // Whoever was born in this century so far may have been born in the last.
                let (month, day, _) = self.order.sort("/", first, second)?;
                let born = NaiveDate::from_ymd_opt(2000 + short, month, day)?;
                (born > self.today).then_some(1900 + short)
            }
            _ => None,
        }
    }
}

/// "2026-01-31", as HUD's format prescribes it; with other separators, or none.
fn year_first(day: &str) -> Option<NaiveDate> {
    let number = |text: &str| text.parse::<u32>().ok();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let (year, month, date) = match parts.as_slice() {
        [year, month, date] if year.len() == 4 => (*year, number(month)?, number(date)?),
        [all] if all.len() == 8 && all.bytes().all(|byte| byte.is_ascii_digit()) => {
            (all.get(..4)?, number(all.get(4..6)?)?, number(all.get(6..)?)?)
        }
        _ => return None,
    };
    let year = year.parse().ok().filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year, month, date)
}

/// "31-Jan-2026", "31 January 2026", "Jan 31, 2026": the month has a name, so its place is clear.
fn named(text: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.to_ascii_lowercase();
    let mut parts =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = |part: &str| {
        let name = part.get(..3)?;
        let found = (1..).zip(MONTHS).find(|(_, month)| *month == name)?;
        part.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(found.0)
    };
    let (month, date) = match (month(first), month(second)) {
        (Some(month), _) => (month, second),
        (_, Some(month)) => (month, first),
        _ => return None,
    };
    let year = (year.len() == 4).then(|| year.parse().ok())??;
    NaiveDate::from_ymd_opt(year, month, date.parse().ok()?)
}

/// The day's number in a spreadsheet that shows it as a number.
fn serial(text: &str) -> Option<Read> {
    let (days, part) = text.split_once('.').unwrap_or((text, "0"));
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let days = days.parse().ok().filter(|days| (7_000..80_000).contains(days))?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    Some(Read { date, doubt: Some("a spreadsheet's day number, read as the day it stands for") })
}

/// "09:30:00", "9:30", "9:30 PM", with whatever fractions and zones behind.
fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_ascii_uppercase();
    let digits = |c: char| !c.is_ascii_digit();
    let (hour, rest) = text.split_once(':')?;
    let minute = rest.split(digits).next()?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match (hour, text.ends_with("AM"), text.ends_with("PM")) {
        (12, true, _) => 0,
        (1..=11, _, true) => hour + 12,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Noon of a day: what a contact without a time gets.
pub(super) fn noon(date: NaiveDate, offset_min: i16) -> Moment {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    Moment::from_local(NaiveDateTime::new(date, noon), offset_min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    fn reading(column: &[&str]) -> Reading {
        let mut order = Order::default();
        column.iter().for_each(|text| order.learn(text));
        Reading { order, today: ymd(2026, 2, 1) }
    }

    #[test]
    fn every_way_a_sheet_writes_a_day_is_read() {
        for (text, date, doubted) in [
            ("2026-01-31", ymd(2026, 1, 31), false),
            ("2026-01-31 00:00:00", ymd(2026, 1, 31), false),
            ("2026-01-31T09:30:00Z", ymd(2026, 1, 31), false),
            ("2026/1/31", ymd(2026, 1, 31), false),
            ("20260131", ymd(2026, 1, 31), false),
            ("1/31/2026", ymd(2026, 1, 31), false),
            ("1/31/2026 9:30", ymd(2026, 1, 31), false),
            ("1/31/2026 12:00:00 AM", ymd(2026, 1, 31), false),
            ("1/31/26", ymd(2026, 1, 31), false),
            ("31-Jan-2026", ymd(2026, 1, 31), false),
            ("January 31, 2026", ymd(2026, 1, 31), false),
            ("31/1/2026", ymd(2026, 1, 31), true),
            ("31.01.2026", ymd(2026, 1, 31), true),
            ("3/4/2026", ymd(2026, 3, 4), true),
            ("4/4/2026", ymd(2026, 4, 4), false),
            ("46053", ymd(2026, 1, 31), true),
            ("46053.395833", ymd(2026, 1, 31), true),
        ] {
            let read = reading(&[]).likely(text, Of::Event);
            let read = read.unwrap_or_else(|| panic!("{text} is a date"));
            assert_eq!((read.date, read.doubt.is_some()), (date, doubted), "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_learnt_from_the_column() {
        let read = |column: &[&str], text| reading(column).likely(text, Of::Event);
        let month_first = read(&["1/31/2026", "3/4/2026"], "3/4/2026");
        assert_eq!(month_first, Some(Read { date: ymd(2026, 3, 4), doubt: None }));
        let day_first = read(&["31/1/2026", "3/4/2026"], "3/4/2026").expect("a date");
        assert_eq!(day_first.date, ymd(2026, 4, 3));
        assert_eq!(read(&["31/1/2026", "1/31/2026"], "3/4/2026"), None, "nobody can know");
        assert!(read(&["31/1/2026", "1/31/2026"], "1/31/2026").is_some());
    }

    #[test]
    fn two_digits_of_a_year_are_read_where_one_century_only_can_be_meant() {
        let born = |text| reading(&[]).likely(text, Of::Birth).map(|read| read.date);
        assert_eq!(born("5/16/84"), Some(ymd(1984, 5, 16)));
        assert_eq!(born("5/16/12"), None);
        let event = reading(&[]).likely("1/31/24", Of::Event).map(|read| read.date);
        assert_eq!(event, Some(ymd(2024, 1, 31)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "1/31/126",
            "2026-02-30",
            "13/13/2026",
            "0001-01-01",
            "2026-01-31x",
            "é-1-1",
            "99999999999999",
            "May",
            "1/31/2026 x",
        ] {
            assert_eq!(reading(&[]).likely(text, Of::Event), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_read_as_clocks_write_it() {
        let at = |text: &str| {
            let moment = reading(&[]).moment(text, 0)?;
            Some(moment.local().format("%H:%M").to_string())
        };
        for (text, time) in [
            ("2026-01-31 09:30:00", "09:30"),
            ("2026-01-31T21:05:00.123Z", "21:05"),
            ("1/31/2026 9:05", "09:05"),
            ("1/31/2026 9:05 PM", "21:05"),
            ("1/31/2026 12:05:00 AM", "00:05"),
        ] {
            assert_eq!(at(text).as_deref(), Some(time), "{text}");
        }
        assert_eq!(at("2026-01-31"), None);
    }
}
