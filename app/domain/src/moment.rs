//! A point in time together with what the wall clock said there.

use crate::day;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{borrow::Cow, iter};

/// UTC milliseconds plus the local offset in minutes, so that "last Tuesday
/// evening" stays Tuesday evening whatever zone it is read in.
/// Ordered and compared by the instant alone. Text form is RFC 3339.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    utc_ms: i64,
    offset_min: i16,
}

/// The years 0001 to 9998 in milliseconds: what RFC 3339 can write with any offset.
const RANGE_MS: std::ops::RangeInclusive<i64> = -62_135_510_400_000..=253_370_764_799_999;
/// ISO 8601 offsets in use lie within fourteen hours.
const MAX_OFFSET_MIN: i16 = 14 * 60;

impl Moment {
    /// Builds a moment; times and offsets beyond what can be written are drawn in to the edge.
    #[must_use]
    pub fn new(utc_ms: i64, offset_min: i16) -> Self {
        Self {
            utc_ms: utc_ms.clamp(*RANGE_MS.start(), *RANGE_MS.end()),
            offset_min: offset_min.clamp(-MAX_OFFSET_MIN, MAX_OFFSET_MIN),
        }
    }

    /// Milliseconds since 1970 in UTC.
    #[must_use]
    pub const fn utc_ms(self) -> i64 {
        self.utc_ms
    }

    /// Minutes that local time is ahead of UTC.
    #[must_use]
    pub const fn offset_min(self) -> i16 {
        self.offset_min
    }

    /// The wall clock at that place and time.
    #[must_use]
    pub fn local(self) -> NaiveDateTime {
        DateTime::from_timestamp_millis(self.utc_ms).unwrap_or_default().naive_utc()
            + TimeDelta::minutes(i64::from(self.offset_min))
    }

    /// The calendar day at that place and time.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.local().date()
    }

    /// The moment at which a wall clock with this offset shows `local`.
    #[must_use]
    pub fn from_local(local: NaiveDateTime, offset_min: i16) -> Self {
        // Drawn in first, or the clock would not show what it is to show.
        let offset_min = offset_min.clamp(-MAX_OFFSET_MIN, MAX_OFFSET_MIN);
        let shifted = local.and_utc().timestamp_millis() - i64::from(offset_min) * 60_000;
        Self::new(shifted, offset_min)
    }

    /// The same place, `ms` later.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self::new(self.utc_ms.saturating_add(ms), self.offset_min)
    }

    /// Reads RFC 3339. By hand, and so is writing: chrono's reader brings that of every other
    /// way of writing a time into the first file that a phone fetches.
    fn read(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked("2026-03-01".len())?;
        let day = Some(day).filter(|day| !day.starts_with(['+', '-'])).and_then(day::read)?;
        let clock = rest.strip_prefix(['T', 't', ' '])?.as_bytes();
        let [_, _, b':', _, _, b':', _, _, rest @ ..] = clock else { return None };
        // Sixty in a minute with a leap second, which counts as the first of the next.
        let (hour, minute, second) =
            (number(clock, 0, 23)?, number(clock, 3, 59)?, number(clock, 6, 60)?);
        let (fraction, zone) = match rest {
            [b'.', rest @ ..] => rest.split_at(rest.iter().position(|c| !c.is_ascii_digit())?),
            _ => rest.split_at(0),
        };
        if rest.starts_with(b".") && fraction.is_empty() {
            return None;
        }
        let digits = fraction.iter().copied().chain(iter::repeat(b'0')).take(3);
        let ms = digits.fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0'));
        let offset_min = match zone {
            b"Z" | b"z" => 0,
            [sign @ (b'+' | b'-'), ahead @ ..] => {
                let [_, _, b':', _, _] = ahead else { return None };
                let ahead = number(ahead, 0, 23)? * 60 + number(ahead, 3, 59)?;
                if *sign == b'-' { -ahead } else { ahead }
            }
            _ => return None,
        };
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        let utc_min = hour * 60 + minute - offset_min;
        let utc_ms = midnight + utc_min * 60_000 + second * 1_000 + ms;
        Some(Self::new(utc_ms, i16::try_from(offset_min).ok()?))
    }
}

