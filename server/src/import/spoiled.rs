//! Cells in which a spreadsheet put something else than what somebody had typed.

use super::quote::quoted;

/// What stands in a cell instead of its value; none where the cell may be what it was.
pub(super) fn spoiled(cell: &str) -> Option<&'static str> {
    let rest = cell.trim_start_matches('#');
    let is_error = cell.starts_with('#')
        && !cell.contains(char::is_whitespace)
        && (matches!(rest, "N/A" | "N/D" | "NV" | "GETTING_DATA")
            || (rest.ends_with(['!', '?'])
                && rest.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !rest.chars().any(char::is_lowercase)));
    let numbered = cell.strip_prefix("Err:");
    let numbered = numbered.is_some_and(|n| n.bytes().all(|byte| byte.is_ascii_digit()));
    if is_error || numbered {
        return Some("is an error that a spreadsheet shows");
    }
    if cell.len() > 2 && rest.is_empty() {
        return Some("is what a spreadsheet shows where a column is too narrow");
    }
    let formula = cell.strip_prefix('=').and_then(|formula| formula.chars().next());
    formula
        .filter(|first| first.is_alphanumeric() || "(+-@\"'".contains(*first))
        .map(|_| "is a formula, and not what it gives")
}

/// A number that a spreadsheet shortened, "9.00004E+05", with the digits behind it lost.
pub(super) fn is_shortened(cell: &str) -> bool {
    let Some((number, power)) = cell.split_once(['E', 'e']) else { return false };
    let power = power.trim_start_matches(['+', '-']);
    let figures = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || more.contains(c))
    };
    figures(number.trim(), ".,") && figures(power.trim(), "")
}

/// Why a cell cannot be the key of anything, if it cannot. Two rows of which a spreadsheet
/// spoiled the keys would be taken for one.
pub(super) fn no_key(column: &str, cell: &str) -> Option<String> {
    if cell.is_empty() {
        return Some(format!("{column} is empty: it has no key of its own."));
    }
    // A key may have an E of its own; a sign behind it comes from a spreadsheet.
    let why = spoiled(cell).or_else(|| {
        (cell.contains('+') && is_shortened(cell)).then_some("was shortened by a spreadsheet")
    })?;
    Some(format!("{column} {} {why}; expected is the key as its system gave it.", quoted(cell)))
}

/// A key as its system gave it: a spreadsheet makes a sum of money of a number, "900001.0".
pub(super) fn plain_key(cell: &str) -> &str {
    let whole = cell.split_once('.').filter(|(digits, rest)| {
        let all = |text: &str, of: fn(u8) -> bool| !text.is_empty() && text.bytes().all(of);
        all(digits, |byte| byte.is_ascii_digit()) && all(rest, |byte| byte == b'0')
    });
    whole.map_or(cell, |(digits, _)| digits)
}

/// The text of a cell that somebody kept from being read as a number: `="00123"`.
pub(super) fn kept_as_text(cell: &str) -> Option<&str> {
    let text = cell.strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_shows_instead_of_a_value_is_known() {
        for cell in [
            "#N/A",
            "#REF!",
            "#NAME?",
            "#VALUE!",
            "#DIV/0!",
            "#¡REF!",
            "#¿NOMBRE?",
            "Err:502",
            "#####",
            "=A1",
            "=SUM(B1:B2)",
            "=HYPERLINK(\"x\")",
            "=-A1",
        ] {
            assert!(spoiled(cell).is_some(), "{cell}");
            assert!(no_key("key", cell).is_some(), "{cell}");
        }
        for cell in ["", "?", "#1", "#4 Main St!", "N/A", "=^.^=", "Unit #5", "# 5", "Error: 5"] {
            assert_eq!(spoiled(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_key_is_as_its_system_gave_it_or_none() {
        for (cell, key) in [
            ("900001.0", "900001"),
            ("900001.00", "900001"),
            ("A.0", "A.0"),
            ("1.5", "1.5"),
            (".0", ".0"),
            ("7", "7"),
        ] {
            assert_eq!(plain_key(cell), key);
        }
        assert!(no_key("PersonalID", "9.00004E+05").is_some_and(|why| why.contains("shortened")));
        for key in ["1E5", "12e10", "a+b", "P-1"] {
            assert_eq!(no_key("PersonalID", key), None, "{key}");
        }
        assert_eq!(kept_as_text("=\"00123\""), Some("00123"));
        assert_eq!(kept_as_text("=\"a\"&\"b\""), None);
    }
}
