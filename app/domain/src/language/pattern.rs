//! The words of a lexicon as they are looked for.

use super::{
    lexicon::Fault,
    words::{Begins, Word, exact, words},
};

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

/// Lists of words that patterns name with `@`.
pub(super) type Sets = [(String, Vec<String>)];

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
                    for word in set {
                        spell(word, &mut forms)?;
                    }
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

/// Every spelling of one word: `addict(s)` is two, `adict(o/a/os/as)` four. Where it
/// has a capital it is looked for as it is written, otherwise whatever its capitals and marks.
pub(super) fn spell(word: &str, forms: &mut Vec<i64>) -> Result<(), Fault> {
    for spelled in expand(word, 0)? {
        let [one] = <[Word; 1]>::try_from(words(&spelled)).map_err(|_| Fault::Words)?;
        if one.at.len() != spelled.len() || forms.len() == FORMS_MAX {
            return Err(Fault::Words);
        }
        let is_exact = spelled.chars().any(char::is_uppercase);
        forms.push(if is_exact { exact(&spelled) } else { one.number });
    }
    Ok(())
}

/// A text with each of the endings in its brackets.
fn expand(text: &str, within: usize) -> Result<Vec<String>, Fault> {
    let Some((start, rest)) = text.split_once('(') else {
        return if text.contains(')') { Err(Fault::Words) } else { Ok(vec![text.to_owned()]) };
    };
    if within > NESTED_MAX {
        return Err(Fault::Words);
    }
    let mut depth = 1;
    let closes = |c| {
        depth = deeper(depth, c);
        depth == 0
    };
    let end = rest.find(closes).ok_or(Fault::Words)?;
    let (inner, behind) = (rest.get(..end).unwrap_or_default(), rest.get(end + 1..));
    let mut depth = 0;
    let parts = |c| {
        depth = deeper(depth, c);
        depth == 0 && c == '/'
    };
    let mut endings = Vec::new();
    let mut several = false;
    for ending in inner.split(parts) {
        several |= !endings.is_empty();
        endings.extend(expand(ending, within + 1)?);
    }
    // One ending alone may be left off.
    if !several {
        endings.push(String::new());
    }
    let behind = expand(behind.unwrap_or_default(), within)?;
    if endings.len() * behind.len() > FORMS_MAX {
        return Err(Fault::Words);
    }
    let each = |ending: &String| {
        behind.iter().map(|behind| [start, ending, behind].concat()).collect::<Vec<_>>()
    };
    Ok(endings.iter().flat_map(each).collect())
}
