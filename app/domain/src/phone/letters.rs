//! One way of writing for what can be written in many.

/// The zero of each script whose digits people write numbers in; nine follow it.
const ZEROS: [u32; 13] =
    [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xe50, 0x1040, 0x17e0, 0xff10];

/// Digits, letters and signs as an American keyboard has them, without what cannot be seen.
pub(super) fn plain(written: &str) -> String {
    let text: String = written.chars().map(letter).filter(|c| *c != '\0').collect();
    // When it is open, not whom to call.
    let text = text.replace("24/7", " ");
    // Dialled at home only: `+44 (0)20`.
    if text.contains('+') || text.trim_start().starts_with("00") || text.starts_with("011") {
        text.replace("(0)", " ")
    } else {
        text
    }
}

fn letter(c: char) -> char {
    let code = u32::from(c);
    let digit = ZEROS.iter().filter_map(|zero| code.checked_sub(*zero)).find(|at| *at < 10);
    if let Some(digit) = digit.and_then(|at| char::from_digit(at, 10)) {
        return digit;
    }
    match c {
        // Full width.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code - 0xfee0).unwrap_or(c),
        // Marks of direction, of no width, and those that sit on a letter; apostrophes.
        '\u{ad}'
        | '\u{61c}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{300}'..='\u{36f}'
        | '\''
        | '\u{2019}' => '\0',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{60c}' | '\u{3001}' => ',',
        '\u{61b}' => ';',
        '\u{2044}' => '/',
        '[' => '(',
        ']' => ')',
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        'á' | 'Á' => 'a',
        'é' | 'É' => 'e',
        'í' | 'Í' => 'i',
        'ó' | 'Ó' => 'o',
        'ú' | 'Ú' => 'u',
        c if c.is_whitespace() && c != '\n' => ' ',
        c => c,
    }
}

/// The digit whose key a letter is on.
pub(super) fn key(letter: char) -> Option<char> {
    let at = u8::try_from(letter.to_ascii_lowercase()).ok()?.checked_sub(b'a')?;
    b"22233344455566677778889999".get(usize::from(at)).copied().map(char::from)
}
