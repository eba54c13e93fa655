mod size;

use super::*;
use crate::{
    pending::{PendingState, PendingWork},
    read_copy::{Caseload, ClientFile, apply},
    replica::{SyncMark, WaitingState},
    simulator::{Random, script},
};
use domain::{
    Moment,
    document::{Cells, Key, Value, Version},
    id::{AddendumId, ContactId, Epoch, LineId, OperationId},
    json::Json,
    operation::{Operation, Payload},
    wire::v1::{Addendum, AddendumKind, AddendumRow, ContactRow, PullPage},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const NOW_MS: i64 = 1_764_000_000_000;
const DAY_MS: i64 = 86_400_000;
const AUTHORS: [StaffId; 2] = [StaffId::from_bytes([1; 16]), StaffId::from_bytes([2; 16])];

/// Words that are parted in several ways, that share their beginnings, and that no index keeps whole.
const WORDS: [&str; 16] = [
    "a",
    "new",
    "anew",
    "de",
    "Haro",
    "DeHaro",
    "über",
    "uber",
    "clínica",
    "clinic",
    "o’neill",
    "王小明",
    "555-0172",
    "Pneumonoultramicroscopicsilicosis",
    "Pneumonoultramicroscopicsomething",
    "the",
];

fn present_of(all: impl Iterator<Item = (ClientId, Tag)>) -> Present {
    let mut present = Present::default();
    all.for_each(|(client_id, tag)| present.put(client_id, tag));
    present
}

fn client_id(client: u8) -> ClientId {
    ClientId::from_bytes([client + 1; 16])
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

/// A phone, as far as finding goes.
#[derive(Default)]
struct Phone {
    caseload: Caseload,
    files: BTreeMap<ClientId, ClientFile>,
    documents: BTreeMap<(ClientId, DocumentKind), Version>,
    pending: PendingWork,
    finder: Finder,
    /// Counts what was made, so that everything has an id of its own.
    made: u8,
}

#[derive(Debug, Clone)]
enum Step {
    Comes(u8),
    Note(u8, Vec<usize>, i64),
    Added(u8, usize, bool),
    Assessed(u8, Vec<usize>),
    Renamed(u8, usize),
    Leaves(u8),
    Written(u8, Vec<usize>),
    Taken,
    Index(usize),
    Close,
    Join,
    Restart,
}

fn any_step() -> impl Strategy<Value = Step> {
    let client = 0_u8..4;
    let words = || prop::collection::vec(0..WORDS.len(), 0..6);
    prop_oneof![
        2 => client.clone().prop_map(Step::Comes),
        6 => (client.clone(), words(), 0_i64..90).prop_map(|(c, w, d)| Step::Note(c, w, d)),
        2 => (client.clone(), 0..WORDS.len(), any::<bool>()).prop_map(|(c, w, e)| Step::Added(c, w, e)),
        2 => (client.clone(), words()).prop_map(|(c, w)| Step::Assessed(c, w)),
        1 => (client.clone(), 0..WORDS.len()).prop_map(|(c, w)| Step::Renamed(c, w)),
        1 => client.clone().prop_map(Step::Leaves),
        2 => (client, words()).prop_map(|(c, w)| Step::Written(c, w)),
        1 => Just(Step::Taken),
        4 => (1_usize..5).prop_map(Step::Index),
        2 => Just(Step::Close),
        2 => Just(Step::Join),
        1 => Just(Step::Restart),
    ]
}

/// What is typed: a beginning of a word or two, parted or not.
fn any_query() -> impl Strategy<Value = String> {
    let typed = (prop::collection::vec(0..WORDS.len(), 1..3), 1_usize..40, any::<bool>());
    typed.prop_map(|(words, letters, joined)| {
        let words: Vec<_> = words.iter().map(|at| WORDS[*at]).collect();
        let all = words.join(if joined { "" } else { " " });
        all.chars().take(letters).collect()
    })
}

fn any_wanted() -> impl Strategy<Value = Wanted> {
    let days = prop::option::of(0_i64..90);
    let rare = |strategy| prop::option::weighted(0.2, strategy);
    let others = (rare(0_u8..4), days.clone(), days, rare(0_u8..2), rare(0_u8..3), 0_usize..6);
    (any_query(), others).prop_map(|(typed, (client, from, to, author, need, kind))| Wanted {
        query: Query::new(&typed),
        client: client.map(client_id),
        from: from.filter(|_| kind == 1).map(day),
        to: to.filter(|_| kind == 1).map(day),
        kind: match kind {
            2 => Some(Kind::Record(RecordKind::Contact)),
            3 => Some(Kind::Document(DocumentKind::Assessment)),
            _ => None,
        },
        need: need.map(u32::from),
        author: author.map(|at| AUTHORS[usize::from(at)]),
    })
}

fn at(day: i64) -> Moment {
    Moment::new(NOW_MS - day * DAY_MS, 0)
}

fn day(day: i64) -> NaiveDate {
    at(day).date()
}

fn text(words: &[usize]) -> String {
    words.iter().map(|at| WORDS[*at]).collect::<Vec<_>>().join(" ")
}

impl Phone {
    fn id(&mut self) -> [u8; 16] {
        self.made = self.made.wrapping_add(1);
        [self.made; 16]
    }

    fn note(&mut self, client: u8, words: &[usize], day: i64) -> domain::wire::v1::Contact {
        let mut contact = script::contact(&mut Random::new(7), client_id(client), at(day));
        contact.contact_id = ContactId::from_bytes(self.id());
        contact.seen_heard = text(words);
        contact.quotes = words.first().map(|word| WORDS[*word].to_owned()).into_iter().collect();
        contact.need_nos = vec![u16::from(client)];
        contact
    }

    fn step(&mut self, step: Step) {
        let mut page = page();
        match step {
            Step::Comes(client) => {
                page.clients =
                    vec![script::client(&mut Random::new(u64::from(client)), client_id(client))];
            }
            Step::Note(client, words, day) => {
                let contact = self.note(client, &words, day);
                let author = AUTHORS[words.len() % 2];
                page.contacts = vec![ContactRow::new(contact, author, Some(at(0)))];
            }
            Step::Added(client, word, in_error) => {
                let addendum_id = AddendumId::from_bytes(self.id());
                let file = self.files.get(&client_id(client));
                let Some(row) = file.and_then(|file| file.contacts.first()) else { return };
                let kind =
                    if in_error { AddendumKind::EnteredInError } else { AddendumKind::Addendum };
                let addendum = Addendum {
                    addendum_id,
                    contact_id: row.contact.contact_id,
                    client_id: client_id(client),
                    kind,
                    text: WORDS[word].to_owned(),
                    reason: String::new(),
                    at: at(0),
                };
                page.addenda = vec![AddendumRow::new(addendum, AUTHORS[0], Some(at(0)))];
            }
            Step::Assessed(client, words) => {
                let key = (client_id(client), DocumentKind::Assessment);
                let number = self.documents.get(&key).map_or(1, |held| held.number + 1);
                let mut cells = Cells::empty(DocumentKind::Assessment.shape());
                for (place, word) in (1_u8..).zip(&words) {
                    let line = LineId::from_bytes([place; 16]);
                    cells.add_line(1, line);
                    cells.put(Key::of_line(line, "text"), Value::text(WORDS[*word]));
                    let count = Value::of("count", Json::Number(i64::from(place)));
                    cells.put(Key::of_line(line, domain::document::NUMBER), count);
                }
                page.documents = vec![Version {
                    kind: DocumentKind::Assessment,
                    id: [client + 1; 16],
                    client_id: client_id(client),
                    number,
                    made_at: Some(at(i64::from(number))),
                    author: Some(AUTHORS[1]),
                    cells,
                    conflicts: Vec::new(),
                }];
            }
            Step::Renamed(client, word) => {
                let Some(entry) = self.caseload.clients.get(&client_id(client)) else { return };
                let mut sheet = entry.client.clone();
                sheet.alias = WORDS[word].to_owned();
                page.clients = vec![sheet];
            }
            Step::Leaves(client) => page.evict = vec![client_id(client)],
            Step::Written(client, words) => {
                let contact = self.note(client, &words, 0);
                let op_id = OperationId::from_bytes(self.id());
                let payload = Payload::ContactSigned(contact);
                let operation = Operation::new(op_id, u64::from(self.made), at(0), payload);
                self.pending.put(operation, PendingState::Waiting(WaitingState::Queued));
                return;
            }
            Step::Taken => {
                // As where everything was received and pulled back: nothing is laid over it.
                let waiting: Vec<_> =
                    self.pending.iter().map(|item| item.operation.clone()).collect();
                for operation in waiting {
                    self.pending.remove(operation.op_id);
                    if let Payload::ContactSigned(contact) = operation.payload {
                        page.contacts.push(ContactRow::new(contact, AUTHORS[0], Some(at(0))));
                    }
                }
            }
            Step::Index(some) => return self.index(some),
            Step::Close => {
                self.finder.close();
                return;
            }
            Step::Join => {
                self.join();
                return;
            }
            Step::Restart => {
                let bytes = self.finder.to_bytes(&self.stored());
                self.finder = Finder::from_bytes(bytes.as_deref().unwrap_or_default());
                if bytes.is_some() {
                    let again = self.finder.to_bytes(&self.stored());
                    assert_eq!(again, bytes, "what is kept is read as it was");
                }
                return;
            }
        }
        let changes = apply(page, Vec::new(), &mut self.caseload, &mut self.files);
        for version in changes.documents {
            self.documents.insert((version.client_id, version.kind), version);
        }
        for shelf in changes.removed {
            self.documents.retain(|(client_id, kind), _| {
                shelf != crate::read_copy::Shelf::Document(*kind, *client_id)
            });
        }
    }

    fn stored(&self) -> Present {
        present_of(self.caseload.clients.iter().map(|(id, entry)| (*id, Tag::of(entry))))
    }

    /// With what was made here laid over it.
    fn present(&self) -> Present {
        let mut present = self.stored();
        for item in self.pending.iter() {
            let client_id = item.operation.client_id();
            if let Some(tag) = self.stored().tag(client_id) {
                present.put(client_id, tag.under(self.pending.changes()));
            }
        }
        present
    }

    /// What lies on it about a client, and its state.
    fn read(&self, client_id: ClientId, laid_over: bool) -> (Vec<Unit>, Tag) {
        let entry = &self.caseload.clients[&client_id];
        let mut file = self.files.get(&client_id).cloned().unwrap_or_default();
        let mut documents = vec![Version::of(&entry.client)];
        documents.extend(self.documents.get(&(client_id, DocumentKind::Assessment)).cloned());
        let tag = Tag::of_read(entry, &file, &documents);
        if laid_over {
            self.pending.lay_over_file(AUTHORS[0], client_id, &mut file);
        }
        (units_of(&file, &documents), tag)
    }

    fn index(&mut self, some: usize) {
        let stored = self.stored();
        for client_id in self.finder.to_index(&stored).into_iter().take(some) {
            let (units, own) = self.read(client_id, false);
            assert_eq!(
                Some(own),
                stored.tag(client_id),
                "shelves are in the state that the caseload says"
            );
            self.finder.index(client_id, own, &units);
        }
    }

    fn join(&mut self) {
        let mut joining = self.finder.join(&self.stored());
        while joining.go_on(7) {}
        self.finder.joined(joining);
    }

    fn open(&mut self, client_id: ClientId) {
        let tag = self.present().tag(client_id).expect("they are in the caseload");
        let (units, own) = self.read(client_id, true);
        let is_laid_over = self.stored().tag(client_id) != Some(tag);
        self.finder.open(client_id, tag, if is_laid_over { tag } else { own }, units);
    }

    /// What a look through everything finds, without any index.
    fn scanned(&self, wanted: &Wanted) -> BTreeSet<(ClientId, u32)> {
        let mut all = Vec::new();
        for client_id in self.caseload.clients.keys() {
            let (units, _) = self.read(*client_id, true);
            all.extend(units.into_iter().zip(0_u32..).map(|(unit, at)| (*client_id, unit, at)));
        }
        all.retain(|(client_id, unit, _)| {
            wanted.client.is_none_or(|client| client == *client_id) && wanted.takes(&unit.facts)
        });
        let having = |has: &dyn Fn(&str) -> bool| {
            let found = all.iter().filter(|(_, unit, _)| has(&unit::folded(unit)));
            found.map(|(client_id, _, at)| (*client_id, *at)).collect::<BTreeSet<_>>()
        };
        let parted = having(&|text| wanted.query.is_in(text));
        if parted.is_empty() { having(&|text| wanted.query.is_in_across(text)) } else { parted }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_index_says_what_a_plain_scan_says_whatever_has_happened(
        steps in prop::collection::vec(any_step(), 0..40),
        wanted in prop::collection::vec(any_wanted(), 1..6),
    ) {
        let mut phone = Phone { pending: PendingWork::over(&SyncMark::default()), ..Phone::default() };
        for client in 0..3 {
            phone.step(Step::Comes(client));
        }
        for step in steps {
            phone.step(step);
            // Whatever was looked through by now: nothing is found that is not so.
            let present = phone.present();
            for wanted in &wanted {
                for hit in phone.finder.look(wanted, &present).hits {
                    let (units, _) = phone.read(hit.client_id, true);
                    let unit = &units[hit.unit as usize];
                    prop_assert!(wanted.query.is_in_across(&unit::folded(unit)));
                    prop_assert!(wanted.takes(&unit.facts));
                    prop_assert_eq!((hit.day, hit.kind), (unit.facts.day, unit.facts.kind));
                }
            }
        }
        let present = phone.present();
        for client_id in phone.finder.not_looked_through(&present) {
            phone.open(client_id);
        }
        prop_assert_eq!(phone.finder.looked_through(&present), present.len());
        for wanted in wanted {
            let unsure = phone.finder.look(&wanted, &present).unsure;
            unsure.into_iter().for_each(|client_id| phone.open(client_id));
            let found = phone.finder.look(&wanted, &present);
            prop_assert!(found.unsure.is_empty());
            let days: Vec<_> = found.hits.iter().map(|hit| hit.day).collect();
            prop_assert!(days.is_sorted_by(|one, next| one >= next), "the newest first");
            let hits: BTreeSet<_> = found.hits.iter().map(|hit| (hit.client_id, hit.unit)).collect();
            prop_assert_eq!(hits.len(), days.len(), "each once");
            prop_assert_eq!(hits, phone.scanned(&wanted));
        }
    }

    #[test]
    fn an_index_is_finished_after_everybody_was_read_once(
        steps in prop::collection::vec(any_step(), 0..40),
    ) {
        let mut phone = Phone { pending: PendingWork::over(&SyncMark::default()), ..Phone::default() };
        phone.step(Step::Comes(0));
        steps.into_iter().for_each(|step| phone.step(step));
        phone.index(usize::MAX);
        phone.finder.close();
        phone.join();
        let stored = phone.stored();
        prop_assert_eq!(phone.finder.to_index(&stored), Vec::new());
        prop_assert_eq!(phone.finder.looked_through(&stored), stored.len());
        let bytes = phone.finder.to_bytes(&stored);
        let again = Finder::from_bytes(&bytes.expect("it is whole"));
        prop_assert_eq!(again.looked_through(&stored), stored.len());
    }

    #[test]
    fn whatever_lies_there_is_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _nothing = Finder::from_bytes(&bytes);
        let _something = Finder::from_bytes(&[b"SLF1\x01".as_slice(), &bytes].concat());
    }
}

#[test]
fn nothing_of_somebody_who_left_is_in_what_is_kept() {
    let mut phone = Phone { pending: PendingWork::over(&SyncMark::default()), ..Phone::default() };
    phone.step(Step::Comes(0));
    phone.step(Step::Comes(1));
    phone.step(Step::Note(0, vec![13], 1));
    phone.step(Step::Note(1, vec![1], 1));
    let kept = |phone: &mut Phone| {
        phone.index(usize::MAX);
        phone.finder.close();
        phone.join();
        phone.finder.to_bytes(&phone.stored()).expect("it is whole")
    };
    let full = kept(&mut phone);
    phone.step(Step::Leaves(0));
    assert_eq!(phone.finder.to_bytes(&phone.stored()), None);
    let left = kept(&mut phone);
    // As if they had never been here.
    let mut alone = Phone { pending: PendingWork::over(&SyncMark::default()), ..Phone::default() };
    (alone.made, alone.files, alone.caseload) = (phone.made, phone.files, phone.caseload);
    assert_eq!(left, kept(&mut alone));
    assert!(left.len() < full.len());
}

#[test]
fn a_kind_is_known_by_its_word() {
    for kind in Kind::all() {
        assert_eq!(Kind::of_word(kind.word()), Some(kind));
    }
}
