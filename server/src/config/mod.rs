//! How the server was started: one small struct a concern, checked once.
//! Nothing in here is secret; keys and passwords never pass through.

mod serve;
mod store;

pub use serve::{ConfigError, ServeArgs, ServeConfig};
pub use store::{LogFormat, StoreArgs};
