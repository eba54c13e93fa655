//! The columns of a caseload sheet, and the order of day and month in each that holds days.

use crate::import::{
    dates::{Order, Reading},
    table::{Columns, Table},
};
use chrono::NaiveDate;

/// Columns that hold days.
pub(super) const DAYS: [&str; 4] = ["born_on", "level_since", "opened_on", "review_due"];

/// All of them; only the first must be there.
pub(super) const COLUMNS: Columns = Columns {
    required: &["preferred_name"],
    read: &[
        "preferred_name",
        "legal_name",
        "alias",
        "pronouns",
        "born_on",
        "languages",
        "interpreter",
        "phone",
        "phone_safe",
        "text_ok",
        "place",
        "level",
        "level_since",
        "program",
        "opened_on",
        "review_due",
        "alert",
        "worker_login",
        "key",
    ],
    long: &["phone", "place", "alert"],
    days: &DAYS,
    names_others: true,
};

/// How the days of each column are to be read: a sheet is typed by many hands, and a column
/// mostly by one.
pub(super) struct Orders {
    by_column: [Order; DAYS.len()],
    pub(super) today: NaiveDate,
}

impl Orders {
    pub(super) fn of(table: &Table<'_>, today: NaiveDate) -> Self {
        Self { by_column: DAYS.map(|column| table.order(&[column])), today }
    }

    pub(super) fn reading(&self, column: &str) -> Reading {
        let found = DAYS.iter().position(|day| *day == column);
        let order = found.and_then(|at| self.by_column.get(at)).copied().unwrap_or_default();
        Reading { order, today: self.today }
    }
}
