//! Words added to a signed contact, which itself never changes.

use crate::{
    Moment,
    id::{AddendumId, ClientId, ContactId},
    json::ReadObject,
    length::Field,
    problem::{Of, Problem, Wrong, too_long, whole_too_long},
    visible::is_blank,
    wire::v1::{Addendum, AddendumKind},
};
use serde::Serialize;

/// An addendum that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
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

    /// What stands in the way of signing.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let missing = |is: bool, field| is.then_some(Problem::new(field, Wrong::Missing));
        // Whatever takes back or changes what was signed says why.
        let unfounded = self.kind != AddendumKind::Addendum && is_blank(&self.reason);
        let mut problems: Vec<_> = missing(is_blank(&self.text), Field::AddendumText)
            .into_iter()
            .chain(missing(unfounded, Field::Reason))
            .collect();
        let fields =
            [(Field::AddendumText, self.text.as_str()), (Field::Reason, self.reason.as_str())];
        problems.extend(too_long(Of::Form, fields));
        if problems.is_empty() {
            problems.extend(whole_too_long(self));
        }
        problems
    }

    /// The addendum as signed at `now`.
    ///
    /// # Errors
    /// What [`Self::problems`] lists.
    pub fn sign(&self, now: Moment) -> Result<Addendum, Vec<Problem>> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Addendum {
            addendum_id: self.addendum_id,
            contact_id: self.contact_id,
            client_id: self.client_id,
            kind: self.kind,
            text: self.text.trim().to_owned(),
            reason: self.reason.trim().to_owned(),
            at: now,
        })
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
        let problem = |field, wrong| Err(vec![Problem::new(field, wrong)]);
        assert_eq!(draft.sign(now), problem(Field::AddendumText, Wrong::Missing));
        draft.text = " It was Tuesday. ".into();
        assert_eq!(draft.sign(now).map(|signed| signed.text), Ok("It was Tuesday.".into()));
        draft.kind = AddendumKind::Correction;
        assert_eq!(draft.sign(now), problem(Field::Reason, Wrong::Missing));
        draft.reason = "Wrong day.".into();
        assert_eq!(draft.sign(now).map(|signed| signed.contact_id), Ok(draft.contact_id));
        draft.reason = "x".repeat(Field::Reason.max() + 3);
        assert_eq!(draft.sign(now), problem(Field::Reason, Wrong::TooLong(3)));
        draft.text.clear();
        assert_eq!(draft.problems().len(), 2, "every field that is wrong is named");
    }
}
