//! A point in time together with what the wall clock said there.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

    fn fixed(self) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(i32::from(self.offset_min) * 60)
            .expect("the offset is within fourteen hours");
        DateTime::from_timestamp_millis(self.utc_ms).unwrap_or_default().with_timezone(&offset)
    }
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
        let text = self.fixed().to_rfc3339_opts(chrono::SecondsFormat::Millis, false);
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let read = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        let offset_min = i16::try_from(read.offset().local_minus_utc() / 60)
            .map_err(serde::de::Error::custom)?;
        Ok(Self::new(read.timestamp_millis(), offset_min))
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

    proptest! {
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
