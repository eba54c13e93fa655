//! The words an agency wants pointed at, as dated content that an administrator edits.

use super::{
    Class,
    pattern::{Pattern, Sets, set},
};
use crate::{day, length::CONTENT_TEXT_MAX_BYTES};
use chrono::NaiveDate;

/// Lines of a lexicon at most: several times what is built in.
const LINES_MAX: usize = 1_000;

/// What is looked for in one language, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    /// Of its words, as BCP 47: `en`, `es`.
    pub language: String,
    /// The day it took effect.
    pub effective: NaiveDate,
    /// Lists of words that others name by `@name`.
    pub sets: Vec<(String, Vec<String>)>,
    /// What speaks against a class in a whole sentence.
    pub unless: Vec<Unless>,
    /// What is pointed at.
    pub terms: Vec<Term>,
}

/// Patterns that, anywhere in a sentence, say that a class does not apply to it:
/// "according to the landlord" tells whose impression it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unless {
    /// Which class.
    pub class: Class,
    /// Any of these.
    pub words: Vec<String>,
}

/// One thing that is pointed at, in all its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What is the matter with it.
    pub class: Class,
    /// Patterns: any of these.
    pub words: Vec<String>,
    /// What could be written instead, best first.
    pub suggestions: Vec<String>,
    /// Who says so: a letter of B8, or the agency's own words.
    pub source: String,
    /// Patterns of harmless uses: where one of them overlaps, nothing is said.
    pub except: Vec<String>,
    /// Looked for at present.
    pub enabled: bool,
}

/// A line of a lexicon that cannot be read, counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LexiconProblem {
    /// Which.
    pub line: usize,
    /// What is the matter with it.
    pub fault: Fault,
}

/// What keeps a line of a lexicon from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The first line does not say `lexicon`, a language and a day.
    Header,
    /// It begins with no class, `set` or `unless`.
    Class,
    /// It has fewer or more columns than such a line has.
    Columns,
    /// A pattern is empty, too long, or has a bracket that is not closed.
    Words,
    /// A pattern names a list that no line above it has.
    Set,
    /// It suggests nothing.
    Suggestion,
    /// It is too long.
    TooLong,
    /// More lines than fit.
    TooManyLines,
}

impl Lexicon {
    /// What is built in for a language, from the table of B8; English where there is none.
    #[must_use]
    pub fn built_in(language: &str) -> Self {
        let text = if language == "es" { include_str!("es.txt") } else { include_str!("en.txt") };
        Self::read(text)
    }

