//! Words added to a signed contact, which itself never changes.

use crate::{
    Moment,
    id::{AddendumId, ClientId, ContactId},
    length::{self, Field, TooLong},
    wire::v1::{Addendum, AddendumKind},
};
use serde::{Deserialize, Serialize};

/// An addendum that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddendumDraft {
    /// Which addendum this becomes.
    pub addendum_id: AddendumId,
    /// To which note; a draft is never shown on another.
    pub contact_id: ContactId,
    /// About whom.
    pub client_id: ClientId,
    /// When writing began.
    pub written_at: Option<Moment>,
    /// What sort.
    pub kind: AddendumKind,
    /// The words.
    #[serde(default)]
    pub text: String,
    /// Why they are added.
    #[serde(default)]
    pub reason: String,
}

/// Why an addendum cannot be signed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddendumProblem {
    /// There are no words.
    TextMissing,
    /// Whatever takes back or changes what was signed says why.
    ReasonMissing,
    /// This does not fit.
    TooLong(TooLong),
}

impl AddendumDraft {
    /// An empty one.
    #[must_use]
    pub const fn begin(
        addendum_id: AddendumId,
        contact_id: ContactId,
        client_id: ClientId,
        now: Moment,
    ) -> Self {
        Self {
            addendum_id,
            contact_id,
            client_id,
            written_at: Some(now),
            kind: AddendumKind::Addendum,
            text: String::new(),
            reason: String::new(),
        }
    }

    /// The addendum as signed at `now`.
    ///
    /// # Errors
    /// What is to be put right first.
    pub fn sign(&self, now: Moment) -> Result<Addendum, AddendumProblem> {
        let addendum = Addendum {
            addendum_id: self.addendum_id,
            contact_id: self.contact_id,
            client_id: self.client_id,
            kind: self.kind,
            text: self.text.trim().to_owned(),
            reason: self.reason.trim().to_owned(),
            at: now,
        };
        if addendum.text.is_empty() {
            return Err(AddendumProblem::TextMissing);
        }
        if addendum.reason.is_empty() && addendum.kind != AddendumKind::Addendum {
            return Err(AddendumProblem::ReasonMissing);
        }
        let fields = [
            (Field::AddendumText, addendum.text.as_str()),
            (Field::Reason, addendum.reason.as_str()),
        ];
        match length::first_over(fields).or_else(|| length::whole_over(&addendum)) {
            Some(too_long) => Err(AddendumProblem::TooLong(too_long)),
            None => Ok(addendum),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_needed_and_a_reason_where_something_is_put_right() {
        let now = Moment::new(1_764_000_000_000, 0);
        let mut draft = AddendumDraft::begin(
            AddendumId::from_bytes([1; 16]),
            ContactId::from_bytes([2; 16]),
            ClientId::from_bytes([3; 16]),
            now,
        );
        assert_eq!(draft.sign(now), Err(AddendumProblem::TextMissing));
        draft.text = " It was Tuesday. ".into();
        assert_eq!(draft.sign(now).map(|signed| signed.text), Ok("It was Tuesday.".into()));
        draft.kind = AddendumKind::Correction;
        assert_eq!(draft.sign(now), Err(AddendumProblem::ReasonMissing));
        draft.reason = "Wrong day.".into();
        assert_eq!(draft.sign(now).map(|signed| signed.contact_id), Ok(draft.contact_id));
        draft.reason = "x".repeat(length::FIELD_MAX_BYTES + 3);
        let too_long = TooLong { field: Field::Reason, by: 3 };
        assert_eq!(draft.sign(now), Err(AddendumProblem::TooLong(too_long)));
    }
}
