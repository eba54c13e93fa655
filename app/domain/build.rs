//! Makes the table by which text is folded for searching (`src/search.rs`).
//!
//! Unicode's own decomposition takes marks off letters, and any_ascii writes in
//! plain letters what does not decompose: `đ`, `þ`, `ж`. Both are megabytes of
//! tables or code; what is left of them here travels to phones in about a
//! kilobyte. Scripts that are not written in letters of this kind (Indic, kana,
//! Hangul, Chinese) are not in it: they are searched as they are written.

use any_ascii::any_ascii_char;
use std::{env, fmt::Write as _, fs, path::Path};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// What the table covers, ends not included: Latin, Greek, Cyrillic, Armenian,
/// Hebrew and Arabic; raised letters; Latin and Greek with marks, punctuation and raised digits;
/// further Latin letters, of languages of the Americas among them; ligatures; letters as wide as
/// Chinese ones.
const RANGES: [(u32, u32); 7] = [
    (0, 0x700),
    (0x1d00, 0x1dc0),
    (0x1e00, 0x20a0),
    (0x2c60, 0x2c80),
    (0xa720, 0xa800),
    (0xfb00, 0xfb07),
    (0xfeff, 0xff5f),
];

/// Cyrillic letters of former centuries, and Greek as it was written until 1982: in
/// nobody's name today. They stay as they are written.
const FORMER: [std::ops::RangeInclusive<u32>; 2] = [0x460..=0x481, 0x1f00..=0x1fff];

/// The first letter of Hebrew; from there to the end of the range marks go and
/// letters stay: they are searched in their own script.
const STAY_FROM: u32 = 0x590;

/// In the table: `search` decides by itself.
const AS_WRITTEN: u8 = 0;
/// In the table: nothing is left of it.
const DROPPED: u8 = 1;
/// In the table: from here on, a place in the list of what is not one ASCII character.
const MANY: u8 = 0x80;
/// Bytes that each place in that list has.
const WIDTH: usize = 4;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut many = Vec::<String>::new();
    let letters: Vec<u8> = RANGES
        .iter()
        .flat_map(|(from, to)| *from..*to)
        .map(|code| char::from_u32(code).map_or(AS_WRITTEN, |letter| entry(letter, &mut many)))
        .collect();
    let list: String = many.iter().map(|text| pad(text)).collect();
    let mut code = String::new();
    writeln!(code, "const RANGES: [(u32, u32); {}] = {RANGES:?};", RANGES.len()).expect("grows");
    writeln!(code, "static LETTERS: [u8; {}] = {letters:?};", letters.len()).expect("grows");
    writeln!(code, "const AS_WRITTEN: u8 = {AS_WRITTEN};").expect("grows");
    writeln!(code, "const DROPPED: u8 = {DROPPED};").expect("grows");
    writeln!(code, "const MANY: u8 = {MANY};").expect("grows");
    writeln!(code, "const WIDTH: usize = {WIDTH};").expect("grows");
    writeln!(code, "const LIST: &str = {list:?};").expect("grows");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("fold.rs"), code).expect("the output folder can be written");
}

fn entry(letter: char, many: &mut Vec<String>) -> u8 {
    // Text is put into small letters before the table is asked.
    let is_capital = letter.to_lowercase().next() != Some(letter);
    if is_capital || FORMER.iter().any(|range| range.contains(&u32::from(letter))) {
        return AS_WRITTEN;
    }
    let plain = plain(letter);
    let by_itself = if letter.is_alphanumeric() { letter.to_string() } else { " ".to_owned() };
    if plain == by_itself {
        return AS_WRITTEN;
    }
    match plain.as_bytes() {
        [] => DROPPED,
        [one] => *one,
        _ => {
            let place = many.iter().position(|text| *text == plain).unwrap_or_else(|| {
                many.push(plain);
                many.len() - 1
            });
            u8::try_from(place)
                .ok()
                .and_then(|place| MANY.checked_add(place))
                .expect("128 are enough")
        }
    }
}

/// A text with spaces behind it, as long as every other.
fn pad(text: &str) -> String {
    assert!(text.len() <= WIDTH && !text.ends_with(' '), "{text:?} does not fit");
    format!("{text}{}", " ".repeat(WIDTH - text.len()))
}

/// What a letter is searched as: lower case, without marks, in plain letters;
/// a space for what parts words.
fn plain(letter: char) -> String {
    if is_silent(letter) {
        return String::new();
    }
    let plain: String = letter.to_lowercase().nfkd().map(without_mark).collect();
    // "½" is three characters, and no word ends in a space.
    plain.split_whitespace().next().map_or_else(|| " ".repeat(plain.len().min(1)), str::to_owned)
}

fn without_mark(letter: char) -> String {
    if is_silent(letter) || is_combining_mark(letter) {
        return String::new();
    }
    if !letter.is_alphanumeric() {
        return " ".to_owned();
    }
    if letter.is_alphabetic() && u32::from(letter) >= STAY_FROM && u32::from(letter) < 0x700 {
        return one_of_its_forms(letter).to_string();
    }
    let plain = any_ascii_char(letter).to_lowercase();
    let plain: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
    // The hard and the soft sign of Cyrillic are no letters of their own in any other script.
    let may_vanish = (0x2b0..0x300).contains(&u32::from(letter)) || matches!(letter, 'ъ' | 'ь');
    if plain.is_empty() && !may_vanish { letter.to_string() } else { plain }
}

/// Arabic letters that keyboards of other languages write in their own form, and those that are
/// interchanged at the end of a word: what a Persian or Urdu phone types finds what an Arabic one wrote.
const fn one_of_its_forms(letter: char) -> char {
    match letter {
        'ٱ' => 'ا',
        'ى' | 'ی' | 'ې' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ہ' | 'ھ' | 'ە' => 'ه',
        _ => letter,
    }
}

/// Apostrophes of every language, the letters for a stop in the throat among them, and what cannot be
/// seen.
const fn is_silent(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '´' | '·' | '\u{ad}' | '\u{2b9}'..='\u{2df}' | '\u{374}' | '\u{55a}'
            | 'Ɂ' | 'ɂ' | 'ʔ' | 'ʕ' | '\u{5f3}' | '\u{5f4}' | '\u{61c}' | '\u{640}' | '\u{1fbd}' | '\u{1fbf}' | '\u{1ffe}' | '\u{200b}'..='\u{200f}'
            | '\u{2018}'..='\u{201b}' | '\u{2027}' | '\u{202a}'..='\u{202e}' | '\u{2032}'
            | '\u{2035}' | '\u{a78b}' | '\u{a78c}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ff07}' | '\u{ff40}'
    )
}
