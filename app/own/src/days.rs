//! Days and times as people say them.

use crate::words::Words;
use chrono::{Datelike as _, NaiveDate, Timelike as _, Weekday};
use domain::Moment;

/// Hours by the clock on the wall in which somebody works: from, and before.
const WORKS: std::ops::Range<u32> = 8..17;

/// "November 29, 2026".
pub(crate) fn day(w: &Words, day: NaiveDate) -> String {
    let months = [
        w.month_01, w.month_02, w.month_03, w.month_04, w.month_05, w.month_06, w.month_07,
        w.month_08, w.month_09, w.month_10, w.month_11, w.month_12,
    ];
    let month = months.get(day.month0() as usize).copied().unwrap_or_default();
    w.long_day(&day.day().to_string(), month, &day.year().to_string())
}

/// The day, and the time of it, on this phone's wall.
pub(crate) fn at(w: &Words, at: Moment, offset_min: i16) -> String {
    let here = Moment::new(at.utc_ms(), offset_min);
    let local = here.local();
    w.at(&day(w, here.date()), &time(w, local.hour() * 60 + local.minute()))
}

/// "2:05 PM", of so many minutes since midnight.
pub(crate) fn time(w: &Words, minute: u32) -> String {
    let hour = minute / 60;
    let time = format!("{}:{:02}", (hour + 11) % 12 + 1, minute % 60);
    if hour >= 12 { w.time_pm(&time) } else { w.time_am(&time) }
}

/// Whether a case manager works now, as far as the clock says.
pub(crate) fn works(now: Moment, service_week: u8) -> bool {
    let free = service_week < 7 && matches!(now.date().weekday(), Weekday::Sat | Weekday::Sun);
    !free && WORKS.contains(&now.local().hour())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    /// Sunday, 2026-11-29, so many hours after midnight in New York.
    fn sunday(hours: i64) -> Moment {
        Moment::new(1_795_928_400_000 + hours * 3_600_000, -300)
    }

    #[test]
    fn a_day_is_said_in_both_languages() {
        let said = day(Language::English.words(), sunday(0).date());
        assert_eq!(said, "November 29, 2026");
        let said = day(Language::Spanish.words(), sunday(0).date());
        assert_eq!(said, "29 de noviembre de 2026");
        assert_eq!(at(Language::English.words(), sunday(9), -300), "November 29, 2026, 9:00 AM");
        let times = [0, 12 * 60, 13 * 60 + 5].map(|minute| time(Language::Spanish.words(), minute));
        assert_eq!(
            times,
            ["12:00\u{a0}a.\u{a0}m.", "12:00\u{a0}p.\u{a0}m.", "1:05\u{a0}p.\u{a0}m."]
        );
    }

    #[test]
    fn nobody_is_said_to_work_at_night_or_on_days_off() {
        assert!(!works(sunday(10), 5) && works(sunday(10), 7));
        let monday = |hours: i64| sunday(24 + hours);
        assert!(works(monday(8), 5) && works(monday(16), 5));
        assert!(!works(monday(7), 5) && !works(monday(17), 5));
    }
}
