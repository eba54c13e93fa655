//! All that can be found on a phone, and what is looked for in it.

use super::{
    Facts, Kind, Present, Tag, Unit, Wanted,
    bits::{number, put_number},
    builder::{Builder, Joining, current, is_so},
    segment::{Indexed, Segment, is_certain},
    unit::folded,
};
use chrono::{Datelike as _, NaiveDate};
use domain::{
    id::{ClientId, StaffId},
    order,
};
use std::{cell::OnceCell, collections::BTreeSet, rc::Rc};

/// Stands before an index: goes up with its shape.
const MAGIC: &[u8; 4] = b"SLF1";

/// What lies on the phone about a client, read.
#[derive(Debug)]
pub struct Opened {
    /// The state that was asked for.
    tag: Tag,
    units: Vec<Unit>,
    /// Their texts as they are searched: only where the index does not say it.
    folded: OnceCell<Vec<String>>,
}

impl Opened {
    fn folded(&self) -> &[String] {
        self.folded.get_or_init(|| self.units.iter().map(folded).collect())
    }
}

/// Something that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Whose it is.
    pub client_id: ClientId,
    /// Which of their units.
    pub unit: u32,
    /// Its day.
    pub day: Option<NaiveDate>,
    /// What sort of thing.
    pub kind: Kind,
}

/// What was found so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The newest first; what has no day comes last.
    pub hits: Vec<Hit>,
    /// Whose shelves have to be read before it can be said whether there is more: words are looked for
    /// as they are parted first, and only where none are found so, across the space between two.
    pub unsure: Vec<ClientId>,
}

/// The index, and what was read beside it.
#[derive(Debug, Default)]
pub struct Finder {
    /// Later ones know better.
    segments: Vec<Rc<Segment>>,
    builder: Builder,
    opened: Vec<(ClientId, Opened)>,
}

impl Finder {
    /// Takes what was read of a client; `tag` is the state that was asked for, `own` the one that was
    /// found.
    pub fn open(&mut self, client_id: ClientId, tag: Tag, own: Tag, units: Vec<Unit>) {
        if own != tag {
            // What the index says of the state that was asked for is about something else.
            for segment in &mut self.segments {
                let of = |one: &Indexed| one.client_id == client_id && one.tag == tag;
                if segment.clients.iter().any(of) {
                    let clients = &mut Rc::make_mut(segment).clients;
                    clients.iter_mut().filter(|one| of(one)).for_each(|one| one.tag = Tag::NONE);
                }
            }
        }
        self.opened.retain(|(known, _)| *known != client_id);
        self.opened.push((client_id, Opened { tag, units, folded: OnceCell::new() }));
    }

    /// Puts what was read of a client's shelves into the index that is being made, in the state that
    /// was found; says whether that was enough for a segment, after which [`Self::close`] is to be
    /// called. What was made on this phone and is not in its read copy belongs in no index.
    pub fn index(&mut self, client_id: ClientId, own: Tag, units: &[Unit]) -> bool {
        if !self.builder.has(client_id, own) {
            self.builder.add(client_id, own, units);
        }
        self.builder.is_full()
    }

    /// Closes the segment that is being made.
    pub fn close(&mut self) {
        if !self.builder.is_empty() {
            let closed = self.builder.close();
            self.segments.push(Rc::new(closed));
        }
    }

    /// Lets go of what was read beside the index: nobody looks for anything.
    pub fn forget_read(&mut self) {
        self.opened.clear();
    }

    /// Who is to be read for the index: clients whose shelves changed since. `stored` is the state of
    /// their shelves alone.
    #[must_use]
    pub fn to_index(&self, stored: &Present) -> Vec<ClientId> {
        let known = current(&self.segments, stored);
        let is_new = |(client_id, tag): &(ClientId, Tag)| {
            !known.contains(client_id) && !self.builder.has(*client_id, *tag)
        };
        stored.iter().filter(is_new).map(|(client_id, _)| client_id).collect()
    }

    /// Whether the index is in one piece, and speaks of everybody in the caseload as they are and of
    /// nobody else.
    #[must_use]
    pub fn is_whole(&self, stored: &Present) -> bool {
        match self.segments.as_slice() {
            [] => stored.is_empty(),
            [one] => {
                one.clients.len() == stored.len()
                    && one.clients.iter().all(|held| is_so(held, stored))
            }
            _ => false,
        }
    }

    /// Begins to make one piece of it.
    #[must_use]
    pub fn join(&self, stored: &Present) -> Joining {
        Joining::of(&self.segments, stored)
    }

    /// One piece was made of it.
    pub fn joined(&mut self, joining: Joining) {
        self.segments = vec![Rc::new(joining.done())];
    }

    /// The index as it is kept; none while it is not whole.
    #[must_use]
    pub fn to_bytes(&self, stored: &Present) -> Option<Vec<u8>> {
        if !self.is_whole(stored) {
            return None;
        }
        let mut bytes = MAGIC.to_vec();
        put_number(&mut bytes, u32::try_from(self.segments.len()).unwrap_or(u32::MAX));
        self.segments.iter().for_each(|segment| segment.write(&mut bytes));
        Some(bytes)
    }

