//! Rows as they lie on the phone.
//!
//! The read copy is kept as a few *shelves*, each one sealed blob: the caseload
//! (all that Today and Clients need), a crisis plan a client, a file of notes a
//! client. Neither the list nor a plan waits for notes, and opening a file is
//! one read (docs of the measurement: `docs/decisions/0004-shelves.md`).

mod file;
#[cfg(test)]
mod tests;
mod unread;

pub use file::ClientFile;
pub use unread::{Unread, now_read, page_of, put_down};

use chrono::NaiveDate;
use domain::{
    document::{Cells, DocumentKind, Key, Version},
    effects::Effect,
    id::{ClientId, CrisisPlanId, DocumentId, TaskId},
    json::ReadObject,
    order,
    pace::ContactMark,
    record::{RecordKind, RecordRow},
    wire::v1::{AddendumKind, Agency, Client, CrisisPlan, Digest, PullPage, Tally, Task},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The name of one sealed blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// [`Caseload`].
    Caseload,
    /// [`CrisisPlan`] of one client.
    Plan(ClientId),
    /// [`ClientFile`] of one client.
    File(ClientId),
    /// A document of one client, of a kind that is made of its cells alone: its [`Version`].
    Document(DocumentKind, ClientId),
}

impl Shelf {
    /// Every shelf of a client.
    pub fn of_client(client: ClientId) -> impl Iterator<Item = Self> {
        let documents =
            DocumentKind::OF_CELLS.iter().map(move |kind| Self::Document(*kind, client));
        [Self::Plan(client), Self::File(client)].into_iter().chain(documents)
    }
}

impl std::fmt::Display for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Caseload => f.write_str("caseload"),
            Self::Plan(client) => write!(f, "plan/{client}"),
            Self::File(client) => write!(f, "file/{client}"),
            Self::Document(kind, client) => write!(f, "document/{}/{client}", kind.word()),
        }
    }
}

/// Everything the lists need: small, and read at every start.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ReadObject)]
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
#[derive(Debug, Clone, PartialEq, Serialize, ReadObject)]
pub struct Entry {
    /// The fact sheet.
    pub client: Client,
    /// What there is of a crisis plan.
    #[serde(default)]
    pub plan: Option<PlanMark>,
    /// What there is of documents that are made of their cells alone, at most one of a kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentMark>,
    /// Recent contacts, newest last.
    #[serde(default)]
    pub marks: Vec<ContactMark>,
    /// What the file holds.
    #[serde(default)]
    pub contacts: Tally,
    /// The same of records of every kind with a type of its own; none where an older app wrote
    /// the file last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<Tally>,
    /// The same of those that are made of their cells alone.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cell_records: Tally,
}

/// That a crisis plan is on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct PlanMark {
    /// Which.
    pub crisis_plan_id: CrisisPlanId,
    /// Its version; 0 while no server has given it one.
    pub version: u32,
    /// When it is to be looked over.
    #[serde(with = "domain::day")]
    pub review_due: NaiveDate,
    /// How much in it two people wrote differently. Not known of marks of an older app.
    #[serde(default, skip_serializing_if = "is_default")]
    pub conflicts: u32,
}

/// That a document is on the phone, and what lists say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct DocumentMark {
    /// What it is.
    pub kind: DocumentKind,
    /// Which.
    pub document_id: DocumentId,
    /// Its version; 0 while no server has given it one.
    pub version: u32,
    /// When the first of its lines is to be looked at again.
    #[serde(with = "domain::day::maybe", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// How much in it two people wrote differently. Not known of marks of an older app.
    #[serde(default, skip_serializing_if = "is_default")]
    pub conflicts: u32,
}

