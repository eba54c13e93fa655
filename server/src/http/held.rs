//! How many bytes of bodies that are still arriving are held at once. What somebody began to send
//! and does not finish takes memory, and is not to take everybody's.

use crate::{api::pushers::Hand, auth::HashedToken};
use domain::id::DeviceId;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

const MIB: usize = 1024 * 1024;
/// Bytes of all bodies together, in memory at once.
const ALL: usize = 96 * MIB;
/// Of those the part that whoever shows no session of theirs may take.
const OF_STRANGERS: usize = 64 * MIB;
/// The part of bodies that show neither a session nor the token of a phone.
const OF_NOBODY: usize = 16 * MIB;
/// Of one network address.
const OF_ADDRESS: usize = 8 * MIB;
/// Of one phone, as it shows itself: it delivers a mebibyte at a time.
const OF_PHONE: usize = 2 * MIB;
/// Of one session that sends anything else: a form, or a service of the directory.
const OF_SESSION: usize = 2 * MIB;

/// Who sends a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender {
    /// From where.
    pub address: IpAddr,
    /// The phone that delivers, and what it shows besides its token.
    pub phone: Option<(DeviceId, Hand)>,
    /// The session that sends anything else, where it counts.
    pub session: Option<HashedToken>,
}

/// What there is one measure for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    All,
    Strangers,
    Nobody,
    Address(IpAddr),
    Phone(DeviceId, Hand),
    Session(HashedToken),
}

impl Part {
    const fn most(self) -> usize {
        match self {
            Self::All => ALL,
            Self::Strangers => OF_STRANGERS,
            Self::Nobody => OF_NOBODY,
            Self::Address(_) => OF_ADDRESS,
            Self::Phone(..) => OF_PHONE,
            Self::Session(_) => OF_SESSION,
        }
    }
}

impl Sender {
    fn parts(self) -> impl Iterator<Item = Part> {
        let by_session = matches!(self.phone, Some((_, Hand::Session)));
        let known = self.session.is_some() || by_session;
        [
            Some(Part::All),
            // Those who are signed in are counted by what they are, wherever they sit.
            (!known).then_some(Part::Strangers),
            (!known && self.phone.is_none()).then_some(Part::Nobody),
            (!known).then_some(Part::Address(self.address)),
            self.phone.map(|(phone, hand)| Part::Phone(phone, hand)),
            self.session.map(Part::Session),
        ]
        .into_iter()
        .flatten()
    }
}

/// The bytes that are held; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct HeldBytes(Arc<Mutex<HashMap<Part, usize>>>);

/// Bytes of one body; given back when dropped.
#[derive(Debug)]
pub struct Held {
    all: HeldBytes,
    sender: Sender,
    bytes: usize,
}

impl HeldBytes {
    /// A body of which nothing has arrived.
    #[must_use]
    pub fn begin(&self, sender: Sender) -> Held {
        Held { all: self.clone(), sender, bytes: 0 }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<Part, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// So many bytes more arrived; false where there is no room for them.
    #[must_use]
    pub fn grow(&mut self, bytes: usize) -> bool {
        let mut held = self.all.held();
        let has_room = |part: Part| held.get(&part).copied().unwrap_or(0) + bytes <= part.most();
        if !self.sender.parts().all(has_room) {
            return false;
        }
        for part in self.sender.parts() {
            *held.entry(part).or_default() += bytes;
        }
        self.bytes += bytes;
        true
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.all.held();
        for part in self.sender.parts() {
            if let Some(left) = held.get_mut(&part) {
                *left = left.saturating_sub(self.bytes);
                if *left == 0 {
                    held.remove(&part);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(n: u8, phone: Option<Hand>) -> Sender {
        let phone = phone.map(|hand| (DeviceId::from_bytes([1; 16]), hand));
        Sender { address: IpAddr::from([10, 0, 0, n]), phone, session: None }
    }

    /// As many bodies as there is room for, of a mebibyte each.
    fn fill(all: &HeldBytes, senders: impl Iterator<Item = Sender>) -> Vec<Held> {
        let begun = senders.map(|sender| all.begin(sender));
        begun.filter_map(|mut body| body.grow(MIB).then_some(body)).collect()
    }

    #[test]
    fn whatever_strangers_begin_leaves_room_for_whoever_is_known() {
        let all = HeldBytes::default();
        let address = |n| sender(n, None);
        assert_eq!(fill(&all, (0..20).map(|_| address(1))).len(), 8, "of one address");
        let nobody = fill(&all, (0..200).map(|n| address(n % 100)));
        assert_eq!(nobody.len(), 16, "of nobody");
        // A copied token, from everywhere; and the phone itself, with its session.
        let copied = |n: u8| sender(n, Some(Hand::Address(IpAddr::from([10, 0, 0, n]))));
        let copies = fill(&all, (0..240).map(|n| copied(n % 120)));
        assert_eq!(copies.len(), 48);
        let own = fill(&all, (0..5).map(|_| sender(1, Some(Hand::Session))));
        assert_eq!(own.len(), 2, "of one phone");
        let signed_in = |n| Sender { session: Some(HashedToken::of(n)), ..sender(1, None) };
        let one = fill(&all, (0..90).map(|_| signed_in("one")));
        assert_eq!(one.len(), 2, "of one session, wherever it sits and whatever it sends");
        let two = fill(&all, (0..90).map(|_| signed_in("two")));
        assert_eq!(two.len(), 2, "and another has its own");
        drop((nobody, copies, own, one, two));
        assert!(all.held().is_empty());
    }
}
