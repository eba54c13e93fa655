//! Records of one person of the demonstration, as they were signed.

use super::cast::Persona;
use crate::import::derived;
use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    Moment,
    document::{Cells, Key, Value},
    id::{RecordId, StaffId},
    json::Json,
    record::RecordKind,
    wire::v1::{CellRecord, CellRecordRow},
};

pub(super) fn put(cells: &mut Cells, name: &'static str, value: Value) {
    cells.put(Key::fact(name), value);
}

pub(super) fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

/// What was made of one person so far.
pub(super) struct Made<'a> {
    pub persona: &'a Persona,
    pub worker: StaffId,
    pub today: NaiveDate,
    pub now: Moment,
    pub rows: Vec<CellRecordRow>,
}

impl Made<'_> {
    /// So many days from today.
    pub(super) fn day(&self, days: i64) -> NaiveDate {
        let by = Days::new(days.unsigned_abs());
        let day = if days < 0 {
            self.today.checked_sub_days(by)
        } else {
            self.today.checked_add_days(by)
        };
        day.unwrap_or(self.today)
    }

    /// Signs a record, so many days from today.
    pub(super) fn put(
        &mut self,
        kind: RecordKind,
        name: &str,
        days: i64,
        cells: &Cells,
    ) -> RecordId {
        let client_id = self.persona.client.client_id;
        let morning = NaiveTime::from_hms_opt(11, 5, 0).unwrap_or_default();
        let at = Moment::from_local(self.day(days).and_time(morning), self.now.offset_min());
        let record_id = RecordId::from_bytes(derived(&format!("demo|{name}|{client_id}")));
        let record =
            CellRecord { record_id, kind, client_id, at: at.min(self.now), content: cells.json() };
        self.rows.push(CellRecordRow::new(record, self.worker, Some(at.min(self.now))));
        record_id
    }
}
