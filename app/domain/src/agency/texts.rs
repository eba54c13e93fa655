//! What an agency has read to people before they sign a release (42 CFR 2.31(a)(5) to (8); 45 CFR
//! 164.508(c)(2)), as dated versions of its own.

use crate::{
    json::{Unreadable, from_slice},
    length::CONTENT_TEXT_MAX_BYTES,
    visible::is_blank,
    wire::v1::{Agency, ReleaseText},
};
use chrono::NaiveDate;

/// Versions at most.
pub const TEXTS_MAX: usize = 30;

/// What keeps a version from being saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextProblem {
    /// It is not said from which day it is read.
    From,
    /// Another version is read from the same day.
    SameDay,
    /// It was read from a day that is over, when nobody could read it.
    Past,
    /// It is there in one language, or in none: whoever reads the other would be read something else.
    Blank(Tongue),
    /// It is too long.
    Long(Tongue),
}

/// One of the languages that every version is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

/// Every version that an agency has; none before it wrote any.
///
/// # Errors
/// Only a newer app can read them.
pub fn release_texts(agency: &Agency) -> Result<Vec<ReleaseText>, Unreadable> {
    let texts = agency.release_texts.as_ref().map(|texts| from_slice(&texts.to_vec()));
    texts.transpose().map(Option::unwrap_or_default)
}

/// The version that is read on a day: the latest of those that have begun.
#[must_use]
pub fn in_force(texts: &[ReleaseText], day: NaiveDate) -> Option<&ReleaseText> {
    texts.iter().filter(|text| has_begun(text, day)).max_by_key(|text| text.from)
}

/// Whether a version may have been read to somebody by this day.
#[must_use]
pub fn has_begun(text: &ReleaseText, day: NaiveDate) -> bool {
    text.from.is_some_and(|from| from <= day)
}

/// What is wrong with which of them, in the order of the form.
#[must_use]
pub fn text_problems(texts: &[ReleaseText]) -> Vec<(usize, TextProblem)> {
    let mut found = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let same = |other: &ReleaseText| text.from.is_some() && other.from == text.from;
        let from = match text.from {
            None => Some(TextProblem::From),
            Some(_) if texts.iter().take(at).any(same) => Some(TextProblem::SameDay),
            Some(_) => None,
        };
        found.extend(from.map(|problem| (at, problem)));
        for (words, tongue) in [(&text.en, Tongue::English), (&text.es, Tongue::Spanish)] {
            if is_blank(words) {
                found.push((at, TextProblem::Blank(tongue)));
            } else if words.len() > CONTENT_TEXT_MAX_BYTES {
                found.push((at, TextProblem::Long(tongue)));
            }
        }
    }
    found
}

/// Puts those back that people may have signed under by `day`: another administrator saved them, or they
/// have begun while somebody was writing.
pub fn put_back(texts: &mut Vec<ReleaseText>, before: &[ReleaseText], day: NaiveDate) {
    let gone = before.iter().filter(|text| has_begun(text, day) && !texts.contains(text));
    let gone: Vec<_> = gone.cloned().collect();
    texts.splice(0..0, gone);
}

/// Whether what was read by `day` stays as it was when `before` becomes `after`, and nothing is dated
/// back: the place of what does not, one past the end where something is gone.
///
/// # Errors
/// The place.
pub fn rewrites_nothing(
    before: &[ReleaseText],
    after: &[ReleaseText],
    day: NaiveDate,
) -> Result<(), usize> {
    let is_over = |text: &ReleaseText| text.from.is_some_and(|from| from < day);
    let dated_back = after.iter().position(|text| is_over(text) && !before.contains(text));
    let is_gone = before.iter().any(|text| has_begun(text, day) && !after.contains(text));
    match dated_back {
        Some(at) => Err(at),
        None if is_gone => Err(after.len()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn text(from: &str, en: &str) -> ReleaseText {
        ReleaseText { from: Some(day(from)), en: en.to_owned(), es: format!("{en}, en español") }
    }

    #[test]
    fn the_latest_that_has_begun_is_read_whatever_order_they_were_written_in() {
        let all = [text("2026-12-10", "new"), text("2026-01-01", "old"), text("2026-06-01", "now")];
        let read = |on: &str| in_force(&all, day(on)).map(|text| text.en.as_str());
        assert_eq!(read("2025-12-31"), None);
        assert_eq!(read("2026-01-01"), Some("old"));
        assert_eq!(read("2026-12-09"), Some("now"));
        assert_eq!(read("2026-12-10"), Some("new"));
        let undated = [ReleaseText { from: None, ..text("2026-01-01", "x") }];
        assert_eq!(in_force(&undated, day("2026-12-10")), None);
    }

    #[test]
    fn a_version_has_a_day_of_its_own_and_words_in_both_languages() {
        assert_eq!(text_problems(&[text("2026-12-10", "a"), text("2026-12-11", "b")]), []);
        let bad = [
            text("2026-12-10", "a"),
            text("2026-12-10", "b"),
            ReleaseText { from: None, en: " \u{200b}".to_owned(), es: "a".to_owned() },
            ReleaseText { es: "x".repeat(CONTENT_TEXT_MAX_BYTES + 1), ..text("2026-12-11", "a") },
        ];
        let problems = [
            (1, TextProblem::SameDay),
            (2, TextProblem::From),
            (2, TextProblem::Blank(Tongue::English)),
            (3, TextProblem::Long(Tongue::Spanish)),
        ];
        assert_eq!(text_problems(&bad), problems);
    }

    #[test]
    fn what_was_read_to_somebody_stays_and_nothing_is_dated_back() {
        let today = day("2026-12-01");
        let (old, now) = (text("2026-01-01", "old"), text("2026-12-01", "now"));
        let to_come = text("2026-12-02", "to come");
        let before = [old.clone(), now.clone(), to_come];
        let check = |after: &[ReleaseText]| rewrites_nothing(&before, after, today);
        // What nobody was read yet may go, and be written anew.
        assert_eq!(check(&[old.clone(), now.clone()]), Ok(()));
        assert_eq!(check(&[text("2026-12-05", "other"), now.clone(), old.clone()]), Ok(()));
        assert_eq!(check(std::slice::from_ref(&now)), Err(1), "gone");
        assert_eq!(check(&[old.clone(), text("2026-12-01", "changed today")]), Err(2));
        assert_eq!(check(&[text("2026-01-01", "other words"), old.clone(), now.clone()]), Err(0));
        assert_eq!(check(&[old, now, text("2026-11-30", "yesterday")]), Err(2));
        assert_eq!(rewrites_nothing(&[], &[text("2026-12-01", "first")], today), Ok(()));
    }

    #[test]
    fn what_has_begun_meanwhile_is_put_back_beside_what_was_typed() {
        let today = day("2026-12-01");
        let (theirs, to_come) = (text("2026-12-01", "theirs"), text("2026-12-02", "to come"));
        let mine = text("2026-12-05", "mine");
        let mut texts = vec![mine.clone()];
        put_back(&mut texts, &[theirs.clone(), to_come], today);
        assert_eq!(texts, [theirs.clone(), mine]);
        assert_eq!(rewrites_nothing(&[theirs], &texts, today), Ok(()));
    }
}
