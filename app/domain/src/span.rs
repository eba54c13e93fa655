//! What a typed day and clock time mean, and how long something lasted.

use crate::Moment;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Minutes that the clock of a place is ahead of UTC, at an instant given in
/// milliseconds since 1970. Asked by the instant and not by the local time,
/// because in the night in which clocks go back one local time is two instants.
pub type Zone<'a> = &'a dyn Fn(i64) -> i16;

const DAY_MS: i64 = 86_400_000;

/// The lengths that are offered with one tap each, in minutes.
pub const TAPPED: [u32; 3] = [15, 30, 60];

/// The moment a typed local time means, where `stood` is what the field held.
/// A time of another time zone is mended in that zone, as it is shown. Of an
/// hour that the clock repeats, or skips, the one nearest to `stood` is meant.
#[must_use]
pub fn typed(local: NaiveDateTime, stood: Moment, zone: Zone<'_>) -> Moment {
    best(local, stood, zone, |_| true)
}

/// When something began and ended. Each field changes only itself; an end
/// whose clock time lies before the start is on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    start: Moment,
    end: Moment,
    /// The end as it was last said. A start typed digit by digit passes through
    /// other times, and what they do to the end must not stay.
    said: Moment,
    /// Only the clock time of the end was said, and it went over midnight by itself.
    went_over: bool,
}

impl Span {
    /// From the one to the other, as they stand. An end on the next day, less than a day later, is one whose
    /// clock time was said: where the start moves to before it, it is on the same day again.
    #[must_use]
    pub fn new(start: Moment, end: Moment) -> Self {
        let next = start.date().succ_opt() == Some(end.date());
        let went_over = next && minute(end) - minute(start) < DAY_MS / 60_000;
        Self { start, end, said: end, went_over }
    }

    /// As it stands, unless its end lies before its start: kept so by an app that
    /// could not tell a visit over midnight, it is read as one typed now.
    #[must_use]
    pub fn in_order(self, zone: Zone<'_>) -> Self {
        if self.end >= self.start { self } else { self.ending(zone) }
    }

    /// When it began.
    #[must_use]
    pub const fn start(self) -> Moment {
        self.start
    }

    /// When it ended.
    #[must_use]
    pub const fn end(self) -> Moment {
        self.end
    }

    /// How long it lasted, as the two clocks say; nothing where it ends before it starts.
    #[must_use]
    pub fn minutes(self) -> u32 {
        u32::try_from(minute(self.end) - minute(self.start)).unwrap_or(0)
    }

    /// How many midnights lie between; what a clock time alone does not show.
    #[must_use]
    pub fn days_over(self) -> u32 {
        u32::try_from((self.end.date() - self.start.date()).num_days()).unwrap_or(0)
    }

    /// The whole of it on another day, at the same times of day.
    #[must_use]
    pub fn on(self, day: NaiveDate, zone: Zone<'_>) -> Self {
        let by = day.signed_duration_since(self.start.date());
        let start = typed(day.and_time(clock(self.start)), self.start, zone);
        let Some(local) = self.said.local().checked_add_signed(by) else { return self };
        let lasted = self.said.utc_ms().saturating_sub(self.start.utc_ms());
        // Asked in the zone of the end as it stood, wanted near where it would be now.
        let near = Moment::new(start.utc_ms().saturating_add(lasted), self.said.offset_min());
        let said = if is_of(self.said, zone) {
            nearest(readings(truncated(local), zone), near, |at| minute(at) >= minute(start))
        } else {
            Moment::from_local(local, self.said.offset_min())
        };
        // Beyond what can be written: a year that is still being typed.
        if start.date() != day || clock(start) != clock(self.start) {
            return self;
        }
        Self { start, end: said, said, ..self }.ending(zone)
    }

    /// Beginning at another time of the same day; the end stays.
    #[must_use]
    pub fn from(self, time: NaiveTime, zone: Zone<'_>) -> Self {
        let local = self.start.date().and_time(time);
        let not_after = |at| minute(at) <= minute(self.said);
        Self { start: best(local, self.start, zone, not_after), ..self }.ending(zone)
    }

    /// Ending at another time: the first one that is not before the start. What
    /// lasted longer than a day keeps the day it ended on.
    #[must_use]
    pub fn until(self, time: NaiveTime, zone: Zone<'_>) -> Self {
        let long = !self.went_over && minute(self.said) - minute(self.start) >= DAY_MS / 60_000;
        let said = long
            .then(|| typed(self.said.date().and_time(time), self.said, zone))
            .filter(|at| minute(*at) >= minute(self.start))
            .unwrap_or_else(|| self.first_at(time, zone));
        let went_over = !long && said.date() > self.start.date();
        Self { said, went_over, ..self }.ending(zone)
    }

    /// Lasting so many minutes from the start.
    #[must_use]
    pub fn lasting(self, minutes: u32, zone: Zone<'_>) -> Self {
        let at = self.start.plus_ms(i64::from(minutes) * 60_000);
        let offset =
            if is_of(self.said, zone) { zone(at.utc_ms()) } else { self.said.offset_min() };
        let end = Moment::new(at.utc_ms(), offset);
        Self { end, said: end, went_over: false, ..self }
    }

