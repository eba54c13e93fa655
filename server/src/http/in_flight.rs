//! A request on its way: how long it may take, and what is held for it until it is answered.
//!
//! A body has as long as it takes while it goes on arriving: a phone with a poor line is no attack.
//! One that stops, or drips, is given up. What comes after the body has a time of its own.

use super::{held::Held, refusal::Refuse};
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// How long a body may bring nothing.
const GRACE: Duration = Duration::from_secs(15);
/// How often it is looked whether a request has any time left.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Bytes a second that a body has to bring beyond that.
const LEAST_PER_S: u64 = 1_024;
/// A whole body, however steadily it arrives.
const BODY_WITHIN: Duration = Duration::from_secs(600);

/// The request's own; in its extensions.
#[derive(Debug, Clone)]
pub struct InFlight(Arc<Mutex<Now>>);

#[derive(Debug)]
struct Now {
    until: Instant,
    within: Duration,
    held: Vec<Held>,
}

impl InFlight {
    /// One that begins now.
    #[must_use]
    pub fn new(within: Duration) -> Self {
        let until = Instant::now() + within;
        Self(Arc::new(Mutex::new(Now { until, within, held: Vec::new() })))
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A body begins to arrive.
    #[must_use]
    pub fn arriving(&self) -> Arriving {
        self.arriving_at(Instant::now())
    }

    fn arriving_at(&self, began: Instant) -> Arriving {
        let grace = GRACE.min(self.now().within);
        let arriving = Arriving { of: self.clone(), began, grace, patience: began + grace };
        arriving.wait();
        arriving
    }
}

/// A body that is arriving.
#[derive(Debug)]
pub struct Arriving {
    of: InFlight,
    began: Instant,
    grace: Duration,
    /// When it is given up, should nothing more arrive.
    patience: Instant,
}

impl Arriving {
    /// So many bytes arrived.
    pub fn brought(&mut self, bytes: usize) {
        self.brought_at(Instant::now(), bytes);
    }

    fn brought_at(&mut self, now: Instant, bytes: usize) {
        let earned = Duration::from_micros(
            u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(1_000_000) / LEAST_PER_S,
        );
        // Nothing is saved up: who sends much and then nothing waits no longer than any other.
        let most = now + self.grace;
        self.patience = self.patience.checked_add(earned).map_or(most, |later| later.min(most));
        self.wait();
    }

    /// All of it is there, and what is held for it stays until the request is answered.
    pub fn is_there(self, held: Held) {
        let mut now = self.of.now();
        now.until = Instant::now() + now.within;
        now.held.push(held);
    }

    fn wait(&self) {
        self.of.now().until = self.patience.min(self.began + BODY_WITHIN.max(self.grace));
    }
}

/// The layer: answers for whoever takes too long.
pub async fn within(limit: Duration, mut request: Request, next: Next) -> Response {
    let in_flight = InFlight::new(limit);
    request.extensions_mut().insert(in_flight.clone());
    let answer = next.run(request);
    tokio::pin!(answer);
    loop {
        // A body that began meanwhile may have less time than there seemed to be.
        let look_again = in_flight.now().until.min(Instant::now() + LOOK_AGAIN);
        if let Ok(response) = tokio::time::timeout_at(look_again, &mut answer).await {
            return response;
        }
        if in_flight.now().until <= Instant::now() {
            return Refuse::TimedOut.into_response();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_body_has_time_and_one_that_stops_has_not() {
        const SECOND: Duration = Duration::from_secs(1);
        let began = Instant::now();
        let of = InFlight::new(Duration::from_secs(60));
        let until = || of.now().until;
        let over = |bytes: usize, seconds: u32| {
            let mut body = of.arriving_at(began);
            // It is given up before the next bytes arrive.
            (1..=seconds).find(|n| {
                let now = began + SECOND * *n;
                let is_over = until() < now;
                body.brought_at(now, bytes);
                is_over
            })
        };
        assert_eq!(over(8_000, 600), None, "64 kbit/s, for ten minutes");
        assert_eq!(over(8_000, 610), Some(601), "ten minutes are all there is");
        assert_eq!(over(1_100, 300), None);
        assert_eq!(over(0, 30), Some(16), "it stops");
        assert!(over(1, 30).is_some(), "it drips");
        // What it brought at once is no credit.
        let mut body = of.arriving_at(began);
        body.brought_at(began + SECOND, 1_000_000);
        assert_eq!(until(), began + SECOND + GRACE);
    }
}
