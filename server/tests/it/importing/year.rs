//! A year of weekly exports, with people who come, leave, die, are deleted, taken back, moved
//! between workers and merged, while people here give clients to each other, call them otherwise,
//! write where to find them, and close cases.

#![expect(clippy::indexing_slicing, reason = "a test that cannot go on is to stop there")]

use super::{Here, client};
use crate::support::{TestPhone, TestServer, words};
use domain::{
    id::{ClientId, StaffId},
    operation::Payload,
    wire::v1::{Client, DocumentBase, FactSheetEdit, ReceiptOutcome, Stage, StageBegun},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
};

const WEEKS: u64 = 52;
const WORKERS: usize = 4;

/// Numbers from a seed.
struct Lots(u64);

impl Lots {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Somebody in the other system, and what must be true of them here.
#[derive(Debug, Clone, Default)]
struct Person {
    user: usize,
    exit: Option<&'static str>,
    deleted: bool,
    gone: bool,
    contacts: Vec<usize>,
    /// Whose the source made them, as far as nobody here took them away.
    by_source: Option<usize>,
    /// Whose people here made them.
    by_people: BTreeSet<usize>,
    /// Was ever in an export that was read here.
    known: bool,
    /// The source's word counts as its first.
    first_word: bool,
}

impl Person {
    fn carriers(&self) -> BTreeSet<usize> {
        self.by_people.iter().copied().chain(self.by_source).collect()
    }

    /// What an export says of them is read.
    fn read(&mut self) {
        if self.gone || (self.deleted && !self.known) {
            return;
        }
        if self.deleted {
            self.first_word |= self.by_source.take().is_some();
            return;
        }
        let first = !self.known || self.first_word;
        if (self.by_source.is_some() || first) && !self.by_people.contains(&self.user) {
            if self.by_source.is_some() || self.by_people.is_empty() {
                self.by_source = Some(self.user);
            }
        } else if self.by_source.is_some() {
            self.by_source = None;
        }
        (self.known, self.first_word) = (true, false);
    }
}

/// What a person here wrote into a fact sheet.
#[derive(Debug, Clone, Default)]
struct Decided {
    name: Option<String>,
    place: Option<String>,
    pronouns: Option<String>,
    /// The case was closed here, and the source has not closed it since.
    closed: bool,
}

impl Decided {
    /// Decides something about somebody.
    fn next(&mut self, what: usize, week: u64, client: &mut Client) {
        match what {
            0 => client.place = self.place.insert(format!("Pier {week}")).clone(),
            1 => client.pronouns = self.pronouns.insert(format!("they {week}")).clone(),
            2 => client.preferred_name = self.name.insert(format!("Chosen {week}")).clone(),
            _ => {
                self.closed = true;
                let since = words::at(0).date();
                client.stages.push(StageBegun::new(None, Stage::Closed, since));
                client.stage = Stage::Closed;
            }
        }
    }

