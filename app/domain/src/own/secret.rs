//! What opens a client's own plan: a secret in a link, and a code that goes another way.
//!
//! The secret is sixteen letters, eighty random bits: nobody guesses it, and it can be typed. The code
//! keeps out whoever sees the link. Neither is stored anywhere: a record holds a hash of the secret, and
//! one of both together, so that the code can be tried out only by whoever has the link.

use crate::Hash;
use std::fmt;

/// Crockford's base 32 (<https://www.crockford.com/base32.html>): no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a secret.
const SECRET_LETTERS: usize = 16;
/// Letters of a code: 29 bits, and five guesses before each waits longer.
pub const CODE_LETTERS: usize = 6;
/// The first of the letters that a code is made of: without 0 and 1, which are heard, and read in
/// handwriting, as letters.
const CODE_FROM: usize = 2;

/// What stands in the link.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What goes another way.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Secret {
    /// A fresh one, of ten random bytes.
    #[must_use]
    pub fn of(random: [u8; 10]) -> Self {
        let mut bits = random.into_iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(byte));
        let mut letters: Vec<char> = Vec::with_capacity(SECRET_LETTERS);
        for _ in 0..SECRET_LETTERS {
            letters.push(letter((bits & 31) as usize));
            bits >>= 5;
        }
        Self(letters.into_iter().collect())
    }

    /// As it was typed, or stood in a link; none where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        read(text).filter(|letters| letters.len() == SECRET_LETTERS).map(Self)
    }

    /// What the server finds it by.
    #[must_use]
    pub fn tag(&self) -> Hash {
        Hash::of(format!("streetlight/1/own/secret/{}", self.0).as_bytes())
    }

    /// What a code that came with it is held against.
    #[must_use]
    pub fn verifier(&self, code: &Code) -> Hash {
        Hash::of(format!("streetlight/1/own/code/{}/{}", self.0, code.0).as_bytes())
    }
}

impl Code {
    /// A fresh one. `random` gives ten random bytes at a time.
    ///
    /// # Errors
    /// Those of `random`.
    pub fn of<E>(mut random: impl FnMut() -> Result<[u8; 10], E>) -> Result<Self, E> {
        let of = ALPHABET.len() - CODE_FROM;
        // Bytes beyond the last whole round would make some letters likelier than others.
        let below = 256 / of * of;
        let mut code = String::with_capacity(CODE_LETTERS);
        while code.len() < CODE_LETTERS {
            let fair = random()?.into_iter().map(usize::from).filter(|byte| *byte < below);
            let room = CODE_LETTERS - code.len();
            code.extend(fair.take(room).map(|byte| letter(CODE_FROM + byte % of)));
        }
        Ok(Self(code))
    }

    /// As it was typed; none where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        read(text).filter(|letters| letters.len() == CODE_LETTERS).map(Self)
    }
}

/// In fours, as it stands in a link and is typed.
impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

/// In threes, as it is said.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.0.chars().enumerate() {
            if at > 0 && at % 3 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

// Neither ever shows in a log.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

fn letter(at: usize) -> char {
    ALPHABET.get(at).copied().map_or('0', char::from)
}

/// Letters as they were meant: in capitals, without what is put between them, and with each that is
/// taken for another as that.
fn read(text: &str) -> Option<String> {
    let meant = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let apart = |c: &char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '.');
    let letters = text.chars().filter(|c| !apart(c)).map(meant);
    letters.map(|c| c.is_ascii().then_some(c).filter(|c| ALPHABET.contains(&(*c as u8)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_is_typed_by_hand() {
        let secret = Secret::of([0xff; 10]);
        assert_eq!(secret.to_string(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        let own = Secret::read("0123-4567-89ab-cdef").expect("sixteen letters");
        assert_eq!(Secret::read(" olz3 4567 89AB CDEF "), Secret::read("01Z3456789ABCDEF"));
        assert_eq!(Secret::read(&own.to_string()), Some(own));
        for wrong in ["", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEFG", "0123-4567-89AB-CDE\u{e9}"]
        {
            assert_eq!(Secret::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_bit_of_the_randomness_is_in_the_secret() {
        let base = Secret::of([0; 10]);
        for bit in 0..80 {
            let mut bytes = [0_u8; 10];
            bytes[bit / 8] = 1 << (bit % 8);
            assert_ne!(Secret::of(bytes), base, "{bit}");
        }
    }

    #[test]
    fn a_code_has_six_letters_none_of_which_is_taken_for_another() {
        let mut next = 0_u8;
        let mut random = || {
            next = next.wrapping_add(23);
            Ok::<_, ()>([next, 255, 254, next, 253, 252, next, 251, 250, next])
        };
        for _ in 0..100 {
            let code = Code::of(&mut random).expect("random");
            let said = code.to_string();
            assert_eq!(said.len(), CODE_LETTERS + 1);
            assert!(!said.contains(['0', '1', 'O', 'I', 'L', 'U']), "{said}");
            assert_eq!(Code::read(&said.to_lowercase()), Some(code));
        }
    }

    #[test]
    fn what_is_stored_gives_neither_back_and_depends_on_both() {
        let (one, other) = (Secret::of([1; 10]), Secret::of([2; 10]));
        let code = |text| Code::read(text).expect("a code");
        assert_ne!(one.tag(), other.tag());
        assert_ne!(one.verifier(&code("AAAAAA")), one.verifier(&code("AAAAAB")));
        assert_ne!(one.verifier(&code("AAAAAA")), other.verifier(&code("AAAAAA")));
        assert_eq!(format!("{one:?} {:?}", code("AAAAAA")), "Secret Code");
    }
}
