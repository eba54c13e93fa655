//! Rows as they lie on the phone.
//!
//! The read copy is kept as a few *shelves*, each one sealed blob: the caseload
//! (all that Today and Clients need), a crisis plan a client, a file of notes a
//! client. Neither the list nor a plan waits for notes, and opening a file is
//! one read (docs of the measurement: `docs/decisions/0004-shelves.md`).

#[cfg(test)]
mod tests;
mod unread;

pub use unread::Unread;

use chrono::NaiveDate;
use domain::{
    Moment,
    effects::Effect,
    id::{ClientId, CrisisPlanId, TaskId},
    order,
    pace::ContactMark,
    wire::v1::{
        AddendumKind, AddendumRow, Agency, Client, ContactRow, CrisisEventRow, CrisisPlan, Digest,
        PullPage, SupportPersonRow, Tally, Task,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Days of contacts that the caseload remembers of each client; two months and
/// a day, so that a monthly pace can always be worked out.
const MARK_DAYS: i64 = 62;

/// The name of one sealed blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// [`Caseload`].
    Caseload,
    /// [`CrisisPlan`] of one client.
    Plan(ClientId),
    /// [`ClientFile`] of one client.
    File(ClientId),
}

impl std::fmt::Display for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Caseload => f.write_str("caseload"),
            Self::Plan(client) => write!(f, "plan/{client}"),
            Self::File(client) => write!(f, "file/{client}"),
        }
    }
}

/// Everything the lists need: small, and read at every start.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Caseload {
    /// The agency's content.
    pub agency: Option<Agency>,
    /// Everybody in scope.
    pub clients: BTreeMap<ClientId, Entry>,
    /// Their tasks.
    pub tasks: BTreeMap<TaskId, Task>,
    /// Rows of every kind that this build of the app cannot read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
}

/// One client in the caseload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The fact sheet.
    pub client: Client,
    /// What there is of a crisis plan.
    #[serde(default)]
    pub plan: Option<PlanMark>,
    /// Recent contacts, newest last.
    #[serde(default)]
    pub marks: Vec<ContactMark>,
    /// What the file holds.
    #[serde(default)]
    pub contacts: Tally,
}

/// That a crisis plan is on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanMark {
    /// Which.
    pub crisis_plan_id: CrisisPlanId,
    /// Its version; 0 while no server has given it one.
    pub version: u32,
    /// When it is to be looked over.
    pub review_due: NaiveDate,
}

/// One client's notes, crisis events and the people around them, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClientFile {
    /// By time of the contact, then id.
    pub contacts: Vec<ContactRow>,
    /// By time, then id.
    pub addenda: Vec<AddendumRow>,
    /// By time of their start, then id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crisis_events: Vec<CrisisEventRow>,
    /// Every writing, by time, then id; `domain::supports` says which hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub support_people: Vec<SupportPersonRow>,
}

/// What a page changed: shelves to write and shelves to remove, in one
/// transaction with the cursor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Plans to write.
    pub plans: Vec<CrisisPlan>,
    /// Files to write; they are in the map handed in.
    pub files: BTreeSet<ClientId>,
    /// Plans and files to remove.
    pub removed: Vec<Shelf>,
    /// Drop every other shelf first: the history is another one.
    pub reset: bool,
}

/// The files that must be loaded before [`apply`] may be called with this page.
#[must_use]
pub fn files_touched(page: &PullPage) -> BTreeSet<ClientId> {
    let noted = page.contacts.iter().map(|row| row.contact.client_id);
    noted
        .chain(page.addenda.iter().map(|row| row.addendum.client_id))
        .chain(page.crisis_events.iter().map(|row| row.crisis_event.client_id))
        .chain(page.support_people.iter().map(|row| row.support_person.client_id))
        .collect()
}

