//! The chain from assessment to plan to contacts, as the demonstration has it: whole for most,
//! and broken on purpose for some.

use crate::support::{TestPhone, TestServer, let_in};
use chrono::{NaiveDate, NaiveTime};
use domain::{
    Moment,
    document::{
        Cells, DocumentKind, Key, Version,
        assessment::{self, items},
        keeps_the_rules,
        service_plan::{self, Gap, Missing, gaps, review_window},
    },
    id::{ClientId, DocumentId, LineId, StaffId},
    wire::v1::{Client, DocumentBase, DocumentEdit, Stage},
};
use server::{demo, store::Batch};
use std::collections::{BTreeMap, BTreeSet};

mod reading;
mod words;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 11, 20).unwrap()
}

fn whole() -> Batch {
    let afternoon = today().and_time(NaiveTime::from_hms_opt(15, 0, 0).unwrap());
    demo::agency(today(), Moment::from_local(afternoon, -300))
}

/// The last version of each client's document of a kind.
fn last(batch: &Batch, kind: DocumentKind) -> BTreeMap<ClientId, &Version> {
    let of_kind = batch.documents.iter().filter(|version| version.kind == kind);
    of_kind.map(|version| (version.client_id, version)).collect()
}

fn word(cells: &Cells, key: Key) -> Option<String> {
    cells.value(key).as_word().map(str::to_owned)
}

fn is_finished(plan: &Cells) -> bool {
    word(plan, Key::fact("state")).as_deref() == Some("finished")
}

fn is_enrolled(client: &Client) -> bool {
    matches!(client.stage, Stage::Active | Stage::OnHold | Stage::DischargePlanning)
}

/// What a finished plan may not lack, and lacks.
fn not_left(plan: &Cells, assessed: &Cells) -> Vec<Gap> {
    gaps(plan, Some(assessed)).into_iter().filter(|gap| !gap.missing.may_be_left()).collect()
}

/// Needs of a plan's lines that are going on, and of those what the assessment says.
fn lines_of_met_needs(plan: &Cells, assessed: &Cells) -> usize {
    let needs = items(assessed);
    let is_met = |line: &LineId| {
        let need = word(plan, Key::of_line(*line, "need"));
        needs.iter().any(|item| Some(item.id.to_string()) == need && !item.is_open)
    };
    let goes_on = |line: &LineId| {
        word(plan, Key::of_line(*line, "disposition")).as_deref() == Some("in_plan")
    };
    let lines = plan.lines_in(service_plan::LINES, None).map(|line| line.id);
    lines.filter(|line| is_met(line) && goes_on(line)).count()
}

#[test]
fn each_version_is_what_a_phone_could_have_saved() {
    for version in &whole().documents {
        let edit = DocumentEdit {
            document_id: DocumentId::from_bytes(version.id),
            kind: version.kind,
            client_id: version.client_id,
            at: version.made_at.unwrap(),
            based_on: DocumentBase::Nothing,
            before: None,
            content: version.cells.json(),
            settles: Vec::new(),
        };
        assert!(keeps_the_rules(&edit), "{edit:?}");
        let problems = domain::document::problems(&version.cells);
        assert!(problems.is_empty(), "{problems:?}");
        let empty = version.cells.lines.iter().filter(|line| !version.cells.has_words(line));
        assert_eq!(empty.count(), 0, "a phone leaves out lines that say nothing");
    }
}

#[test]
fn whoever_is_in_service_has_an_assessment_and_most_have_a_plan() {
    let batch = whole();
    let (assessed, planned) =
        (last(&batch, DocumentKind::Assessment), last(&batch, DocumentKind::ServicePlan));
    let (mut enrolled, mut with_plan) = (0, 0);
    for Client { client_id, stage, .. } in batch.clients.iter().map(|new| &new.client) {
        let kinds = (assessed.contains_key(client_id), planned.contains_key(client_id));
        match stage {
            Stage::Active | Stage::OnHold | Stage::DischargePlanning => {
                assert!(kinds.0, "somebody in service");
                enrolled += 1;
                with_plan += usize::from(kinds.1);
            }
            Stage::EligibilityPending => assert_eq!(kinds, (true, false)),
            _ => assert!(!kinds.1, "no plan before somebody is in service"),
        }
    }
    assert!(enrolled >= 90 && with_plan * 100 >= enrolled * 90 && with_plan < enrolled);
}

