//! The sentence in which something was found.

use super::{Across, Query, begins, fold_letter};
use std::ops::Range;

/// Bytes of a sentence that are shown, at most.
const LONG: usize = 220;
/// Of a sentence that is longer: bytes that are shown before what was found in it.
const BEFORE: usize = 70;

/// A sentence in pieces, in their order: those that are marked were looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Each with whether it is marked.
    pub pieces: Vec<(String, bool)>,
}

impl Excerpt {
    /// Its words, without what says that there are more before and after them.
    #[must_use]
    pub fn words(&self) -> String {
        let all: String = self.pieces.iter().map(|(text, _)| text.as_str()).collect();
        all.trim_matches(['…', ' ']).to_owned()
    }
}

/// The first of the sentences that have most of what is looked for, with that marked as it is
/// written; the first of all where none of them has any.
#[must_use]
pub fn excerpt(text: &str, query: &Query) -> Excerpt {
    let marks = marks(text, query);
    let of = |sentence: &Range<usize>| {
        let mut found: Vec<usize> = Vec::new();
        for (_, which) in marks.iter().filter(|(at, _)| sentence.contains(&at.start)) {
            if !found.contains(which) {
                found.push(*which);
            }
        }
        found.len()
    };
    let mut best = 0..0;
    let mut most = None;
    for sentence in sentences(text) {
        let found = of(&sentence);
        if most.is_none_or(|most| found > most) {
            (best, most) = (sentence, Some(found));
        }
    }
    let inside = marks.into_iter().map(|(at, _)| at).filter(|at| best.contains(&at.start));
    pieces(text, &best, &inside.collect::<Vec<_>>())
}

/// Where in a text something that is looked for stands, and which of it, by where it begins.
fn marks(text: &str, query: &Query) -> Vec<(Range<usize>, usize)> {
    let words = query.words().map(|word| (word.to_owned(), Query::is_across(word)));
    let wanted: Vec<_> = words.chain(query.joined()).collect();
    let Letters { folded, from } = Letters::of(text);
    let folded = folded.as_bytes();
    let mut marks: Vec<(Range<usize>, usize)> = Vec::new();
    for at in 0..folded.len() {
        let rest = folded.get(at..).unwrap_or_default();
        let is_first = at == 0 || folded.get(at - 1) == Some(&b' ');
        if !is_first || rest.first() == Some(&b' ') {
            continue;
        }
        // The longest that begins here.
        let found = wanted.iter().enumerate().filter_map(|(which, (letters, across))| {
            let behind = begins(rest, letters.as_bytes(), Across::for_all(*across))?;
            Some((folded.len() - behind.len(), which))
        });
        let Some((end, which)) = found.max() else { continue };
        let (Some(start), Some(last)) = (from.get(at), from.get(end.saturating_sub(1))) else {
            continue;
        };
        let is_new = marks.last().is_none_or(|(before, _)| before.end <= *start);
        if is_new && end > at {
            marks.push((*start..end_of_letter(text, *last), which));
        }
    }
    marks
}

/// A folded text that knows from which letter each of its bytes came.
struct Letters {
    folded: String,
    from: Vec<usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut from = Vec::with_capacity(text.len());
        for (at, letter) in text.char_indices() {
            fold_letter(letter, &mut folded);
            from.resize(folded.len(), at);
        }
        Self { folded, from }
    }
}

/// Where a letter ends that begins there, with the marks that stand on it.
fn end_of_letter(text: &str, at: usize) -> usize {
    let mut letters = text.get(at..).unwrap_or_default().char_indices();
    letters.next();
    let on_it = |letter: char| {
        let mut folded = String::new();
        fold_letter(letter, &mut folded);
        let is_mark = letter >= '\u{300}' && !('\u{2000}'..='\u{206f}').contains(&letter);
        folded.is_empty() && is_mark
    };
    letters.find(|(_, letter)| !on_it(*letter)).map_or(text.len(), |(behind, _)| at + behind)
}

/// The sentences of a text: each ends with its point, or its line.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, letter) in text.char_indices() {
        if letter == '\n' || ended && letter.is_whitespace() {
            all.push(start..at);
            start = at + letter.len_utf8();
        }
        ended = matches!(letter, '.' | '!' | '?' | '…' | '。')
            || ended && matches!(letter, '"' | '”' | '»' | ')' | '’');
    }
    all.push(start..text.len());
    all.retain(|one| text.get(one.clone()).is_some_and(|words| !words.trim().is_empty()));
    all
}

/// What is shown of a sentence, parted where marks begin and end.
fn pieces(text: &str, sentence: &Range<usize>, marks: &[Range<usize>]) -> Excerpt {
    let first = marks.first().map_or(sentence.start, |mark| mark.start);
    let is_long = sentence.len() > LONG;
    let from = if is_long && first > sentence.start + BEFORE {
        begin_of_word(text, first - BEFORE, first)
    } else {
        sentence.start
    };
    let to = if sentence.end - from > LONG {
        end_of_word(text, from, from + LONG)
    } else {
        sentence.end
    };
    let mut pieces = Vec::new();
    let mut put = |text: &str, marked: bool| {
        if !text.is_empty() {
            pieces.push((text.to_owned(), marked));
        }
    };
    if from > sentence.start {
        put("… ", false);
    }
    let mut at = from;
    for mark in marks.iter().filter(|mark| mark.start >= from && mark.start < to) {
        let end = mark.end.min(to.max(mark.start));
        put(text.get(at..mark.start).unwrap_or_default(), false);
        put(text.get(mark.start..end).unwrap_or_default(), true);
        at = end;
    }
    put(text.get(at..to).unwrap_or_default().trim_end(), false);
    if to < sentence.end {
        put(" …", false);
    }
    Excerpt { pieces }
}

/// Where the first word begins after a place and before another.
fn begin_of_word(text: &str, after: usize, before: usize) -> usize {
    let after = (after..before).find(|at| text.is_char_boundary(*at)).unwrap_or(before);
    let between = text.get(after..before).unwrap_or_default();
    between.find(' ').map_or(after, |space| after + space + 1)
}

/// Where the last word ends before a place and after another.
fn end_of_word(text: &str, after: usize, before: usize) -> usize {
    let before = (after..=before).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(after);
    let between = text.get(after..before).unwrap_or_default();
    between.rfind(' ').filter(|space| *space > 0).map_or(before, |space| after + space)
}
