//! Everything on this phone between a client's assessment and what was done about it. Belongs to the
//! chunks in which that is shown and signed.

use crate::held::Held;
use crate::state::{AppState, document::known_document, file::load_file, reading::reading};
use ::sync::read_copy::ClientFile;
use chrono::NaiveDate;
use domain::{
    chain::{Break, breaks},
    document::{
        Cells, DocumentKind, Key, Value, Version,
        assessment::{Item, items},
        service_plan::LINES,
    },
    id::{ClientId, LineId, RecordId},
    record::{RecordKind, review},
    wire::v1::{AddendumKind, CellRecordRow, ContactRow, DocumentBase, Outcome},
};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

/// A document as this phone has it, and what an edit of it is based on.
pub type Known = (Option<Version>, DocumentBase);

/// A client's assessment, plan and file.
#[derive(Clone, PartialEq)]
pub struct Chain {
    /// Whose.
    pub client_id: ClientId,
    /// Their assessment.
    pub assessment: Known,
    /// Their service plan.
    pub plan: Known,
    /// Everything signed about them.
    pub file: ClientFile,
    /// Days for which what a provider said of their service is good.
    pub check_max_age_d: u16,
}

impl Chain {
    /// As this phone has it now; none where any of it cannot be read.
    pub async fn find(app: AppState, client_id: ClientId) -> Option<Self> {
        Some(Self {
            client_id,
            assessment: known_document(DocumentKind::Assessment, client_id).await.ok()?,
            plan: known_document(DocumentKind::ServicePlan, client_id).await.ok()?,
            file: load_file(client_id).await.ok()??,
            check_max_age_d: app.policy().provider_check_max_age_d,
        })
    }

    pub fn assessed(&self) -> Option<&Cells> {
        Some(&self.assessment.0.as_ref()?.cells)
    }

    pub fn planned(&self) -> Option<&Cells> {
        Some(&self.plan.0.as_ref()?.cells)
    }

    /// The needs of the assessment, open ones first.
    pub fn needs(&self) -> Vec<Item> {
        let all = self.assessed().map(items).unwrap_or_default();
        let (open, closed): (Vec<_>, Vec<_>) =
            all.into_iter().filter(|item| item.kind == "need").partition(|need| need.is_open);
        [open, closed].concat()
    }

    /// Contacts about a need, oldest first, without those that were entered in error.
    pub fn contacts(&self, need: LineId, number: Option<u32>) -> Vec<&ContactRow> {
        self.notes().filter(|row| row.contact.is_about(need, number)).collect()
    }

    /// Every contact, oldest first, without those that were entered in error.
    pub fn notes(&self) -> impl Iterator<Item = &ContactRow> {
        self.file.contacts.iter().filter(|row| {
            !self.file.addenda.iter().any(|added| {
                added.addendum.kind == AddendumKind::EnteredInError
                    && added.addendum.contact_id == row.contact.contact_id
            })
        })
    }

    /// Reviews of what is planned for a need, oldest first.
    pub fn reviews(&self, need: LineId) -> Vec<&CellRecordRow> {
        let reviews = self.file.records.iter().filter(|row| row.record.kind == RecordKind::Review);
        reviews.filter(|row| review::about(&row.record.cells()).0 == Some(need)).collect()
    }

    /// A record of a kind, by its id.
    pub fn record(&self, kind: RecordKind, id: RecordId) -> Option<&CellRecordRow> {
        let mut rows = self.file.records.iter();
        rows.find(|row| row.record.kind == kind && row.record.record_id == id)
    }

    /// Needs of which plan or reviews speak and the assessment does not any more, with the goal that
    /// was written for each.
    pub fn gone(&self) -> Vec<(LineId, String)> {
        let here = self.assessed().map(items).unwrap_or_default();
        let reviews = self.file.records.iter().filter(|row| row.record.kind == RecordKind::Review);
        let reviewed = reviews.map(|row| row.record.cells()).filter_map(|review| {
            let goal = review.value(Key::fact("goal"));
            Some((review::about(&review).0?, goal.as_text().unwrap_or_default().to_owned()))
        });
        let planned = self.planned().into_iter().flat_map(|plan| {
            plan.lines_in(LINES, None).filter_map(|line| {
                let value = |name| plan.value(Key::of_line(line.id, name));
                let goal = [value("own"), value("goal")];
                let goal = goal.iter().filter_map(Value::as_text).find(|text| !text.is_empty());
                Some((value("need").as_word()?.parse().ok()?, goal.unwrap_or_default().to_owned()))
            })
        });
        let mut gone: Vec<(LineId, String)> = Vec::new();
        for (need, goal) in planned.chain(reviewed) {
            let is_new = gone.iter().all(|(known, _)| *known != need);
            if is_new && here.iter().all(|item| item.id != need) {
                gone.push((need, goal));
            }
        }
        gone
    }

    /// What is broken in the chain of a need.
    pub fn breaks(&self, need: &Item, today: NaiveDate) -> Vec<Break> {
        let contacts = self.contacts(need.id, need.number);
        // One that came about, on a day that can be believed.
        let counts =
            |row: &&&ContactRow| row.contact.outcome == Outcome::Completed && !row.is_in_doubt();
        let last = contacts.iter().rfind(counts);
        let last = last.map(|row| row.contact.occurred_start.date());
        breaks(need, self.planned(), last, today)
    }
}

/// Reads a client's chain for a screen, anew after every change: none before it was read, and
/// within that none where it cannot be.
pub fn follow(app: AppState, client_id: ClientId) -> (Held<Option<Option<Chain>>>, Callback<()>) {
    let found = Held::new(None);
    let read = move || -> LocalBoxFuture<'static, bool> {
        Box::pin(async move {
            let now = Chain::find(app, client_id).await;
            let is_here = now.is_some();
            let Some(before) = found.try_get_untracked() else { return true };
            // What was read once stays in sight while it cannot be read anew.
            if before.is_none() || is_here && before != Some(now.clone()) {
                let _left = found.try_set(Some(now));
            }
            is_here
        })
    };
    (found, reading(app, Box::new(read)))
}
