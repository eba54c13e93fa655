//! Whether there is anything in a form that somebody would miss.

use serde::Serialize;

/// A draft of any form, as it is kept.
#[must_use]
pub fn to_bytes<D: Serialize>(draft: &D) -> Vec<u8> {
    serde_json::to_vec(draft).expect("a draft has only text keys")
}

/// What a form held when it was drawn.
///
/// A draft is blank as long as it is just as it was begun, and not one moment longer: a day,
/// a tick or an outcome is as much somebody's work as a word. Ids, stamps and what was filled
/// in by itself are the same in both, so nobody has to say which fields count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun(Option<Vec<u8>>);

impl Begun {
    /// The form was empty, but for what was filled in by itself.
    #[must_use]
    pub fn fresh<D: Serialize>(draft: &D) -> Self {
        Self(Some(to_bytes(draft)))
    }

    /// It held what somebody had left: that is theirs, changed or not.
    #[must_use]
    pub const fn left() -> Self {
        Self(None)
    }

    /// Whether a draft, as it would be kept, holds nothing of anybody's.
    #[must_use]
    pub fn is_blank(&self, kept: &[u8]) -> bool {
        self.0.as_deref() == Some(kept)
    }
}
