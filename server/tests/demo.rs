//! The demonstration agency, from the outside.

use chrono::{NaiveDate, NaiveTime};
use domain::{
    Moment,
    document::DocumentKind,
    id::StaffId,
    pace::ContactMark,
    record::{Record as _, RecordRow},
    today::{Reviews, reasons},
    wire::v1::{Level, Section, Stage},
};
use server::demo::{Caseload, PASSPHRASE, agency, build, small};
use server::store::load::Batch;
use std::collections::{BTreeMap, BTreeSet};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 11, 20).expect("a Thursday")
}

fn afternoon(day: NaiveDate) -> Moment {
    Moment::from_local(day.and_time(NaiveTime::from_hms_opt(15, 0, 0).expect("a time")), -300)
}

fn full() -> Batch {
    agency(today(), afternoon(today()))
}

fn staff_id(batch: &Batch, login: &str) -> StaffId {
    batch.staff.iter().find(|new| new.login == login).expect("a login").card.staff_id
}

fn json(batch: &Batch) -> Vec<u8> {
    let records: Vec<_> = batch.records.iter().flat_map(|row| row.to_json()).collect();
    let parts = (&batch.agency, records, &batch.tasks, &batch.crisis_plans, &batch.documents);
    let clients: Vec<_> = batch.clients.iter().map(|new| (&new.client, &new.assigned)).collect();
    serde_json::to_vec(&(parts, clients)).expect("wire types are text")
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    assert_eq!(json(&full()), json(&full()));
}

#[test]
fn the_counts_are_exact() {
    let batch = full();
    for (login, clients, contacts) in [("dana", 60, 5_000), ("marcus", 60, 1_200)] {
        let id = staff_id(&batch, login);
        assert_eq!(batch.clients.iter().filter(|new| new.assigned == [id]).count(), clients);
        assert_eq!(batch.contacts().filter(|row| row.author == id).count(), contacts);
    }
    assert_eq!(batch.clients.len(), 120);
    assert_eq!(batch.staff.len(), 4);
    assert!(batch.staff.iter().all(|new| new.password.as_deref() == Some(PASSPHRASE)));
    assert_eq!(batch.agency.protocol.steps.len(), 5);
}

#[test]
fn any_size_is_met_exactly() {
    for (clients, contacts) in [(1, 0), (3, 10), (60, 100), (60, 20_000), (2, 5_000)] {
        let batch = build(today(), afternoon(today()), &[Caseload::new("dana", clients, contacts)]);
        assert_eq!((batch.clients.len(), batch.contacts().count()), (clients, contacts));
    }
    let batch = small(today());
    assert_eq!((batch.clients.len(), batch.contacts().count()), (10, 160));
}

#[test]
fn no_note_breaks_a_rule_lies_in_the_future_or_comes_before_it_was_written() {
    let now = afternoon(today());
    for row in full().contacts() {
        let contact = &row.contact;
        assert!(contact.keeps_the_rules(), "{contact:?}");
        let order =
            [contact.occurred_start, contact.occurred_end, contact.written_at, contact.signed_at];
        assert!(order.is_sorted(), "{contact:?}");
        assert!(row.received_at.is_some_and(|at| at >= contact.signed_at && at <= now), "{row:?}");
    }
}

#[test]
fn nobody_is_met_at_the_same_time_as_somebody_else() {
    let batch = full();
    let dana = staff_id(&batch, "dana");
    let mut spans: Vec<_> = batch
        .contacts()
        .filter(|row| row.author == dana)
        .map(|row| (row.contact.occurred_start, row.contact.occurred_end))
        .collect();
    spans.sort_unstable();
    let overlaps = spans.windows(2).filter(|pair| pair[0].1 > pair[1].0).count();
    assert_eq!(overlaps, 0);
}