#[test]
fn a_finished_plan_lacks_nothing_but_what_came_up_after_it() {
    let batch = whole();
    let assessed = last(&batch, DocumentKind::Assessment);
    let (mut in_writing, mut without_line, mut of_met) = (0, 0, 0);
    for (client, plan) in last(&batch, DocumentKind::ServicePlan) {
        let needs = &assessed[&client].cells;
        of_met += lines_of_met_needs(&plan.cells, needs);
        if !is_finished(&plan.cells) {
            in_writing += 1;
            continue;
        }
        let lacks = not_left(&plan.cells, needs);
        if lacks.is_empty() {
            continue;
        }
        without_line += 1;
        assert_eq!(lacks.iter().map(|gap| gap.missing).collect::<Vec<_>>(), [Missing::Line]);
        assert!(plan.made_at < assessed[&client].made_at, "it came up afterwards");
    }
    assert_eq!((in_writing, without_line, of_met), (8, 6, 6));
    let unknown = last(&batch, DocumentKind::ServicePlan)
        .into_iter()
        .flat_map(|(client, plan)| gaps(&plan.cells, Some(&assessed[&client].cells)))
        .filter(|gap| gap.missing == Missing::Need);
    assert_eq!(unknown.count(), 0, "each line is about a need of the assessment");
}

#[test]
fn on_whatever_day_of_the_week_it_is_made_as_much_is_broken_and_nothing_is_from_tomorrow() {
    for ahead in 0..7 {
        let day = today() + chrono::Days::new(ahead);
        let morning = day.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap());
        let now = Moment::from_local(morning, -300);
        let batch = demo::build(day, now, &[demo::Caseload::new("dana", 60, 60)]);
        assert!(batch.documents.iter().all(|version| version.made_at.unwrap() <= now));
        let assessed = last(&batch, DocumentKind::Assessment);
        let plans = last(&batch, DocumentKind::ServicePlan);
        let lacks = plans.iter().filter(|(_, plan)| is_finished(&plan.cells));
        let lacks = lacks.flat_map(|(client, plan)| not_left(&plan.cells, &assessed[client].cells));
        assert_eq!(lacks.map(|gap| gap.missing).collect::<Vec<_>>(), [Missing::Line; 3], "{day}");
        let mut due = plans.values().filter_map(|plan| plan.cells.due());
        assert!(due.any(|due| due == day), "{day}");
        for pair in batch.documents.windows(2).filter(|pair| pair[0].id == pair[1].id) {
            assert!(pair[0].made_at < pair[1].made_at && pair[0].number < pair[1].number);
        }
    }
}

#[test]
fn an_earlier_version_was_whole_in_its_time_and_the_next_says_why_it_changes() {
    let batch = whole();
    let plans = batch.documents.iter().filter(|one| one.kind == DocumentKind::ServicePlan);
    let mut changed = 0;
    for plan in plans.clone().filter(|plan| plan.number > 1) {
        let reason = plan.cells.value(Key::fact("change_reason"));
        assert!(reason.as_text().is_some_and(|reason| !reason.is_empty()));
        let earlier = plans.clone().find(|one| one.id == plan.id && one.number == 1).unwrap();
        assert!(earlier.made_at < plan.made_at && earlier.cells != plan.cells);
        assert!(is_finished(&earlier.cells), "a reason is asked for what was finished");
        changed += 1;
    }
    assert!((20..=70).contains(&changed), "{changed}");
}

#[test]
fn reviews_are_late_today_and_soon_and_within_the_window_or_a_reason_is_given() {
    let batch = whole();
    let (mut late, mut now, mut soon, mut outside) = (0, 0, 0, 0);
    for plan in last(&batch, DocumentKind::ServicePlan).into_values() {
        let days = plan.cells.due().map(|due| (due - today()).num_days());
        match days.unwrap() {
            ..0 => late += 1,
            0 => now += 1,
            1..=7 => soon += 1,
            _ => {}
        }
        for line in plan.cells.lines_in(service_plan::LINES, None) {
            let day = |name| plan.cells.value(Key::of_line(line.id, name)).as_day();
            let (Some(start), Some(review)) = (day("start"), day("review")) else { continue };
            assert!(day("target").unwrap() >= start);
            let is_outside = !review_window(start).contains(&review);
            outside += usize::from(is_outside);
            let reason = plan.cells.value(Key::of_line(line.id, "outside_reason"));
            let has_reason = reason.as_text().is_some_and(|reason| !reason.is_empty());
            assert_eq!(is_outside, has_reason, "{start} {review}");
        }
    }
    println!("{late} late, {now} today, {soon} soon, {outside} outside the window");
    assert!((6..=12).contains(&late) && (2..=6).contains(&now) && soon >= 8);
    assert!((2..=4).contains(&outside), "{outside}");
}

