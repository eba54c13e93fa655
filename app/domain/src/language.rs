//! The advisory language check of notes (domain catalogue B8, CN6, CN7).
//!
//! It points at words that label, judge, mock or abbreviate, and at impressions
//! among facts, says which kind of word it is and what could be written instead.
//! It never changes a text, never keeps one from being signed, and learns
//! nothing: every finding is a line of a [`Lexicon`] that an agency can read,
//! switch off and add to.
//!
//! How a form uses it:
//!
//! - Make one [`Checker`] in a quiet moment and keep it (it takes some milliseconds):
//!   [`Checker::built_in`], or [`Checker::new`] of an agency's own [`Lexicon`]s. All languages are checked
//!   at once, because notes mix them.
//! - `checker.check(text, &names)` for each field, after a pause in typing. `names`
//!   are the people and places the app knows around this note: they are nobody's label.
//!   The client's stored quotes are not checked at all.
//! - A [`Finding`] has the bytes of the text it is about (`&text[finding.at]`), its
//!   [`Class`], by which the screen explains it ([`Class::word`] is the key of the
//!   words to say), and `suggestions`, in the language of the note.
//! - In the field for impressions leave out [`Class::Impression`]: there they belong.
//! - Nothing about a finding is kept or sent: nobody is counted (B8).
//!
//! Agency content: [`Lexicon::parse`] reads the plain text form and names every line
//! that it cannot read, [`Lexicon::read`] reads what was saved without a problem, and
//! [`Lexicon::to_text`] writes it. The form is described at the first.
//!
//! How well it does: `tests/language/README.md`.

mod checker;
mod lexicon;
mod names;
mod pattern;
mod quotes;
mod words;

#[cfg(test)]
mod tests;

pub use checker::{Checker, Finding};
pub use lexicon::{Fault, Lexicon, LexiconProblem, Term, Unless};

/// What is the matter with a word; it decides what the screen says about it (B8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A diagnosis, a habit or a lack made into the whole person.
    Label,
    /// Words about substance use and tests that carry blame.
    Substance,
    /// A judgement about the person, where a description would serve.
    Judgement,
    /// Words about suicide that judge, or hide what happened.
    Suicide,
    /// Words that let the reader doubt what the client says.
    Doubt,
    /// Words that make the person a possession or a number.
    Power,
    /// Abbreviations that the client, and often the auditor, cannot read.
    Jargon,
    /// Mockery and hostility (seed 004:96; not in the table of B8).
    Sarcasm,
    /// What the writer makes of it, among what was seen and heard (CN7).
    Impression,
}

impl Class {
    /// All of them, in the order of B8.
    pub const ALL: [Self; 9] = [
        Self::Label,
        Self::Substance,
        Self::Judgement,
        Self::Suicide,
        Self::Doubt,
        Self::Power,
        Self::Jargon,
        Self::Sarcasm,
        Self::Impression,
    ];

    /// As it is spelled in a lexicon, and the key of its explanation.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Substance => "substance",
            Self::Judgement => "judgement",
            Self::Suicide => "suicide",
            Self::Doubt => "doubt",
            Self::Power => "power",
            Self::Jargon => "jargon",
            Self::Sarcasm => "sarcasm",
            Self::Impression => "impression",
        }
    }

    /// The class of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }
}
