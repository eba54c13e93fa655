//! A cell as a reason quotes it, and numbers that nobody may find in what is stored.

/// The cell between quotation marks: enough of it to find it by. A social security number that
/// came to stand there is not repeated.
pub(super) fn quoted(cell: &str) -> String {
    const SHOWN: usize = 40;
    let masked = without_ssn(cell).unwrap_or_else(|| cell.to_owned());
    let mut shown: String = masked
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !matches!(c, '“' | '”'))
        .take(SHOWN)
        .collect();
    if masked.chars().count() > SHOWN {
        shown.push('…');
    }
    format!("“{shown}”")
}

/// Whether a number is written like a social security number: nine digits together, three and six,
/// or three, two and four as on the card.
pub(super) fn holds_ssn(text: &str) -> bool {
    ssn_in(text).is_some()
}

/// The text with every such number taken out; none where there is none.
pub(super) fn without_ssn(text: &str) -> Option<String> {
    let mut left = String::new();
    let mut rest = text;
    while let Some((from, to)) = ssn_in(rest) {
        left.push_str(rest.get(..from).unwrap_or_default());
        left.push_str("[number left out]");
        rest = rest.get(to..).unwrap_or_default();
    }
    if left.is_empty() {
        return None;
    }
    left.push_str(rest);
    Some(left)
}

/// Where the first such number begins and ends.
fn ssn_in(text: &str) -> Option<(usize, usize)> {
    // Runs of digits with where they begin and end.
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_numeric()) {
        match runs.last_mut() {
            Some((_, end, count)) if *end == at => (*end, *count) = (at + c.len_utf8(), *count + 1),
            _ => runs.push((at, at + c.len_utf8(), 1)),
        }
    }
    let close = |before: usize, after: usize| {
        let between = text.get(before..after).unwrap_or_default();
        (1..=3).contains(&between.chars().count()) && !between.chars().any(char::is_alphanumeric)
    };
    for (n, (from, to, count)) in runs.iter().enumerate() {
        if *count == 9 {
            return Some((*from, *to));
        }
        // "078-051120", too; five and four together are a ZIP code.
        if let Some(second) = runs.get(n + 1)
            && (*count, second.2) == (3, 6)
            && close(*to, second.0)
        {
            return Some((*from, second.1));
        }
        if let Some([second, third]) = runs.get(n + 1..n + 3)
            && (*count, second.2, third.2) == (3, 2, 4)
            && close(*to, second.0)
            && close(second.1, third.0)
        {
            return Some((*from, third.1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_social_security_number_is_known_however_it_is_written() {
        for text in ["078-05-1120", "078051120", "Ada 078 05 1120, x", "078–05–1120", "078-051120"]
        {
            assert!(holds_ssn(text), "{text}");
            assert!(!quoted(text).contains("1120"), "{text}");
        }
        for text in ["", "860-555-0101", "8605550101", "06103-1234", "12 Main St, 3rd", "1-2-3"] {
            assert!(!holds_ssn(text), "{text}");
            assert_eq!(without_ssn(text), None, "{text}");
        }
        let text = without_ssn("a 078-05-1120 b 078051120").expect("two");
        assert_eq!(text, "a [number left out] b [number left out]");
    }

    #[test]
    fn what_is_quoted_is_short_and_on_one_line() {
        assert_eq!(quoted("a\nb"), "“a b”");
        assert_eq!(quoted(&"x".repeat(60)).chars().count(), 43);
    }
}
