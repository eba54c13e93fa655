//! Names are nobody's label: those that the app knows, and those that a capital gives away.

use super::words::{Begins, Case, Word, numbers, words};
use crate::{order, search};

/// Written with a capital by many, and no name.
const NO_NAMES: [i64; 12] = numbers([
    "client",
    "clients",
    "patient",
    "patients",
    "pt",
    "cm",
    "cliente",
    "clientes",
    "clienta",
    "paciente",
    "pacientes",
    "i",
]);

/// Behind which one capital alone, as in "she is Bipolar", makes no name.
const BEFORE_NO_NAME: [i64; 38] = numbers([
    "a", "an", "the", "is", "was", "are", "were", "be", "been", "being", "very", "so", "too", "as",
    "known", "el", "la", "los", "las", "un", "una", "es", "era", "fue", "ser", "esta", "estaba",
    "son", "muy", "tan", "como", "por", "seems", "appears", "appeared", "parece", "and", "or",
]);

/// The names around one note, ready to be found in it.
pub(super) struct Names {
    all: Vec<Vec<i64>>,
    /// Each word of each of them, with the place of its name.
    index: Vec<(i64, usize)>,
}

impl Names {
    pub(super) fn new(names: &[&str]) -> Self {
        let numbers = |name: &&str| words(name).iter().map(|word| word.number).collect();
        let all: Vec<Vec<i64>> = names.iter().map(numbers).collect();
        let mut index = Vec::new();
        for (place, name) in all.iter().enumerate() {
            index.extend(name.iter().map(|number| (*number, place)));
        }
        order::sort(&mut index);
        index.dedup();
        Self { all, index }
    }

    /// Marks every word that is one, or part of one. The whole name counts however
    /// it is written; a single word of it, such as the last name, with a capital.
    pub(super) fn mark(&self, text: &str, found: &mut [Word]) {
        for at in 0..found.len() {
            let Some(word) = found.get(at) else { return };
            let from = self.index.partition_point(|(number, _)| *number < word.number);
            let those = self.index.iter().skip(from);
            let mut len = 0;
            let mut is_part = false;
            for (_, place) in those.take_while(|(number, _)| *number == word.number) {
                let name = self.all.get(*place).map_or(&[][..], Vec::as_slice);
                let begins = found.get(at..).is_some_and(|rest| {
                    rest.len() >= name.len()
                        && rest.iter().zip(name).all(|(word, number)| word.number == *number)
                });
                if begins {
                    len = len.max(name.len());
                }
                // "La" or "de" of a name is a word of the language as well.
                is_part |= word.case != Case::Small && search::fold(text_of(text, word)).len() > 2;
            }
            let len = len.max(usize::from(is_part || is_name(found, at)));
            for word in found.iter_mut().skip(at).take(len) {
                word.skip = true;
            }
        }
    }
}

fn text_of<'a>(text: &'a str, word: &Word) -> &'a str {
    text.get(word.at.clone()).unwrap_or_default()
}

/// Whether the capital of a word may be that of a name: not one that begins a
/// sentence or only stresses the word, unless another name stands beside it.
fn is_name(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at).filter(|word| looks_like_a_name(word)) else { return false };
    let next = words.get(at + 1);
    if next.is_some_and(|next| next.begins == Begins::Near && looks_like_a_name(next)) {
        return true;
    }
    if matches!(word.begins, Begins::Sentence | Begins::Part) {
        return false;
    }
    let Some(before) = at.checked_sub(1).and_then(|before| words.get(before)) else { return false };
    // "El Loco" in the middle of a sentence is what somebody is called.
    let is_beside = word.begins == Begins::Near
        && (looks_like_a_name(before)
            || before.case == Case::Title
                && before.begins != Begins::Sentence
                && !NO_NAMES.contains(&before.number));
    is_beside || !BEFORE_NO_NAME.contains(&before.number)
}

fn looks_like_a_name(word: &Word) -> bool {
    word.case == Case::Title
        && !NO_NAMES.contains(&word.number)
        && !BEFORE_NO_NAME.contains(&word.number)
}
