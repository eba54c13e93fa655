//! Rows that this build of the app cannot read.
//!
//! A newer server sends values that only a newer app knows. Such a row is kept whole, counted and
//! said, and read again by the next build that starts: everything around it goes its way.

use super::Caseload;
use domain::{
    document::DocumentKind,
    id::ClientId,
    json::{LeftOut, ReadObject},
};
use serde::Serialize;

/// A row as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Unread {
    /// Its field in the page.
    pub field: String,
    /// It is one of a list there.
    pub in_list: bool,
    /// Its JSON.
    pub text: String,
}

/// A page needs these; they say nothing about a page that is read again.
const HEAD: &str = r#"{"epoch":"00000000-0000-0000-0000-000000000000","next_cursor":"","server_time":"1970-01-01T00:00:00.000+00:00""#;

/// A page of rows that were left out, in their fields; `head` is what else a page needs, not closed.
#[must_use]
pub fn page_of(head: &str, unread: &[Unread]) -> String {
    let mut page = head.to_owned();
    for (at, row) in unread.iter().enumerate() {
        let of_field = |other: &&Unread| other.field == row.field;
        if unread.iter().position(|other| of_field(&other)) != Some(at) {
            continue; // its field is written
        }
        let texts: Vec<&str> =
            unread.iter().filter(of_field).map(|row| row.text.as_str()).collect();
        let (open, close) = if row.in_list { ("[", "]") } else { ("", "") };
        page += &[",\"", &row.field, "\":", open, &texts.join(","), close].concat();
    }
    page + "}"
}

/// Puts down rows that came and cannot be read, each in place of an earlier state of itself.
pub fn put_down(held: &mut Vec<Unread>, rows: Vec<Unread>) {
    for row in rows {
        // Two of which nobody knows the id are two, unless they are the same to the letter.
        let is_later = |one: &Unread| match row.id() {
            Some(id) => one.id() == Some(id),
            None => one.text == row.text,
        };
        held.retain(|one| !is_later(one));
        held.push(row);
    }
}

/// A row came that can be read: what was put down of it before is out of date.
pub fn now_read(held: &mut Vec<Unread>, id: [u8; 16]) {
    held.retain(|one| {
        let own = one.id().and_then(|id| id.parse::<ClientId>().ok());
        own.is_none_or(|own| *own.as_bytes() != id)
    });
}

impl From<LeftOut> for Unread {
    fn from(LeftOut { field, in_list, text }: LeftOut) -> Self {
        Self { field, in_list, text }
    }
}

impl Unread {
    /// Its own id, by which a later state of the row replaces it: every row names it first.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        string_after(&self.text, "_id\"")
    }

    /// The client it is about, where it is about one.
    #[must_use]
    pub fn client_id(&self) -> Option<ClientId> {
        string_after(&self.text, "\"client_id\"")?.parse().ok()
    }
}

/// The string that stands after a key. A quotation mark inside of somebody's words has a stroke
/// before it, so that no words are taken for a key.
fn string_after<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let value = text.split_once(key)?.1.trim_start().strip_prefix(':')?.trim_start();
    Some(value.strip_prefix('"')?.split_once('"')?.0)
}

impl Caseload {
    /// How many entries about a client this build cannot read.
    #[must_use]
    pub fn unread_about(&self, client_id: ClientId) -> usize {
        self.unread.iter().filter(|row| row.client_id() == Some(client_id)).count()
    }

    /// Whether they are on this phone, with a fact sheet that can be read or without.
    #[must_use]
    pub fn knows_of(&self, client_id: ClientId) -> bool {
        self.clients.contains_key(&client_id) || self.has_unread_sheet(client_id)
    }

    /// A fact sheet of theirs is here and cannot be read: what comes about them is kept for it.
    pub(super) fn has_unread_sheet(&self, client_id: ClientId) -> bool {
        let is_sheet = |row: &Unread| row.field == "clients" && row.client_id() == Some(client_id);
        self.unread.iter().any(is_sheet)
    }

    /// Whether a document of this kind is here that this build cannot read: of such a client nobody may say
    /// that there is none, nor that what is here is the newest.
    #[must_use]
    pub fn has_unread_document(&self, kind: DocumentKind, client_id: ClientId) -> bool {
        self.unread.iter().any(|row| {
            let is_kind = !kind.is_of_cells()
                || string_after(&row.text, "\"kind\"").is_some_and(|word| word == kind.word());
            row.field == kind.list() && is_kind && row.client_id() == Some(client_id)
        })
    }

    /// The unread rows as the page they came in, to be read again.
    #[must_use]
    pub fn unread_page(&self) -> String {
        page_of(HEAD, &self.unread)
    }

    /// Puts down rows that came and cannot be read, each in place of an earlier state of itself.
    pub(super) fn put_unread(&mut self, rows: Vec<Unread>) {
        put_down(&mut self.unread, rows);
    }

    /// A row came that can be read: what was put down of it before is out of date.
    pub(super) fn now_read(&mut self, id: [u8; 16]) {
        now_read(&mut self.unread, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_an_id_do_not_take_the_place_of_each_other() {
        let row = |text: &str| Unread { field: "new".into(), in_list: true, text: text.into() };
        let mut held = Vec::new();
        put_down(&mut held, vec![row(r#"{"a":1.5}"#), row(r#"{"b":1.5}"#)]);
        put_down(&mut held, vec![row(r#"{"b":1.5}"#)]);
        assert_eq!(held, [row(r#"{"a":1.5}"#), row(r#"{"b":1.5}"#)]);
    }

    #[test]
    fn the_ids_of_a_row_are_found_and_never_in_somebodys_words() {
        let row = |text: &str| Unread { field: String::new(), in_list: true, text: text.into() };
        let client = "01890a5d-ac96-774b-bcce-b30209900001";
        let words = r#"he wrote \"client_id\":\"nobody\" on the wall"#;
        let contact = row(&format!(
            r#"{{"contact":{{"contact_id":"c","seen_heard":"{words}","client_id": "{client}"}}}}"#
        ));
        assert_eq!(contact.id(), Some("c"));
        assert_eq!(contact.client_id().map(|id| id.to_string()).as_deref(), Some(client));
        assert_eq!((row("{}").id(), row("{}").client_id()), (None, None));
    }
}
