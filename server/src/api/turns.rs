//! One at a time for each, in the order in which they came.

use super::SOON;
use crate::http::refusal::Refuse;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex as Lock, PoisonError},
};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Whose turn it is; cheap to clone.
#[derive(Debug)]
pub struct Turns<K: Hash + Eq + Clone> {
    of: Arc<Lock<HashMap<K, Arc<Mutex<()>>>>>,
    waiting: usize,
}

impl<K: Hash + Eq + Clone> Clone for Turns<K> {
    fn clone(&self) -> Self {
        Self { of: Arc::clone(&self.of), waiting: self.waiting }
    }
}

/// A turn; the next one's when dropped.
#[derive(Debug)]
pub struct Turn<K: Hash + Eq + Clone> {
    all: Turns<K>,
    key: K,
    guard: Option<OwnedMutexGuard<()>>,
}

impl<K: Hash + Eq + Clone> Turns<K> {
    /// Nobody's yet; so many of one wait, at most.
    #[must_use]
    pub fn new(waiting: usize) -> Self {
        Self { of: Arc::default(), waiting }
    }

    /// Waits for the turn.
    ///
    /// # Errors
    /// 503 `busy` where too many of the same wait already.
    pub async fn wait(&self, key: K) -> Result<Turn<K>, Refuse> {
        let lock = {
            let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
            let lock = Arc::clone(of.entry(key.clone()).or_default());
            // One is held by the map, and one by each that waits or has its turn.
            if Arc::strong_count(&lock) > self.waiting + 2 {
                return Err(Refuse::Busy(SOON));
            }
            lock
        };
        let mut turn = Turn { all: self.clone(), key, guard: None };
        turn.guard = Some(lock.lock_owned().await);
        Ok(turn)
    }
}

impl<K: Hash + Eq + Clone> Drop for Turn<K> {
    fn drop(&mut self) {
        drop(self.guard.take());
        let mut of = self.all.of.lock().unwrap_or_else(PoisonError::into_inner);
        if of.get(&self.key).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            of.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test]
    async fn one_waits_for_its_own_and_for_nobody_elses() {
        let turns = Turns::new(1);
        let first = turns.wait("one").await.expect("it is free");
        let other = turns.wait("other").await.expect("it is free");
        let second = tokio::spawn({
            let turns = turns.clone();
            async move { turns.wait("one").await.map(drop).is_ok() }
        });
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!second.is_finished());
        assert!(turns.wait("one").await.is_err(), "enough wait");
        drop(first);
        assert!(second.await.expect("it ends"));
        drop(other);
        assert!(turns.of.lock().expect("nobody panicked").is_empty());
    }
}
