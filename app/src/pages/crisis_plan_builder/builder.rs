//! What the places of the builder share, and their addresses.

use crate::{
    held::Held,
    place::{PlanScreen, Screen},
    state::{AppState, form::Writing},
    store::{DraftName, FormKind},
    words::{Words, plan},
};
use domain::{
    crisis_plan::PlanDraft,
    id::{ClientId, LineId},
    wire::v1::{CrisisPlanItem, Section, SupportPersonRow},
};

/// What the places of the builder share. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub(super) struct Builder {
    pub(super) app: AppState,
    pub(super) draft: Held<PlanDraft>,
    pub(super) writing: Writing<PlanDraft>,
    /// Every writing about the people around the client.
    pub(super) support_people: Held<Vec<SupportPersonRow>>,
    pub(super) w: &'static Words,
    pub(super) p: &'static plan::Words,
}

impl Builder {
    /// Changes the draft, and has it kept.
    pub(super) fn edit(self, change: impl FnOnce(&mut PlanDraft)) {
        self.writing.edit(change);
    }

    /// Changes one line.
    pub(super) fn edit_line(self, item_id: LineId, change: impl FnOnce(&mut CrisisPlanItem)) {
        self.edit(|draft| {
            if let Some(line) = draft.content.items.iter_mut().find(|line| line.item_id == item_id)
            {
                change(line);
            }
        });
    }

    /// Something of one line; the default once the line is gone.
    pub(super) fn of_line<T: Default>(
        self,
        item_id: LineId,
        read: impl FnOnce(&CrisisPlanItem) -> T,
    ) -> T {
        self.draft.with(|draft| draft.content.line(item_id).map(read).unwrap_or_default())
    }

    pub(super) fn client_id(self) -> ClientId {
        self.draft.with_untracked(|draft| draft.client_id)
    }

    pub(super) fn client_name(self) -> String {
        let client_id = self.client_id();
        self.app.caseload.with_untracked(|caseload| {
            let entry = caseload.clients.get(&client_id);
            entry.map(|entry| entry.client.preferred_name.clone()).unwrap_or_default()
        })
    }

    pub(super) fn path(self, place: Place) -> String {
        path(self.client_id(), place)
    }
}

/// Address of the builder itself, or of a place within.
pub(super) fn path(client_id: ClientId, place: Place) -> String {
    let builder = Screen::AboutPlan(client_id, PlanScreen::Edit).path();
    match place {
        Place::Overview => builder,
        Place::About => format!("{builder}/about"),
        Place::Compare => format!("{builder}/{}", PlanScreen::COMPARE),
        Place::Section(section) => format!("{builder}/{}", name(section)),
    }
}

/// A place within the builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Overview,
    Section(Section),
    About,
    /// Two versions beside each other, and one of them is taken.
    Compare,
}

impl Place {
    pub(super) fn read(word: &str) -> Self {
        let section = Section::ALL.into_iter().find(|section| name(*section) == word);
        match (word, section) {
            ("about", _) => Self::About,
            (PlanScreen::COMPARE, _) => Self::Compare,
            (_, Some(section)) => Self::Section(section),
            _ => Self::Overview,
        }
    }
}

/// A section's word in an address.
const fn name(section: Section) -> &'static str {
    match section {
        Section::Signs => "signs",
        Section::OnMyOwn => "on-my-own",
        Section::PeoplePlaces => "people-places",
        Section::PeopleHelp => "people-help",
        Section::Professionals => "professionals",
        Section::SaferPlace => "safer-place",
        Section::WhenWell => "when-well",
        Section::Triggers => "triggers",
        Section::WhatHelps => "what-helps",
        Section::WhatMakesWorse => "what-makes-worse",
        Section::DoNotInvolve => "do-not-involve",
        Section::MedicinesAllergies => "medicines-allergies",
        Section::TreatmentPreferences => "treatment-preferences",
        Section::Practical => "practical",
        Section::WhenPlanEnds => "when-plan-ends",
    }
}

pub(super) const fn draft_name(client_id: ClientId) -> DraftName {
    DraftName { form: FormKind::CrisisPlan, client_id }
}
