use crate::import::derived;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

/// Chance that falls the same way every time for the same name.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(name: &str) -> Self {
        let mut seed = [0; 32];
        let halves = [derived(name), derived(&format!("{name}|"))];
        for (to, from) in seed.iter_mut().zip(halves.iter().flatten()) {
            *to = *from;
        }
        Self(ChaCha8Rng::from_seed(seed))
    }

    /// A number below `n`; 0 when `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0.next_u64() % n).unwrap_or(0)
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = to.abs_diff(from).saturating_add(1);
        from.saturating_add_unsigned(self.0.next_u64() % span)
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.next_u32() % 100 < percent
    }

    /// One of these.
    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }

    /// One of these texts; none gives an empty one.
    pub(super) fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).unwrap_or_default()
    }

    /// Up to `n` different ones of these, in their order.
    pub(super) fn some<T: Copy>(&mut self, of: &[T], n: usize) -> Vec<T> {
        let mut left = n.min(of.len());
        let mut kept = Vec::with_capacity(left);
        for (at, one) in of.iter().enumerate() {
            if self.below(of.len() - at) < left {
                kept.push(*one);
                left -= 1;
            }
        }
        kept
    }

    pub(super) fn bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}
