//! How somebody may be reached, and when not.

use crate::{
    Moment,
    wire::v1::{Client, ContactPoint, OpenConflict},
};
use chrono::Timelike as _;

impl Client {
    /// Ways to reach them, as they may be used now. Of a number on which people disagree nobody
    /// knows whether it is safe, so it is taken for one that is not; and one that is not safe in
    /// one line is so in every line in which it stands, however it is written.
    #[must_use]
    pub fn points_to_use(&self) -> Vec<ContactPoint> {
        let mut points = self.contact_points.clone();
        for point in &mut points {
            let disputed = |open: &OpenConflict| {
                open.conflict_id.line.is_some() && open.conflict_id.line == point.line_id
            };
            point.safe &= !self.conflicts.iter().any(disputed);
        }
        // With the country or without it, it is the same number.
        let number = |point: &ContactPoint| {
            let mut digits: String = point.value.chars().filter(char::is_ascii_digit).collect();
            digits.split_off(digits.len().saturating_sub(10))
        };
        let doubted: Vec<String> = points.iter().filter(|point| !point.safe).map(number).collect();
        for point in &mut points {
            let own = number(point);
            point.safe &= own.is_empty() || !doubted.contains(&own);
        }
        // Hours in which one line says that it is not to be used are those of the number. Where
        // two lines name different ones it is not safe without a look.
        let hours = |point: &ContactPoint| (point.not_from, point.not_until);
        let told: Vec<_> = points
            .iter()
            .filter(|point| point.has_hours())
            .map(|point| (number(point), hours(point)))
            .collect();
        for point in &mut points {
            let own = number(point);
            let of_it = told.iter().filter(|(other, _)| !own.is_empty() && *other == own);
            for (_, (from, until)) in of_it {
                if point.has_hours() {
                    point.safe &= hours(point) == (*from, *until);
                } else {
                    (point.not_from, point.not_until) = (*from, *until);
                }
            }
        }
        points
    }
}

impl ContactPoint {
    /// At this time of the day it is not to be used, by the clock on the worker's wall.
    #[must_use]
    pub fn is_not_for(&self, now: Moment) -> bool {
        let local = now.local();
        let minute = local.hour() * 60 + local.minute();
        let (from, until) = (u32::from(self.not_from), u32::from(self.not_until));
        if from <= until {
            (from..until).contains(&minute)
        } else {
            minute >= from || minute < until
        }
    }

    /// There are times at which it is not to be used.
    #[must_use]
    pub const fn has_hours(&self) -> bool {
        self.not_from != self.not_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn hours_in_which_a_number_is_not_to_be_used_may_lie_over_midnight() {
        let point = |from: u16, until: u16| ContactPoint {
            not_from: from * 60,
            not_until: until * 60,
            ..ContactPoint::default()
        };
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a night in which clocks change");
        let at = |hour, minute| {
            let time = day.and_hms_opt(hour, minute, 0).expect("a time");
            Moment::from_local(time, if hour < 2 { -240 } else { -300 })
        };
        let evening = point(18, 8);
        assert!(evening.has_hours());
        for (hour, minute, not) in
            [(18, 0, true), (17, 59, false), (0, 0, true), (7, 59, true), (8, 0, false)]
        {
            assert_eq!(evening.is_not_for(at(hour, minute)), not, "{hour}:{minute}");
        }
        let office = point(9, 17);
        for (hour, minute, not) in [(8, 59, false), (9, 0, true), (16, 59, true), (17, 0, false)] {
            assert_eq!(office.is_not_for(at(hour, minute)), not, "{hour}:{minute}");
        }
        assert!(!point(0, 0).has_hours());
        assert!((0..24).all(|hour| !point(0, 0).is_not_for(at(hour, 30))));
    }

    #[test]
    fn hours_of_one_line_are_those_of_the_number_wherever_it_stands() {
        let point = |value: &str, from: u16, until: u16| ContactPoint {
            value: value.into(),
            safe: true,
            not_from: from * 60,
            not_until: until * 60,
            ..ContactPoint::default()
        };
        let mut client = Client::new(
            crate::id::ClientId::from_bytes([1; 16]),
            "Ash".into(),
            crate::wire::v1::Stage::Active,
        );
        client.contact_points = vec![
            point("(860) 555-0142", 18, 8),
            point("+1 860 555 0142", 0, 0),
            point("860-555-0199", 0, 0),
        ];
        let hours = |client: &Client| {
            client.points_to_use().iter().map(|one| (one.not_from, one.safe)).collect::<Vec<_>>()
        };
        assert_eq!(hours(&client), [(18 * 60, true), (18 * 60, true), (0, true)]);
        client.contact_points.push(point("8605550142", 9, 17));
        assert!(!hours(&client)[0].1, "which of the two hold nobody knows");
    }
}