    fn check(&self, client: &Client, week: u64) {
        let same = |one: &Option<String>, now: &String| one.as_ref().is_none_or(|one| one == now);
        let kept = same(&self.name, &client.preferred_name)
            && same(&self.place, &client.place)
            && same(&self.pronouns, &client.pronouns)
            && (!self.closed || client.stage == Stage::Closed);
        assert!(kept, "week {week}: {self:?} became {client:?}");
    }
}

fn edit(seen: &Client, change: impl FnOnce(&mut Client)) -> Payload {
    let mut content = Client { conflicts: Vec::new(), ..seen.clone() };
    let before = Some(Box::new(content.clone()));
    change(&mut content);
    Payload::FactSheetSaved(FactSheetEdit {
        client_id: seen.client_id,
        at: words::at(0),
        based_on: DocumentBase::Version(seen.version),
        before,
        content: Box::new(content),
        settles: Vec::new(),
    })
}

/// Dana's phone, what it shows, and what she decided.
#[derive(Default)]
struct Dana {
    phone: Option<TestPhone>,
    shown: BTreeMap<ClientId, Client>,
    decided: BTreeMap<ClientId, Decided>,
    decisions: usize,
}

impl Dana {
    /// She looks at whom she carries after an import, and writes something of two of them.
    async fn works(&mut self, server: &TestServer, week: u64, lots: &mut Lots) {
        if self.phone.is_none() {
            self.phone = Some(TestPhone::enrolled(server, "dana").await);
        }
        let phone = self.phone.as_mut().unwrap();
        for page in phone.pull(server, None).await {
            page.evict.iter().for_each(|gone| drop(self.shown.remove(gone)));
            self.shown.extend(page.clients.into_iter().map(|client| (client.client_id, client)));
        }
        for (id, client) in &self.shown {
            self.decided.get(id).into_iter().for_each(|decided| decided.check(client, week));
        }
        let ids: Vec<ClientId> = self.shown.keys().copied().collect();
        for _ in 0..2.min(ids.len()) {
            let id = ids[lots.below(ids.len())];
            let (what, decided) = (lots.below(4), self.decided.entry(id).or_default());
            let payload = edit(&self.shown[&id], |client| decided.next(what, week, client));
            let outcome = phone.does(server, payload).await;
            let quarantined = matches!(outcome, ReceiptOutcome::Quarantined { .. });
            assert!(!quarantined, "week {week}: {outcome:?}");
            self.decisions += 1;
        }
    }
}

#[derive(Default)]
struct Agency {
    people: BTreeMap<usize, Person>,
    contacts: usize,
}

impl Agency {
    /// What happens in the other system in a week.
    fn week(&mut self, lots: &mut Lots) {
        for _ in 0..3 {
            let number = 100_000 + self.people.len();
            let user = lots.below(WORKERS);
            self.people.insert(number, Person { user, ..Person::default() });
        }
        let numbers: Vec<usize> = self.people.keys().copied().collect();
        for _ in 0..8 {
            let number = numbers[lots.below(numbers.len())];
            let other = numbers[lots.below(numbers.len())];
            self.contacts += 1;
            let contact = self.contacts;
            let person = self.people.get_mut(&number).unwrap();
            match lots.below(9) {
                0..=2 => person.user = lots.below(WORKERS),
                3 => person.exit = Some("410"),
                4 => person.exit = Some("24"),
                5 => person.exit = None,
                6 => person.deleted = !person.deleted,
                7 => person.contacts.push(contact),
                // Merged: one has what both had.
                _ if other != number => {
                    person.deleted = true;
                    let contacts = std::mem::take(&mut person.contacts);
                    self.people.get_mut(&other).unwrap().contacts.extend(contacts);
                }
                _ => person.gone = !person.gone,
            }
        }
    }

