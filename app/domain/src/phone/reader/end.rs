//! What a number is once all of it was read.

use super::{
    super::{NotOne, Number, Takes},
    Beside, Not, Reader,
    words::{CALL, FAX, HASH, ONLY, PAUSE, SIGN, SPACE, TEXT, TTY, WITHIN},
};

/// Whether these are all the digits of a number that is dialled as it is.
const fn is_service(digits: &[u8]) -> bool {
    matches!(digits, b"988" | [b'2'..=b'9', b'1', b'1'])
}

impl Reader<'_> {
    /// The number itself is over: its letters have to make it whole, or are words.
    pub(super) fn close(&mut self) -> Result<(), NotOne> {
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
            if !self.is_whole() {
                return Err(NotOne::Unclear);
            }
        }
        if self.slashed && self.digits != 10 && !matches!(self.dial.as_bytes(), [b'0', ..]) {
            return Err(NotOne::Several);
        }
        Ok(())
    }

    pub(super) fn end(mut self) -> Result<Number, NotOne> {
        if self.left.is_none() {
            self.close()?;
        }
        if self.gap == PAUSE | HASH {
            self.dial.push('#');
        }
        self.same()?;
        self.is_pressed()?;
        self.is_of_a_phone()?;
        if self.not == Not::Last {
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
        if self.digits < least || self.is_cut_short() {
            return Err(NotOne::Nothing);
        }
        if self.left.is_none() && self.gap & WITHIN != 0 && self.digits > 6 {
            // `ext HELP`
            return Err(NotOne::Unclear);
        }
        if [",*67", ",*82"].iter().any(|code| self.dial.contains(code)) {
            // They are dialled before a number, and hide or show who calls.
            return Err(NotOne::Unclear);
        }
        if self.digits > most {
            return Err(NotOne::TooLong);
        }
        let takes = self.takes()?;
        let is_plain = self.keyword.chars().all(|c| c.is_ascii_alphanumeric());
        let keyword = if is_plain { self.keyword.to_owned() } else { String::new() };
        Ok(Number { dial: self.dial, takes, keyword })
    }

    /// Whether what comes behind a pause is a key that is pressed there.
    fn is_pressed(&self) -> Result<(), NotOne> {
        let keys = self.dial.split_once(',').map_or("", |(_, keys)| keys.trim_start_matches(','));
        let other = is_service(keys.as_bytes()) || matches!(keys.len(), 5 | 6);
        if self.by_word && !self.extension && (other || self.or_by_word && keys.len() > 2) {
            // `860-555-0142, then dial 988`: each is a number by itself.
            return Err(NotOne::Several);
        }
        let said_on = self.gap & !(SPACE | SIGN) != 0;
        if self.in_sentence && said_on {
            // `988, 7 days a week`
            return Err(NotOne::Unclear);
        }
        if self.by_word && self.gap & PAUSE != 0 && self.gap & !(PAUSE | SPACE | SIGN) == 0 {
            // What is pressed stands there in a sign that is no digit.
            return Err(NotOne::Unclear);
        }
        Ok(())
    }

    /// An area code by itself, and eight or nine digits: something of it is missing. Elsewhere there are
    /// such numbers, and they begin with a zero where they are dialled without a country.
    fn is_cut_short(&self) -> bool {
        let elsewhere = matches!(self.dial.as_bytes(), [b'0' | b'1' | b'+' | b'*' | b'#', ..]);
        let number = self.dial.split([',', '#']).next().unwrap_or_default();
        let served = matches!(number.as_bytes(), b"988" | b"999" | [b'2'..=b'9', b'1', b'1']);
        let area = self.digits == 3 && !served;
        let of_ten = matches!(self.dial.as_bytes(), [b'1', b'2'..=b'9', ..])
            && matches!(self.digits, 8..=10);
        of_ten || !elsewhere && (area || matches!(self.digits, 8 | 9))
    }

    /// Whether its groups and what stands before it are those of a number that somebody dials.
    pub(super) fn is_of_a_phone(&self) -> Result<(), NotOne> {
        match self.beside {
            Beside::Room | Beside::Within if self.digits < 6 => return Err(NotOne::Nothing),
            Beside::Slip if self.digits == 7 => return Err(NotOne::Unclear),
            // `Apt 212 555-0142`: no area code stands so far from what is behind it.
            Beside::Room | Beside::Within if self.groups == 0x334 && self.spaced == 0b10 => {
                return Err(NotOne::Unclear);
            }
            _ => {}
        }
        // Days and social security numbers.
        if matches!(self.groups, 0x422 | 0x224 | 0x222 | 0x324) {
            return Err(NotOne::Nothing);
        }
        // `555-0142 204`, `5550142 204`: a whole number, and another beside it.
        if matches!(self.groups, 0x343 | 0x73) {
            return Err(NotOne::Several);
        }
        // `988911`
        if let [a, b, c, rest @ ..] = self.dial.as_bytes()
            && self.digits == 6
            && is_service(&[*a, *b, *c])
            && is_service(rest)
        {
            return Err(NotOne::Several);
        }
        // `555-0142 988`: a whole number, and one that is whole by itself.
        let service =
            matches!(self.dial.as_bytes(), [.., b'9', b'8', b'8'] | [.., b'2'..=b'9', b'1', b'1']);
        if self.groups > 15 && self.groups & 15 == 3 && service && self.digits >= 10 {
            return Err(NotOne::Several);
        }
        if self.groups < 16 || !matches!(self.dial.as_bytes(), [b'1'..=b'9', ..]) {
            return Ok(());
        }
        let group = |at: u32| (self.groups >> (4 * at)) & 15;
        let last = (63 - self.groups.leading_zeros()) / 4;
        let longer = (0..last).any(|at| group(at) > 2);
        match group(last) {
            // `1. 988`, `8-4 988`, `Line 2: 211`: something else, and then a number.
            1 | 2 if longer && self.digits != 10 && !(self.is_home() && self.digits == 11) => {
                Err(NotOne::Unclear)
            }
            // A number for texts, and something behind it.
            5 | 6 if self.digits < 10 => Err(NotOne::Several),
            _ => Ok(()),
        }
    }

    /// What stands in parentheses behind a number says it once more, or nothing.
    pub(super) fn same(&mut self) -> Result<(), NotOne> {
        let again = self.again.take().unwrap_or_default();
        let first = self.dial.strip_prefix('+').unwrap_or(&self.dial);
        let whole = self.digits > 6 && again.ends_with(first);
        let same = whole || again.len() > 3 && first.ends_with(&again) && !self.or_again;
        if same || again == first || again.is_empty() { Ok(()) } else { Err(NotOne::Several) }
    }

    pub(super) fn takes(&self) -> Result<Takes, NotOne> {
        let (said, denied) = (self.said, self.denied);
        let says = |kind: u32| said & kind != 0;
        if says(FAX) && !says(CALL | TEXT) {
            return Err(NotOne::Fax);
        }
        let code = matches!(self.digits, 5 | 6);
        Ok(if says(TTY) && !says(CALL | TEXT) {
            Takes::Tty
        } else if denied & TEXT != 0 && denied & CALL != 0 {
            return Err(NotOne::Unclear);
        } else if denied & TEXT != 0 {
            Takes::Calls
        } else if says(TEXT) {
            let texts = says(ONLY) || denied & CALL != 0 || self.to || !self.is_also_more() || code;
            if says(CALL) || !texts { Takes::Both } else { Takes::Texts }
        } else if denied & CALL != 0 {
            return Err(NotOne::Unclear);
        } else if says(CALL) && says(ONLY) {
            Takes::Calls
        } else {
            Takes::Either
        })
    }

    /// Whether more is said of it than that it takes texts: "Cell/text", "texts welcome".
    const fn is_also_more(&self) -> bool {
        self.noted || self.wordy
    }

    /// How many digits a number with letters in it has.
    pub(super) fn full(&self) -> usize {
        if self.is_home() { 11 } else { 10 }
    }

    /// It begins with our own country's code.
    pub(super) fn is_home(&self) -> bool {
        matches!(self.dial.as_bytes(), [b'1', ..] | [b'+', b'1', ..])
    }

    pub(super) fn is_abroad(&self) -> bool {
        matches!(self.dial.as_bytes(), [b'+', ..] | [b'0', b'0', ..] | [b'0', b'1', b'1', ..])
    }

    /// Nothing is missing from it: letters behind it are words.
    pub(super) fn is_whole(&self) -> bool {
        match self.dial.as_bytes() {
            [b'+', b'1', ..] | [b'1', ..] => self.digits >= 11,
            [b'+' | b'0', ..] => self.digits >= 10,
            [b'*' | b'#', ..] => self.digits > 8,
            _ => matches!(self.digits, 7 | 10..) || self.is_service(),
        }
    }

    /// A number to which texts are sent.
    pub(super) fn is_short(&self) -> bool {
        matches!(self.digits, 5 | 6) && matches!(self.dial.as_bytes(), [b'2'..=b'9', ..])
    }

    /// 988, 911, 211: never the beginning of a longer number.
    pub(super) fn is_service(&self) -> bool {
        self.dial == "988" || matches!(self.dial.as_bytes(), [b'2'..=b'9', b'1', b'1'])
    }

    pub(super) fn is_toll_free(&self) -> bool {
        let area = match self.dial.as_bytes() {
            [b'+', b'1', area @ ..] | [b'1', area @ ..] => area,
            area => area,
        };
        matches!(area, [b'8', a, b, ..] if a == b && !matches!(a, b'1' | b'2' | b'9'))
    }
}
