//! One way of writing for what can be written in many. By ranges, not by the
//! tables of Unicode: those weigh more than all else here.

/// The zero of each script whose digits people write numbers in; nine follow it.
const ZEROS: [u16; 13] =
    [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xe50, 0x1040, 0x17e0, 0xff10];

/// Digits, letters and signs as an American keyboard has them, without what cannot be seen.
pub(super) fn plain(written: &str) -> String {
    written.chars().map(letter).filter(|c| *c != '\0').collect()
}

fn letter(c: char) -> char {
    for zero in ZEROS {
        if let at @ 0..10 = u32::from(c).wrapping_sub(u32::from(zero)) {
            return char::from_digit(at, 10).unwrap_or(c);
        }
    }
    match c {
        // In a circle.
        '\u{2460}'..='\u{2468}' => char::from_digit(u32::from(c) - 0x245f, 10).unwrap_or(c),
        '\u{24ea}' => '0',
        // Full width.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        // Marks of direction, of no width, and those that sit on a letter or a key; apostrophes.
        '\u{ad}'
        | '\u{61c}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{300}'..='\u{36f}'
        | '\u{fe0f}'
        | '\''
        | '\u{2019}' => '\0',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{60c}' | '\u{3001}' => ',',
        '\u{61b}' => ';',
        '\u{2044}' => '/',
        '[' => '(',
        ']' => ')',
        '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        // As they are where the mark stands beside the letter.
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'Á' | 'À' | 'Â' | 'Ã' | 'Ä' => 'A',
        'ç' => 'c',
        'Ç' => 'C',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'í' | 'î' | 'ï' => 'i',
        'Í' | 'Î' | 'Ï' => 'I',
        'ñ' => 'n',
        'Ñ' => 'N',
        'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'Ó' | 'Ô' | 'Õ' | 'Ö' => 'O',
        'ú' | 'ü' => 'u',
        'Ú' | 'Ü' => 'U',
        // All other signs, arrows and pictures.
        '\0'..=' '
        | '\u{7f}'..='\u{bf}'
        | '\u{2000}'..='\u{2bff}'
        | '\u{3000}'..='\u{303f}'
        | '\u{1f000}'.. => ' ',
        c => c,
    }
}

/// A letter, of whatever script, once it is [`plain`].
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii()
}

/// The digit whose key a letter is on.
pub(super) fn key(letter: char) -> Option<char> {
    let at = u8::try_from(letter.to_ascii_lowercase()).ok()?.checked_sub(b'a')?;
    b"22233344455566677778889999".get(usize::from(at)).copied().map(char::from)
}