#[test]
fn every_identifier_is_used_once_and_points_at_something() {
    let batch = full();
    let clients: BTreeSet<_> = batch.clients.iter().map(|new| new.client.client_id).collect();
    let contacts: BTreeMap<_, _> =
        batch.contacts().map(|row| (row.contact.contact_id, row.contact.client_id)).collect();
    let tasks: BTreeSet<_> = batch.tasks.iter().map(|task| task.task_id).collect();
    let items: Vec<_> = batch
        .crisis_plans
        .iter()
        .flat_map(|plan| plan.items.iter().map(|item| item.item_id))
        .collect();
    assert_eq!(clients.len(), batch.clients.len());
    assert_eq!(contacts.len(), batch.contacts().count());
    assert_eq!(tasks.len(), batch.tasks.len());
    assert_eq!(items.iter().collect::<BTreeSet<_>>().len(), items.len());
    assert!(contacts.values().all(|client| clients.contains(client)));
    assert!(batch.tasks.iter().all(|task| clients.contains(&task.client_id)));
    assert!(batch.crisis_plans.iter().all(|plan| clients.contains(&plan.client_id)));
    for row in batch.records.iter() {
        let RecordRow::Addendum(row) = row else { continue };
        assert_eq!(contacts.get(&row.addendum.contact_id), Some(&row.addendum.client_id));
        assert!(!row.addendum.reason.is_empty());
    }
}

#[test]
fn the_day_has_something_due_and_something_met() {
    for day in (17..=23).filter_map(|day| NaiveDate::from_ymd_opt(2025, 11, day)) {
        let batch = agency(day, afternoon(day));
        let dana = staff_id(&batch, "dana");
        let mut kinds = BTreeMap::new();
        let mut due = 0;
        for new in batch.clients.iter().filter(|new| new.assigned == [dana]) {
            let client = &new.client;
            let of = |id| id == client.client_id;
            let marks: Vec<_> = batch
                .contacts()
                .filter(|row| of(row.contact.client_id))
                .map(|row| ContactMark::of(&row.contact))
                .collect();
            let plan = batch.crisis_plans.iter().find(|plan| of(plan.client_id));
            let tasks = batch.tasks.iter().filter(|task| of(task.client_id));
            let policy = &batch.agency.policy;
            let planned = batch
                .documents
                .iter()
                .rfind(|one| of(one.client_id) && one.kind == DocumentKind::ServicePlan);
            let service_plan = planned.map(|version| version.cells.due());
            let found = reasons(
                client,
                &marks,
                tasks,
                Reviews {
                    crisis_plan: plan.map(|plan| plan.review_due),
                    service_plan,
                    ..Reviews::default()
                },
                policy,
                afternoon(day),
            );
            due += usize::from(found.iter().any(|reason| reason.group(day).is_reach_out()));
            for reason in &found {
                let kind = format!("{reason:?}");
                let kind = kind.split([' ', '(']).next().unwrap_or_default().to_owned();
                *kinds.entry(kind).or_insert(0) += 1;
            }
        }
        println!("{day}: {due} of 60 to reach: {kinds:?}");
        assert!((8..=36).contains(&due), "{day}: {due} of 60 to reach: {kinds:?}");
        for kind in ["Task", "Silence", "ReviewDue", "PlanStale", "NoPlan"] {
            assert!(kinds.contains_key(kind), "{day}: nobody with {kind}: {kinds:?}");
        }
    }
}

#[test]
fn the_people_are_a_mix() {
    let batch = full();
    let dana = staff_id(&batch, "dana");
    let people: Vec<_> =
        batch.clients.iter().filter(|new| new.assigned == [dana]).map(|new| &new.client).collect();
    let count = |wanted: &dyn Fn(&domain::wire::v1::Client) -> bool| {
        people.iter().filter(|client| wanted(client)).count()
    };
    assert_eq!(count(&|client| client.level == Some(Level::I)), 6);
    assert_eq!(count(&|client| client.stage == Stage::Outreach), 9);
    assert_eq!(count(&|client| client.stage == Stage::OnHold), 3);
    assert!(count(&|client| client.languages.first().is_some_and(|tag| tag == "es")) >= 8);
    assert!(count(&|client| client.interpreter) >= 6);
    assert!(count(&|client| client.contact_points.iter().any(|point| !point.safe)) >= 5);
    assert!(count(&|client| !client.alerts.is_empty()) >= 15);
    let names: BTreeSet<_> = people.iter().map(|client| &client.preferred_name).collect();
    assert_eq!(names.len(), people.len(), "no two are called the same");
}

