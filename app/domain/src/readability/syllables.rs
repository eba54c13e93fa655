//! How many syllables a word has: in Spanish by the rules of its spelling, in English about.

use super::Formula;

/// At least one.
pub(super) fn syllables(formula: Formula, word: &str) -> usize {
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    let counted = match formula {
        Formula::FleschKincaid => english(&letters),
        Formula::Crawford => spanish(&letters),
    };
    counted.max(1)
}

/// Groups of vowels, but for an `e` that is not heard; and pairs that are heard as two.
fn english(letters: &[char]) -> usize {
    let is_vowel = |at: usize| match letters.get(at) {
        Some('a' | 'e' | 'i' | 'o' | 'u') => true,
        Some('y') => at > 0,
        Some(letter) => matches!(letter, 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ü'),
        None => false,
    };
    let mut count = 0;
    let mut at = 0;
    while at < letters.len() {
        if is_vowel(at) && !(at > 0 && is_vowel(at - 1)) {
            count += 1;
        } else if is_vowel(at) && at > 0 {
            count += usize::from(is_heard_apart(letters, at));
        }
        at += 1;
    }
    let ends = |with: &str| {
        let with: Vec<char> = with.chars().collect();
        letters.ends_with(&with)
    };
    let before =
        |back: usize| letters.len().checked_sub(back).and_then(|at| letters.get(at)).copied();
    // "settled", "tables": the `l` needs the vowel, unlike that of "called".
    let is_le = |back: usize| {
        let at = letters.len().checked_sub(back + 1);
        before(back) == Some('l')
            && at.is_some_and(|at| !is_vowel(at) && letters.get(at) != Some(&'l'))
    };
    let is_silent = if ends("e") {
        // "like", but not "table", "be", "see".
        let after_vowel = letters.len() >= 2 && is_vowel(letters.len() - 2);
        !after_vowel && !is_le(2)
    } else if ends("ed") {
        // "called", but not "wanted", "needed", "seed".
        letters.len() > 3
            && !matches!(before(3), Some('t' | 'd'))
            && !is_vowel(letters.len() - 3)
            && !is_le(3)
    } else if ends("es") {
        // "likes", but not "places", "boxes", "tables".
        letters.len() > 3
            && !matches!(before(3), Some('s' | 'x' | 'z' | 'c' | 'g' | 'h'))
            && !is_vowel(letters.len() - 3)
            && !is_le(3)
    } else {
        false
    };
    count - usize::from(is_silent && count > 1)
}

/// Whether the vowel here is a syllable of its own after the vowel before it: "di-et", "re-al" no,
/// "cre-ate", "u-su-al", "ra-di-o", "qui-et".
fn is_heard_apart(letters: &[char], at: usize) -> bool {
    let (before, here) = (letters.get(at - 1), letters.get(at));
    let two_back = at.checked_sub(2).and_then(|at| letters.get(at));
    match (before, here) {
        (Some('i'), Some('a' | 'o' | 'u')) => !matches!(two_back, Some('t' | 'c' | 's' | 'g')),
        (Some('i'), Some('e')) => {
            matches!(letters.get(at + 1), Some('t')) && letters.len() == at + 2
        }
        (Some('e'), Some('o')) => two_back != Some(&'p'),
        (Some('u'), Some('a')) => !matches!(two_back, Some('q' | 'g')),
        (Some('e'), Some('a')) => {
            letters.get(at + 1) == Some(&'t') && letters.get(at + 2) == Some(&'e')
        }
        (Some('y'), Some('i')) => true,
        _ => false,
    }
}

/// By the rules of spelling: two strong vowels are two syllables, a weak one goes with its neighbor
/// unless an accent holds them apart; `u` in "que", "gui" is not heard.
fn spanish(letters: &[char]) -> usize {
    let mut count = 0;
    let mut last = None;
    for (at, letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let silent = *letter == 'u'
            && matches!(next, Some('e' | 'i' | 'é' | 'í'))
            && matches!(before, Some('q' | 'g'));
        let sounds = match letter {
            'a' | 'e' | 'o' | 'á' | 'é' | 'ó' => Some(Vowel::Strong),
            'í' | 'ú' => Some(Vowel::Accented),
            'i' | 'u' | 'ü' if !silent => Some(Vowel::Weak),
            // "muy", "y", "hay".
            'y' if next.is_none() => Some(Vowel::Weak),
            _ => None,
        };
        // "ahora" is two vowels around a letter that is not heard: apart when both are strong.
        if *letter == 'h' && last.is_some() {
            continue;
        }
        match (last, sounds) {
            (_, None) => {}
            (None, Some(_))
            | (Some(Vowel::Strong), Some(Vowel::Strong | Vowel::Accented))
            | (Some(Vowel::Accented), Some(_))
            | (Some(Vowel::Weak), Some(Vowel::Accented)) => count += 1,
            // "iu", "ui": one.
            (Some(Vowel::Strong | Vowel::Weak), Some(Vowel::Weak))
            | (Some(Vowel::Weak), Some(Vowel::Strong)) => {}
        }
        last = match (last, sounds) {
            // After "ia" the next strong one is apart.
            (Some(Vowel::Weak), Some(Vowel::Strong)) => Some(Vowel::Strong),
            (_, sounds) => sounds,
        };
    }
    count
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vowel {
    Strong,
    Weak,
    /// A weak one with an accent, which stands alone.
    Accented,
}
