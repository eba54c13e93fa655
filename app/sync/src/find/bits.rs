//! Numbers and letters in as few bits as they need, for an index that is a fraction of what it is
//! about.

/// Puts one behind another.
#[derive(Debug, Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    /// Bits of the last byte that are taken; 8 where it is full, or where there is none.
    taken: u32,
}

impl Writer {
    /// So many bits of a number, the highest first; at most 32.
    pub(super) fn bits(&mut self, number: u32, count: u32) {
        for place in (0..count).rev() {
            if self.taken == 0 || self.taken == 8 {
                self.bytes.push(0);
                self.taken = 0;
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= u8::from(number >> place & 1 == 1) << (7 - self.taken);
            }
            self.taken += 1;
        }
    }

    /// A number from one on, in few bits where it is small (Elias' gamma code).
    pub(super) fn gamma(&mut self, number: u32) {
        let number = number.max(1);
        let high = number.ilog2();
        self.bits(0, high);
        self.bits(number, high + 1);
    }

    /// A number about as large as 2 to the power of `low` (Rice's code).
    pub(super) fn rice(&mut self, number: u32, low: u32) {
        for _ in 0..number >> low {
            self.bits(0, 1);
        }
        self.bits(1, 1);
        self.bits(number, low);
    }

    /// One byte of a folded word: letters from a to z in five bits.
    pub(super) fn letter(&mut self, letter: u8) {
        if letter.is_ascii_lowercase() {
            self.bits(u32::from(letter - b'a'), 5);
        } else {
            self.bits(OTHER, 5);
            self.bits(u32::from(letter), 8);
        }
    }

    /// All of them.
    pub(super) fn done(self) -> Vec<u8> {
        self.bytes
    }
}

/// Stands before a byte that is no letter from a to z.
const OTHER: u32 = 31;

/// Takes them out again. Of what is damaged it makes something, and never more than it holds.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    /// The bit that comes next.
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Nothing is left.
    pub(super) const fn is_over(&self) -> bool {
        self.at >= self.bytes.len() * 8
    }

    /// The next 32 bits, zeros behind the last.
    fn ahead(&self) -> u32 {
        let first = self.at / 8;
        let rest = self.bytes.get(first..).unwrap_or_default();
        let eight = match rest.first_chunk::<8>() {
            Some(eight) => *eight,
            None => {
                let mut eight = [0; 8];
                eight.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                eight
            }
        };
        let shifted = u64::from_be_bytes(eight) << (self.at % 8);
        u32::try_from(shifted >> 32).unwrap_or_default()
    }

    /// At most 32.
    pub(super) fn bits(&mut self, count: u32) -> u32 {
        if count == 0 {
            return 0;
        }
        let bits = self.ahead() >> (32 - count.min(32));
        self.at += count as usize;
        bits
    }

    /// How many zeros come before the next one, which is taken as well.
    fn zeros(&mut self) -> u32 {
        let mut zeros = 0;
        while !self.is_over() {
            let here = self.ahead().leading_zeros();
            self.at += here as usize;
            zeros += here;
            if here < 32 {
                break;
            }
        }
        self.at += 1;
        zeros
    }

    pub(super) fn gamma(&mut self) -> u32 {
        let high = self.zeros().min(31);
        1 << high | self.bits(high)
    }

    pub(super) fn rice(&mut self, low: u32) -> u32 {
        let high = self.zeros();
        high.checked_shl(low).unwrap_or(0) | self.bits(low)
    }

    pub(super) fn letter(&mut self) -> u8 {
        let letter = u8::try_from(self.bits(5)).unwrap_or_default();
        if u32::from(letter) == OTHER {
            return u8::try_from(self.bits(8)).unwrap_or_default();
        }
        b'a'.saturating_add(letter)
    }
}

/// A number of any size in bytes, seven bits in each.
pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or_default());
}

/// Takes one out again, from the front.
pub(super) fn number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for place in 0..5 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(first & 0x7f).checked_shl(7 * place)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes so many bytes, from the front.
pub(super) fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

/// Sixteen of them, as ids have.
pub(super) fn take_id(bytes: &mut &[u8]) -> Option<[u8; 16]> {
    take(bytes, 16)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_in_comes_out_again(
            items in prop::collection::vec((0_u8..4, any::<u32>(), 0_u32..12), 0..200)
        ) {
            let mut writer = Writer::default();
            for (how, number, low) in &items {
                match how {
                    0 => writer.bits(*number, 32),
                    1 => writer.gamma((*number).max(1)),
                    2 => writer.rice(number % (64 << low), *low),
                    _ => writer.letter(number.to_le_bytes()[0]),
                }
            }
            let bytes = writer.done();
            let mut reader = Reader::new(&bytes);
            for (how, number, low) in &items {
                match how {
                    0 => prop_assert_eq!(reader.bits(32), *number),
                    1 => prop_assert_eq!(reader.gamma(), (*number).max(1)),
                    2 => prop_assert_eq!(reader.rice(*low), number % (64 << low)),
                    _ => prop_assert_eq!(u32::from(reader.letter()), number % 256),
                }
            }
        }

        #[test]
        fn a_number_of_any_size_comes_out_again(numbers in prop::collection::vec(any::<u32>(), 0..50)) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put_number(&mut bytes, *number));
            let mut rest = bytes.as_slice();
            for expected in &numbers {
                prop_assert_eq!(number(&mut rest), Some(*expected));
            }
            prop_assert!(rest.is_empty());
            prop_assert_eq!(number(&mut rest), None);
        }
    }
}
