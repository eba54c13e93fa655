use super::{Absent, Cell, CellName, Due, Key, List, Shape, Value};
use crate::{Hash, id::LineId, json::Json};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What people wrote in a document, as cells.
#[derive(Debug, Clone)]
pub struct Cells {
    /// Of which cells it is made.
    pub shape: &'static Shape,
    /// Values of the whole document, in the order of [`Shape::facts`].
    facts: Vec<Value>,
    /// Its lines, list by list, in the order to show them within each group.
    pub lines: Vec<Line>,
}

/// One line of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which line, over all versions.
    pub id: LineId,
    /// In which of [`Shape::lists`] it stands.
    pub list: usize,
    /// Its values, in the order of [`List::cells`].
    values: Vec<Value>,
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.facts == other.facts && self.lines == other.lines
    }
}

impl Eq for Cells {}

impl Cells {
    /// Reads the cells of a version or of a content.
    #[must_use]
    pub fn read(shape: &'static Shape, json: &Json) -> Self {
        let facts = shape.facts.iter().map(|field| field.read(json)).collect();
        let mut lines = Vec::new();
        // Of lines without ids: what is made of the words, and what the last of that became.
        let mut made: Vec<(LineId, LineId)> = Vec::new();
        for (at, list) in shape.lists.iter().enumerate() {
            let items = json.get(list.key).map(Json::items).unwrap_or_default();
            for item in items {
                let mut line = Line::read(list, at, item);
                // The same words twice, of lines without ids, stay twice.
                if item.get(list.id).is_none() {
                    let first = line.id;
                    let last = made.iter().rev().find(|(held, _)| *held == first);
                    line.id = last.map_or(first, |(_, last)| *last);
                    while lines.iter().any(|held: &Line| held.id == line.id) {
                        line.id = made_of(list, &[line.id.as_bytes()]);
                    }
                    made.push((first, line.id));
                }
                lines.push(line);
            }
        }
        Self { shape, facts, lines }
    }

    /// A document that says nothing yet.
    #[must_use]
    pub fn empty(shape: &'static Shape) -> Self {
        Self::read(shape, &Json::Object(Vec::new()))
    }

    /// The cells as one object.
    #[must_use]
    pub fn json(&self) -> Json {
        Json::Object(self.members())
    }

    /// Whether every line has an id of its own. Merging knows lines by nothing else.
    #[must_use]
    pub fn has_each_line_once(&self) -> bool {
        let mut seen = BTreeSet::new();
        self.lines.iter().all(|line| seen.insert(line.id))
    }

    /// The same facts and no line: what somebody who adds the first lines has before them.
    #[must_use]
    pub fn without_lines(&self) -> Self {
        Self { lines: Vec::new(), ..self.clone() }
    }

    /// The members of its JSON.
    #[must_use]
    pub fn members(&self) -> Vec<(String, Json)> {
        let mut members = Vec::new();
        for (field, value) in self.shape.facts.iter().zip(&self.facts) {
            field.write(value, &mut members);
        }
        for (at, list) in self.shape.lists.iter().enumerate() {
            let lines = self.lines.iter().filter(|line| line.list == at);
            let items = lines.map(|line| line.json(list)).collect();
            members.push((list.key.to_owned(), Json::List(items)));
        }
        members
    }

    /// Leaves out each fact that is not asked for any more: an answer that another answer has put
    /// out of sight is not kept as if somebody had given it.
    pub fn leave_out(&mut self, is_asked: impl Fn(&Self, CellName) -> bool) {
        let blank = Self::empty(self.shape);
        let unasked: Vec<_> = self.fact_keys().filter(|key| !is_asked(self, key.field)).collect();
        for key in unasked {
            self.put(key, blank.value(key));
        }
    }

    /// Adds a line without words at the end of a list.
    pub fn add_line(&mut self, list: usize, id: LineId) {
        let empty = Json::Object(Vec::new());
        let Some(of) = self.shape.lists.get(list) else { return };
        let values = of.cells.iter().map(|field| field.read(&empty)).collect();
        self.lines.push(Line { id, list, values });
    }

