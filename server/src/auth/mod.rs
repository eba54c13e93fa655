//! Who may do what: passwords, sessions, phones, permits.
//!
//! A handler reaches data only through a [`Permit`], which is made from one
//! query and nowhere else; the store's functions ask for one.

mod cookie;
pub mod password;
mod permit;
mod session;
mod token;
pub mod webauthn;

pub use cookie::{Cookie, KnownCookie, session_token};
pub use password::Passwords;
pub use permit::{Administrator, Half, Permit, Reader, Session, Supervisor};
pub use session::SessionLimits;
pub use token::{HashedToken, PlainToken};
