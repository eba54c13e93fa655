//! What Streetlight is about: people, contacts, crisis plans, due dates.
//!
//! Everything here is pure: no I/O, no clock, no random, no async. Times and
//! fresh identifiers are handed in by the caller, which is what lets the same
//! rules run in a phone, on the server and in a simulator.
//!
//! [`wire::v1`] holds the shapes that travel and are stored; the other modules
//! hold the rules over them.

// What `#[derive(ReadObject)]` writes names the crate from outside.
extern crate self as domain;

pub mod addendum;
pub mod agency;
pub mod alike;
pub mod chain;
pub mod client;
pub mod contact;
pub mod crisis_plan;
pub mod dated;
pub mod day;
pub mod directory;
pub mod disclosure;
pub mod document;
pub mod draft;
pub mod effects;
pub mod episode;
pub mod hash;
pub mod id;
pub mod json;
pub mod language;
pub mod length;
pub mod moment;
pub mod operation;
pub mod order;
pub mod own;
pub mod pace;
pub mod phone;
pub mod problem;
pub mod readability;
pub mod record;
pub mod referral;
pub mod release;
pub mod response;
pub mod roster;
pub mod search;
pub mod signature;
pub mod span;
pub mod supports;
pub mod today;
pub mod tries;
pub mod units;
pub mod visible;
pub mod wire;

pub use hash::Hash;
pub use moment::Moment;
