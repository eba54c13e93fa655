//! Telling apart people who have one name.
//!
//! Two people of one name in one place are common on the street, and a note
//! about the wrong one is worse than none. As soon as two look alike, whatever
//! tells them apart is shown with the name, everywhere. Names are compared as
//! they are searched: marks, apostrophes and how words are parted do not count.

use crate::{
    id::ClientId,
    order, search,
    wire::v1::{Client, KnownBy},
};
use chrono::Datelike as _;

/// Who has somebody else's name, and what tells them from everybody else of it:
/// nickname, legal name, place, [`BORN`], [`CODE`]. Empty where it tells nothing.
pub type Apart = Vec<(ClientId, Vec<String>)>;

/// In [`Apart`]: the year of birth.
pub const BORN: usize = 3;
/// In [`Apart`]: the end of the id, where nothing else is known. The same on every phone.
pub const CODE: usize = 4;

/// A person as far as telling apart goes.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Who.
    pub client_id: ClientId,
    /// What they are called in the list.
    pub name: &'a str,
    /// Words that may tell them from others, of the same kind in the same place.
    pub words: [&'a str; 3],
    /// The year of birth.
    pub born: Option<i32>,
}

impl<'a> Seen<'a> {
    /// A client, by nickname, legal name, place and year of birth.
    #[must_use]
    pub fn of(client: &'a Client) -> Self {
        Self {
            client_id: client.client_id,
            name: &client.preferred_name,
            words: [&client.alias, &client.legal_name, &client.place],
            born: client.born_on.map(|day| day.year()),
        }
    }

    /// Somebody in a list at a desk, by what the server says of them.
    #[must_use]
    pub fn at_desk(client_id: ClientId, name: &'a str, known_by: &'a KnownBy) -> Self {
        let KnownBy { alias, legal_name, place, born } = known_by;
        Self { client_id, name, words: [alias, legal_name, place], born: *born }
    }

    /// What is known of them beside the name, in the order of [`Apart`].
    fn known(&self) -> Vec<String> {
        let name = number_of(self.name);
        let mut known = Vec::new();
        for text in self.words {
            known.push(if number_of(text) == name { String::new() } else { text.to_owned() });
        }
        known.push(self.born.map(|year| year.to_string()).unwrap_or_default());
        known
    }
}

/// A number that is the same for names that are compared as the same, and of 64
/// bits, so that it is another for every other (FNV-1a).
fn number_of(name: &str) -> i64 {
    let mut number = 0xcbf2_9ce4_8422_2325_u64;
    for byte in search::fold(name).bytes().filter(|byte| *byte != b' ') {
        number = (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    number.cast_signed()
}

/// Everybody who has the name of somebody else here, and what tells them from
/// all of those: never the same for two.
#[must_use]
pub fn apart(people: &[Seen<'_>]) -> Apart {
    // In order of their names' numbers, so that whoever has one name stands together. This is
    // asked for on the first screen, where a map or a sort of its own weighs kilobytes.
    let mut numbers = Vec::new();
    for (place, one) in people.iter().enumerate() {
        numbers.push((number_of(one.name), place));
    }
    order::sort(&mut numbers);
    let mut apart = Apart::new();
    for group in numbers.chunk_by(|(one, _), (other, _)| one == other) {
        if group.len() > 1 {
            tell_apart(people, group, &mut apart);
        }
    }
    apart
}

fn tell_apart(people: &[Seen<'_>], group: &[(i64, usize)], apart: &mut Apart) {
    let mut known = Vec::new();
    for (_, place) in group {
        if let Some(one) = people.get(*place) {
            known.push((one.client_id, one.known()));
        }
    }
    for (client_id, of_them) in &known {
        let mut told = Vec::new();
        for (at, text) in of_them.iter().enumerate() {
            // What all of them have tells nobody apart, however each is written.
            let is_same = |other: &String| number_of(other) == number_of(text);
            let is_everybodys = known.iter().all(|(_, other)| other.get(at).is_some_and(is_same));
            told.push(if is_everybodys { String::new() } else { text.clone() });
        }
        let same = known.iter().filter(|(_, other)| {
            other.iter().map(|text| number_of(text)).eq(of_them.iter().map(|text| number_of(text)))
        });
        let same = same.count();
        told.push(if same > 1 { code(*client_id) } else { String::new() });
        apart.push((*client_id, told));
    }
}

/// The last four characters of an id: random in each kind of id there is.
fn code(client_id: ClientId) -> String {
    end_of(&client_id.to_string())
}

/// The end of an id, by which somebody is told apart where nothing else is known.
#[must_use]
pub fn end_of(id: &str) -> String {
    id.get(id.len().saturating_sub(4)..).unwrap_or_default().to_ascii_uppercase()
}

/// Letters of a name that must be there before anybody is offered.
const OFFER_FROM: usize = 2;

/// Whether a client may be the person somebody begins to write down as `called`:
/// each word begins one of the client's names, or the name they are called by
/// stands in it.
#[must_use]
pub fn may_be(called: &str, client: &Client) -> bool {
    let names = [&client.preferred_name, &client.legal_name, &client.alias];
    // However short it is, whoever has the whole name is.
    let has = |name: &&String| !name.trim().is_empty() && search::is_same_name(name, called);
    if names.iter().any(has) {
        return true;
    }
    let called = search::fold(called);
    if called.chars().filter(|letter| *letter != ' ').count() < OFFER_FROM {
        return false;
    }
    let mut all = String::new();
    for name in names {
        let name = search::fold(name);
        let mut words = name.split_whitespace().peekable();
        let stands_in_it = words.peek().is_some()
            && words.all(|word| called.split_whitespace().any(|had| had == word));
        if stands_in_it {
            return true;
        }
        all.push_str(&name);
        all.push(' ');
    }
    search::matches(&all, &called)
}

/// Those who may be the person called so and met there; first whoever is known
/// from that place.
#[must_use]
pub fn may_be_one_of<'a>(
    called: &str,
    place: &str,
    clients: impl Iterator<Item = &'a Client>,
) -> Vec<&'a Client> {
    let met = number_of(place);
    let mut likely: Vec<&Client> = clients.filter(|client| may_be(called, client)).collect();
    order::by(&mut likely, |client| i64::from(place.is_empty() || number_of(&client.place) != met));
    likely
}

#[cfg(test)]
mod tests;
