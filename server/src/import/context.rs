//! What an import needs to know of the agency it imports into.

use super::{IdSecret, StaffMap};
use crate::{names, store::imported::Known};
use domain::{Moment, id::StaffId, search::fold, wire::v1::Agency};

/// What an import needs to know of the agency it imports into.
#[derive(Debug, Clone)]
pub struct Context {
    /// The agency as the store has it; handed on unchanged in the batch.
    pub agency: Agency,
    /// Everybody who works there, or did.
    pub colleagues: Vec<Colleague>,
    /// The people who are there already, and what is remembered of their sources.
    pub known: Known,
    /// What the person at the keyboard chose.
    pub choices: Choices,
    /// What ids are made with.
    pub ids: IdSecret,
    /// The present moment; dates after it are not believed.
    pub now: Moment,
    /// Minutes local time is ahead of UTC, for sources that give no zone.
    /// A fixed number, so that the same file reads the same in summer and winter.
    pub offset_min: i16,
}

/// Somebody who works at the agency, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub staff_id: StaffId,
    /// The name to sign in with, as [`names::normal`] writes it.
    pub login: String,
    /// The name signed under notes.
    pub name: String,
    /// Whether they may carry clients: an administrator sees none.
    pub carries: bool,
    /// They work here no longer.
    pub has_left: bool,
    /// A password is set.
    pub can_sign_in: bool,
}

/// What the person at the keyboard chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Which colleague a user of the source is.
    pub staff: StaffMap,
    /// To whom those are given whom nobody carries.
    pub unassigned_to: Option<StaffId>,
    /// What to make of an export of a system that was not imported from before.
    pub system: SystemChoice,
    /// What the caseload sheet's keys are of, where an agency has several sheets; empty for one.
    pub sheet: String,
}

/// What to make of an export of a system that was not imported from before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SystemChoice {
    /// Stop, and let a person decide.
    #[default]
    Ask,
    /// Keep its people apart.
    Another,
    /// It is the first of those before it, under another name.
    Same,
}

impl Context {
    /// Of an agency where nobody works yet and nobody is known.
    #[must_use]
    pub fn new(agency: Agency, ids: IdSecret, now: Moment, offset_min: i16) -> Self {
        let (colleagues, known, choices) = Default::default();
        Self { agency, colleagues, known, choices, ids, now, offset_min }
    }

    /// Whoever signs in under a name.
    #[must_use]
    pub fn login(&self, login: &str) -> Option<&Colleague> {
        let login = names::normal(login);
        self.colleagues.iter().find(|colleague| colleague.login == login)
    }

    /// A colleague by id.
    #[must_use]
    pub fn colleague(&self, staff: StaffId) -> Option<&Colleague> {
        self.colleagues.iter().find(|colleague| colleague.staff_id == staff)
    }

    /// Those who carry clients and are called just so, whatever the capitals and marks.
    pub(super) fn called<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Colleague> {
        let words = |name: &str| -> Vec<String> {
            fold(name).split_whitespace().map(ToOwned::to_owned).collect()
        };
        let name = words(name);
        let named = move |one: &&Colleague| !name.is_empty() && words(&one.name) == name;
        self.colleagues.iter().filter(|one| one.carries && !one.has_left).filter(named)
    }

    pub(super) fn can_sign_in(&self, staff: StaffId) -> bool {
        self.colleague(staff).is_some_and(|colleague| colleague.can_sign_in)
    }

    pub(super) fn has_left(&self, staff: StaffId) -> bool {
        self.colleague(staff).is_some_and(|colleague| colleague.has_left)
    }
}
