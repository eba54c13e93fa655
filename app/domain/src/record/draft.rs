//! A record that is made of its cells alone, while it is written.

use super::RecordKind;
use crate::{
    Moment,
    document::{Cells, problems},
    id::{ClientId, RecordId},
    json::{Json, ReadObject},
    length::Field,
    problem::{Problem, Wrong, whole_too_long},
    record::Record as _,
    wire::v1::CellRecord,
};
use serde::{Deserialize, Serialize, de};

/// A record being written. Stored sealed after every pause in typing; unknown fields are ignored,
/// so that yesterday's draft opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct RecordDraft {
    /// When writing began.
    pub written_at: Option<Moment>,
    /// What it will be.
    pub kind: RecordKind,
    /// The id it will have; fixed from the first keystroke, so that signing twice is still one.
    pub record_id: RecordId,
    /// About whom. A draft never opens on anybody else.
    pub client_id: ClientId,
    /// What is written so far.
    pub content: Cells,
}

/// As it is stored.
#[derive(Clone, Serialize, ReadObject)]
struct Stored {
    #[serde(default)]
    written_at: Option<Moment>,
    kind: RecordKind,
    record_id: RecordId,
    client_id: ClientId,
    content: Json,
}

impl TryFrom<Stored> for RecordDraft {
    type Error = de::value::Error;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { written_at, kind, record_id, client_id, content } = stored;
        let shape = kind.shape().ok_or_else(|| de::Error::custom("a kind with a type"))?;
        let content = Cells::read(shape, &content);
        Ok(Self { written_at, kind, record_id, client_id, content })
    }
}

impl From<RecordDraft> for Stored {
    fn from(draft: RecordDraft) -> Self {
        let RecordDraft { written_at, kind, record_id, client_id, content } = draft;
        Self { written_at, kind, record_id, client_id, content: content.json() }
    }
}

impl RecordDraft {
    /// What does not fit. What else a kind asks for, its own rules say.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = problems(&self.content);
        if problems.is_empty() {
            let record = self.sign(Moment::new(0, 0));
            problems.extend(whole_too_long(&record));
            if problems.is_empty() && !record.keeps_the_rules() {
                problems.push(Problem::new(Field::Lines, Wrong::TooLong(1)));
            }
        }
        problems
    }

    /// The record as signed at `at`.
    #[must_use]
    pub fn sign(&self, at: Moment) -> CellRecord {
        CellRecord {
            record_id: self.record_id,
            kind: self.kind,
            client_id: self.client_id,
            at,
            content: self.content.json(),
        }
    }
}
