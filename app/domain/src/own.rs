//! The client's own plan, on the client's own phone: what opens it, what is in it, what the client can
//! say in it.

mod say;
mod secret;
mod view;

pub use say::{Happened, Sort, TEXT_MAX_BYTES, client_as_author, is_sound, record, task};
pub use secret::{CODE_LETTERS, Code, Secret};
pub use view::{Material, view};

/// Days for which a way opens, at most, from when the server heard of it: half a year is the longest that
/// a phone offers, and a made-up record opens nothing for ever.
pub const WAY_DAYS_MAX: u64 = 181;
