use super::{OpenConflict, is_default};
use crate::{
    Moment,
    id::{ClientId, CrisisPlanId, LineId, PersonId, StaffId},
    json::ReadObject,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A client's crisis plan in the client's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisPlan {
    /// Which plan, over all its versions.
    pub crisis_plan_id: CrisisPlanId,
    /// Whose.
    pub client_id: ClientId,
    /// Counts up from 1; the server gives it.
    pub version: u32,
    /// How it came about.
    pub made_with: MadeWith,
    /// When this version was made.
    pub made_at: Moment,
    /// Who wrote it down.
    pub author: StaffId,
    /// The client agreed to this version.
    pub client_agrees: bool,
    /// Day by which it is to be looked over again.
    #[serde(with = "crate::day")]
    pub review_due: NaiveDate,
    /// Language the words are in, as BCP 47.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: String,
    /// The lines, in the order to show them within each section.
    pub items: Vec<CrisisPlanItem>,
    /// What is known about an advance directive.
    #[serde(default, skip_serializing_if = "is_default")]
    pub advance_directive: Option<AdvanceDirective>,
    /// Where two people wrote different things, until somebody settles it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub conflicts: Vec<OpenConflict>,
}

/// Answer to `GET /api/v1/clients/{client}/crisis-plan/versions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct PlanVersions {
    /// The versions, whole, newest first: all, or as many as an answer holds.
    pub versions: Vec<CrisisPlan>,
    /// There are older ones: ask again with `?before=` and this number.
    #[serde(default, skip_serializing_if = "is_default")]
    pub older: Option<u32>,
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct CrisisPlanItem {
    /// Which line, over all versions.
    pub item_id: LineId,
    /// Where it stands.
    pub section: Section,
    /// In the client's own words.
    pub text: String,
    /// Name, for a person, service or place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// How the person is related.
    #[serde(default, skip_serializing_if = "is_default")]
    pub relation: String,
    /// Number to call.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tel: String,
    /// Number to text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sms: String,
    /// Who in the client's circle it is, where that person has an entry of their own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub person_id: Option<PersonId>,
    /// How likely the client is to take this step (domain model B1).
    #[serde(default, skip_serializing_if = "is_default")]
    pub likelihood: Option<Likelihood>,
    /// What gets in the way of it, in the client's own words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub obstacles: String,
    /// Hidden from the client's own view.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hidden_from_client: bool,
    /// The team may see it; a line from before this could be said is for the team.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub show_to_team: bool,
}

/// How likely the client is to take a step, by their own guess. A word to pick
/// while standing, never a number: nothing is worked out from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likelihood {
    /// I would.
    Likely,
    /// Perhaps.
    Unsure,
    /// I do not think so.
    Unlikely,
}

const fn yes() -> bool {
    true
}

const fn is_yes(flag: &bool) -> bool {
    *flag
}

/// Sections in the order of a crisis: the six steps, then what others need to know
/// (domain model C5; Stanley and Brown's order with our own labels).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Signs that things are getting hard.
    Signs,
    /// What I can do alone.
    OnMyOwn,
    /// People and places that take my mind off it; they need not know.
    PeoplePlaces,
    /// People I can ask for help.
    PeopleHelp,
    /// Professionals and lines.
    Professionals,
    /// Making my surroundings safer.
    SaferPlace,
    /// What I am like when well.
    WhenWell,
    /// What sets it off.
    Triggers,
    /// What helps.
    WhatHelps,
    /// What makes it worse.
    WhatMakesWorse,
    /// Who must not be involved.
    DoNotInvolve,
    /// Medicines, allergies, conditions.
    MedicinesAllergies,
    /// Treatment I want and do not want.
    TreatmentPreferences,
    /// Children, animals, home, bills.
    Practical,
    /// How to tell that it is over.
    WhenPlanEnds,
}

/// How a plan came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MadeWith {
    /// With the client.
    Client,
    /// With the client and a supporter.
    Supporter,
    /// By the case manager alone.
    CaseManagerOnly,
}

/// That a psychiatric advance directive exists, not what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct AdvanceDirective {
    /// Where the paper is.
    pub where_kept: String,
    /// Who may decide, with number.
    #[serde(default, skip_serializing_if = "is_default")]
    pub agent: String,
}
