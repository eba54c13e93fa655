mod unread;

use super::*;
use crate::simulator::{Random, script};
use domain::{
    Moment,
    document::{Cells, Value},
    id::{AddendumId, ContactId, Epoch, OperationId, RecordId, StaffId},
    json::Json,
    wire::v1::{
        Addendum, AddendumKind, AddendumRow, CellRecord, CellRecordRow, ConflictId, ConflictSide,
        ContactRow, CrisisEventRow, OpenConflict, SupportPersonRow,
    },
};
use proptest::prelude::*;

const DAY_MS: i64 = 86_400_000;
const NOW_MS: i64 = 1_764_000_000_000;

fn client_id(n: u8) -> ClientId {
    ClientId::from_bytes([n; 16])
}

fn note(seed: u8, client: u8, at_ms: i64) -> ContactRow {
    let mut random = Random::new(u64::from(seed));
    let mut contact = script::contact(&mut random, client_id(client), Moment::new(at_ms, 0));
    contact.contact_id = ContactId::from_bytes([seed; 16]);
    let received_at = Some(Moment::new(NOW_MS, 0));
    let author = StaffId::from_bytes([1; 16]);
    ContactRow { contact, author, received_at, date_in_doubt: false }
}

fn words(seed: u8, client: u8, kind: AddendumKind) -> AddendumRow {
    let addendum = Addendum {
        addendum_id: AddendumId::from_bytes([seed; 16]),
        contact_id: ContactId::from_bytes([seed; 16]),
        client_id: client_id(client),
        kind,
        text: "And his dog.".into(),
        reason: String::new(),
        at: Moment::new(NOW_MS + i64::from(seed), 0),
    };
    AddendumRow::new(addendum, StaffId::from_bytes([1; 16]), None)
}

fn event(seed: u8, client: u8) -> CrisisEventRow {
    let mut random = Random::new(u64::from(seed));
    let at = Moment::new(NOW_MS - i64::from(seed), 0);
    let crisis_event = script::crisis_event(&mut random, client_id(client), at);
    let author = StaffId::from_bytes([1; 16]);
    CrisisEventRow { crisis_event, author, received_at: None, date_in_doubt: false }
}

fn person(seed: u8, client: u8) -> SupportPersonRow {
    let mut random = Random::new(u64::from(seed));
    let at = Moment::new(NOW_MS - i64::from(seed), 0);
    let support_person = script::support_person(&mut random, client_id(client), None, at);
    SupportPersonRow::new(support_person, StaffId::from_bytes([1; 16]), None)
}

fn review(seed: u8, client: u8) -> CellRecordRow {
    let record = CellRecord {
        record_id: RecordId::from_bytes([seed; 16]),
        kind: RecordKind::Review,
        client_id: client_id(client),
        at: Moment::new(NOW_MS - i64::from(seed), 0),
        content: Json::Object(Vec::new()),
    };
    CellRecordRow::new(record, StaffId::from_bytes([1; 16]), None)
}

/// A document of one line that is to be looked at again, where its kind has such lines.
fn document(client: u8, kind: DocumentKind) -> Version {
    let mut cells = Cells::empty(kind.shape());
    let line = cells.add_line_about(0, "housing").expect("a list");
    cells.put(Key::of_line(line, "disposition"), word("disposition", "in_plan"));
    let due = Value::of("day", Json::Text("2027-01-15".to_owned()));
    cells.put(Key::of_line(line, "review"), due);
    Version {
        kind,
        id: [client; 16],
        client_id: client_id(client),
        number: 3,
        made_at: None,
        author: None,
        cells,
        conflicts: Vec::new(),
    }
}

fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

fn page() -> PullPage {
    PullPage {
        epoch: Epoch::from_bytes([1; 16]),
        reset: false,
        agency: None,
        evict: Vec::new(),
        clients: Vec::new(),
        crisis_plans: Vec::new(),
        documents: Vec::new(),
        tasks: Vec::new(),
        contacts: Vec::new(),
        addenda: Vec::new(),
        crisis_events: Vec::new(),
        support_people: Vec::new(),
        records: Vec::new(),
        next_cursor: "c".into(),
        has_more: false,
        digest: None,
        server_time: Moment::new(NOW_MS, 0),
    }
}

