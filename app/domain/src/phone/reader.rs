//! Reads a number key by key. What stands between two digits decides whether
//! they belong together, wait for each other, or are two numbers.

use super::{
    NotOne, Number, Takes,
    letters::{is_letter, key},
};

/// Words that count, without marks on their letters, by what they say.
const WORDS: [(&str, u32); 11] = [
    (
        "ext extn extension x p w press dial option opt then key select choose enter push hit anexo \
         interno int oprima oprime presione presiona pulse pulsa marque marca opcion opc luego \
         despues tecla code pin codigo",
        PAUSE,
    ),
    ("or o ou", OR),
    ("and y e", AND),
    (
        "text texts texting txt sms send texto textos mensaje mensajes envia envie enviar mande \
         manda textee textea texte",
        TEXT,
    ),
    ("call calls v voice phone tel telephone telefono llame llama llamar llamada llamadas", CALL),
    ("tty tdd relay ttd", TTY),
    ("fax", FAX),
    ("no not dont never sin nunca", NO),
    ("only solo solamente", ONLY),
    ("to al a", TO),
    (
        "star pound hash asterisco numeral zero one two three four five cero uno dos tres cuatro \
         cinco",
        KEY,
    ),
];

// What stood since the last digit, and which words were said at all.
const PAUSE: u32 = 1;
const OR: u32 = 2;
const AND: u32 = 4;
const TEXT: u32 = 8;
const CALL: u32 = 16;
const TTY: u32 = 32;
const FAX: u32 = 64;
const NO: u32 = 128;
const ONLY: u32 = 256;
const TO: u32 = 512;
const WORD: u32 = 1_024;
const SPACE: u32 = 2_048;
const SIGN: u32 = 4_096;
const COMMA: u32 = 8_192;
const SLASH: u32 = 16_384;
const HASH: u32 = 32_768;
const KEY: u32 = 65_536;
const WHAT_FOR: u32 = TEXT | CALL | TTY | FAX;

