//! Who holds how many connections. Nobody is turned away for what others hold: when an
//! address has its share, or all are held, the one goes that has moved nothing for
//! longest, of whoever holds most. So the door stays open to the next who knocks, the
//! watcher of the health route among them.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Notify, time::Instant};

/// How many connections there may be, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// At once.
    pub connections: usize,
    /// At once, of one network address.
    pub per_address: usize,
    /// How long one is kept that moves nothing, either way.
    pub idle: Duration,
}

/// All connections of one listener.
#[derive(Debug, Clone)]
pub struct Connections(Arc<All>);

#[derive(Debug)]
struct All {
    limits: Limits,
    began: Instant,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    next: u64,
    count: usize,
    by_address: HashMap<IpAddr, HashMap<u64, Arc<Line>>>,
}

/// What is known of one connection.
#[derive(Debug, Default)]
struct Line {
    /// When something last moved, in milliseconds since the listener began.
    moved_ms: AtomicU64,
    /// A request is being answered: that nothing moves is our doing.
    at_work: AtomicBool,
    end: Notify,
}

/// A place among the connections; given back when dropped.
#[derive(Debug)]
pub struct Place {
    all: Connections,
    address: IpAddr,
    id: u64,
    line: Arc<Line>,
}

/// For the two ends of a connection to say that something moved.
#[derive(Debug, Clone)]
pub struct Pulse(Arc<All>, Arc<Line>);

impl Connections {
    /// None yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(All { limits, began: Instant::now(), held: Mutex::default() }))
    }

    /// A place for one more. Somebody else's may end for it.
    #[must_use]
    pub fn admit(&self, address: IpAddr) -> Place {
        let line = Arc::new(Line::default());
        line.moved_ms.store(self.0.now_ms(), Ordering::Relaxed);
        let Limits { connections, per_address, .. } = self.0.limits;
        let mut held = self.0.held();
        if held.of(address) >= per_address.max(1) {
            held.end_stalest(address);
        } else if held.count >= connections.max(1)
            && let Some(greediest) = held.greediest()
        {
            held.end_stalest(greediest);
        }
        let id = held.next;
        held.next += 1;
        held.count += 1;
        held.by_address.entry(address).or_default().insert(id, Arc::clone(&line));
        drop(held);
        Place { all: self.clone(), address, id, line }
    }

    /// Ends one, where the system gives out no more.
    pub fn make_room(&self) {
        let mut held = self.0.held();
        if let Some(greediest) = held.greediest() {
            held.end_stalest(greediest);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.held().count
    }
}

impl All {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Held {
    fn of(&self, address: IpAddr) -> usize {
        self.by_address.get(&address).map_or(0, HashMap::len)
    }

    fn greediest(&self) -> Option<IpAddr> {
        let most = self.by_address.iter().max_by_key(|(_, lines)| lines.len());
        most.map(|(address, _)| *address)
    }

    fn end_stalest(&mut self, address: IpAddr) {
        let Some(lines) = self.by_address.get(&address) else { return };
        let stalest = lines.iter().min_by_key(|(id, line)| {
            let at_work = line.at_work.load(Ordering::Relaxed);
            (at_work, line.moved_ms.load(Ordering::Relaxed), **id)
        });
        if let Some((id, line)) = stalest.map(|(id, line)| (*id, Arc::clone(line))) {
            line.end.notify_one();
            self.forget(address, id);
        }
    }

    fn forget(&mut self, address: IpAddr, id: u64) {
        let Some(lines) = self.by_address.get_mut(&address) else { return };
        if lines.remove(&id).is_some() {
            self.count -= 1;
        }
        if lines.is_empty() {
            self.by_address.remove(&address);
        }
    }
}

impl Place {
    /// What its connection says of itself by.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        Pulse(Arc::clone(&self.all.0), Arc::clone(&self.line))
    }

    /// Done when the connection is to end: it moved nothing for too long, or another
    /// took its place.
    pub async fn over(&self) {
        let All { limits, .. } = &*self.all.0;
        let idle_ms = u64::try_from(limits.idle.as_millis()).unwrap_or(u64::MAX);
        loop {
            let still_ms = match self.line.at_work.load(Ordering::Relaxed) {
                true => 0,
                false => {
                    let moved_ms = self.line.moved_ms.load(Ordering::Relaxed);
                    self.all.0.now_ms().saturating_sub(moved_ms)
                }
            };
            // At work, a request has a time limit of its own; then it is looked at again.
            if still_ms >= idle_ms && !self.line.at_work.load(Ordering::Relaxed) {
                return;
            }
            let rest = Duration::from_millis(idle_ms.saturating_sub(still_ms).max(1));
            if tokio::time::timeout(rest, self.line.end.notified()).await.is_ok() {
                return;
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all.0.held().forget(self.address, self.id);
    }
}

impl Pulse {
    /// Something moved.
    pub fn moved(&self) {
        self.1.moved_ms.store(self.0.now_ms(), Ordering::Relaxed);
    }

    /// Whether a request is being answered.
    pub fn at_work(&self, yes: bool) {
        self.moved();
        self.1.at_work.store(yes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(n: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, n])
    }

    async fn is_over(place: &Place) -> bool {
        tokio::time::timeout(Duration::ZERO, place.over()).await.is_ok()
    }

    const DAY: Duration = Duration::from_secs(86_400);

    #[tokio::test]
    async fn the_stalest_of_the_greediest_makes_room() {
        let connections = Connections::new(Limits { connections: 5, per_address: 3, idle: DAY });
        let moved = |place: &Place, ms| place.line.moved_ms.store(ms, Ordering::Relaxed);
        let [first, busy, stale] = [0, 1, 2].map(|_| connections.admit(from(1)));
        busy.pulse().at_work(true);
        for (place, ms) in [(&first, 2_000), (&busy, 0), (&stale, 1_000)] {
            moved(place, ms);
        }
        let fourth = connections.admit(from(1));
        moved(&fourth, 9_000);
        assert!(is_over(&stale).await, "beyond its share, the one that did nothing goes");
        let others = [2, 3].map(|n| connections.admit(from(n)));
        assert_eq!(connections.count(), 5);
        let next = connections.admit(from(4));
        assert!(is_over(&first).await && !is_over(&busy).await);
        assert_eq!(connections.count(), 5);
        for kept in others.iter().chain([&fourth, &next]) {
            assert!(!is_over(kept).await);
        }
        drop((first, busy, stale, fourth, others, next));
        assert_eq!(connections.count(), 0);
    }

    #[tokio::test]
    async fn one_that_moves_nothing_is_over_unless_we_are_at_work() {
        let idle = |idle| Connections::new(Limits { connections: 5, per_address: 5, idle });
        assert!(!is_over(&idle(DAY).admit(from(1))).await);
        let place = idle(Duration::ZERO).admit(from(1));
        place.pulse().at_work(true);
        assert!(!is_over(&place).await);
        place.pulse().at_work(false);
        assert!(is_over(&place).await);
    }
}
