//! Today's list, worked out from the caseload.

use ::sync::read_copy::Caseload;
use chrono::NaiveDate;
use domain::{
    Moment,
    document::DocumentKind,
    id::ClientId,
    order,
    today::{Group, Reason, Reviews, reasons},
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

impl Due {
    /// The heading they stand under today: that of their most urgent reason.
    #[must_use]
    pub fn group(&self, today: NaiveDate) -> Group {
        self.reasons.first().map_or(Group::Plans, |reason| reason.group(today))
    }
}

/// Everybody with a reason, most urgent first.
#[must_use]
pub fn due(caseload: &Caseload, now: Moment) -> Vec<Due> {
    // By name first: the sort by urgency keeps that order among equals.
    let mut named: Vec<(&str, ClientId)> = Vec::with_capacity(caseload.clients.len());
    for (client_id, entry) in &caseload.clients {
        let name = entry.client.preferred_name.as_str();
        let place = named.partition_point(|(other, _)| *other <= name);
        named.insert(place, (name, *client_id));
    }
    let mut due: Vec<(i64, Due)> = named
        .into_iter()
        .filter_map(|(_, client_id)| {
            let reasons = why(caseload, client_id, now);
            let urgency = reasons.first()?.urgency(now.date());
            Some((urgency, Due { client_id, reasons }))
        })
        .collect();
    order::by(&mut due, |(urgency, _)| *urgency);
    due.into_iter().map(|(_, due)| due).collect()
}

/// Every reason for one client.
#[must_use]
pub fn why(caseload: &Caseload, client_id: ClientId, now: Moment) -> Vec<Reason> {
    let Some(entry) = caseload.clients.get(&client_id) else { return Vec::new() };
    let default = Policy::default();
    let policy = caseload.agency.as_ref().map_or(&default, |agency| &agency.policy);
    let tasks = caseload.tasks.values().filter(|task| task.client_id == client_id);
    let service_plan = entry.document(DocumentKind::ServicePlan);
    let reviews = Reviews {
        crisis_plan: entry.plan.map(|plan| plan.review_due),
        service_plan: service_plan.map(|mark| mark.due),
        undecided: entry.is_undecided(),
    };
    reasons(&entry.client, &entry.marks, tasks, reviews, policy, now)
}
