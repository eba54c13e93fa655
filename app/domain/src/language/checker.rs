//! Looks for what lexicons point at.

use super::{
    Class, Lexicon, Term,
    names::Names,
    pattern::{Pattern, REACH, Sets, set},
    quotes::quoted,
    words::{Begins, Case, Word, words},
};
use crate::order;
use std::ops::Range;

/// Lexicons made ready: built once, asked for each text.
pub struct Checker {
    terms: Vec<Term>,
    patterns: Vec<(Pattern, Use)>,
    /// What patterns begin with, with their places.
    index: Vec<(i64, usize)>,
}

/// What a pattern is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is pointed at, as this term.
    Points(usize),
    /// A harmless use of this term.
    Excepts(usize),
    /// Where it stands in a sentence, this class does not count there.
    Unless(Class),
}

/// One thing that is pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'a> {
    /// Its bytes in the text; always whole characters.
    pub at: Range<usize>,
    /// What is the matter with it.
    pub class: Class,
    /// What could be written instead, best first.
    pub suggestions: &'a [String],
    /// The line of the lexicon it comes from.
    pub term: &'a Term,
}

/// A pattern found in a sentence, by the places of its words.
struct Hit {
    at: Range<usize>,
    usage: Use,
}

impl Checker {
    /// Makes lexicons ready. What cannot be read in them is left out: [`Lexicon::parse`]
    /// has named it.
    #[must_use]
    pub fn new(lexicons: &[Lexicon]) -> Self {
        let mut made = Self { terms: Vec::new(), patterns: Vec::new(), index: Vec::new() };
        for lexicon in lexicons {
            let sets = lexicon.sets.iter().filter_map(|(name, words)| set(name, words).ok());
            let sets: Sets = sets.collect();
            for unless in &lexicon.unless {
                made.add(&unless.words, Use::Unless(unless.class), &sets);
            }
            for term in lexicon.terms.iter().filter(|term| term.enabled) {
                let place = made.terms.len();
                made.add(&term.words, Use::Points(place), &sets);
                made.add(&term.except, Use::Excepts(place), &sets);
                made.terms.push(term.clone());
            }
        }
        order::sort(&mut made.index);
        made
    }

    /// The lexicons that are built in, for an agency that has written none.
    #[must_use]
    pub fn built_in() -> Self {
        Self::new(&["en", "es"].map(Lexicon::built_in))
    }

    fn add(&mut self, words: &[String], usage: Use, sets: &Sets) {
        for pattern in words.iter().filter_map(|words| Pattern::of(words, sets).ok()) {
            let place = self.patterns.len();
            self.index.extend(pattern.first().iter().map(|first| (*first, place)));
            self.patterns.push((pattern, usage));
        }
    }

    /// Everything to point at in a text, in order and apart. What is quoted is
    /// left out, and so are `names`, and words that their capital makes a name.
    /// Takes time in proportion to the text.
    #[must_use]
    pub fn check(&self, text: &str, names: &[&str]) -> Vec<Finding<'_>> {
        let mut words = words(text);
        let mut quotes = quoted(text).into_iter().peekable();
        for word in &mut words {
            while quotes.next_if(|quote| quote.end <= word.at.start).is_some() {}
            word.skip = quotes.peek().is_some_and(|quote| quote.start < word.at.end);
        }
        Names::new(names).mark(text, &mut words);
        let mut explained = Vec::new();
        let mut findings = Vec::new();
        for sentence in words.chunk_by(|_, next| next.begins != Begins::Sentence) {
            for Hit { at, usage } in self.point_at(sentence) {
                let Use::Points(place) = usage else { continue };
                let Some(term) = self.terms.get(place) else { continue };
                let [Some(first), Some(last)] = [at.start, at.end - 1].map(|at| sentence.get(at))
                else {
                    continue;
                };
                let at = first.at.start..last.at.end;
                let written = text.get(at.clone()).unwrap_or_default();
                let is_known = explained.contains(&written);
                if !is_known && term.class == Class::Jargon && is_explained(text, &at) {
                    explained.push(written);
                } else if !is_known {
                    let (class, suggestions) = (term.class, term.suggestions.as_slice());
                    findings.push(Finding { at, class, suggestions, term });
                }
            }
        }
        findings
    }

    /// What is left of all that is found in one sentence: of what overlaps the longest that
    /// begins first, without harmless uses.
    fn point_at(&self, sentence: &[Word]) -> Vec<Hit> {
        let hits = self.hits(sentence);
        let mut left: Vec<Hit> = Vec::new();
        let mut unless: Vec<Class> = Vec::new();
        for class in hits.iter().filter_map(|hit| class_of(hit.usage)) {
            // Each once, or a long sentence would be gone through for each of its words.
            if !unless.contains(&class) {
                unless.push(class);
            }
        }
        for hit in &hits {
            let Use::Points(place) = hit.usage else { continue };
            // Hits stand in order of their first word, and none is longer than REACH.
            let from = hit.at.start.saturating_sub(REACH);
            let near = hits.iter().skip(hits.partition_point(|other| other.at.start < from));
            let is_harmless = near
                .take_while(|other| other.at.start < hit.at.end)
                .any(|other| other.usage == Use::Excepts(place) && other.at.end > hit.at.start);
            if is_harmless || self.terms.get(place).is_none_or(|term| unless.contains(&term.class))
            {
                continue;
            }
            let at = hit.at.clone();
            match left.last_mut() {
                Some(last) if last.at.start == at.start && last.at.end < at.end => {
                    *last = Hit { at, usage: hit.usage };
                }
                Some(last) if at.start < last.at.end => {}
                _ => left.push(Hit { at, usage: hit.usage }),
            }
        }
        left
    }

    fn hits(&self, sentence: &[Word]) -> Vec<Hit> {
        // In a sentence all of capitals they tell nothing.
        let tells = sentence.iter().any(|word| word.case != Case::Capitals && word.at.len() > 1);
        let mut hits = Vec::new();
        for (start, word) in sentence.iter().enumerate() {
            let rest = sentence.get(start..).unwrap_or_default();
            for wanted in [word.number, word.exact] {
                if wanted == word.exact && !tells {
                    continue;
                }
                let from = self.index.partition_point(|(first, _)| *first < wanted);
                let those = self.index.iter().skip(from);
                for (_, place) in those.take_while(|(first, _)| *first == wanted) {
                    let Some((pattern, usage)) = self.patterns.get(*place) else { continue };
                    let strict = matches!(usage, Use::Points(_));
                    if let Some(len) = pattern.len_at(rest, strict) {
                        hits.push(Hit { at: start..start + len, usage: *usage });
                    }
                }
            }
        }
        hits
    }
}

const fn class_of(usage: Use) -> Option<Class> {
    match usage {
        Use::Unless(class) => Some(class),
        _ => None,
    }
}

/// Whether an abbreviation stands in brackets behind its words, or before them:
/// "suicidal ideation (SI)", "SI (suicidal ideation)".
fn is_explained(text: &str, at: &Range<usize>) -> bool {
    let before = text.get(..at.start).unwrap_or_default().trim_end();
    let after = text.get(at.end..).unwrap_or_default().trim_start();
    before.ends_with('(') && after.starts_with(')') || after.starts_with('(')
}
