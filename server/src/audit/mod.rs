//! The audit log: who did what to whose file, when, in a chain of HMACs.
//!
//! Each entry is written in the transaction it describes. Its hash covers the
//! entry before it, under a key that is not in the database, so that changing
//! or removing an entry in the middle shows. Cutting off the end does not show
//! in the chain alone: `verify-audit` prints the head, to be kept elsewhere.

mod chain;
mod entry;
mod verify;

pub use chain::Chain;
pub use entry::{Action, Entry, Object, Who};
pub use verify::{Finding, verify};