/// A page about five clients, of whom fact sheets of three are on it.
fn any_page() -> impl Strategy<Value = PullPage> {
    let notes = proptest::collection::vec((any::<u8>(), 0..400_i64), 0..30);
    let addenda = proptest::collection::vec(any::<u8>(), 0..8);
    let events = proptest::collection::btree_set(any::<u8>(), 0..5);
    let people = proptest::collection::btree_set(any::<u8>(), 0..5);
    let evict = proptest::option::of(3..5_u8);
    (notes, addenda, events, people, evict, any::<bool>()).prop_map(
        |(notes, addenda, events, people, evict, reset)| {
            let mut random = Random::new(5);
            let at = Moment::new(NOW_MS, 0);
            let mut page = PullPage { reset, ..page() };
            page.clients = (0..3).map(|n| script::client(&mut random, client_id(n))).collect();
            page.crisis_plans =
                (0..2).map(|n| script::plan(&mut random, client_id(n), at)).collect();
            let assessed = (2..4).map(|n| document(n, DocumentKind::Assessment));
            page.documents = assessed.chain([document(1, DocumentKind::ServicePlan)]).collect();
            page.evict = evict.map(client_id).into_iter().collect();
            // One id is one note of one client at one time.
            let notes: BTreeMap<u8, i64> = notes.into_iter().collect();
            page.contacts =
                notes.into_iter().map(|(n, day)| note(n, n % 5, NOW_MS - day * DAY_MS)).collect();
            let addenda: BTreeSet<u8> = addenda.into_iter().collect();
            page.addenda = addenda
                .into_iter()
                .map(|n| words(n, n % 5, AddendumKind::EnteredInError))
                .collect();
            page.crisis_events = events.into_iter().map(|n| event(n, n % 5)).collect();
            page.records = people.iter().map(|n| review(*n, n % 5)).collect();
            page.support_people = people.into_iter().map(|n| person(n, n % 5)).collect();
            page
        },
    )
}

type Copy = (Caseload, BTreeMap<ClientId, ClientFile>);

fn applied(page: &PullPage, (mut caseload, mut files): Copy) -> (Copy, Changes) {
    let changes = apply(page.clone(), Vec::new(), &mut caseload, &mut files);
    ((caseload, files), changes)
}

proptest! {
    #[test]
    fn a_page_may_come_twice(first in any_page(), second in any_page()) {
        let (before, _) = applied(&first, Copy::default());
        let (once, changes) = applied(&second, before);
        let (twice, again) = applied(&second, once.clone());
        prop_assert_eq!(&once, &twice);
        prop_assert_eq!(changes, again);
    }

    #[test]
    fn the_order_of_rows_on_a_page_says_nothing(page in any_page(), turn in 0..30_usize) {
        let mut turned = page.clone();
        turned.contacts.reverse();
        let turn = turn % turned.contacts.len().max(1);
        turned.contacts.rotate_left(turn);
        turned.addenda.reverse();
        turned.crisis_events.reverse();
        turned.support_people.reverse();
        turned.records.reverse();
        turned.clients.reverse();
        let (left, _) = applied(&page, Copy::default());
        let (right, _) = applied(&turned, Copy::default());
        prop_assert_eq!(left, right);
    }

    #[test]
    fn the_digest_counts_what_is_there(page in any_page()) {
        let ((caseload, files), changes) = applied(&page, Copy::default());
        let mut counted = Digest::default();
        for client in caseload.clients.keys() {
            counted.clients.add(client.as_bytes(), 0);
        }
        for plan in &changes.plans {
            counted.crisis_plans.add(plan.crisis_plan_id.as_bytes(), plan.version);
        }
        for row in files.values().flat_map(|file| &file.contacts) {
            counted.contacts.add(row.contact.contact_id.as_bytes(), 0);
        }
        let (mut records, mut of_cells) = (Tally::default(), Tally::default());
        for row in files.values().flat_map(ClientFile::all) {
            let tally = if row.kind().is_of_cells() { &mut of_cells } else { &mut records };
            tally.add(&row.record().id(), 0);
        }
        (counted.records, counted.cell_records) = (Some(records), Some(of_cells));
        let mut documents = Tally::default();
        for version in &changes.documents {
            documents.add(&version.id, version.number);
        }
        counted.documents = Some(documents);
        prop_assert_eq!(caseload.digest(), counted);
    }

    #[test]
    fn documents_are_kept_with_what_lists_say_of_them(page in any_page()) {
        let ((caseload, _), changes) = applied(&page, Copy::default());
        let kept: Vec<_> = changes.documents.iter().map(|version| version.client_id).collect();
        // Of three, one is about somebody who is not in scope.
        prop_assert_eq!(kept, [client_id(2), client_id(1)]);
        let mark = |client, kind| caseload.clients[&client_id(client)].document(kind).copied();
        let plan = mark(1, DocumentKind::ServicePlan).expect("a plan came");
        prop_assert_eq!((plan.version, plan.due), (3, NaiveDate::from_ymd_opt(2027, 1, 15)));
        let assessment = mark(2, DocumentKind::Assessment).expect("an assessment came");
        prop_assert_eq!((assessment.version, assessment.due), (3, None));
        prop_assert_eq!(mark(1, DocumentKind::Assessment), None);
    }

    #[test]
    fn nothing_is_kept_of_somebody_out_of_scope(page in any_page()) {
        let gone: BTreeSet<_> = page.evict.iter().flat_map(|id| Shelf::of_client(*id)).collect();
        let ((caseload, files), changes) = applied(&page, Copy::default());
        prop_assert!(files.keys().all(|client| caseload.clients.contains_key(client)));
        prop_assert!(changes.files.iter().all(|client| files.contains_key(client)));
        prop_assert_eq!(changes.removed.into_iter().collect::<BTreeSet<_>>(), gone);
    }
}

