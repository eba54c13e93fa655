//! Finding a person by what a worker remembers: name, street name or place; and words in what was
//! written about them.

mod excerpt;
mod query;

pub use excerpt::{Excerpt, excerpt};
pub use query::Query;

include!(concat!(env!("OUT_DIR"), "/fold.rs"));

/// Letters that are looked for across the space between two words, at least:
/// fewer would find "A. Nguyen" by "an".
const ACROSS_MIN: usize = 4;

/// Folds text for comparison: lower case, marks and apostrophes off, Latin,
/// Greek, Cyrillic and Armenian in plain letters, what parts words as spaces.
/// Other scripts stay as they are written. Phone, server and import all compare
/// by this; the table is made by `build.rs`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|letter| fold_letter(letter, &mut folded));
    folded
}

/// Folds one letter, which what stands beside it does not change.
fn fold_letter(letter: char, folded: &mut String) {
    for letter in letter.to_lowercase() {
        match entry(letter) {
            AS_WRITTEN if letter.is_alphanumeric() => folded.push(letter),
            AS_WRITTEN => folded.push(' '),
            DROPPED => {}
            one if one < MANY => folded.push(char::from(one)),
            many => {
                let from = usize::from(many - MANY) * WIDTH;
                let text = LIST.get(from..from + WIDTH).unwrap_or_default();
                text.chars().filter(|letter| *letter != ' ').for_each(|letter| folded.push(letter));
            }
        }
    }
}

/// Whether two names are one as people write them: marks, points and spaces do not tell them apart. Names
/// of signs alone are compared as they are written.
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| fold(name).split_whitespace().collect::<Vec<_>>().join(" ");
    let (folded, other_folded) = (words(one), words(other));
    if folded.is_empty() { one.trim() == other.trim() } else { folded == other_folded }
}

/// What the table says of a letter.
fn entry(letter: char) -> u8 {
    let code = u32::from(letter);
    let mut before = 0;
    for (from, to) in RANGES {
        if code < to {
            let place = code.checked_sub(from).and_then(|at| usize::try_from(before + at).ok());
            return place.and_then(|at| LETTERS.get(at).copied()).unwrap_or(AS_WRITTEN);
        }
        before += to - from;
    }
    AS_WRITTEN
}

/// Whether each word of an already folded query begins some word of `folded`,
/// or all of it does, however either is parted: "de haro" and "deharo" find each other.
#[must_use]
pub fn matches(folded: &str, folded_query: &str) -> bool {
    let anyhow = |wanted: &str| begins_a_word(folded, wanted, Across::for_all(is_long(wanted)));
    let mut words = folded_query.split_whitespace();
    words.all(anyhow) || folded_query.split_whitespace().nth(1).is_some() && anyhow(folded_query)
}

/// Whether something is looked for across the space between two words.
const fn is_long(wanted: &str) -> bool {
    wanted.len() >= ACROSS_MIN
}

/// Over which spaces of a text something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Across {
    /// None: within one word.
    Nothing,
    /// Those between letters that stand alone: "aj" is in "A.J.".
    Initials,
    /// All.
    Words,
}

impl Across {
    const fn for_all(words: bool) -> Self {
        if words { Self::Words } else { Self::Initials }
    }
}

fn begins_a_word(folded: &str, wanted: &str, across: Across) -> bool {
    let mut rest = folded.as_bytes();
    let mut after_space = true;
    while let [first, behind @ ..] = rest {
        if after_space && begins(rest, wanted.as_bytes(), across).is_some() {
            return true;
        }
        after_space = *first == b' ';
        rest = behind;
    }
    false
}

/// What follows in `text` where it begins with the letters of `wanted`.
fn begins<'a>(mut text: &'a [u8], wanted: &[u8], across: Across) -> Option<&'a [u8]> {
    let mut length = 0;
    for letter in wanted.iter().filter(|letter| **letter != b' ') {
        let next = text.trim_ascii_start();
        let may_go_on = match across {
            Across::Nothing => false,
            Across::Initials => length == 1 && matches!(next, [_] | [_, b' ', ..]),
            Across::Words => true,
        };
        if next.len() < text.len() && may_go_on {
            (text, length) = (next, 0);
        }
        match text {
            [first, behind @ ..] if first == letter => (text, length) = (behind, length + 1),
            _ => return None,
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests;
