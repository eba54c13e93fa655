//! A cell as a reason quotes it, and numbers that nobody may find in what is stored.

/// The cell between quotation marks: enough of it to find it by. A social security number that
/// came to stand there is not repeated.
pub(super) fn quoted(cell: &str) -> String {
    const SHOWN: usize = 40;
    let masked = without_ssn(cell).unwrap_or_else(|| cell.to_owned());
    // Nine figures that are written in no form known are one of those all the same, more often than not.
    let figures = masked.chars().filter(|c| c.is_numeric()).count();
    let masked = if figures == 9 { masked.replace(char::is_numeric, "•") } else { masked };
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

/// Whether a number is written like a social security number: nine digits together or each by itself, three
/// and six, or three, two and four as on the card; and nine in any form behind the words for it.
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

/// Words behind which nine digits are such a number however they are written, in small letters.
const SAID: [&str; 8] =
    ["ssn", "ss#", "ss #", "ss no", "social security", "social sec", "soc sec", "seguro social"];

/// Letters between such a word and the number at most: "ssn is ", "social security number: ".
const AFTER_WORD: usize = 24;

/// Nine digits behind a word for them; letters that are typed for digits count.
fn said_in(text: &str) -> Option<(usize, usize)> {
    let small = text.to_ascii_lowercase();
    let ends = |word: &'static str| {
        small.match_indices(word).map(move |(at, word)| at + word.len()).collect::<Vec<_>>()
    };
    let mut behind: Vec<usize> = SAID.into_iter().flat_map(ends).collect();
    behind.sort_unstable();
    behind.into_iter().find_map(|word| {
        let (from, to) = nine_at(small.get(word..)?)?;
        Some((word + from, word + to))
    })
}

/// Nine digits and no more near the beginning of a text in small letters.
fn nine_at(rest: &str) -> Option<(usize, usize)> {
    let mut run: Vec<(usize, usize)> = Vec::new();
    for (at, c) in rest.char_indices() {
        let typed_for = !run.is_empty() || is_for_digit(rest, at);
        let end = run.last().map_or(at, |(_, end)| *end);
        if c.is_numeric() || (typed_for && matches!(c, 'o' | 'l' | 'i')) {
            run.push((at, at + c.len_utf8()));
        } else if run.is_empty() {
            if at > AFTER_WORD {
                return None;
            }
        } else if c.is_alphanumeric() || at - end >= 3 {
            // Ten are a phone number.
            if run.len() == 9 {
                break;
            }
            run.clear();
        }
    }
    let (first, last) = (run.first()?, run.last()?);
    (run.len() == 9).then_some((first.0, last.1))
}

/// Whether a letter here is typed for a digit: a digit is next to it.
fn is_for_digit(text: &str, at: usize) -> bool {
    let mut around = text.get(at..).unwrap_or_default().chars();
    matches!(around.next(), Some('o' | 'l' | 'i')) && around.next().is_some_and(char::is_numeric)
}

/// Where the first such number begins and ends.
fn ssn_in(text: &str) -> Option<(usize, usize)> {
    // Letters may stand for some of the nine.
    let figures = text.chars().filter(|c| c.is_numeric()).take(5).count();
    if figures < 5 { None } else { written_in(text).or_else(|| said_in(text)) }
}

/// How many digits follow each other with little between two, each by itself, and where the last ends.
fn one_by_one(
    runs: &[(usize, usize, usize)],
    close: impl Fn(usize, usize) -> bool,
) -> Option<(usize, usize)> {
    let mut count = 0;
    let mut end = None;
    for (from, to, digits) in runs {
        if *digits != 1 || end.is_some_and(|end| !close(end, *from)) {
            break;
        }
        (count, end) = (count + 1, Some(*to));
    }
    Some((count, end?))
}

fn written_in(text: &str) -> Option<(usize, usize)> {
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
        // One by one, "0 7 8 0 5 1 1 2 0"; ten of them are something else.
        let before = n.checked_sub(1).and_then(|before| runs.get(before));
        let alone = before.is_none_or(|before| before.2 != 1 || !close(before.1, *from));
        if let Some((last, end)) = one_by_one(runs.get(n..).unwrap_or_default(), close)
            && alone
            && last == 9
        {
            return Some((*from, end));
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
        for text in [
            "0 7 8 0 5 1 1 2 0",
            "0-7-8-0-5-1-1-2-0",
            "ss# is 1 2 3 4 5 6 7 8 9",
            "ssn 12345 6789",
            "SSN 1234 56 789",
            "my ss# is 0 7 8 0 5 1 1 2 0",
            "ssn 07805 1120",
            "ssn o78-o5-112o",
            "Social Security number: 07805-1120",
            "seguro social 0780 51120",
            "SSN unknown. Later: SSN 07805 1120",
            "ssn 860-555-0101, ssn 12345 6789",
        ] {
            assert!(holds_ssn(text), "{text}");
        }
        for text in [
            "1 2 3 4 5 6 7 8 9 0",
            "ssn unknown, ZIP 06103-1234 is far behind the word",
            "ssn: none. Call 860-555-0101",
            "ssi 2026",
            "lesson 12",
        ] {
            assert!(!holds_ssn(text), "{text}");
        }
        assert!(!quoted("Tom 12-345-6789").contains('6'));
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