fn count<T>(all: &[T]) -> u32 {
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

impl DocumentMark {
    fn of(version: &Version) -> Self {
        Self {
            kind: version.kind,
            document_id: DocumentId::from_bytes(version.id),
            version: version.number,
            due: version.cells.due(),
            conflicts: count(&version.conflicts),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What a page changed: shelves to write and shelves to remove, in one
/// transaction with the cursor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Plans to write.
    pub plans: Vec<CrisisPlan>,
    /// Documents of other kinds to write.
    pub documents: Vec<Version>,
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
    order::set(page.clients_of_records())
}

/// Applies a page to the caseload and the loaded files; `unread` is what of it this build of the
/// app cannot read. Whole rows replace what stands under their id, so a page may come twice.
#[must_use]
pub fn apply(
    mut page: PullPage,
    unread: Vec<Unread>,
    caseload: &mut Caseload,
    files: &mut BTreeMap<ClientId, ClientFile>,
) -> Changes {
    let mut touched = files_touched(&page);
    // Somebody whose fact sheet can be read at last: their file may have been here before it.
    let known = |client: &Client| caseload.clients.contains_key(&client.client_id);
    let come = page.clients.iter().filter(|client| !known(client)).map(|client| client.client_id);
    touched.extend(come.filter(|client_id| files.contains_key(client_id)));
    let records = page.take_records();
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
        changes.removed.extend(Shelf::of_client(client_id));
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
                conflicts: count(&plan.conflicts),
            });
            changes.plans.push(plan);
        } else if caseload.has_unread_sheet(plan.client_id) {
            changes.plans.push(plan);
        }
    }
    for version in page.documents {
        caseload.now_read(version.id);
        if let Some(entry) = caseload.clients.get_mut(&version.client_id) {
            entry.put_mark(DocumentMark::of(&version));
            changes.documents.push(version);
        } else if caseload.has_unread_sheet(version.client_id) {
            changes.documents.push(version);
        }
    }
    for row in records {
        caseload.now_read(row.record().id());
        files.entry(row.record().client_id()).or_default().put(row);
    }
    for client_id in touched {
        if let (Some(file), Some(entry)) =
            (files.get_mut(&client_id), caseload.clients.get_mut(&client_id))
        {
            file.put_in_order();
            entry.marks = file.marks();
            entry.contacts = file.tally(|kind| kind == RecordKind::Contact);
            entry.records = Some(file.tally(|kind| !kind.is_of_cells()));
            entry.cell_records = file.tally(RecordKind::is_of_cells);
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

impl Entry {
    /// Two people wrote different things in the crisis plan or in another document, and nobody has
    /// decided.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        let plan = self.plan.is_some_and(|plan| plan.conflicts > 0);
        plan || self.documents.iter().any(|mark| mark.conflicts > 0)
    }

    /// As it would be of these shelves, with the same fact sheet; without what lists alone ask for.
    pub(crate) fn as_read(&self, file: &ClientFile, documents: &[Version]) -> Self {
        let plan = documents.iter().find(|one| one.kind == DocumentKind::CrisisPlan);
        let plan = plan.map(|plan| PlanMark {
            crisis_plan_id: CrisisPlanId::from_bytes(plan.id),
            version: plan.number,
            review_due: NaiveDate::MIN,
            conflicts: 0,
        });
        let of_cells = documents.iter().filter(|one| one.kind.is_of_cells());
        Self {
            client: self.client.clone(),
            plan,
            documents: of_cells.map(DocumentMark::of).collect(),
            marks: Vec::new(),
            contacts: file.tally(|kind| kind == RecordKind::Contact),
            records: self.records.map(|_| file.tally(|kind| !kind.is_of_cells())),
            cell_records: file.tally(RecordKind::is_of_cells),
        }
    }

    /// The mark of a client's document of this kind.
    #[must_use]
    pub fn document(&self, kind: DocumentKind) -> Option<&DocumentMark> {
        self.documents.iter().find(|mark| mark.kind == kind)
    }

    fn put_mark(&mut self, mark: DocumentMark) {
        self.documents.retain(|held| held.kind != mark.kind);
        self.documents.push(mark);
        order::by(&mut self.documents, |mark| mark.kind as i64);
    }
}

/// The day by which a document is due once an edit is laid over it, as far as lists can tell
/// without its lines: whoever moved it says which; `both` where each side did.
fn joined(
    held: Option<NaiveDate>,
    before: Option<NaiveDate>,
    now: Option<NaiveDate>,
    both: Option<NaiveDate>,
) -> Option<NaiveDate> {
    if now == before {
        held
    } else if held == before {
        now
    } else {
        both
    }
}

impl Caseload {
    /// Whether a client's document of this kind came with a pull.
    pub(crate) fn has_pulled(&self, kind: DocumentKind, client_id: ClientId) -> bool {
        self.clients.get(&client_id).is_some_and(|entry| match kind {
            DocumentKind::CrisisPlan => entry.plan.is_some_and(|mark| mark.version > 0),
            kind => entry.document(kind).is_some_and(|mark| mark.version > 0),
        })
    }

    fn put_client(&mut self, client: Client) {
        match self.clients.get_mut(&client.client_id) {
            Some(entry) => entry.client = client,
            None => {
                self.clients.insert(
                    client.client_id,
                    Entry {
                        client,
                        plan: None,
                        documents: Vec::new(),
                        marks: Vec::new(),
                        contacts: Tally::default(),
                        records: Some(Tally::default()),
                        cell_records: Tally::default(),
                    },
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
            Effect::Record(RecordRow::Contact(row)) => {
                if let Some(entry) = self.clients.get_mut(&row.contact.client_id)
                    && let Some(mark) = ContactMark::believed(row)
                    && !entry.marks.contains(&mark)
                {
                    let later = entry.marks.partition_point(|held| held.at <= mark.at);
                    entry.marks.insert(later, mark);
                }
            }
            Effect::Record(RecordRow::Addendum(row))
                if row.addendum.kind == AddendumKind::EnteredInError =>
            {
                if let Some(entry) = self.clients.get_mut(&row.addendum.client_id) {
                    entry.marks.retain(|mark| !mark.is_of(row.addendum.contact_id));
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
            Effect::Document(edit) if edit.kind == DocumentKind::CrisisPlan => {
                let day = |cells: &Cells| cells.value(Key::fact("review_due")).as_day();
                if let Some(entry) = self.clients.get_mut(&edit.client_id)
                    && let Some(review_due) = day(&edit.content)
                {
                    let mark = entry.plan.get_or_insert(PlanMark {
                        crisis_plan_id: CrisisPlanId::from_bytes(edit.id),
                        version: 0,
                        review_due,
                        conflicts: 0,
                    });
                    mark.conflicts = mark.conflicts.saturating_sub(count(&edit.settles));
                    let held = Some(mark.review_due);
                    let before = edit.before.as_ref().and_then(day);
                    // Where both moved it, the document has theirs.
                    let due = joined(held, before, Some(review_due), held);
                    mark.review_due = due.unwrap_or(review_due);
                }
            }
            Effect::Document(edit) if edit.kind.is_of_cells() => {
                if let Some(entry) = self.clients.get_mut(&edit.client_id) {
                    let held = entry.documents.iter().find(|mark| mark.kind == edit.kind);
                    let mut mark = held.copied().unwrap_or(DocumentMark {
                        kind: edit.kind,
                        document_id: DocumentId::from_bytes(edit.id),
                        version: 0,
                        due: None,
                        conflicts: 0,
                    });
                    mark.conflicts = mark.conflicts.saturating_sub(count(&edit.settles));
                    let now = edit.content.due();
                    let before = edit.before.as_ref().and_then(Cells::due);
                    mark.due = match held {
                        Some(held) => {
                            joined(held.due, before, now, held.due.into_iter().chain(now).min())
                        }
                        None => now,
                    };
                    entry.put_mark(mark);
                }
            }
            // What is laid over a fact sheet is joined with it, see `PendingWork`.
            Effect::Client(_) | Effect::Record(_) | Effect::Document(_) | Effect::Lookup(_) => {}
        }
    }

    /// Whether this is what the server counted at the end of a pull; none where there are rows
    /// that cannot be read, which can be kept and not counted.
    #[must_use]
    pub fn agrees_with(&self, digest: Digest) -> Option<bool> {
        let own = self.digest();
        // A server of before counts notes alone, and so does a phone until each file was written
        // anew: no phone is to fetch everything again because it counts more now.
        let both_count = own.records.is_some() && digest.records.is_some();
        let [ours, theirs] = [own, digest].map(|counted| Digest {
            records: counted.records.filter(|_| both_count),
            documents: counted.documents.filter(|_| digest.documents.is_some()),
            cell_records: counted.cell_records.filter(|_| digest.cell_records.is_some()),
            ..counted
        });
        self.unread.is_empty().then(|| ours == theirs)
    }

    /// What the server is to agree with at the end of a pull.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut digest = Digest::default();
        let mut records = Some(Tally::default());
        let (mut documents, mut cell_records) = (Tally::default(), Tally::default());
        for (client_id, entry) in &self.clients {
            digest.clients.add(client_id.as_bytes(), 0);
            if let Some(plan) = entry.plan {
                digest.crisis_plans.add(plan.crisis_plan_id.as_bytes(), plan.version);
            }
            for mark in &entry.documents {
                documents.add(mark.document_id.as_bytes(), mark.version);
            }
            digest.contacts.join(entry.contacts);
            cell_records.join(entry.cell_records);
            records = records.zip(entry.records).map(|(mut all, its)| {
                all.join(its);
                all
            });
        }
        Digest { records, documents: Some(documents), cell_records: Some(cell_records), ..digest }
    }
}
