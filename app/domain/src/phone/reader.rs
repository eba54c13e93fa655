//! Reads a number key by key. What stands between two digits decides whether
//! they belong together, wait for each other, or are two numbers.

mod end;
mod keys;
mod words;

use super::{
    NotOne, Number,
    letters::{is_letter, key},
};
use words::{
    AND, COMMA, FIRST, HASH, KEY, LEAVE, NO, ONLY, OR, PAUSE, SIGN, SLASH, SPACE, TEXT, TO,
    WHAT_FOR, WITHIN, WORD, is_of, is_room, is_street, known, round_the_clock,
};

#[derive(Default)]
pub(super) struct Reader<'a> {
    dial: String,
    /// Digits of the number itself.
    digits: usize,
    /// How long each of their groups is: four bits a group, the last of them the lowest.
    groups: u64,
    /// Since the last digit.
    gap: u32,
    commas: usize,
    /// A bit for each group but the first: nothing but a space stood before it.
    spaced: u16,
    /// After the number: how many digits may still follow the pause.
    left: Option<usize>,
    /// The pause was one in words, such as "press" or "dial"; behind "or".
    by_word: bool,
    or_by_word: bool,
    /// The pause was a comma of a sentence.
    in_sentence: bool,
    /// A number that repeats the first, in parentheses or after "or" behind it.
    again: Option<String>,
    /// It came after "or": it is the same to the last digit, or another one.
    or_again: bool,
    /// Where letters began to stand for digits, and whether digits followed them.
    lettered: Option<(usize, bool)>,
    /// The last of them was a single one.
    single: bool,
    slashed: bool,
    /// What follows the number is an extension by name.
    extension: bool,
    /// What words say that it takes, what they say that it does not, the last of them.
    said: u32,
    denied: u32,
    last: u32,
    not: Not,
    /// What stood since the last word that says what it takes.
    between: u32,
    /// What was said and denied before that word.
    earlier: (u32, u32),
    /// A zero behind the code of a country was passed over.
    trunk: bool,
    /// The last word was that somebody leaves something.
    leaves: bool,
    /// A word before it said that it is pressed behind another number.
    pressed: bool,
    /// Room 4, extension 4, an area code with a letter in it: what follows may be no number of a phone.
    beside: Beside,
    /// Texts came up before the number, and words of no meaning after it.
    text_first: bool,
    /// "to" stood between them and the number.
    to: bool,
    /// Words of no meaning stood before the number.
    wordy: bool,
    noted: bool,
    /// What may be meant to be texted, and after how many words it came.
    word: &'a str,
    words: usize,
    /// There are two such words.
    either: bool,
    keyword: &'a str,
}

/// Whether "no" was said of what comes next.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Not {
    #[default]
    Unsaid,
    /// It is the last word so far.
    Last,
    /// Words of no meaning came after it.
    Before,
}

/// What a number may be in place of one of a phone.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Beside {
    #[default]
    Nothing,
    /// That of a room, a bed, a box.
    Room,
    /// That of somebody within a house.
    Within,
    /// The rest of one whose area code has a letter in it.
    Slip,
}

impl<'a> Reader<'a> {
    pub(super) fn of(text: &'a str) -> Result<Number, NotOne> {
        let mut reader = Self::default();
        let (mut rest, mut before) = (text, ' ');
        while let Some(c) = rest.chars().next() {
            let mut len = c.len_utf8();
            let begins = !before.is_ascii_digit() && !is_letter(before);
            if let Some(hours) = round_the_clock(rest).filter(|_| begins) {
                (len, reader.gap) = (hours, reader.gap | SPACE);
            } else if let Some(zero) = lone_zero(rest).filter(|_| begins && reader.is_abroad()) {
                // Dialled at home only: `+44 (0)20`.
                (len, reader.gap) = (zero, reader.gap | SIGN);
            } else if let Some(spelled) = reader.spelled(rest) {
                // The same once more, by its keys: `435748 (HELP4U)`.
                len = spelled;
            } else if c.is_ascii_digit() || is_letter(c) {
                let all = run(rest, true);
                let digits = all.bytes().filter(u8::is_ascii_digit).count();
                // Of a word with a digit in it, such as 4HOPE, the digit is no number.
                let fresh = reader.digits == 0 && begins;
                let mixed = fresh && digits < 3 && !all.bytes().all(looks_like_a_digit);
                if mixed || is_letter(c) {
                    let word = if mixed { all } else { run(rest, false) };
                    len = word.len();
                    let after = rest.get(len..).unwrap_or_default();
                    if mixed && digits > 0 {
                        reader.broken(word, before, after)?;
                    }
                    if reader.is_slip(word, after) {
                        return Err(NotOne::Unclear);
                    }
                    // A fax is "F:" to some; nobody's machine for messages is a voice.
                    match (word, after.trim_start_matches([' ', '-'])) {
                        ("F" | "f", _) if after.starts_with(':') => reader.word("fax")?,
                        ("voice" | "Voice", next) if is_of(run(next, false), MESSAGES) => {
                            reader.unknown(word)?;
                        }
                        _ => reader.word(word)?,
                    }
                } else {
                    reader.key(c)?;
                }
            } else {
                reader.sign(c, rest)?;
            }
            before = c;
            rest = rest.get(len..).unwrap_or_default();
        }
        reader.end()
    }