fn file_of(rows: Vec<ContactRow>) -> Entry {
    let mut random = Random::new(5);
    let clients = vec![script::client(&mut random, client_id(0))];
    let page = PullPage { clients, contacts: rows, ..page() };
    let ((mut caseload, _), _) = applied(&page, Copy::default());
    caseload.clients.remove(&client_id(0)).unwrap()
}

#[test]
fn a_note_from_a_clock_ten_years_ahead_does_not_hide_the_others() {
    let entry = file_of(vec![
        note(1, 0, NOW_MS - DAY_MS),
        note(2, 0, NOW_MS - 40 * DAY_MS),
        note(3, 0, NOW_MS + 3_650 * DAY_MS),
    ]);
    assert_eq!(entry.marks.len(), 3);
}

/// A note signed now about another day.
fn dated(seed: u8, days: i64) -> ContactRow {
    let mut row = note(seed, 0, NOW_MS);
    let at = Moment::new(NOW_MS + days * DAY_MS, 0);
    (row.contact.occurred_start, row.contact.occurred_end) = (at, at);
    row
}

#[test]
fn a_contact_that_has_not_happened_leaves_no_mark_and_hides_no_other() {
    let real = || vec![note(1, 0, NOW_MS - DAY_MS), note(2, 0, NOW_MS - 40 * DAY_MS)];
    let wanted = file_of(real()).marks;
    let mut marked = note(3, 0, NOW_MS + 365 * DAY_MS);
    marked.date_in_doubt = true;
    for odd in [dated(3, 365), dated(3, 1), dated(3, -365 * 1_800), dated(3, -365 * 50), marked] {
        let rows = real().into_iter().chain([odd.clone()]).collect();
        assert_eq!(file_of(rows).marks, wanted, "{:?}", odd.contact.occurred_start);
        let mut caseload = Caseload::default();
        caseload.clients.insert(client_id(0), file_of(real()));
        caseload.overlay(&Effect::Record(ContactRow { received_at: None, ..odd }.into()));
        assert_eq!(caseload.clients[&client_id(0)].marks, wanted, "unsent");
    }
}

#[test]
fn the_last_that_counts_is_one_that_happened() {
    let ahead = note(3, 0, NOW_MS + 365 * DAY_MS);
    let entry = file_of(vec![note(1, 0, NOW_MS - 100 * DAY_MS), ahead]);
    assert!(entry.marks.iter().any(|mark| mark.at.utc_ms() < NOW_MS), "{:?}", entry.marks);
}

