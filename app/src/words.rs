//! What people read. The strings live in `locales/`; `build.rs` makes [`Words`]
//! of them. The client's own words are never among them and never translated.

mod fill;
pub mod layout_names;

use fill::fill;
use serde::{Deserialize, Serialize};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A language of the app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// Every language, with its own name for itself.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::English, "English"), (Self::Spanish, "Español")];

    /// The tag for `lang` attributes.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(language, _)| *language == self).map_or("", |(_, name)| name)
    }

    /// The language for a tag such as `es-MX`; none where we do not speak it.
    #[must_use]
    pub fn spoken(tag: &str) -> Option<Self> {
        let first = tag.split('-').next()?;
        let is_it = |language: &Self| language.tag().eq_ignore_ascii_case(first);
        Self::ALL.into_iter().map(|(language, _)| language).find(is_it)
    }

    /// The language for a tag such as `es-MX`; English where we do not speak it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("es") { Self::Spanish } else { Self::English }
    }

    /// Its words, for the screens of the first file. Spanish comes to phones in a file of its own
    /// (`chunks::load_language`); until that is here, these are English.
    #[must_use]
    pub fn words(self) -> &'static Words {
        match self {
            Self::English => &EN,
            Self::Spanish => spanish(),
        }
    }

    /// Its words, for chunks: whatever names this carries both languages with it.
    #[must_use]
    pub const fn all_words(self) -> &'static Words {
        match self {
            Self::English => &EN,
            Self::Spanish => &ES,
        }
    }
}

#[cfg(feature = "csr")]
thread_local! {
    static SPANISH: std::cell::Cell<Option<&'static Words>> = const { std::cell::Cell::new(None) };
}

/// The file with the Spanish words is here.
#[cfg(feature = "csr")]
pub fn spanish_is_here(words: &'static Words) {
    SPANISH.set(Some(words));
}

#[cfg(feature = "csr")]
fn spanish() -> &'static Words {
    SPANISH.get().unwrap_or(&EN)
}

#[cfg(not(feature = "csr"))]
const fn spanish() -> &'static Words {
    &ES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_left_alone() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
    }

    #[test]
    fn no_sentence_ends_in_two_periods() {
        assert_eq!(
            fill("Hasta {a}. Gracias.", &[("a", "las 8:00 p. m.")]),
            "Hasta las 8:00 p. m. Gracias."
        );
        assert_eq!(fill("Tell {a}.", &[("a", "Ana")]), "Tell Ana.");
    }

    #[test]
    fn numbers_choose_their_form_in_both_languages() {
        assert_eq!(Language::English.words().people_to_reach(1), "1 person to reach today.");
        assert_eq!(Language::Spanish.words().people_to_reach(2), "2 personas por contactar hoy.");
    }
}