#[derive(Default)]
pub(super) struct Reader<'a> {
    dial: String,
    /// Digits of the number itself.
    digits: usize,
    /// They are in groups.
    grouped: bool,
    /// Since the last digit.
    gap: u32,
    commas: usize,
    /// After the number: how many digits may still follow the pause.
    left: Option<usize>,
    /// A number that repeats the first, in parentheses behind it.
    again: Option<String>,
    /// Where letters began to stand for digits, and whether digits followed them.
    lettered: Option<(usize, bool)>,
    /// The last of them was a single one.
    single: bool,
    slashed: bool,
    /// What words say that it takes, what they say that it does not, the last of them.
    said: u32,
    denied: u32,
    last: u32,
    not: bool,
    /// Texts came up before the number, and words of no meaning after it.
    text_first: bool,
    noted: bool,
    /// What may be meant to be texted, and after how many words it came.
    word: &'a str,
    words: usize,
    keyword: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn of(text: &'a str) -> Result<Number, NotOne> {
        let mut reader = Self::default();
        let (mut rest, mut before) = (text, ' ');
        while let Some(c) = rest.chars().next() {
            let mut len = c.len_utf8();
            if rest.starts_with("24/7") {
                // When it is open, not whom to call.
                (len, reader.gap) = (4, reader.gap | SPACE);
            } else if rest.starts_with("(0)") && reader.is_abroad() {
                // Dialled at home only: `+44 (0)20`.
                (len, reader.gap) = (3, reader.gap | SIGN);
            } else if c.is_ascii_digit() || is_letter(c) {
                let all = run(rest, true);
                let digits = all.bytes().filter(u8::is_ascii_digit).count();
                // Of a word with a digit in it, such as 4HOPE, the digit is no number.
                let fresh = reader.digits == 0 && !before.is_ascii_digit() && !is_letter(before);
                let mixed = fresh && digits < 3 && !all.bytes().all(looks_like_a_digit);
                if mixed || is_letter(c) {
                    let word = if mixed { all } else { run(rest, false) };
                    len = word.len();
                    reader.word(word)?;
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

    fn word(&mut self, word: &'a str) -> Result<(), NotOne> {
        // In 1-800-4-A-CHILD and 860-555-CALL a word is none.
        let is_open = self.digits > 2 && self.left.is_none() && !self.is_whole();
        if is_open && self.gap == SIGN {
            return self.unknown(word);
        }
        let known = WORDS
            .iter()
            .find(|(words, _)| words.split(' ').any(|known| known.eq_ignore_ascii_case(word)));
        let Some((_, kind)) = known.filter(|(_, kind)| *kind != KEY || self.gap & PAUSE != 0)
        else {
            return self.unknown(word);
        };
        if *kind == KEY && self.digits > 0 {
            // A key by its name, which no link can press.
            return Err(NotOne::Unclear);
        }
        if is_open && self.is_toll_free() {
            return Err(NotOne::Unclear);
        }
        self.gap |= kind;
        if kind & WHAT_FOR != 0 {
            if std::mem::take(&mut self.not) {
                self.denied |= kind;
            } else {
                self.said |= kind;
            }
            self.last = *kind;
            self.text_first |= *kind == TEXT && self.digits == 0;
            (self.word, self.words) = ("", 0);
        }
        self.said |= kind & ONLY;
        self.not |= *kind == NO;
        if *kind == TO && self.digits == 0 && self.text_first {
            self.keyword = self.word;
        }
        Ok(())
    }

    /// A word that may be a part of the number, by the keys its letters are on.
    fn unknown(&mut self, word: &'a str) -> Result<(), NotOne> {
        if self.digits == 0 {
            self.gap |= WORD;
            let loud = !word.bytes().any(|b| b.is_ascii_lowercase());
            self.word = if loud || self.words == 0 { word } else { "" };
            self.words += 1;
            return Ok(());
        }
        if let Some(again) = self.again.as_mut().filter(|again| !again.is_empty()) {
            again.extend(word.chars().filter_map(key));
            return Ok(());
        }
        // Stuck to digits, a single letter is a slip, and so are those that look like digits.
        let slip = word.len() == 1 || word.bytes().all(looks_like_a_digit);
        if self.gap == 0 && slip && !self.is_whole() {
            return Err(NotOne::Unclear);
        }
        let attached = self.gap & !SIGN == 0;
        let open = self.lettered.is_some() || self.digits >= 3 && !self.is_whole();
        let code = matches!(self.digits, 5 | 6) && !self.grouped;
        let meant = attached || self.is_toll_free() && !code;
        if self.left.is_some() || !open || !meant {
            self.gap |= WORD;
            self.noted = true;
            return Ok(());
        }
        self.single = word.len() == 1;
        self.lettered.get_or_insert((self.dial.len(), false));
        for digit in word.chars().filter_map(key) {
            // Letters too many are left out, as the network does.
            if self.digits < self.full() {
                self.dial.push(digit);
                self.digits += 1;
            }
        }
        self.gap = 0;
        Ok(())
    }

    fn sign(&mut self, c: char, rest: &str) -> Result<(), NotOne> {
        let begun = self.digits > 0;
        let is_code = matches!(self.dial.as_bytes(), [b'*' | b'#', ..]);
        self.gap |= match c {
            // An address, not a number.
            '@' => return Err(NotOne::Nothing),
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
        Ok(())
    }

    /// A key that is dialled: a digit, or a star behind a pause.
    fn key(&mut self, key: char) -> Result<(), NotOne> {
        let gap = std::mem::take(&mut self.gap);
        let commas = std::mem::take(&mut self.commas);
        self.not = false;
        if std::mem::take(&mut self.single) && gap == 0 {
            return Err(NotOne::Unclear);
        }
        if gap & OR != 0 && self.digits > 0 {
            return Err(NotOne::Several);
        }
        if gap & PAUSE != 0 {
            self.same()?;
        }
        if let Some(again) = &mut self.again {
            again.push(key);
            return Ok(());
        }
        if self.digits == 0 || gap == 0 {
            return self.push(key);
        }
        let within = self.left.is_some();
        if gap & PAUSE != 0 {
            return self.pause(commas, 6, key);
        }
        let slash = gap & SLASH != 0;
        let is_area = match self.dial.as_bytes() {
            [b'0', ..] => self.digits < 6,
            [b'2'..=b'9', _, _] => !self.is_service(),
            _ => false,
        };
        if gap & (AND | WHAT_FOR) != 0 || slash && (within || self.slashed || !is_area) {
            return Err(NotOne::Several);
        }
        self.slashed |= slash;
        if gap & (WORD | NO | ONLY | TO) != 0 {
            // 24-hour line, Apartment 4: no number yet.
            let short = matches!(self.dial.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'9', _]);
            if within || gap & SPACE == 0 || !short {
                return Err(NotOne::Unclear);
            }
            self.dial.clear();
            self.digits = 0;
            return self.push(key);
        }
        if gap & COMMA != 0 {
            // With a space behind it, a comma is one in a sentence.
            let spaced = gap & SPACE != 0;
            if spaced && within {
                return Err(NotOne::Several);
            }
            return self.pause(commas, if spaced { 2 } else { 6 }, key);
        }
        if !within && self.is_service() {
            return Err(NotOne::Several);
        }
        self.grouped = true;
        self.push(key)
    }

    fn push(&mut self, key: char) -> Result<(), NotOne> {
        match &mut self.left {
            Some(left) => *left = left.checked_sub(1).ok_or(NotOne::Several)?,
            None => {
                self.digits += 1;
                if let Some((_, digits_followed)) = &mut self.lettered {
                    *digits_followed = true;
                }
            }
        }
        self.dial.push(key);
        Ok(())
    }

    fn pause(&mut self, commas: usize, most: usize, key: char) -> Result<(), NotOne> {
        if self.left.is_none() {
            self.close()?;
        }
        self.dial.extend(std::iter::repeat_n(',', commas.max(1)));
        // After 988 one presses a key; three more digits are another number.
        self.left = Some(if self.digits < 7 { 2 } else { most });
        self.push(key)
    }

    /// The number itself is over: its letters have to make it whole, or are words.
    fn close(&mut self) -> Result<(), NotOne> {
        if let Some((began, digits_followed)) = self.lettered
            && self.digits != self.full()
            && (self.digits != 7 || self.is_home() || self.is_toll_free())
        {
            if digits_followed {
                return Err(NotOne::Unclear);
            }
            self.dial.truncate(began);
            self.digits = self.dial.bytes().filter(u8::is_ascii_digit).count();
            self.noted = true;
            if !self.is_whole() && !self.is_short() {
                return Err(NotOne::Unclear);
            }
        }
        if self.slashed && self.digits != 10 && !matches!(self.dial.as_bytes(), [b'0', ..]) {
            return Err(NotOne::Several);
        }
        Ok(())
    }

    fn end(mut self) -> Result<Number, NotOne> {
        if self.left.is_none() {
            self.close()?;
        }
        if self.gap == PAUSE | HASH {
            self.dial.push('#');
        }
        self.same()?;
        if self.not {
            self.said &= !self.last;
            self.denied |= self.last;
        }
        let (least, most) = match self.dial.as_bytes() {
            [b'+', b'1', ..] => (11, 11),
            [b'+', ..] => (7, 15),
            [b'#', ..] if self.dial.rfind('#') == Some(0) => (2, 5),
            [b'*' | b'#', ..] => (2, 14),
            [b'0', b'0', ..] | [b'0', b'1', b'1', ..] => (3, 18),
            [b'0', ..] => (3, 13),
            [b'1', ..] => (3, 11),
            _ => (3, 10),
        };
        if self.digits < least {
            return Err(NotOne::Nothing);
        }
        if self.digits > most {
            return Err(NotOne::TooLong);
        }
        let takes = self.takes()?;
        let is_plain = self.keyword.chars().all(|c| c.is_ascii_alphanumeric());
        let keyword = if is_plain { self.keyword.to_owned() } else { String::new() };
        Ok(Number { dial: self.dial, takes, keyword })
    }

    /// What stands in parentheses behind a number says it once more, or nothing.
    fn same(&mut self) -> Result<(), NotOne> {
        let again = self.again.take().unwrap_or_default();
        let first = self.dial.strip_prefix('+').unwrap_or(&self.dial);
        let whole = self.digits > 6 && again.ends_with(first);
        let same = whole || again.len() > 3 && first.ends_with(&again);
        if same || again.is_empty() { Ok(()) } else { Err(NotOne::Several) }
    }

    fn takes(&self) -> Result<Takes, NotOne> {
        let (said, denied) = (self.said, self.denied);
        let says = |kind: u32| said & kind != 0;
        if says(FAX) && !says(CALL | TEXT) {
            return Err(NotOne::Fax);
        }
        let code = matches!(self.digits, 5 | 6);
        Ok(if says(TTY) && !says(CALL | TEXT) {
            Takes::Tty
        } else if denied & TEXT != 0 {
            Takes::Calls
        } else if says(TEXT) {
            let texts = says(ONLY) || denied & CALL != 0 || self.text_first || !self.noted || code;
            if says(CALL) || !texts { Takes::Both } else { Takes::Texts }
        } else if denied & CALL != 0 {
            return Err(NotOne::Unclear);
        } else if says(CALL) && says(ONLY) {
            Takes::Calls
        } else {
            Takes::Either
        })
    }

    /// How many digits a number with letters in it has.
    fn full(&self) -> usize {
        if self.is_home() { 11 } else { 10 }
    }

    /// It begins with our own country's code.
    fn is_home(&self) -> bool {
        matches!(self.dial.as_bytes(), [b'1', ..] | [b'+', b'1', ..])
    }

    fn is_abroad(&self) -> bool {
        matches!(self.dial.as_bytes(), [b'+', ..] | [b'0', b'0', ..] | [b'0', b'1', b'1', ..])
    }

    /// Nothing is missing from it: letters behind it are words.
    fn is_whole(&self) -> bool {
        match self.dial.as_bytes() {
            [b'+', b'1', ..] | [b'1', ..] => self.digits >= 11,
            [b'+' | b'0', ..] => self.digits >= 10,
            [b'*' | b'#', ..] => self.digits > 8,
            _ => matches!(self.digits, 7 | 10..) || self.is_service(),
        }
    }

    /// A number to which texts are sent.
    fn is_short(&self) -> bool {
        matches!(self.digits, 5 | 6) && matches!(self.dial.as_bytes(), [b'2'..=b'9', ..])
    }

    /// 988, 911, 211: never the beginning of a longer number.
    fn is_service(&self) -> bool {
        self.dial == "988" || matches!(self.dial.as_bytes(), [b'2'..=b'9', b'1', b'1'])
    }

    fn is_toll_free(&self) -> bool {
        let area = match self.dial.as_bytes() {
            [b'+', b'1', area @ ..] | [b'1', area @ ..] => area,
            area => area,
        };
        matches!(area, [b'8', a, b, ..] if a == b && !matches!(a, b'1' | b'2' | b'9'))
    }
}

fn looks_like_a_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || b"OoIilL".contains(&byte)
}

/// The letters that a text begins with, and digits among them.
fn run(text: &str, digits: bool) -> &str {
    let more = |c: char| is_letter(c) || digits && c.is_ascii_digit();
    text.find(|c| !more(c)).map_or(text, |end| text.get(..end).unwrap_or_default())
}
