//! Services that may be one and the same.

use crate::{id::ServiceId, phone, search::fold, wire::v1::Service};
use std::collections::{BTreeMap, BTreeSet};

/// Two services that may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    /// The one with the smaller id, which was there first.
    pub one: ServiceId,
    /// The other.
    pub other: ServiceId,
    /// What they have in common.
    pub why: WhyAlike,
}

/// What two services have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyAlike {
    /// They are called the same, by the same provider.
    Name,
    /// They are called the same, and one number reaches both.
    NameAndNumber,
    /// One number reaches both, and their providers are called differently.
    Number,
}

/// Every two services that may be one, each pair once. One provider's services often share a number,
/// and two providers' services a name; what counts is both together, or one number under two names.
#[must_use]
pub fn alike(services: &[Service]) -> Vec<Alike> {
    let here = || services.iter().filter(|service| service.is_open_at_all());
    let mut found = BTreeMap::new();
    let mut pairs = |of: &[&Service], why: fn(&Service, &Service) -> Option<WhyAlike>| {
        for (at, one) in of.iter().enumerate() {
            for other in of.iter().skip(at + 1) {
                if let Some(why) = why(one, other) {
                    let both = [one.service_id, other.service_id];
                    let (first, second) = (both[0].min(both[1]), both[0].max(both[1]));
                    found.entry((first, second)).or_insert(why);
                }
            }
        }
    };
    let mut named: BTreeMap<String, Vec<&Service>> = BTreeMap::new();
    let mut numbered: BTreeMap<String, Vec<&Service>> = BTreeMap::new();
    for service in here() {
        named.entry(fold(&service.name)).or_default().push(service);
        for number in numbers(service) {
            numbered.entry(number).or_default().push(service);
        }
    }
    for of in named.values() {
        pairs(of, |one, other| match (same_provider(one, other), share_a_number(one, other)) {
            (true, _) => Some(WhyAlike::Name),
            (false, true) => Some(WhyAlike::NameAndNumber),
            (false, false) => None,
        });
    }
    // A switchboard is many services': that is no sign.
    for of in numbered.values().filter(|of| of.len() <= SHARED_MAX) {
        pairs(of, |one, other| (!same_provider(one, other)).then_some(WhyAlike::Number));
    }
    found.into_iter().map(|((one, other), why)| Alike { one, other, why }).collect()
}

/// So many services with one number are pointed out, and no more.
const SHARED_MAX: usize = 4;

fn same_provider(one: &Service, other: &Service) -> bool {
    fold(&one.provider) == fold(&other.provider)
}

fn share_a_number(one: &Service, other: &Service) -> bool {
    !numbers(one).is_disjoint(&numbers(other))
}

/// What its numbers dial.
fn numbers(service: &Service) -> BTreeSet<String> {
    let written = [&service.tel, &service.sms, &service.tty];
    written.into_iter().filter_map(|number| phone::read(number).ok()).map(|one| one.dial).collect()
}
