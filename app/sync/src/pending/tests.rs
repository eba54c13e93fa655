use super::*;
use crate::replica::{Failure, Next, Pulled, Replica};
use chrono::NaiveDate;
use domain::{
    Hash,
    contact::{ContactDraft, Kind},
    document::{Cells, Key, Value},
    id::{ContactId, Epoch, TaskId},
    json::Json,
    operation::Payload,
    wire::v1::{CrisisPlanContent, PushAnswer, Receipt, TaskClosed, TaskState},
};

const AUTHOR: StaffId = StaffId::from_bytes([9; 16]);
const CLIENT: ClientId = ClientId::from_bytes([1; 16]);
const EPOCH: Epoch = Epoch::from_bytes([7; 16]);
const NOW_MS: i64 = 1_764_000_000_000;

fn operation(number: u8, payload: Payload) -> Operation {
    let at = Moment::new(NOW_MS, 0);
    Operation::new(OperationId::from_bytes([number; 16]), u64::from(number), at, payload)
}

fn contact(number: u8) -> Operation {
    let (id, task) = (ContactId::from_bytes([number; 16]), TaskId::from_bytes([number; 16]));
    let mut draft = ContactDraft::begin(CLIENT, id, task, Moment::new(NOW_MS, 0));
    draft.choose(Kind::NoAnswer);
    operation(number, Payload::ContactSigned(draft.sign(Moment::new(NOW_MS, 0)).unwrap()))
}

fn waiting(operation: &Operation) -> Waiting {
    Waiting::new(operation, &operation.to_bytes(), Moment::new(NOW_MS, 0))
}

/// The receipt of a server whose clock is so far from the phone's.
fn receipt(operation: &Operation, off_ms: i64) -> PushAnswer {
    let server_time = Moment::new(NOW_MS + off_ms, 0);
    let receipt = Receipt {
        op_id: operation.op_id,
        hash: Hash::of(&operation.to_bytes()),
        outcome: ReceiptOutcome::Applied,
        received_at: server_time,
    };
    PushAnswer { receipts: vec![receipt], server_time, epoch: EPOCH }
}

fn pull(replica: &mut Replica) -> SyncMark {
    replica.nudge();
    while !matches!(replica.next(NOW_MS), Next::Pull { .. }) {}
    let pulled = Pulled::Page {
        epoch: EPOCH,
        next_cursor: format!("{EPOCH}.1"),
        has_more: false,
        reset: false,
        digest_matches: None,
        server_time: Moment::new(NOW_MS, 0),
    };
    let mark = replica.pull_answered(NOW_MS, 0, Ok(pulled)).store.unwrap();
    replica.pull_stored();
    mark
}

fn push(replica: &mut Replica, operation: &Operation, off_ms: i64) -> Sent {
    replica.saved(waiting(operation));
    assert!(matches!(replica.next(NOW_MS), Next::Push { .. }));
    let changes = replica.push_answered(NOW_MS, 0, Ok(receipt(operation, off_ms)));
    let settled = changes.into_iter().find_map(|change| match change {
        OutboxChange::Settled(sent) => Some(sent),
        _ => None,
    });
    settled.unwrap()
}

fn hours(hours: i64) -> i64 {
    hours * 3_600_000
}

#[test]
fn what_was_received_shows_until_a_pull_brings_it_back_whatever_the_clocks_say() {
    for off_ms in [0, hours(-1), hours(1), hours(-90_000), hours(90_000)] {
        let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
        let mark = pull(&mut replica);
        let sent = push(&mut replica, &contact(1), off_ms);
        // Locked and opened again without a network: only what is stored is left.
        assert!(matches!(PendingState::of(&sent, &mark), Some(PendingState::Received { .. })));
        let mark = pull(&mut replica);
        assert_eq!(PendingState::of(&sent, &mark), None, "{off_ms}");
    }
}

#[test]
fn a_pull_that_failed_brought_nothing_back() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mark = pull(&mut replica);
    let sent = push(&mut replica, &contact(1), 0);
    assert!(matches!(replica.next(NOW_MS), Next::Pull { .. }));
    assert_eq!(replica.pull_answered(NOW_MS, 0, Err(Failure::Unreachable)).store, None);
    assert!(PendingState::of(&sent, &mark).is_some());
}

