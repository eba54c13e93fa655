//! The state of a client's shelves, in a number.

use crate::read_copy::{ClientFile, Entry};
use domain::document::Version;

/// Goes up whenever an index of before reads differently or not at all: another shape, other units,
/// other folding.
const FORMAT: u64 = 1;

/// A number that is another one for every other state of what is on the phone about a client (64 bits
/// of FNV-1a: two states of one client that share it are not to be met in a lifetime).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag(pub(super) u64);

impl Tag {
    /// No state has it: what says so is asked for nothing.
    pub const NONE: Self = Self(0);

    /// What the caseload says of a client's shelves. Records never change once they are here, so that
    /// which there are says what they say; documents count their versions; the fact sheet is at hand.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let mut tag = Self(0xcbf2_9ce4_8422_2325);
        tag.take(FORMAT);
        for kind in super::Kind::all() {
            tag.take_all(kind.word().as_bytes());
        }
        for tally in [Some(entry.contacts), entry.records, Some(entry.cell_records)] {
            let tally = tally.unwrap_or_default();
            tag.take(u64::from(tally.count));
            tag.take(tally.xor);
        }
        if let Some(plan) = entry.plan {
            tag.take_all(plan.crisis_plan_id.as_bytes());
            tag.take(u64::from(plan.version));
        }
        for mark in &entry.documents {
            tag.take_all(mark.kind.word().as_bytes());
            tag.take_all(mark.document_id.as_bytes());
            tag.take(u64::from(mark.version));
        }
        tag.take_all(&serde_json::to_vec(&entry.client).unwrap_or_default());
        tag
    }

    /// What a client's shelves say themselves, that were just read: another window may have written
    /// them since the caseload was.
    #[must_use]
    pub fn of_read(entry: &Entry, file: &ClientFile, documents: &[Version]) -> Self {
        Self::of(&entry.as_read(file, documents))
    }

    /// The same with what was made on this phone laid over it: another one at each change of that.
    #[must_use]
    pub fn under(self, changes: u64) -> Self {
        let mut tag = self;
        tag.take_all(b"pending");
        tag.take(changes);
        tag
    }

    fn take(&mut self, number: u64) {
        self.take_all(&number.to_le_bytes());
    }

    fn take_all(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
