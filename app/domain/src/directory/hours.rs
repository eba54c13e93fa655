//! Opening hours by weekday.

use crate::wire::v1::{OpenHours, Service};

/// Minutes of a day.
pub const MINUTES_OF_DAY: u16 = 24 * 60;

impl OpenHours {
    /// Whether a clock and a week have it: it ends after it begins, and within a day of that.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.day >= 1
            && self.day <= 7
            && self.from < MINUTES_OF_DAY
            && self.until > self.from
            && self.until <= self.from + MINUTES_OF_DAY
    }

    /// Whether it is on at a minute of a weekday. A stretch past midnight reaches into the next day,
    /// from Sunday into Monday.
    #[must_use]
    pub const fn is_on(&self, day: u8, minute: u16) -> bool {
        let begun_today = self.day == day && self.from <= minute && minute < self.until;
        let day_after = if self.day == 7 { 1 } else { self.day + 1 };
        begun_today || day_after == day && minute + MINUTES_OF_DAY < self.until
    }
}

impl Service {
    /// Whether it is open at a minute of a weekday, 1 for Monday; none where its hours are not known.
    /// Holidays are not: whoever goes calls first.
    #[must_use]
    pub fn is_open(&self, day: u8, minute: u16) -> Option<bool> {
        (!self.hours.is_empty()).then(|| self.hours.iter().any(|hours| hours.is_on(day, minute)))
    }
}

/// Reads a time of day as data say it, `09:00`, `9:00:00`, `17:30Z`, `24:00`, in minutes since midnight.
/// A zone behind it is left alone: hours of a service are those of its place.
#[must_use]
pub fn hours_read(text: &str) -> Option<u16> {
    let text = text.trim();
    let clock = text.split(['Z', 'z', '+', '-', ' ']).next()?;
    let mut parts = clock.split(':');
    let hour: u16 = parts.next()?.parse().ok()?;
    let minute: u16 = parts.next()?.parse().ok()?;
    let is_whole = parts.all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    let total = hour.checked_mul(60)?.checked_add(minute)?;
    (is_whole && minute < 60 && total <= MINUTES_OF_DAY).then_some(total)
}