/// The two digits that stand there, as long as they are no more than `most`.
fn number(text: &[u8], at: usize, most: i64) -> Option<i64> {
    let digits = text.get(at..at + 2)?;
    let digit =
        |number, byte: &u8| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'));
    digits.iter().try_fold(0, digit).filter(|number| *number <= most)
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.utc_ms == other.utc_ms
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.utc_ms.cmp(&other.utc_ms)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let local = self.local();
        let (day, clock) = (local.date(), local.time());
        let (hour, minute, second) = (clock.hour(), clock.minute(), clock.second());
        let ms = clock.nanosecond() / 1_000_000;
        let sign = if self.offset_min < 0 { '-' } else { '+' };
        let ahead = self.offset_min.unsigned_abs();
        let (hours, minutes) = (ahead / 60, ahead % 60);
        serializer.collect_str(&format_args!(
            "{day}T{hour:02}:{minute:02}:{second:02}.{ms:03}{sign}{hours:02}:{minutes:02}"
        ))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| D::Error::custom("this is not a time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn evening_in_new_york_is_that_evening_not_the_next_day_in_utc() {
        let evening = Moment::new(1_763_780_700_000, -300); // 2025-11-22T03:05Z
        assert_eq!(evening.date(), NaiveDate::from_ymd_opt(2025, 11, 21).expect("a date"));
        let json = serde_json::to_string(&evening).expect("plain text");
        assert_eq!(json, "\"2025-11-21T22:05:00.000-05:00\"");
    }

    /// What chrono makes of it.
    fn by_chrono(text: &str) -> Option<(i64, i32)> {
        let read = DateTime::parse_from_rfc3339(text).ok()?;
        Some((read.timestamp_millis(), read.offset().local_minus_utc() / 60))
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for text in [
            "",
            "2026-03-01",
            "2026-03-01T10:00:00",
            "2026-03-01T10:00Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T10:60:00Z",
            "2026-03-01T10:00:61Z",
            "2026-03-01T10:00:00.Z",
            "2026-03-01T10:00:00.5",
            "2026-03-01T10:00:00+1:00",
            "2026-03-01T10:00:00+0100",
            "2026-03-01T10:00:00+01:60",
            "2026-03-01T10:00:00+24:00",
            "2026-03-01T10:00:00Z ",
            "2026-02-30T10:00:00Z",
            "+2026-3-01T10:00:00Z",
            "2026-03-0\u{661}T10:00:00Z",
        ] {
            assert!(Moment::read(text).is_none(), "{text}");
            assert_eq!(by_chrono(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn times_are_read_as_chrono_reads_them(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,12})?([Zz]|[-+][0-2][0-9]:[0-6][0-9])"
        ) {
            let chrono = by_chrono(&text).map(|(ms, offset)| {
                Moment::new(ms, i16::try_from(offset).expect("less than a day"))
            });
            let own = Moment::read(&text);
            prop_assert_eq!(own, chrono);
            prop_assert_eq!(own.map(Moment::offset_min), chrono.map(Moment::offset_min));
        }

        #[test]
        fn times_are_written_as_chrono_writes_them(ms in any::<i64>(), offset in any::<i16>()) {
            let moment = Moment::new(ms, offset);
            let zone = chrono::FixedOffset::east_opt(i32::from(moment.offset_min()) * 60);
            let zone = zone.expect("within fourteen hours");
            let time = DateTime::from_timestamp_millis(moment.utc_ms()).expect("within range");
            let time = time.with_timezone(&zone);
            let by_chrono = time.to_rfc3339_opts(chrono::SecondsFormat::Millis, false);
            prop_assert_eq!(serde_json::to_string(&moment).expect("text"), format!("\"{by_chrono}\""));
        }

        #[test]
        fn any_clock_however_wrong_round_trips(ms in any::<i64>(), offset in any::<i16>()) {
            let moment = Moment::new(ms, offset);
            let json = serde_json::to_string(&moment).expect("plain text");
            let read: Moment = serde_json::from_str(&json).expect("we wrote it");
            prop_assert_eq!(read.utc_ms(), moment.utc_ms());
            prop_assert_eq!(read.offset_min(), moment.offset_min());
            prop_assert_eq!(Moment::from_local(moment.local(), moment.offset_min()), moment);
        }
    }
}
