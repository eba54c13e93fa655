//! Which needs the words of a taxonomy speak of. Taxonomies differ from one publisher to the next; what
//! they call things does not differ so much.

use domain::{document::assessment::DOMAIN_WORDS, search::fold};

/// The beginning of a word, and the part of life that it speaks of.
const SPEAK_OF: &[(&str, &str)] = &[
    ("hous", "housing"),
    ("shelter", "housing"),
    ("rent", "housing"),
    ("evict", "housing"),
    ("food", "body"),
    ("meal", "body"),
    ("pantr", "body"),
    ("health", "body"),
    ("medic", "body"),
    ("dent", "body"),
    ("clinic", "body"),
    ("mental", "mind"),
    ("counsel", "mind"),
    ("psych", "mind"),
    ("therap", "mind"),
    ("crisis", "safety"),
    ("violence", "safety"),
    ("abuse", "safety"),
    ("safety", "safety"),
    ("legal", "legal"),
    ("law", "legal"),
    ("court", "legal"),
    ("immigra", "legal"),
    ("job", "work"),
    ("employ", "work"),
    ("work", "work"),
    ("educat", "education"),
    ("school", "education"),
    ("literacy", "education"),
    ("ged", "education"),
    ("benefit", "benefits"),
    ("medicaid", "benefits"),
    ("snap", "benefits"),
    ("disability", "benefits"),
    ("substance", "treatment"),
    ("recovery", "treatment"),
    ("detox", "treatment"),
    ("addict", "treatment"),
    ("treatment", "treatment"),
    ("financ", "funding"),
    ("fund", "funding"),
    ("cash", "funding"),
    ("spirit", "spiritual"),
    ("faith", "spiritual"),
    ("church", "spiritual"),
    ("peer", "social"),
    ("communit", "social"),
    ("social", "social"),
    ("support group", "social"),
];

/// The needs that a text speaks of, in the order in which an assessment asks about them.
pub(super) fn needs(texts: &[String]) -> Vec<String> {
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let speaks_of = |need: &str| {
        let begins = |text: &String, start: &str| {
            text.starts_with(start) || text.contains(&[" ", start].concat())
        };
        SPEAK_OF
            .iter()
            .filter(|(_, of)| *of == need)
            .any(|(start, _)| folded.iter().any(|text| begins(text, start)))
    };
    DOMAIN_WORDS.into_iter().filter(|need| speaks_of(need)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        needs(&[text.to_owned()])
    }

    #[test]
    fn a_taxonomy_speaks_of_needs_in_words_that_people_use() {
        assert_eq!(of("Emergency Shelters"), ["housing"]);
        assert_eq!(of("Mental Health Counseling"), ["body", "mind"]);
        assert_eq!(of("Food Pantries"), ["body"]);
        assert_eq!(of("Substance Use Disorder Treatment"), ["treatment"]);
        assert_eq!(of("Notary"), [""; 0]);
        // Not in the middle of another word.
        assert_eq!(of("Parenting"), [""; 0]);
    }
}