    /// Whether a letter is one that was typed in the place of a digit, or a part of an extension.
    fn is_slip(&self, word: &str, after: &str) -> bool {
        let known = |kind: u32| known(word).is_some_and(|known| known & kind != 0);
        let stuck_to_next = after.starts_with(|c: char| c.is_ascii_digit());
        // `ext I2`, `ext B12`
        let within = self.digits > 0 && self.gap & PAUSE != 0 && stuck_to_next && !known(PAUSE);
        // `860-555-014O`, `ext 1O`: "o" is "or" in Spanish, but not behind a digit.
        let behind = self.digits > 0 && self.gap == 0 && word.len() == 1 && known(OR | AND | TO);
        within || behind && (self.left.is_some() || !self.is_whole())
    }

    fn word(&mut self, word: &'a str) -> Result<(), NotOne> {
        if self.left.is_some() && is_of(word, FIRST) {
            // `(dial *67 first)`
            return Err(NotOne::Unclear);
        }
        let leaves = std::mem::replace(&mut self.leaves, is_of(word, LEAVE));
        if leaves && is_of(word, "mensaje mensajes") {
            return self.unknown(word);
        }
        // In 1-800-4-A-CHILD and 860-555-CALL a word is none.
        let is_open = self.digits > 2 && self.left.is_none() && !self.is_whole();
        if is_open && self.gap == SIGN {
            return self.unknown(word);
        }
        let loud = !word.bytes().any(|b| b.is_ascii_lowercase());
        if loud && self.may_be_spelled(word) {
            return Err(NotOne::Unclear);
        }
        let known = known(word).filter(|kind| *kind != KEY || self.gap & PAUSE != 0);
        let Some(kind) = known else { return self.unknown(word) };
        if kind == KEY && self.digits > 0 {
            // A key by its name, which no link can press.
            return Err(NotOne::Unclear);
        }
        if is_open && self.is_toll_free() {
            return Err(NotOne::Unclear);
        }
        if kind & WITHIN != 0 && self.left.is_some() {
            // Two extensions.
            return Err(NotOne::Several);
        }
        self.gap |= kind;
        self.by_word |= kind & PAUSE != 0 && kind & WITHIN == 0 && self.digits > 0;
        if kind & WHAT_FOR != 0 {
            self.takes_or_not(kind);
            self.text_first |= kind == TEXT && self.digits == 0;
            (self.word, self.words, self.either) = ("", 0, false);
        } else {
            self.between |= kind;
        }
        if self.digits == 0 {
            match kind {
                // "Text to speak to 860-555-0142"
                TO if self.words == 0 => self.either = true,
                TO if self.text_first => {
                    let is_none = self.either || is_of(self.word, NO_KEYWORDS);
                    (self.keyword, self.to) = (if is_none { "" } else { self.word }, true);
                }
                // "Text HELLO or HOLA", "Text your ZIP code": whoever reads it knows which.
                OR => self.either |= !self.word.is_empty(),
                kind if kind & WITHIN != 0 => {
                    (self.word, self.words) = ("", 1);
                    self.beside = Beside::Within;
                }
                _ => {}
            }
        }
        self.said |= kind & ONLY;
        if kind == NO {
            self.not = Not::Last;
        }
        Ok(())
    }

    /// Takes down that it is good for something, or that it is not: "no calls or texts" denies both.
    fn takes_or_not(&mut self, kind: u32) {
        let goes_on = self.between & (OR | SLASH) != 0 || kind == self.last;
        let ends = self.between & !(OR | SLASH | SPACE) != 0;
        let still = self.last != 0 && self.denied & self.last != 0 && goes_on && !ends;
        self.earlier = (self.said, self.denied);
        if std::mem::take(&mut self.not) != Not::Unsaid || still {
            self.denied |= kind;
        } else {
            self.said |= kind;
        }
        (self.last, self.between) = (kind, 0);
    }

    /// A word with a digit in it, before a number. Stuck to it, it is a part of it that cannot be read.
    fn broken(&mut self, word: &str, before: char, after: &str) -> Result<(), NotOne> {
        let next = after.trim_start_matches(['-', '.', ')']);
        let more = run(next, true);
        let digits = !more.is_empty() && more.bytes().all(|b| b.is_ascii_digit());
        let stuck = next.len() < after.len() && digits;
        // An extension before its number.
        let within = word.trim_start_matches(['x', 'X']).bytes().all(|b| b.is_ascii_digit());
        if stuck || before == '(' || within && after.bytes().any(|b| b.is_ascii_digit()) {
            return Err(NotOne::Unclear);
        }
        if word.len() == 3 {
            self.beside = Beside::Slip;
        }
        Ok(())
    }

