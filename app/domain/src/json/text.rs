//! The letters: white space, strings, numbers, and what is passed over.

use super::Unreadable;

type Read<T> = Result<T, Unreadable>;

/// How deep a value may be nested that nobody asked for.
const DEPTH: u8 = 128;

/// What has not been read yet.
pub struct Text<'de> {
    rest: &'de [u8],
    /// The last string that was not written as it reads. Kept here, so that nobody who asks for
    /// one has anything to throw away: that is code at every place where a string is read.
    unescaped: String,
}

/// A whole number. Our shapes hold no other.
pub enum Number {
    /// Zero or more.
    Plain(u64),
    /// Less than zero.
    Negative(i64),
}

impl<'de> Text<'de> {
    pub const fn new(rest: &'de [u8]) -> Self {
        Self { rest, unescaped: String::new() }
    }

    /// The next byte that is not white space, left where it is.
    pub fn peek(&mut self) -> Option<u8> {
        while let Some((b' ' | b'\n' | b'\r' | b'\t', rest)) = self.rest.split_first() {
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    /// Passes one mark, and white space before it.
    pub fn pass(&mut self, mark: u8) -> Read<()> {
        if self.peek() == Some(mark) { self.next().map(drop) } else { Err(Unreadable) }
    }

    /// Passes a word such as `null`, and white space before it.
    pub fn pass_word(&mut self, word: &str) -> Read<()> {
        self.peek();
        self.rest = self.rest.strip_prefix(word.as_bytes()).ok_or(Unreadable)?;
        Ok(())
    }

    /// Whether another item follows in a list or an object that is open.
    pub fn another(&mut self, first: &mut bool, close: u8) -> Read<bool> {
        if self.peek() == Some(close) {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.pass(b',')?;
            if self.peek() == Some(close) {
                return Err(Unreadable);
            }
        }
        Ok(true)
    }

    /// The same; passes the mark that closes it where none follows.
    pub fn another_or_close(&mut self, first: &mut bool, close: u8) -> Read<bool> {
        let follows = self.another(first, close)?;
        if !follows {
            self.pass(close)?;
        }
        Ok(follows)
    }

    pub fn end(&mut self) -> Read<()> {
        if self.peek().is_none() { Ok(()) } else { Err(Unreadable) }
    }

    /// The next string, and white space before it.
    pub fn string(&mut self) -> Read<&str> {
        self.pass(b'"')?;
        self.unescaped.clear();
        loop {
            let plain = std::str::from_utf8(self.plain()?).map_err(|_| Unreadable)?;
            match self.next()? {
                b'"' if self.unescaped.is_empty() => return Ok(plain),
                b'"' => {
                    self.unescaped.push_str(plain);
                    return Ok(&self.unescaped);
                }
                b'\\' => {
                    self.unescaped.push_str(plain);
                    let meant = self.escaped()?;
                    self.unescaped.push(meant);
                }
                _ => return Err(Unreadable),
            }
        }
    }

    /// Whether a key is next: it is written as a string, whatever it is read as.
    pub fn key_ahead(&mut self) -> Read<()> {
        if self.peek() == Some(b'"') { Ok(()) } else { Err(Unreadable) }
    }

    /// What stands as it is, up to a mark that means something.
    fn plain(&mut self) -> Read<&'de [u8]> {
        let mark = |byte: &u8| matches!(byte, b'"' | b'\\' | ..=0x1f);
        let length = self.rest.iter().position(mark).ok_or(Unreadable)?;
        self.run(length)
    }

    fn escaped(&mut self) -> Read<char> {
        Ok(match self.next()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            same @ (b'"' | b'\\' | b'/') => char::from(same),
            _ => return Err(Unreadable),
        })
    }

    /// Four digits, or twice four for what lies beyond them.
    fn unicode(&mut self) -> Read<char> {
        let mut code = self.four_digits()?;
        if let high @ 0xd800..=0xdbff = code {
            self.rest = self.rest.strip_prefix(b"\\u").ok_or(Unreadable)?;
            let low = self.four_digits()?;
            if !matches!(low, 0xdc00..=0xdfff) {
                return Err(Unreadable);
            }
            code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        }
        char::from_u32(code).ok_or(Unreadable)
    }