    /// Reads the text form of what was [parsed](Self::parse) without a problem when it
    /// was saved: the same in a fraction of the time. What cannot be read is left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::read_lines(text, None)
    }

    /// Reads the text form: all that can be read, and a problem for each line that
    /// cannot. A line is one of these; `;` parts what there are several of, and
    /// empty lines and those that begin with `#` say nothing.
    ///
    /// ```text
    /// lexicon en 2026-11-29
    /// set person | client(s); m(an/en); wom(an/en)
    /// unless impression | according to; (say/says/said)
    /// label | the homeless; homeless @person | person without housing | g | the homeless shelter
    /// off doubt | admit(s/ted); den(y/ies/ied) | says; says … did not | g
    /// ```
    ///
    /// The columns of a term are class, patterns, suggestions, source, harmless
    /// uses. In a pattern `word(s)` is a word with or without an ending, `(a/b)`
    /// one of several, `(/a/b)` one of them or none, `...` up to four words, `@name` a word
    /// of a list. Capitals and accents do not count, unless the pattern has a capital
    /// itself: `SI` is not "si".
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<LexiconProblem>) {
        let mut problems = Vec::new();
        (Self::read_lines(text, Some(&mut problems)), problems)
    }

    fn read_lines(text: &str, mut problems: Option<&mut Vec<LexiconProblem>>) -> Self {
        let mut lexicon = Self {
            language: String::new(),
            effective: NaiveDate::MIN,
            sets: Vec::new(),
            unless: Vec::new(),
            terms: Vec::new(),
        };
        let mut sets = Sets::new();
        let mut said = 0;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            said += 1;
            let result = match said {
                _ if said > LINES_MAX => Err(Fault::TooManyLines),
                _ if line.len() > CONTENT_TEXT_MAX_BYTES => Err(Fault::TooLong),
                1 => lexicon.read_header(line),
                _ => lexicon.read_line(line, problems.is_some().then_some(&mut sets)),
            };
            if let (Err(fault), Some(problems)) = (result, &mut problems) {
                problems.push(LexiconProblem { line: at + 1, fault });
            }
            if said > LINES_MAX {
                break;
            }
        }
        if let (0, Some(problems)) = (said, problems) {
            problems.push(LexiconProblem { line: 1, fault: Fault::Header });
        }
        lexicon
    }

    fn read_header(&mut self, line: &str) -> Result<(), Fault> {
        let mut words = line.split_whitespace();
        let [Some("lexicon"), Some(language), Some(from), None] =
            [words.next(), words.next(), words.next(), words.next()]
        else {
            return Err(Fault::Header);
        };
        self.effective = day::read(from).ok_or(Fault::Header)?;
        language.clone_into(&mut self.language);
        Ok(())
    }

    /// Reads one line, and its patterns too if there are `sets` to read them with.
    fn read_line(&mut self, line: &str, sets: Option<&mut Sets>) -> Result<(), Fault> {
        let mut columns = line.split('|').map(str::trim);
        let head = columns.next().unwrap_or_default();
        let [words, suggestions, source, except] = [(); 4].map(|()| columns.next());
        if columns.next().is_some() {
            return Err(Fault::Columns);
        }
        let words = list(words.ok_or(Fault::Columns)?);
        if words.is_empty() {
            return Err(Fault::Words);
        }
        if let Some(name) = head.strip_prefix("set ") {
            if suggestions.is_some() {
                return Err(Fault::Columns);
            }
            if let Some(sets) = sets {
                sets.push(set(name.trim(), &words)?);
            }
            self.sets.push((name.trim().to_owned(), words));
        } else if let Some(class) = head.strip_prefix("unless ") {
            if suggestions.is_some() {
                return Err(Fault::Columns);
            }
            let class = Class::of(class.trim()).ok_or(Fault::Class)?;
            can_be_read(&words, sets.as_deref())?;
            self.unless.push(Unless { class, words });
        } else {
            let class = head.strip_prefix("off ");
            let term = Term {
                class: Class::of(class.unwrap_or(head).trim()).ok_or(Fault::Class)?,
                words,
                suggestions: list(suggestions.ok_or(Fault::Columns)?),
                source: source.unwrap_or_default().to_owned(),
                except: list(except.unwrap_or_default()),
                enabled: class.is_none(),
            };
            if term.suggestions.is_empty() {
                return Err(Fault::Suggestion);
            }
            can_be_read(&term.words, sets.as_deref())?;
            can_be_read(&term.except, sets.as_deref())?;
            self.terms.push(term);
        }
        Ok(())
    }

    /// The text form, of which [`Self::parse`] makes the same again. What it read of
    /// comments and empty lines is gone; lists come first, then what speaks against a class.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text =
            ["lexicon ", &self.language, " ", &self.effective.to_string(), "\n"].concat();
        for (name, words) in &self.sets {
            text.push_str(&["set ", name, " | ", &words.join("; "), "\n"].concat());
        }
        for Unless { class, words } in &self.unless {
            text.push_str(&["unless ", class.word(), " | ", &words.join("; "), "\n"].concat());
        }
        for term in &self.terms {
            let off = if term.enabled { "" } else { "off " };
            let columns = [
                &[off, term.class.word()].concat(),
                &term.words.join("; "),
                &term.suggestions.join("; "),
                &term.source,
                &term.except.join("; "),
            ];
            text.push_str(columns.map(String::as_str).join(" | ").trim_end_matches([' ', '|']));
            text.push('\n');
        }
        text
    }
}

fn can_be_read(words: &[String], sets: Option<&Sets>) -> Result<(), Fault> {
    let Some(sets) = sets else { return Ok(()) };
    words.iter().try_for_each(|words| Pattern::of(words, sets).map(|_| ()))
}

fn list(column: &str) -> Vec<String> {
    let parts = column.split(';').map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
