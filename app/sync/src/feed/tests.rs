use super::*;
use crate::{
    read_copy::{Caseload, ClientFile, apply},
    simulator::{Act, Memory, Random, Rows, Server, script},
};
use domain::{
    Moment,
    id::{ContactId, DeviceId, OperationId, StaffId},
    operation::{Operation, Payload},
    record::RecordKind,
    wire::v1::{Client, PullPage, Push, SealedOperation, Stage},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const STAFF: StaffId = StaffId::from_bytes([1; 16]);
const COLLEAGUE: StaffId = StaffId::from_bytes([2; 16]);
const PHONE: DeviceId = DeviceId::from_bytes([1; 16]);

/// A server and one phone that pulls from it.
struct Office {
    server: Memory,
    random: Random,
    cursor: Option<String>,
    caseload: Caseload,
    files: BTreeMap<ClientId, ClientFile>,
    plans: BTreeMap<ClientId, domain::wire::v1::CrisisPlan>,
}

/// What may happen between two pages.
#[derive(Debug, Clone, Copy)]
enum Change {
    Note(u8),
    Sheet(u8),
    Plan(u8),
    Assign(u8),
    Unassign(u8),
    Admit(u8),
    Elsewhere,
    Restore,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0..8_u8).prop_map(Change::Note),
        1 => (0..8_u8).prop_map(Change::Sheet),
        1 => (0..8_u8).prop_map(Change::Plan),
        2 => (0..8_u8).prop_map(Change::Assign),
        2 => (0..8_u8).prop_map(Change::Unassign),
        1 => (0..8_u8).prop_map(Change::Admit),
        1 => Just(Change::Elsewhere),
        1 => Just(Change::Restore),
    ]
}

fn now() -> Moment {
    Moment::new(1_764_000_000_000, 0)
}

fn id(n: u8) -> ClientId {
    ClientId::from_bytes([n + 10; 16])
}

impl Office {
    fn new() -> Self {
        let mut server = Memory::default();
        server.act(Act::Enrol { staff: STAFF, device: PHONE });
        let caseload = Caseload::default();
        let (files, plans) = (BTreeMap::new(), BTreeMap::new());
        Self { server, random: Random::new(3), cursor: None, caseload, files, plans }
    }

    fn change(&mut self, change: Change) {
        let known = |n| self.server.rows(STAFF).clients.contains_key(&id(n));
        match change {
            Change::Note(n) => self.note(n),
            Change::Admit(n) | Change::Sheet(n) => self.sheet(n),
            Change::Plan(n) if known(n) => {
                let plan = script::plan(&mut self.random, id(n), now());
                self.server.act(Act::PutPlan(Box::new(plan)));
            }
            Change::Plan(_) => {}
            Change::Assign(n) => self.server.act(Act::Assign { staff: STAFF, client: id(n) }),
            Change::Unassign(n) => self.server.act(Act::Unassign { staff: STAFF, client: id(n) }),
            Change::Elsewhere => {
                self.sheet(9);
                self.server.act(Act::Assign { staff: COLLEAGUE, client: id(9) });
            }
            Change::Restore => {
                self.server.act(Act::Restore);
                self.server.act(Act::BackUp);
            }
        }
    }

    fn sheet(&mut self, n: u8) {
        let sheet = script::client(&mut self.random, id(n));
        self.server.act(Act::PutClient(Box::new(Client { stage: Stage::Active, ..sheet })));
    }

    fn note(&mut self, n: u8) {
        let contact = script::contact(&mut self.random, id(n), now());
        let op_id = OperationId::from_bytes(self.random.bytes());
        let note = Operation::new(op_id, 0, now(), Payload::ContactSigned(contact));
        let sealed = self.server.seal(PHONE, op_id, &note.to_bytes());
        let operations = vec![SealedOperation { op_id, sealed }];
        self.server.push(&Push { device_id: PHONE, operations, asks: Vec::new() }).unwrap();
    }