#[test]
fn what_a_locked_phone_sent_waits_for_a_pull_that_began_after_it() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mark = pull(&mut replica);
    let mut locked = Replica::wake(Vec::new(), Vec::new(), mark);
    locked.locked();
    let sent = push(&mut locked, &contact(1), 0);
    // Another tab's pull may have been on its way meanwhile.
    let mark = pull(&mut replica);
    assert!(PendingState::of(&sent, &mark).is_some());
    let mark = pull(&mut replica);
    assert!(PendingState::of(&sent, &mark).is_none());
}

#[test]
fn a_tab_counts_from_the_pulls_of_the_others() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mut other = replica.clone();
    let mut mark = SyncMark::default();
    for _ in 0..5 {
        mark = pull(&mut other);
    }
    replica.pulled_elsewhere(mark.pulls);
    let sent = push(&mut replica, &contact(1), 0);
    assert!(PendingState::of(&sent, &mark).is_some());
}

#[test]
fn what_an_older_app_sent_shows_until_the_first_pull_of_this_one() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let sent = Sent { pulls: 0, ..push(&mut replica, &contact(1), 0) };
    let older = SyncMark { last_completed: Some(Moment::new(NOW_MS, 0)), ..SyncMark::default() };
    assert!(PendingState::of(&sent, &older).is_some());
    let mark = pull(&mut replica);
    assert!(PendingState::of(&sent, &mark).is_none());
}

#[test]
fn what_a_lost_history_received_counts_as_unsent() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let sent = push(&mut replica, &contact(1), 0);
    let restored =
        SyncMark { epoch: Some(Epoch::from_bytes([8; 16])), pulls: 5, ..SyncMark::default() };
    assert_eq!(
        PendingState::of(&sent, &restored),
        Some(PendingState::Waiting(WaitingState::Queued))
    );
    let mut replica = Replica::wake(Vec::new(), vec![sent.clone()], restored);
    assert_eq!(replica.settled_elsewhere(sent), None, "its old receipt settles nothing");
    assert_eq!(replica.waiting().count(), 1);
}

#[test]
fn while_the_read_copy_is_built_anew_everything_sent_is_laid_over_it() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let sent = push(&mut replica, &contact(1), 0);
    let mark = pull(&mut replica);
    let rebuilding = SyncMark { full: true, ..mark.clone() };
    let state = PendingState::of(&sent, &rebuilding).unwrap();
    let mut work = PendingWork::over(&rebuilding);
    work.put(contact(1), state);
    let mut file = ClientFile::default();
    work.lay_over_file(AUTHOR, CLIENT, &mut file);
    assert_eq!(file.contacts.len(), 1);
    work.pulled(&rebuilding);
    assert!(work.holds(sent.op_id), "not before the last page");
    work.pulled(&mark);
    assert!(!work.holds(sent.op_id));
}

#[test]
fn later_work_is_laid_over_earlier_whatever_the_order_of_the_ids() {
    let task_id = TaskId::from_bytes([5; 16]);
    let closed = |state| {
        let at = Moment::new(NOW_MS, 0);
        Payload::TaskClosed(TaskClosed { task_id, client_id: CLIENT, state, at })
    };
    let mut note = contact(3);
    if let Payload::ContactSigned(contact) = &mut note.payload {
        let due = Moment::new(NOW_MS, 0).date();
        contact.next_step = Some(domain::wire::v1::NextStep {
            task_id,
            text: "Knock again.".into(),
            due,
            for_client: false,
        });
    }
    // Saved in this order; the clock was set back between the two.
    let done = Operation { device_seq: 10, ..operation(9, closed(TaskState::Done)) };
    let again = Operation { device_seq: 11, ..operation(4, closed(TaskState::Open)) };
    let mut work = PendingWork::default();
    for operation in [note, done, again] {
        let about = waiting(&operation);
        work.put_waiting(&about, Some(operation));
    }
    let mut caseload = Caseload::default();
    work.lay_over_caseload(AUTHOR, &mut caseload);
    assert_eq!(caseload.tasks.get(&task_id).map(|task| task.state), Some(TaskState::Open));
}

