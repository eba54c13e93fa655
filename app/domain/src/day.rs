//! Days as they travel and are typed: year, month and day of the month, as in ISO 8601.
//!
//! The reader of chrono knows every way of writing a time there is, which would be two kilobytes
//! of the first file that a phone fetches.

use chrono::NaiveDate;
use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};
use std::borrow::Cow;

/// Reads `2026-03-01`. A year may have a sign and more than four digits.
#[must_use]
pub fn read(text: &str) -> Option<NaiveDate> {
    let (rest, day) = text.rsplit_once('-')?;
    let (year, month) = rest.rsplit_once('-')?;
    let digits = year.strip_prefix(['+', '-']).unwrap_or(year);
    let is_year = if digits == year { year.len() == 4 } else { digits.len() >= 4 };
    let short = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_year && short(month) && short(day)).then_some(())?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// As [`NaiveDate`] writes itself.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    day.serialize(serializer)
}

/// # Errors
/// When it is no day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    read(&text).ok_or_else(|| D::Error::custom("this is not a day"))
}

/// The same of a day that may be unknown.
pub mod maybe {
    use super::{Cow, NaiveDate, read};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    /// As [`NaiveDate`] writes itself.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.serialize(serializer)
    }

    /// # Errors
    /// When it is there and no day.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        let text = Option::<Cow<'de, str>>::deserialize(deserializer)?;
        let read =
            |text: Cow<'de, str>| read(&text).ok_or_else(|| D::Error::custom("this is not a day"));
        text.map(read).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_day_reads_back_as_chrono_writes_it(days in any::<i32>()) {
            if let Some(day) = NaiveDate::from_num_days_from_ce_opt(days) {
                prop_assert_eq!(read(&day.to_string()), Some(day));
                prop_assert_eq!(day.to_string().parse::<NaiveDate>().ok(), Some(day));
            }
        }

        #[test]
        fn what_is_read_is_what_chrono_reads(text in "[-+]?[0-9]{3,5}-[0-9]{1,2}-[0-9]{1,2}") {
            if let Some(day) = read(&text) {
                prop_assert_eq!(text.parse::<NaiveDate>().ok(), Some(day));
            }
        }
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for text in
            ["", "2026-02-30", "2026-2-3", "26-02-03", "2026-02-03T10:00", "--01-01", "2026-02-+3"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