    fn four_digits(&mut self) -> Read<u32> {
        self.run(4)?.iter().try_fold(0, |code, &digit| {
            Ok(code * 16 + char::from(digit).to_digit(16).ok_or(Unreadable)?)
        })
    }

    pub fn number(&mut self) -> Read<Number> {
        let negative = self.pass(b'-').is_ok();
        let value = self.whole()?.iter().try_fold(0_u64, |value, digit| {
            value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
        });
        match (value, self.rest.first()) {
            (_, Some(b'.' | b'e' | b'E')) | (None, _) => Err(Unreadable),
            (Some(value), _) if !negative => Ok(Number::Plain(value)),
            // Minus nothing is a fraction's zero.
            (Some(0), _) => Err(Unreadable),
            (Some(value), _) => {
                0_i64.checked_sub_unsigned(value).map(Number::Negative).ok_or(Unreadable)
            }
        }
    }

    /// Digits without a needless nought before them.
    fn whole(&mut self) -> Read<&'de [u8]> {
        match self.digits()? {
            [b'0', _, ..] => Err(Unreadable),
            digits => Ok(digits),
        }
    }

    fn digits(&mut self) -> Read<&'de [u8]> {
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 { Err(Unreadable) } else { self.run(length) }
    }

    /// Passes over one value of any kind, and hands over how it was written.
    pub fn span(&mut self) -> Read<&'de [u8]> {
        self.peek();
        let before = self.rest;
        self.skip()?;
        before.get(..before.len() - self.rest.len()).ok_or(Unreadable)
    }

    /// Passes over one value of any kind.
    pub fn skip(&mut self) -> Read<()> {
        self.skip_within(DEPTH)
    }

    fn skip_within(&mut self, depth: u8) -> Read<()> {
        let deeper = depth.checked_sub(1).ok_or(Unreadable)?;
        match self.peek().ok_or(Unreadable)? {
            b'"' => self.skip_string(),
            b't' => self.pass_word("true"),
            b'f' => self.pass_word("false"),
            b'n' => self.pass_word("null"),
            open @ (b'[' | b'{') => {
                self.pass(open)?;
                // Both closing marks come two after the one that opens.
                let close = open + 2;
                let mut first = true;
                while self.another(&mut first, close)? {
                    if open == b'{' {
                        self.skip_string()?;
                        self.pass(b':')?;
                    }
                    self.skip_within(deeper)?;
                }
                self.pass(close)
            }
            _ => self.skip_number(),
        }
    }

    /// Not every string that can be passed over could be read.
    fn skip_string(&mut self) -> Read<()> {
        self.pass(b'"')?;
        loop {
            self.plain()?;
            match (self.next()?, self.rest.first()) {
                (b'"', _) => return Ok(()),
                (b'\\', Some(b'u')) => {
                    self.next()?;
                    self.four_digits()?;
                }
                (b'\\', _) => drop(self.escaped()?),
                _ => return Err(Unreadable),
            }
        }
    }

    fn skip_number(&mut self) -> Read<()> {
        if self.rest.first() == Some(&b'-') {
            self.next()?;
        }
        self.whole()?;
        if self.rest.first() == Some(&b'.') {
            self.next()?;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.rest.first() {
            self.next()?;
            if let Some(b'+' | b'-') = self.rest.first() {
                self.next()?;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn next(&mut self) -> Read<u8> {
        let (first, rest) = self.rest.split_first().ok_or(Unreadable)?;
        self.rest = rest;
        Ok(*first)
    }

    fn run(&mut self, length: usize) -> Read<&'de [u8]> {
        let (run, rest) = self.rest.split_at_checked(length).ok_or(Unreadable)?;
        self.rest = rest;
        Ok(run)
    }
}
