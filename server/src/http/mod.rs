//! What surrounds every request: connections, headers, limits, logs, refusals.

pub mod client_ip;
pub mod connections;
pub mod held;
pub mod in_flight;
pub mod listen;
pub mod rate_limit;
pub mod refusal;
pub mod request_log;
pub mod security_headers;
pub mod shares;
pub mod watched;