/// Applies a page to the caseload and the loaded files; `unread` is what of it this build of the
/// app cannot read. Whole rows replace what stands under their id, so a page may come twice.
#[must_use]
pub fn apply(
    page: PullPage,
    unread: Vec<Unread>,
    caseload: &mut Caseload,
    files: &mut BTreeMap<ClientId, ClientFile>,
) -> Changes {
    let mut touched = files_touched(&page);
    // Somebody whose fact sheet can be read at last: their file may have been here before it.
    let known = |client: &Client| caseload.clients.contains_key(&client.client_id);
    let come = page.clients.iter().filter(|client| !known(client)).map(|client| client.client_id);
    touched.extend(come.filter(|client_id| files.contains_key(client_id)));
    let mut changes = Changes { reset: page.reset, ..Changes::default() };
    if page.reset {
        *caseload = Caseload { agency: caseload.agency.take(), ..Caseload::default() };
        files.clear();
    }
    if let Some(agency) = &page.agency {
        caseload.now_read(*agency.agency_id.as_bytes());
    }
    caseload.agency = page.agency.or_else(|| caseload.agency.take());
    for client_id in page.evict {
        caseload.clients.remove(&client_id);
        caseload.tasks.retain(|_, task| task.client_id != client_id);
        caseload.unread.retain(|row| row.client_id() != Some(client_id));
        files.remove(&client_id);
        changes.removed.extend([Shelf::Plan(client_id), Shelf::File(client_id)]);
    }
    caseload.put_unread(unread);
    for client in page.clients {
        caseload.now_read(*client.client_id.as_bytes());
        caseload.put_client(client);
    }
    for task in page.tasks {
        caseload.now_read(*task.task_id.as_bytes());
        caseload.tasks.insert(task.task_id, task);
    }
    for plan in page.crisis_plans {
        caseload.now_read(*plan.crisis_plan_id.as_bytes());
        if let Some(entry) = caseload.clients.get_mut(&plan.client_id) {
            entry.plan = Some(PlanMark {
                crisis_plan_id: plan.crisis_plan_id,
                version: plan.version,
                review_due: plan.review_due,
            });
            changes.plans.push(plan);
        } else if caseload.has_unread_sheet(plan.client_id) {
            changes.plans.push(plan);
        }
    }
    for row in page.contacts {
        caseload.now_read(*row.contact.contact_id.as_bytes());
        files.entry(row.contact.client_id).or_default().contacts.push(row);
    }
    for row in page.addenda {
        caseload.now_read(*row.addendum.addendum_id.as_bytes());
        files.entry(row.addendum.client_id).or_default().addenda.push(row);
    }
    for row in page.crisis_events {
        caseload.now_read(*row.crisis_event.crisis_event_id.as_bytes());
        files.entry(row.crisis_event.client_id).or_default().crisis_events.push(row);
    }
    for row in page.support_people {
        caseload.now_read(*row.support_person.support_person_id.as_bytes());
        files.entry(row.support_person.client_id).or_default().support_people.push(row);
    }
    for client_id in touched {
        if let (Some(file), Some(entry)) =
            (files.get_mut(&client_id), caseload.clients.get_mut(&client_id))
        {
            file.put_in_order();
            entry.marks = file.marks();
            entry.contacts = file.tally();
            changes.files.insert(client_id);
        } else if let Some(file) = files.get_mut(&client_id)
            && caseload.has_unread_sheet(client_id)
        {
            file.put_in_order();
            changes.files.insert(client_id);
        } else {
            // Notes on somebody who is not, or no longer, in scope.
            files.remove(&client_id);
        }
    }
    changes
}

impl Caseload {
    fn put_client(&mut self, client: Client) {
        match self.clients.get_mut(&client.client_id) {
            Some(entry) => entry.client = client,
            None => {
                self.clients.insert(
                    client.client_id,
                    Entry { client, plan: None, marks: Vec::new(), contacts: Tally::default() },
                );
            }
        }
    }

    /// Lays an unsent (or sent and not yet pulled) effect over the lists.
    /// Only ever in memory: the stored shelf holds what the server said.
    pub fn overlay(&mut self, effect: &Effect) {
        match effect {
            Effect::Client(client) if !self.clients.contains_key(&client.client_id) => {
                self.put_client(client.clone());
            }
            Effect::Contact(row) => {
                if let Some(entry) = self.clients.get_mut(&row.contact.client_id)
                    && let Some(mark) = ContactMark::believed(row)
                    && !entry.marks.contains(&mark)
                {
                    let later = entry.marks.partition_point(|held| held.at <= mark.at);
                    entry.marks.insert(later, mark);
                }
            }
            Effect::Task(task) => {
                self.tasks.entry(task.task_id).or_insert_with(|| task.clone());
            }
            Effect::TaskClosed(closed) => {
                if let Some(task) = self.tasks.get_mut(&closed.task_id) {
                    task.state = closed.state;
                }
            }
            Effect::CrisisPlan(saved) => {
                if let Some(entry) = self.clients.get_mut(&saved.edit.client_id) {
                    let mark = entry.plan.get_or_insert(PlanMark {
                        crisis_plan_id: saved.edit.crisis_plan_id,
                        version: 0,
                        review_due: saved.edit.content.review_due,
                    });
                    mark.review_due = saved.edit.content.review_due;
                }
            }
            Effect::Client(_)
            | Effect::Addendum(_)
            | Effect::CrisisEvent(_)
            | Effect::SupportPerson(_)
            | Effect::Lookup(_) => {}
        }
    }

