//! Names to sign in with: what makes two of them one, and which are refused.
//!
//! Keyboards write `ë` as one character or as two, and some write letters wide
//! or capital. All of that is one name ([`normal`]). What nobody can see or
//! type again is none ([`checked`]).

use domain::length::LINE_MAX_BYTES;
use domain::visible::is_invisible;
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization as _;

/// Why something cannot be a name to sign in with: a sentence for whoever sets it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// There is nothing in it.
    #[error("it is empty. Write at least one letter or digit")]
    Empty,
    /// It goes over several lines, or holds a tab.
    #[error("it holds a line break or a tab. Write it in one line")]
    Lines,
    /// It holds characters that leave no mark on the screen.
    #[error("it holds a character that cannot be seen. Type it instead of pasting it")]
    Invisible,
    /// It does not fit into the field of the sign-in screen.
    #[error("it is longer than {LINE_MAX_BYTES} bytes. Choose a shorter one")]
    TooLong,
}

/// The form in which names to sign in with are compared and kept: NFKC with
/// capitals folded, and single spaces between words.
#[must_use]
pub fn normal(name: &str) -> String {
    // Joiners make letters of Arabic and Indic scripts look another way, and mean nothing here.
    let letters = name.chars().filter(|letter| !is_joiner(*letter));
    let folded: String = letters.nfkc().flat_map(folded).nfkc().collect();
    // Folding may uncover a letter that has another form still.
    let settled: String = folded.chars().flat_map(self::folded).nfkc().collect();
    settled.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letter without its capital. Going over the capital joins what has two
/// small forms, such as the two sigmas, and writes `ß` as `ss`.
fn folded(letter: char) -> impl Iterator<Item = char> {
    let small = (letter == 'ı').then_some(letter);
    let capital = small.is_none().then(|| letter.to_uppercase()).into_iter().flatten();
    small.into_iter().chain(capital.flat_map(char::to_lowercase))
}

/// A name to sign in with in its [`normal`] form.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn checked(name: &str) -> Result<String, NameProblem> {
    seen(name)?;
    let normal = normal(name);
    if normal.len() > LINE_MAX_BYTES { Err(NameProblem::TooLong) } else { Ok(normal) }
}

/// A name that somebody else chose, as it stands in a line: what cannot be seen, or would move the
/// cursor of a terminal, is a blank there.
#[must_use]
pub fn in_one_line(name: &str) -> String {
    let shown = |letter: char| letter.is_control() || is_invisible(letter);
    name.chars().map(|letter| if shown(letter) { ' ' } else { letter }).collect()
}

/// The name that is signed under notes: one line that can be seen, in composed
/// letters, written as it was given.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn signed(name: &str) -> Result<String, NameProblem> {
    seen(name)?;
    let name: String = name.trim().nfc().collect();
    if name.len() > LINE_MAX_BYTES { Err(NameProblem::TooLong) } else { Ok(name) }
}

/// Whether it is one line that can be seen.
fn seen(name: &str) -> Result<(), NameProblem> {
    let name = name.trim_matches(' ');
    if name.chars().any(parts_lines) {
        return Err(NameProblem::Lines);
    }
    let letters: Vec<char> = name.chars().collect();
    // Keyboards type joiners between letters of these scripts: `علی‌رضا`.
    let joins = |at: usize| {
        let beside = [at.checked_sub(1), at.checked_add(1)];
        let mut beside = beside.map(|at| at.and_then(|at| letters.get(at))).into_iter();
        beside.all(|letter| letter.is_some_and(|one| one.is_alphabetic() && *one >= '\u{590}'))
    };
    let is_unseen =
        |(at, letter): (usize, &char)| is_invisible(*letter) && !(is_joiner(*letter) && joins(at));
    if letters.iter().enumerate().any(is_unseen) {
        return Err(NameProblem::Invisible);
    }
    if name.chars().any(char::is_alphanumeric) { Ok(()) } else { Err(NameProblem::Empty) }
}

/// What to make of a name that was taken before names were checked: what can be
/// seen of it, or `user.` and `key` where there is nothing to be seen.
#[must_use]
pub fn mended(name: &str, key: &str) -> String {
    let line: String = name.chars().map(|c| if parts_lines(c) { ' ' } else { c }).collect();
    let seen: String = line.chars().filter(|c| !is_invisible(*c)).collect();
    let mut cut = normal(&seen);
    // Room for the number that tells it from another of the same name.
    while cut.len() > LINE_MAX_BYTES - 8 {
        cut.pop();
    }
    match checked(&cut) {
        Ok(name) => name,
        Err(_) => format!("user.{key}"),
    }
}

