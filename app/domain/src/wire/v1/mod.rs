//! Version 1 of every travelling or stored shape.
//!
//! Each has a golden file under `tests/golden/v1` that must decode for ever.
//! Requests refuse unknown fields; answers and stored records ignore them, so
//! that a newer server can speak to an older phone.

mod account;
mod agency;
mod attention;
mod client;
mod contact;
mod crisis_event;
mod crisis_plan;
mod crisis_plan_edit;
mod directory;
mod disclosure;
mod document;
mod episode;
mod known_by;
mod on_call;
mod outside_review;
mod own;
mod paper;
mod pull;
mod push;
mod quarantine;
mod record;
mod release_text;
mod second_factor;
mod session;
mod support_person;
mod task;
mod units;

pub use account::*;
pub use agency::*;
pub use attention::*;
pub use client::*;
pub use contact::*;
pub use crisis_event::*;
pub use crisis_plan::*;
pub use crisis_plan_edit::*;
pub use directory::*;
pub use disclosure::*;
pub use document::*;
pub use episode::*;
pub use known_by::*;
pub use on_call::*;
pub use outside_review::*;
pub use own::*;
pub use paper::*;
pub use pull::*;
pub use push::*;
pub use quarantine::*;
pub use record::*;
pub use release_text::*;
pub use second_factor::*;
pub use session::*;
pub use support_person::*;
pub use task::*;
pub use units::*;

/// The schema number that operations of this version carry.
pub const SCHEMA: u16 = 1;

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
