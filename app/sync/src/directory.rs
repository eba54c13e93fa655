//! The directory of services as a phone keeps it, and when it asks for what changed in it.
//!
//! It comes after the caseload and apart from it, so that nobody waits for it who wants to write a
//! note. Pages lie on the phone as they came, one after another; what is newer takes the place of what
//! is older when they are read.

use crate::{
    read_copy::{Unread, now_read, page_of, put_down},
    replica::Sent,
};
use domain::{
    Moment,
    directory::Checks,
    id::{RecordId, ServiceId, StaffId},
    json::ReadObject,
    operation::{Operation, Payload},
    record::{Record as _, service_check::about},
    wire::v1::{CellRecordRow, DirectoryPage, Service},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

/// Milliseconds after which a phone asks again, while there is a network: what a colleague was told an
/// hour ago saves somebody a walk.
const ASK_AGAIN_MS: i64 = 30 * 60_000;
/// The same where somebody looks at the directory.
const ASK_SOON_MS: i64 = 5_000;
/// Pages on a phone, at most, before they are made one.
const PAGES_MAX: u32 = 16;
/// Checks of one service that are kept when pages are made one.
const CHECKS_KEPT: usize = 3;

/// How far a phone has come with the directory, and where its pages lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct DirectoryMark {
    /// When the server was asked last, by the phone.
    pub asked: Moment,
    /// Which state lies here; empty before the first page.
    pub tag: String,
    /// How many pages, numbered from zero.
    pub pages: u32,
    /// How many pulls had come to their end when the last page was asked for, as in
    /// [`Sent::pulls`]: what was received before is in the pages.
    pub pulls: u64,
}

/// The part of a page that is read before it is kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, ReadObject)]
pub struct PageHead {
    /// As in [`DirectoryPage`].
    pub tag: String,
    /// As in [`DirectoryPage`].
    #[serde(default)]
    pub whole: bool,
    /// As in [`DirectoryPage`].
    #[serde(default)]
    pub more: bool,
}

impl DirectoryMark {
    /// It is time to ask again. A clock that was set back is no reason to wait.
    #[must_use]
    pub fn is_due(&self, now: Moment, looked_at: bool) -> bool {
        let after_ms = if looked_at { ASK_SOON_MS } else { ASK_AGAIN_MS };
        now >= self.asked.plus_ms(after_ms) || now < self.asked
    }

    /// The pages are many: they are to be made one.
    #[must_use]
    pub const fn is_long(&self) -> bool {
        self.pages > PAGES_MAX
    }

    /// With one more page, and where that lies. One that is whole takes the place of all before it.
    #[must_use]
    pub fn with(&self, head: &PageHead, asked: Moment, pulls: u64) -> (Self, u32) {
        let place = if head.whole { 0 } else { self.pages };
        // Before the last page, what was received last may be in a page to come.
        let pulls = match (head.more, head.whole) {
            (false, _) => pulls,
            (true, false) => self.pulls,
            (true, true) => 0,
        };
        (Self { asked, tag: head.tag.clone(), pages: place + 1, pulls }, place)
    }

    /// Whether what the server received is in the pages, or may be.
    #[must_use]
    pub const fn has(&self, sent: &Sent) -> bool {
        sent.pulls < self.pulls
    }
}

/// The directory as it is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Directory {
    services: BTreeMap<ServiceId, Service>,
    checks: BTreeMap<RecordId, CellRecordRow>,
    /// What only a newer app can read, as it came. Of a service, what was said before stands.
    unread: Vec<Unread>,
}

impl Directory {
    /// Takes in a page, and what could not be read of it; what they say takes the place of what was
    /// said before.
    pub fn take(&mut self, page: DirectoryPage, unread: Vec<Unread>) {
        if page.whole {
            *self = Self::default();
        }
        put_down(&mut self.unread, unread);
        for service in page.services {
            now_read(&mut self.unread, *service.service_id.as_bytes());
            self.services.insert(service.service_id, service);
        }
        for row in page.checks {
            now_read(&mut self.unread, *row.record.record_id.as_bytes());
            self.checks.insert(row.record.record_id, row);
        }
    }

    /// Lays a check over it that was made on this phone, unless a page brought it back.
    pub fn lay_over(&mut self, operation: &Operation, author: StaffId) {
        if let Payload::RecordSigned(record) = &operation.payload
            && record.kind.is_nobodys()
        {
            let row = || CellRecordRow::new(record.clone(), author, None);
            self.checks.entry(record.record_id).or_insert_with(row);
        }
    }

    /// How much of it only a newer app can read.
    #[must_use]
    pub const fn unread(&self) -> usize {
        self.unread.len()
    }

    /// All of it as one page, without checks that later ones have taken the place of; and as a second
    /// one what only a newer app can read, as it came, where there is any.
    #[must_use]
    pub fn into_pages(self, tag: String) -> (DirectoryPage, Option<String>) {
        let rest = (!self.unread.is_empty()).then(|| page_of("{\"tag\":\"\"", &self.unread));
        let mut of: BTreeMap<Option<ServiceId>, Vec<CellRecordRow>> = BTreeMap::new();
        for row in self.checks.into_values() {
            of.entry(about(&row.record.cells())).or_default().push(row);
        }
        let mut checks = Vec::new();
        for mut rows in of.into_values() {
            rows.sort_by_key(|row| std::cmp::Reverse(row.record.time().utc_ms()));
            rows.truncate(CHECKS_KEPT);
            checks.extend(rows);
        }
        let services = self.services.into_values().collect();
        (DirectoryPage { tag, whole: true, more: false, services, checks }, rest)
    }

    /// Every service that somebody can be sent to.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.values().filter(|service| service.is_open_at_all())
    }

    /// Every service, those included that are over or became another.
    pub fn all(&self) -> impl Iterator<Item = &Service> {
        self.services.values()
    }

    /// The service of this id, or that which it became.
    #[must_use]
    pub fn service(&self, id: ServiceId) -> Option<&Service> {
        self.services.get(&self.same(id))
    }

    /// Which service another one is, over all that became one; itself where nothing is known of it.
    #[must_use]
    pub fn same(&self, id: ServiceId) -> ServiceId {
        let (mut now, mut seen) = (id, BTreeSet::new());
        while let Some(next) = self.services.get(&now).and_then(|service| service.same_as) {
            // Two that are each other are what they were.
            if !seen.insert(now) {
                return id;
            }
            now = next;
        }
        now
    }

    /// The last check of each service.
    #[must_use]
    pub fn last_checks(&self) -> Checks {
        let rows: Vec<_> = self.checks.values().cloned().collect();
        Checks::of(&rows, |id| self.same(id))
    }

    /// Every check of a service, the latest first; of none, those of services that are not in the
    /// directory.
    #[must_use]
    pub fn checks_of(&self, service: Option<ServiceId>) -> Vec<&CellRecordRow> {
        let is_of =
            |row: &&CellRecordRow| about(&row.record.cells()).map(|id| self.same(id)) == service;
        let mut rows: Vec<_> = self.checks.values().filter(is_of).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.record.time().utc_ms()));
        rows
    }
}
