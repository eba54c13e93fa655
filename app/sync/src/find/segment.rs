//! The index of some clients: their units, and in which of them each word stands.
//!
//! Words are kept in order, thirty-two in a block that begins with its first word written out. Of each
//! other word stands there how many letters it shares with the one before and what follows, and of each
//! the units that have it, as the steps from one to the next. A block is read only where what is looked
//! for can be in it, so that nothing is unpacked when the phone is opened.

use super::{
    Facts, Kind, Tag,
    bits::{Reader, Writer, number, put_number, take, take_id},
};
use chrono::{Days, NaiveDate};
use domain::{
    id::{ClientId, StaffId},
    search::Query,
};

/// Words that a block holds.
const BLOCK: usize = 32;
/// Bytes of a word that are kept: more are in no word that people write.
const CUT: usize = 24;
/// Stands behind what is left of a longer one; in no folded word.
const LONGER: char = '+';

/// The units of one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Indexed {
    pub client_id: ClientId,
    /// The state of their shelves of which it was made.
    pub tag: Tag,
    /// The first of their units, and how many there are.
    pub first: u32,
    pub count: u32,
    /// Bytes of text in them.
    pub text: u32,
}

/// What is kept of some clients.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Segment {
    pub clients: Vec<Indexed>,
    pub units: Vec<Facts>,
    words: Vec<u8>,
}

/// Some of the units of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Units {
    bits: Vec<u64>,
    count: u32,
}

impl Units {
    fn none(count: u32) -> Self {
        Self { bits: vec![0; (count as usize).div_ceil(64)], count }
    }

    fn all(count: u32) -> Self {
        let mut all = Self::none(count);
        (0..count).for_each(|unit| all.put(unit));
        all
    }

    fn put(&mut self, unit: u32) {
        if unit < self.count
            && let Some(bits) = self.bits.get_mut((unit / 64) as usize)
        {
            *bits |= 1 << (unit % 64);
        }
    }

    pub(super) fn has(&self, unit: u32) -> bool {
        self.bits.get((unit / 64) as usize).is_some_and(|bits| bits >> (unit % 64) & 1 == 1)
    }

    fn is_empty(&self) -> bool {
        self.bits.iter().all(|bits| *bits == 0)
    }

    fn with(mut self, other: &Self) -> Self {
        self.bits.iter_mut().zip(&other.bits).for_each(|(own, other)| *own |= other);
        self
    }

    fn within(mut self, other: &Self) -> Self {
        self.bits.iter_mut().zip(&other.bits).for_each(|(own, other)| *own &= other);
        self
    }
}

/// A word as it is kept, and whether that is all of it.
pub(super) fn kept(word: &str) -> (String, bool) {
    if word.len() <= CUT {
        return (word.to_owned(), true);
    }
    let end = (0..=CUT).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0);
    (format!("{}{LONGER}", word.get(..end).unwrap_or_default()), false)
}

/// Whether it says for certain what has all of these words, or only what may.
pub(super) fn is_certain(query: &Query) -> bool {
    query.words().all(|word| word.len() <= CUT)
}

impl Segment {
    /// Of these clients and units, with its words as [`Words`] packed them.
    pub(super) const fn new(clients: Vec<Indexed>, units: Vec<Facts>, words: Vec<u8>) -> Self {
        Self { clients, units, words }
    }

    /// Units each of which has a word that begins with each word of the query; where that is not
    /// certain ([`is_certain`]), every such unit and maybe others.
    pub(super) fn as_parted(&self, query: &Query) -> Units {
        let mut found = Units::all(self.count());
        for word in query.words() {
            found = found.within(&self.beginning(word));
        }
        found
    }

    /// Every unit that has the query however either is parted ([`Query::is_in_across`]), and maybe
    /// others.
    pub(super) fn across(&self, query: &Query) -> Units {
        let mut found = Units::all(self.count());
        for word in query.words() {
            let across = Query::is_across(word);
            let has = if across { self.in_several(word) } else { self.beginning(word) };
            found = found.within(&has);
        }
        match query.joined() {
            Some((letters, true)) => found.with(&self.in_several(&letters)),
            Some((letters, false)) => found.with(&self.beginning(&letters)),
            None => found,
        }
    }

    fn count(&self) -> u32 {
        count_of(&self.units)
    }

    /// The words of the block that begins at a place, with the units that have each, and where the next
    /// block begins; none where there is no further one.
    pub(super) fn unpacked(&self, at: usize) -> Option<(Vec<Word>, usize)> {
        let mut rest = self.words.get(at..)?;
        let block = block(&mut rest)?;
        let mut reader = Reader::new(block.packed);
        let mut word = block.first.as_bytes().to_vec();
        let mut words = Vec::new();
        for place in 0..block.words {
            if place > 0 {
                read_word(&mut reader, &mut word);
            }
            let mut units = Vec::new();
            read_units(&mut reader, self.count(), |unit| units.push(unit));
            words.push((word.clone(), units));
        }
        Some((words, self.words.len() - rest.len()))
    }