#[test]
fn plans_use_every_section_and_one_line_is_hidden() {
    let batch = full();
    let dana = staff_id(&batch, "dana");
    let plans: Vec<_> = batch.crisis_plans.iter().filter(|plan| plan.author == dana).collect();
    assert_eq!(plans.len(), 51);
    let sections: BTreeSet<Section> =
        plans.iter().flat_map(|plan| plan.items.iter().map(|item| item.section)).collect();
    assert_eq!(sections.len(), Section::ALL.len());
    assert_eq!(
        plans.iter().flat_map(|plan| &plan.items).filter(|item| item.hidden_from_client).count(),
        1
    );
    assert!((4..=10).contains(&plans.iter().filter(|plan| plan.is_stale(today())).count()));
    assert!(plans.iter().filter(|plan| plan.language == "es").count() >= 6);
    assert!(plans.iter().filter(|plan| plan.advance_directive.is_some()).count() >= 2);
    assert!(plans.iter().all(|plan| plan.reachable().count() >= 2));
}

#[test]
fn every_number_is_one_kept_free_for_fiction() {
    let batch = full();
    let points =
        batch.clients.iter().flat_map(|new| &new.client.contact_points).map(|point| &point.value);
    let items = batch.crisis_plans.iter().flat_map(|plan| &plan.items);
    let called = items.flat_map(|item| [&item.tel, &item.sms]);
    for number in points.chain(called).filter(|number| !number.is_empty()) {
        assert!(number.starts_with("860-555-01") || number == "988", "{number}");
    }
}

#[test]
fn words_that_label_or_judge_do_not_occur() {
    const FLAGGED: &[&str] = &[
        "schizophrenic",
        "addict",
        "alcoholic",
        "junkie",
        "mentally ill",
        "crazy",
        "insane",
        "the homeless",
        "vagrant",
        "frequent flyer",
        "offender",
        "felon",
        "substance abuse",
        "relapse",
        "binge",
        "noncompliant",
        "non-compliant",
        "refused",
        "resistant",
        "in denial",
        "unmotivated",
        "manipulative",
        "attention-seeking",
        "acting out",
        "needy",
        "demanding",
        "dangerous",
        "violent",
        "combative",
        "poor judgement",
        "dysfunctional",
        "hysterical",
        "lazy",
        "failed",
        "poor historian",
        "suffers from",
        "victim",
        "frantic",
        "committed suicide",
        "claims",
        "alleges",
        "insists",
        "complains",
        "my client",
        "caseload",
    ];
    let text = String::from_utf8(json(&full())).expect("text").to_lowercase();
    for word in FLAGGED {
        assert!(!text.contains(word), "{word}");
    }
    assert!(!text.contains('{') || !text.contains("{name}"), "a slot was left open");
    for slot in ["{name}", "{they}", "{them}", "{their}", "{kin}", "{provider}", "{number}"] {
        assert!(!text.contains(slot), "{slot}");
    }
}

#[test]
fn notes_and_plans_weigh_what_real_ones_do() {
    let batch = full();
    let mean = |sizes: Vec<usize>| sizes.iter().sum::<usize>() / sizes.len().max(1);
    let size = |bytes: Result<Vec<u8>, serde_json::Error>| bytes.expect("text").len();
    let note = mean(batch.contacts().map(|row| size(serde_json::to_vec(&row))).collect());
    let plan = mean(batch.crisis_plans.iter().map(|plan| size(serde_json::to_vec(plan))).collect());
    println!("note {note} bytes, plan {plan} bytes, whole {} bytes", json(&batch).len());
    assert!((1_000..1_350).contains(&note), "{note}");
    assert!((2_100..3_100).contains(&plan), "{plan}");
}
