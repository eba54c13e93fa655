//! Days and times as people of a language write them, by the browser: for a text in the client's language,
//! which may be another than the one that the app speaks. The names of days and months in that one
//! would bring all its words with them, 24 kB.

use chrono::{Datelike as _, NaiveDate};
use js_sys::{Date, Object, Reflect};

fn options(all: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in all {
        // Setting a member of a fresh object never fails.
        let _set = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options
}

/// A day with its weekday, "Thursday, December 3", for a tag such as `es-US`.
#[must_use]
pub fn day(tag: &str, day: NaiveDate) -> String {
    let date = Date::new_with_year_month_day(
        day.year().unsigned_abs(),
        i32::try_from(day.month0()).unwrap_or_default(),
        i32::try_from(day.day()).unwrap_or_default(),
    );
    let how = options(&[("weekday", "long"), ("month", "long"), ("day", "numeric")]);
    date.to_locale_date_string(tag, &how).into()
}

/// A time of day, "2:00 PM", for a tag such as `es-US`.
#[must_use]
pub fn time(tag: &str, minute: u32) -> String {
    let at = |part: u32| i32::try_from(part).unwrap_or_default();
    // Any day on which no clock is changed.
    let date = Date::new_with_year_month_day_hr_min(2026, 0, 15, at(minute / 60), at(minute % 60));
    date.to_locale_string(tag, &options(&[("hour", "numeric"), ("minute", "2-digit")])).into()
}
