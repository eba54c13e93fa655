//! How the pages of papers travel: in parts, each sealed, each saying of which whole it is one
//! (docs/decisions/0029).

use crate::{
    Hash,
    id::{ClientId, PageId},
    json::ReadObject,
};
use serde::Serialize;

/// Bytes of a part before it is sealed; the last may have fewer. Half a minute at 70 kbit/s.
pub const PART_BYTES: u32 = 256 * 1024;

/// Bytes of a page, at most: a photograph as phones make them smaller has a tenth of it, a file of a
/// letter that was scanned a fifth.
pub const PAGE_MAX_BYTES: u32 = 12 * 1024 * 1024;

/// What stands before the bytes of each part, within its seal: enough to tell whose it is and of what,
/// should nothing else be left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct PartHead {
    /// Of which page.
    pub page_id: PageId,
    /// Whose paper it belongs to.
    pub client_id: ClientId,
    /// Which part, from nought.
    pub part: u32,
    /// How many bytes the page has.
    pub bytes: u32,
    /// Of all of them.
    pub sha256: Hash,
}

/// How many parts so many bytes make.
#[must_use]
pub const fn parts_of(bytes: u32) -> u32 {
    bytes.div_ceil(PART_BYTES)
}

impl PartHead {
    /// Whether there can be such a part.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.bytes > 0 && self.bytes <= PAGE_MAX_BYTES && self.part < parts_of(self.bytes)
    }

    /// How many bytes this part has.
    #[must_use]
    pub const fn length(&self) -> u32 {
        let left = self.bytes.saturating_sub(self.part.saturating_mul(PART_BYTES));
        if left < PART_BYTES { left } else { PART_BYTES }
    }

    /// Head and bytes as they are sealed: the length of the head, its JSON, the bytes.
    ///
    /// # Panics
    /// Never: a head is text and numbers.
    #[must_use]
    pub fn with(&self, bytes: &[u8]) -> Vec<u8> {
        let head = serde_json::to_vec(self).expect("a head has only text keys");
        let length = u16::try_from(head.len()).unwrap_or_default().to_be_bytes();
        [&length[..], &head, bytes].concat()
    }

    /// What [`Self::with`] made; none where it is anything else, or the bytes are not as many as the
    /// head says.
    #[must_use]
    pub fn split(opened: &[u8]) -> Option<(Self, &[u8])> {
        let (length, rest) = opened.split_first_chunk::<2>()?;
        let (head, bytes) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        let head: Self = crate::json::from_slice(head).ok()?;
        let fits = head.is_sound() && u32::try_from(bytes.len()) == Ok(head.length());
        fits.then_some((head, bytes))
    }
}

/// The server's durable word on a page after a part of it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct PageTaken {
    /// Which parts are there.
    pub have: Vec<u32>,
    /// All are, and together they have the hash that each of them names.
    #[serde(default)]
    pub whole: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(part: u32, bytes: u32) -> PartHead {
        let (page_id, client_id) = (PageId::from_bytes([1; 16]), ClientId::from_bytes([2; 16]));
        PartHead { page_id, client_id, part, bytes, sha256: Hash::of(b"whole") }
    }

    #[test]
    fn a_page_is_cut_so_that_nothing_is_left_over() {
        for bytes in [1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, PAGE_MAX_BYTES] {
            let all = (0..parts_of(bytes)).map(|part| head(part, bytes).length());
            assert_eq!(all.sum::<u32>(), bytes);
            assert!(head(parts_of(bytes) - 1, bytes).is_sound());
            assert!(!head(parts_of(bytes), bytes).is_sound(), "there is none behind the last");
        }
        assert!(!head(0, 0).is_sound());
        assert!(!head(0, PAGE_MAX_BYTES + 1).is_sound());
    }

    #[test]
    fn a_part_reads_back_as_it_was_sealed_and_not_with_a_byte_more_or_less() {
        let head = head(0, 3);
        let sealed = head.with(b"abc");
        assert_eq!(PartHead::split(&sealed), Some((head, &b"abc"[..])));
        assert_eq!(PartHead::split(&head.with(b"abcd")), None);
        assert_eq!(PartHead::split(&head.with(b"ab")), None);
        for end in 0..sealed.len() {
            assert_eq!(PartHead::split(&sealed[..end]), None, "cut at {end}");
        }
    }
}