#[test]
fn what_this_build_cannot_read_counts_as_unsent_until_it_is_sent() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let mut work = PendingWork::default();
    work.put_waiting(&waiting(&contact(1)), None);
    work.put_nameless(2);
    assert_eq!((work.unsent(), work.unreadable(), work.iter().count()), (3, 3, 0));
    let sent = push(&mut replica, &contact(1), 0);
    assert!(work.changed(&[OutboxChange::Settled(sent)]).is_empty());
    assert_eq!(work.unsent(), 2, "what has not even an id stays until a newer app is back");
}

/// Screens are drawn anew only when the count has moved.
#[test]
fn whatever_becomes_another_is_counted_and_what_stays_is_not() {
    let mut replica = Replica::wake(Vec::new(), Vec::new(), SyncMark::default());
    let sent = push(&mut replica, &contact(1), 0);
    let mark = pull(&mut replica);
    let rebuilding = SyncMark { full: true, ..mark.clone() };
    let mut work = PendingWork::over(&rebuilding);
    let mut moves = |what: &str, moves: bool, act: &mut dyn FnMut(&mut PendingWork)| {
        let before = work.changes();
        act(&mut work);
        assert_eq!(work.changes() != before, moves, "{what}");
    };
    let (readable, other) = (contact(1), contact(2));
    moves("a note waits", true, &mut |work| {
        work.put_waiting(&waiting(&readable), Some(readable.clone()));
    });
    moves("one that cannot be read", true, &mut |work| work.put_waiting(&waiting(&other), None));
    moves("the same again", false, &mut |work| work.put_waiting(&waiting(&other), None));
    moves("nameless ones", true, &mut |work| work.put_nameless(1));
    moves("as many", false, &mut |work| work.put_nameless(1));
    let settled = [OutboxChange::Settled(sent)];
    moves("it was received", true, &mut |work| assert!(work.changed(&settled).is_empty()));
    moves("and is said so once more", false, &mut |work| {
        assert!(work.changed(&settled).is_empty());
    });
    moves("a page of a copy that is built anew", false, &mut |work| work.pulled(&rebuilding));
    moves("the last page of it", true, &mut |work| work.pulled(&mark));
    moves("given up", true, &mut |work| work.remove(other.op_id));
    moves("not there", false, &mut |work| work.remove(other.op_id));
    let later = SyncMark { pulls: mark.pulls + 1, ..mark.clone() };
    moves("a pull over nothing", false, &mut |work| work.pulled(&later));
}

/// A plan of one line that is to be looked at again on this day.
fn planned(day: Option<&str>) -> Cells {
    let mut cells = Cells::empty(DocumentKind::ServicePlan.shape());
    let line = cells.add_line_about(0, "housing").unwrap();
    let goes_on = Value::of("disposition", Json::Text("in_plan".to_owned()));
    cells.put(Key::of_line(line, "disposition"), goes_on);
    let day = day.map_or(Value::Nothing, |day| Value::of("day", Json::Text(day.to_owned())));
    cells.put(Key::of_line(line, "review"), day);
    cells
}

fn replanned(number: u8, before: Option<&Cells>, content: &Cells) -> Operation {
    let edit = domain::wire::v1::DocumentEdit {
        document_id: domain::id::DocumentId::from_bytes([3; 16]),
        kind: DocumentKind::ServicePlan,
        client_id: CLIENT,
        at: Moment::new(NOW_MS, 0),
        based_on: before.map_or(DocumentBase::Nothing, |_| DocumentBase::Version(4)),
        before: before.map(Cells::json),
        content: content.json(),
        settles: Vec::new(),
    };
    operation(number, Payload::DocumentSaved(edit))
}

/// A crisis plan with this day, and an edit that began from another.
fn looked_over(number: u8, before: Option<NaiveDate>, day: NaiveDate) -> Operation {
    let content = |review_due| CrisisPlanContent {
        made_with: domain::wire::v1::MadeWith::Client,
        client_agrees: true,
        review_due,
        language: String::new(),
        items: Vec::new(),
        advance_directive: None,
    };
    let edit = domain::wire::v1::CrisisPlanEdit {
        crisis_plan_id: domain::id::CrisisPlanId::from_bytes([3; 16]),
        client_id: CLIENT,
        at: Moment::new(NOW_MS, 0),
        based_on: before.map_or(DocumentBase::Nothing, |_| DocumentBase::Version(4)),
        before: before.map(content),
        content: content(day),
        settles: Vec::new(),
    };
    operation(number, Payload::CrisisPlanSaved(edit))
}