/// The name with a number behind it, for the second of two who had the same.
#[must_use]
pub fn numbered(name: &str, number: usize) -> String {
    let mut numbered = name.to_owned();
    let _never = write!(numbered, ".{number}");
    numbered
}

const fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

/// Begins a new line, or moves to a place in one.
const fn parts_lines(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_in_a_line_is_no_command_to_a_terminal_and_no_second_line() {
        let odd = "Pixel\u{1b}[2K\r\n7\tTrusted\u{9b}1A\u{202e}\u{200b}evil";
        assert_eq!(in_one_line(odd), "Pixel [2K  7 Trusted 1A  evil");
        assert_eq!(in_one_line("Dana’s Pixel 8 (señal)"), "Dana’s Pixel 8 (señal)");
    }

    #[test]
    fn a_joiner_between_letters_that_are_joined_is_no_unseen_character() {
        let typed = "علی\u{200c}رضا";
        assert_eq!(signed(typed), Ok(typed.to_owned()));
        assert_eq!(checked(typed), checked("علیرضا"));
        for odd in ["da\u{200d}na", "\u{200d}", "علی\u{200c}", "علی\u{200c}\u{200c}رضا"] {
            assert_eq!(signed(odd), Err(NameProblem::Invisible), "{odd:?}");
        }
    }

    #[test]
    fn one_name_in_every_spelling_is_one_name() {
        for (one, other) in [
            ("Zo\u{eb}", "zoe\u{308}"),
            ("h\u{1b0}\u{1a1}ng", "HU\u{31b}O\u{31b}NG"),
            ("Ｒｏｓａ", "rosa"),
            ("Strauß", "STRAUSS"),
            ("ΝΙΚΟΣ", "νικος"),
            (" ada\u{a0} park ", "Ada Park"),
            ("ﬁnn", "FINN"),
        ] {
            assert_eq!(checked(one), checked(other), "{one} and {other}");
            assert!(checked(one).is_ok(), "{one}");
        }
        assert_ne!(normal("zoe"), normal("zoë"), "marks tell people apart");
        assert_ne!(normal("ılgaz"), normal("ilgaz"));
    }

    #[test]
    fn what_nobody_can_see_or_type_again_is_refused_with_a_sentence() {
        for (name, problem) in [
            ("", NameProblem::Empty),
            ("   ", NameProblem::Empty),
            (".", NameProblem::Empty),
            ("\u{301}", NameProblem::Empty),
            ("\u{200b}", NameProblem::Invisible),
            ("ro\u{ad}sa", NameProblem::Invisible),
            ("rosa\u{2060}", NameProblem::Invisible),
            ("\u{202e}asor", NameProblem::Invisible),
            ("ro\u{7}sa", NameProblem::Invisible),
            ("\u{3164}", NameProblem::Invisible),
            ("rosa\ndana", NameProblem::Lines),
            ("rosa\n", NameProblem::Lines),
            ("rosa\tdana", NameProblem::Lines),
            ("rosa\u{2028}dana", NameProblem::Lines),
        ] {
            assert_eq!(checked(name), Err(problem), "{name:?}");
            assert_eq!(signed(name), Err(problem), "{name:?}");
        }
        assert_eq!(checked(&"x".repeat(LINE_MAX_BYTES + 1)), Err(NameProblem::TooLong));
        assert_eq!(signed(" Rosa Díaz "), Ok("Rosa Díaz".to_owned()));
    }

    #[test]
    fn what_was_taken_before_becomes_a_name() {
        assert_eq!(mended("Ro\u{200b}sa\nDiaz", "k"), "rosa diaz");
        assert_eq!(mended("\u{200b}\n", "k"), "user.k");
        assert_eq!(checked(&mended(&"ü".repeat(2_000), "k")).map(|name| name.len()), Ok(992));
    }

    proptest! {
        #[test]
        fn a_normal_name_is_its_own_normal_form(name in any::<String>()) {
            let once = normal(&name);
            prop_assert_eq!(&normal(&once), &once);
            let decomposed: String = name.nfd().collect();
            prop_assert_eq!(normal(&decomposed), once);
        }
    }

    proptest! {
        #[test]
        fn what_was_mended_passes_the_check(name in any::<String>()) {
            let mended = mended(&name, "0123");
            let again = checked(&mended);
            prop_assert_eq!(again, Ok(mended));
        }
    }
}
