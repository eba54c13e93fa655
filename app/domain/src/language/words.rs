//! A text as words: where each stands, what it is compared by, and what parts it
//! from the word before.

use crate::search;
use std::ops::Range;

/// How a word begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// A sentence, or a line of a list.
    Sentence,
    /// A part of one that may have a capital: after a colon, or `¿`.
    Part,
    /// Behind a mark that parts what belongs together, such as a bracket.
    Far,
    /// Right behind the word before: nothing but space, a comma, a hyphen, a slash.
    Near,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Small,
    /// With a capital first, as names are.
    Title,
    /// In capitals; one letter alone is not.
    Capitals,
}

#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its bytes.
    pub at: Range<usize>,
    /// The same for words that differ in capitals and marks only.
    pub number: i64,
    /// The same for words that are written the same only.
    pub exact: i64,
    pub case: Case,
    pub begins: Begins,
    /// In a quote, or part of a name: never pointed at.
    pub skip: bool,
}

/// Behind which a full stop ends no sentence, and a capital is a name.
const SHORT: [i64; 17] = numbers([
    "mr", "mrs", "ms", "dr", "st", "jr", "sr", "sra", "srta", "dra", "ave", "blvd", "apt", "vs",
    "lic", "rev", "av",
]);

/// A number that stands for a word, of 64 bits so that it is another for every
/// other (FNV-1a). Numbers instead of texts keep patterns small.
pub(super) const fn number(folded: &str) -> i64 {
    more(NUMBER, folded)
}

/// The [`number`] of nothing.
pub(super) const NUMBER: i64 = 0xcbf2_9ce4_8422_2325_u64.cast_signed();
/// The same of a word as it is written: never the number of a folded one.
pub(super) const EXACT: i64 = 0x6c62_272e_07bb_0142;

/// The number of a word that goes on with this.
pub(super) const fn more(number: i64, text: &str) -> i64 {
    let mut number = number.cast_unsigned();
    let mut bytes = text.as_bytes();
    while let [byte, rest @ ..] = bytes {
        number = (number ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        bytes = rest;
    }
    number.cast_signed()
}

/// [`number`] of each.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant; a place that is not there does not compile"
)]
pub(super) const fn numbers<const N: usize>(words: [&str; N]) -> [i64; N] {
    let mut found = [0; N];
    let mut at = 0;
    while at < N {
        found[at] = number(words[at]);
        at += 1;
    }
    found
}

/// Letters that stand in a word without being one: apostrophes, marks, what has no width.
pub(super) const fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe0f}' | '\u{feff}'
    )
}

/// What stood since the last word.
#[derive(Default)]
struct Between {
    lines: u8,
    /// A mark that ends a sentence, and whether space followed it.
    stop: bool,
    stop_and_space: bool,
    part: bool,
    far: bool,
    /// Something other than space behind the last line: a bullet, a dash.
    bullet: bool,
}

impl Between {
    fn take(&mut self, c: char, after: Option<&Word>) {
        let is_space = c.is_whitespace();
        self.stop_and_space |= self.stop && is_space;
        self.bullet |= self.lines > 0 && !is_space;
        match c {
            '\n' => self.lines = self.lines.saturating_add(1),
            '.' if after.is_some_and(is_short) => {}
            '.' | '!' | '?' | '…' => (self.stop, self.far) = (true, true),
            ':' | '¿' | '¡' => (self.part, self.far) = (true, true),
            '-' | '\u{2010}' | '\u{2011}' | '/' | ',' => {}
            _ if is_space || is_silent(c) => {}
            _ => self.far = true,
        }
    }

    fn begins(&self, first: char) -> Begins {
        let is_line = self.lines > 1 || self.lines == 1 && (self.bullet || !first.is_lowercase());
        if is_line || self.stop_and_space {
            Begins::Sentence
        } else if self.part {
            Begins::Part
        } else if self.far {
            Begins::Far
        } else {
            Begins::Near
        }
    }
}

/// An abbreviation, or an initial.
fn is_short(word: &Word) -> bool {
    word.at.len() == 1 || SHORT.contains(&word.number)
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut between = Between { lines: 2, ..Between::default() };
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if !first.is_alphanumeric() {
            between.take(first, words.last());
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| c.is_alphanumeric() || is_silent(*c)) {
            // What is silent belongs to the word if letters follow; so does a mark on its last.
            if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') {
                end = at + c.len_utf8();
            }
        }
        let written = text.get(start..end).unwrap_or_default();
        words.push(Word {
            at: start..end,
            number: number(&search::fold(written)),
            exact: more(EXACT, written),
            case: case(written),
            begins: between.begins(first),
            skip: false,
        });
        between = Between::default();
    }
    words
}

fn case(written: &str) -> Case {
    let capitals = written.chars().filter(|c| c.is_uppercase()).count();
    let is_small = |c: Option<char>| c.is_some_and(|c| !c.is_uppercase());
    let mut letters = written.chars();
    match (letters.next().is_some_and(char::is_uppercase), capitals) {
        // "McDonald" and "O'Neill", but not "ADLs" and "EtOH".
        (true, _) if is_small(letters.next()) && is_small(letters.next_back().or(Some(' '))) => {
            Case::Title
        }
        (_, 0 | 1) => Case::Small,
        _ => Case::Capitals,
    }
}
