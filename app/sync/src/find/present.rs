//! Who is in the caseload, and the state of what is on the phone about each.

use super::Tag;
use domain::id::ClientId;

/// Nobody else is found. In order of their ids; a list, since a map of its own weighs kilobytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Present {
    all: Vec<(ClientId, Tag)>,
}

impl Present {
    /// The state of somebody, in place of the one before.
    pub fn put(&mut self, client_id: ClientId, tag: Tag) {
        let at = self.all.partition_point(|(known, _)| *known < client_id);
        match self.all.get_mut(at).filter(|(known, _)| *known == client_id) {
            Some((_, held)) => *held = tag,
            None => self.all.insert(at, (client_id, tag)),
        }
    }

    /// The state of somebody; none where they are not in the caseload.
    #[must_use]
    pub fn tag(&self, client_id: ClientId) -> Option<Tag> {
        let at = self.all.partition_point(|(known, _)| *known < client_id);
        self.all.get(at).filter(|(known, _)| *known == client_id).map(|(_, tag)| *tag)
    }

    /// Whether somebody is in this state.
    #[must_use]
    pub fn is(&self, client_id: ClientId, tag: Tag) -> bool {
        self.tag(client_id) == Some(tag)
    }

    /// Everybody with their state.
    pub fn iter(&self) -> impl Iterator<Item = (ClientId, Tag)> {
        self.all.iter().copied()
    }

    /// How many they are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Nobody is in the caseload.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
