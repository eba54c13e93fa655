//! Identifiers derived from the keys of a source, so that importing twice
//! names the same things the same way.

use domain::{
    Hash,
    id::{AgencyId, ClientId, ContactId, StaffId},
};

/// The source an id is derived within.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    source: &'static str,
    agency: AgencyId,
}

impl Keys {
    pub(super) const fn new(source: &'static str, agency: AgencyId) -> Self {
        Self { source, agency }
    }

    pub(super) fn client(&self, key: &str) -> ClientId {
        ClientId::from_bytes(self.bytes("client", key))
    }

    pub(super) fn staff(&self, key: &str) -> StaffId {
        StaffId::from_bytes(self.bytes("staff", key))
    }

    pub(super) fn contact(&self, kind: &str, key: &str) -> ContactId {
        ContactId::from_bytes(self.bytes(kind, key))
    }

    /// A UUIDv8 (RFC 9562, 5.8): the first sixteen bytes of a SHA-256.
    fn bytes(&self, kind: &str, key: &str) -> [u8; 16] {
        let text = format!("{}|{}|{kind}|{key}", self.source, self.agency);
        derived(&text)
    }
}

/// The first sixteen bytes of the text's SHA-256, marked as a UUIDv8.
pub(crate) fn derived(text: &str) -> [u8; 16] {
    let hash = Hash::of(text.as_bytes());
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_id_and_another_source_another() {
        let agency = AgencyId::from_bytes([7; 16]);
        let hmis = Keys::new("hmis", agency);
        assert_eq!(hmis.client("P-1"), hmis.client("P-1"));
        assert_ne!(hmis.client("P-1"), hmis.client("P-2"));
        assert_ne!(hmis.client("P-1"), Keys::new("caseload", agency).client("P-1"));
        let other = Keys::new("hmis", AgencyId::from_bytes([8; 16]));
        assert_ne!(hmis.client("P-1"), other.client("P-1"));
    }

    #[test]
    fn derived_ids_are_version_eight() {
        let text = Keys::new("hmis", AgencyId::from_bytes([7; 16])).client("P-1").to_string();
        assert_eq!(text.chars().nth(14), Some('8'), "{text}");
        assert!(text.chars().nth(19).is_some_and(|c| "89ab".contains(c)), "{text}");
    }
}