    /// Units with a word that begins so, or may.
    fn beginning(&self, word: &str) -> Units {
        let (kept, is_whole) = kept(word);
        self.find(&kept, !is_whole)
    }

    /// Units in which these letters may stand in one word, or in several that follow each other.
    fn in_several(&self, letters: &str) -> Units {
        // What has the letters from a place on, that place being where a word begins: none is asked for
        // which no word leads to.
        self.from(letters, 0, &mut vec![None; letters.len() + 1])
    }

    fn from(&self, letters: &str, at: usize, known: &mut [Option<Units>]) -> Units {
        if let Some(Some(found)) = known.get(at) {
            return found.clone();
        }
        let rest = letters.get(at..).unwrap_or_default();
        let mut found = self.beginning(rest);
        let mut cut: Option<Units> = None;
        for (end, _) in rest.char_indices().skip(1) {
            let (word, is_whole) = kept(rest.get(..end).unwrap_or_default());
            let has = match (is_whole, cut.take()) {
                (true, _) => self.find(&word, true),
                // Of what is longer than what is kept, one look says it for all.
                (false, Some(has)) => has,
                (false, None) => self.find(&word, true),
            };
            if !is_whole {
                cut = Some(has.clone());
            }
            if !has.is_empty() {
                found = found.with(&has.within(&self.from(letters, at + end, known)));
            }
        }
        if let Some(known) = known.get_mut(at) {
            *known = Some(found.clone());
        }
        found
    }

    /// Units with a word that is kept so, or begins so.
    fn find(&self, word: &str, is_whole: bool) -> Units {
        let mut found = Units::none(self.count());
        let mut rest = self.words.as_slice();
        let mut next = block(&mut rest);
        while let Some(here) = next {
            next = block(&mut rest);
            // It is in a later one, if anywhere.
            if next.as_ref().is_some_and(|next| next.first <= word) {
                continue;
            }
            if here.first > word && !here.first.starts_with(word) {
                break;
            }
            here.find(word, is_whole, &mut found);
        }
        found
    }

    /// As it is kept.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let mut authors: Vec<StaffId> = Vec::new();
        for author in self.units.iter().filter_map(|unit| unit.author) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        let mut put = |number: u32| put_number(bytes, number);
        put(count_of(&self.clients));
        put(count_of(&authors));
        for client in &self.clients {
            put_number(bytes, client.count);
            put_number(bytes, client.text);
            bytes.extend_from_slice(&client.tag.0.to_le_bytes());
            bytes.extend_from_slice(client.client_id.as_bytes());
        }
        for author in &authors {
            bytes.extend_from_slice(author.as_bytes());
        }
        for unit in &self.units {
            let by = unit.author.and_then(|by| authors.iter().position(|author| *author == by));
            bytes.push(unit.kind.number());
            put_number(bytes, unit.day.map_or(0, number_of_day));
            put_number(bytes, by.and_then(|by| u32::try_from(by + 1).ok()).unwrap_or(0));
            put_number(bytes, count_of(&unit.needs));
            unit.needs.iter().for_each(|need| put_number(bytes, *need));
        }
        put_number(bytes, count_of(&self.words));
        bytes.extend_from_slice(&self.words);
    }

    /// As it was kept; none where it is damaged, or of another build.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (clients_count, authors_count) = (number(bytes)?, number(bytes)?);
        let (mut clients, mut authors, mut units) = (Vec::new(), Vec::new(), Vec::new());
        let mut first = 0_u32;
        for _ in 0..clients_count {
            let (count, text) = (number(bytes)?, number(bytes)?);
            let tag = Tag(u64::from_le_bytes(take(bytes, 8)?.try_into().ok()?));
            let client_id = ClientId::from_bytes(take_id(bytes)?);
            clients.push(Indexed { client_id, tag, first, count, text });
            first = first.checked_add(count)?;
        }
        for _ in 0..authors_count {
            authors.push(StaffId::from_bytes(take_id(bytes)?));
        }
        for _ in 0..first {
            let kind = *take(bytes, 1)?.first()?;
            let kind = Kind::all().find(|one| one.number() == kind)?;
            let (day, by, needs_count) = (number(bytes)?, number(bytes)?, number(bytes)?);
            let day = (day > 0).then(|| day_of_number(day)).flatten();
            let by = by.checked_sub(1).and_then(|by| authors.get(by as usize)).copied();
            let mut needs = Vec::new();
            for _ in 0..needs_count {
                needs.push(number(bytes)?);
            }
            units.push(Facts { kind, day, author: by, needs });
        }
        let count = number(bytes)?;
        let words = take(bytes, count as usize)?.to_vec();
        Some(Self { clients, units, words })
    }
}

pub(super) fn count_of<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// From here days are counted: no case is older, and a date in doubt that is has none.
const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(1900, 1, 1);

