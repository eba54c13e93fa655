//! Finding a person by what a worker remembers: name, street name or place.

/// Folds text for comparison: lower case, Latin accents off, other marks to
/// spaces. Good for every language with a Latin script; others match as written.
#[must_use]
pub fn fold(text: &str) -> String {
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

/// Whether each word of an already folded query begins some word of `folded`.
#[must_use]
pub fn matches(folded: &str, folded_query: &str) -> bool {
    folded_query
        .split_whitespace()
        .all(|wanted| folded.split_whitespace().any(|word| word.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_apostrophes_do_not_stand_in_the_way() {
        let folded = fold("Zoë O’Neill, “Ñeco” – Łódź St.");
        for query in ["zoe", "oneill", "neco", "lodz st", "ZOË o'n"] {
            assert!(matches(&folded, &fold(query)), "{query}");
        }
        assert!(!matches(&folded, &fold("neill zed")));
    }

    #[test]
    fn an_empty_query_matches_everybody() {
        assert!(matches(&fold("Anyone"), &fold("  ")));
    }
}
