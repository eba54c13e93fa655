//! How much fits: the one rule of length, for every field of every kind.
//!
//! A field has room for far more than anybody writes by hand, so what does not
//! fit was pasted. It is kept as a draft, and its field says by how much it is
//! too long; whoever wrote it shortens or splits it, nothing does so for them.

use crate::document::CellName;

/// Longest text in a field of one line, such as a name, a place or a number, in
/// bytes of UTF-8.
pub const LINE_MAX_BYTES: usize = 1_000;
/// Fewest characters of a password.
pub const PASSWORD_MIN_CHARS: usize = 12;
/// Longest password that is looked at, in bytes of UTF-8.
pub const PASSWORD_MAX_BYTES: usize = 1_024;
/// Longest text in any other field, in bytes of UTF-8. The server takes no field
/// that is longer, and lines up to this, which older apps let through.
pub const FIELD_MAX_BYTES: usize = 64 * 1024;
/// Longest name, number or language in the agency's content, in bytes of UTF-8: it
/// stands on every lock screen.
pub const CONTENT_LINE_MAX_BYTES: usize = 200;
/// Longest definition, step or hint in it, in bytes of UTF-8.
pub const CONTENT_TEXT_MAX_BYTES: usize = 4_000;
/// All of one operation as JSON. Sealed and in base64 it is a third longer, and
/// still goes into a push of its own (`PUSH_MAX_BYTES`).
pub const OPERATION_MAX_BYTES: usize = 640 * 1024;

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Field {
    Name,
    LegalName,
    Alias,
    Pronouns,
    Place,
    WithWhom,
    Purpose,
    SeenHeard,
    Quote,
    Impression,
    WhatIDid,
    WhatClientDid,
    Response,
    NextStep,
    NextStepDue,
    Ends,
    CommunicationNeeds,
    AddendumText,
    Reason,
    Relation,
    Tel,
    Sms,
    Note,
    WhyNobodyWent,
    WhatHappened,
    TookPart,
    StepNote,
    HandedTo,
    /// Calls and texts of a response; by how many there are too many.
    Reached,
    PlanLine,
    Obstacles,
    DirectiveWhere,
    DirectiveAgent,
    AlertText,
    /// A cell of a document that is made of its cells alone.
    Cell(CellName),
    /// The lines of all lists.
    Lines,
    /// All of them together.
    Whole,
}

impl Field {
    /// Bytes that fit.
    #[must_use]
    pub const fn max(self) -> usize {
        match self {
            Self::Name
            | Self::LegalName
            | Self::Alias
            | Self::Pronouns
            | Self::Place
            | Self::WithWhom
            | Self::Relation
            | Self::Tel
            | Self::Sms
            | Self::HandedTo
            | Self::DirectiveAgent => LINE_MAX_BYTES,
            Self::Whole => OPERATION_MAX_BYTES,
            _ => FIELD_MAX_BYTES,
        }
    }
}

/// By how many characters a text is too long for `max` bytes; space around it is
/// not kept, and does not count.
#[must_use]
pub fn over(text: &str, max: usize) -> usize {
    let text = text.trim();
    let mut fits = max.min(text.len());
    while !text.is_char_boundary(fits) {
        fits -= 1;
    }
    text.get(fits..).map_or(0, |rest| rest.chars().count())
}

/// The server takes these: no form lets more through, and older apps let lines be
/// as long as any text.
pub fn all_fit<'a>(texts: impl IntoIterator<Item = &'a String>) -> bool {
    texts.into_iter().all(|text| fits(text))
}

/// The same, of one text.
#[must_use]
pub const fn fits(text: &str) -> bool {
    text.len() <= FIELD_MAX_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Moment,
        contact::{ContactDraft, Kind},
        id::{ClientId, ContactId, OperationId, TaskId},
        operation::{Operation, Payload},
        wire::v1::PUSH_MAX_BYTES,
    };
    use proptest::prelude::*;

    #[test]
    fn what_is_too_long_is_counted_in_characters() {
        assert_eq!(over("abc", 3), 0);
        assert_eq!(over("abcde", 3), 2);
        assert_eq!(over("  abc\n ", 3), 0, "space around it is not kept");
        assert_eq!(over("ábc", 3), 1, "two bytes and one");
        assert_eq!(over("áá", 3), 1, "half a letter does not fit");
        assert_eq!(over("🏠🏠🏠", 4), 2);
        assert_eq!(over("", 0), 0);
    }

    proptest! {
        /// Whoever takes off as many characters as they are told is done.
        #[test]
        fn without_those_characters_it_fits(text in "\\PC{0,60}", max in 0..80_usize) {
            let by = over(&text, max);
            let count = text.trim().chars().count();
            let rest: String = text.trim().chars().take(count - by).collect();
            prop_assert!(rest.len() <= max, "{rest}");
            prop_assert_eq!(over(&rest, max), 0);
        }

        /// The dearest letters there are, in as many fields as one likes.
        #[test]
        fn whatever_can_be_signed_fits_into_a_push_of_its_own(
            letter in prop::sample::select(vec!['x', '\n', '"', '\u{1}', 'é', '🏠']),
            kilobytes in prop::collection::vec(0..64_usize, 0..30),
        ) {
            let now = Moment::new(1_763_700_000_000, -300);
            let (client, contact, task) = ([1; 16], [2; 16], [3; 16]);
            let mut draft = ContactDraft::begin(
                ClientId::from_bytes(client), ContactId::from_bytes(contact), TaskId::from_bytes(task), now,
            );
            draft.choose(Kind::NoAnswer);
            let text = |kilobytes: &usize| letter.to_string().repeat(kilobytes * 1024 / letter.len_utf8());
            draft.quotes = kilobytes.iter().map(text).collect();
            if let Ok(signed) = draft.sign(now) {
                let operation = Operation::new(
                    OperationId::from_bytes([4; 16]), u64::MAX, now, Payload::ContactSigned(signed),
                );
                // As the outbox reckons: the seal, base64, and a body around it.
                let sealed = operation.to_bytes().len() + 64;
                prop_assert!(sealed * 4 / 3 + 256 <= PUSH_MAX_BYTES, "{sealed}");
            }
        }
    }
}
