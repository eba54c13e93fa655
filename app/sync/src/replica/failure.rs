//! How an attempt to reach the server failed. None of this removes anything.

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// 401 with a body that is a `Refusal`; also 403 `device_unknown`, which
    /// signing in mends by enrolling again.
    SignedOut,
    /// 403 `device_revoked`.
    DeviceRevoked,
    /// 413.
    TooLarge,
    /// 426.
    AppTooOld,
    /// 429 or 503.
    Busy {
        /// The header `Retry-After`, in seconds.
        retry_after_s: Option<u32>,
    },
    /// No connection: nothing is known of the server. Never counts against an operation.
    Unreachable,
    /// No answer within the time allowed. Makes batches smaller.
    TimedOut,
    /// Something answered and it made no sense: any other status, or a body
    /// that is not the shape expected (a captive portal).
    Faulty,
}

impl Failure {
    /// What an answer means that is not a success, by its status, whether it is JSON, the stable
    /// word of the refusal in it, and `Retry-After`. The service worker reads answers by itself
    /// (`public/sw.js`); `tests/deliveries.json` holds both to this.
    #[must_use]
    pub fn of(status: u16, is_json: bool, code: &str, retry_after_s: Option<u32>) -> Self {
        match (status, code) {
            (401, _) if is_json => Self::SignedOut,
            (403, "device_revoked") => Self::DeviceRevoked,
            (403, "device_unknown") => Self::SignedOut,
            (413, _) => Self::TooLarge,
            (426, _) => Self::AppTooOld,
            (429 | 503, _) => Self::Busy { retry_after_s },
            _ => Self::Faulty,
        }
    }
}