    /// Adds the line about something, which everybody who adds it gives the same id, and says
    /// which; where it is there, it stays as it is.
    pub fn add_line_about(&mut self, list: usize, about: &str) -> Option<LineId> {
        let of = self.shape.lists.get(list)?;
        let id = made_of(of, &[about.as_bytes()]);
        if self.line(id).is_none() {
            self.add_line(list, id);
            let cell = of.cells.iter().find(|cell| cell.keys.contains(&of.words))?;
            let key = Key::of_line(id, cell.name);
            self.put(key, Value::of(cell.sort, Json::Text(about.to_owned())));
        }
        Some(id)
    }

    /// The lines of a list, or of one group of it, in the order to show them.
    pub fn lines_in<'a>(
        &'a self,
        list: usize,
        group: Option<&'a str>,
    ) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| {
            line.list == list && (group.is_none() || self.group_of(line) == group)
        })
    }

    /// Moves a line one place up or down within its list and group; false where it is the first,
    /// or the last.
    pub fn move_line(&mut self, id: LineId, up: bool) -> bool {
        let Some(at) = self.lines.iter().position(|line| line.id == id) else { return false };
        let Some(line) = self.lines.get(at) else { return false };
        let group = self.group_of(line);
        let beside = |other: &Line| other.list == line.list && self.group_of(other) == group;
        let to = if up {
            self.lines.iter().take(at).rposition(beside)
        } else {
            self.lines.iter().skip(at + 1).position(beside).map(|below| at + 1 + below)
        };
        to.inspect(|to| self.lines.swap(at, *to)).is_some()
    }

    /// The first day by which a line that is going on is to be looked at again.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        let Due { list, day, going_on: (cell, word) } = self.shape.due?;
        let here = self.lines.iter().filter(|line| line.list == list);
        let goes_on =
            |line: &&Line| self.value(Key::of_line(line.id, cell)).as_word() == Some(word);
        here.filter(goes_on)
            .filter_map(|line| self.value(Key::of_line(line.id, day)).as_day())
            .min()
    }

    /// One line.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The list in which a line stands.
    #[must_use]
    pub fn list_of(&self, line: &Line) -> Option<&'static List> {
        self.shape.lists.get(line.list)
    }

    /// The group in which a line stands; none in a list without groups.
    #[must_use]
    pub fn group_of<'a>(&self, line: &'a Line) -> Option<&'a str> {
        let list = self.list_of(line)?;
        let (field, _) = list.groups?;
        match line.value(list, CellName::new(field))? {
            Value::Given { json: Json::Text(group), .. } => Some(group),
            _ => None,
        }
    }

    /// Every cell of the whole document.
    pub fn fact_keys(&self) -> impl Iterator<Item = Key> + use<> {
        self.shape.facts.iter().map(|field| Key::fact(field.name))
    }

    /// Every cell of a line, the line as a whole left out.
    pub fn line_keys(&self, line: &Line) -> impl Iterator<Item = Key> + use<> {
        let fields = self.list_of(line).map(|list| list.cells).unwrap_or_default();
        let id = line.id;
        fields.iter().map(move |field| Key::of_line(id, field.name))
    }

    /// What stands in one cell; nothing where its line is not there.
    #[must_use]
    pub fn value(&self, key: Key) -> Value {
        let Some(id) = key.line else {
            let at = position(self.shape.facts, key.field);
            return at.and_then(|at| self.facts.get(at)).cloned().unwrap_or(Value::Nothing);
        };
        let Some(line) = self.line(id) else { return Value::Nothing };
        let Some(list) = self.list_of(line) else { return Value::Nothing };
        if key.field == CellName::LINE {
            return Value::of(list.sort, line.json(list));
        }
        line.value(list, key.field).cloned().unwrap_or(Value::Nothing)
    }

    /// What stands in a cell that nobody touched; of a line that is not there, nothing.
    #[must_use]
    pub fn blank(&self, key: Key) -> Value {
        let cells = match key.line {
            None => Some(self.shape.facts),
            Some(id) => self.line(id).and_then(|line| self.list_of(line)).map(|list| list.cells),
        };
        let cell = cells.and_then(|cells| cells.iter().find(|cell| key.field == cell.name));
        cell.map_or(Value::Nothing, |cell| cell.read(&Json::Null))
    }

    /// Writes a value where it belongs: what settling a conflict does. A line that is not there
    /// is added at the end of its list; a value of another sort changes nothing.
    pub fn put(&mut self, key: Key, value: Value) {
        let Some(id) = key.line else {
            let Some(at) = position(self.shape.facts, key.field) else { return };
            let (Some(field), Some(fact)) = (self.shape.facts.get(at), self.facts.get_mut(at))
            else {
                return;
            };
            return field.put(fact, value);
        };
        if key.field == CellName::LINE {
            return self.put_line(id, &value);
        }
        let Some(line) = self.lines.iter_mut().find(|line| line.id == id) else { return };
        let Some(list) = self.shape.lists.get(line.list) else { return };
        let Some(at) = position(list.cells, key.field) else { return };
        if let (Some(field), Some(held)) = (list.cells.get(at), line.values.get_mut(at)) {
            field.put(held, value);
        }
    }

    fn put_line(&mut self, id: LineId, value: &Value) {
        let Some((sort, json)) = value.parts() else {
            return self.lines.retain(|line| line.id != id);
        };
        let mut lists = self.shape.lists.iter().enumerate();
        let Some((at, list)) = lists.find(|(_, list)| list.sort == sort) else { return };
        let line = Line::read(list, at, json);
        match self.lines.iter_mut().find(|held| held.id == id) {
            Some(held) => *held = line,
            None => self.lines.push(line),
        }
    }
}