#[test]
fn marks_reach_back_two_months_and_to_the_last_two_that_count() {
    let mut attempt = note(1, 0, NOW_MS);
    attempt.contact.outcome = domain::wire::v1::Outcome::NoShow;
    let old = |seed, days| note(seed, 0, NOW_MS - days * DAY_MS);
    let entry = file_of(vec![attempt, old(2, 90), old(3, 91), old(4, 92)]);
    let kept: Vec<_> = entry.marks.iter().map(|mark| mark.qualifying).collect();
    assert_eq!(kept, [true, true, false]);
    assert_eq!(entry.contacts.count, 4);
}

#[test]
fn an_unsent_entered_in_error_takes_the_contact_off_the_lists_at_once() {
    let mut caseload = Caseload::default();
    let rows = vec![note(1, 0, NOW_MS), note(2, 0, NOW_MS - 90 * DAY_MS)];
    caseload.clients.insert(client_id(0), file_of(rows));
    let left = |caseload: &Caseload| -> Vec<u32> {
        caseload.clients[&client_id(0)].marks.iter().map(|mark| mark.tail).collect()
    };
    let tail = |seed: u8| u32::from_be_bytes([seed; 4]);
    let all = left(&caseload);
    assert_eq!(all, [tail(2), tail(1)]);
    caseload.overlay(&Effect::Record(words(1, 0, AddendumKind::Correction).into()));
    assert_eq!(all, left(&caseload), "other words take nothing back");
    caseload.overlay(&Effect::Record(words(1, 0, AddendumKind::EnteredInError).into()));
    assert_eq!(left(&caseload), [tail(2)], "the one before is known still");
    // One that was not sent either.
    let fresh = note(3, 0, NOW_MS - DAY_MS);
    caseload.overlay(&Effect::Record(ContactRow { received_at: None, ..fresh }.into()));
    caseload.overlay(&Effect::Record(words(3, 0, AddendumKind::EnteredInError).into()));
    assert_eq!(left(&caseload), [tail(2)]);
}

#[test]
fn a_note_that_moved_in_time_is_still_one_note() {
    let entry = file_of(vec![note(1, 0, NOW_MS), note(2, 0, NOW_MS - 1), note(1, 0, NOW_MS - 2)]);
    assert_eq!(entry.contacts.count, 2);
}

#[test]
fn unsent_words_lie_in_order_and_only_once() {
    let mut file = ClientFile::default();
    let (early, late) =
        (words(1, 0, AddendumKind::LateEntry), words(2, 0, AddendumKind::LateEntry));
    for row in [&late, &early, &late] {
        file.overlay(&Effect::Record(row.clone().into()));
    }
    assert_eq!(file.addenda, [early, late]);
}

#[test]
fn an_unsent_crisis_event_lies_in_the_file_once_and_is_no_contact() {
    let mut file = ClientFile::default();
    for row in [event(1, 0), event(9, 0), event(1, 0)] {
        file.overlay(&Effect::Record(row.into()));
    }
    assert_eq!(file.crisis_events, [event(9, 0), event(1, 0)], "by the time they began");
    assert_eq!(
        (file.marks(), file.tally(|kind| kind == RecordKind::Contact)),
        (Vec::new(), Tally::default())
    );
}

#[test]
fn an_unsent_writing_about_a_support_person_lies_in_the_file_once() {
    let mut file = ClientFile::default();
    for row in [person(1, 0), person(9, 0), person(1, 0)] {
        file.overlay(&Effect::Record(row.into()));
    }
    assert_eq!(file.support_people, [person(9, 0), person(1, 0)], "by the time of writing");
}

