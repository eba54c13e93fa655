//! A name drawn on the screen with a finger, and the day of it. It says that somebody agreed to
//! what stood there on that day, and no more: a later change carries the same signature with its
//! older day.

use crate::{day, json::Json};
use chrono::NaiveDate;

/// How wide the space is in which it is drawn; places are counted in these, from the left.
pub const WIDTH: u16 = 600;
/// How high; places are counted from the top.
pub const HEIGHT: u16 = 200;
/// Places kept of one signature, at most: a long name drawn slowly has some three hundred.
const PLACES_MAX: usize = 1_500;
/// A finger that moved less than this has not moved.
const STILL: u16 = 3;

/// A signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// Its strokes, each from where the finger came down to where it left.
    strokes: Vec<Vec<(u16, u16)>>,
    /// The day on which it was drawn.
    pub on: NaiveDate,
}

impl Signature {
    /// Nothing is drawn yet.
    #[must_use]
    pub const fn begin(on: NaiveDate) -> Self {
        Self { strokes: Vec::new(), on }
    }

    /// The finger comes down.
    pub fn press(&mut self, at: (u16, u16)) {
        if self.has_room() {
            self.strokes.push(vec![within(at)]);
        }
    }

    /// The finger moves on.
    pub fn draw(&mut self, to: (u16, u16)) {
        let (to, has_room) = (within(to), self.has_room());
        let Some(stroke) = self.strokes.last_mut() else { return };
        let is_far = |(x, y): (u16, u16)| x.abs_diff(to.0).max(y.abs_diff(to.1)) >= STILL;
        if has_room && stroke.last().is_none_or(|last| is_far(*last)) {
            stroke.push(to);
        }
    }

    /// Nobody has drawn anything: a finger that touched the screen once is no name.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.strokes.iter().all(|stroke| stroke.len() < 2)
    }

    fn has_room(&self) -> bool {
        self.strokes.iter().map(Vec::len).sum::<usize>() < PLACES_MAX
    }

    /// As the `d` of an SVG path, in a space of [`WIDTH`] by [`HEIGHT`].
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.strokes {
            for (place, (x, y)) in stroke.iter().enumerate() {
                path.push(if place == 0 { 'M' } else { 'L' });
                path.push_str(&[x.to_string(), y.to_string()].join(" "));
            }
        }
        path
    }

    /// As it stands in a cell.
    #[must_use]
    pub fn json(&self) -> Json {
        let member = |name: &str, text: String| (name.to_owned(), Json::Text(text));
        Json::Object(vec![
            member("signature", self.path()),
            member("signed_on", self.on.to_string()),
        ])
    }

    /// Reads what [`Self::json`] wrote; none where that is no signature.
    #[must_use]
    pub fn read(json: &Json) -> Option<Self> {
        let text = |name| json.get(name).and_then(Json::as_text);
        let on = day::read(text("signed_on")?)?;
        let mut strokes: Vec<Vec<(u16, u16)>> = Vec::new();
        let mut rest = text("signature")?;
        let mut count = 0;
        while let Some(kind) = rest.chars().next() {
            let (place, after) =
                rest.get(1..)?.split_at(rest.get(1..)?.find(['M', 'L']).unwrap_or(rest.len() - 1));
            let (x, y) = place.split_once(' ')?;
            let at = (number(x)?, number(y)?);
            match kind {
                'M' => strokes.push(vec![at]),
                'L' => strokes.last_mut()?.push(at),
                _ => return None,
            }
            count += 1;
            if within(at) != at || count > PLACES_MAX {
                return None;
            }
            rest = after;
        }
        let read = Self { strokes, on };
        (!read.is_blank()).then_some(read)
    }
}

fn within((x, y): (u16, u16)) -> (u16, u16) {
    (x.min(WIDTH), y.min(HEIGHT))
}

/// Digits alone: `parse` would take a sign as well.
fn number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 29).expect("a day")
    }

    #[test]
    fn one_touch_is_no_name() {
        let mut signature = Signature::begin(today());
        assert!(signature.is_blank());
        signature.press((10, 10));
        signature.draw((11, 11));
        assert!(signature.is_blank(), "it has hardly moved");
        assert_eq!(Signature::read(&signature.json()), None);
        signature.draw((40, 12));
        assert_eq!(signature.path(), "M10 10L40 12");
    }

    #[test]
    fn what_is_no_signature_is_none() {
        let of = |path: &str, day: &str| {
            let member = |name: &str, text: &str| (name.to_owned(), Json::Text(text.to_owned()));
            let json = Json::Object(vec![member("signature", path), member("signed_on", day)]);
            Signature::read(&json)
        };
        assert!(of("M1 2L30 40", "2026-11-29").is_some());
        for path in [
            "",
            "L1 2L3 4",
            "M1 2",
            "M1 2L3",
            "M1 2L3 4Z",
            "M1 2L3 -4",
            "M1 2L3 +4",
            "M1 2L999 4",
            "M1 2L3 4 5",
            "M1 2L3 4\"><script>",
            "M1 2Lé 4",
            " M1 2L3 4",
            "M1 2L3 99999999",
        ] {
            assert_eq!(of(path, "2026-11-29"), None, "{path}");
        }
        assert_eq!(of("M1 2L30 40", "soon"), None);
        assert_eq!(of(&"M1 2L30 40".repeat(2_000), "2026-11-29"), None, "beyond all measure");
    }

    proptest! {
        #[test]
        fn whatever_is_drawn_reads_as_it_was_drawn(
            strokes in prop::collection::vec(prop::collection::vec((any::<u16>(), any::<u16>()), 1..60), 1..40),
        ) {
            let mut signature = Signature::begin(today());
            for stroke in &strokes {
                signature.press(stroke[0]);
                stroke.iter().for_each(|place| signature.draw(*place));
            }
            let read = Signature::read(&signature.json());
            prop_assert_eq!(read, (!signature.is_blank()).then_some(signature.clone()));
            prop_assert!(signature.path().len() < 16_000);
        }
    }
}