impl Line {
    fn read(list: &List, at: usize, json: &Json) -> Self {
        let text = |key| json.get(key).and_then(Json::as_text);
        let words = || text(list.words).unwrap_or_default().as_bytes();
        let id = text(list.id).and_then(|id| id.parse().ok());
        Self {
            id: id.unwrap_or_else(|| made_of(list, &[words()])),
            list: at,
            values: list.cells.iter().map(|field| field.read(json)).collect(),
        }
    }

    fn json(&self, list: &List) -> Json {
        let mut members = vec![(list.id.to_owned(), Json::Text(self.id.to_string()))];
        for (field, value) in list.cells.iter().zip(&self.values) {
            field.write(value, &mut members);
        }
        Json::Object(members)
    }

    fn value(&self, list: &List, name: CellName) -> Option<&Value> {
        self.values.get(position(list.cells, name)?)
    }
}

/// The id of a line that was given none.
fn made_of(list: &List, words: &[&[u8]]) -> LineId {
    let mut text = list.sort.as_bytes().to_vec();
    text.extend(words.iter().flat_map(|words| [b"/", *words].concat()));
    LineId::from_bytes(Hash::of(&text).id_bytes())
}

fn position(fields: &[Cell], name: CellName) -> Option<usize> {
    fields.iter().position(|field| name == field.name)
}

impl Cell {
    fn read(&self, json: &Json) -> Value {
        if let [key] = self.keys {
            return match (json.get(key), self.absent) {
                (Some(json), _) => Value::of(self.sort, json.clone()),
                (None, Absent::NoWords) => Value::of(self.sort, Json::Text(String::new())),
                (None, Absent::No) => Value::of(self.sort, Json::Bool(false)),
                (None, Absent::Yes) => Value::of(self.sort, Json::Bool(true)),
                (None, Absent::Never | Absent::Nothing) => Value::Nothing,
            };
        }
        let member = |key: &&str| Some(((*key).to_owned(), json.get(key)?.clone()));
        let members: Vec<_> = self.keys.iter().filter_map(member).collect();
        if members.is_empty() {
            Value::Nothing
        } else {
            Value::of(self.sort, Json::Object(members))
        }
    }

    /// Adds it to the members of an object, as our types write it: not at all where it is what it
    /// would be taken for without.
    fn write(&self, value: &Value, members: &mut Vec<(String, Json)>) {
        let Some((_, json)) = value.parts() else { return };
        let [key] = self.keys else {
            if let Json::Object(parts) = json {
                members.extend(parts.iter().cloned());
            }
            return;
        };
        let is_absent = match json {
            Json::Text(words) => self.absent == Absent::NoWords && words.is_empty(),
            Json::Bool(flag) => self.absent == if *flag { Absent::Yes } else { Absent::No },
            _ => false,
        };
        if !is_absent {
            members.push(((*key).to_owned(), json.clone()));
        }
    }

    fn put(&self, held: &mut Value, value: Value) {
        let fits = match value.parts() {
            Some((sort, _)) => sort == self.sort,
            None => self.absent == Absent::Nothing,
        };
        if fits {
            *held = value;
        }
    }
}
