//! What somebody looks for.

use super::{Across, begins_a_word, fold, is_long, matches};

/// What was typed, as it is compared: folded, its words parted by one space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    folded: String,
}

impl Query {
    /// What was typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let folded = fold(typed);
        Self { folded: folded.split_whitespace().collect::<Vec<_>>().join(" ") }
    }

    /// Nothing is looked for: every text has it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Its words, each of which has to begin a word of a text.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.folded.split(' ').filter(|word| !word.is_empty())
    }

    /// Whether one of its words is looked for across the space between two words as well.
    #[must_use]
    pub const fn is_across(word: &str) -> bool {
        is_long(word)
    }

    /// The letters of all its words in one, where there are several, and whether they are looked for
    /// across the space between two words.
    #[must_use]
    pub fn joined(&self) -> Option<(String, bool)> {
        let several = self.folded.contains(' ');
        several.then(|| (self.folded.replace(' ', ""), is_long(&self.folded)))
    }

    /// Whether each of its words begins a word of an already folded text, parted as it is.
    #[must_use]
    pub fn is_in(&self, folded: &str) -> bool {
        self.words().all(|word| begins_a_word(folded, word, Across::Nothing))
    }

    /// Whether it is in an already folded text, however either is parted.
    #[must_use]
    pub fn is_in_across(&self, folded: &str) -> bool {
        matches(folded, &self.folded)
    }
}
