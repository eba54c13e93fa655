//! The people around a client: who holds as a support now.
//!
//! Two workers may change one person on two phones without a connection. Each
//! writing names those it replaces, so the later one on the server does not
//! undo the earlier: both stand side by side until somebody writes one that
//! replaces both. No clock decides.

#[cfg(test)]
mod tests;

use crate::{
    Moment,
    id::{ClientId, PersonId, SupportPersonId},
    json::ReadObject,
    length::Field,
    order, phone,
    problem::{Of, Problem, Wrong, too_long},
    search,
    visible::is_blank,
    wire::v1::{SupportPerson, SupportPersonRow},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Writings that one may replace at most; more never stand side by side.
pub const REPLACES_MAX: usize = 64;

/// One person with all that holds about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support<'a> {
    /// Who.
    pub person_id: PersonId,
    /// What holds, in the order in which it was written: one writing, or
    /// several where phones wrote without knowing of each other. Of a support an
    /// ended one is among them only beside one that has not ended.
    pub writings: Vec<&'a SupportPersonRow>,
}

impl Support<'_> {
    /// The latest that has not ended: what to show where there is room for one.
    #[must_use]
    pub fn latest(&self) -> Option<&SupportPerson> {
        let all = self.writings.iter().map(|row| &row.support_person);
        all.rev().find(|person| !person.ended)
    }

    /// Somebody wrote that they must not be involved. One voice is enough.
    #[must_use]
    pub fn do_not_involve(&self) -> bool {
        self.writings.iter().any(|row| row.support_person.do_not_involve)
    }
}

/// Who is a support, by name, from every writing about one client.
#[must_use]
pub fn supports(rows: &[SupportPersonRow]) -> Vec<Support<'_>> {
    people(rows, false)
}

/// Who was a support and is none any more, by name.
#[must_use]
pub fn former(rows: &[SupportPersonRow]) -> Vec<Support<'_>> {
    people(rows, true)
}

fn people(rows: &[SupportPersonRow], ended: bool) -> Vec<Support<'_>> {
    let mut people = BTreeMap::<PersonId, Vec<&SupportPersonRow>>::new();
    for row in rows.iter().filter(|row| holds(row, rows)) {
        people.entry(row.support_person.person_id).or_default().push(row);
    }
    let mut by_name = BTreeMap::new();
    for (person_id, mut writings) in people {
        order::rows(&mut writings, |row| {
            let person = &row.support_person;
            (person.at.utc_ms(), *person.support_person_id.as_bytes())
        });
        let support = Support { person_id, writings };
        let last = support.writings.last().map(|row| &row.support_person);
        let shown = if ended { last } else { support.latest() };
        if let Some(shown) = shown.filter(|_| support.latest().is_none() == ended) {
            let name = if shown.name.is_empty() { &shown.relation } else { &shown.name };
            by_name.insert((search::fold(name), person_id), support);
        }
    }
    by_name.into_values().collect()
}

/// No other writing about the same person replaces it.
fn holds(row: &SupportPersonRow, rows: &[SupportPersonRow]) -> bool {
    let (person, id) = (row.support_person.person_id, row.support_person.support_person_id);
    !about(rows, person).any(|other| other.support_person.replaces.contains(&id))
}

fn about(rows: &[SupportPersonRow], person: PersonId) -> impl Iterator<Item = &SupportPersonRow> {
    rows.iter().filter(move |row| row.support_person.person_id == person)
}

/// Whoever must not be involved, in the order in which it was written: one voice
/// is enough. Beside [`supports`] because it is wanted where that is not.
pub fn not_to_involve(rows: &[SupportPersonRow]) -> impl Iterator<Item = &SupportPerson> {
    let said = rows.iter().filter(|row| row.support_person.do_not_involve && holds(row, rows));
    let still = said.filter(|row| {
        let mut all = about(rows, row.support_person.person_id);
        all.any(|other| !other.support_person.ended && holds(other, rows))
    });
    still.map(|row| &row.support_person)
}

pub(crate) fn is_named(person: &SupportPerson) -> bool {
    [&person.name, &person.relation].iter().any(|text| !is_blank(text))
}

/// A writing that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct SupportDraft {
    /// When writing began.
    pub written_at: Option<Moment>,
    /// As it stands.
    pub support_person: SupportPerson,
}

impl SupportDraft {
    /// Somebody new.
    #[must_use]
    pub fn new(
        client_id: ClientId,
        support_person_id: SupportPersonId,
        person_id: PersonId,
        now: Moment,
    ) -> Self {
        let support_person = SupportPerson {
            support_person_id,
            person_id,
            client_id,
            replaces: Vec::new(),
            ended: false,
            name: String::new(),
            relation: String::new(),
            tel: String::new(),
            sms: String::new(),
            language: String::new(),
            note: String::new(),
            guardian: false,
            agent: false,
            do_not_involve: false,
            at: now,
        };
        Self { written_at: Some(now), support_person }
    }

    /// A change to `from`, one of the writings about somebody; it will replace
    /// all that hold, each of which the worker sees beside the form.
    #[must_use]
    pub fn change(
        support: &Support<'_>,
        from: &SupportPerson,
        support_person_id: SupportPersonId,
        now: Moment,
    ) -> Self {
        let holding = support.writings.iter().map(|row| row.support_person.support_person_id);
        let support_person = SupportPerson {
            support_person_id,
            // More of them, which nobody writes, stand until the next change.
            replaces: holding.take(REPLACES_MAX).collect(),
            ended: false,
            // Whoever goes on from another writing takes it off knowingly, or not at all.
            do_not_involve: support.do_not_involve(),
            at: now,
            ..from.clone()
        };
        Self { written_at: Some(now), support_person }
    }

    /// What stands in the way of saving.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let person = &self.support_person;
        let SupportPerson { name, relation, tel, sms, note, .. } = person;
        let unnamed = (!is_named(person)).then_some(Problem::new(Field::Name, Wrong::Missing));
        let fields = [
            (Field::Name, name.as_str()),
            (Field::Relation, relation),
            (Field::Tel, tel),
            (Field::Sms, sms),
            (Field::Note, note),
        ];
        let mut problems: Vec<_> = unnamed.into_iter().chain(too_long(Of::Form, fields)).collect();
        // That somebody must not be involved is worth more than a number nobody calls.
        if !person.do_not_involve {
            let numbers = [(Field::Tel, tel), (Field::Sms, sms)].into_iter();
            problems.extend(numbers.filter_map(|(field, number)| {
                let why = phone::problem(number, field == Field::Sms)?;
                Some(Problem::new(field, Wrong::Number(why)))
            }));
        }
        problems
    }

    /// The writing as it will be kept.
    ///
    /// # Errors
    /// What [`Self::problems`] lists.
    pub fn finish(&self, now: Moment) -> Result<SupportPerson, Vec<Problem>> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        let trimmed = |text: &String| text.trim().to_owned();
        let draft = &self.support_person;
        Ok(SupportPerson {
            name: trimmed(&draft.name),
            relation: trimmed(&draft.relation),
            tel: trimmed(&draft.tel),
            sms: trimmed(&draft.sms),
            note: trimmed(&draft.note),
            at: now,
            ..draft.clone()
        })
    }
}