    /// How long what repeats the number by its keys is, where a text begins with that.
    fn spelled(&self, text: &str) -> Option<usize> {
        if !self.again.as_ref().is_some_and(String::is_empty) {
            return None;
        }
        // All that the parentheses hold, `(1-800-4-A-CHILD)`, or the first of it.
        let inside = text.split(')').next().filter(|inside| inside.chars().all(is_of_a_number));
        let says = |all: &&str| self.ends_with_keys(all);
        inside.filter(says).or_else(|| Some(run(text, true)).filter(says)).map(str::len)
    }

    fn ends_with_keys(&self, written: &str) -> bool {
        let digit = |c: char| if c.is_ascii_digit() { Some(c) } else { key(c) };
        let mut keys: String = written.chars().filter_map(digit).collect();
        if written.ends_with(is_letter) {
            let whole = match keys.len() {
                _ if keys.starts_with('1') => 11,
                10.. => 10,
                _ => 7,
            };
            // A word may be longer than the number it ends: `4-U-TREVOR`. What comes behind that word
            // says something else: `656-HOPE no calls`.
            let last = written.char_indices().filter(|(_, c)| digit(*c).is_some()).nth(whole - 1);
            let over = last.and_then(|(at, c)| written.get(at + c.len_utf8()..));
            if over.is_some_and(|over| !over.chars().all(is_letter)) {
                return false;
            }
            keys.truncate(whole);
        }
        let at_home = keys.strip_prefix('1').filter(|_| keys.len() == 11);
        keys.len() > 3 && self.dial.ends_with(at_home.unwrap_or(&keys))
    }

    /// A word that may be a part of the number, by the keys its letters are on.
    fn unknown(&mut self, word: &'a str) -> Result<(), NotOne> {
        if word.len() > 1 && word.bytes().all(|b| b.eq_ignore_ascii_case(&b'x')) {
            // Somebody knew no more of it.
            return Err(NotOne::Unclear);
        }
        if self.digits > 0 && self.digits < 6 && is_street(word) {
            return Err(NotOne::Nothing);
        }
        self.between |= WORD;
        if self.not == Not::Last {
            self.not = Not::Before;
        }
        if self.last == TEXT && is_of(word, "voz") {
            (self.said, self.denied) = self.earlier;
        }
        if self.digits == 0 {
            self.gap |= WORD;
            self.wordy = true;
            if is_room(word) {
                self.beside = Beside::Room;
            }
            let is_loud = |word: &str| !word.bytes().any(|b| b.is_ascii_lowercase());
            let loud = is_loud(word);
            // "Text SAVE ME": both, and nobody knows how.
            self.either |= loud && !self.word.is_empty() && is_loud(self.word);
            self.word = if loud || self.words == 0 { word } else { "" };
            self.words += 1;
            return Ok(());
        }
        let same = self.again.as_ref().is_some_and(|again| *again == self.dial);
        if let Some(again) = self.again.as_mut().filter(|again| !again.is_empty() && !same) {
            again.extend(word.chars().filter_map(key));
            return Ok(());
        }
        if self.gap & PAUSE != 0 && word.len() == 1 && word.bytes().all(looks_like_a_digit) {
            // `988 press l`
            return Err(NotOne::Unclear);
        }
        // Stuck to digits, a single letter is a slip, and so are those that look like digits.
        let slip = word.len() == 1 || word.bytes().all(looks_like_a_digit);
        if self.gap == 0 && slip && !self.is_whole() {
            return Err(NotOne::Unclear);
        }
        let attached = self.gap & !SIGN == 0;
        let open = self.lettered.is_some() || self.digits >= 3 && !self.is_whole();
        let code = matches!(self.digits, 5 | 6) && self.groups < 16;
        if code && attached && open && !self.is_toll_free() {
            // `741741(HOME)`: a number for texts and what to text, or one number of ten.
            return Err(NotOne::Unclear);
        }
        let meant = attached || self.is_toll_free() && !code;
        if !meant && self.may_be_spelled(word) {
            return Err(NotOne::Unclear);
        }
        if self.left.is_some() || !open || !meant {
            self.gap |= WORD;
            self.noted = true;
            return Ok(());
        }
        // No key has that letter; and elsewhere nobody knows how many letters a number takes.
        let elsewhere =
            matches!(self.dial.as_bytes(), [b'0', ..]) || self.is_abroad() && !self.is_home();
        if elsewhere || !word.chars().all(|letter| key(letter).is_some()) {
            return Err(NotOne::Unclear);
        }
        self.single = word.len() == 1;
        self.lettered.get_or_insert((self.dial.len(), false));
        for digit in word.chars().filter_map(key) {
            // Letters too many are left out, as the network does.
            if self.digits < self.full() {
                self.dial.push(digit);
                self.digits += 1;
                self.groups += u64::from(self.groups & 15 < 15);
            }
        }
        self.gap = 0;
        Ok(())
    }

