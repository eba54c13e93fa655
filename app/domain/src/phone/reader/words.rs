//! Words and signs that count beside a number.

use super::super::letters::is_letter;

/// Words that count, without marks on their letters, by what they say.
const WORDS: [(&str, u32); 13] = [
    (
        "p w press dial option opt key select choose enter push hit oprima oprime presione \
         presiona pulse pulsa marque marca opcion opc tecla",
        PAUSE,
    ),
    ("then luego despues", PAUSE | THEN),
    ("ext extn extension x anexo interno int code pin codigo", PAUSE | WITHIN),
    ("or o ou", OR),
    ("and y e", AND),
    (
        "text texts texting txt sms send texto textos mensaje mensajes envia envie enviar mande \
         manda textee textea texte",
        TEXT,
    ),
    ("call calls v voice phone tel telephone telefono llame llama llamar llamada llamadas", CALL),
    ("tty tdd relay ttd", TTY),
    ("fax facsimile telefax efax fx", FAX),
    ("no not dont cant cannot wont doesnt never nor neither sin nunca ni", NO),
    ("only solo solamente", ONLY),
    ("to al a", TO),
    (
        "star pound hash asterisco numeral zero one two three four five six seven eight nine ten \
         eleven twelve cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
        KEY,
    ),
];

/// What a word says; none for one of no meaning.
pub(super) fn known(word: &str) -> Option<u32> {
    WORDS.iter().find(|(words, _)| is_of(word, words)).map(|(_, kind)| *kind)
}

// What stood since the last digit, and which words were said at all.
pub(super) const PAUSE: u32 = 1;
pub(super) const OR: u32 = 2;
pub(super) const AND: u32 = 4;
pub(super) const TEXT: u32 = 8;
pub(super) const CALL: u32 = 16;
pub(super) const TTY: u32 = 32;
pub(super) const FAX: u32 = 64;
pub(super) const NO: u32 = 128;
pub(super) const ONLY: u32 = 256;
pub(super) const TO: u32 = 512;
pub(super) const WORD: u32 = 1_024;
pub(super) const SPACE: u32 = 2_048;
pub(super) const SIGN: u32 = 4_096;
pub(super) const COMMA: u32 = 8_192;
pub(super) const SLASH: u32 = 16_384;
pub(super) const HASH: u32 = 32_768;
pub(super) const KEY: u32 = 65_536;
/// A number within a house, and none by itself.
pub(super) const WITHIN: u32 = 131_072;
/// What follows comes after what was said.
pub(super) const THEN: u32 = 262_144;
pub(super) const WHAT_FOR: u32 = TEXT | CALL | TTY | FAX;

/// Of streets and of rooms: the number beside them is theirs.
const STREETS: &str = "street st ave avenue road rd blvd boulevard lane ln calle avenida way drive \
                       dr court ct place pl highway hwy parkway pkwy circle terrace square";
const ROOMS: &str = "room rm apt apartment unit suite ste bed box floor apto cuarto cama piso";

/// What says that a key is pressed before the number, and no link presses it there.
pub(super) const FIRST: &str = "first before beforehand prior primero antes previamente";
/// Whoever leaves a message speaks.
pub(super) const LEAVE: &str = "leave leaving deje deja dejar dejen";

/// Whether a word is one of a list, in capitals or not.
pub(super) fn is_of(word: &str, list: &str) -> bool {
    list.split(' ').any(|known| known.eq_ignore_ascii_case(word))
}

pub(super) fn is_street(word: &str) -> bool {
    is_of(word, STREETS)
}

pub(super) fn is_room(word: &str) -> bool {
    is_of(word, ROOMS)
}

/// How long "24/7" or "24 hours" is, where a text begins with it: when somebody answers, not whom to call.
pub(super) fn round_the_clock(text: &str) -> Option<usize> {
    let after = text.strip_prefix("24")?;
    let word = after.trim_start_matches([' ', '-']);
    let length = word.find(|c| !is_letter(c)).unwrap_or(word.len());
    let said = word.get(..length).unwrap_or_default();
    let hours = is_of(said, "h hr hrs hour hours hora horas");
    match after {
        _ if after.starts_with("/7") => Some(4),
        _ if hours => Some(text.len() - word.len() + length),
        _ => None,
    }
}
