//! Cells that a spreadsheet shows and does not run.

use domain::visible::is_invisible;
use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula, in the widths in which it is typed.
const SIGNS: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

/// Put in front of a cell that could be run, and of one that begins with it: so whoever takes one
/// away from each cell that begins with it has what was written, to the last character.
const GUARD: char = '\'';

/// A cell that no spreadsheet takes for a formula. Whatever it takes no notice of at the beginning
/// is looked through: spaces, line breaks, and characters that nobody sees.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let first = text.chars().find(|letter| !is_passed_over(*letter));
    let runs = first.is_some_and(|first| SIGNS.contains(&first))
        || text.starts_with(['\t', '\r', '\n', GUARD]);
    if runs { Cow::Owned([GUARD.encode_utf8(&mut [0; 4]), text].concat()) } else { text.into() }
}

/// What stood there before [`harmless`].
#[must_use]
pub fn as_written(cell: &str) -> &str {
    cell.strip_prefix(GUARD).unwrap_or(cell)
}

/// Spaces, controls, and what Unicode calls ignorable: marks of direction, joiners, a byte order mark.
fn is_passed_over(letter: char) -> bool {
    // In place of a letter that could not be read some show nothing.
    letter.is_whitespace() || is_invisible(letter) || letter == '\u{fffd}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_run_stays_text() {
        for text in [
            "=1+1",
            "+1",
            "-2",
            "@SUM(A1)",
            "\tfour",
            "\rfour",
            "\n=1",
            "  =1",
            "\u{a0}\u{3000}=1",
            "\u{feff}=1",
            "\u{200b}\u{202e}-1",
            "\u{0}=1",
            "＝HYPERLINK(1)",
            "　＋1",
            "－1",
            "＠x",
            "'=1",
            "'",
        ] {
            let cell = harmless(text);
            assert_eq!(cell, ["'", text].concat());
            assert_eq!(as_written(&cell), text);
        }
        for text in ["", " ", "a=1", "Under the bridge - later", "2 = 2", "“=1”", "…", "(555) 0100"]
        {
            assert_eq!(harmless(text), text);
        }
    }

    proptest! {
        #[test]
        fn whatever_was_written_comes_back(text in "[='+@\\-\t\r\n ＝a\u{200b}]{0,6}|\\PC{0,40}") {
            let cell = harmless(&text);
            prop_assert_eq!(as_written(&cell), &text);
            let seen = cell.chars().find(|letter| !is_passed_over(*letter));
            prop_assert!(seen.is_none_or(|first| !SIGNS.contains(&first)), "{:?}", cell);
        }
    }
}
