//! What a worker sees of a document on the phone, and writes in it.

use super::{Random, phone::Phone};
use chrono::{Days, NaiveDate};
use domain::{
    Moment,
    document::{Cell, Cells, DocumentKind, Key, NUMBER, Value, Version, change},
    id::{ClientId, CrisisPlanId, DocumentId, LineId},
    json::Json,
    operation::Payload,
    wire::v1::{
        Alert, Client, ConflictId, ConflictSide, ContactPoint, CrisisPlan, CrisisPlanContent,
        CrisisPlanEdit, CrisisPlanItem, DocumentBase, DocumentEdit, FactSheetEdit, Level,
        LevelBegun, MadeWith, OpenConflict, Pause, Section, Stage, StageBegun,
    },
};

impl Phone {
    fn plan(&self, client: ClientId) -> (Option<CrisisPlan>, DocumentBase) {
        self.pending.lay_over_document(self.staff, client, self.store.plans.get(&client))
    }

    fn fact_sheet(&self, client: ClientId) -> (Option<Client>, DocumentBase) {
        let pulled = self.store.caseload.clients.get(&client).map(|entry| &entry.client);
        self.pending.lay_over_fact_sheet(self.staff, client, pulled)
    }

    /// A document as the screen has it.
    pub(super) fn shown(&self, kind: DocumentKind, client: ClientId) -> Option<Version> {
        match kind {
            DocumentKind::CrisisPlan => self.plan(client).0.as_ref().map(Version::of),
            DocumentKind::Client => self.fact_sheet(client).0.as_ref().map(Version::of),
            kind => self.of_cells(kind, client).0,
        }
    }

    fn of_cells(&self, kind: DocumentKind, client: ClientId) -> (Option<Version>, DocumentBase) {
        let pulled = self.store.documents.get(&(kind, client));
        self.pending.lay_over_version(self.staff, (kind, client), pulled)
    }
}

/// One sitting over a document of a client.
pub(super) fn edit(
    random: &mut Random,
    phone: &Phone,
    kind: DocumentKind,
    client_id: ClientId,
    at: Moment,
) -> Option<Payload> {
    match kind {
        DocumentKind::CrisisPlan => {
            Some(Payload::CrisisPlanSaved(plan(random, phone, client_id, at)))
        }
        DocumentKind::Client => {
            fact_sheet(random, phone, client_id, at).map(Payload::FactSheetSaved)
        }
        kind => Some(Payload::DocumentSaved(of_cells(random, phone, (kind, client_id), at))),
    }
}

/// Says of an edit that it settles all of these.
pub(super) fn settle_all(payload: &mut Payload, conflicts: &[OpenConflict]) {
    let ids = conflicts.iter().map(|open| open.conflict_id).collect();
    match payload {
        Payload::CrisisPlanSaved(edit) => edit.settles = ids,
        Payload::FactSheetSaved(edit) => edit.settles = ids,
        Payload::DocumentSaved(edit) => edit.settles = ids,
        _ => {}
    }
}

fn plan(random: &mut Random, phone: &Phone, client_id: ClientId, at: Moment) -> CrisisPlanEdit {
    let (shown, based_on) = phone.plan(client_id);
    let before = shown.as_ref().map(CrisisPlan::content);
    let mut content = before.clone().unwrap_or_else(|| CrisisPlanContent {
        made_with: MadeWith::Client,
        client_agrees: true,
        review_due: NaiveDate::default(),
        language: "en".into(),
        items: Vec::new(),
        advance_directive: None,
    });
    for _ in 0..1 + random.index(3) {
        change_plan(random, &mut content);
    }
    content.items.sort_by_key(|item| item.section);
    let open = shown.as_ref().map(|plan| plan.conflicts.as_slice()).unwrap_or_default();
    let settles = settle(random, open, |id, side| {
        content.change(|cells| cells.put(id.key(), side.value.clone()));
    });
    let fresh = || CrisisPlanId::from_bytes(random.bytes());
    let crisis_plan_id = shown.map_or_else(fresh, |plan| plan.crisis_plan_id);
    CrisisPlanEdit { crisis_plan_id, client_id, at, based_on, before, content, settles }
}

