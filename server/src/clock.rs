//! The server's clock: the only place that reads one.

use domain::Moment;

/// Milliseconds since 1970.
#[must_use]
pub fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// The server's time as it is told to phones, in UTC.
#[must_use]
pub fn now() -> Moment {
    Moment::new(now_ms(), 0)
}
