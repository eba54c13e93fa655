//! A document that is made of its cells, filled in by the names of the cells.

use super::{Dice, cast::Persona};
use chrono::{NaiveDate, NaiveTime};
use domain::{
    Moment,
    document::{Cells, DocumentKind, Key, Value, Version},
    id::{LineId, StaffId},
    json::Json,
    signature::Signature,
};

/// Of which sort a value is follows from the name of its cell.
pub(super) struct Sheet {
    kind: DocumentKind,
    pub(super) cells: Cells,
}

/// When and by whom a version was written, and which one it is.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) id: [u8; 16],
    pub(super) number: u32,
    pub(super) on: NaiveDate,
    pub(super) worker: StaffId,
    pub(super) now: Moment,
}

impl Sheet {
    pub(super) fn new(kind: DocumentKind) -> Self {
        Self { kind, cells: Cells::empty(kind.shape()) }
    }

    /// Words, or the word of a choice; nothing where there is nothing to say.
    pub(super) fn say(&mut self, line: Option<LineId>, name: &'static str, words: &str) {
        if !words.is_empty() {
            self.put(line, name, Json::Text(words.to_owned()));
        }
    }

    pub(super) fn tick(&mut self, line: Option<LineId>, name: &'static str) {
        self.put(line, name, Json::Bool(true));
    }

    pub(super) fn day(&mut self, line: LineId, name: &'static str, day: NaiveDate) {
        self.put(Some(line), name, Json::of(&day));
    }

    pub(super) fn day_of_all(&mut self, name: &'static str, day: NaiveDate) {
        self.put(None, name, Json::of(&day));
    }

    /// A name drawn on the screen, as somebody draws who cannot hold the phone still.
    pub(super) fn sign(&mut self, dice: &mut Dice, on: NaiveDate) {
        let mut drawn = Signature::begin(on);
        let mut coordinate = |from, to| u16::try_from(dice.between(from, to)).unwrap_or(0);
        for word in [70, 330] {
            let mut x = coordinate(word, word + 30);
            drawn.press((x, coordinate(50, 90)));
            for at in 0..14 {
                x += coordinate(8, 18);
                let (from, to) = if at % 2 == 0 { (110, 150) } else { (60, 105) };
                drawn.draw((x, coordinate(from, to)));
            }
        }
        self.put(None, "signature", drawn.json());
    }

    fn put(&mut self, line: Option<LineId>, name: &'static str, json: Json) {
        let cells = match line {
            None => self.cells.shape.facts,
            Some(line) => {
                let list = self.cells.line(line).and_then(|line| self.cells.list_of(line));
                list.map(|list| list.cells).unwrap_or_default()
            }
        };
        let Some(cell) = cells.iter().find(|cell| cell.name == name) else { return };
        let key = line.map_or(Key::fact(cell.name), |line| Key::of_line(line, cell.name));
        self.cells.put(key, Value::of(cell.sort, json));
    }

    /// It as a version.
    pub(super) fn version(&self, persona: &Persona, head: Head) -> Version {
        let at = head.on.and_time(NaiveTime::from_hms_opt(15, 20, 0).unwrap_or_default());
        Version {
            kind: self.kind,
            id: head.id,
            client_id: persona.client.client_id,
            number: head.number,
            made_at: Some(Moment::from_local(at, head.now.offset_min()).min(head.now)),
            author: Some(head.worker),
            // In the order in which they travel.
            cells: Cells::read(self.cells.shape, &self.cells.json()),
            conflicts: Vec::new(),
        }
    }
}
