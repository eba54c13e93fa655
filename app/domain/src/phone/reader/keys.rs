//! Keys that are dialled, and what stood between one and the next.

use super::{
    Beside, Not, NotOne, Reader,
    words::{
        AND, COMMA, HASH, NO, ONLY, OR, PAUSE, SIGN, SLASH, SPACE, THEN, TO, WHAT_FOR, WITHIN, WORD,
    },
};

impl Reader<'_> {
    /// A key that is dialled: a digit, or a star behind a pause.
    pub(super) fn key(&mut self, key: char) -> Result<(), NotOne> {
        let gap = std::mem::take(&mut self.gap);
        let commas = std::mem::take(&mut self.commas);
        self.not = Not::Unsaid;
        self.between |= SIGN;
        if gap & PAUSE != 0 && gap & NO != 0 {
            // `988 (do not press 1)`
            return Err(NotOne::Unclear);
        }
        self.or_by_word |= gap & PAUSE != 0 && gap & (OR | WHAT_FOR) != 0;
        if std::mem::take(&mut self.single) && gap == 0 {
            return Err(NotOne::Unclear);
        }
        if gap & OR != 0 && self.digits > 0 {
            if self.left.is_some() || self.again.is_some() {
                return Err(NotOne::Several);
            }
            // "Text 988 or call 988" is one number.
            self.again = Some(String::new());
            self.or_again = true;
        }
        if gap & PAUSE != 0 {
            self.same()?;
        }
        if let Some(again) = &mut self.again {
            again.push(key);
            return Ok(());
        }
        if let Some(skipped) = self.trunk(key, gap) {
            return skipped;
        }
        if self.digits == 0 || gap == 0 {
            self.pressed |= self.digits == 0 && gap & PAUSE != 0;
            return self.push(key);
        }
        let within = self.left.is_some();
        if gap & PAUSE != 0 {
            // "Press 1 for English, press 2 for Spanish": one of the two, and nobody knows which.
            let one_after_another = gap & THEN != 0 || gap & AND != 0 && gap & WORD == 0;
            if within && !self.extension && gap & HASH == 0 && !one_after_another {
                return Err(NotOne::Several);
            }
            self.extension |= gap & WITHIN != 0;
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
            self.forget()?;
            return self.push(key);
        }
        if gap & COMMA != 0 && self.beside != Beside::Nothing && self.digits < 6 {
            // Room 4, and then the number.
            self.forget()?;
            return self.push(key);
        }
        if gap & COMMA != 0 {
            // With a space behind it, a comma is one in a sentence.
            let spaced = gap & SPACE != 0;
            if within && (spaced || self.extension) {
                return Err(NotOne::Several);
            }
            self.in_sentence = spaced;
            return self.pause(commas, if spaced { 2 } else { 6 }, key);
        }
        // After a pause, 1-2 may be one or two.
        if within || self.is_service() {
            return Err(NotOne::Several);
        }
        self.groups <<= 4;
        self.spaced = self.spaced << 1 | u16::from(gap == SPACE);
        self.push(key)
    }

    /// A zero that is dialled at home only, behind the code of a country: `+44 07700`. In Italy it is
    /// part of the number.
    fn trunk(&mut self, key: char, gap: u32) -> Option<Result<(), NotOne>> {
        let behind_code = gap & !(SPACE | SIGN) == 0 && gap != 0 && self.groups < 16;
        match (self.dial.as_bytes(), key) {
            // No country has that code.
            ([b'+'], '0') => Some(Err(NotOne::Unclear)),
            ([b'+', b'3', b'9'], _) => None,
            ([b'+', _] | [b'+', _, _] | [b'+', _, _, _], '0') if behind_code && !self.trunk => {
                self.trunk = true;
                self.groups <<= 4;
                Some(Ok(()))
            }
            // `+52 01 55`: more than a zero was dialled at home.
            ([b'+', b'5', b'2'], '1') | (_, '0') if self.trunk && self.groups & 15 == 0 => {
                Some(Err(NotOne::Unclear))
            }
            _ => None,
        }
    }

    /// What was read so far was no number; unless it is a key that is pressed behind the one that comes.
    fn forget(&mut self) -> Result<(), NotOne> {
        if self.pressed {
            return Err(NotOne::Unclear);
        }
        self.dial.clear();
        (self.digits, self.groups, self.beside) = (0, 0, Beside::Nothing);
        Ok(())
    }

    fn push(&mut self, key: char) -> Result<(), NotOne> {
        match &mut self.left {
            Some(left) => *left = left.checked_sub(1).ok_or(NotOne::Several)?,
            None => {
                self.digits += 1;
                self.groups += u64::from(self.groups & 15 < 15);
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
}
