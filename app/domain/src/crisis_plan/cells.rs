//! Of which cells a crisis plan is made.

use super::keeps_the_rules;
use crate::{
    document::{self, Absent, Cell, Cells, DocumentKind, List, Shape, Versioned},
    id::LineId,
    json::Json,
    wire::v1::{CrisisPlan, CrisisPlanContent, CrisisPlanEdit, CrisisPlanItem, Section},
};

impl Versioned for CrisisPlan {
    type Edit = CrisisPlanEdit;

    const KIND: DocumentKind = DocumentKind::CrisisPlan;

    const SHAPE: &'static Shape =
        &Shape { id: "crisis_plan_id", facts: FACTS, lists: &[LINES], due: None };

    const MAX_BYTES: usize = super::PLAN_MAX_BYTES;

    fn keeps_the_rules(edit: &CrisisPlanEdit) -> bool {
        keeps_the_rules(edit)
    }
}

const FACTS: &[Cell] = &[
    Cell::new("made_with", &["made_with"], "made_with", Absent::Never),
    Cell::new("client_agrees", &["client_agrees"], "flag", Absent::Never),
    Cell::new("review_due", &["review_due"], "day", Absent::Never),
    Cell::new("language", &["language"], "text", Absent::NoWords),
    Cell::new("advance_directive", &["advance_directive"], "advance_directive", Absent::Nothing),
];

const LINES: List = List {
    key: "items",
    id: "item_id",
    words: "text",
    sort: "line",
    groups: Some((
        "section",
        &[
            "signs",
            "on_my_own",
            "people_places",
            "people_help",
            "professionals",
            "safer_place",
            "when_well",
            "triggers",
            "what_helps",
            "what_makes_worse",
            "do_not_involve",
            "medicines_allergies",
            "treatment_preferences",
            "practical",
            "when_plan_ends",
        ],
    )),
    numbered: &[],
    history_of: None,
    cells: &[
        Cell::new("section", &["section"], "section", Absent::Never),
        Cell::new("text", &["text"], "text", Absent::Never),
        Cell::new("name", &["name"], "text", Absent::NoWords),
        Cell::new("relation", &["relation"], "text", Absent::NoWords),
        Cell::new("tel", &["tel"], "text", Absent::NoWords),
        Cell::new("sms", &["sms"], "text", Absent::NoWords),
        Cell::new("person", &["person_id"], "person", Absent::Nothing),
        Cell::new("likelihood", &["likelihood"], "likelihood", Absent::Nothing),
        Cell::new("obstacles", &["obstacles"], "text", Absent::NoWords),
        Cell::new("hidden_from_client", &["hidden_from_client"], "flag", Absent::No).hiding(true),
        Cell::new("show_to_team", &["show_to_team"], "flag", Absent::Yes).hiding(false),
    ],
};

impl CrisisPlanItem {
    /// A line without words.
    #[must_use]
    pub const fn new(item_id: LineId, section: Section) -> Self {
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
    pub fn words(&mut self, field: &str) -> Option<&mut String> {
        Some(match field {
            "text" => &mut self.text,
            "name" => &mut self.name,
            "relation" => &mut self.relation,
            "tel" => &mut self.tel,
            "sms" => &mut self.sms,
            "obstacles" => &mut self.obstacles,
            _ => return None,
        })
    }
}

impl CrisisPlanContent {
    /// One line.
    #[must_use]
    pub fn line(&self, item_id: LineId) -> Option<&CrisisPlanItem> {
        self.items.iter().find(|item| item.item_id == item_id)
    }

    /// Its cells.
    #[must_use]
    pub fn cells(&self) -> Cells {
        Cells::read(CrisisPlan::SHAPE, &Json::of(self))
    }

    /// Changes it by its cells.
    pub fn change(&mut self, change: impl FnOnce(&mut Cells)) {
        document::change(CrisisPlan::SHAPE, self, change);
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