    /// One page, applied; none when nothing is new.
    fn page(&mut self, limit: usize) -> Option<PullPage> {
        let page = self.server.pull(PHONE, self.cursor.as_deref(), limit).unwrap()?;
        self.cursor = Some(page.next_cursor.clone());
        let digest = page.digest;
        let changes = apply(page.clone(), Vec::new(), &mut self.caseload, &mut self.files);
        if changes.reset {
            self.plans.clear();
        }
        self.plans.extend(changes.plans.into_iter().map(|plan| (plan.client_id, plan)));
        self.plans.retain(|client, _| self.caseload.clients.contains_key(client));
        assert!(digest.is_none_or(|digest| digest == self.caseload.digest()));
        Some(page)
    }

    fn pull(&mut self, limit: usize) -> Vec<PullPage> {
        let mut pages = Vec::new();
        while let Some(page) = self.page(limit) {
            let more = page.has_more;
            pages.push(page);
            if !more {
                break;
            }
            assert!(pages.len() < 2_000, "the pull does not end");
        }
        pages
    }

    fn holds(&self) -> Rows {
        let records = self.files.values().flat_map(ClientFile::all);
        Rows {
            clients: self.caseload.clients.iter().map(|(k, v)| (*k, v.client.clone())).collect(),
            plans: self.plans.clone(),
            documents: BTreeMap::new(),
            tasks: self.caseload.tasks.clone(),
            records: records.map(|row| ((row.kind(), row.record().id()), row)).collect(),
        }
    }
}

/// So many notes on so many clients, all assigned.
fn office(clients: u8, notes: usize) -> Office {
    let mut office = Office::new();
    for n in 0..clients {
        office.sheet(n);
        office.server.act(Act::Assign { staff: STAFF, client: id(n) });
    }
    for n in 0..notes {
        office.note(u8::try_from(n % usize::from(clients.max(1))).unwrap());
    }
    office
}

fn contacts_of(rows: &Rows) -> Vec<ContactId> {
    let contacts = rows.records.keys().filter(|(kind, _)| *kind == RecordKind::Contact);
    contacts.map(|(_, id)| ContactId::from_bytes(*id)).collect()
}

fn contacts(pages: &[PullPage]) -> Vec<ContactId> {
    pages.iter().flat_map(|page| &page.contacts).map(|row| row.contact.contact_id).collect()
}

/// atuin #3913: the last row of a page that is exactly full.
#[test]
fn pages_that_are_just_full_lose_nothing() {
    for limit in 1..=6 {
        for notes in [limit * 3 - 1, limit * 3, limit * 3 + 1] {
            let mut office = office(3, notes);
            let mut first = contacts(&office.pull(limit));
            let there = office.server.rows(STAFF);
            first.sort_unstable();
            assert_eq!(first, contacts_of(&there), "{notes} notes in pages of {limit}, each once");

            for n in 0..notes {
                office.note(u8::try_from(n % 3).unwrap());
            }
            office.pull(limit);
            assert_eq!(office.holds(), office.server.rows(STAFF), "then as changes");
            assert!(office.page(limit).is_none());
        }
    }
}

#[test]
fn crisis_plans_come_before_the_first_note() {
    let mut office = office(5, 40);
    office.change(Change::Plan(4));
    let pages = office.pull(10);
    let first_note = pages.iter().position(|page| !page.contacts.is_empty()).unwrap();
    let plan = pages.iter().position(|page| !page.crisis_plans.is_empty()).unwrap();
    assert!(plan < first_note);
}

#[test]
fn a_pull_from_nothing_resets_and_evicts_nobody() {
    let mut office = office(3, 3);
    office.change(Change::Unassign(1));
    let pages = office.pull(100);
    assert!(pages[0].reset && pages[0].evict.is_empty());
    assert!(pages[1..].iter().all(|page| !page.reset));
}

#[test]
fn somebody_assigned_in_the_middle_of_a_pull_comes_with_it_fact_sheet_first() {
    let mut office = office(2, 8);
    office.sheet(5);
    office.page(2);
    office.server.act(Act::Assign { staff: STAFF, client: id(5) });
    office.note(5);
    let rest = office.pull(2);
    let sheet = rest.iter().position(|page| page.clients.iter().any(|row| row.client_id == id(5)));
    let about_5 = |page: &PullPage| page.contacts.iter().any(|row| row.contact.client_id == id(5));
    let note = rest.iter().position(about_5);
    assert!(sheet.is_some() && sheet < note);
    assert_eq!(office.holds(), office.server.rows(STAFF));
}

