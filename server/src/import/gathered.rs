//! People on their way into a batch: the fact sheet, and whom the source names for them.

use super::{Context, Report, Verdict, assigning, quote};
use crate::store::{
    imported::{Carrying, Person},
    load::{Batch, NewClient},
};
use domain::{
    id::{ClientId, StaffId},
    search::fold,
    wire::v1::{Client, Stage},
};
use std::{collections::HashSet, sync::Arc};

/// Somebody read from a source.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) client: Client,
    /// Where the source tells of the person.
    pub(super) at: (Arc<str>, u64),
    /// The person's key there.
    pub(super) key: String,
    /// Whom the source names as the worker.
    pub(super) worker: Option<StaffId>,
    /// Keys of their enrollments.
    pub(super) enrollments: Vec<String>,
    /// What became of the fact sheet.
    pub(super) verdict: Verdict,
}

/// Another name and another date of birth than this key had: two people whose key is one. Where a birthday
/// was known and the source has none any more, another name alone says so: nobody's is lost by mending a
/// name.
pub(super) fn is_somebody_else(client: &Client, context: &Context) -> bool {
    let Some(said) = context.known.said.get(&client.client_id) else { return false };
    match (said.born_on, client.born_on) {
        (Some(before), Some(now)) if before != now => has_hardly_a_name(client, &said.names),
        (Some(_), None) => has_other_names(client, &said.names),
        _ => false,
    }
}

/// No name is as this key had it: to be looked at by somebody who knows the person.
pub(super) fn is_called_otherwise(client: &Client, context: &Context) -> bool {
    let said = context.known.said.get(&client.client_id);
    said.is_some_and(|said| has_other_names(client, &said.names))
}

fn words(names: &[String; 3]) -> HashSet<String> {
    let all = names.iter().map(|name| fold(name)).collect::<Vec<_>>().join(" ");
    all.split_whitespace().map(ToOwned::to_owned).collect()
}

fn names(client: &Client) -> [String; 3] {
    [&client.preferred_name, &client.legal_name, &client.alias].map(Clone::clone)
}

/// Half of the names or more are others: two people may have a first name in common.
fn has_hardly_a_name(client: &Client, before: &[String; 3]) -> bool {
    let (now, before) = (words(&names(client)), words(before));
    let same = now.intersection(&before).count();
    same < 2 && same < now.len() && same < before.len()
}

/// Not one word of the names is the same.
pub(super) fn has_other_names(client: &Client, before: &[String; 3]) -> bool {
    words(&names(client)).is_disjoint(&words(before))
}

/// Puts people into the batch, with whose they become, and counts them in the report.
pub(super) fn settle(
    people: Vec<Gathered>,
    system: &str,
    context: &Context,
    batch: &mut Batch,
    report: &mut Report,
) {
    for mut one in people {
        let id = one.client.client_id;
        let open = one.client.stage != Stage::Closed;
        let decision = assigning::decide(context, id, one.worker, open);
        one.client.primary = decision.primary;
        report.people.nobody += usize::from(open && !decision.carried);
        report.people.unseen += usize::from(open && decision.carried && !decision.seen);
        let mut verdict = one.verdict;
        if let Some(remark) = decision.remark {
            report.add((&one.at.0, one.at.1), "assignment", Verdict::Changed, remark);
            verdict = verdict.max(Verdict::Changed);
        }
        report.people.add(verdict);
        let before = context.known.people.get(&id).cloned().unwrap_or_default();
        let person = Person {
            system: system.to_owned(),
            // A number that must not be kept is not kept as a key either.
            key: (!one.key.is_empty() && !quote::holds_ssn(&one.key)).then_some(one.key),
            worker: one.worker.or(before.worker),
            primary: decision.primary,
            made: before.made.filter(|made| Some(made.staff) != decision.ends),
            enrollments: one.enrollments,
            deleted: false,
        };
        carry(id, decision, person, context, batch);
        batch.clients.push(NewClient { client: one.client, assigned: Vec::new() });
    }
}

/// Closes the case of somebody whom their source has deleted.
pub(super) fn delete(
    id: ClientId,
    at: (&Arc<str>, u64),
    why: String,
    context: &Context,
    batch: &mut Batch,
    report: &mut Report,
) {
    let decision = assigning::end(context, id);
    if let Some(remark) = decision.remark {
        report.add(at, "assignment", Verdict::Changed, remark);
    }
    let before = context.known.people.get(&id).cloned().unwrap_or_default();
    let made = before.made.filter(|made| Some(made.staff) != decision.ends);
    // Should the source take them back, its word is a new one.
    let worker = if made == before.made { before.worker } else { None };
    let person = Person { deleted: true, made, worker, ..before };
    carry(id, decision, person, context, batch);
    batch.closed.push((id, why));
}

/// Only what is new is written.
fn carry(
    client: ClientId,
    decision: assigning::Decision,
    person: Person,
    context: &Context,
    batch: &mut Batch,
) {
    let assigning::Decision { ends, begins, .. } = decision;
    let same = context.known.people.get(&client) == Some(&person);
    if ends.is_some() || begins.is_some() || !same {
        batch.carrying.push(Carrying { client, ends, begins, person });
    }
}