fn fact_sheet(
    random: &mut Random,
    phone: &Phone,
    client_id: ClientId,
    at: Moment,
) -> Option<FactSheetEdit> {
    let (shown, based_on) = phone.fact_sheet(client_id);
    let before = shown?;
    let mut content = Client { conflicts: Vec::new(), ..before.clone() };
    for _ in 0..1 + random.index(3) {
        change_sheet(random, &mut content, at);
    }
    let settles = settle(random, &before.conflicts, |id, side| {
        change(DocumentKind::Client.shape(), &mut content, |cells| {
            cells.put(id.key(), side.value.clone());
        });
    });
    let before = Some(Box::new(Client { conflicts: Vec::new(), ..before }));
    let content = Box::new(content);
    Some(FactSheetEdit { client_id, at, based_on, before, content, settles })
}

fn of_cells(
    random: &mut Random,
    phone: &Phone,
    (kind, client_id): (DocumentKind, ClientId),
    at: Moment,
) -> DocumentEdit {
    let (shown, based_on) = phone.of_cells(kind, client_id);
    let fresh = || DocumentId::from_bytes(random.bytes());
    let id = shown.as_ref().map(|version| DocumentId::from_bytes(version.id));
    let document_id = id.unwrap_or_else(fresh);
    let open = shown.as_ref().map(|version| version.conflicts.clone()).unwrap_or_default();
    let before = shown.map(|version| version.cells);
    let mut content = before.clone().unwrap_or_else(|| Cells::empty(kind.shape()));
    for _ in 0..1 + random.index(3) {
        change_cells(random, &mut content);
    }
    let settles = settle(random, &open, |id, side| content.put(id.key(), side.value.clone()));
    let before = before.as_ref().map(Cells::json);
    let content = content.json();
    DocumentEdit { document_id, kind, client_id, at, based_on, before, content, settles }
}

/// Changes a document by what its shape says of it.
fn change_cells(random: &mut Random, cells: &mut Cells) {
    let at = random.index(cells.lines.len());
    let line = cells.lines.get(at).map(|line| line.id);
    match (random.below(8), line) {
        (0..=3, Some(line)) => write_in(random, cells, line),
        (4, Some(_)) => drop(cells.lines.remove(at)),
        (5, _) => {
            let facts = cells.shape.facts;
            if let Some(cell) = random.pick(facts) {
                let value = written(random, cell);
                cells.put(Key::fact(cell.name), value);
            }
        }
        _ => add_line(random, cells),
    }
}

fn add_line(random: &mut Random, cells: &mut Cells) {
    // Numbers go wrong where lines come and go, so most lines are of those that have one.
    let numbered = cells.shape.lists.iter().position(|list| !list.numbered.is_empty());
    let any = random.index(cells.shape.lists.len());
    let at = numbered.filter(|_| random.per_mille(700)).unwrap_or(any);
    let Some(list) = cells.shape.lists.get(at) else { return };
    let Some((group, groups)) = list.groups else {
        // Few things to write about, so that people who know nothing of each other meet.
        let about = ["housing", "body"];
        cells.add_line_about(at, random.pick(&about).copied().unwrap_or("body"));
        return;
    };
    let id = LineId::from_bytes(random.bytes());
    cells.add_line(at, id);
    let group = list.cells.iter().find(|cell| cell.name == group).zip(random.pick(groups));
    if let Some((cell, word)) = group {
        cells.put(Key::of_line(id, cell.name), Value::of(cell.sort, Json::Text((*word).into())));
    }
    write_in(random, cells, id);
}

fn write_in(random: &mut Random, cells: &mut Cells, line: LineId) {
    let Some(list) = cells.line(line).and_then(|line| cells.list_of(line)) else { return };
    let Some(cell) = random.pick(list.cells).filter(|cell| cell.name != NUMBER) else { return };
    let value = match list.groups {
        Some((group, groups)) if group == cell.name => {
            let word = random.pick(groups).copied().unwrap_or_default();
            Value::of(cell.sort, Json::Text(word.into()))
        }
        // What a line is about stays.
        _ if cell.name == list.words && cell.sort != "text" => return,
        _ => written(random, cell),
    };
    cells.put(Key::of_line(line, cell.name), value);
}