#[test]
fn a_row_changed_again_in_the_middle_of_a_pull_is_there_at_its_end() {
    let mut office = office(2, 8);
    office.pull(100);
    office.sheet(1);
    office.note(0);
    office.note(1);
    office.page(1);
    // It has moved behind the place where this pull began.
    office.sheet(1);
    let rest = office.pull(1);
    assert_eq!(office.holds(), office.server.rows(STAFF));
    let (last, others) = rest.split_last().unwrap();
    assert!(last.digest.is_some() && others.iter().all(|page| page.digest.is_none()));
}

#[test]
fn a_client_assigned_twice_is_counted_once() {
    let twice = [1, 2].map(|from_seq| Assignment { client_id: id(1), from_seq, to_seq: None });
    let cursor = Cursor {
        epoch: Epoch::from_bytes([1; 16]),
        since: 5,
        target: 5,
        position: Position::Settled,
    };
    let pull = Pull::begin(Some(Ok(cursor)), cursor.epoch, 9, &twice, 10).unwrap();
    assert_eq!(pull.scope(), [id(1)]);
}

fn position() -> impl Strategy<Value = Position> {
    let client = any::<[u8; 16]>().prop_map(ClientId::from_bytes);
    prop_oneof![
        proptest::option::of(client.clone()).prop_map(Position::Sheets),
        proptest::option::of((client, any::<u64>())).prop_map(Position::Files),
        any::<u64>().prop_map(Position::Changes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_page_size_delivers_the_full_scan(
        clients in 0..6_u8,
        notes in 0..40_usize,
        limit in 1..45_usize,
    ) {
        let mut office = office(clients, if clients == 0 { 0 } else { notes });
        let pages = office.pull(limit);
        let mut delivered = contacts(&pages);
        delivered.sort_unstable();
        let there = office.server.rows(STAFF);
        prop_assert_eq!(delivered, contacts_of(&there));
        prop_assert_eq!(office.holds(), there);
        let full = pages.iter().all(|page| page.contacts.len() + page.addenda.len() <= limit);
        prop_assert!(full, "a page is larger than asked for");
    }

    #[test]
    fn whatever_happens_between_pages_two_more_pulls_make_it_whole(
        notes in 0..20_usize,
        script in proptest::collection::vec((change(), 0..3_u8, 1..9_usize), 0..60),
        limit in 1..9_usize,
    ) {
        let mut office = office(4, notes);
        office.server.act(Act::BackUp);
        for (change, pages, limit) in script {
            office.change(change);
            for _ in 0..pages {
                office.page(limit);
            }
        }
        office.pull(limit); // whatever was under way
        office.pull(limit);
        prop_assert_eq!(office.holds(), office.server.rows(STAFF));
        prop_assert!(office.page(limit).is_none());
    }

    #[test]
    fn a_cursor_reads_as_it_was_written(
        epoch in any::<[u8; 16]>(),
        since in any::<u64>(),
        more in any::<u64>(),
        position in position(),
    ) {
        let epoch = Epoch::from_bytes(epoch);
        let target = since.saturating_add(more);
        let under_way = Cursor { epoch, since, target, position };
        prop_assert_eq!(under_way.to_string().parse(), Ok(under_way));
        let settled = Cursor { epoch, since, target: since, position: Position::Settled };
        prop_assert_eq!(settled.to_string().parse(), Ok(settled));
    }

    #[test]
    fn any_text_for_a_cursor_begins_anew(text in "\\PC{0,60}", head in 0..9_u64) {
        let cursor = text.parse::<Cursor>();
        let pull = Pull::begin(Some(cursor), Epoch::from_bytes([1; 16]), head, &[], 10);
        prop_assert!(pull.is_some_and(|pull| pull.is_reset()));
    }
}
