//! What the values of documents that are made of their cells alone are called. Belongs to the
//! chunks in which documents are shown.

pub mod access;
pub mod appointment;
pub mod assessment;
pub mod benefit;
pub mod disclosure;
pub mod paper;
pub mod referral;
pub mod release;
pub mod review;
pub mod service_check;
pub mod service_plan;

use crate::{
    parts::cells::{self, CellWords, joined},
    state::AppState,
};
use domain::{
    document::{
        Cells, DocumentKind, Key, Value,
        assessment::{Item, items},
    },
    id::{ClientId, LineId},
    json::Json,
    record::NEXT_STEP,
};
use std::sync::Arc;

/// What a document speaks of.
#[derive(Clone)]
pub struct Around {
    /// The app.
    pub app: AppState,
    /// Whose it is.
    pub client_id: ClientId,
    /// The client's assessment; none where there is none.
    pub assessed: Option<Arc<Cells>>,
}

impl PartialEq for Around {
    fn eq(&self, other: &Self) -> bool {
        self.client_id == other.client_id && self.assessed == other.assessed
    }
}

impl Around {
    /// With the assessment as this phone has it.
    #[must_use]
    pub fn new(app: AppState, client_id: ClientId, assessed: Option<Cells>) -> Self {
        Self { app, client_id, assessed: assessed.map(Arc::new) }
    }

    /// Needs, barriers, strengths and preferences of the client.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        self.assessed.as_deref().map(items).unwrap_or_default()
    }

    /// An item by its id, as the screen calls it: "2 · A door that locks"; none where it is not
    /// in the assessment.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<String> {
        let id: LineId = id.parse().ok()?;
        self.items().iter().find(|item| item.id == id).map(item_name)
    }
}

/// "2 · A door that locks".
#[must_use]
pub fn item_name(item: &Item) -> String {
    let number = item.number.map(|number| number.to_string()).unwrap_or_default();
    joined(&[&number, &item.said], " · ")
}

/// What a whole line says, each of its answers under its name, for where it is compared or listed.
#[must_use]
pub fn whole_line(
    app: AppState,
    of: (DocumentKind, CellWords),
    sort: &str,
    json: &Json,
    // Cells that the heading of the line says already.
    elsewhere: &[&str],
) -> String {
    let (shape, words) = (of.0.shape(), of.1);
    let Some(list) = shape.lists.iter().find(|list| list.sort == sort) else {
        return String::new();
    };
    let alone = Json::Object(vec![(list.key.to_owned(), Json::List(vec![json.clone()]))]);
    let cells = Cells::read(shape, &alone);
    let said = |key: Key| {
        let value = cells.value(key);
        let name = (words.name)(app, key.field);
        match (&value, value.as_text()) {
            (Value::Nothing, _) => String::new(),
            (_, Some(text)) if text.trim().is_empty() => String::new(),
            _ if value.is_yes() => name.to_owned(),
            _ if value == Value::flag(false) => String::new(),
            _ => [name, ": ", &cells::value(app, words, &value)].concat(),
        }
    };
    let keys = cells.lines.first().map(|line| cells.line_keys(line)).into_iter().flatten();
    let keys = keys.filter(|key| !elsewhere.contains(&key.field.as_str()));
    let parts: Vec<_> = keys.map(said).collect();
    joined(&parts.iter().map(String::as_str).collect::<Vec<_>>(), " · ")
}

/// What a word of a choice is called; the word itself where only a newer app knows it.
#[must_use]
pub fn called(choices: &[(&'static str, &'static str)], value: &Value) -> String {
    let Some(word) = value.as_word() else { return String::new() };
    let known = choices.iter().find(|(known, _)| *known == word);
    known.map_or(word, |(_, label)| label).to_owned()
}

/// A value of which its kind has nothing of its own to say: a number, what is to be done next, or the name
/// of a choice. An id says nothing to anybody.
#[must_use]
pub fn plain(choices: &[(&'static str, &'static str)], sort: &str, json: &Json) -> Option<String> {
    match (sort, json) {
        (NEXT_STEP, _) => json.get("text")?.as_text().map(str::to_owned),
        ("count", Json::Number(number)) => Some(number.to_string()),
        (
            "count"
            | "record"
            | "task"
            | "line_of_plan"
            | "item_of_assessment"
            | "service_of_directory",
            _,
        ) => None,
        _ => Some(called(choices, &Value::of(sort, json.clone()))),
    }
}
