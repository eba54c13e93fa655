//! What clients read. The strings live in `app/locales/own`; the client's own words are never among them
//! and never translated.

#[path = "../../src/words/fill.rs"]
mod fill;

use fill::fill;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A language of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language for a tag such as `es-MX`; English where we do not speak it.
    pub(crate) fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("es") { Self::Spanish } else { Self::English }
    }

    /// The tag for `lang` attributes.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Its words.
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::English => &EN,
            Self::Spanish => &ES,
        }
    }
}
