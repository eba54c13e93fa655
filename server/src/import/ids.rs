//! Identifiers derived from the keys of a source, so that importing twice
//! names the same things the same way; and with the agency's secret, so that
//! nobody else can derive them.

use super::Context;
use crate::keys::{self, Secret};
use domain::{
    Hash,
    id::{ClientId, ContactId, StaffId},
};
use std::fmt;

/// The source an id is derived within: two systems may give one key to two people.
#[derive(Debug, Clone)]
pub(super) struct Keys<'a> {
    source: String,
    context: &'a Context,
}

impl<'a> Keys<'a> {
    pub(super) fn new(source: &str, context: &'a Context) -> Self {
        Self { source: source.to_owned(), context }
    }

    /// The source, as it is remembered of the people who came from it.
    pub(super) fn scope(&self) -> &str {
        &self.source
    }

    pub(super) fn client(&self, key: &str) -> ClientId {
        ClientId::from_bytes(self.bytes("client", key))
    }

    /// The client who came under this key, whichever way ids were made then.
    pub(super) fn known_client(&self, key: &str) -> Option<ClientId> {
        let id = self.client(key);
        self.context.known.ids.contains_key(id.as_bytes()).then_some(id)
    }

    pub(super) fn staff(&self, key: &str) -> StaffId {
        StaffId::from_bytes(self.bytes("staff", key))
    }

    pub(super) fn contact(&self, kind: &str, key: &str) -> ContactId {
        ContactId::from_bytes(self.bytes(kind, key))
    }

    fn text(&self, kind: &str, key: &str) -> String {
        format!("{}|{}|{kind}|{key}", self.source, self.context.agency.agency_id)
    }

    /// What came in before keeps the id it has: phones hold it, with notes that are on their way.
    fn bytes(&self, kind: &str, key: &str) -> [u8; 16] {
        let text = self.text(kind, key);
        self.former(&text).unwrap_or_else(|| self.context.ids.id(&text))
    }

    fn former(&self, text: &str) -> Option<[u8; 16]> {
        Some(derived(text)).filter(|id| self.context.known.ids.contains_key(id))
    }
}

/// The agency's secret for ids. Without it nobody tries names against an id, however many they
/// have; it comes from the master key and is in no database and no backup.
#[derive(Clone)]
pub struct IdSecret(Secret);

impl fmt::Debug for IdSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdSecret")
    }
}

impl IdSecret {
    /// Takes over a key.
    #[must_use]
    pub const fn new(key: Secret) -> Self {
        Self(key)
    }

    /// A UUIDv8 (RFC 9562, 5.8) of an HMAC.
    pub(super) fn id(&self, text: &str) -> [u8; 16] {
        marked(&keys::hmac(self.0.as_slice(), &[text.as_bytes()]))
    }
}

/// The first sixteen bytes of the text's SHA-256, marked as a UUIDv8: for what may be known, such as
/// the invented people of the demonstration. Ids of imports were made so once.
pub(crate) fn derived(text: &str) -> [u8; 16] {
    marked(Hash::of(text.as_bytes()).as_bytes())
}

fn marked(hash: &[u8; 32]) -> [u8; 16] {
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(hash) {
        *to = *from;
    }
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Moment, id::AgencyId, wire::v1::Agency};
    use zeroize::Zeroizing;

    fn context(agency: u8, secret: u8) -> Context {
        let agency = Agency::new(AgencyId::from_bytes([agency; 16]), "Sample agency".to_owned());
        Context::new(agency, IdSecret::new(Zeroizing::new([secret; 32])), Moment::new(0, 0), 0)
    }

    #[test]
    fn the_same_key_gives_the_same_id_and_another_source_agency_or_secret_another() {
        let north = context(7, 1);
        let hmis = Keys::new("hmis", &north);
        assert_eq!(hmis.client("P-1"), hmis.client("P-1"));
        assert_ne!(hmis.client("P-1"), hmis.client("P-2"));
        assert_ne!(hmis.client("P-1"), Keys::new("caseload", &north).client("P-1"));
        for other in [context(8, 1), context(7, 2)] {
            assert_ne!(hmis.client("P-1"), Keys::new("hmis", &other).client("P-1"));
        }
    }

    #[test]
    fn whoever_came_before_keeps_the_id_they_have() {
        let mut north = context(7, 1);
        let new = Keys::new("hmis", &north).client("P-1");
        let text = format!("hmis|{}|client|P-1", north.agency.agency_id);
        north.known.ids.insert(derived(&text), derived(&text));
        let hmis = Keys::new("hmis", &north);
        assert_eq!(hmis.client("P-1"), ClientId::from_bytes(derived(&text)));
        assert_eq!(hmis.known_client("P-1"), Some(hmis.client("P-1")));
        assert_ne!(hmis.client("P-1"), new);
        assert_eq!(hmis.known_client("P-2"), None);
    }

    #[test]
    fn ids_are_version_eight() {
        let text = Keys::new("hmis", &context(7, 1)).client("P-1").to_string();
        assert_eq!(text.chars().nth(14), Some('8'), "{text}");
        assert!(text.chars().nth(19).is_some_and(|c| "89ab".contains(c)), "{text}");
    }
}