#[test]
fn a_plan_that_was_not_sent_yet_is_in_the_list() {
    let mut random = Random::new(1);
    let plan = script::plan(&mut random, client_id(1), Moment::new(NOW_MS, 0));
    let edit = domain::wire::v1::CrisisPlanEdit {
        crisis_plan_id: plan.crisis_plan_id,
        client_id: plan.client_id,
        at: plan.made_at,
        based_on: domain::wire::v1::DocumentBase::Nothing,
        before: None,
        content: plan.content(),
        settles: Vec::new(),
    };
    let op_id = OperationId::from_bytes([1; 16]);
    let author = StaffId::from_bytes([1; 16]);
    let saved = domain::operation::Payload::CrisisPlanSaved(edit).edit(op_id, author);
    let saved = saved.expect("it is one");
    let mut caseload = Caseload::default();
    caseload.overlay(&Effect::Document(saved.clone()));
    assert_eq!(caseload, Caseload::default(), "nobody of whom nothing is known");
    caseload.put_client(script::client(&mut random, client_id(1)));
    caseload.overlay(&Effect::Document(saved.clone()));
    let mark = caseload.clients[&client_id(1)].plan.unwrap();
    assert_eq!((mark.version, mark.review_due), (0, plan.review_due));
    let pulled = PlanMark { version: 4, review_due: NaiveDate::default(), ..mark };
    caseload.clients.get_mut(&client_id(1)).unwrap().plan = Some(pulled);
    caseload.overlay(&Effect::Document(saved));
    let mark = caseload.clients[&client_id(1)].plan.unwrap();
    assert_eq!((mark.version, mark.review_due), (4, NaiveDate::default()), "theirs stands");
}

#[test]
fn what_two_people_wrote_differently_is_known_in_the_list_until_an_edit_settles_it() {
    let field = domain::document::CellName::new("change_reason");
    let conflict_id = ConflictId { edit: OperationId::from_bytes([4; 16]), line: None, field };
    let author = StaffId::from_bytes([1; 16]);
    let at = Moment::new(NOW_MS, 0);
    let side = |words: &str| ConflictSide {
        value: Value::of("text", Json::Text(words.to_owned())),
        author,
        at,
    };
    let (kept, other) = (side("Read together."), side("Read to him."));
    let version = Version {
        conflicts: vec![OpenConflict { conflict_id, kept, other }],
        ..document(1, DocumentKind::ServicePlan)
    };
    let clients = vec![script::client(&mut Random::new(6), client_id(1))];
    let (mut caseload, mut files) = Copy::default();
    let known = PullPage { clients, documents: vec![version.clone()], ..page() };
    let _changes = apply(known, Vec::new(), &mut caseload, &mut files);
    assert!(caseload.clients[&client_id(1)].is_undecided());
    let edit = domain::document::Edit {
        kind: version.kind,
        op_id: OperationId::from_bytes([5; 16]),
        author,
        id: version.id,
        client_id: version.client_id,
        at,
        based_on: domain::wire::v1::DocumentBase::Version(version.number),
        before: Some(version.cells.clone()),
        content: version.cells,
        settles: vec![conflict_id],
    };
    caseload.overlay(&Effect::Document(edit));
    assert!(!caseload.clients[&client_id(1)].is_undecided());
}

#[test]
fn a_phone_that_counts_more_than_before_fetches_nothing_again_for_it() {
    let mut caseload = Caseload::default();
    caseload.put_client(script::client(&mut Random::new(1), client_id(0)));
    let server = Digest { records: Some(Tally { count: 7, xor: 7 }), ..caseload.digest() };
    assert_eq!(caseload.agrees_with(server), Some(false), "a record was lost on the way");
    for entry in caseload.clients.values_mut() {
        entry.records = None; // as an app of before wrote it
    }
    assert_eq!(caseload.agrees_with(server), Some(true));
    let of_before = Digest { records: None, ..server };
    assert_eq!(caseload.agrees_with(of_before), Some(true));
    let lost = Digest { contacts: Tally { count: 1, xor: 1 }, ..server };
    assert_eq!(caseload.agrees_with(lost), Some(false), "notes are counted as ever");
}

/// By the reader of days that is in the first file anyway: this one is only known to chrono's.
#[test]
fn no_mark_brings_another_reader_of_days() {
    let mark = |due: &str| {
        let id = DocumentId::from_bytes([1; 16]);
        let text =
            format!(r#"{{"kind":"service_plan","document_id":"{id}","version":1,"due":"{due}"}}"#);
        serde_json::from_str::<DocumentMark>(&text).ok()
    };
    assert_eq!(mark("2026-03-01").and_then(|mark| mark.due), NaiveDate::from_ymd_opt(2026, 3, 1));
    assert_eq!(mark("2026-3-1"), None);
}