    /// `860 555 HELP`, `273 TALK`: the last four of a number by their keys, or a word behind what is no whole
    /// number.
    fn may_be_spelled(&self, word: &str) -> bool {
        let lacks_four = matches!((self.digits, self.groups), (3, 3) | (6, 0x33));
        let apart = self.gap & SPACE != 0 && self.gap & !(SPACE | SIGN) == 0;
        lacks_four && word.len() == 4 && apart && self.left.is_none() && {
            let elsewhere = matches!(self.dial.as_bytes(), [b'0' | b'1', ..]);
            !elsewhere && !self.is_service() && !self.is_toll_free()
        }
    }

    fn sign(&mut self, c: char, rest: &str) -> Result<(), NotOne> {
        let begun = self.digits > 0;
        if self.not == Not::Before && ",.;\n".contains(c) {
            // "Does not answer, text": what was denied is over.
            self.not = Not::Unsaid;
        }
        if c == '/' && !begun {
            self.either |= !self.word.is_empty();
        }
        let is_code = matches!(self.dial.as_bytes(), [b'*' | b'#', ..]);
        if c == '#' && begun && !is_code && self.gap != 0 && rest.trim_end() == "#" {
            // A key that is pressed at the end, and no link says when.
            return Err(NotOne::Unclear);
        }
        self.gap |= match c {
            // An address, not a number.
            '@' => return Err(NotOne::Nothing),
            // An hour: `9:00-17:00`.
            ':' if begun
                && self.gap == 0
                && (1..3).contains(&(self.groups & 15))
                && rest
                    .get(1..)
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                return Err(NotOne::Nothing);
            }
            // A price.
            '$' if rest
                .get(1..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                return Err(NotOne::Nothing);
            }
            '+' if begun => AND,
            '+' => {
                "+".clone_into(&mut self.dial);
                return Ok(());
            }
            '#' if !begun && self.gap & (WORD | WHAT_FOR) != 0 => SIGN,
            '#' | '*' if !begun || is_code => {
                // Before a space it says "number".
                if begun || !matches!(rest.as_bytes().get(1), None | Some(b' ' | b'\n')) {
                    self.dial.push(c);
                }
                return Ok(());
            }
            '#' if self.gap & PAUSE != 0 => SIGN,
            '#' if self.left.is_some() && self.gap == 0 => {
                self.dial.push(c);
                return Ok(());
            }
            '#' if self.gap == 0 => PAUSE | HASH,
            '#' => PAUSE,
            '*' => {
                if self.left.is_none() || self.gap != 0 {
                    self.gap |= PAUSE;
                }
                return self.key(c);
            }
            ',' | ';' => {
                self.commas += 1;
                COMMA
            }
            '/' => SLASH,
            '\n' | '|' | '&' | '\\' => AND,
            ' ' => SPACE,
            '(' if self.left.is_none() && (self.is_whole() || self.is_short()) => {
                self.again.get_or_insert_default();
                SIGN
            }
            _ => SIGN,
        };
        if !begun && is_code {
            self.dial.clear();
        }
        self.between |= self.gap & (SLASH | COMMA | AND);
        Ok(())
    }
}

fn is_of_a_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || " -.".contains(c)
}

fn looks_like_a_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || b"OoIilL".contains(&byte)
}

/// How long a zero by itself is, with parentheses around it or without, where a text begins with that and
/// more digits follow.
fn lone_zero(text: &str) -> Option<usize> {
    let spaces = |text: &'_ str| text.len() - text.trim_start_matches([' ', '(', '-']).len();
    let before = spaces(text);
    let after = text.get(before..)?.strip_prefix('0')?;
    let apart = after.trim_start_matches([' ', ')', '-']);
    let alone = apart.len() < after.len() && apart.starts_with(|c: char| c.is_ascii_digit());
    (alone && text.starts_with(['(', '0'])).then(|| text.len() - apart.len())
}

/// What somebody is asked to text, and no word to be texted.
const NO_KEYWORDS: &str = "message messages us me anything something";
/// What a voice leaves.
const MESSAGES: &str = "mail mails message messages";

/// The letters that a text begins with, and digits among them.
fn run(text: &str, digits: bool) -> &str {
    let more = |c: char| is_letter(c) || digits && c.is_ascii_digit();
    text.find(|c| !more(c)).map_or(text, |end| text.get(..end).unwrap_or_default())
}