#[test]
fn the_fact_sheet_and_the_task_agree_with_the_plan() {
    let batch = whole();
    let planned = last(&batch, DocumentKind::ServicePlan);
    for client in batch.clients.iter().map(|new| &new.client) {
        let due = planned.get(&client.client_id).and_then(|plan| plan.cells.due());
        assert_eq!(client.review_due, due);
    }
    let prepare = batch.tasks.iter().filter(|task| task.title.ends_with("service plan review"));
    let mut tasks = 0;
    for task in prepare {
        let due = planned[&task.client_id].cells.due().unwrap();
        assert!(task.due < due && task.due > today());
        tasks += 1;
    }
    assert!(tasks >= 4, "{tasks}");
}

#[test]
fn numbers_are_given_as_the_server_gives_them_once_and_for_all_versions() {
    let batch = whole();
    let mut of_documents: BTreeMap<[u8; 16], BTreeMap<u32, LineId>> = BTreeMap::new();
    for version in batch.documents.iter().filter(|one| one.kind == DocumentKind::Assessment) {
        let known = of_documents.entry(version.id).or_default();
        for item in items(&version.cells) {
            let is_numbered = matches!(item.kind.as_str(), "need" | "barrier");
            assert_eq!(item.number.is_some(), is_numbered);
            let Some(number) = item.number else { continue };
            assert_eq!(*known.entry(number).or_insert(item.id), item.id);
        }
        assert_eq!(
            known.keys().copied().collect::<Vec<_>>(),
            (1..).take(known.len()).collect::<Vec<_>>()
        );
    }
    let lines: Vec<_> = last(&batch, DocumentKind::Assessment)
        .into_values()
        .flat_map(|version| version.cells.lines_in(assessment::ITEMS, None).map(|line| line.id))
        .collect();
    assert_eq!(lines.iter().collect::<BTreeSet<_>>().len(), lines.len());
}

#[test]
fn a_note_speaks_of_needs_that_were_known_on_its_day() {
    let batch = whole();
    let mut known: BTreeMap<(ClientId, u16), NaiveDate> = BTreeMap::new();
    for version in batch.documents.iter().filter(|one| one.kind == DocumentKind::Assessment) {
        let numbers = items(&version.cells).into_iter().filter(|item| item.kind == "need");
        for number in numbers.filter_map(|item| u16::try_from(item.number?).ok()) {
            let day = version.made_at.unwrap().date();
            known.entry((version.client_id, number)).or_insert(day);
        }
    }
    let enrolled: BTreeSet<ClientId> = batch
        .clients
        .iter()
        .filter(|new| is_enrolled(&new.client))
        .map(|new| new.client.client_id)
        .collect();
    let (mut notes, mut with_needs) = (0, 0);
    for contact in batch.records.contacts().map(|row| row.contact) {
        for number in &contact.need_nos {
            let since = known.get(&(contact.client_id, *number));
            assert!(since.is_some_and(|since| *since <= contact.occurred_start.date()));
        }
        notes += usize::from(enrolled.contains(&contact.client_id));
        with_needs +=
            usize::from(enrolled.contains(&contact.client_id) && !contact.need_nos.is_empty());
    }
    println!("{} % of notes name a need", with_needs * 100 / notes);
    assert!((60..=70).contains(&(with_needs * 100 / notes)), "{with_needs} of {notes}");
}

#[test]
fn for_most_each_need_has_contacts_and_for_some_one_need_has_none() {
    let batch = whole();
    let mut spoken: BTreeMap<ClientId, BTreeSet<u32>> = BTreeMap::new();
    for contact in batch.records.contacts().map(|row| row.contact) {
        let numbers = contact.need_nos.iter().map(|number| u32::from(*number));
        spoken.entry(contact.client_id).or_default().extend(numbers);
    }
    let dana: StaffId = batch.staff.iter().find(|new| new.login == "dana").unwrap().card.staff_id;
    let (mut whole, mut broken) = (0, 0);
    for new in batch.clients.iter().filter(|new| new.assigned == [dana]) {
        let client = new.client.client_id;
        let assessed = last(&batch, DocumentKind::Assessment);
        let Some(version) = assessed.get(&client).filter(|_| is_enrolled(&new.client)) else {
            continue;
        };
        let open =
            items(&version.cells).into_iter().filter(|item| item.kind == "need" && item.is_open);
        let silent = open.filter(|item| {
            !spoken.get(&client).is_some_and(|of| item.number.is_some_and(|one| of.contains(&one)))
        });
        match silent.count() {
            0 => whole += 1,
            _ => broken += 1,
        }
    }
    println!("{whole} chains whole, {broken} with a need without contacts");
    assert!(broken >= 4 && whole >= 2 * broken, "{whole} and {broken}");
}
