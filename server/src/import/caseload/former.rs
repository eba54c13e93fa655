//! How names were folded in earlier versions. Ids were derived from what these give, so a sheet that
//! was imported then is looked up by them; nobody new gets an id from them.

use domain::search;

/// Letters that stood for themselves until each form of a letter was folded into one, and the saltillo
/// went as other apostrophes do.
const AS_WRITTEN: &str = "ٱىیېکڪةہھە\u{a78b}\u{a78c}";

/// The table of `domain::search`, before those. Never to be changed.
pub(super) fn fold_with_forms(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match AS_WRITTEN.contains(letter) {
            true => folded.extend(letter.to_lowercase()),
            false => folded.push_str(&search::fold(letter.encode_utf8(&mut [0; 4]))),
        }
    }
    folded
}

/// Until that table was made from Unicode: lower case, some Latin accents off, other marks to spaces.
/// Never to be changed.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
            'ğ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            '\u{300}'..='\u{36f}' | '\'' | '’' => {}
            other if other.is_alphanumeric() => folded.push(other),
            _ => folded.push(' '),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_as_they_were_when_forms_of_letters_were_letters_of_their_own() {
        for (name, folded) in [
            ("أحمد علی", "احمد علی"),
            ("فاطمة کریمی", "فاطمة کریمی"),
            ("Zoë Maza\u{a78c}", "zoe maza\u{a78c}"),
            ("\u{a78b}atzin", "\u{a78c}atzin"),
            ("O’Neill-Łódź", "oneill lodz"),
        ] {
            assert_eq!(fold_with_forms(name), folded);
        }
    }
}
