//! Words that stand where a name is not known.

use domain::search::fold;

/// Such words, as [`fold`] writes them, with one space between two.
const WORDS: [&str; 31] = [
    "anonima",
    "anonimo",
    "anonymous",
    "client declined",
    "client refused",
    "data not collected",
    "declined",
    "desconocida",
    "desconocido",
    "doe unknown",
    "n a",
    "n d",
    "name unknown",
    "no data",
    "no name",
    "no name given",
    "none",
    "not collected",
    "not given",
    "not known",
    "null",
    "redacted",
    "refused",
    "sin nombre",
    "tba",
    "tbd",
    "unk",
    "unknown",
    "unknown client",
    "unknown name",
    "unnamed",
];

/// Whether it says that a name is not known. Somebody may be called so: it counts only where another name
/// says who it is.
pub(super) fn is_placeholder(name: &str) -> bool {
    let folded = fold(name);
    let folded: Vec<&str> = folded.split_whitespace().collect();
    // Nothing but signs: "-", ".", "?".
    folded.is_empty() && !name.trim().is_empty() && !name.chars().any(char::is_alphanumeric)
        || WORDS.contains(&folded.join(" ").as_str())
}

/// The same of one part of a name: Null and None are surnames.
pub(super) fn is_placeholder_part(part: &str) -> bool {
    is_placeholder(part) && !["null", "none"].contains(&fold(part).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_name_is_known_and_names_are_none() {
        for word in [
            "N/A",
            "n/a",
            "NULL",
            "none",
            "TBD",
            "Unknown",
            "-",
            "--",
            ".",
            "?",
            "[redacted]",
            "Anónimo",
        ] {
            assert!(is_placeholder(word), "{word}");
        }
        for name in ["", "Na", "Chris Null", "Noneta", "Xi", "Hal", "李", "Unk O.", "X"] {
            assert!(!is_placeholder(name), "{name}");
        }
    }
}
