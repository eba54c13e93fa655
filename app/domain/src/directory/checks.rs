//! What is known of services by asking them.

use crate::{
    document::Cells,
    id::ServiceId,
    record::service_check::{about, asked_on, was_asked},
    wire::v1::CellRecordRow,
};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Whether what was said on a day may be relied on `today`: it is no older than the agency lets it be
/// (`Policy::provider_check_max_age_d`), and of no day to come. For checks of the directory and for
/// what a referral says alike.
#[must_use]
pub fn is_fresh(on: NaiveDate, today: NaiveDate, max_age_d: u16) -> bool {
    let from = today.checked_sub_days(Days::new(u64::from(max_age_d)));
    on <= today && from.is_some_and(|from| from <= on)
}

/// The last check of each service in which it was asked whether it takes people.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    last: BTreeMap<ServiceId, (NaiveDate, CellRecordRow, Cells)>,
}

impl Checks {
    /// Of all checks there are. `same` says which service another one is, where two became one.
    #[must_use]
    pub fn of(rows: &[CellRecordRow], same: impl Fn(ServiceId) -> ServiceId) -> Self {
        let mut checks = Self::default();
        for row in rows {
            let cells = row.record.cells();
            let (Some(service), Some(on)) = (about(&cells), asked_on(&cells)) else { continue };
            if !was_asked(&cells) {
                continue;
            }
            let is_later = |held: &(NaiveDate, CellRecordRow, Cells)| {
                let when = |on: NaiveDate, row: &CellRecordRow| {
                    (on, row.record.at.utc_ms(), row.record.record_id)
                };
                when(held.0, &held.1) < when(on, row)
            };
            let service = same(service);
            if checks.last.get(&service).is_none_or(is_later) {
                checks.last.insert(service, (on, row.clone(), cells));
            }
        }
        checks
    }

    /// The last one of a service: when it was asked, by whom, and what it said.
    #[must_use]
    pub fn last(&self, service: ServiceId) -> Option<(NaiveDate, &CellRecordRow, &Cells)> {
        self.last.get(&service).map(|(on, row, cells)| (*on, row, cells))
    }
}