    fn write(&self, folder: &std::path::Path) {
        fs::create_dir_all(folder).unwrap();
        let mut users = "UserID,UserFirstName,UserLastName\n".to_owned();
        for user in 0..WORKERS {
            writeln!(users, "u{user},Worker,Number{user}").unwrap();
        }
        let mut clients = "PersonalID,FirstName,LastName,NameDataQuality,DateDeleted\n".to_owned();
        let mut enrollments =
            "EnrollmentID,PersonalID,ProjectID,EntryDate,UserID,DateDeleted\n".to_owned();
        let mut exits = "ExitID,EnrollmentID,PersonalID,ExitDate,Destination\n".to_owned();
        let mut places =
            "CurrentLivingSitID,EnrollmentID,PersonalID,InformationDate,CurrentLivingSituation,UserID\n".to_owned();
        for (number, person) in self.people.iter().filter(|(_, person)| !person.gone) {
            let deleted = if person.deleted { "2025-06-01" } else { "" };
            writeln!(clients, "{number},First{number},Last{number},1,{deleted}").unwrap();
            writeln!(enrollments, "e{number},{number},p,2025-01-01,u{},{deleted}", person.user)
                .unwrap();
            if let Some(exit) = person.exit {
                writeln!(exits, "x{number},e{number},{number},2025-05-01,{exit}").unwrap();
            }
            for contact in &person.contacts {
                writeln!(places, "s{contact},,{number},2025-02-01,116,u{}", person.user).unwrap();
            }
        }
        let export = "ExportID,SourceID,ExportDirective\nX,ZZ-1,2\n";
        for (name, text) in [
            ("User.csv", users.as_str()),
            ("Client.csv", &clients),
            ("Enrollment.csv", &enrollments),
            ("Exit.csv", &exits),
            ("CurrentLivingSituation.csv", &places),
            ("Project.csv", "ProjectID,ProjectName,ProjectType\np,Street,4\n"),
            ("Services.csv", "ServicesID,PersonalID,DateProvided,RecordType,TypeProvided\n"),
            ("Export.csv", export),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

#[tokio::test]
async fn after_each_week_of_a_year_caseloads_are_what_the_source_says_and_people_did() {
    let mut here = Here::new();
    let mut lots = Lots(18);
    let mut agency = Agency::default();
    let mut dana = Dana::default();
    let map = here.sheet("staff.csv", b"UserID,login\nu0,dana\n");
    let folder = here.files.path().join("week");
    let (mut taken_back, mut moved) = (0, 0);
    for week in 0..WEEKS {
        agency.week(&mut lots);
        agency.write(&folder);
        // Once: it is remembered.
        let more = ["--staff", map.to_str().unwrap()];
        let said = here.tries("hmis", &folder, if week == 0 { &more } else { &[] });
        assert_eq!(said.code, Some(0), "week {week}: {}", said.err);
        taken_back += usize::from(said.out.contains("marked as entered in error"));
        moved += said.report.matches("moved to them").count();
        agency.people.values_mut().for_each(Person::read);

        let store = here.store().await;
        let id = *store.agencies().await.unwrap().first().unwrap();
        let staff: Vec<StaffId> = {
            let lines = store.staff_lines().await.unwrap();
            let login = |n| if n == 0 { "dana".to_owned() } else { format!("worker.number{n}") };
            let of = |n: usize| lines.iter().find(|line| line.login == login(n));
            (0..WORKERS).map(|n| of(n).unwrap().card.staff_id).collect()
        };
        let known = store.known_to_imports(id).await.unwrap();
        for (number, person) in agency.people.iter().filter(|(_, person)| person.known) {
            let client = client(&known, &number.to_string());
            let carried = known.carried.get(&client).cloned().unwrap_or_default();
            let of = |one: StaffId| staff.iter().position(|staff| *staff == one).unwrap();
            let carriers: BTreeSet<usize> = carried.iter().map(|made| of(made.staff)).collect();
            assert_eq!(carriers, person.carriers(), "week {week}, {number}: {person:?}");
            if !person.gone {
                let closed = known.said.get(&client).unwrap().stage == Stage::Closed;
                assert_eq!(
                    closed,
                    person.deleted || person.exit.is_some(),
                    "week {week}, {number}"
                );
                if let Some(decided) = dana.decided.get_mut(&client).filter(|_| closed) {
                    decided.closed = false;
                }
            }
        }
        // What people here do until the next export.
        let numbers: Vec<usize> =
            agency.people.iter().filter(|(_, one)| one.known).map(|(number, _)| *number).collect();
        for _ in 0..4 {
            let number = numbers[lots.below(numbers.len())];
            let (worker, gives) = (lots.below(WORKERS), lots.below(2) == 0);
            let client: ClientId = client(&known, &number.to_string());
            let person = agency.people.get_mut(&number).unwrap();
            if gives {
                store.assign(id, staff[worker], client).await.unwrap();
                if !person.carriers().contains(&worker) {
                    person.by_people.insert(worker);
                }
            } else if let Some(worker) = person.carriers().first().copied() {
                store.unassign(id, staff[worker], client).await.unwrap();
                person.by_people.remove(&worker);
                person.by_source = person.by_source.filter(|own| *own != worker);
            }
        }
        let Here { data, files } = here;
        let server = TestServer::over(data, store);
        dana.works(&server, week, &mut lots).await;
        here = Here { data: server.stop().await, files };
    }
    let decisions = dana.decisions;
    assert!(
        taken_back > 3 && moved > 20 && decisions > 60,
        "it was a year with something in it: {taken_back}, {moved}, {decisions}"
    );
    here.run(&["verify-audit"]);
}
