//! A plan as a list of places with a value each: what merging, comparing and
//! settling have in common.

use crate::{
    id::CrisisPlanItemId,
    wire::v1::{
        ConflictId, CrisisPlan, CrisisPlanContent, CrisisPlanItem, PlanField, PlanValue, Section,
    },
};

/// One place in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanKey {
    /// The line; none for a fact of the whole plan.
    pub item_id: Option<CrisisPlanItemId>,
    /// Which value of it.
    pub field: PlanField,
}

impl PlanField {
    /// The facts of a whole plan.
    pub const OF_PLAN: [Self; 5] = [
        Self::MadeWith,
        Self::ClientAgrees,
        Self::ReviewDue,
        Self::Language,
        Self::AdvanceDirective,
    ];

    /// The values of one line.
    pub const OF_LINE: [Self; 11] = [
        Self::Section,
        Self::Text,
        Self::Name,
        Self::Relation,
        Self::Person,
        Self::Tel,
        Self::Sms,
        Self::Likelihood,
        Self::Obstacles,
        Self::HiddenFromClient,
        Self::ShowToTeam,
    ];
}

impl ConflictId {
    /// Where in the plan it is.
    #[must_use]
    pub const fn key(&self) -> PlanKey {
        PlanKey { item_id: self.item_id, field: self.field }
    }
}

impl CrisisPlanItem {
    /// A line without words.
    #[must_use]
    pub const fn new(item_id: CrisisPlanItemId, section: Section) -> Self {
        Self {
            item_id,
            section,
            text: String::new(),
            name: String::new(),
            relation: String::new(),
            tel: String::new(),
            sms: String::new(),
            person_id: None,
            likelihood: None,
            obstacles: String::new(),
            hidden_from_client: false,
            show_to_team: true,
        }
    }

    /// The words of a field that holds words.
    pub fn words(&mut self, field: PlanField) -> Option<&mut String> {
        Some(match field {
            PlanField::Text => &mut self.text,
            PlanField::Name => &mut self.name,
            PlanField::Relation => &mut self.relation,
            PlanField::Tel => &mut self.tel,
            PlanField::Sms => &mut self.sms,
            PlanField::Obstacles => &mut self.obstacles,
            _ => return None,
        })
    }

    /// What stands in one field; nothing for a field of the whole plan.
    #[must_use]
    pub fn value(&self, field: PlanField) -> PlanValue {
        let words = match field {
            PlanField::Text => &self.text,
            PlanField::Name => &self.name,
            PlanField::Relation => &self.relation,
            PlanField::Tel => &self.tel,
            PlanField::Sms => &self.sms,
            PlanField::Obstacles => &self.obstacles,
            PlanField::Section => return PlanValue::Section(self.section),
            PlanField::Person => {
                return self.person_id.map_or(PlanValue::Nothing, PlanValue::Person);
            }
            PlanField::Likelihood => {
                return self.likelihood.map_or(PlanValue::Nothing, PlanValue::Likelihood);
            }
            PlanField::HiddenFromClient => return PlanValue::Flag(self.hidden_from_client),
            PlanField::ShowToTeam => return PlanValue::Flag(self.show_to_team),
            PlanField::Line => return PlanValue::Line(Box::new(self.clone())),
            _ => return PlanValue::Nothing,
        };
        PlanValue::Text(words.clone())
    }

    /// Writes a value where it belongs; one of another kind changes nothing.
    pub fn put(&mut self, field: PlanField, value: PlanValue) {
        match (field, value) {
            (PlanField::Section, PlanValue::Section(section)) => self.section = section,
            (PlanField::Person, PlanValue::Person(person)) => self.person_id = Some(person),
            (PlanField::Person, PlanValue::Nothing) => self.person_id = None,
            (PlanField::Likelihood, PlanValue::Likelihood(word)) => self.likelihood = Some(word),
            (PlanField::Likelihood, PlanValue::Nothing) => self.likelihood = None,
            (PlanField::HiddenFromClient, PlanValue::Flag(flag)) => self.hidden_from_client = flag,
            (PlanField::ShowToTeam, PlanValue::Flag(flag)) => self.show_to_team = flag,
            (PlanField::Line, PlanValue::Line(line)) => *self = *line,
            (field, PlanValue::Text(text)) => {
                if let Some(words) = self.words(field) {
                    *words = text;
                }
            }
            _ => {}
        }
    }
}

impl CrisisPlanContent {
    /// One line.
    #[must_use]
    pub fn line(&self, item_id: CrisisPlanItemId) -> Option<&CrisisPlanItem> {
        self.items.iter().find(|item| item.item_id == item_id)
    }

    /// What stands in one place; nothing where its line is not there.
    #[must_use]
    pub fn value(&self, key: PlanKey) -> PlanValue {
        if let Some(item_id) = key.item_id {
            return self.line(item_id).map_or(PlanValue::Nothing, |line| line.value(key.field));
        }
        match key.field {
            PlanField::MadeWith => PlanValue::MadeWith(self.made_with),
            PlanField::ClientAgrees => PlanValue::Flag(self.client_agrees),
            PlanField::ReviewDue => PlanValue::Day(self.review_due),
            PlanField::Language => PlanValue::Text(self.language.clone()),
            PlanField::AdvanceDirective => {
                let directive = self.advance_directive.clone();
                directive.map_or(PlanValue::Nothing, PlanValue::AdvanceDirective)
            }
            _ => PlanValue::Nothing,
        }
    }

    /// Writes a value where it belongs: what settling a conflict does. A line
    /// that is not there is added at the end; a value of another kind changes nothing.
    pub fn put(&mut self, key: PlanKey, value: PlanValue) {
        let Some(item_id) = key.item_id else { return self.put_fact(key.field, value) };
        if key.field == PlanField::Line && value == PlanValue::Nothing {
            return self.items.retain(|item| item.item_id != item_id);
        }
        match self.items.iter_mut().find(|item| item.item_id == item_id) {
            Some(item) => item.put(key.field, value),
            None => {
                if let PlanValue::Line(line) = value {
                    self.items.push(*line);
                }
            }
        }
    }

    fn put_fact(&mut self, field: PlanField, value: PlanValue) {
        match (field, value) {
            (PlanField::MadeWith, PlanValue::MadeWith(with)) => self.made_with = with,
            (PlanField::ClientAgrees, PlanValue::Flag(flag)) => self.client_agrees = flag,
            (PlanField::ReviewDue, PlanValue::Day(day)) => self.review_due = day,
            (PlanField::Language, PlanValue::Text(text)) => self.language = text,
            (PlanField::AdvanceDirective, PlanValue::AdvanceDirective(directive)) => {
                self.advance_directive = Some(directive);
            }
            (PlanField::AdvanceDirective, PlanValue::Nothing) => self.advance_directive = None,
            _ => {}
        }
    }
}

impl CrisisPlan {
    /// What people wrote of it.
    #[must_use]
    pub fn content(&self) -> CrisisPlanContent {
        CrisisPlanContent {
            made_with: self.made_with,
            client_agrees: self.client_agrees,
            review_due: self.review_due,
            language: self.language.clone(),
            items: self.items.clone(),
            advance_directive: self.advance_directive.clone(),
        }
    }
}
