//! The assessment: what somebody has, needs and prefers, and what stands in the way, looked at
//! together with them (seed 002:69-139).
//!
//! Needs and barriers have numbers that stay for good, because plan, contacts and reviews speak
//! of them (002:137-139, 002:158).

use super::{Absent, Cell, Cells, Key, Line, List, NUMBER, Shape, Value};
use crate::{id::LineId, json::Json};

/// Which of the lists holds what was said of each part of life.
pub const DOMAINS: usize = 0;
/// Which of the lists holds needs, barriers, strengths and preferences.
pub const ITEMS: usize = 1;

/// The parts of life that are asked about: those of 002:104-108 and 004:3, then those in which
/// services are found (000:20, 003:7).
pub const DOMAIN_WORDS: [&str; 12] = [
    "body",
    "mind",
    "social",
    "spiritual",
    "safety",
    "housing",
    "benefits",
    "work",
    "education",
    "legal",
    "treatment",
    "funding",
];

/// The sorts of item, in the order to show them.
pub const ITEM_KINDS: [&str; 4] = ["need", "barrier", "strength", "preference"];

/// Of which cells an assessment is made.
pub const SHAPE: &Shape = &Shape { id: "document_id", facts: FACTS, lists: LISTS, due: None };

const FACTS: &[Cell] = &[
    // Whether the client was there, and who else (002:112-116).
    Cell::new("client_present", &["client_present"], "presence", Absent::Nothing),
    Cell::words("present_note", &["present_note"]),
    // Where it comes from (002:94-100).
    Cell::flag("from_interview", &["from_interview"]),
    Cell::flag("from_documents", &["from_documents"]),
    Cell::flag("from_relatives", &["from_relatives"]),
    Cell::flag("from_observation", &["from_observation"]),
    Cell::flag("from_tests", &["from_tests"]),
    // The order of the needs is the client's own.
    Cell::flag("ranked_by_client", &["ranked_by_client"]),
    Cell::words("language", &["language"]),
];

const LISTS: &[List] = &[
    List {
        key: "domains",
        id: "line_id",
        words: "domain",
        sort: "domain_line",
        groups: None,
        numbered: &[],
        history_of: None,
        cells: &[
            Cell::new("domain", &["domain"], "domain", Absent::Never),
            Cell::new("answer", &["answer"], "answer", Absent::Nothing),
            Cell::words("own", &["own"]),
            Cell::words("text", &["text"]),
        ],
    },
    List {
        key: "items",
        id: "line_id",
        words: "text",
        sort: "item",
        groups: Some(("kind", &ITEM_KINDS)),
        numbered: &["need", "barrier"],
        history_of: None,
        cells: &[
            Cell::new("kind", &["kind"], "item_kind", Absent::Never),
            Cell::new(NUMBER, &[NUMBER], "count", Absent::Nothing),
            // Both in the client's words and in objective ones (002:69).
            Cell::words("own", &["own"]),
            Cell::words("text", &["text"]),
            // Extent and nature, and who can do what about it (002:84-90).
            Cell::words("extent", &["extent"]),
            Cell::words("client_can", &["client_can"]),
            Cell::words("network_can", &["network_can"]),
            Cell::words("agency_can", &["agency_can"]),
            Cell::words("missing", &["missing"]),
            Cell::new("domain", &["domain"], "domain", Absent::Nothing),
            Cell::new("standing", &["standing"], "standing", Absent::Nothing),
        ],
    },
];

/// Something in an assessment that a plan, a contact or a review can speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which line, over all versions.
    pub id: LineId,
    /// One of [`ITEM_KINDS`].
    pub kind: String,
    /// The number that the server gave it; none until then, and none for what is not numbered.
    pub number: Option<u32>,
    /// In the client's words where there are any, in objective ones otherwise.
    pub said: String,
    /// It is neither met nor gone.
    pub is_open: bool,
}

/// Its needs, barriers, strengths and preferences, each sort in the order of the client.
#[must_use]
pub fn items(cells: &Cells) -> Vec<Item> {
    let in_kind = |kind: &'static str| {
        let is = move |line: &&Line| line.list == ITEMS && cells.group_of(line) == Some(kind);
        cells.lines.iter().filter(is).map(move |line| item(cells, line, kind))
    };
    ITEM_KINDS.into_iter().flat_map(in_kind).collect()
}

fn item(cells: &Cells, line: &Line, kind: &str) -> Item {
    let said = |name| cells.value(Key::of_line(line.id, name)).as_text().map(str::to_owned);
    let own = said("own").filter(|own| !own.trim().is_empty());
    Item {
        id: line.id,
        kind: kind.to_owned(),
        number: number(cells, line.id),
        said: own.or_else(|| said("text")).unwrap_or_default(),
        is_open: matches!(
            cells.value(Key::of_line(line.id, "standing")).as_word(),
            None | Some("open")
        ),
    }
}

/// The client chose the order of the needs as it stood: of another, nobody has said so yet.
pub fn ranked_no_more(cells: &mut Cells) {
    let ranked = Key::fact("ranked_by_client");
    if cells.value(ranked).is_yes() {
        cells.put(ranked, Value::flag(false));
    }
}

/// Adds a need in the client's own words; where it is there already, these are its words.
pub fn add_need(cells: &mut Cells, id: LineId, own: &str) {
    if cells.line(id).is_none() {
        cells.add_line(ITEMS, id);
        ranked_no_more(cells);
    }
    cells.put(Key::of_line(id, "kind"), Value::of("item_kind", Json::Text("need".to_owned())));
    cells.put(Key::of_line(id, "own"), Value::text(own));
}

/// The number of a line, once the server gave it one.
#[must_use]
pub fn number(cells: &Cells, line: LineId) -> Option<u32> {
    match cells.value(Key::of_line(line, NUMBER)) {
        Value::Given { json: Json::Number(number), .. } => number.try_into().ok(),
        _ => None,
    }
}
