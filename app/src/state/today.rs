//! Today's list, worked out from the caseload.

use ::sync::read_copy::{Caseload, Entry};
use chrono::NaiveDate;
use domain::{
    id::ClientId,
    today::{Reason, reasons},
    wire::v1::Policy,
};

/// A client on today's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// Who.
    pub client_id: ClientId,
    /// Why, most urgent first; never empty.
    pub reasons: Vec<Reason>,
}

/// Everybody with a reason, most urgent first.
#[must_use]
pub fn due(caseload: &Caseload, today: NaiveDate) -> Vec<Due> {
    let mut due: Vec<(_, &Entry, Due)> = caseload
        .clients
        .iter()
        .filter_map(|(client_id, entry)| {
            let reasons = why(caseload, *client_id, today);
            let rank = reasons.first()?.rank(today);
            Some((rank, entry, Due { client_id: *client_id, reasons }))
        })
        .collect();
    due.sort_by(|(a, x, _), (b, y, _)| {
        a.cmp(b).then_with(|| x.client.preferred_name.cmp(&y.client.preferred_name))
    });
    due.into_iter().map(|(_, _, due)| due).collect()
}

/// Every reason for one client.
#[must_use]
pub fn why(caseload: &Caseload, client_id: ClientId, today: NaiveDate) -> Vec<Reason> {
    let Some(entry) = caseload.clients.get(&client_id) else { return Vec::new() };
    let default = Policy::default();
    let policy = caseload.agency.as_ref().map_or(&default, |agency| &agency.policy);
    let tasks = caseload.tasks.values().filter(|task| task.client_id == client_id);
    let review_due = entry.plan.map(|plan| plan.review_due);
    reasons(&entry.client, &entry.marks, tasks, review_due, policy, today)
}