/// The lists of a phone that pulled version 4 of both plans, with these days.
fn lists(service_plan: Option<NaiveDate>, crisis_plan: NaiveDate) -> Caseload {
    let version = Version {
        kind: DocumentKind::ServicePlan,
        id: [3; 16],
        client_id: CLIENT,
        number: 4,
        made_at: None,
        author: None,
        cells: planned(service_plan.map(|day| day.to_string()).as_deref()),
        conflicts: Vec::new(),
    };
    let plan = Payload::edit(
        &looked_over(9, None, crisis_plan).payload,
        OperationId::from_bytes([9; 16]),
        AUTHOR,
    );
    let plan = crate::merge::save(&[], &plan.unwrap(), true).version;
    let mut page = domain::wire::v1::PullPage::new(EPOCH, Moment::new(NOW_MS, 0));
    page.clients.push(Client::new(CLIENT, "Bo".into(), domain::wire::v1::Stage::Active));
    page.documents.push(version);
    page.crisis_plans.push(Version { number: 4, ..plan }.document().unwrap());
    let mut caseload = Caseload::default();
    let _changes =
        crate::read_copy::apply(page, Vec::new(), &mut caseload, &mut Default::default());
    caseload
}

fn days(caseload: &Caseload) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let entry = &caseload.clients[&CLIENT];
    let plan = entry.document(DocumentKind::ServicePlan).and_then(|mark| mark.due);
    (plan, entry.plan.map(|plan| plan.review_due))
}

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
}

/// The days of the lists with these edits laid over plans that are due on the fifth.
fn laid(
    full: bool,
    edits: Vec<(Operation, PendingState)>,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let mut work = PendingWork::over(&SyncMark { pulls: 5, full, ..SyncMark::default() });
    edits.into_iter().for_each(|(edit, state)| work.put(edit, state));
    let mut caseload = lists(Some(day(5)), day(5));
    work.lay_over_caseload(AUTHOR, &mut caseload);
    days(&caseload)
}

#[test]
fn what_a_supervisor_has_does_not_say_when_a_plan_is_due() {
    let before = planned(Some("2026-03-05"));
    let at = Moment::new(NOW_MS, 0);
    for state in [
        PendingState::Quarantined(at, QuarantineCode::FieldInvalid),
        // A pull brought it back, and somebody changed the day since; now all is pulled again.
        PendingState::Received { at, pulls: 2 },
    ] {
        let edits = vec![
            (replanned(1, Some(&before), &planned(Some("2026-03-20"))), state),
            (looked_over(2, Some(day(5)), day(20)), state),
        ];
        assert_eq!(laid(true, edits), (Some(day(5)), Some(day(5))), "{state:?}");
    }
}

#[test]
fn what_waits_is_joined_with_the_day_that_was_pulled() {
    let waits = PendingState::Waiting(WaitingState::Queued);
    let saved = |began: u32, now: u32| {
        let cells = |n: u32| planned(Some(&day(n).to_string()));
        let plan = replanned(1, Some(&cells(began)), &cells(now));
        laid(false, vec![(plan, waits), (looked_over(2, Some(day(began)), day(now)), waits)])
    };
    assert_eq!(saved(5, 20), (Some(day(20)), Some(day(20))), "nobody else was there");
    assert_eq!(saved(2, 2), (Some(day(5)), Some(day(5))), "only the other moved it");
    // Both did: for the crisis plan theirs stands, of other plans the sooner is remembered.
    assert_eq!(saved(2, 20), (Some(day(5)), Some(day(5))));
    assert_eq!(saved(2, 3), (Some(day(3)), Some(day(5))));
    // Put off: nothing is due any more, and the plan is there all the same.
    let before = planned(Some("2026-03-05"));
    let off = replanned(1, Some(&before), &planned(None));
    assert_eq!(laid(false, vec![(off, waits)]).0, None);
    // A first one, of which no server has said anything.
    let mut work = PendingWork::default();
    work.put(replanned(1, None, &before), waits);
    work.put(looked_over(2, None, day(7)), waits);
    let mut caseload = lists(None, day(5));
    let entry = caseload.clients.get_mut(&CLIENT).unwrap();
    (entry.documents, entry.plan) = (Vec::new(), None);
    work.lay_over_caseload(AUTHOR, &mut caseload);
    assert_eq!(days(&caseload), (Some(day(5)), Some(day(7))));
}
