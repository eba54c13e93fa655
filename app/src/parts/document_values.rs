//! What the values of documents that are made of their cells alone are called. Belongs to the
//! chunks in which documents are shown.

pub mod assessment;
pub mod service_plan;

use crate::{
    parts::{
        cells::{CellWords, joined},
        fact_sheet_values::FACT_SHEET_WORDS,
        plan_values::PLAN_WORDS,
    },
    state::AppState,
};
use domain::{
    document::{
        Cells, DocumentKind, Value,
        assessment::{Item, items},
    },
    id::{ClientId, LineId},
    json::Json,
};
use std::sync::Arc;

/// What the fields and values of a kind of document are called.
#[must_use]
pub const fn words_of(kind: DocumentKind) -> CellWords {
    match kind {
        DocumentKind::Client => FACT_SHEET_WORDS,
        DocumentKind::CrisisPlan => PLAN_WORDS,
        DocumentKind::Assessment => assessment::WORDS,
        DocumentKind::ServicePlan => service_plan::WORDS,
    }
}

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

/// What a whole line says, each of its answers in words, for where it is compared or listed.
#[must_use]
pub fn whole_line(
    app: AppState,
    json: &Json,
    said: fn(AppState, &str, &Json) -> Option<String>,
) -> String {
    let Json::Object(members) = json else { return String::new() };
    let parts =
        members.iter().filter(|(key, _)| key != "line_id").filter_map(|(key, value)| match value {
            Json::Text(text) => Some(said(app, key, value).unwrap_or_else(|| text.clone())),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        });
    let parts: Vec<_> = parts.collect();
    joined(&parts.iter().map(String::as_str).collect::<Vec<_>>(), " · ")
}

/// What a word of a choice is called; the word itself where only a newer app knows it.
#[must_use]
pub fn called(choices: &[(&'static str, &'static str)], value: &Value) -> String {
    let Some(word) = value.as_word() else { return String::new() };
    let known = choices.iter().find(|(known, _)| *known == word);
    known.map_or(word, |(_, label)| label).to_owned()
}
