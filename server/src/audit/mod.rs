//! The audit log: who did what to whose file, when, in a chain of HMACs.
//!
//! Each entry is written in the transaction it describes. Its hash covers the
//! entry before it, under a key that is not in the database, so that changing
//! or removing an entry in the middle shows. Entries carry what the log keeps
//! of the rows written with them, so that a row which was changed, moved, rolled
//! back or taken away by somebody else shows too ([`COVERED`]). Cutting off the
//! end does not show in the chain alone: its head has to be kept elsewhere
//! ([`heads`]).

mod chain;
mod covered;
mod entry;
mod finding;
pub mod heads;
mod imprint;
mod verify;

pub use chain::Chain;
pub use covered::{COVERED, Covered};
pub use entry::{Action, Entry, Object, Who};
pub use finding::Finding;
pub use imprint::{Column, Imprint, RowKey, Rows, Written};
pub use verify::{Heads, Verified, verify};