fn number_of_day(day: NaiveDate) -> u32 {
    let days = FIRST_DAY.map_or(0, |first| day.signed_duration_since(first).num_days());
    u32::try_from(days).unwrap_or(0)
}

fn day_of_number(number: u32) -> Option<NaiveDate> {
    FIRST_DAY?.checked_add_days(Days::new(u64::from(number)))
}

/// A day as an index keeps it.
pub(super) fn kept_day(day: NaiveDate) -> Option<NaiveDate> {
    Some(number_of_day(day)).filter(|number| *number > 0).and_then(day_of_number)
}

/// A word as it is kept, and the units that have it.
pub(super) type Word = (Vec<u8>, Vec<u32>);

/// Packs words, which come in order.
#[derive(Debug, Default)]
pub(super) struct Words {
    bytes: Vec<u8>,
    /// Units there are in all.
    count: u32,
    /// Of a block that is not full.
    block: Vec<Word>,
}

impl Words {
    pub(super) fn of(count: u32) -> Self {
        Self { count, ..Self::default() }
    }

    pub(super) fn put(&mut self, word: Word) {
        self.block.push(word);
        if self.block.len() == BLOCK {
            self.pack();
        }
    }

    pub(super) fn done(mut self) -> Vec<u8> {
        self.pack();
        self.bytes
    }

    fn pack(&mut self) {
        let block = std::mem::take(&mut self.block);
        let Some((first, _)) = block.first() else { return };
        let mut writer = Writer::default();
        let mut before = first;
        for (at, (word, units)) in block.iter().enumerate() {
            if at > 0 {
                put_word(&mut writer, before, word);
            }
            put_units(&mut writer, units, self.count);
            before = word;
        }
        let packed = writer.done();
        put_number(&mut self.bytes, count_of(first));
        self.bytes.extend_from_slice(first);
        put_number(&mut self.bytes, count_of(&block));
        put_number(&mut self.bytes, count_of(&packed));
        self.bytes.extend_from_slice(&packed);
    }
}

/// A block, unread.
struct Block<'a> {
    first: &'a str,
    words: u32,
    packed: &'a [u8],
}

fn block<'a>(rest: &mut &'a [u8]) -> Option<Block<'a>> {
    let length = number(rest)?;
    let first = str::from_utf8(take(rest, length as usize)?).ok()?;
    let (words, length) = (number(rest)?, number(rest)?);
    Some(Block { first, words, packed: take(rest, length as usize)? })
}

impl Block<'_> {
    /// Takes note of each unit that has the word, or one that begins so.
    fn find(&self, word: &str, is_whole: bool, found: &mut Units) {
        let (word, count) = (word.as_bytes(), found.count);
        let mut reader = Reader::new(self.packed);
        let mut here = self.first.as_bytes().to_vec();
        for at in 0..self.words {
            if at > 0 {
                read_word(&mut reader, &mut here);
            }
            let is_it = if is_whole { here == word } else { here.starts_with(word) };
            if !is_it && here.as_slice() > word {
                break;
            }
            read_units(&mut reader, count, |unit| {
                if is_it {
                    found.put(unit);
                }
            });
        }
    }
}

fn put_word(writer: &mut Writer, before: &[u8], word: &[u8]) {
    let same = before.iter().zip(word).take_while(|(one, other)| one == other).count();
    let rest = word.get(same..).unwrap_or_default();
    writer.gamma(u32::try_from(same + 1).unwrap_or(1));
    writer.gamma(u32::try_from(rest.len()).unwrap_or(1));
    rest.iter().for_each(|letter| writer.letter(*letter));
}

fn read_word(reader: &mut Reader<'_>, word: &mut Vec<u8>) {
    let (same, rest) = (reader.gamma() - 1, reader.gamma());
    word.truncate(same as usize);
    for _ in 0..rest {
        if reader.is_over() {
            break;
        }
        word.push(reader.letter());
    }
}

/// About how large, as a power of 2, the steps are between `of` units of `count`.
const fn step(of: u32, count: u32) -> u32 {
    let wide = count / if of == 0 { 1 } else { of };
    if wide < 2 { 0 } else { wide.ilog2() - if wide < 3 { 1 } else { 0 } }
}

fn put_units(writer: &mut Writer, units: &[u32], count: u32) {
    let of = count_of(units);
    writer.gamma(of);
    let low = step(of, count);
    let mut next = 0;
    for unit in units {
        writer.rice(unit - next, low);
        next = unit + 1;
    }
}

fn read_units(reader: &mut Reader<'_>, count: u32, mut hear: impl FnMut(u32)) {
    let of = reader.gamma();
    let low = step(of, count);
    let mut next = 0_u32;
    for _ in 0..of {
        if reader.is_over() {
            break;
        }
        let unit = next.saturating_add(reader.rice(low));
        hear(unit);
        next = unit.saturating_add(1);
    }
}
