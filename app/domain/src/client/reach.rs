//! How somebody may be reached, and when not.

use crate::{
    Moment, phone,
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
        let all: Vec<_> = points.iter().map(numbers).collect();
        let stood: Vec<bool> = points.iter().map(|point| point.safe).collect();
        for (point, own) in points.iter_mut().zip(&all) {
            let doubted = all.iter().zip(&stood).any(|(other, safe)| !safe && share(own, other));
            point.safe &= !doubted;
        }
        // Hours in which one line says that it is not to be used are those of the number. Where
        // two lines name different ones it is not safe without a look.
        let hours = |point: &ContactPoint| (point.not_from, point.not_until);
        let told: Vec<_> = points
            .iter()
            .filter(|point| point.has_hours())
            .map(|point| (numbers(point), hours(point)))
            .collect();
        for (point, own) in points.iter_mut().zip(&all) {
            let of_it = told.iter().filter(|(other, _)| share(own, other));
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

/// What may be the numbers of a way to reach somebody, their digits alone: the one that it dials, or where
/// that cannot be read, everything in it that is as long as one.
fn numbers(point: &ContactPoint) -> Vec<String> {
    let read = phone::read(&point.value);
    let (text, is_read) = match &read {
        Ok(number) => (number.dial.as_str(), true),
        Err(_) => (point.value.as_str(), false),
    };
    let (mut found, mut number, mut word) = (Vec::new(), String::new(), String::new());
    for letter in text.chars().chain(['\n']) {
        let parts = !(letter.is_ascii_digit() || "-.() +*#".contains(letter));
        if letter.is_ascii_digit() {
            number.push(letter);
            word.push(letter);
        }
        // Two that stand beside each other, without a word between them.
        if parts || letter == ' ' {
            found.push(std::mem::take(&mut word));
        }
        if parts {
            found.push(std::mem::take(&mut number));
            // Behind a pause stands an extension.
            if is_read {
                break;
            }
        }
    }
    found.retain(|digits| is_read && !digits.is_empty() || (7..=11).contains(&digits.len()));
    found
}

/// Whether one of them is in both. With the country or without it, with its area or without it, it is the
/// same number.
fn share(some: &[String], others: &[String]) -> bool {
    some.iter().any(|one| others.iter().any(|other| same(one, other)))
}

fn same(one: &str, other: &str) -> bool {
    let alike = one.bytes().rev().zip(other.bytes().rev()).take(10).take_while(|(a, b)| a == b);
    let shorter = one.len().min(other.len()).min(10);
    let all = alike.count() == shorter;
    all && (shorter > 6 || one.len() == other.len())
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
    fn a_number_that_is_not_safe_in_one_line_is_safe_in_none_however_it_is_written() {
        let plain = ["860-555-0142", "+1 860 555 0142", "8605550142", "(860) 555-0142"];
        let point = |value: &str, safe| ContactPoint {
            value: value.into(),
            safe,
            ..ContactPoint::default()
        };
        let is_safe = |unsafe_one: &str, other: &str| {
            let id = crate::id::ClientId::from_bytes([1; 16]);
            let mut client = Client::new(id, "Ash".into(), crate::wire::v1::Stage::Active);
            client.contact_points = vec![point(unsafe_one, false), point(other, true)];
            client.points_to_use()[1].safe
        };
        for written in [
            "860-555-0142 (24/7)",
            "860-555-0142 ext 7",
            "860-555-0142 x7",
            "860-555-0142 press 1",
            "٨٦٠-٥٥٥-٠١٤٢",
            "８６０－５５５－０１４２",
            "860-555-0142 or 860-555-0143",
            "860-555-0143 or 860-555-0142",
            "8605550143 8605550142",
            "860-555-0142, don't call or text",
            "*67 860-555-0142",
            "555-0142",
        ] {
            for other in plain {
                assert!(!is_safe(written, other), "{written} beside {other}");
            }
            assert!(is_safe(written, "860-555-0199"), "{written}");
        }
        assert!(!is_safe("1-800-273-TALK", "800-273-8255"));
        assert!(!is_safe("988 press 1", "988"));
        assert!(is_safe("12 Pier Street", "860-555-0142"));
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
