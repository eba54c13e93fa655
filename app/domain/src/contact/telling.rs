//! What somebody outside of the team was told of the client in a contact (seed 004:117).

use super::ContactDraft;
use crate::{
    Hash, Moment,
    document::{self, CellName, Cells, Key, Value},
    id::{ContactId, RecordId},
    length::Field,
    problem::{Problem, Wrong},
    record::{RecordKind, disclosure},
    wire::v1::{CellRecord, Outcome, Told, With},
};

/// The id of the disclosure that is made with a note: whoever has the note knows whether it is there.
#[must_use]
pub fn disclosure_of(contact: ContactId) -> RecordId {
    let named = [b"disclosure/", contact.as_bytes().as_slice()].concat();
    RecordId::from_bytes(Hash::of(&named).id_bytes())
}

/// Whether a contact is one in which somebody outside of the team may have been told something of the
/// client: with them, and one that came about or left them a message (seed 004:117).
#[must_use]
pub const fn asks_what_was_told(with: With, outcome: Outcome) -> bool {
    !matches!(with, With::Client | With::Team)
        && matches!(outcome, Outcome::Completed | Outcome::LeftMessage)
}

impl ContactDraft {
    /// Whether it is asked what they were told of the client: of a contact with somebody outside, where
    /// somebody outside took over in a crisis, and wherever somebody has said already that something was
    /// told. No later change puts that out of sight.
    #[must_use]
    pub fn asks_what_was_told(&self) -> bool {
        self.may_have_heard().is_some() || self.says_that_something_was_told()
    }

    /// Who may have been told something, and when where it was not when the contact began.
    fn may_have_heard(&self) -> Option<(&str, Option<Moment>)> {
        if asks_what_was_told(self.with, self.outcome) {
            return Some((&self.with_whom, None));
        }
        let handed = self.handed_over.as_ref()?;
        Some((&handed.to, Some(handed.at.time())))
    }

    /// Whether whoever may have heard is who took over in a crisis.
    #[must_use]
    pub fn asks_who_took_over(&self) -> bool {
        !asks_what_was_told(self.with, self.outcome) && self.handed_over.is_some()
    }

    /// Who may have been told something; empty where nobody may, or nobody said who.
    #[must_use]
    pub fn hearer(&self) -> &str {
        self.may_have_heard().map_or("", |(whom, _)| whom)
    }

    fn says_that_something_was_told(&self) -> bool {
        disclosure::told(&self.disclosure.0).is_some_and(|told| told != Told::Nothing)
    }

    /// What stands in the way of signing what was told.
    pub(super) fn problems_of_telling(&self) -> Vec<Problem> {
        if !self.asks_what_was_told() {
            return Vec::new();
        }
        let at = |name| Field::Cell(CellName::new(name));
        if self.may_have_heard().is_none() {
            // Told to whom? The note is of nobody else.
            return vec![Problem::new(at("right"), Wrong::Unchanged)];
        }
        let told = self.telling();
        let mut problems = [document::problems(&told), disclosure::lacks(&told)].concat();
        // That is asked for once: as who took over, or as whom the contact was with.
        if self.asks_who_took_over() {
            for problem in problems.iter_mut().filter(|problem| problem.field == at("recipient")) {
                problem.field = Field::HandedTo;
            }
        }
        problems.retain(|problem| problem.field != at("recipient"));
        problems
    }

    /// What they were told, as far as it was asked and answered.
    #[must_use]
    pub fn told(&self) -> Option<Told> {
        disclosure::told(&self.disclosure.0).filter(|_| self.asks_what_was_told())
    }

    /// What is said of what they were told. Under a release it is whom that names; otherwise it is
    /// whom the note is about meeting, or who took over.
    #[must_use]
    pub fn telling(&self) -> Cells {
        let mut cells = self.disclosure.0.clone();
        let (whom, when) = self.may_have_heard().unwrap_or((&self.with_whom, None));
        let whom = Value::text(whom.trim());
        if self.told() != Some(Told::ByRelease) {
            cells.put(Key::fact("recipient"), whom);
        } else {
            cells.put(Key::fact("whom"), whom);
        }
        if let Some(at) = when.or(self.occurred_start) {
            disclosure::put_told_at(&mut cells, at);
        }
        cells
    }

    /// What was told of the client with it, as a record of its own; none where nothing was.
    #[must_use]
    pub fn disclosed(&self, at: Moment) -> Option<CellRecord> {
        self.told().filter(|told| *told != Told::Nothing)?;
        let mut content = self.telling();
        content.leave_out(|cells, name| {
            name == *"recipient" || disclosure::asks(cells, name.as_str())
        });
        disclosure::with_contact(&mut content, self.contact_id);
        Some(CellRecord {
            record_id: disclosure_of(self.contact_id),
            kind: RecordKind::Disclosure,
            client_id: self.client_id,
            at,
            content: content.json(),
        })
    }
}