    /// As it was kept. Of what is damaged or of another build nothing is left: it is made anew.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self { segments: read(bytes).unwrap_or_default(), ..Self::default() }
    }

    /// How many bytes of text the index is about.
    #[must_use]
    pub fn text(&self) -> u64 {
        let clients = self.segments.iter().flat_map(|segment| &segment.clients);
        clients.map(|held| u64::from(held.text)).sum()
    }

    /// How many of those in the caseload were looked through: the others' words are found once they
    /// were.
    #[must_use]
    pub fn looked_through(&self, present: &Present) -> usize {
        present.len() - self.not_looked_through(present).len()
    }

    /// Those who were not.
    #[must_use]
    pub fn not_looked_through(&self, present: &Present) -> Vec<ClientId> {
        let known = current(&self.segments, present);
        let all = present.iter().map(|(client_id, _)| client_id);
        let is_new = |one: &ClientId| !known.contains(one) && !self.is_open(*one, present);
        all.filter(is_new).collect()
    }

    /// Whether a client was read, as they are now.
    #[must_use]
    pub fn is_open(&self, client_id: ClientId, present: &Present) -> bool {
        self.as_now(client_id, present).is_some()
    }

    fn as_now(&self, client_id: ClientId, present: &Present) -> Option<&Opened> {
        let (_, opened) = self.opened.iter().find(|(known, _)| *known == client_id)?;
        present.is(client_id, opened.tag).then_some(opened)
    }

    /// What was found, where its client was read.
    #[must_use]
    pub fn unit(&self, hit: Hit, present: &Present) -> Option<&Unit> {
        self.as_now(hit.client_id, present)?.units.get(hit.unit as usize)
    }

    /// Kinds of what can be found, and everybody who wrote any of it, each once.
    #[must_use]
    pub fn kinds_and_authors(&self, present: &Present) -> (Vec<Kind>, Vec<StaffId>) {
        let (mut kinds, mut authors) = (Vec::new(), Vec::new());
        let mut take = |facts: &Facts| {
            if !kinds.contains(&facts.kind) {
                kinds.push(facts.kind);
            }
            if let Some(author) = facts.author.filter(|author| !authors.contains(author)) {
                authors.push(author);
            }
        };
        for segment in &self.segments {
            let held = segment.clients.iter();
            for held in held.filter(|held| is_so(held, present)) {
                let units = segment.units.iter().skip(held.first as usize);
                units.take(held.count as usize).for_each(&mut take);
            }
        }
        for (client_id, opened) in &self.opened {
            if present.is(*client_id, opened.tag) {
                opened.units.iter().for_each(|unit| take(&unit.facts));
            }
        }
        (kinds, authors)
    }

    /// What is wanted, out of everything that was looked through.
    #[must_use]
    pub fn look(&self, wanted: &Wanted, present: &Present) -> Found {
        let parted = self.look_so(wanted, present, false);
        if !parted.hits.is_empty() || !parted.unsure.is_empty() || wanted.query.is_empty() {
            return parted;
        }
        self.look_so(wanted, present, true)
    }

    fn look_so(&self, wanted: &Wanted, present: &Present, across: bool) -> Found {
        let query = &wanted.query;
        let is_certain = !across && is_certain(query);
        let is_in = |text: &str| if across { query.is_in_across(text) } else { query.is_in(text) };
        let (mut found, mut seen) = (Found::default(), BTreeSet::new());
        let wants = |client_id: ClientId| wanted.client.is_none_or(|client| client == client_id);
        for segment in self.segments.iter().rev() {
            let asked = segment.clients.iter().filter(|held| {
                is_so(held, present) && wants(held.client_id) && seen.insert(held.client_id)
            });
            let asked: Vec<_> = asked.collect();
            if asked.is_empty() {
                continue;
            }
            let has = if across { segment.across(query) } else { segment.as_parted(query) };
            for held in asked {
                let units = segment.units.iter().zip(0_u32..).skip(held.first as usize);
                for (facts, at) in units.take(held.count as usize) {
                    if !has.has(at) || !wanted.takes(facts) {
                        continue;
                    }
                    let unit = at - held.first;
                    let client_id = held.client_id;
                    let (day, kind) = (facts.day, facts.kind);
                    let has = is_certain || {
                        let opened = self.as_now(client_id, present);
                        if opened.is_none() && found.unsure.last() != Some(&client_id) {
                            found.unsure.push(client_id);
                        }
                        let text = opened.and_then(|opened| opened.folded().get(unit as usize));
                        text.is_some_and(|text| is_in(text))
                    };
                    if has {
                        found.hits.push(Hit { client_id, unit, day, kind });
                    }
                }
            }
        }
        for (client_id, opened) in &self.opened {
            let client_id = *client_id;
            if !wants(client_id) || !present.is(client_id, opened.tag) || !seen.insert(client_id) {
                continue;
            }
            let units = opened.units.iter().zip(opened.folded()).zip(0_u32..);
            for ((unit, text), at) in units {
                if wanted.takes(&unit.facts) && is_in(text) {
                    let (day, kind) = (unit.facts.day, unit.facts.kind);
                    found.hits.push(Hit { client_id, unit: at, day, kind });
                }
            }
        }
        let newest = |hit: &Hit| hit.day.map_or(1, |day| -i64::from(day.num_days_from_ce()));
        order::by(&mut found.hits, newest);
        found
    }
}

fn read(mut bytes: &[u8]) -> Option<Vec<Rc<Segment>>> {
    let bytes = &mut bytes;
    *bytes = bytes.strip_prefix(MAGIC.as_slice())?;
    let count = number(bytes)?;
    let mut segments = Vec::new();
    for _ in 0..count {
        segments.push(Rc::new(Segment::read(bytes)?));
    }
    Some(segments)
}
