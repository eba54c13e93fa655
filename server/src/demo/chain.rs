//! The chain from assessment to plan to contacts, as one person has it.

use super::{
    Dice, assessments,
    cast::Persona,
    course::{self, leaves_one_out},
    known::Known,
    service_plans,
    sheet::Head,
};
use crate::store::load::Batch;
use chrono::NaiveDate;
use domain::{Moment, document::Version, id::StaffId, record::RecordRow};

/// Somebody's assessment and plan, each over its versions. What notes may be about and when the
/// plan is to be looked at follow from them.
pub(super) fn of(
    persona: &mut Persona,
    worker: StaffId,
    today: NaiveDate,
    now: Moment,
) -> Vec<Version> {
    let mut dice = Dice::new(&format!("demo|chain|{}", persona.client.client_id));
    let Some(course) = course::course(persona, today, &mut dice) else { return Vec::new() };
    let head = Head { id: [0; 16], number: 1, on: today, worker, now };
    let assessed = assessments::assessed(persona, &course, head);
    let plans = course.plan.map(|planned| service_plans::plans(persona, &assessed, &planned, head));
    let plans = plans.unwrap_or_default();
    let known = assessed.needs.iter().map(|told| Known {
        number: told.number,
        domain: told.need.domain,
        since: told.since,
        until: told.until,
    });
    persona.needs = known.collect();
    let open = persona.needs.iter().filter(|need| need.until.is_none()).count();
    if leaves_one_out(persona)
        && open > 1
        && let Some(last) = persona.needs.iter().rposition(|need| need.until.is_none())
    {
        persona.needs.remove(last);
    }
    persona.client.review_due = plans.last().and_then(|version| version.cells.due());
    assessed.versions.into_iter().chain(plans).collect()
}

/// Takes assessment and plan from a worker's first client again.
pub(super) fn none_of_the_first(batch: &mut Batch, worker: StaffId) {
    let first = batch.clients.iter().find(|new| new.assigned == [worker]);
    let Some(client) = first.map(|new| new.client.client_id) else { return };
    batch.documents.retain(|version: &Version| version.client_id != client);
    let without = batch.records.iter().map(|mut row| {
        if let RecordRow::Contact(row) = &mut row
            && row.contact.client_id == client
        {
            row.contact.need_nos.clear();
        }
        row
    });
    batch.records = without.collect();
}
