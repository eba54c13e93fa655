//! What of a text can be seen. A name that nobody sees signs nothing, and names nobody.

/// Controls, and what Unicode calls default ignorable: fonts draw nothing for it. The blank of Braille
/// and the object marks look like nothing as well.
#[must_use]
pub const fn is_invisible(letter: char) -> bool {
    letter.is_ascii_control()
        || matches!(
            letter,
            '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
                | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether nothing is to be seen of a text, however many letters it has.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || is_invisible(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fonts_draw_nothing_for_is_blank() {
        for text in [
            "",
            " \n",
            "\u{200b}",
            "\u{200b} \u{2060}",
            "\u{202e}",
            "\u{feff}\u{ad}",
            "\u{85}",
            "\u{0}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["x", "—", "🙂", "\u{202e}x", "ا", "0"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
