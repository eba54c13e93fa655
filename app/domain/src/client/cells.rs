//! Of which cells a fact sheet is made.

use crate::{
    document::{Absent, Cell, DocumentKind, List, Shape, Versioned},
    wire::v1::{Client, FactSheetEdit},
};

impl Versioned for Client {
    type Edit = FactSheetEdit;

    const KIND: DocumentKind = DocumentKind::Client;

    const SHAPE: &'static Shape = &Shape { id: "client_id", facts: FACTS, lists: LISTS, due: None };

    fn keeps_the_rules(edit: &FactSheetEdit) -> bool {
        super::edit_keeps_the_rules(edit)
    }
}

const FACTS: &[Cell] = &[
    Cell::new("preferred_name", &["preferred_name"], "text", Absent::Never),
    Cell::new("legal_name", &["legal_name"], "text", Absent::NoWords),
    Cell::new("alias", &["alias"], "text", Absent::NoWords),
    Cell::new("pronouns", &["pronouns"], "text", Absent::NoWords),
    Cell::new("born_on", &["born_on"], "day", Absent::Nothing),
    Cell::new("languages", &["languages"], "languages", Absent::Nothing),
    Cell::new("interpreter", &["interpreter"], "flag", Absent::No),
    Cell::new("communication_needs", &["communication_needs"], "text", Absent::NoWords),
    Cell::new("place", &["place"], "text", Absent::NoWords),
    Cell::new("stage", &["stage"], "stage", Absent::Never),
    Cell::new("level", &["level", "level_since", "level_reason"], "level", Absent::Nothing),
    Cell::new("program", &["program"], "text", Absent::NoWords),
    Cell::new("model", &["model"], "model", Absent::NoWords),
    Cell::new("opened_on", &["opened_on"], "day", Absent::Nothing),
    Cell::new("review_due", &["review_due"], "day", Absent::Nothing),
    Cell::new("primary", &["primary"], "staff", Absent::Nothing),
];

const LISTS: &[List] = &[
    List {
        key: "contact_points",
        id: "line_id",
        words: "value",
        sort: "contact_point",
        groups: None,
        numbered: &[],
        history_of: None,
        cells: &[
            // What is safe is said of a number: whoever writes another one says it again.
            Cell::new("number", NUMBER, "number", Absent::Never),
            Cell::new("note", &["note"], "text", Absent::NoWords),
            Cell::new("mail", &["mail"], "yes_or_no", Absent::Nothing),
            Cell::new("best", &["best"], "text", Absent::NoWords),
            Cell::new("not_at", &["not_from", "not_until"], "hours", Absent::Nothing),
        ],
    },
    List {
        key: "alerts",
        id: "line_id",
        words: "text",
        sort: "alert",
        groups: None,
        numbered: &[],
        history_of: None,
        cells: &[
            Cell::new("kind", &["kind"], "alert_kind", Absent::Never),
            Cell::new("text", &["text"], "text", Absent::Never),
        ],
    },
    List {
        key: "stages",
        id: "line_id",
        words: "since",
        sort: "stage_begun",
        groups: None,
        numbered: &[],
        history_of: Some("stage"),
        // Which it was, since when and why are one answer.
        cells: &[Cell::new("begun", STAGE_BEGUN, "stage_since", Absent::Never)],
    },
    List {
        key: "levels",
        id: "line_id",
        words: "since",
        sort: "level_begun",
        groups: None,
        numbered: &[],
        history_of: Some("level"),
        cells: &[Cell::new("begun", LEVEL_BEGUN, "level_since", Absent::Never)],
    },
    List {
        key: "pauses",
        id: "line_id",
        words: "from",
        sort: "pause",
        groups: None,
        numbered: &[],
        history_of: None,
        cells: &[Cell::new("days", &["from", "to"], "days", Absent::Never)],
    },
];

const NUMBER: &[&str] = &["value", "call", "text", "safe", "voicemail"];
const STAGE_BEGUN: &[&str] = &["stage", "since", "reason", "ended"];
const LEVEL_BEGUN: &[&str] = &["level", "since", "reason"];
