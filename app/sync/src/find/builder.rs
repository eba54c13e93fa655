//! Making a segment: out of what was read, a client at a time; and one out of several.

use super::{
    Facts, Present, Tag, Unit,
    segment::{Indexed, Segment, Word, Words, count_of, kept},
    unit::folded,
};
use domain::id::ClientId;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

/// Bytes of text after which what was read is packed: little enough to be packed while nobody waits.
const FULL: u32 = 200_000;

/// A segment that is being made.
#[derive(Debug, Default)]
pub(super) struct Builder {
    clients: Vec<Indexed>,
    units: Vec<Facts>,
    words: BTreeMap<String, Vec<u32>>,
    text: u32,
}

impl Builder {
    /// Takes a client's units.
    pub(super) fn add(&mut self, client_id: ClientId, tag: Tag, units: &[Unit]) {
        let first = count_of(&self.units);
        let mut text = 0_u32;
        for unit in units {
            let at = count_of(&self.units);
            for word in folded(unit).split_whitespace() {
                let (word, _) = kept(word);
                let held = self.words.entry(word).or_default();
                if held.last() != Some(&at) {
                    held.push(at);
                }
            }
            text = text.saturating_add(count_of(unit.text.as_bytes()));
            self.units.push(unit.facts.clone());
        }
        self.text = self.text.saturating_add(text);
        self.clients.push(Indexed { client_id, tag, first, count: count_of(units), text });
    }

    /// Whether a client is in it, in this state.
    pub(super) fn has(&self, client_id: ClientId, tag: Tag) -> bool {
        self.clients.iter().any(|client| client.client_id == client_id && client.tag == tag)
    }

    /// There is enough in it.
    pub(super) const fn is_full(&self) -> bool {
        self.text >= FULL
    }

    /// Nobody is in it.
    pub(super) const fn is_empty(&self) -> bool {
        self.clients.is_empty()
    }

    /// The segment; the next one begins.
    pub(super) fn close(&mut self) -> Segment {
        let Self { clients, units, words, .. } = std::mem::take(self);
        let mut packed = Words::of(count_of(&units));
        words.into_iter().for_each(|(word, units)| packed.put((word.into_bytes(), units)));
        Segment::new(clients, units, packed.done())
    }
}

/// Makes one segment out of several, of everybody who is in the caseload and as they are now. Nothing
/// has to be read anew for it, and it can be gone on with whenever nobody waits.
#[derive(Debug)]
pub struct Joining {
    from: Vec<Source>,
    clients: Vec<Indexed>,
    units: Vec<Facts>,
    words: Words,
}

/// One of them, as far as it was read.
#[derive(Debug)]
struct Source {
    segment: Rc<Segment>,
    /// Which unit each becomes; none for what is not so any more.
    becomes: Vec<Option<u32>>,
    /// The block that comes next.
    at: usize,
    ahead: VecDeque<Word>,
}

impl Source {
    fn next(&mut self) -> Option<&Word> {
        if self.ahead.is_empty()
            && let Some((words, next)) = self.segment.unpacked(self.at)
        {
            self.at = next;
            self.ahead = words.into();
        }
        self.ahead.front()
    }
}

impl Joining {
    /// Of segments of which later ones know better.
    pub(super) fn of(segments: &[Rc<Segment>], stored: &Present) -> Self {
        // Of each client the last that is so.
        let mut last: Vec<(ClientId, usize, u32)> = Vec::new();
        for (at, segment) in segments.iter().enumerate().rev() {
            for held in segment.clients.iter().filter(|held| is_so(held, stored)) {
                if last.iter().all(|(known, ..)| *known != held.client_id) {
                    last.push((held.client_id, at, held.first));
                }
            }
        }
        let (mut from, mut clients, mut units) = (Vec::new(), Vec::new(), Vec::new());
        for (at, segment) in segments.iter().enumerate() {
            let mut becomes = vec![None; segment.units.len()];
            for held in &segment.clients {
                if !last.contains(&(held.client_id, at, held.first)) {
                    continue;
                }
                let first = count_of(&units);
                clients.push(Indexed { first, ..*held });
                let (start, count) = (held.first as usize, held.count as usize);
                let places = becomes.iter_mut().zip(&segment.units).skip(start).take(count);
                for (becomes, unit) in places {
                    *becomes = Some(count_of(&units));
                    units.push(unit.clone());
                }
            }
            let segment = Rc::clone(segment);
            from.push(Source { segment, becomes, at: 0, ahead: VecDeque::new() });
        }
        let words = Words::of(count_of(&units));
        Self { from, clients, units, words }
    }

    /// Joins so many words; says whether there are more.
    pub fn go_on(&mut self, words: usize) -> bool {
        for _ in 0..words {
            let ahead =
                self.from.iter_mut().filter_map(|source| source.next().map(|(word, _)| word));
            let Some(word) = ahead.min().cloned() else { return false };
            let mut units = Vec::new();
            for source in &mut self.from {
                if source.next().is_some_and(|(next, _)| *next == word)
                    && let Some((_, held)) = source.ahead.pop_front()
                {
                    let new = held.iter().filter_map(|unit| *source.becomes.get(*unit as usize)?);
                    units.extend(new);
                }
            }
            if !units.is_empty() {
                self.words.put((word, units));
            }
        }
        true
    }

    pub(super) fn done(self) -> Segment {
        Segment::new(self.clients, self.units, self.words.done())
    }
}

/// Whether the index speaks of a client as they are now.
pub(super) fn is_so(held: &Indexed, stored: &Present) -> bool {
    stored.is(held.client_id, held.tag)
}

/// Everybody of whom some segments speak as they are now.
pub(super) fn current<'a>(
    segments: impl IntoIterator<Item = &'a Rc<Segment>>,
    stored: &Present,
) -> BTreeSet<ClientId> {
    let all = segments.into_iter().flat_map(|segment| &segment.clients);
    all.filter(|held| is_so(held, stored)).map(|held| held.client_id).collect()
}
