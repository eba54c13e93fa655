//! The words of a lexicon as they are looked for.

use super::{
    lexicon::Fault,
    words::{Begins, EXACT, NUMBER, Word, is_silent, more},
};
use crate::search;

/// Words that `...` stands for at most.
const GAP: usize = 4;
/// Words of a pattern, and spellings of one of them, at most; gaps in one.
const WORDS_MAX: usize = 10;
const FORMS_MAX: usize = 200;
const GAPS_MAX: usize = 2;
/// Brackets within brackets, at most.
const NESTED_MAX: usize = 3;
/// From the first word of a pattern to its last there are never more than this.
pub(super) const REACH: usize = WORDS_MAX + GAP * GAPS_MAX;

/// Lists of words that patterns name with `@`, each word in all its spellings.
pub(super) type Sets = Vec<(String, Vec<i64>)>;

/// One or more words, each in one of its forms.
pub(super) struct Pattern {
    parts: Vec<Part>,
}

struct Part {
    /// Up to [`GAP`] other words may stand before it.
    gap: bool,
    forms: Vec<i64>,
}

impl Pattern {
    /// Reads a pattern as [`super::Lexicon::parse`] describes it.
    pub(super) fn of(text: &str, sets: &Sets) -> Result<Self, Fault> {
        let mut parts: Vec<Part> = Vec::new();
        let mut gap = false;
        for piece in text.split_whitespace() {
            if piece == "..." {
                if gap || parts.is_empty() {
                    return Err(Fault::Words);
                }
                gap = true;
                continue;
            }
            for word in apart(piece) {
                let mut forms = Vec::new();
                if let Some(name) = word.strip_prefix('@') {
                    let (_, set) =
                        sets.iter().find(|(called, _)| called == name).ok_or(Fault::Set)?;
                    forms.clone_from(set);
                } else {
                    spell(word, &mut forms)?;
                }
                parts.push(Part { gap, forms });
                gap = false;
            }
        }
        let gaps = parts.iter().filter(|part| part.gap).count();
        if gap || parts.is_empty() || parts.len() > WORDS_MAX || gaps > GAPS_MAX {
            return Err(Fault::Words);
        }
        Ok(Self { parts })
    }

    /// What it may begin with.
    pub(super) fn first(&self) -> &[i64] {
        self.parts.first().map_or(&[], |part| part.forms.as_slice())
    }

    /// Where it ends if it begins at the first of these words. Nothing that is
    /// skipped is part of it if it is `strict`.
    pub(super) fn len_at(&self, words: &[Word], strict: bool) -> Option<usize> {
        len(&self.parts, words, strict)
    }
}

fn len(parts: &[Part], words: &[Word], strict: bool) -> Option<usize> {
    let Some((part, others)) = parts.split_first() else { return Some(0) };
    for before in 0..=if part.gap { GAP } else { 0 } {
        let word = words.get(before)?;
        let fits = |form: &i64| *form == word.number || *form == word.exact;
        if strict && word.skip {
            return None;
        }
        if part.forms.iter().any(fits) {
            let rest = words.get(before + 1..).unwrap_or_default();
            let follows = rest.first().is_none_or(|next| next.begins == Begins::Near);
            if others.is_empty() {
                return Some(before + 1);
            }
            if follows && let Some(len) = len(others, rest, strict) {
                return Some(before + 1 + len);
            }
        }
        // What stands in the gap belongs together as well.
        if words.get(before + 1).is_some_and(|next| next.begins != Begins::Near) {
            return None;
        }
    }
    None
}

/// A piece of a pattern as words: `non-compliant` is two, the slashes of `(a/b)` part none.
fn apart(piece: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    piece.split(move |c| {
        depth = deeper(depth, c);
        depth == 0 && matches!(c, '-' | '/')
    })
}

const fn deeper(depth: usize, c: char) -> usize {
    match c {
        '(' => depth + 1,
        ')' => depth.saturating_sub(1),
        _ => depth,
    }
}

/// A list of words, ready to be named.
pub(super) fn set(name: &str, words: &[String]) -> Result<(String, Vec<i64>), Fault> {
    let mut forms = Vec::new();
    words.iter().try_for_each(|word| spell(word, &mut forms))?;
    Ok((name.to_owned(), forms))
}

/// Every spelling of one word: `addict(s)` is two, `adict(o/a/os/as)` four. Where it
/// has a capital it is looked for as it is written, otherwise whatever its capitals and marks.
fn spell(word: &str, forms: &mut Vec<i64>) -> Result<(), Fault> {
    for Spelled { folded, exact, is_exact, is_empty } in expand(word, &[Spelled::NOTHING], 0)? {
        if is_empty || forms.len() == FORMS_MAX {
            return Err(Fault::Words);
        }
        forms.push(if is_exact { exact } else { folded });
    }
    Ok(())
}

/// The beginning of a word, as the numbers it will be compared by: no text is put
/// together for any of the thousands of spellings of a lexicon.
#[derive(Clone, Copy)]
struct Spelled {
    folded: i64,
    exact: i64,
    is_exact: bool,
    is_empty: bool,
}

impl Spelled {
    const NOTHING: Self = Self { folded: NUMBER, exact: EXACT, is_exact: false, is_empty: true };
}

/// Each beginning with what a text adds to it, and with each of the endings in its brackets.
fn expand(text: &str, begun: &[Spelled], within: usize) -> Result<Vec<Spelled>, Fault> {
    let mut spelled = begun.to_vec();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (plain, bracket) = match text.split_once('(') {
            Some((plain, bracket)) => (plain, Some(bracket)),
            None => (text, None),
        };
        if !plain.chars().all(|c| c.is_alphanumeric() || is_silent(c)) {
            return Err(Fault::Words);
        }
        let folded = search::fold(plain);
        for one in &mut spelled {
            one.folded = more(one.folded, &folded);
            one.exact = more(one.exact, plain);
            one.is_exact |= plain.chars().any(char::is_uppercase);
            one.is_empty &= folded.is_empty();
        }
        rest = None;
        if let Some(bracket) = bracket {
            let (inner, behind) =
                close(bracket).filter(|_| within < NESTED_MAX).ok_or(Fault::Words)?;
            spelled = endings(inner, &spelled, within)?;
            rest = Some(behind);
        }
    }
    Ok(spelled)
}

/// What stands in a bracket that is open, and what stands behind it.
fn close(bracket: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    let end = bracket.find(|c| {
        depth = deeper(depth, c);
        depth == 0
    })?;
    Some((bracket.get(..end)?, bracket.get(end + 1..)?))
}

fn endings(inner: &str, begun: &[Spelled], within: usize) -> Result<Vec<Spelled>, Fault> {
    let mut depth = 0;
    let mut several = 0;
    let mut spelled = Vec::new();
    for ending in inner.split(|c| {
        depth = deeper(depth, c);
        depth == 0 && c == '/'
    }) {
        several += 1;
        spelled.extend(expand(ending, begun, within + 1)?);
        if spelled.len() > FORMS_MAX {
            return Err(Fault::Words);
        }
    }
    // One ending alone may be left off.
    if several == 1 {
        spelled.extend_from_slice(begun);
    }
    Ok(spelled)
}