    /// Whether this is what the server counted at the end of a pull; none where there are rows
    /// that cannot be read, which can be kept and not counted.
    #[must_use]
    pub fn agrees_with(&self, digest: Digest) -> Option<bool> {
        self.unread.is_empty().then(|| self.digest() == digest)
    }

    /// What the server is to agree with at the end of a pull.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut digest = Digest::default();
        for (client_id, entry) in &self.clients {
            digest.clients.add(client_id.as_bytes(), 0);
            if let Some(plan) = entry.plan {
                digest.crisis_plans.add(plan.crisis_plan_id.as_bytes(), plan.version);
            }
            digest.contacts.count = digest.contacts.count.wrapping_add(entry.contacts.count);
            digest.contacts.xor ^= entry.contacts.xor;
        }
        digest
    }
}

impl ClientFile {
    /// Lays an unsent effect over the file; in memory only.
    pub fn overlay(&mut self, effect: &Effect) {
        if self.holds(effect) {
            return;
        }
        match effect {
            Effect::Contact(row) => self.contacts.push(row.clone()),
            Effect::Addendum(row) => self.addenda.push(row.clone()),
            Effect::CrisisEvent(row) => self.crisis_events.push(row.clone()),
            Effect::SupportPerson(row) => self.support_people.push(row.clone()),
            _ => return,
        }
        self.put_in_order();
    }

    /// The row of an effect is here; true for what is not kept in a file.
    #[must_use]
    pub fn holds(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Contact(row) => {
                let id = row.contact.contact_id;
                self.contacts.iter().any(|held| held.contact.contact_id == id)
            }
            Effect::Addendum(row) => {
                let id = row.addendum.addendum_id;
                self.addenda.iter().any(|held| held.addendum.addendum_id == id)
            }
            Effect::CrisisEvent(row) => {
                let id = row.crisis_event.crisis_event_id;
                self.crisis_events.iter().any(|held| held.crisis_event.crisis_event_id == id)
            }
            Effect::SupportPerson(row) => {
                let id = row.support_person.support_person_id;
                self.support_people.iter().any(|held| held.support_person.support_person_id == id)
            }
            _ => true,
        }
    }

    /// Sorts, and keeps the last of rows with one id, even where it has moved in time.
    fn put_in_order(&mut self) {
        order::rows(&mut self.contacts, |row| {
            (row.contact.occurred_start.utc_ms(), *row.contact.contact_id.as_bytes())
        });
        order::rows(&mut self.addenda, |row| {
            (row.addendum.at.utc_ms(), *row.addendum.addendum_id.as_bytes())
        });
        order::rows(&mut self.crisis_events, |row| {
            let event = &row.crisis_event;
            (event.started.time().utc_ms(), *event.crisis_event_id.as_bytes())
        });
        order::rows(&mut self.support_people, |row| {
            let person = &row.support_person;
            (person.at.utc_ms(), *person.support_person_id.as_bytes())
        });
    }

    fn marks(&self) -> Vec<ContactMark> {
        let in_error: BTreeSet<_> = self
            .addenda
            .iter()
            .filter(|row| row.addendum.kind == AddendumKind::EnteredInError)
            .map(|row| row.addendum.contact_id)
            .collect();
        let rows = || {
            let rows = self.contacts.iter();
            let rows = rows.filter(|row| !in_error.contains(&row.contact.contact_id));
            rows.filter_map(|row| Some((row, ContactMark::believed(row)?)))
        };
        let counted: Vec<ContactMark> = rows().map(|(_, mark)| mark).collect();
        // A note from a phone whose clock was years ahead, taken by a server that
        // did not mark such notes yet, must not push all others out of sight. Of
        // what is said of the time, the earliest: whichever clock is wrong, the
        // window only grows by it.
        let happened = |(row, mark): (&ContactRow, ContactMark)| {
            let told = row.received_at.unwrap_or(row.contact.signed_at);
            mark.at.min(row.contact.signed_at).min(told)
        };
        let newest = rows().map(happened).max().map_or(0, Moment::utc_ms);
        let horizon = newest.saturating_sub(MARK_DAYS * 86_400_000);
        let last_qualifying =
            counted.iter().rfind(|mark| mark.qualifying && mark.at.utc_ms() <= newest).copied();
        let mut marks: Vec<_> =
            counted.into_iter().filter(|mark| mark.at.utc_ms() >= horizon).collect();
        if let Some(last) = last_qualifying.filter(|last| !marks.contains(last)) {
            marks.insert(0, last);
        }
        marks
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for row in &self.contacts {
            tally.add(row.contact.contact_id.as_bytes(), 0);
        }
        tally
    }
}
