//! How hard a text is to read, for what a client takes home: in school grades of the United States, by
//! published formulas. Advice for whoever writes; nothing is kept, sent or held against anybody.
//!
//! - English: Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch
//!   Report 8-75, Naval Technical Training), 0.39 · words/sentences + 11.8 · syllables/words − 15.59.
//! - Spanish: Crawford's formula (Crawford 1984, «Fórmula y gráfico para determinar la comprensibilidad
//!   de textos de nivel primario en castellano», Lectura y Vida 5, 4), −0.205 · sentences in 100 words
//!   + 0.049 · syllables in 100 words − 3.407.
//!
//! Grade 6 or lower is aimed at (domain catalogue B7; AHRQ Health Literacy Universal Precautions, tool 11).

mod syllables;

#[cfg(test)]
mod tests;

use crate::order;
use syllables::syllables;

/// The grade aimed at: about a quarter of adults in the United States read no harder text with ease.
pub const AIM: u32 = 6;

/// Fewer words than these say nothing: the formulas were made for passages of a hundred.
const WORDS_MIN: usize = 30;

/// Syllables from which a word is worth another look.
const LONG_SYLLABLES: usize = 4;

/// Words named at most.
const NAMED: usize = 5;

/// Letters of a word at most: what is longer was typed with a sleeve, or is a link.
const WORD_LETTERS: usize = 40;

/// A language that a formula is known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// Flesch-Kincaid, for English.
    FleschKincaid,
    /// Crawford, for Spanish.
    Crawford,
}

impl Formula {
    /// The formula for a language, by its tag (`en-US`, `es`); none where none is known.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default();
        match language {
            _ if language.eq_ignore_ascii_case("en") => Some(Self::FleschKincaid),
            _ if language.eq_ignore_ascii_case("es") => Some(Self::Crawford),
            _ => None,
        }
    }

    /// The grade, which may be below the first.
    #[expect(clippy::cast_precision_loss, reason = "nobody writes 2^52 words")]
    fn grade(self, counted: &Counted) -> f64 {
        let words = counted.words as f64;
        let (sentences, syllables) =
            (counted.sentences as f64 / words, counted.syllables as f64 / words);
        match self {
            Self::FleschKincaid => 0.39 / sentences + 11.8 * syllables - 15.59,
            Self::Crawford => -0.205 * sentences * 100.0 + 0.049 * syllables * 100.0 - 3.407,
        }
    }
}

/// How hard a text is to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readability {
    /// In school grades, from 1 to 18.
    pub grade: u32,
    /// Its longest words, the longest first and each once, where it is harder than [`AIM`].
    pub long_words: Vec<String>,
}

#[derive(Debug, Default)]
struct Counted {
    words: usize,
    sentences: usize,
    syllables: usize,
}

/// How hard these texts are together, each of which ends a sentence; none where they are in a language
/// that no formula is known for, or too few words to say.
#[must_use]
pub fn readability<'a>(texts: impl IntoIterator<Item = &'a str>, tag: &str) -> Option<Readability> {
    let formula = Formula::of(tag)?;
    let mut counted = Counted::default();
    let mut long = Vec::new();
    for sentence in texts.into_iter().flat_map(sentences) {
        let mut words = 0;
        for word in words_of(sentence) {
            let parts = syllables(formula, word);
            words += 1;
            counted.syllables += parts;
            if parts >= LONG_SYLLABLES {
                long.push((parts, word.to_lowercase()));
            }
        }
        counted.words += words;
        counted.sentences += usize::from(words > 0);
    }
    if counted.words < WORDS_MIN {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 18")]
    let grade = formula.grade(&counted).round().clamp(1.0, 18.0) as u32;
    let mut long_words = Vec::new();
    if grade > AIM {
        order::by(&mut long, |(parts, _)| -i64::try_from(*parts).unwrap_or(i64::MAX));
        for (_, word) in long {
            if long_words.len() < NAMED && !long_words.contains(&word) {
                long_words.push(word);
            }
        }
    }
    Some(Readability { grade, long_words })
}

/// Sentences end with their marks, and with their line. What stands between the digits of a number or
/// in "p. m." ends none that matters: it would be shorter, never longer.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', '…', ':', ';', '\n'])
}

/// Words: what has a letter in it, without what stands around. Numbers are dialled, not read.
fn words_of(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '–' | '—' | '/'))
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphabetic()))
        .filter(|word| !word.is_empty() && word.chars().count() <= WORD_LETTERS)
}
