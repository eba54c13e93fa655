//! Bytes of a sheet as text: UTF-8, UTF-16 with or without a mark, Windows-1252.

use domain::visible::is_invisible;
use std::borrow::Cow;

/// The longest cell that is kept, in bytes; well within what a note's field takes.
pub(super) const CELL_MAX_BYTES: usize = 16 * 1024;

/// A sheet in an encoding whose separators, quotes and line ends are single bytes.
pub(super) fn single_bytes(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        _ => match unmarked_utf16(bytes) {
            Some(read) => Cow::Owned(from_utf16(bytes, read)),
            None => Cow::Borrowed(bytes),
        },
    }
}

fn from_utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Vec<u8> {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| read(*pair));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    text.into_bytes()
}

/// UTF-16 that says nothing of itself: in a header of plain letters every second byte is zero,
/// and in no other encoding is any.
fn unmarked_utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    let first = bytes.get(..bytes.len().min(64))?.as_chunks::<2>().0;
    let zeros = |at: usize| first.iter().filter(|pair| pair.get(at) == Some(&0)).count();
    let most = |count: usize| !first.is_empty() && count * 10 >= first.len() * 9;
    match (zeros(0), zeros(1)) {
        (0, high) if most(high) => Some(u16::from_le_bytes),
        (high, 0) if most(high) => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// A cell as text, as much of it as is kept.
pub(super) fn kept(cell: &[u8]) -> String {
    let mut text = whole(cell);
    text.truncate(text.floor_char_boundary(CELL_MAX_BYTES));
    text.truncate(text.trim_end().len());
    text
}

/// All of it: UTF-8 where it is, Windows-1252 where not, without control characters.
pub(super) fn whole(cell: &[u8]) -> String {
    // Most cells.
    if cell.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return String::from_utf8_lossy(cell.trim_ascii()).into_owned();
    }
    let decoded = std::str::from_utf8(cell)
        .map_or_else(|_| cell.iter().map(|byte| windows_1252(*byte)).collect(), ToOwned::to_owned);
    // What turns the order of letters around, or is not seen, has no place in a name. What joins letters
    // is part of how some are written.
    let kept = |c: &char| {
        matches!(c, '\n' | '\t' | '\u{200c}' | '\u{200d}' | '\u{fe0f}') || !is_invisible(*c)
    };
    let line = |c: char| if matches!(c, '\u{2028}' | '\u{2029}') { '\n' } else { c };
    decoded.chars().map(line).filter(kept).collect::<String>().trim().to_owned()
}

/// The high bytes that differ from Latin-1 (WHATWG Encoding, index windows-1252).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('?'),
        other => char::from(other),
    }
}