/// Something that may stand in a cell.
fn written(random: &mut Random, cell: &Cell) -> Value {
    let json = match cell.sort {
        "text" => Json::Text(words(random)),
        "flag" => Json::Bool(random.per_mille(500)),
        "day" => Json::of(&(NaiveDate::default() + Days::new(random.below(900))).to_string()),
        _ => Json::Text(format!("word_{}", random.below(4))),
    };
    Value::of(cell.sort, json)
}

/// Settles some of what is open, for either side.
fn settle(
    random: &mut Random,
    open: &[OpenConflict],
    mut take: impl FnMut(ConflictId, &ConflictSide),
) -> Vec<ConflictId> {
    let mut settles = Vec::new();
    for conflict in open {
        if random.per_mille(200) {
            let side = if random.per_mille(500) { &conflict.kept } else { &conflict.other };
            take(conflict.conflict_id, side);
            settles.push(conflict.conflict_id);
        }
    }
    settles
}

/// Words that nobody else writes, so that one that is missing is noticed.
fn words(random: &mut Random) -> String {
    format!("Walk with me, {:x}.", random.any())
}

fn number(random: &mut Random) -> String {
    format!("+1 860 555 {:04}", random.below(10_000))
}

fn change_plan(random: &mut Random, content: &mut CrisisPlanContent) {
    let lines = content.items.len();
    // Most of what is written is written at the top.
    let top = if random.per_mille(600) { lines.min(2) } else { lines };
    let at = random.index(top);
    let item = content.items.get_mut(at);
    match (random.below(10), item) {
        (0..=3, Some(item)) => item.text = words(random),
        (4, Some(item)) => item.tel = number(random),
        (5, Some(_)) => drop(content.items.remove(at)),
        (6, Some(item)) => {
            let id = item.item_id;
            content.move_line(id, false);
        }
        (7, Some(item)) => item.section = section(random),
        (8, _) => content.review_due = content.review_due + Days::new(1 + random.below(90)),
        _ => {
            let id = LineId::from_bytes(random.bytes());
            let line = CrisisPlanItem::new(id, section(random));
            content.items.push(CrisisPlanItem { text: words(random), ..line });
        }
    }
}

fn change_sheet(random: &mut Random, client: &mut Client, now: Moment) {
    let point = random.index(client.contact_points.len());
    match (random.below(15), client.contact_points.get_mut(point)) {
        (0, _) => client.preferred_name = words(random),
        (1, _) => client.place = words(random),
        (2, _) => client.pronouns = words(random),
        (3, _) => client.level_reason = words(random),
        (4, _) => client.interpreter = !client.interpreter,
        (5, Some(point)) => point.value = number(random),
        (6, Some(point)) => point.safe = !point.safe,
        (7, Some(point)) => point.note = words(random),
        (8, Some(_)) => drop(client.contact_points.remove(point)),
        (12, Some(point)) => point.voicemail = Some(random.per_mille(500)),
        (13, _) => {
            let line = Some(LineId::from_bytes(random.bytes()));
            let stage = *random.pick(&Stage::ALL).unwrap_or(&Stage::Active);
            let reason = words(random);
            client.stage = stage;
            client.stages.push(StageBegun { reason, ..StageBegun::new(line, stage, now.date()) });
        }
        (14, _) => {
            let line_id = Some(LineId::from_bytes(random.bytes()));
            let level = random.pick(&[Level::I, Level::II, Level::III]).copied();
            (client.level, client.level_since) = (level, Some(now.date()));
            let (since, reason) = (now.date(), words(random));
            client.levels.push(LevelBegun { line_id, level, since, reason });
        }
        (9, _) => {
            let id = LineId::from_bytes(random.bytes());
            client.alerts.push(Alert { text: words(random), ..Alert::blank(id) });
        }
        (10, _) => {
            client.pauses.push(Pause::begin(LineId::from_bytes(random.bytes()), now.date()));
        }
        _ => {
            let id = LineId::from_bytes(random.bytes());
            let point = ContactPoint { value: number(random), ..ContactPoint::blank(id) };
            client.contact_points.push(point);
        }
    }
}

fn section(random: &mut Random) -> Section {
    let sections = [Section::Signs, Section::WhatHelps, Section::PeopleHelp];
    *random.pick(&sections).unwrap_or(&Section::Signs)
}