    /// Lasting so many minutes, said with one tap, where the form was opened at `opened`. A form
    /// that was opened at the beginning is left as it began; one that was opened when it was over
    /// ends there. Times that somebody typed stay: the end alone is another then.
    #[must_use]
    pub fn tapped(self, minutes: u32, (opened, now): (Moment, Moment), zone: Zone<'_>) -> Self {
        let as_opened = |at: Moment| minute(at) == minute(opened);
        let by_tap = TAPPED.contains(&self.minutes()) && as_opened(self.end);
        if !as_opened(self.start) && !by_tap {
            return self.lasting(minutes, zone);
        }
        let from_there = Self::new(opened, opened).lasting(minutes, zone);
        if minute(from_there.end) <= minute(now) {
            return from_there;
        }
        let at = opened.plus_ms(-i64::from(minutes) * 60_000);
        Self::new(Moment::new(at.utc_ms(), zone(at.utc_ms())), opened)
    }

    /// With the end as it was said, unless that is before the start or was on the
    /// next day only for a start that is another by now.
    fn ending(self, zone: Zone<'_>) -> Self {
        if minute(self.said) >= minute(self.start) && !self.went_over {
            return self.ending_at(self.said);
        }
        let first_after = |start| {
            let span = Self { start, ..self };
            span.ending_at(span.first_at(clock(self.said), zone))
        };
        let span = first_after(self.start);
        if span.days_over() == 0 || !is_of(self.start, zone) {
            return span;
        }
        // A start in an hour that came twice, or not at all, may be read as the earlier one. A
        // visit of that night is likelier than one that lasted until the next.
        let [earlier, _] = readings(self.start.local(), zone);
        let other = first_after(earlier.min(self.start));
        if other.days_over() == 0 { other } else { span }
    }

    /// Within one minute the seconds of the start are not the worker's to mend.
    fn ending_at(self, end: Moment) -> Self {
        Self { end: if end < self.start { self.start } else { end }, ..self }
    }

    /// The first moment not before the start at which the clock shows `time`:
    /// the clock in the hand, or that of the place where the end was noted.
    fn first_at(self, time: NaiveTime, zone: Zone<'_>) -> Moment {
        let here = is_of(self.said, zone);
        let offset = if here { zone(self.start.utc_ms()) } else { self.said.offset_min() };
        let day = Moment::new(self.start.utc_ms(), offset).date();
        (-1..=2)
            .filter_map(|days| Some(day.checked_add_signed(TimeDelta::days(days))?.and_time(time)))
            .flat_map(|local| {
                if here { readings(local, zone) } else { [Moment::from_local(local, offset); 2] }
            })
            .filter(|at| minute(*at) >= minute(self.start))
            .min()
            .unwrap_or(self.start)
    }
}

/// An hour of the night in which the clock changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OddHour {
    /// The clock went back over it.
    Twice,
    /// The clock went forward over it.
    Never,
}

/// Whether the clock of the place showed this time twice, or never: what a typed
/// time means is then for whoever typed it to look at.
#[must_use]
pub fn odd_hour(at: Moment, zone: Zone<'_>) -> Option<OddHour> {
    let [one, other] = readings(at.local(), zone);
    if one == other || !is_of(at, zone) {
        return None;
    }
    Some(if zone(one.utc_ms()) == one.offset_min() { OddHour::Twice } else { OddHour::Never })
}

/// People give times to the minute, so no time is too early by seconds.
pub(crate) const fn minute(moment: Moment) -> i64 {
    moment.utc_ms().div_euclid(60_000)
}

/// The clock of a moment, to the minute.
fn clock(moment: Moment) -> NaiveTime {
    truncated(moment.local()).time()
}

fn truncated(local: NaiveDateTime) -> NaiveDateTime {
    let ms = local.and_utc().timestamp_millis();
    local - TimeDelta::milliseconds(ms.rem_euclid(60_000))
}

/// Whether a moment was noted in this zone. An hour in which the clock changes has both offsets,
/// whichever of them a typed time was given; the evening before has one, and with the other it was noted
/// elsewhere.
fn is_of(moment: Moment, zone: Zone<'_>) -> bool {
    let [one, other] = readings(moment.local(), zone);
    let offset = moment.offset_min();
    zone(moment.utc_ms()) == offset
        || one != other && [one, other].iter().any(|at| at.offset_min() == offset)
}

fn best(
    local: NaiveDateTime,
    stood: Moment,
    zone: Zone<'_>,
    fits: impl Fn(Moment) -> bool,
) -> Moment {
    if truncated(stood.local()) == local {
        // Nothing was changed; seconds that nobody typed stay as well.
        stood
    } else if is_of(stood, zone) {
        nearest(readings(local, zone), stood, fits)
    } else {
        Moment::from_local(local, stood.offset_min())
    }
}

fn nearest([one, other]: [Moment; 2], stood: Moment, fits: impl Fn(Moment) -> bool) -> Moment {
    let away = |at: Moment| (!fits(at), at.utc_ms().abs_diff(stood.utc_ms()));
    if away(other) < away(one) { other } else { one }
}

/// The moments a local time can mean, earlier first. Both are the same but for
/// an hour that the clock repeats, and for one that it skips: that one is read
/// by the clock as it went before the change, and as it went after it.
fn readings(local: NaiveDateTime, zone: Zone<'_>) -> [Moment; 2] {
    let utc_ms = local.and_utc().timestamp_millis();
    let [before, after] =
        [-DAY_MS, DAY_MS].map(|away| Moment::from_local(local, zone(utc_ms.saturating_add(away))));
    let shows = |at: Moment| zone(at.utc_ms()) == at.offset_min();
    match (shows(before), shows(after)) {
        (true, false) => [before; 2],
        (false, true) => [after; 2],
        _ => [before.min(after), before.max(after)],
    }
}

#[cfg(test)]
#[path = "span_tests.rs"]
mod tests;
