//! A draft without words, told by what was set in it. Belongs to the chunk `log`.

use super::{
    contact_line::{addendum_kind, attempt, mode, with},
    dates,
};
use crate::{store::Wordless, words::Words};
use domain::{Moment, contact::ContactDraft, wire::v1::With};

/// "No answer · November 18, 2:30 PM · Sailors' Rest".
#[must_use]
pub fn told(w: &Words, draft: Wordless<'_>, now: Moment) -> String {
    match draft {
        Wordless::Contact(draft) => contact(w, draft, now),
        Wordless::Addendum(kind) => addendum_kind(w, kind).to_owned(),
    }
}

fn contact(w: &Words, draft: &ContactDraft, now: Moment) -> String {
    let what = attempt(w, draft.outcome).unwrap_or_else(|| mode(w, draft.mode));
    let whom = (draft.with != With::Client).then(|| with(w, draft.with));
    let when = draft.occurred_start.or(draft.occurred_end);
    let when = when.map(|at| dates::day_time(w, at, now));
    let place = Some(draft.place.trim()).filter(|place| !place.is_empty());
    let parts = [Some(what), whom, when.as_deref(), place];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;
    use domain::{
        contact::Kind,
        id::{ClientId, ContactId, TaskId},
        wire::v1::AddendumKind,
    };

    fn draft(at: Moment) -> ContactDraft {
        let ids = (ContactId::from_bytes([2; 16]), TaskId::from_bytes([3; 16]));
        let mut draft = ContactDraft::begin(ClientId::from_bytes([1; 16]), ids.0, ids.1, at);
        draft.place = "Sailors' Rest ".into();
        draft
    }

    #[test]
    fn an_attempt_without_a_word_is_known_by_what_was_set() {
        // Tuesday the 18th of November 2025, 14:30; and the Friday after.
        let at = Moment::new(1_763_494_200_000, -300);
        let now = at.plus_ms(3 * 86_400_000);
        let mut attempt = draft(at);
        attempt.choose(Kind::NoAnswer);
        let in_each = |draft: Wordless<'_>| {
            [Language::English, Language::Spanish]
                .map(|language| told(language.words(), draft, now))
        };
        assert_eq!(
            in_each(Wordless::Contact(&attempt)),
            [
                "No answer · November 18, 2:30 PM · Sailors' Rest",
                "Sin respuesta · 18 de noviembre, 2:30\u{a0}p.\u{a0}m. · Sailors' Rest"
            ]
        );
        attempt.choose(Kind::OtherPerson);
        attempt.place.clear();
        let [english, spanish] = in_each(Wordless::Contact(&attempt));
        assert!(english.contains("November 18, 2:30 PM") && english.contains(" · "), "{english}");
        assert_ne!(english, spanish);
        (attempt.occurred_start, attempt.occurred_end) = (None, None);
        assert!(!in_each(Wordless::Contact(&attempt))[0].ends_with("· "));
        for words in in_each(Wordless::Addendum(AddendumKind::Correction)) {
            assert!(!words.is_empty());
        }
    }
}
